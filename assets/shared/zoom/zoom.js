// From the whole net to the cell, a unit and one product, and back: what stands in the circuit's place, and the way
// there: crumbs over it, a press in the picture, Enter; Escape leads back.
import { button, make } from "../dom.js";
import { formatNumber } from "../format.js";
import { stateRows } from "../rows.js";
import { tr } from "../texts.js";
import { Overview } from "./overview.js";
import { fitting, further, gatesOf, LEVELS, placeOf, shown, textOf } from "./place.js";
import { Product } from "./product.js";
import { chainOf, coversProduct, productOf, termAt, termsOf } from "./terms.js";
import { Unit } from "./unit.js";

export const NARROW = 700; // px of the stage's own width, under which it stands for a phone
export const TIGHT = 900; // px: in less the rows of a circuit stand further apart
const LASTS = 160; // ms
const OF_NO_UNIT = /^(x|y|p|[hc]_prev|[hc]0|head|weight|bias)/;
const CALLED = { net: tr("net"), cell: tr("cell"), unit: tr("unit"), product: tr("product") };
const KEY = tr("Thick: a large weight. Dashed: a negative one.");
const STILL = "(prefers-reduced-motion: reduce)";

export class Zoom {
  /** The width of what is drawn, and what it was measured for. @type {number} */ width;
  /** @type {string} */ where;
  /** @type {string | undefined} */ text;
  /** @type {string} */ key;

  constructor(stage) {
    this.stage = stage;
    this.last = null; // the unit that was looked at
    const nameOf = (key) => stage.nameOf(key);
    const product = (key) => this.go({ ...this.place, level: "product", from: key[0], col: Number(key.slice(1)) - 1 });
    const unit = (row, t) => this.go({ ...this.usual(), unit: row }, t);
    const cell = (t, row) =>
      this.stage.drawable ? this.to("cell", t) : row === undefined ? stage.go({ t }) : unit(row, t);
    const pictures = { net: make("div"), unit: make("div"), product: make("div", { className: "product" }) };
    this.pictures = pictures;
    this.net = new Overview(pictures.net, { cell, unit });
    this.unit = new Unit(pictures.unit, { product, nameOf });
    this.product = new Product(pictures.product, { product, nameOf, knob: (...how) => stage.hands.knob(...how) });
    this.units = this.select(tr("Unit"), (value) => this.go({ ...this.place, unit: Number(value) }));
    this.gates = this.select(tr("Gate"), (value) => this.go({ ...this.place, gate: value }));
    this.choice = make(
      "div",
      { className: "choice-of-unit" },
      this.units,
      this.gates,
      make("span", { textContent: KEY }),
    );
    this.near = make("div", { className: "near", hidden: true }, this.choice, ...Object.values(pictures));
    this.crumbs = LEVELS.map((level) => this.crumb(level));
    this.nav = make("nav", { className: "crumbs", ariaLabel: tr("Zoom"), hidden: true }, ...this.crumbs);
    this.in = button(tr("zoom in"), tr("The weights of this unit (Enter)"), () => this.open(this.stage.pinned));
    this.in.hidden = true;
    stage.parts["circuit-box"].after(this.near);
    stage.toolbar.where.before(this.nav);
    stage.arithmetic.pin.lastChild.before(this.in);
  }

  select(label, act) {
    const el = make("select", { ariaLabel: label, title: label });
    el.addEventListener("change", () => act(el.value));
    return el;
  }

  crumb(level) {
    const name = CALLED[level];
    const el = make("button", { type: "button", textContent: name, title: tr("Zoom to the {name}", { name }) });
    el.addEventListener("click", () => this.to(level));
    return el;
  }

  /** Whether there is a zoom at all: a stack has other ways, and a cell that plays by itself none. */
  get on() {
    const { data, store } = this.stage;
    return !data.demo && store.table.zoom !== undefined && !store.table.form;
  }

  get level() {
    return this.on ? this.place.level : "cell";
  }

  get place() {
    const { table, drawable } = this.stage;
    return placeOf(shown(fitting(table.zoom, table), drawable));
  }

  /** The unit and the gate that are meant where nothing says which. */
  usual() {
    const { table, weights } = this.stage;
    const gates = gatesOf(table);
    const { unit, gate } = this.last ?? { unit: 0, gate: weights.tab };
    const known = gates.includes(gate) ? gate : gates[0];
    return { level: "unit", unit: Math.min(unit, table.h0.length - 1), gate: known, from: "", col: 0 };
  }

  go(place, t) {
    this.stage.pause();
    this.stage.go({ zoom: textOf(place), ...(t === undefined ? {} : { t }) });
  }

  to(level, t) {
    const { place } = this;
    const unit = ["unit", "product"].includes(place.level) ? place : this.usual();
    if (level === "product") this.go(place.level === "product" ? place : this.largest(unit));
    else this.go({ ...unit, level }, t);
  }

  /** The product that weighs most in a unit's sum. */
  largest(unit) {
    const { store, table } = this.stage;
    const get = (...at) => store.value(...at);
    const terms = termsOf(table, unit.gate, unit.unit).filter(({ source }) => source);
    const size = (term) => Math.abs(productOf(term, get));
    const { key } = terms.reduce((most, term) => (size(term) > size(most) ? term : most));
    return { ...unit, level: "product", from: key[0], col: Number(key.slice(1)) - 1 };
  }

  /** Nearer to a number's unit; false where it is of none. */
  open(spot) {
    if (!this.on || !spot || OF_NO_UNIT.test(spot.q)) return false;
    const gates = gatesOf(this.stage.table);
    const gate = [spot.q.split(".")[1], spot.q].find((name) => gates.includes(name)) ?? this.usual().gate;
    this.stage.pinned = null;
    this.go({ level: "unit", unit: spot.row, gate, from: "", col: 0 });
    return true;
  }

