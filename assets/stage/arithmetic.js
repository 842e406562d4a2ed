// The operation in LaTeX: its equation, and the arithmetic of the number that is pointed at with its actual numbers.
import { make } from "./dom.js";
import { loadKatex, plainText, renderEquation, renderTemplate } from "./equation.js";
import { editable } from "./table.js";

const MOST_LINES = 4;

export class Arithmetic {
  constructor(root) {
    this.symbolic = make("div", { className: "symbolic" });
    this.lines = make("div", { className: "lines" });
    this.note = make("div", { className: "note" });
    root.append(this.symbolic, make("div", { className: "numbers" }, this.lines, this.note));
    this.slots = [];
    this.ready = loadKatex(root.getRootNode()).then(() => (this.loaded = true));
  }

  /** `spot`: the number pointed at or pinned ({ q, row }), or null for the current operation's own. */
  update(store, equations, op, spot, gate) {
    if (!this.loaded) return void this.ready.then(() => this.update(store, equations, op, spot, gate));
    const { table } = store;
    const symbols = equations.symbols[table.notation];
    const t = table.step ?? table.t + 1;
    renderEquation(this.symbolic, equations.symbolic[table.notation][op.key], { display: true });
    const wanted = (spot ? [spot] : this.defaults(op, equations.how, table, gate)).map((item) => ({ ...item, template: template(item, equations.how, table) }));
    while (this.lines.childElementCount < wanted.length) this.lines.append(make("div"));
    while (this.lines.childElementCount > wanted.length) this.lines.lastChild.remove();
    const get = (q, row, col) => store.value(q, row, col);
    wanted.forEach((item, k) => {
      const el = this.lines.children[k];
      if (item.template) renderTemplate(el, item.template, { unit: item.row, symbols, t }).update(get);
      else renderEquation(el, `${symbols[item.q] ?? plainName(item.q)}[${item.row + 1}]`, { t });
    });
    this.note.textContent = wanted.length === 1 && spot ? hint(wanted[0], store) : (equations.notes[table.notation] ?? "");
  }

  /** The lines of an operation: its quantities of one gate for one unit, or its one quantity for the first units. */
  defaults(op, how, table, gate) {
    const keys = op.quantities.flatMap((q) => (how[q] ? [q] : [`${q}.${gate}`].filter((key) => how[key])));
    if (keys.length > 1) return keys.slice(0, MOST_LINES).map((q) => ({ q, row: 0 }));
    return keys.flatMap((q) => table.h0.map((_, row) => ({ q, row }))).slice(0, MOST_LINES);
  }

  /** The same in words, for the live region. */
  spoken(store, equations, op, gate) {
    const { table } = store;
    const symbols = equations.symbols[table.notation];
    const lines = this.defaults(op, equations.how, table, gate).slice(0, 2);
    return lines.map(({ q, row }) => plainText(template({ q, row }, equations.how, table), row, symbols, (...at) => store.value(...at), table.step ?? table.t + 1)).join("; ");
  }
}

function template({ q }, how, table) {
  const clamped = table.clamps.some((clamp) => clamp.gate === q && (clamp.t === null || clamp.t === table.t));
  return how[clamped ? `${q}.clamped` : q];
}

const plainName = (q) => `\\text{${q.replaceAll("_", "\\_")}}`;

/** Full precision, and what a hand can do with the number. */
function hint({ q, row, col }, store) {
  const value = store.value(q, row, col ?? 0);
  const name = editable(store.table, q);
  const was = store.ghostValue(q, row, col ?? 0);
  const before = was !== null && Math.abs(was - value) > 1e-12 ? ` · was ${was}` : "";
  return `${value}${before} · ${name ? "drag it, or click and type" : "click to pin this line"}`;
}
