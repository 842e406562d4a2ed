// The slides' expansions of E_1, E_2, E_3 with this net's numbers under every product, and slip f beside the right
// form.
import { make } from "../shared/dom.js";
import { loadKatex, renderEquation } from "../shared/equation.js";
import { full, largest, show } from "../shared/scale.js";
import { tr } from "../shared/texts.js";
import { makeMatrix } from "./matrix.js";

const FORMS = {
  right: tr("Right"),
  unfinished: tr("The slide, first time: the last term stops too early"),
  repeated: tr("The slide, second time: one factor twice, one never"),
};

export class Slides {
  /** @type {HTMLElement} */
  note;

  /** `hooks`: open(of, k, parameter), choose(parameter). */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
  }

  /** Drawn anew when the numbers or the chosen parameter are: it is a page to read, not to scrub. */
  update(data, chosen, scale, theme) {
    const { names, expansions, slip } = data.slides;
    const parameter = chosen in expansions ? chosen : Object.keys(expansions)[0];
    const key = JSON.stringify([data.slides, parameter, theme]);
    if (key === this.key) return;
    this.key = key;
    this.scale = scale;
    this.note = make("span", { className: "note" });
    const tabs = make("div", { className: "group", role: "tablist", ariaLabel: tr("Expanded by") });
    for (const name of Object.keys(names))
      tabs.append(this.tab(name, names[name], name === parameter, name in expansions));
    const rows = (expansions[parameter] ?? []).map((one) => this.expansion(one, parameter));
    this.root.replaceChildren(
      make("div", { className: "slides-head" }, tabs, make("span", { textContent: say(data, rows.length) }), this.note),
      ...rows,
      ...(slip ? [this.slip(slip)] : []),
    );
  }

  tab(name, symbol, chosen, there) {
    const button = make("button", {
      type: "button",
      role: "tab",
      className: chosen ? "chosen" : "",
      disabled: !there,
      title: name,
    });
    button.dataset.parameter = name;
    button.setAttribute("aria-selected", chosen);
    button.addEventListener("click", () => this.hooks.choose(name));
    this.latex(button, symbol);
    return button;
  }

  latex(el, latex) {
    loadKatex(this.root.getRootNode()).then(() => renderEquation(el, `\\displaystyle ${latex}`));
    return el;
  }

  /** ∂E_3/∂W_h = term + term + term = sum, each with its matrix under it. */
  expansion(one, parameter) {
    const most = largest([one.total ?? [], one.terms.map((term) => term.value)]);
    const row = make("div", { className: "expansion" });
    row.dataset.of = one.of;
    row.append(this.block(one.latex, null, most));
    one.terms.forEach((term, n) => {
      const block = this.block(term.latex, term.value, most, () => this.hooks.open(one.of, term.k, parameter));
      block.title = tr("Open this path");
      row.append(make("span", { className: "sign", textContent: n ? "+" : "=" }), block);
    });
    if (one.terms.length > 1)
      row.append(make("span", { className: "sign", textContent: "=" }), this.block("\\text{sum}", one.total, most));
    return row;
  }

  block(latex, rows, most, open) {
    const el = make(open ? "button" : "div", { className: "term" });
    if (open) el.addEventListener("click", open);
    el.append(this.latex(make("div"), latex));
    if (rows) el.append(this.matrix(rows, most));
    return el;
  }

  matrix(rows, most) {
    const matrix = makeMatrix(rows.length, rows[0].length, {
      point: (place) => this.say(place && rows[place.row][place.col], place),
    });
    matrix.update(rows, most, this.scale, "term");
    for (const span of matrix.el.children) span.removeAttribute("tabindex");
    return matrix.el;
  }

  say(value, place) {
    this.note.textContent = place
      ? tr("row {row}, column {col}: {full}", { row: place.row + 1, col: place.col + 1, full: full(value) })
      : "";
  }

  slip(slip) {
    const box = make("div", { className: "slip" });
    const most = largest([
      slip.right.total,
      slip.right.terms.map((term) => term.value),
      slip.repeated.terms.map((term) => term.value),
    ]);
    for (const [form, title] of Object.entries(FORMS)) box.append(this.form(form, title, slip, most));
    return make(
      "section",
      { ariaLabel: tr("Common mistake: the last term") },
      make("h2", { textContent: tr("Common mistake: the last term of ∂E₃/∂Wₓ"), title: tr("Source: S0") }),
      box,
    );
  }

  form(form, title, slip, most) {
    const { terms, total } = slip[form];
    const last = terms.at(-1);
    const line = make(
      "div",
      { className: "expansion" },
      make("span", { className: "sign", textContent: "…+" }),
      this.block(last.latex, last.value, most),
    );
    if (total) line.append(make("span", { className: "sign", textContent: tr("; sum") }), this.block("", total, most));
    const el = make(
      "div",
      { className: `form ${form}` },
      make("b", { textContent: title }),
      line,
      make("p", { textContent: verdict(form, slip) }),
    );
    el.dataset.form = form;
    return el;
  }
}

function verdict(form, slip) {
  if (form === "right") return tr("Back through ∂h₂/∂h₁ once, and then on to the weight: ∂h₁/∂Wₓ.");
  const gap = slip.gaps[form];
  if (gap === null) return tr("Its last term has another shape than Wₓ: it cannot even be added to the others.");
  const why =
    form === "unfinished" ? tr("It is no gradient by Wₓ at all: ∂h₁/∂Wₓ is missing.") : tr("∂h₂/∂h₁ is never used.");
  return tr("{why} Off by {gap}.", { why, gap: show(gap, "") });
}

function say(data, rows) {
  if (rows) return tr("The numbers under a product are this net's. Press a term to open its path.");
  if (!Object.keys(data.slides.expansions).length)
    return tr("The weights are too large to print here: choose fewer units under Sizes.");
  return tr("E₁ to E₃ have no loss here: choose “at every step” under Loss.");
}
