// The stack's stage: the cell stage over several layers and directions. One cell is open on the circuit; the strip
// shows all of them over time. Everything that the learner sets stands in the address, which Python reads.
import { make } from "../dom.js";
import { dress } from "../dress.js";
import { mounted } from "../mounted.js";
import { nameIn } from "../names.js";
import { Stage } from "../stage.js";
import { flat } from "../table.js";
import { tr } from "../texts.js";
import { showTruth } from "../truth.js";
import { NARROW } from "../zoom/zoom.js";
import { Closed } from "./closed.js";
import { Reading } from "./reading.js";
import { nameOf, stackRows } from "./rows.js";
import { StackStore } from "./store.js";

/** @import { StackData, StackDoc } from "../contract.d.ts" */

const POINT = tr("Point at a number to see its sum. The numbers are the trained net's own and stay as they are.");

class StackStage extends Stage {
  constructor(root) {
    super(root);
    this.root.classList.add("stacked");
    this.tabs = make("div", { className: "layers", role: "tablist", ariaLabel: tr("Which layer is open") });
    this.read = make("div", { className: "reading" });
    this.tower = make("div", { className: "tower" });
    this.parts["circuit-box"].replaceWith(this.tower);
    this.tower.append(this.parts["circuit-box"]);
    /** @type {Closed[]} */ this.closed = [];
    this.parts.toolbar.after(make("div", { className: "layers-row" }, this.tabs, this.toolbar.notation));
    this.parts.strip.before(this.read);
    this.reading = new Reading(this.read, (t) => this.to(t));
    for (const strip of [this.strip, this.gates]) strip.hooks.scrub = (t) => this.to(t);
    this.parts.strip.addEventListener("pointerdown", (event) => {
      const row = this.strip.hit(event).row;
      if (row?.cell !== undefined) this.open(row.cell);
    });
  }

  moves = ["t", "op", "layer", "way", "notation"];

  /** To the place that a link's items name. */
  arrive = (items) => {
    const named = (name) => items.get(name) ?? this.data.usual[name];
    const { cells, notation } = this.store.doc;
    const is = ({ layer, reverse }) =>
      layer + 1 === Number(named("layer")) && reverse === (named("way") === "backward");
    this.pause();
    if (named("notation") !== notation) this.write(named("notation"));
    this.open(cells.findIndex(is));
    this.to(Number(named("t")) - 1);
    this.go({ op: Number(named("op")) - 1 });
  };

  actions() {
    return (this.made ??= {
      ...super.actions(),
      layerUp: () => this.climb(1),
      layerDown: () => this.climb(-1),
    });
  }

  /** New data from Python: the first, an answer to what was sent, another net, or only another theme. */
  receive(component) {
    /** @type {{ data: StackData, setStateValue: (name: "doc", doc: StackDoc) => void }} */
    const { data, setStateValue } = component;
    this.setState = setStateValue;
    if (dress(this.root, data.css)) [this.strip, this.gates].forEach((strip) => strip.recolour());
    const answer = this.awaited !== undefined && data.answer === this.awaited;
    const behind = this.awaited !== undefined && !answer; // what was sent last is still on its way
    if (this.store && (behind ? data.key === this.key : !answer && data.key === this.key)) return this.frame();
    this.key = data.key;
    this.awaited = undefined;
    delete this.root.dataset.waiting;
    this.data = { ...data, formulas: data.equations };
    const chosen = Boolean(data.cells[0].table.units);
    this.root.classList.toggle("chosen", chosen);
    if (chosen) this.pinned = this.pointed = null;
    if (!this.store || chosen) this.store = new StackStore(documentOf(data));
    else if (!answer) this.store.adopt(documentOf(data));
    this.toolbar.notations(data.notations);
    this.look.textContent = data.note;
    this.check();
    this.frame();
    this.link();
  }

  /** Every cell's states against Python's. */
  check() {
    const [truth, record] = [{}, {}];
    this.data.cells.forEach((cell, k) => {
      for (const [q, rows] of Object.entries(cell.truth)) {
        truth[`${q}${k}`] = rows;
        record[`${q}${k}`] = this.store.series(k, q);
      }
    });
    showTruth(this.truth, truth, record);
  }

