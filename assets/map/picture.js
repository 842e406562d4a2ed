// What plotly draws: five traces that always stand in this order, and the layout around them.

import { tr } from "../shared/texts.js";
import { isNarrow, markerOf, SMALL } from "./colours.js";
import { spokes, taken, tracks } from "./geometry.js";
import { asText } from "./text.js";

export const [POINTS, LINES, LINKS, MARKS, WORDS] = [0, 1, 2, 3, 4];
const CLEAR = "rgba(0,0,0,0)";

/** Positions of every trace while nothing but they move: what Plotly.restyle takes. */
export function positions(map) {
  const { at, geometry, overlay, rows, words, place } = map;
  const { chosen, neighbours = [] } = overlay;
  const others = neighbours.map(([row]) => row);
  const shares = [
    taken(at, rows),
    linesOf(geometry, overlay, at, place),
    chosen === null ? at.map(() => []) : spokes(at, chosen, others),
    taken(at, marked(overlay)),
    taken(
      at,
      words.map(({ row }) => row),
    ),
  ];
  return Object.fromEntries(
    ["x", "y", "z"].slice(0, at.length).map((axis, n) => [axis, shares.map((columns) => columns[n])]),
  );
}

function linesOf(geometry, { trails = [] }, at, place) {
  if (geometry.path) return at.map((column) => [...column]);
  return trails.length ? tracks(geometry.slices, trails, place) : at.map(() => []);
}

export const marked = ({ chosen, neighbours = [], marks = [] }) => [
  ...(chosen === null ? [] : [chosen]),
  ...neighbours.map(([row]) => row),
  ...marks,
];

export function traces(map) {
  const { geometry, overlay, rows, palette, words } = map;
  const deep = geometry.slices[0].length === 3;
  const [cloud, flat] = deep ? ["scatter3d", "scatter3d"] : ["scattergl", "scatter"];
  const quiet = { hoverinfo: "skip", showlegend: false };
  const seen = positions(map);
  const line = (colour, width) => ({ color: colour, width: width * (deep ? 2 : 1) * palette.grow });
  /** @type {Record<string, any>[]} */
  const styles = [
    { type: cloud, mode: "markers", marker: markerOf(geometry.colour, rows, palette, map), ...told(map, deep) },
    { type: flat, mode: "lines", line: line(palette.primary, 1.8), opacity: 0.75, ...quiet },
    { type: flat, mode: "lines", line: line(palette.text, 1), opacity: 0.8, ...quiet },
    { type: flat, mode: "markers", marker: ring(overlay, palette, deep), ...quiet },
    { type: flat, mode: "text", ...written(words, palette, deep), ...quiet },
  ];
  return styles.map((style, n) => ({
    ...style,
    ...Object.fromEntries(Object.entries(seen).map(([axis, all]) => [axis, all[n]])),
  }));
}

function told({ geometry, rows }, deep) {
  const { labels, colour } = geometry;
  const number = (value) => (value === null ? tr("no value") : Number(value).toPrecision(4));
  const extra = colour
    ? rows.map((row) => (colour.names ? colour.names[colour.of[row]] : `${colour.title} ${number(colour.of[row])}`))
    : null;
  const where = deep ? "%{x:.4g}, %{y:.4g}, %{z:.4g}" : "%{x:.4g}, %{y:.4g}";
  return {
    text: rows.map((row) => asText(labels[row])),
    ...(extra ? { customdata: extra.map(asText) } : {}),
    hovertemplate: `<b>%{text}</b><br>${where}${extra ? "<br>%{customdata}" : ""}<extra></extra>`,
  };
}

function ring(overlay, { text, grow }, deep) {
  const size = marked(overlay).map((row) => (row === overlay.chosen ? 18 : 14) * grow);
  return {
    size: deep ? size.map((it) => it * 0.7) : size,
    symbol: "circle-open",
    color: text,
    line: { width: 2 * grow, color: text },
  };
}

function written(words, { text, ground, font, grow }, deep) {
  return {
    text: words.map((it) => asText(it.text)),
    textposition: "top center",
    textfont: {
      color: text,
      size: SMALL * grow,
      family: font,
      ...(deep ? {} : { shadow: `0 0 3px ${ground}, 0 0 3px ${ground}, 0 0 2px ${ground}` }),
    },
  };
}

/** view: {ranges} in 2-D, {camera} in 3-D, and the drag that is chosen. */
export function layout({ geometry, palette }, { ranges, camera, dragmode }, size) {
  const bare = { visible: false, showgrid: false, zeroline: false };
  const boxed = {
    showticklabels: false,
    title: { text: "" },
    showspikes: false,
    gridcolor: palette.border,
    zeroline: false,
    backgroundcolor: CLEAR,
  };
  const base = {
    ...size,
    margin: margins(geometry, size.width, palette.grow),
    showlegend: false,
    hovermode: "closest",
    dragmode,
    paper_bgcolor: CLEAR,
    plot_bgcolor: CLEAR,
    font: { family: palette.font, color: palette.text, size: 13 * palette.grow },
    hoverlabel: {
      bgcolor: palette.panel,
      bordercolor: palette.border,
      font: { color: palette.text, size: 14 * palette.grow },
    },
    modebar: { orientation: "v", bgcolor: CLEAR, color: palette.border, activecolor: palette.text },
  };
  if (geometry.slices[0].length === 2) {
    return { ...base, xaxis: { ...bare, range: ranges[0] }, yaxis: { ...bare, range: ranges[1] } };
  }
  const axis = (n) => ({ ...boxed, range: ranges[n], autorange: false });
  return { ...base, scene: { xaxis: axis(0), yaxis: axis(1), zaxis: axis(2), aspectmode: "cube", camera, dragmode } };
}

/** Room for the tools at the right, of a flat map, and for the bar of a colour scale: neither covers a point. */
function margins({ colour, slices }, width, grow) {
  const bare = { l: 0, r: 36, t: 0, b: 0 };
  if (slices[0].length > 2) return { ...bare, r: 0 };
  if (!colour || colour.names) return bare;
  return isNarrow(width) ? { ...bare, b: 62 * grow } : { ...bare, l: 92 * grow };
}
