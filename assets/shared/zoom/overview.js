// The whole net: a cell for each time step, its states as bars, and what flows from one to the next. A cell or a unit
// is pressed to come nearer.
import { make } from "../dom.js";
import { line, pressable, svg } from "../svg.js";
import { tr } from "../texts.js";

const [GUTTER, AXIS, UNDER, ABOVE] = [64, 18, 20, 6]; // px: names, step numbers, between x and the cells, over them
const NUMBERED = 26; // px that a step's number takes
const HIGHEST = 44; // px of a row

/** Rows as low as a name can be where there are many; as high as the picture asks for where there are few. */
export function rowHeight(count, least) {
  const lowest = count <= 6 ? 28 : count <= 10 ? 18 : 14;
  return Math.max(lowest, Math.min(HIGHEST, Math.floor((least - AXIS - UNDER - ABOVE) / count)));
}

/** Where everything stands, in px. `least`: the height that is there anyway. */
export function layoutOf({ width, steps, units, inputs, memory, least = 0 }) {
  const inside = units * (memory ? 2 : 1);
  const rh = rowHeight(inside + inputs, least);
  const column = (width - GUTTER) / steps;
  const gap = Math.max(3, Math.min(24, column * 0.3));
  const rows = [];
  const place = (q, count, top) => {
    for (let unit = 0; unit < count; unit++) rows.push({ q, unit, top: top + unit * rh });
    return top + count * rh;
  };
  let bottom = ABOVE;
  if (memory) bottom = place("c", units, bottom);
  bottom = place("h", units, bottom);
  const height = place("x", inputs, bottom + UNDER) + AXIS;
  const left = (t) => GUTTER + t * column + gap;
  return { rows, rh, column, gap, left, wide: column - gap, top: ABOVE, bottom, height, width };
}

export class Overview {
  /** Where everything stands. @type {ReturnType<typeof layoutOf>} */ at;
  /** @type {SVGElement} */ svg;
  /** The frame of the step on show. @type {SVGElement} */ here;
  /** @type {any[]} */ rows;
  /** @type {number} */ t;

