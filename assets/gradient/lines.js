// The panel under the stage: the formula at its left, the arithmetic of what is pointed at at its right.
import { make } from "../shared/dom.js";
import { loadKatex, renderEquation, renderTemplate } from "../shared/equation.js";
import { full } from "../shared/scale.js";

export class Lines {
  /** @type {any} */ wanted;
  /** @type {boolean | undefined} */ loaded;

  constructor(root) {
    this.symbolic = make("div", { className: "symbolic" });
    this.layout = make("div", { className: "layout" });
    this.lines = make("div", { className: "lines" });
    this.note = make("div", { className: "note" });
    root.append(
      make("div", { className: "left" }, this.symbolic, this.layout),
      make("div", { className: "numbers" }, this.lines, this.note),
    );
    this.ready = loadKatex(root.getRootNode()).then(() => (this.loaded = true));
  }

  /** `formula`: { latex, t } or null; `layout`: a sentence; `lines`: see explain.js; `note`: of the number itself. */
  update({ formula, layout = "", lines, symbols, loss, note }) {
    this.wanted = { formula, layout, lines, symbols, loss, note };
    if (!this.loaded) return void this.ready.then(() => this.wanted.lines === lines && this.update(this.wanted));
    const latex = formula ? formula.latex.replaceAll("\\Loss", `{${loss}}`) : "\\;";
    renderEquation(this.symbolic, latex, { display: true, t: formula?.t ?? null });
    this.symbolic.classList.toggle("tall", latex.includes("aligned"));
    if (this.layout.textContent !== layout) this.layout.textContent = layout;
    while (this.lines.childElementCount < lines.length) this.lines.append(make("div"));
    while (this.lines.childElementCount > lines.length) this.lines.lastChild?.remove();
    lines.forEach((line, k) => write(this.lines.children[k], line, symbols, loss));
    this.note.textContent = note ?? "";
  }
}

function write(el, { template, unit, col, t, get }, symbols, loss) {
  renderTemplate(el, placed(template, unit, col, loss), { unit, symbols, t }).update(numberOf(get));
}

/** A template of the backward pass for one unit and one column. */
export function placed(template, unit, col, loss) {
  const named = template
    .replaceAll("\\Loss", `{${loss}}`)
    .replaceAll("[@,#]", `[${unit + 1},${col + 1}]`)
    .replaceAll("[#]", `[${col + 1}]`);
  return named.replace(/:#(?=[:\]])/g, `:${col}`);
}

/** What a slot shows: null stands for a number beyond float64. */
export const numberOf = (get) => (name, i, j) => get(name, i, j) ?? Infinity;

export const noteOf = (value, hint = "") => `${full(value)}${hint && ` · ${hint}`}`;
