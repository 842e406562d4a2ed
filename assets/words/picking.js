// The words page: tokens with their ids, one-hot rows, the table, and the row that a token picks out of it, two ways.
import { make } from "../shared/dom.js";
import { largest } from "../shared/scale.js";
import { tr, trn } from "../shared/texts.js";
import { four, Grid, OneHot } from "./grid.js";

/** @import { WordsData } from "./contract.d.ts" */

const TERMS = 8; // products that are written out; of a longer sum those around the 1
const SCROLLS = 9; // rows of a table above which it scrolls

export class Picking {
  /** @type {OneHot} */ hot;
  /** @type {Grid} */ table;
  /** @type {Grid} */ rows;

  /** @param {WordsData} data */
  constructor(data, scale, pick) {
    this.data = data;
    this.scale = scale;
    this.pick = pick;
    this.turned = false;
    this.places = data.lines.flatMap((line, l) => line.tokens.map((_, t) => [l, t]));
    this.buttons = this.places.map(([l, t], at) => this.token(l, t, at));
    this.tokens = make(
      "div",
      { className: "tokens", role: "group", ariaLabel: tr("Tokens and their ids") },
      ...data.lines.map((_, l) =>
        make("div", { className: "tokens-line" }, ...this.buttons.filter((_, at) => this.places[at][0] === l)),
      ),
    );
    this.grids = make("div", { className: "grids" });
    this.words = make("div", { className: "sums" });
    this.parts = [this.tokens, this.grids, make("div", { className: "under" }, this.words, this.costs())];
  }

  get size() {
    return [this.places.length, this.data.table[0].length];
  }

  token(l, t, at) {
    const { tokens, ids, unknown, padding } = this.data.lines[l];
    const [strange, fill] = [unknown.includes(t), padding.includes(t)];
    const word = this.data.vocabulary[ids[t]];
    const note = strange ? tr("not in the vocabulary: {word}", { word }) : fill ? tr("padding") : "";
    const said = strange ? `${word} ${ids[t]}` : String(ids[t]);
    const el = make(
      "button",
      { type: "button", className: `token${strange ? " unknown" : ""}${fill ? " padding" : ""}` },
      make("b", { textContent: tokens[t] === " " ? "␣" : tokens[t] }),
      " ", // so that what is read out as its text is its name
      make("span", { textContent: said }),
    );
    el.setAttribute("aria-label", `${tokens[t]} ${said}${note ? `, ${note}` : ""}`);
    el.title = note;
    el.addEventListener("click", () => this.pick({ at }));
    return el;
  }

  /** The matrices of one line; the same stay while tokens of that line are chosen. */
  build(l) {
    if (this.line === l) return;
    this.line = l;
    const { data, scale } = this;
    const { tokens, ids, product } = data.lines[l];
    const first = this.places.findIndex(([line]) => line === l);
    const most = largest(data.table);
    const size = data.table[0].length;
    const heads = ids.map((_, t) => ({ id: t + 1, word: tokens[t] }));
    const choose = (row, column) => this.pick({ at: first + row, ...(column === null ? {} : { column }) });
    this.hot = new OneHot({ ids, size: data.table.length, heads, pick: choose });
    const wanted = (row, column) => {
      const t = ids.indexOf(row);
      if (t >= 0) choose(t, column);
      else if (column !== null) this.pick({ column });
    };
    this.table = new Grid({
      name: "table",
      title: tr("The table, {n} × {size}", { n: data.table.length, size }),
      note: tr("Embedding({n}, {size})", { n: data.table.length, size }),
      heads: data.vocabulary.map((word, id) => ({ id, word: word === " " ? "␣" : word })),
      values: data.table,
      most,
      scale,
      pick: wanted,
      long: data.table.length > SCROLLS,
    });
    this.rows = new Grid({
      name: "rows",
      title: tr("What the net reads, {n} × {size}", { n: ids.length, size }),
      note: tr("the rows picked"),
      heads,
      values: product,
      most,
      scale,
      pick: choose,
    });
    const sign = (text) => make("span", { className: "times", textContent: text });
    this.grids.replaceChildren(this.hot.el, sign("×"), this.table.el, sign("="), this.rows.el);
  }

  /** Shows the token at `at`; returns what is said of it. */
  draw({ at, column }) {
    const [l, t] = this.places[at];
    this.build(l);
    const { tokens, ids, product } = this.data.lines[l];
    const id = ids[t];
    this.buttons.forEach((el, k) => {
      el.setAttribute("aria-pressed", String(k === at));
      el.tabIndex = k === at ? 0 : -1;
    });
    this.hot.mark(t);
    this.table.mark(id, column);
    this.rows.mark(t, column);
    const row = this.data.table[id];
    const vector = row.map((value) => four(value)).join(", ");
    const agrees = product[t].every((value, c) => value === row[c]);
    this.words.replaceChildren(
      make(
        "div",
        {},
        make("b", { textContent: tr("Look-up: ") }),
        tr("“{tokens}” has id {id}: take row {id}, [{vector}].", { tokens: tokens[t], id, vector }),
      ),
      make(
        "div",
        { className: "product" },
        make("b", { textContent: tr("One-hot × table, column {column} (from 0): ", { column }) }),
        this.sum(id, column),
      ),
      make("div", {
        className: agrees ? "same" : "same wrong",
        textContent: agrees
          ? tr("✓ The product is the row: the look-up gives the same numbers.")
          : tr("✗ The product is not the row."),
      }),
    );
    return tr("Token {t}, {tokens}, id {id}: row {id} is {vector}.", { t: t + 1, tokens: tokens[t], id, vector });
  }

  /** The sum of products for one entry; of many terms, only some of the zeros are written out. */
  sum(id, column) {
    const { table } = this.data;
    const all = table.map((_, r) => r);
    const shown = all.length <= TERMS ? all : [...new Set([0, 1, id, all.length - 1])].sort((a, b) => a - b);
    const out = make("span", { className: "terms" });
    shown.forEach((r, k) => {
      const gap = k && r - shown[k - 1] > 1;
      out.append(
        k ? (gap ? " + … + " : " + ") : "",
        make(r === id ? "strong" : "span", { textContent: `${r === id ? 1 : 0}·(${four(table[r][column])})` }),
      );
    });
    out.append(` = ${four(table[id][column])}`);
    if (shown.length < all.length)
      out.append(make("small", { textContent: tr(" (the other {n} are 0)", { n: all.length - 1 }) }));
    return out;
  }

  /** The count of numbers, with this vocabulary and those of the slides. */
  costs() {
    const cells = (tag, texts) => make("tr", {}, ...texts.map((text) => make(tag, { textContent: text })));
    const { costs, lines } = this.data;
    const count = lines.reduce((sum, line) => sum + line.tokens.length, 0);
    return make(
      "table",
      { className: "costs" },
      make("caption", { textContent: trn("Numbers for {n} token", "Numbers for {n} tokens", count) }),
      make("thead", {}, cells("th", [tr("vocabulary"), tr("one-hot"), tr("embedded"), tr("the table itself")])),
      make(
        "tbody",
        {},
        ...costs.map((row) => cells("td", [`${row.words}, ${row.name}`, row.one_hot, row.embedded, row.table])),
      ),
    );
  }
}
