// One product of a unit's sum: the number that comes in, the weight, what they make; and the sum that it goes into.
import { make } from "../dom.js";
import { formatNumber } from "../format.js";
import { tr } from "../texts.js";
import { coversProduct, productOf, termAt, termsOf } from "./terms.js";

export class Product {
  /** The product itself, and all of its sum. @type {import("./terms.js").Entering} */ term;
  /** @type {import("./terms.js").Term[]} */ terms;
  /** @type {any} */ value;
  /** @type {any} */ weight;
  /** @type {any[]} */ pieces;
  /** @type {HTMLElement} */ result;
  /** @type {HTMLElement} */ total;
  /** @type {string} */ share;
  /** @type {number} */ unit;

  /** `hooks`: knob(el, name, row, q, col) as of the circuit, product(key), nameOf(key). */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
  }

  update(store, { unit, gate, from, col }) {
    const { table } = store;
    const key = JSON.stringify([unit, gate, from, col, table.h0.length, table.x[0].length, table.cell, table.notation]);
    if (key !== this.key) {
      this.key = key;
      const terms = termsOf(table, gate, unit);
      this.term = termAt(terms, from, col);
      this.terms = terms.filter(({ side }) => side === this.term.side);
      this.draw(unit, gate);
    }
    this.show(store);
  }

  draw(unit, gate) {
    const [[q, row], [weight, , col]] = [this.term.source, this.term.weight];
    this.share = `a_${this.term.side}${gate && `.${gate}`}`;
    this.unit = unit;
    this.value = this.number(q, row, 0, `${this.name(q)}[${row + 1}]`);
    this.weight = this.number(weight, unit, col, `${this.name(weight)}[${unit + 1},${col + 1}]`);
    this.result = make("output", { className: "big" });
    const sign = (textContent) => make("span", { className: "sign", textContent });
    const product = this.box("product", this.result);
    this.sum = make("p", { className: "terms" });
    this.root.replaceChildren(
      make("div", { className: "product-line" }, this.value.box, sign("×"), this.weight.box, sign("="), product),
      this.sum,
    );
    this.pieces = this.terms.map((term) => this.piece(term));
    this.total = make("output");
    const head = `${this.name(this.share)}[${unit + 1}] = `;
    const all = this.pieces.flatMap(({ el }, k) => (k ? [" + ", el] : [el]));
    this.sum.append(head, ...all, " = ", this.total);
  }

  name(key) {
    return this.hooks.nameOf(key).replace(".", " ");
  }

  box(title, el) {
    return make("div", { className: "factor" }, make("span", { className: "title", textContent: title }), el);
  }

  /** A number that a hand can move, where it is one. */
  number(q, row, col, title) {
    const el = make("span", { className: "big", tabIndex: 0 });
    el.setAttribute("role", "spinbutton");
    Object.assign(el.dataset, { q, row, col });
    el.style.setProperty("--ink", `var(--q-${q.split(".")[0]}, var(--line))`);
    this.hooks.knob(el, () => q, row, q, col);
    return { el, box: this.box(title, el), q, row, col, title };
  }

  piece(term) {
    const own = term.key === this.term.key;
    if (own || !term.source) return { term, el: make("b", { className: own ? "own" : "bias" }) };
    const el = make("button", { type: "button", title: tr("Open this product") });
    el.addEventListener("click", () => this.hooks.product(term.key));
    return { term, el };
  }

  show(store) {
    const get = (q, row, col) => store.value(q, row, col);
    const hidden = coversProduct(store, this.term);
    for (const one of [this.value, this.weight]) {
      const value = get(one.q, one.row, one.col);
      const covered = store.covers(one.q);
      put(one.el, covered ? "?" : formatNumber(value));
      one.el.setAttribute("aria-label", one.title);
      one.el.setAttribute("aria-valuetext", covered ? tr("covered, until you have guessed") : formatNumber(value));
      one.el.setAttribute("aria-valuenow", covered ? 0 : value);
      one.el.title = covered ? "" : String(value);
    }
    const product = productOf(this.term, get);
    put(this.result, hidden ? "?" : formatNumber(product));
    this.result.title = hidden ? "" : String(product);
    for (const { term, el } of this.pieces) {
      const value = productOf(term, get);
      const text = formatNumber(value, "");
      put(el, term.source && hidden ? "?" : value < 0 ? `(${text})` : text);
    }
    put(this.total, store.covers(this.share) ? "?" : formatNumber(get(this.share, this.unit), ""));
  }
}

const put = (el, text) => el.textContent !== text && (el.textContent = text);
