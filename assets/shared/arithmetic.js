// The operation in LaTeX: its equation, and the arithmetic of the number that is pointed at with its actual numbers.
import { clampAt } from "./cell.js";
import { make, write } from "./dom.js";
import { loadKatex, plainText, renderEquation, renderTemplate } from "./equation.js";
import { formulaOf, nameIn } from "./names.js";
import { reachable } from "./scrolls.js";
import { editable, unitOf } from "./table.js";
import { tr } from "./texts.js";

const MOST_LINES = 4;
const COVERED = tr("Covered, until you have guessed.");
const LEAST = 0.84; // em of lines that would not fit on a phone; what is longer still scrolls
const NARROW = 400; // px

export class Arithmetic {
  /** `unpin()`: lets go of the number that is pinned. */
  constructor(root, unpin) {
    this.symbolic = make("div", { className: "symbolic" });
    this.lines = make("div", { className: "lines" });
    this.note = make("div", { className: "note" });
    this.mark = make("b");
    const button = make("button", {
      type: "button",
      textContent: tr("unpin"),
      title: tr("Back to the current operation (Escape)"),
    });
    button.addEventListener("click", unpin);
    this.pin = make("div", { className: "pin", hidden: true }, this.mark, button);
    const numbers = make("div", { className: "numbers" }, this.lines, this.note);
    root.append(this.symbolic, numbers, this.pin);
    new ResizeObserver(([entry]) => this.resize(entry.contentRect.width)).observe(numbers);
    this.slots = [];
    this.ready = loadKatex(root.getRootNode()).then(() => (this.loaded = true));
  }

  /** `spot`: the number pointed at or pinned ({ q, row }), or null for the current operation's own. */
  update(store, equations, op, { spot, pinned, gate }) {
    if (!this.loaded) return void this.ready.then(() => this.update(store, equations, op, { spot, pinned, gate }));
    const { table } = store;
    const symbols = equations.symbols[table.notation];
    const t = table.step ?? table.t + 1;
    renderEquation(this.symbolic, this.formula(equations, table.notation, op, spot), { display: true });
    this.pin.hidden = !pinned;
    if (pinned) {
      const name = nameIn(equations, table.notation, pinned.q).replace("_prev", " before");
      this.mark.textContent = tr("pinned: {name}[{table}]", { name, table: unitOf(table, pinned.row) + 1 });
    }
    const asked = spot ? [spot] : this.defaults(op, equations.how, table, gate);
    const wanted = asked
      .filter(({ q }) => !store.covers(q))
      .map((item) => ({ ...item, template: template(item, equations.how, table) }));
    while (this.lines.childElementCount < wanted.length) this.lines.append(make("div"));
    while (this.lines.childElementCount > wanted.length) this.lines.lastChild?.remove();
    const get = (q, row, col) => store.value(q, row, col);
    wanted.forEach((item, k) => {
      const el = this.lines.children[k];
      if (item.template)
        renderTemplate(el, item.template, { unit: item.row, name: unitOf(table, item.row), symbols, t }).update(get);
      else renderEquation(el, `${given(equations, table.notation, item.q)}[${place(item, table)}]`, { t });
    });
    this.fit(JSON.stringify([wanted.map(({ q, row, template }) => [q, row, template]), table.notation, t]));
    const note = equations.notes[table.notation] ?? "";
    const alone = wanted.length === 1 && spot && !spot.unpointed;
    write(this.note, wanted.length < asked.length ? COVERED : alone ? hint(wanted[0], store, pinned) : note);
  }

  resize(wide) {
    if (wide === this.wide) return;
    this.wide = wide;
    this.fitted = null;
    if (this.written) this.fit(this.written);
  }

  /** Lines too long for the panel go on below, on a phone they are written smaller; measured where they are new. */
  fit(written) {
    this.written = written;
    if (written === this.fitted || !this.wide) return; // to ask the panel each time would cost a layout a frame
    this.fitted = written;
    this.lines.style.fontSize = "";
    this.lines.classList.remove("long");
    const ratio = this.wide / this.lines.scrollWidth;
    if (ratio < 1 && this.wide >= NARROW) this.lines.classList.add("long");
    else if (ratio < 1) this.lines.style.fontSize = `${Math.max(LEAST, Math.floor(97 * ratio) / 100)}em`;
    for (const box of [this.lines.parentElement, this.symbolic]) reachable(/** @type {HTMLElement} */ (box));
  }

  /** The pointed number's own equation, or its name where it is given; else that of the operation. */
  formula(equations, notation, op, spot) {
    if (!spot) return equations.symbolic[notation][op.key];
    return formulaOf(equations, notation, spot.q) ?? `${given(equations, notation, spot.q)}\\;\\text{(given)}`;
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
    const asked = this.defaults(op, equations.how, table, gate).slice(0, 2);
    const lines = asked.filter(({ q }) => !store.covers(q));
    if (lines.length < asked.length) return COVERED;
    return lines
      .map(({ q, row }) =>
        plainText(
          template({ q }, equations.how, table),
          row,
          symbols,
          (...at) => store.value(...at),
          table.step ?? table.t + 1,
          unitOf(table, row),
        ),
      )
      .join("; ");
  }
}

/** The template of a number's arithmetic: a clamped gate has its own. */
export function template({ q }, how, table) {
  return how[clampAt(table.clamps, q, table.t) ? `${q}.clamped` : q];
}

/** A number that is given, in LaTeX. */
const given = ({ symbols, parameters }, notation, q) =>
  symbols[notation][q] ?? parameters?.[notation]?.[q] ?? plainName(q);

function place({ q, row, col = 0 }, table) {
  const unit = unitOf(table, row) + 1;
  return /weight/.test(q) ? `${unit},${(/_hh/.test(q) ? unitOf(table, col) : col) + 1}` : unit;
}

const plainName = (q) => `\\text{${q.replaceAll("_", "\\_")}}`;

/** Full precision, and what a hand can do with the number. */
function hint({ q, row, col }, store, pinned) {
  const value = store.value(q, row, col ?? 0);
  const name = editable(store.table, q);
  const was = store.ghostValue(q, row, col ?? 0);
  const before = was !== null && Math.abs(was - value) > 1e-12 ? tr(" · was {was}", { was }) : "";
  const held = pinned?.q === q && pinned.row === row;
  return `${value}${before}${name ? tr(" · drag it, or click and type") : held ? "" : tr(" · click to pin this line")}`;
}
