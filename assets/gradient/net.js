// The unrolled net: every step a column, forward numbers at the left of a node, their gradients at its right.

import { make } from "../shared/dom.js";
import { largest } from "../shared/scale.js";
import { line, pressable, svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { Block } from "./block.js";
import { Labels } from "./labels.js";
import { updateBlock, updateCell, updateWire } from "./lit.js";
import { More } from "./more.js";

const NARROWEST = 152; // px of a column
export const GUTTER = 58; // px for the names of the rows, as the ribbon under the net has it
const WIDEST = 70; // px of a chip
const MOST = 8; // units that have a cell each
const ROW = (n) => (n <= 2 ? 22 : n <= 4 ? 19 : n <= 8 ? 17 : 90 / n);
const UNDER = 4; // px of a row for the bar under its number

export class Net {
  /** @type {string} */ key;
  /** @type {(q: string) => string} */ letter;
  /** @type {any[]} */ cells;
  /** @type {any[]} */ blocks;
  /** @type {any[]} */ wires;
  /** @type {Labels} */ labels;
  /** @type {string[]} */ states;
  /** @type {Record<string, number>} */ y;
  /** @type {Record<string, number>} */ half;
  /** @type {number} */ rh;
  /** @type {number} */ chip;
  /** @type {number} */ column;
  /** @type {number} */ width;
  /** @type {number} */ height;
  /** @type {boolean} */ fits;
  /** @type {SVGElement} */ svg;
  /** @type {string | undefined} */ written;

  /** `hooks`: knob(el, name, row, t), point(spot), pick(step), open(step). */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
    this.inner = make("div", { className: "net-inner" });
    this.under = make("div", { className: "ribbon" }); // what scrolls with the net, step under step
    this.all = make("div", {}, this.inner, this.under);
    this.box = make("div", { className: "net-scroll" }, this.all);
    root.append(this.box);
    this.more = new More(root, this.box);
  }

  /** Draws the picture when its shape is new; `letter(q)`: a quantity's letter in the notation. */
  shape(data, notation, letter) {
    const { net } = data;
    const width = Math.max(300, this.root.clientWidth);
    const key = JSON.stringify([
      net.cell,
      net.steps,
      net.h[0].length,
      net.x[0].length,
      net.y[0].length,
      width,
      notation,
      net.first,
    ]);
    if (key === this.key) return;
    this.key = key;
    this.letter = letter;
    this.measure(net, width);
    this.cells = [];
    this.blocks = [];
    this.wires = [];
    this.inner.replaceChildren();
    this.all.style.width = `${this.width}px`;
    this.svg = svg(
      "svg",
      { width: this.width, height: this.height, class: "net", role: "group", "aria-label": tr("The unrolled net") },
      this.inner,
    );
    const marker = svg(
      "marker",
      {
        id: "back",
        viewBox: "0 0 6 6",
        refX: 5,
        refY: 3,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      },
      this.svg,
    );
    svg("path", { d: "M0 0L6 3L0 6z", fill: "context-stroke" }, marker);
    this.drawWires(net);
    for (const q of ["E", "y", ...this.states, "x"])
      svg("text", { x: 14, y: this.y[q] + 5, class: "row-name" }, this.svg, q === "E" ? tr("loss") : letter(q));
    this.drawStart(net);
    for (let t = 0; t < net.steps; t++) this.drawStep(net, t);
    this.labels = new Labels(this, net, data.equations.names[notation], data.equations.symbols[notation]);
  }

  measure(net, width) {
    const [n, inputs, outputs] = [net.h[0].length, net.x[0].length, net.y[0].length];
    this.states = net.states;
    this.rh = ROW(n);
    const share = (width - GUTTER) / (net.steps + 1);
    this.chip = Math.min(WIDEST, (Math.max(NARROWEST, share) - 26) / 2);
    this.column = Math.max(2 * this.chip + 26, share);
    this.width = GUTTER + this.column * (net.steps + 1);
    this.fits = this.width <= width + 1;
    this.root.classList.toggle("wide", !this.fits);
    let y = 15;
    this.y = { E: y };
    y += 13 + 28;
    const place = (q, rows, rh) => {
      this.y[q] = y + (rows * rh) / 2;
      y += rows * rh + 28;
    };
    place("y", outputs, ROW(outputs));
    for (const q of this.states) place(q, n, this.rh);
    place("x", inputs, Math.min(20, ROW(inputs)));
    this.height = y - 26;
    this.half = {
      y: (outputs * ROW(outputs)) / 2,
      h: (n * this.rh) / 2,
      c: (n * this.rh) / 2,
      x: (inputs * Math.min(20, ROW(inputs))) / 2,
      E: 13,
    };
  }

  x(t) {
    return GUTTER + this.column * (t + 1.5);
  }

  /** Forward wires thin and grey; over each the way back, which the sweep lights. */
  drawWires(net) {
    const y = (q, side) => this.y[q] + side * this.half[q];
    const first = this.states.at(-1);
    for (let t = 0; t < net.steps; t++) {
      const x = this.x(t);
      this.wire([x, y("x", -1)], [x, y(first, 1) + 17]);
      if (net.states.includes("c")) this.wire([x, y("c", -1)], [x, y("h", 1) + 16], { k: t, q: "c", of: t, from: "h" });
      this.wire([x, y("h", -1)], [x, y("y", 1) + 16], { k: t, q: "h", of: t, from: "y" });
      if (t >= net.first) this.wire([x, y("y", -1)], [x, y("E", 1) + 15], { k: t, q: "y", of: t, from: "E" });
      for (const q of this.states) this.between(t, q, q);
      if (net.states.includes("c")) this.between(t, "h", "c");
    }
  }

  /** From state q of step t - 1 to state `to` of step t. */
  between(t, q, to) {
    const [left, right] = [this.x(t - 1) + this.chip + 1, this.x(t) - this.chip - 1];
    this.wire([left, this.y[q]], [right, this.y[to]], { k: t - 1, q, of: t, from: to });
  }

  wire(from, to, back) {
    svg("path", { d: line(from, to), class: "ahead" }, this.svg);
    if (!back) return;
    const el = svg("path", { d: line(to, from), class: "back", "marker-end": "url(#back)" }, this.svg);
    const pulse = svg("path", { d: line(to, from), class: "pulse", pathLength: 100 }, this.svg);
    this.wires.push({ ...back, el, pulse });
  }

  drawStart(net) {
    for (const q of this.states) this.node(q, -1, net.h[0].length, this.rh, `${q}0`);
  }

  drawStep(net, t) {
    const [n, inputs, outputs] = [net.h[0].length, net.x[0].length, net.y[0].length];
    if (t >= net.first) this.drawError(t);
    this.node("y", t, outputs, ROW(outputs));
    for (const q of this.states) this.node(q, t, n, this.rh);
    this.values("x", t, inputs, Math.min(20, ROW(inputs)), this.x(t) - this.chip / 2, "x");
  }

  drawError(t) {
    const x = this.x(t);
    const g = svg("g", { class: "error", "data-step": t }, this.svg);
    svg("rect", { x: x - this.chip, y: this.y.E - 13, width: 2 * this.chip, height: 26, rx: 13 }, g);
    const text = svg("text", { x, y: this.y.E + 4.5 }, g);
    pressable(g, tr("E {t}", { t: t + 1 }), () => this.hooks.pick(t));
    this.pointing(g, { q: "E", k: t, row: 0 });
    this.cells.push({ g, text, q: "E", k: t, row: 0 });
  }

  /** A node: forward numbers at its left, gradients at its right. */
  node(q, k, n, rh, name = q) {
    const x = this.x(k);
    if (n > MOST) this.pictures(q, k, n, x);
    else {
      this.values(q, k, n, rh, x - this.chip, name);
      for (let row = 0; row < n; row++) this.number(`d${q}`, k, row, rh, x, this.y[q] - this.half[q] + row * rh);
    }
    const frame = {
      x: x - this.chip,
      y: this.y[q] - this.half[q],
      width: 2 * this.chip,
      height: n * rh,
      rx: 4,
      class: "frame",
      style: `--ink: var(--q-${q})`,
    };
    svg("rect", frame, this.svg);
  }

  pictures(q, k, n, x) {
    const box = { top: this.y[q] - this.half[q], width: this.chip, height: 2 * this.half[q], n, k };
    const hooks = { point: this.hooks.point, press: null };
    this.blocks.push(new Block(this.inner, { ...box, left: x - this.chip, q }, hooks));
    this.blocks.push(new Block(this.inner, { ...box, left: x, q: `d${q}` }, { ...hooks, press: this.hooks.open }));
  }

  values(q, k, n, rh, left, name) {
    const top = this.y[q] - this.half[q];
    if (q === "x")
      svg(
        "rect",
        { x: left, y: top, width: this.chip, height: n * rh, rx: 4, class: "frame", style: "--ink: var(--q-x)" },
        this.svg,
      );
    for (let row = 0; row < n; row++) this.number(q, k, row, rh, left, top + row * rh, name);
  }

  number(q, k, row, rh, left, top, name = q) {
    const gradient = q.startsWith("d");
    const g = svg(
      "g",
      { class: gradient ? "cell gradient" : "cell", "data-q": q, "data-k": k, "data-row": row },
      this.svg,
    );
    const rect = svg("rect", { x: left, y: top, width: this.chip, height: rh }, g);
    const bar = gradient
      ? null
      : svg("rect", { y: top + rh - UNDER, height: UNDER - 1, class: "bar", style: `--ink: var(--q-${q})` }, g);
    const text = svg("text", { x: left + this.chip / 2, y: top + (gradient ? rh : rh - UNDER + 1) / 2 + 4.6 }, g);
    const cell = { g, rect, bar, text, q, k, row, left };
    this.cells.push(cell);
    this.pointing(g, { q, k, row });
    if (gradient && q !== "dy") pressable(g, "", () => this.hooks.open(k));
    else if (/^(x|h0|c0)$/.test(name)) this.hooks.knob(g, name, row, k);
    else g.setAttribute("tabindex", "0");
  }

  pointing(g, spot) {
    g.addEventListener("pointerenter", () => this.hooks.point(spot));
    g.addEventListener("pointerleave", () => this.hooks.point(null));
    g.addEventListener("focus", () => this.hooks.point(spot));
    g.addEventListener("blur", () => this.hooks.point(null));
  }

  /** Every frame: the numbers, and how far the sweep has come. */
  update(data, state, colours) {
    const { net } = data;
    const { scale } = colours;
    const sweep = data.sweeps[state.which];
    const most = largest([sweep.dh, sweep.dc ?? [], Object.values(sweep.start)]);
    const scales = { dy: largest(sweep.dy), dh: most, dc: most };
    const now = state.stops[state.front - 1];
    for (const cell of this.cells) updateCell(this, cell, data, sweep, state, scale, scales, now);
    for (const block of this.blocks) updateBlock(block, data, sweep, state, colours, scales[block.q]);
    for (const wire of this.wires) updateWire(wire, sweep, state, most, now, net);
    this.more.update(this.height);
    const loss = state.which === "L" ? "L" : `E_{${data.of + 1}}`;
    if (this.written !== `${this.key}${loss}`) this.labels.write(loss);
    this.written = `${this.key}${loss}`;
  }

  /** Brings a step into sight where the net is wider than its box. */
  follow(k) {
    const { box } = this;
    if (box.scrollWidth <= box.clientWidth + 1) return;
    const [left, right] = [this.x(k) - this.column / 2, this.x(k) + this.column / 2];
    const to = Math.max(right - box.clientWidth, Math.min(left - GUTTER, box.scrollLeft));
    if (to !== box.scrollLeft) box.scrollTo({ left: to, behavior: "instant" });
  }
}