  /** Escape: first a pin is let go, then a level further away; to the net only from the stage itself. */
  back() {
    const { stage } = this;
    if (stage.pinned || !this.on) return stage.pin(null);
    if (document.fullscreenElement || (this.level === "cell" && !this.active)) return;
    if (this.level !== "net") this.stage.go({ zoom: further(textOf(this.place), stage.drawable) });
  }

  get active() {
    return this.stage.root.getRootNode().activeElement;
  }

  /** What the arithmetic is about, where nothing is pointed at. */
  get spot() {
    if (!["unit", "product"].includes(this.level)) return null;
    const { gate, unit, from } = this.place;
    return { q: `a_${from === "h" ? "hh" : "ih"}${gate && `.${gate}`}`, row: unit, col: 0, unpointed: true };
  }

  update() {
    const { stage, level } = this;
    const box = stage.parts["circuit-box"];
    const inside = [box, this.near, this.nav].some((el) => this.active && el.contains(this.active));
    this.nav.hidden = !this.on;
    box.hidden = level !== "cell";
    this.near.hidden = level === "cell";
    this.in.hidden = !this.on || level !== "cell" || OF_NO_UNIT.test(stage.pinned?.q ?? "x");
    if (!this.on) return;
    this.mark(level);
    if (level !== "cell") this.draw(level);
    const text = textOf(this.place);
    if (this.text !== undefined && text !== this.text) this.arrive(level, inside);
    this.text = text;
  }

  mark(level) {
    this.crumbs.forEach((el, k) => {
      el.toggleAttribute("aria-current", LEVELS[k] === level);
      if (LEVELS[k] === level) el.setAttribute("aria-current", "true");
    });
    this.crumbs[1].hidden = !this.stage.drawable;
  }

  draw(level) {
    const { stage, place, near } = this;
    const { store, table } = stage;
    const where = `${stage.wide} ${stage.root.className}`;
    if (where !== this.where || !this.width) [this.where, this.width] = [where, near.clientWidth];
    const { layout } = stage.circuit;
    const least = stage.drawable && stage.wide >= NARROW ? Math.floor((this.width * layout.height) / layout.width) : 0;
    for (const [name, el] of Object.entries(this.pictures)) el.hidden = name !== level;
    this.choice.hidden = level === "net";
    near.style.minHeight = `${least}px`;
    if (level === "net") return this.net.update(store, stateRows(store, stage.names), this.width, least);
    if (place.gate && place.gate !== this.last?.gate) {
      stage.weights.tab = place.gate; // its weights stand beside it
      stage.soon();
    }
    this.last = place;
    this.choose(table, place);
    if (level === "unit") this.unit.update(store, place, this.width, Math.max(0, least - 34));
    else this.product.update(store, place);
  }

  choose(table, { unit, gate }) {
    const gates = gatesOf(table);
    const key = JSON.stringify([table.h0.length, gates, table.notation]);
    if (key !== this.key) {
      this.key = key;
      const option = (value, textContent) => make("option", { value: String(value), textContent });
      this.units.replaceChildren(...table.h0.map((_, k) => option(k, tr("unit {k}", { k: k + 1 }))));
      this.gates.replaceChildren(
        ...gates.map((name) => option(name, name && tr("gate {name}", { name: this.stage.nameOf(name) }))),
      );
      this.gates.hidden = gates.length < 2;
    }
    [this.units.value, this.gates.value] = [String(unit), gate];
  }

  /** In place, and at once where the reader wants no movement. */
  arrive(level, inside) {
    const el = level === "cell" ? this.stage.parts["circuit-box"] : this.near;
    const nearer = LEVELS.indexOf(level) > LEVELS.indexOf(placeOf(this.text ?? "").level);
    if (!matchMedia(STILL).matches)
      el.animate([{ transform: `scale(${nearer ? 0.9 : 1.1})`, opacity: 0 }, {}], {
        duration: LASTS,
        easing: "ease-out",
      });
    if (inside) this.crumbs[LEVELS.indexOf(level)].focus({ preventScroll: true });
  }

  /** For the live region. */
  words() {
    const { store, table } = this.stage;
    const get = (...at) => store.value(...at);
    if (this.level === "net")
      return tr("The net, unrolled over {n} steps. Enter opens the cell of a step, or a unit by its name.", {
        n: table.x.length,
      });
    if (!["unit", "product"].includes(this.level)) return "";
    const { unit, gate, from, col } = this.place;
    const of = tr("Unit {unit}{gate}", {
      unit: unit + 1,
      gate: gate && tr(", gate {gate}", { gate: this.stage.nameOf(gate) }),
    });
    const chain = chainOf(table, store.record, gate);
    const result = chain[chain.length - 1];
    const said = store.covers(result) ? tr("covered") : formatNumber(get(result, unit), "");
    const terms = termsOf(table, gate, unit);
    if (this.level === "unit")
      return tr(
        "{of}: a sum of {n} numbers, {result} is {said}. " + "Enter on a wire opens its product; Escape goes back.",
        { of, n: terms.length, result: this.stage.nameOf(result), said },
      );
    const term = termAt(terms, from, col);
    const [value, weight] = [get(...term.source), get(...term.weight)].map((number) => formatNumber(number, ""));
    const made = coversProduct(store, term)
      ? "covered"
      : tr("{value} times the weight {weight} is {term}", {
          value,
          weight,
          term: formatNumber(productOf(term, get), ""),
        });
    return tr("{of}: {source} {col}: {made}. Escape goes back.", {
      of,
      source: this.stage.nameOf(term.source[0]),
      col: col + 1,
      made,
    });
  }
}
