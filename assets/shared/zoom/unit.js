// A unit's sum: a wire for every number that comes in, as thick as its weight, dashed where the weight is negative;
// then what is made of the sum. A wire is pressed to open its product.
import { make } from "../dom.js";
import { formatNumber } from "../format.js";
import { pressable, svg } from "../svg.js";
import { tr } from "../texts.js";
import { chainOf, coversProduct, productOf, termsOf } from "./terms.js";

const [CHIP, TOP] = [96, 10]; // px: a number with its name over it, over the first row
const [DIGIT, VALUE, EDGE, APART] = [8.05, 9, 9, 12]; // px; characters of a number; px at the left, between columns
const [THIN, THICK] = [1.4, 9]; // px of a wire
const NARROW = 700; // px under which a row takes two lines, and a product is not written in it
const STEP = 56; // px from a chip to the next
const [HIGH, LOW] = [44, 15]; // px of a row
const SIGNS = { sigmoid: "σ", identity: "=" };

/**
 * Where everything stands, in px: rows of what comes in with its numbers, then the wires, the two shares, and what is
 * made of them. `sides`: of each row; `made`: how many numbers there are after the shares; `name`: characters.
 */
export function layoutOf({ width, sides, made, name, least = 0 }) {
  const narrow = width < NARROW;
  const count = sides.length;
  const fits = Math.floor((Math.max(least, made * STEP) - 2 * TOP) / count);
  const rh = narrow ? 40 : Math.max(LOW, Math.min(HIGH, fits));
  const rows = sides.map((side, k) => ({ side, y: TOP + (k + 0.5) * rh }));
  const under = TOP + count * rh; // of the rows
  const ends = (side) => rows.filter((row) => row.side === side).map(({ y }) => y);
  const middle = (side) => (ends(side).length ? (ends(side)[0] + (ends(side).at(-1) ?? 0)) / 2 : 0);
  const shares = { ih: Math.max(TOP + 22, middle("ih")), hh: 0 };
  if (middle("hh")) shares.hh = Math.max(middle("hh"), shares.ih + STEP);
  const right = width - CHIP - 4;
  const share = narrow ? right : right - CHIP - 40;
  const low = Math.max(under, shares.hh + 20, least, narrow ? 0 : made * STEP + 2 * TOP);
  const first = low / 2 - ((made - 1) * STEP) / 2 + 6;
  const beside = (k) => ({ x: right, y: first + k * STEP });
  const below = (k) => ({ x: 4 + (k + (3 - made)) * ((right - 4) / 2), y: Math.max(under, shares.hh + 20) + 40 });
  const last = Array.from({ length: made }, (_, k) => (narrow ? below(k) : beside(k)));
  const times = EDGE + DIGIT * (name + 1 + VALUE) + APART;
  const result = times + DIGIT * (2 + VALUE) + APART;
  const wires = narrow ? times : result + DIGIT * (2 + VALUE) + APART;
  const height = narrow ? last[0].y + 24 : low;
  return { width, height, rh, rows, shares, share, last, narrow, times, result, wires };
}

export class Unit {
  /** Where everything stands. @type {ReturnType<typeof layoutOf>} */ at;
  /** @type {import("./terms.js").Term[]} */ terms;
  /** @type {number} */ unit;
  /** @type {SVGElement} */ svg;
  /** @type {any[]} */ lines;
  /** @type {any[]} */ chips;

