// A matrix as a table of coloured numbers, with a head at each row; and one-hot rows, drawn short where they are long.
import { make } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { full } from "../shared/scale.js";
import { tr } from "../shared/texts.js";

const PRINTED = 16; // entries of a one-hot row up to which every 0 is printed

/** Four decimals, as torch prints a table and as the slides do; what is too long for them as elsewhere. */
export function four(value, plus = "+") {
  if (Math.abs(value) >= 1000) return formatNumber(value, plus);
  const text = Math.abs(value).toFixed(4);
  return `${value < 0 ? "−" : plus}${text}`;
}

/** The power of ten in which small and large numbers are shown: 0 where they need none. */
export function power(most) {
  const found = most > 0 ? Math.floor(Math.log10(most * (1 + 1e-6))) : 0;
  return found < -1 || found > 2 ? found : 0;
}

/**
 * Rows of numbers. `unit`: what they are shown in; `rest`: what stands for 0. `heads`: [{ id, word }]; `pick(row,
 * column)`: a cell or a head (column null) was pressed.
 */
export class Grid {
  constructor({ name, title, note = "", heads, values, most, scale, pick, long = false, unit = 1, rest = undefined }) {
    this.cells = values.map((row, r) =>
      row.map((value, c) => this.cell(value, most, scale, () => pick(r, c), unit, rest)),
    );
    this.heads = heads.map((head, r) => headOf(head, () => pick(r, null)));
    this.rows = this.cells.map((cells, r) => make("div", { className: "row" }, this.heads[r], ...cells));
    this.box = make("div", { className: long ? "rows long" : "rows" }, ...this.rows);
    this.el = panel(name, title, note, this.box);
  }

  cell(value, most, scale, press, unit, rest) {
    const text = value === 0 && rest ? rest : four(value / unit);
    const el = make("span", { className: "entry", textContent: text, title: full(value) });
    el.style.setProperty("--fill", scale.css(value, most));
    el.style.setProperty("--on", scale.ink(value, most));
    el.addEventListener("click", press);
    return el;
  }

  /** Marks a row and one of its entries; -1 marks none. */
  mark(row, column) {
    this.rows.forEach((el, r) => el.classList.toggle("chosen", r === row));
    this.cells.forEach((cells, r) => cells.forEach((el, c) => el.classList.toggle("now", r === row && c === column)));
    const [box, chosen] = [this.box, this.rows[row]];
    if (chosen && box.scrollHeight > box.clientHeight)
      box.scrollTop = chosen.offsetTop - (box.clientHeight - chosen.offsetHeight) / 2;
  }
}

/** One-hot rows: every entry where there is room, else a line with the 1 at its place. */
export class OneHot {
  constructor({ ids, size, heads, pick }) {
    this.rows = ids.map((id, r) => {
      const head = headOf(heads[r], () => pick(r, null));
      return make(
        "div",
        { className: "row" },
        head,
        size > PRINTED ? lineOf(id, size, () => pick(r, null)) : printedOf(id, size, () => pick(r, null)),
      );
    });
    this.el = panel(
      "one-hot",
      tr("One-hot rows, {n} × {size}", { n: ids.length, size }),
      tr("a 1 at the id"),
      make("div", { className: "rows" }, ...this.rows),
    );
  }

  mark(row) {
    this.rows.forEach((el, r) => el.classList.toggle("chosen", r === row));
  }
}

function printedOf(id, size, press) {
  const entries = Array.from({ length: size }, (_, at) =>
    make("span", { className: at === id ? "bit one" : "bit", textContent: at === id ? "1" : "0" }),
  );
  const el = make("span", { className: "bits" }, ...entries);
  el.addEventListener("click", press);
  return el;
}

function lineOf(id, size, press) {
  const one = make("span", { className: "mark", textContent: "1" });
  one.style.left = `${(100 * (id + 0.5)) / size}%`;
  const el = make(
    "span",
    { className: "bits line", title: tr("1 at {id}, 0 at the other {size} places", { id, size: size - 1 }) },
    one,
  );
  el.style.setProperty("--places", size);
  el.addEventListener("click", press);
  return el;
}

function headOf({ id, word = "", note = "" }, press) {
  const el = make(
    "span",
    { className: "head" },
    make("b", { textContent: id }),
    " ", // so that what is read out as its text is its name
    make("i", { textContent: word }),
    " ",
    make("small", { textContent: note }),
  );
  el.addEventListener("click", press);
  return el;
}

function panel(name, title, note, ...inside) {
  const el = make(
    "section",
    { className: "panel" },
    make("h2", { textContent: title }, make("small", { textContent: note })),
    ...inside,
  );
  el.dataset.name = name;
  return el;
}
