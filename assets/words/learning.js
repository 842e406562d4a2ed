// The embedding page: the table before a step, its gradient, the change and the table after; one entry worked out.
import { make } from "../shared/dom.js";
import { largest, show } from "../shared/scale.js";
import { tr } from "../shared/texts.js";
import { four, Grid, power } from "./grid.js";

/** @import { EmbeddingData } from "./contract.d.ts" */

const SCROLLS = 10;
const plain = (value) => show(value, "");

export class Learning {
  turned = true; // ↑ ↓ go along the rows, ← → across them

  /** @param {EmbeddingData} data */
  constructor(data, scale, pick) {
    this.data = data;
    this.pick = pick;
    const choose = (row, column) => pick({ at: row, ...(column === null ? {} : { column }) });
    const long = data.before.length > SCROLLS;
    const grid = (name, title, note, heads, most, slope) => {
      const shown = slope ? power(most) : 0;
      const unit = shown ? tr(", in units of 1e{shown}", { shown }).replace("-", "−") : "";
      return new Grid({
        name,
        title,
        note: note + unit,
        heads,
        values: data[name],
        most,
        scale,
        pick: choose,
        long,
        unit: 10 ** shown,
        rest: slope && "0",
      });
    };
    const table = largest([data.before, data.after]);
    const ids = data.names.map((_, id) => ({ id }));
    const read = data.names.map((word, id) => ({ id, word, note: data.counts[id] ? `×${data.counts[id]}` : "" }));
    this.moves = data.change.map((row) => row.some((value) => value !== 0));
    this.panels = [
      grid("before", tr("Before"), tr("× how often read"), read, table),
      grid("gradient", tr("Gradient"), tr("table.grad: rows and columns from 0"), ids, largest(data.gradient), true),
      grid("change", tr("Change"), tr("after − before"), ids, largest(data.change), true),
      grid("after", tr("After"), data.printed.length ? tr("dotted: differs from the print") : "", ids, table),
    ];
    this.dim();
    this.panels[0].heads.forEach((el, r) => {
      el.setAttribute("role", "button");
      el.setAttribute(
        "aria-label",
        tr("{r} {names} {note}, read {counts} times", {
          r,
          names: data.names[r],
          note: read[r].note,
          counts: data.counts[r],
        }).replace(" ,", ","),
      );
    });
    this.words = make("div", { className: "sums" });
    this.parts = [
      make("div", { className: "grids four" }, ...this.panels.map((panel) => panel.el)),
      make("div", { className: "under" }, this.words),
    ];
  }

  get size() {
    return [this.data.before.length, this.data.before[0].length];
  }

  /** Rows that stay are pale; entries that differ from the printed table are dotted. */
  dim() {
    for (const panel of this.panels) panel.rows.forEach((el, r) => el.classList.toggle("moves", this.moves[r]));
    this.data.printed.forEach((row, r) =>
      row.forEach((value, c) => {
        const el = this.panels[3].cells[r][c];
        const differs = Math.abs(this.data.after[r][c] - value) > 0.00005 + 1e-9;
        el.classList.toggle("differs", differs);
        if (differs) el.title += tr("; the slides print {value}", { value });
      }),
    );
  }

  draw({ at, column }) {
    const { data } = this;
    for (const panel of this.panels) {
      panel.mark(at, column);
    }
    this.panels[0].heads.forEach((el, r) => {
      el.tabIndex = r === at ? 0 : -1;
      el.setAttribute("aria-pressed", r === at);
    });
    const lines = [this.gradient(at, column), this.step(at, column)].filter(Boolean);
    this.words.replaceChildren(
      make("div", { className: "why", textContent: data.why[at] }),
      ...lines.map((text) => make("div", { className: "sum", textContent: text })),
    );
    const [from, to] = [data.before, data.after].map((table) => show(table[at][column]));
    return tr("Row {at}, column {column} (both from 0): {from} to {to}. {why}", {
      at,
      column,
      from,
      to,
      why: data.why[at],
    });
  }

  /** The entry of the gradient as a sum over the places at which the row was read. */
  gradient(row, column) {
    const { ids, parts, gradient, padding } = this.data;
    const found = ids.flatMap((id, place) => (id === row ? [parts[place][column]] : []));
    const name = `table.grad[${row}, ${column}] = `;
    if (!found.length) return tr("{name}0: no place of the input reads row {row}.", { name, row });
    const sum = found.map((value) => `(${plain(value)})`).join(" + ");
    if (row === padding) return tr("{name}0, though {sum} arrives: padding_idx sets it to 0.", { name, sum });
    return `${name}${found.length > 1 ? `${sum} = ` : ""}${plain(gradient[row][column])}`;
  }

  /** The optimiser's rule with the entry's numbers. */
  step(row, column) {
    const { optimiser, lr, before, after, gradient, change, mean, square } = this.data;
    const of = (array) => plain(array[row][column]);
    const [from, to] = [before, after].map((array) => four(array[row][column], ""));
    const tail = `${from} ${change[row][column] < 0 ? "−" : "+"} ${plain(Math.abs(change[row][column]))} = ${to}`;
    if (optimiser === "sgd")
      return tr("After = before − η · gradient = {from} − {lr} · ({gradient}) = {tail}", {
        from,
        lr,
        gradient: of(gradient),
        tail,
      });
    return tr("After = before − η · m̂ / (√v̂ + ε) = {from} − {lr} · ({mean}) / (√{square} + 10⁻⁸) = {tail}", {
      from,
      lr,
      mean: of(mean),
      square: of(square),
      tail,
    });
  }
}