  send() {
    this.awaited = this.nextRev();
    this.root.dataset.waiting = this.awaited;
    this.setState("doc", { answer: this.awaited, query: this.query() });
  }

  /** To a step of the sequence, whichever way the open cell reads. */
  to(t) {
    this.go({ t: this.store.cell.reverse ? this.steps - 1 - t : t });
  }

  open(at) {
    if (at < 0 || at >= this.store.doc.cells.length) return;
    this.pinned = this.pointed = null;
    const t = this.store.doc.t;
    this.store.move({ at });
    this.store.move({ t: this.store.cell.reverse ? this.steps - 1 - t : t });
    this.frame();
    this.link();
  }

  climb(by) {
    const { cells, at } = this.store.doc;
    const { layer, reverse } = cells[at];
    this.open(cells.findIndex((cell) => cell.layer === layer + by && cell.reverse === reverse));
  }

  /** In a one-way stack an operation goes on into the layer above, and from the last layer into the next step. */
  operation(by) {
    if (!this.drawable) return;
    const { cells, at, op, t } = this.store.doc;
    const last = this.data.ops.length - 1;
    const inside = op + by >= 0 && op + by <= last;
    const other = at + by >= 0 && at + by < cells.length;
    const over = t + by >= 0 && t + by < this.steps;
    if (inside || cells.some((cell) => cell.reverse)) return super.operation(by);
    const to = by > 0 ? 0 : last;
    if (other) this.store.move({ at: at + by, op: to });
    else if (over) this.store.move({ at: by > 0 ? 0 : cells.length - 1, t: t + by, op: to });
    this.frame();
    this.link();
  }

  forward() {
    const { cells, at, op, t } = this.store.doc;
    const oneWay = this.drawable && !cells.some((cell) => cell.reverse) && this.player.unit === "op";
    const above = at < cells.length - 1 && op === this.data.ops.length - 1 && t === this.steps - 1;
    if (!oneWay || !above) return super.forward();
    this.operation(1);
    return true;
  }

  get drawable() {
    return !this.data.closed && super.drawable;
  }

  say() {
    if (this.table.units) return void (this.change.textContent = this.tell?.() ?? POINT);
    if (this.drawable || this.tell) return super.say();
    const why = this.data.closed ? tr("With a projection") : tr("With so many numbers");
    const held = { why, h: this.letter() };
    this.change.textContent = tr("{why} the cell itself is not drawn: the strip shows every layer's {h}.", held);
  }

  rows() {
    return stackRows(this.store, (q) => this.letter(q));
  }

  /** A state's bare letter, without the layer and the arrow that the open cell's name has. */
  letter(q = "h") {
    return [...nameIn(this.data.equations, this.store.doc.notation, `${q}0`)][0];
  }

  cursor() {
    return { t: this.store.doc.t, x: this.store.doc.x };
  }

  paint() {
    const { doc, cell } = this.store;
    this.data.equations = equationsOf(this.data.formulas, cell, doc.at);
    super.paint();
    this.drawTabs(doc);
    this.drawTower(doc);
    this.read.hidden = !doc.cells.some((one) => one.reverse);
    if (!this.read.hidden) this.reading.update(this.data.labels, doc.t, cell.layer > 0);
    const op = this.drawable ? ` · ${this.data.ops[doc.op].name}` : "";
    const step = tr("t = {t} of {steps}", { t: doc.t + 1, steps: this.steps });
    this.toolbar.where.textContent = `${nameOf(doc, cell, this.letter())} · ${step}${op}`;
  }

  drawTabs(doc) {
    const key = doc.cells.map((cell) => nameOf(doc, cell, this.letter())).join(" ");
    if (key !== this.tabsKey) {
      this.tabsKey = key;
      this.tabs.replaceChildren(...doc.cells.map((cell, k) => this.tab(doc, cell, k)));
    }
    [...this.tabs.children].forEach((tab, k) => tab.setAttribute("aria-selected", String(k === doc.at)));
  }

