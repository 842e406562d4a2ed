// Where the eye stands: ranges or camera, read from what plotly shows, carried over to the next map, or set back home.
import { carriedView, home } from "./geometry.js";
import { projected } from "./labels.js";

export const CAMERA = { eye: { x: 1.1, y: 1.1, z: 0.7 } };

export function homeView(frame, dragmode) {
  return { ranges: frame.mid.map((_, axis) => home(frame, axis)), camera: CAMERA, dragmode };
}

/** The present view, as it lies in another frame. */
export function viewIn(plot, from, to) {
  const full = plot._fullLayout;
  const deep = Boolean(full.scene);
  const next = homeView(to, full.dragmode);
  if (to.mid.length === 3)
    return { ...next, dragmode: deep ? full.scene.dragmode : "orbit", camera: deep ? full.scene.camera : CAMERA };
  if (deep) return { ...next, dragmode: "pan" };
  return { ...next, ranges: [full.xaxis, full.yaxis].map((axis, n) => carriedView([...axis.range], n, from, to)) };
}

/** A function from positions to px inside the plot. */
export function screen(plot, at) {
  const { width, height, scene, xaxis, yaxis } = plot._fullLayout;
  const camera = scene?._scene?.glplot?.cameraParams;
  if (scene && !camera) return null;
  if (!scene)
    return {
      width,
      height,
      spot: (row) => ({ x: xaxis.l2p(at[0][row]) + xaxis._offset, y: yaxis.l2p(at[1][row]) + yaxis._offset }),
    };
  const { dataScale } = scene._scene;
  const spot = (row) =>
    projected(
      at.map((column, n) => column[row] * dataScale[n]),
      camera,
      width,
      height,
    ) ?? { x: -1, y: -1 };
  return { width, height, spot };
}