  /** `hooks`: product(key): a wire was pressed; nameOf(key): a quantity's name. */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
  }

  update(store, { unit, gate }, width, least) {
    const { table, record } = store;
    const key = JSON.stringify([
      unit,
      gate,
      width,
      least,
      table.h0.length,
      table.x[0].length,
      table.cell,
      table.notation,
    ]);
    if (key !== this.key) {
      this.key = key;
      this.terms = termsOf(table, gate, unit);
      this.unit = unit;
      const chain = chainOf(table, record, gate);
      const shares = chain.filter((q) => /^a_/.test(q));
      this.at = layoutOf({
        width,
        sides: this.terms.map(({ side }) => side),
        made: chain.length - shares.length,
        name: Math.max(...this.terms.map((term) => this.name(term).length)),
        least,
      });
      this.draw(shares, chain.slice(shares.length), SIGNS[squashOf(table, gate)] ?? squashOf(table, gate));
    }
    this.show(store);
  }

  /** What comes in, or the bias. */
  name({ source, weight }) {
    return source
      ? `${this.hooks.nameOf(source[0])}[${source[1] + 1}]`
      : this.hooks.nameOf(weight[0]).replace(".", " ");
  }

  draw(shares, made, squash) {
    const { at } = this;
    this.svg = svg("svg", { viewBox: `0 0 ${at.width} ${at.height}`, class: "unit", role: "group" });
    this.svg.setAttribute("aria-label", tr("The weights of one unit, as wires"));
    this.root.replaceChildren(make("div", { className: "picture" }));
    this.root.firstChild.append(this.svg);
    const under = svg("g", {}, this.svg); // wires lie under numbers
    this.lines = this.terms.map((term, k) => this.line(term, at.rows[k], under));
    this.chips = shares.map((q) => this.chip(q, { x: at.share, y: at.shares[q.slice(2, 4)] }));
    made.forEach((q, k) => {
      this.chips.push(this.chip(q, at.last[k]));
    });
    this.join(shares, made, squash, under);
  }

  line(term, { y }, under) {
    const { at } = this;
    const g = svg("g", { class: "line", "data-key": term.key }, this.svg);
    const q = term.source?.[0] ?? "line";
    const [x0, x1, end] = [at.wires, at.share, at.shares[term.side]];
    const bend = x1 - Math.min(120, (x1 - x0) / 1.5);
    const way = `M${x0} ${y}H${bend}C${(bend + x1) / 2} ${y} ${(bend + x1) / 2} ${end} ${x1} ${end}`;
    svg("rect", { x: 0, y: y - at.rh / 2, width: bend, height: at.rh, class: "hit" }, g);
    const wire = svg("path", { d: way, class: "weight-wire" }, under);
    const mark = { x: 0, y: y - at.rh / 2 + 1, width: 4, height: at.rh - 2, class: "mark" };
    svg("rect", { ...mark, style: `--ink: var(--q-${q}, var(--line))` }, g);
    const [first, second] = at.narrow ? [y - 4, y + 13] : [y + 4.5, y + 4.5];
    const said = svg("text", { x: EDGE, y: first }, g);
    const times = svg("text", { x: at.narrow ? EDGE : at.times, y: second }, g);
    const result = svg("text", { x: at.result, y: second }, g);
    if (term.source) pressable(g, "", () => this.hooks.product(term.key));
    return { term, g, wire, said, times, result };
  }

  chip(q, { x, y }) {
    const g = svg("g", { class: "sum", style: `--ink: var(--q-${q.split(".").pop()}, var(--line))` }, this.svg);
    svg("rect", { x, y: y - 11, width: CHIP, height: 26, rx: 4 }, g);
    const name = `${this.hooks.nameOf(q).replace(".", " ")}[${this.unit + 1}]`;
    svg("text", { x: x + CHIP / 2, y: y - 16, class: "name" }, g, name);
    const text = svg("text", { x: x + CHIP / 2, y: y + 7, class: "value" }, g);
    return { q, text };
  }

  /** From the shares to what is made of them, and on: the last is the sum, squashed. */
  join(shares, made, squash, under) {
    const { at } = this;
    const middle = CHIP / 2;
    // a reset gate is between the sum and the share of h alone
    const ways = shares.map((q) => {
      const passed = made[0] === "reset" && q.startsWith("a_ih") ? 1 : 0;
      return [{ x: at.share, y: at.shares[q.slice(2, 4)] }, at.last[passed]];
    });
    made.slice(1).forEach((_, k) => {
      ways.push([at.last[k], at.last[k + 1]]);
    });
    ways.forEach(([from, to], k) => {
      const straight = from.x === to.x || from.y === to.y;
      const bend = (from.x + CHIP + to.x) / 2;
      const d = straight
        ? `M${from.x + middle} ${from.y}L${to.x + middle} ${to.y}`
        : at.narrow
          ? `M${from.x} ${from.y + 2}H${from.x - 8}V${to.y - 32}H${to.x + middle}V${to.y}`
          : `M${from.x + CHIP} ${from.y + 2}C${bend} ${from.y + 2} ${bend} ${to.y + 2} ${to.x} ${to.y + 2}`;
      svg("path", { d, class: "made" }, under);
      if (k < ways.length - 1 && made.length > 1) return;
      const [x, y] = at.narrow ? [to.x - 3, to.y - 4] : [to.x + CHIP, to.y - 16];
      svg("text", { x, y, class: "squash" }, this.svg, squash);
    });
  }

  show(store) {
    const get = (q, row, col) => store.value(q, row, col);
    const most = Math.max(1e-9, ...this.terms.map(({ weight }) => Math.abs(get(...weight))));
    for (const line of this.lines) this.write(line, store, get, most);
    for (const { q, text } of this.chips) put(text, store.covers(q) ? "?" : formatNumber(get(q, this.unit)));
  }

  write({ term, g, wire, said, times, result }, store, get, most) {
    const value = get(...term.weight);
    wire.setAttribute("stroke-width", (THIN + ((THICK - THIN) * Math.abs(value)) / most).toFixed(1));
    wire.setAttribute("class", `weight-wire ${value < 0 ? "minus" : value > 0 ? "plus" : "none"}`);
    if (!term.source) {
      put(said, this.name(term));
      return put(times, formatNumber(value));
    }
    const [q, row] = term.source;
    const covered = store.covers(q);
    put(said, `${this.name(term)} ${covered ? "?" : formatNumber(get(q, row))}`);
    put(times, `× ${formatNumber(value)}`);
    if (!this.at.narrow) put(result, `= ${coversProduct(store, term) ? "?" : formatNumber(productOf(term, get))}`);
    const label = tr("{weight} {factor} {result}: open this product", {
      weight: said.textContent,
      factor: times.textContent,
      result: result.textContent,
    });
    if (g.getAttribute("aria-label") !== label) g.setAttribute("aria-label", label);
  }
}

/** What makes a gate, or h, of its sum. */
const squashOf = ({ kind, activation }, gate) => (gate ? kind.squash[gate] : activation);

const put = (el, text) => el.textContent !== text && (el.textContent = text);
