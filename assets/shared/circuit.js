// The cell as a circuit: draws a layout once, then changes only texts, bars and classes, frame by frame.

import * as builtWide from "./built.js";
import * as builtNarrow from "./built_narrow.js";
import { clampAt } from "./cell.js";
import { formatNumber, loadKatex, renderEquation } from "./equation.js";
import * as wide from "./layouts.js";
import * as narrow from "./layouts_narrow.js";
import { withOthers } from "./others.js";
import { moved } from "./store.js";
import { squeeze, svg } from "./svg.js";
import { editable, unitOf } from "./table.js";
import { tr } from "./texts.js";

const UNBOUNDED = new Set(["x", "a", "a_ih", "a_hh", "y", "c", "c_prev", "kept", "written", "reset"]);
const FULL = 7; // characters of +0.3120; a longer number is written narrower
const ADVANCE = 0.593; // em of a digit, a little less
const UNDER = 5; // units of a row for the bar under its number
const SHARES_OF = { a_ih: ["weight_ih", "x"], a_hh: ["weight_hh", "h"] };

const path = (points) => points.map(([x, y], k) => `${k ? "L" : "M"}${x} ${y}`).join("");
const family = (q) => q.split(".").pop(); // a gate's block has the gate's colour

/** Whether a number may be of any size, so that its bar cannot show it as it is. */
const isUnbounded = (kind, q) =>
  UNBOUNDED.has(q.split(".")[0]) || kind.squash[q] === "identity" || (!kind.bounded && /^h(_prev)?$/.test(q));