  /** `hooks`: cell(t), unit(row, t): what was pressed. */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
  }

  /** `rows`: the strip's, of x and the states. */
  update(store, rows, width, least) {
    const { table } = store;
    const size = { width, steps: table.x.length, units: table.h0.length, inputs: table.x[0].length, least };
    const key = JSON.stringify([size, rows.map(({ name }) => name)]);
    if (key !== this.key) {
      this.key = key;
      this.at = layoutOf({ ...size, memory: rows.some(({ q }) => q === "c") });
      this.draw(rows, table.x.length);
    }
    for (const row of this.rows)
      this.bars(
        row,
        rows.find(({ q, unit }) => q === row.q && unit === row.unit),
      );
    this.frame(table.t);
  }

  draw(rows, steps) {
    const { at } = this;
    this.svg = svg("svg", { viewBox: `0 0 ${at.width} ${at.height}`, class: "overview", role: "group" });
    this.svg.setAttribute("aria-label", tr("The net, unrolled over {steps} steps", { steps }));
    this.root.replaceChildren(make("div", { className: "picture" }));
    this.root.firstChild.append(this.svg);
    for (let t = 0; t < steps; t++) this.column(t);
    this.flow(steps);
    this.rows = at.rows.map((row) => this.row(row, rows));
    this.here = svg("rect", { y: at.top - 2, height: at.bottom - at.top + 4, width: at.wide + 4, rx: 5 }, this.svg);
    this.here.setAttribute("class", "here");
    pressable(this.here, "", () => this.hooks.cell(this.t));
    this.svg.addEventListener("click", (event) => this.press(event));
  }

  column(t) {
    const { at } = this;
    const [x, middle] = [at.left(t), at.left(t) + at.wide / 2];
    svg("rect", { x, y: at.top, width: at.wide, height: at.bottom - at.top, rx: 4, class: "cell" }, this.svg);
    const every = Math.ceil(NUMBERED / at.column);
    if (t % every === 0) svg("text", { x: middle, y: at.height - 4, class: "step" }, this.svg, String(t + 1));
  }

  /** What goes from cell to cell, and what each reads. */
  flow(steps) {
    const { at } = this;
    for (const q of ["c", "h"]) {
      const own = at.rows.filter((row) => row.q === q);
      if (!own.length) continue;
      const y = (own[0].top + own[own.length - 1].top + at.rh) / 2;
      const ways = Array.from({ length: steps }, (_, t) => arrow([at.left(t) - at.gap, y], [at.left(t), y]));
      svg("path", { d: ways.join(""), class: "flow", style: `--ink: var(--q-${q})` }, this.svg);
    }
    const ways = Array.from({ length: steps }, (_, t) => {
      const x = at.left(t) + at.wide / 2;
      return arrow([x, at.bottom + UNDER - 2], [x, at.bottom]);
    });
    svg("path", { d: ways.join(""), class: "flow", style: "--ink: var(--q-x)" }, this.svg);
  }

  row({ q, unit, top }, rows) {
    const { name } = rows.find((row) => row.q === q && row.unit === unit);
    const middle = top + this.at.rh / 2;
    const style = `--ink: var(--q-${q})`;
    const [above, below] = ["above", "below"].map((side) => svg("path", { class: `bar ${side}`, style }, this.svg));
    const g = svg("g", { class: "row", style }, this.svg);
    svg("rect", { x: 0, y: top, width: 4, height: this.at.rh - 1, class: "mark" }, g);
    svg("rect", { x: 5, y: top, width: GUTTER - 10, height: this.at.rh, class: "hit" }, g);
    svg("text", { x: 8, y: middle + 4.5, class: "name" }, g, name);
    if (q === "h")
      pressable(g, tr("{name}: open unit {unit}", { name, unit: unit + 1 }), () => this.hooks.unit(unit, this.t));
    return { q, unit, middle, above, below };
  }

  /** From the middle of the row: filled upwards, hollow downwards; of what is covered nothing. */
  bars({ middle, above, below }, { values, scale, covered }) {
    const { at } = this;
    const most = scale ?? Math.max(1e-9, ...values.map(Math.abs));
    const inset = Math.min(3, at.wide / 6);
    /** @type {[string[], string[]]} */
    const [up, down] = [[], []];
    values.forEach((value, t) => {
      const size = Math.min(1, Math.abs(value) / most) * (at.rh / 2 - 1.5);
      if (covered?.[t] || size < 0.4) return;
      const [x, wide, y] = [at.left(t) + inset, at.wide - 2 * inset, value > 0 ? -size : size];
      (value > 0 ? up : down).push(
        `M${x.toFixed(1)} ${middle}h${wide.toFixed(1)}v${y.toFixed(1)}h${-wide.toFixed(1)}z`,
      );
    });
    set(above, up.join(""));
    set(below, down.join(""));
  }

  frame(t) {
    if (t === this.t && this.here.hasAttribute("x")) return;
    this.t = t;
    this.here.setAttribute("x", (this.at.left(t) - 2).toFixed(1));
    this.here.setAttribute("aria-label", tr("The cell of step {t}: open it", { t: t + 1 }));
  }

  press(event) {
    if (event.target.closest("[role=button]")) return;
    const { left, top, width } = this.svg.getBoundingClientRect();
    const share = this.at.width / width;
    const [x, y] = [(event.clientX - left) * share, (event.clientY - top) * share];
    const t = Math.floor((x - GUTTER) / this.at.column);
    if (t < 0) return;
    const row = this.at.rows.find((one) => one.q !== "x" && y >= one.top && y < one.top + this.at.rh);
    this.hooks.cell(t, row?.unit);
  }
}

/** A line with its tip, or without where there is no room for one. */
function arrow([x0, y0], [x1, y1]) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  const [u, v] = [(x1 - x0) / long, (y1 - y0) / long];
  const tip = Math.min(5, long / 2);
  /** @returns {[number, number]} */
  const side = (by) => [x1 - tip * u - by * v, y1 - tip * v + by * u];
  return line([x0, y0], [x1, y1]) + line(side(tip * 0.7), [x1, y1], side(-tip * 0.7));
}

const set = (el, d) => el.getAttribute("d") !== d && el.setAttribute("d", d);
