// The map before plotly stands, which takes half a second of script: flat points, their path and their labels, on a
// canvas, where plotly will draw them. It lies over plotly until that has drawn all of it.
import { cleared, resize } from "../shared/canvas.js";
import { make } from "../shared/dom.js";
import { markerOf, SMALL } from "./colours.js";

/** Corners of the symbols that plotly draws, in radii. @type {Record<string, [number, number][]>} */
const CORNERS = {
  square: turned([1, 1]),
  diamond: turned([1.3, 0]),
  cross: turned([1.2, -0.4], [1.2, 0.4], [0.4, 0.4]),
  x: turned([1.13, -0.57], [0.57, 0], [1.13, 0.57]),
};

/** A quarter of the corners, four times. @type {(...quarter: [number, number][]) => [number, number][]} */
function turned(...quarter) {
  const quarters = [0, 1, 2, 3].map((times) =>
    quarter.map((corner) => Array.from({ length: times }).reduce(([x, y]) => [-y, x], corner)),
  );
  return /** @type {[number, number][]} */ (quarters.flat());
}

/** Whether it can be drawn so: no depth, no scale of colours, nothing chosen to look closer at. */
export const opens = ({ geometry: { slices, colour }, overlay }) =>
  slices[0].length === 2 && (!colour || Boolean(colour.names)) && overlay.chosen === null;

/** Over the plot; it is taken away by remove(). */
export function opening() {
  const canvas = make("canvas", { className: "opening" });
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/** What `screen` of view.js says, of a plot that does not stand yet: its layout's ranges and margins. */
export function screenOf({ width, height, margin, xaxis, yaxis }, at) {
  const [[left, right], [low, high]] = [xaxis.range, yaxis.range];
  const [across, up] = [(width - margin.l - margin.r) / (right - left), (height - margin.t - margin.b) / (high - low)];
  const spot = (row) => ({ x: margin.l + (at[0][row] - left) * across, y: margin.t + (high - at[1][row]) * up });
  return { width, height, spot };
}

/** The points, the path and the words of the cloud, where `seen` says. */
export function drawOpening(canvas, map, seen) {
  const { palette, rows, geometry, words, size } = map;
  resize(canvas, seen.width, seen.height);
  const { ctx } = cleared(canvas);
  const marker = markerOf(geometry.colour, rows, palette, map);
  const of = (look, n) => (Array.isArray(look) ? look[n] : look);
  ctx.globalAlpha = marker.opacity;
  rows.forEach((row, n) => {
    ctx.fillStyle = of(marker.color, n);
    shape(ctx, seen.spot(row), size / 2, of(marker.symbol, n));
  });
  if (geometry.path) along(ctx, rows.map(seen.spot), palette);
  ctx.globalAlpha = 1;
  write(ctx, words, seen, { ...palette, size });
}

function shape(ctx, { x, y }, radius, symbol) {
  ctx.beginPath();
  if (CORNERS[symbol]) for (const [right, down] of CORNERS[symbol]) ctx.lineTo(x + radius * right, y + radius * down);
  else ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}

function along(ctx, spots, { primary, grow }) {
  Object.assign(ctx, { strokeStyle: primary, lineWidth: 1.8 * grow, globalAlpha: 0.75 });
  ctx.beginPath();
  for (const { x, y } of spots) ctx.lineTo(x, y);
  ctx.stroke();
}

function write(ctx, words, seen, { text, ground, font, grow, size }) {
  Object.assign(ctx, { font: `${SMALL * grow}px ${font}`, textAlign: "center", textBaseline: "alphabetic" });
  Object.assign(ctx, { fillStyle: text, strokeStyle: ground, lineWidth: 3 * grow, lineJoin: "round" });
  for (const word of words) {
    const { x, y } = seen.spot(word.row);
    ctx.strokeText(word.text, x, y - size / 2);
    ctx.fillText(word.text, x, y - size / 2);
  }
}
