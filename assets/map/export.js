// The buttons at the map's edge, and the picture as a file.
import { tr } from "../shared/texts.js";

export function buttonsFor(cloud) {
  const { Icons } = window.Plotly;
  const own = (name, title, icon, click) => ({ name, title, icon, click });
  const back = own("home", tr("Show everything"), Icons.home, () => cloud.goHome());
  const png = own("png", tr("Picture as PNG"), Icons.camera, () => save(cloud, "png"));
  const svg = own("svg", tr("Picture as SVG"), Icons.disk, () => save(cloud, "svg"));
  const drags = cloud.deep ? ["orbitRotation", "pan3d", "zoom3d"] : ["pan2d", "zoom2d", "lasso2d", "select2d"];
  const zooms = cloud.deep ? [back] : ["zoomIn2d", "zoomOut2d", back];
  return { displaylogo: false, displayModeBar: true, scrollZoom: true, modeBarButtons: [drags, zooms, [png, svg]] };
}

/** In 2-D the points become shapes, under the labels; plotly's WebGL would be a grid of pixels that hides them. */
function save({ plot, geometry, deep }, format) {
  const { width, height } = plot._fullLayout;
  const options = { format, filename: geometry.file, width, height, ...(format === "png" ? { scale: 2 } : {}) };
  if (deep) return window.Plotly.downloadImage(plot, options);
  const data = plot.data.map((trace) => ({ ...trace, type: "scatter" }));
  return window.Plotly.downloadImage({ data, layout: plot.layout }, options);
}