  /** All layers, the last on top: the one that is open in full, the others in a line. */
  drawTower({ cells, at, notation }) {
    if (!this.drawable) return;
    const key = cells.map(({ layer, reverse }) => `${layer}${reverse}`).join();
    if (key !== this.towerKey) {
      this.towerKey = key;
      for (const one of this.closed) one.root.remove();
      this.closed = cells.map(
        (cell, k) =>
          new Closed(
            layerName(cells, cell),
            () => this.open(k),
            (q) => nameIn(this.data.formulas.names[k], this.store.doc.notation, q),
          ),
      );
      this.tower.append(...this.closed.map((one) => one.root));
    }
    const place = ({ layer, reverse }) => String(-2 * layer - Number(reverse));
    this.parts["circuit-box"].style.order = place(cells[at]);
    this.closed.forEach((one, k) => {
      one.root.hidden = k === at;
      if (k === at) return;
      one.root.style.order = place(cells[k]);
      const { symbols } = this.data.formulas.names[k];
      const store = this.store.of(k);
      one.shape(store.table, this.wide < NARROW, symbols[notation]);
      one.update(store, null);
    });
  }

  tab(doc, cell, k) {
    const tab = make("button", {
      type: "button",
      textContent: layerName(doc.cells, cell),
      ariaLabel: tr("Layer {layer}, {doc}", { layer: cell.layer + 1, doc: nameOf(doc, cell, this.letter()) }),
    });
    tab.setAttribute("role", "tab");
    tab.title = tr("Open it (Page Up, Page Down)");
    tab.addEventListener("click", () => this.open(k));
    return tab;
  }

  speak(op) {
    const { doc, cell } = this.store;
    const key = `${doc.at} ${doc.t} ${op.key} ${this.store.edits.done.length}`;
    if (key === this.spokenKey || this.player.on) return;
    this.spokenKey = key;
    const said = this.root.classList.contains("large")
      ? ""
      : this.arithmetic.spoken(this.store, this.data.equations, op, this.weights.tab);
    const layer = cell.layer + 1;
    const where = cell.reverse ? tr("Layer {layer}, backward", { layer }) : tr("Layer {layer}, forward", { layer });
    const place = { where, t: doc.t + 1, steps: this.steps, name: op.name, said };
    this.parts.live.textContent = tr("{where}, time step {t} of {steps}, {name}. {said}", place);
  }

  /** Python's items, every array that is not as they make it, and where the learner stands. */
  query() {
    const { doc } = this.store;
    const query = new URLSearchParams(this.data.query);
    if (flat(doc.x) !== flat(doc.base)) query.set("x", flat(doc.x, doc.base));
    for (const { name, table, base } of doc.cells) {
      for (const part of [...Object.keys(table.kind.arrays), "h0", "c0"])
        if (flat(table[part]) !== flat(base[part])) query.set(`${part}${name}`, flat(table[part], base[part]));
    }
    const { cells, at, t, op, notation } = doc;
    const stands = {
      t: t + 1,
      op: op + 1,
      layer: cells[at].layer + 1,
      way: cells[at].reverse ? "backward" : "forward",
      notation,
    };
    for (const [name, value] of Object.entries(stands))
      if (String(value) !== this.data.usual[name]) query.set(name, value);
    return query.toString().replaceAll("%2C", ",");
  }
}

export default mounted(StackStage, new URL("stack.css", import.meta.url));

/** "Layer 2", and which way it reads where there are two. */
function layerName(cells, { layer, reverse }) {
  const way = cells.some((one) => one.reverse) ? (reverse ? " ←" : " →") : "";
  return tr("Layer {layer}{way}", { layer: layer + 1, way });
}

/** The equations of one cell: what depends on its sizes, and its names. */
function equationsOf({ sizes, names }, { layer }, at) {
  return { ...sizes[Math.min(1, layer)], ...names[at] };
}

/** Python's data as the store's document. `base`: before any number was moved. */
function documentOf({ x, base_x, cells, at, t, op, notation, dropped, share }) {
  const list = cells.map(({ layer, reverse, name, table, base, given }) => {
    const first = { ...table, clamps: [] };
    return { layer, reverse, name, given, table: first, base: base ? { ...first, ...base } : first };
  });
  return { x, base: base_x ?? x, cells: list, at, t, op, notation, dropped, share };
}
