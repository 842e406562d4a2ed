// Colours of the page's theme, and of every point.

import { tr } from "../shared/texts.js";
import { asText } from "./text.js";

// 2-D and 3-D have them
const SYMBOLS = ["circle", "square", "diamond", "cross", "x", "circle-open", "square-open", "diamond-open"];
const SIGNS = "●■◆✚✖○□◇";
const FILLED = 5; // of them: an open one is thin beside the grey ones
const FAINT = 0.1;
export const SMALL = 12; // --type-small
const FIGURE = 13.4; // --type-figure

export function paletteOf(box) {
  const style = getComputedStyle(box);
  const of = (name) => style.getPropertyValue(name).trim();
  const list = (name) =>
    of(name)
      .split(",")
      .map((it) => it.trim())
      .filter(Boolean);
  return {
    kinds: list("--st-chart-categorical-colors"),
    scale: list("--st-chart-sequential-colors").slice(3), // the ends beside the ground are not seen on it
    text: of("--st-text-color"),
    ground: of("--st-background-color"),
    panel: of("--st-secondary-background-color"),
    border: of("--st-border-color"),
    primary: of("--st-primary-color"),
    font: of("--st-font"),
    grow: parseFloat(style.fontSize) / SMALL,
  };
}

/** Plotly's marker for these rows. colour: {of, names} for kinds, {of, low, high, title} for numbers, or null. */
export function markerOf(colour, rows, palette, { only, size, plot }) {
  if (!colour) return { color: palette.kinds[0], size, opacity: 0.75, line: { width: 0 } };
  if (!colour.names) return numbered(colour, rows, palette, size, isNarrow(plot.clientWidth));
  const looks = colour.names.map((_, kind) => lookOf(colour, kind, palette, only));
  const shades = looks.map((look, kind) => (only !== null && only !== kind ? rgba(look.colour, FAINT) : look.colour));
  const marker = { color: rows.map((row) => shades[colour.of[row]]), size, opacity: 0.85, line: { width: 0 } };
  if (colour.names.length > colour.shown.length) marker.symbol = rows.map((row) => looks[colour.of[row]].symbol);
  return marker;
}

/** A kind's colour, its symbol and its sign in the legend. Of many kinds those that are shown, or the only one, have
 * one of their own, the others are grey. */
export function lookOf({ names, shown }, kind, { kinds, border }, only) {
  const number = shown.indexOf(kind);
  if (number < 0) return { colour: kind === only ? kinds[0] : border, symbol: SYMBOLS[0], sign: SIGNS[0] };
  const form = names.length > shown.length ? number % FILLED : 0;
  return { colour: kinds[number % kinds.length], symbol: SYMBOLS[form], sign: SIGNS[form] };
}

/** How late a row's label comes: those of the kinds that are shown first, of what is only the rest last. */
export function lateness(colour, row) {
  if (!colour?.names || colour.rest === null) return 0;
  const kind = colour.of[row];
  return kind === colour.rest ? 2 : Number(!colour.shown.includes(kind));
}

/** Whether a colour bar lies under the map, since beside it the map would have no room. */
export function isNarrow(width) {
  return width < 560;
}

/** Counts stand on a log scale, with ticks that name the counts themselves. A point without a number is grey. */
function numbered({ of, low, high, title, log, ticks }, rows, { scale, text, border, grow }, size, narrow) {
  const at = log ? Math.log10 : (value) => value;
  const colorscale = scale.map((colour, stop) => [stop / (scale.length - 1), colour]);
  const named = log ? { tickmode: "array", tickvals: ticks.map(at), ticktext: ticks.map(grouped) } : { nticks: 6 };
  const font = { color: text, size: SMALL * grow };
  const words = asText(of.includes(null) ? tr("{title} · grey: no value", { title }) : title);
  const place = narrow
    ? {
        orientation: "h",
        len: 0.9,
        x: 0.5,
        xanchor: "center",
        y: 0,
        yanchor: "top",
        title: { text: words, side: "bottom", font },
      }
    : { len: 0.8, x: 0, xanchor: "right", title: { text: words, side: "right", font } };
  const colorbar = {
    tickfont: { ...font, size: FIGURE * grow },
    ticks: "outside",
    tickcolor: text,
    thickness: 10 * grow,
    outlinewidth: 0,
    ...place,
    ...named,
  };
  return {
    color: rows.map((row) => (of[row] === null ? border : at(of[row]))),
    cmin: at(low),
    cmax: at(high),
    colorscale,
    colorbar,
    size,
    opacity: 0.9,
    line: { width: 0 },
  };
}

/** 1000, 10 000: as all numbers of the app. */
function grouped(number) {
  return number < 10000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

export function rgba(colour, alpha) {
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  return `rgba(${red},${green},${blue},${alpha})`;
}