export class Circuit {
  /**
   * `hooks`: knob(el, name, row, q) makes a number's element a handle, where name() says it may be changed; nameOf(key)
   * is a quantity's or a parameter's name in the notation that is chosen.
   */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.cells = [];
    this.key = "";
  }

  /** Draws the picture when its shape is new; returns whether it did. isTight: its rows need room for their names. */
  shape(table, isNarrow, symbols, isTight = false) {
    const size = {
      isTight,
      hidden: table.h0.length,
      inputs: table.pieces ? 1 : table.x[0].length,
      others: table.others ?? 0,
      activation: table.activation,
      outputs: table.head?.bias.length ?? 0,
      softmax: Boolean(table.head?.softmax),
    };
    const key = JSON.stringify([table.cell, table.form, size, isNarrow, table.notation, symbols.x, symbols.h]);
    if (key === this.key) return false;
    this.key = key;
    this.layout = this.layoutOf(table, isNarrow, size);
    this.draw(table, symbols);
    return true;
  }

  /** Where everything stands: a sketch (sketch.js). @returns {any} */
  layoutOf(table, isNarrow, size) {
    const [cells, built] = isNarrow ? [narrow, builtNarrow] : [wide, builtWide];
    const made = (built[table.form] ?? cells[table.cell])(size);
    return size.others ? withOthers(made, size.others, isNarrow) : made;
  }

  draw(table, symbols) {
    const { width, height, font } = this.layout;
    this.cells = [];
    this.notation = table.notation;
    this.root.replaceChildren();
    this.root.style.setProperty("--unit", `calc(100cqw / ${width})`);
    this.root.style.setProperty("--enough", `calc(${width / font} * var(--type-figure))`); // px for legible numbers
    this.svg = svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, class: "circuit", role: "group", "aria-label": tr("The cell as a circuit") },
      this.root,
    );
    const defs = svg("defs", {}, this.svg);
    const arrow = svg(
      "marker",
      { id: "tip", viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6, orient: "auto" },
      defs,
    );
    svg("path", { d: "M0 0L6 3L0 6z", fill: "context-stroke" }, arrow);
    this.wires = this.layout.wires.map((wire) => this.drawWire(wire));
    for (const { q, points } of this.layout.loops)
      svg("path", { d: path(points), class: "loop", style: this.ink(q), "marker-end": "url(#tip)" }, this.svg);
    this.nodes = this.layout.nodes.map((node) => this.drawNode(node));
    for (const chip of this.layout.chips) this.drawChip(chip, table, symbols);
  }

  ink(q) {
    return `--ink: var(--q-${family(q)}, var(--line))`;
  }

  drawWire({ op, q, points, plain }) {
    const el = svg("path", { d: path(points), class: "wire", style: this.ink(q) }, this.svg);
    if (!plain) el.setAttribute("marker-end", "url(#tip)");
    const pulse = svg("path", { d: path(points), class: "pulse", style: this.ink(q), pathLength: 100 }, this.svg);
    return { op, el, pulse };
  }

  drawNode({ text, x, y, op, wide: isWide, half = 26, bare }) {
    const g = svg("g", { class: bare ? "sign" : "node" }, this.svg);
    if (isWide) svg("rect", { x: x - half, y: y - 10, width: 2 * half, height: 20, rx: 10 }, g);
    else if (!bare) svg("circle", { cx: x, cy: y, r: 11 }, g);
    const [main, low] = this.weightName(text).split("_");
    const label = svg("text", { x, y: y + 4.5 }, g, main);
    if (low) svg("tspan", { dy: 3 }, label, low);
    return { op, el: g };
  }

  /** A node of a linear map has the matrix's name: W_ih, W_hg or W_y in a layout, which are PyTorch's. */
  weightName(text) {
    const [, side, gate] = text.match(/^W_([ih])(\w)$/) ?? [];
    if (text === "W_y") return this.inNotation ? this.hooks.nameOf("head_weight") : text;
    if (!side || !this.inNotation) return text;
    return this.hooks.nameOf(`weight_${side}h${gate === "h" ? "" : `.${gate}`}`);
  }

  get inNotation() {
    return this.notation !== "torch";
  }

  /** What stands over a gate's share: Wx + b, Wh + b, and Σ over their sum. */
  brief(q) {
    const [part, gate] = q.split(".");
    if (part === "a") return "Σ";
    const [weight, of] = SHARES_OF[part] ?? [];
    if (!weight) return null;
    const letter = this.inNotation ? [...this.hooks.nameOf(`${weight}.${gate}`)][0] : "W";
    return `${letter}${this.hooks.nameOf(of)} + b`;
  }

  drawChip(chip, table, symbols) {
    const { q, n, x, y, op } = chip;
    const { cw, rh } = this.layout;
    const top = this.layout.over(n, y);
    svg(
      "rect",
      { x: x - cw / 2, y: top, width: cw, height: n * rh, rx: 4, class: "chip", style: this.ink(q), "data-op": op },
      this.svg,
    );
    this.label(chip, top, symbols, this.layout.width > 400, table.kind.squash);
    for (let row = 0; row < n; row++) this.cells.push(this.drawNumber(chip, row, top + row * rh, table.kind));
  }

  /** The name over a vector: KaTeX over the picture, as Safari misplaces HTML inside SVG. */
  label({ q, x, atEnd }, top, symbols, aside, gates) {
    const brief = q.includes(".") && this.brief(q);
    if (aside && q.startsWith("a.")) return; // it stands behind the = sign
    const el = document.createElement("div");
    // a wire leaves a gate upwards, and a share that needs no other beside it
    const isCrossed = this.layout.wires.some(({ points: [[at, y]] }) => at === x && y === top);
    const place = atEnd ? "end" : !aside ? "" : q in gates ? "aside" : isCrossed ? "before" : "";
    el.className = `label ${place}`;
    const left = x + ({ aside: -1, end: 1 }[place] ?? 0) * (this.layout.cw / 2);
    el.style.cssText = `left:calc(${left} * var(--unit));top:calc(${top} * var(--unit));`;
    this.root.append(el);
    if (brief) el.textContent = brief;
    else loadKatex(this.root.getRootNode()).then(() => renderEquation(el, symbols[q] ?? q));
  }

  drawNumber({ q, op, x }, row, y, kind) {
    const { cw, rh, font } = this.layout;
    const left = x - cw / 2;
    const g = svg(
      "g",
      { class: "number", role: "button", tabindex: 0, "data-q": q, "data-row": row, style: this.ink(q) },
      this.svg,
    );
    svg("rect", { x: left, y, width: cw, height: rh, class: "hit" }, g);
    svg("rect", { x: left + 1, y: y + rh - UNDER / 2 - 0.9, width: cw - 2, height: 0.8, class: "track" }, g);
    const bar = svg("rect", { y: y + rh - UNDER + 0.5, height: UNDER - 2, class: "bar" }, g);
    const was = svg("rect", { y: y + rh - UNDER, width: 2, height: UNDER - 1, class: "was" }, g);
    const text = svg("text", { x, y: y + (rh - UNDER) / 2 + font * 0.4, "font-size": font }, g);
    const cell = {
      g,
      bar,
      was,
      text,
      q,
      row,
      op,
      left,
      share: q === "p" || kind.clampable.includes(q),
      unbounded: isUnbounded(kind, q),
    };
    this.hooks.knob(g, () => editable(this.table, q), row, q);
    return cell;
  }

  /** Every frame: `store` gives the numbers, `table.op` says how far this time step has come. */
  update(store, pinned) {
    const { table } = store;
    this.table = table;
    for (const cell of this.cells) this.updateCell(cell, store, pinned);
    for (const { op, el, pulse } of this.wires) {
      el.classList.toggle("later", op > table.op);
      pulse.classList.toggle("on", op === table.op);
    }
    for (const { op, el } of this.nodes) {
      el.classList.toggle("later", op > table.op);
      el.classList.toggle("now", op === table.op);
    }
  }

  updateCell(cell, store, pinned) {
    const { q, row, op } = cell;
    const { table } = store;
    const piece = q === "x" ? table.pieces?.[table.t] : undefined;
    const value = store.value(q, row);
    const covered = store.covers(q);
    const text = piece ?? (covered ? "?" : formatNumber(value));
    if (piece !== undefined) cell.was.style.display = "none";
    else this.place(cell, covered ? 0 : value, store.ghostValue(q, row));
    if (cell.shown !== text) {
      cell.text.textContent = cell.shown = text;
      squeeze(cell.text, text.length, FULL, FULL * ADVANCE * this.layout.font);
    }
    const state =
      `number${op > table.op ? " later" : op === table.op ? " now" : ""}${editable(table, q) ? " edit" : ""}` +
      `${pinned?.q === q && pinned.row === row ? " pinned" : ""}${this.isClamped(q, table) ? " clamped" : ""}` +
      (covered ? " covered" : "");
    if (cell.state !== state) cell.g.setAttribute("class", (cell.state = state));
    const told = covered ? tr("covered, until you have guessed") : text;
    const at = q === "x" ? row : unitOf(table, row);
    const name = `${this.hooks.nameOf(q).replace(".", " ")} ${at + 1}: ${told}`;
    if (cell.name !== name) cell.g.setAttribute("aria-label", (cell.name = name));
  }

  isClamped(q, table) {
    return clampAt(table.clamps, q, table.t) !== null;
  }

  /**
   * The bar under a number: from the left for a gate (0 to 1), from the middle for the rest; the old value as a tick.
   */
  place(cell, value, before) {
    const { cw } = this.layout;
    const scale = cell.unbounded ? (v) => v / (1 + Math.abs(v)) : (v) => Math.max(-1, Math.min(1, v));
    const [zero, span] = cell.share ? [cell.left, cw] : [cell.left + cw / 2, cw / 2];
    const end = zero + span * scale(value);
    const [left, wide] = [Math.min(zero, end).toFixed(1), Math.abs(end - zero).toFixed(1)];
    if (cell.at !== left) cell.bar.setAttribute("x", (cell.at = left));
    if (cell.wide !== wide) cell.bar.setAttribute("width", (cell.wide = wide));
    cell.bar.classList.toggle("negative", value < 0);
    const tick = before !== null && moved(before, value) ? (zero + span * scale(before) - 1).toFixed(1) : null;
    if (cell.tick === tick) return;
    cell.tick = tick;
    cell.was.style.display = tick === null ? "none" : "";
    if (tick !== null) cell.was.setAttribute("x", tick);
  }
}
