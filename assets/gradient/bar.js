// The exhibits' tabs, each with its question, and under them the buttons of the exhibit that is open.
import { make, named } from "../shared/dom.js";
import { low } from "../shared/scale.js";
import { tr } from "../shared/texts.js";
import { SPEEDS } from "../shared/toolbar.js";

const VIEWS = {
  sweep: { title: tr("1 Sweep back"), question: tr("At which step back does the gradient get lost?") },
  path: { title: tr("2 Open a path"), question: tr("How much of a gradient is left after all these factors?") },
  sum: { title: tr("3 Add the paths up"), question: tr("Which step adds most to the gradient of this weight?") },
  slides: { title: tr("4 On the slides"), question: tr("Which factor is missing on the slide?") },
};
const BUTTONS = {
  sweep: [
    ["first", "⇤", tr("All the way back (Home)")],
    ["back", "←", tr("Back through one time step (←)")],
    ["opNext", tr("↓ part"), tr("One part further back (↓)")],
    ["play", tr("▶ sweep"), tr("Sweep back, or pause (Space)")],
    ["opBack", tr("↑ part"), tr("One part less far (↑)")],
    ["next", "→", tr("Undo one time step (→)")],
    ["last", "⇥", tr("Begin again (End)")],
  ],
  path: [
    ["first", "⇤", tr("To step 1 (Home)")],
    ["back", "← k", tr("To one step earlier (←)")],
    ["opBack", tr("↑ undo"), tr("One factor less (↑)")],
    ["play", tr("▶ multiply"), tr("Multiply on, or pause (Space)")],
    ["opNext", tr("↓ times"), tr("One factor more (↓)")],
    ["next", tr("k →"), tr("To one step later (→)")],
    ["last", "⇥", tr("To the step of the loss (End)")],
  ],
};

export class Bar {
  /**
   * `actions`: a function a button, and view(key), whole(on), example(key), parameter(key), longer(by), speed,
   * notation.
   */
  constructor(tabs, tools, actions) {
    this.actions = actions;
    this.buttons = {};
    this.tabs = Object.entries(VIEWS).map(([key, { title }]) => this.tab(key, title));
    this.question = make("span", { className: "question" });
    tabs.append(
      make("div", { className: "group", role: "tablist", ariaLabel: tr("Exhibit") }, ...this.tabs),
      this.question,
    );
    this.groups = Object.fromEntries(Object.entries(BUTTONS).map(([view, list]) => [view, this.group(view, list)]));
    this.where = make("div", { className: "where" });
    this.of = this.choice(
      tr("Gradient of"),
      [
        ["E", ""],
        ["L", tr("all of L")],
      ],
      (key) => actions.whole(key === "L"),
    );
    this.example = this.choice(
      tr("Example"),
      [
        ["slide", tr("the slide's numbers")],
        ["net", tr("this net")],
      ],
      actions.example,
    );
    this.length = make(
      "div",
      { className: "group" },
      this.plain("shorter", tr("− step"), () => actions.longer(-1)),
      this.plain("longer", tr("+ step"), () => actions.longer(1)),
    );
    this.parameter = select(tr("Parameter"), [], actions.parameter);
    this.speed = select(
      tr("Speed"),
      Object.entries(SPEEDS).map(([key, { title }]) => [key, title]),
      actions.speed,
    );
    this.speed.value = "normal";
    this.notation = select(tr("Notation"), [], actions.notation);
    this.undo = this.plain("undo", "↶", actions.undo);
    Object.assign(this.undo, { title: tr("Undo the last dragged number (Ctrl+Z)"), ariaLabel: tr("Undo") });
    tools.append(
      ...Object.values(this.groups),
      this.speed,
      this.example,
      this.length,
      this.of,
      this.where,
      this.parameter,
      this.undo,
      this.notation,
    );
  }

  tab(key, title) {
    const button = make("button", { type: "button", textContent: title, role: "tab" });
    button.dataset.view = key;
    button.addEventListener("click", () => this.actions.view(key));
    return button;
  }

  group(view, list) {
    const buttons = list.map(([key, text, title]) => {
      const button = this.plain(key, text, () => this.actions[key]());
      return Object.assign(button, named(text, title));
    });
    this.buttons[view] = Object.fromEntries(list.map(([key], k) => [key, buttons[k]]));
    return make("div", { className: "group" }, ...buttons);
  }

  plain(key, text, press) {
    const button = make("button", { type: "button", textContent: text });
    button.dataset.action = key;
    button.addEventListener("click", press);
    return button;
  }

  /** Two buttons of which one is pressed. */
  choice(label, options, act) {
    const box = make("div", { className: "group", role: "group", ariaLabel: label });
    for (const [key, text] of options) {
      const button = this.plain(`choose-${key}`, text, () => act(key));
      button.dataset.choice = key;
      box.append(button);
    }
    return box;
  }

  notations(titles) {
    if (this.notation.options.length) return;
    for (const [value, text] of Object.entries(titles))
      this.notation.append(make("option", { value, textContent: text }));
  }

  /** The parameters that the cell has. */
  parameters(names) {
    if (String(names) === String([...this.parameter.options].map((option) => option.value))) return;
    this.parameter.replaceChildren(...names.map((value) => make("option", { value, textContent: value })));
  }

  /**
   * `at`: the state of the stage: view, which, example, parameter, playing, where, ends [at the first, at the last].
   */
  update(at) {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.view === at.view));
      tab.classList.toggle("chosen", tab.dataset.view === at.view);
      tab.disabled = at.covered && tab.dataset.view !== at.view;
    }
    this.question.textContent = VIEWS[at.view].question;
    for (const [view, group] of Object.entries(this.groups)) group.hidden = view !== at.view;
    const slide = at.view === "path" && at.example === "slide";
    this.speed.hidden = !(at.view in BUTTONS);
    this.example.hidden = at.view !== "path";
    this.length.hidden = !slide;
    this.of.hidden = !(at.view === "sweep" || at.view === "sum");
    this.parameter.hidden = at.view !== "path" || slide;
    this.undo.hidden = at.view !== "sweep";
    this.undo.disabled = !at.undo;
    this.notation.hidden = at.view === "slides" || slide;
    this.notation.value = at.notation;
    for (const option of this.parameter.options) option.textContent = at.names(option.value);
    this.parameter.value = at.parameter;
    press(this.of, at.which);
    press(this.example, at.example);
    /** @type {Node} */ (this.of.firstChild).textContent = tr("E{of} alone", { of: low(at.of + 1) });
    if (this.where.textContent !== at.where) this.where.textContent = at.where;
    this.enable(at, slide);
  }

  enable(at, slide) {
    const buttons = this.buttons[at.view];
    if (!buttons) return;
    const [done, none] = at.ends;
    buttons.play.textContent = at.playing ? tr("❚❚ pause") : at.view === "sweep" ? tr("▶ sweep") : tr("▶ multiply");
    buttons.opNext.disabled = done;
    buttons.opBack.disabled = none;
    const ways = { first: done, last: none, back: done, next: none };
    if (at.view === "sweep") for (const [key, shut] of Object.entries(ways)) buttons[key].disabled = shut;
    else for (const key of ["first", "back", "next", "last"]) buttons[key].hidden = slide;
  }
}

function press(group, chosen) {
  for (const button of group.children) button.setAttribute("aria-pressed", button.dataset.choice === chosen);
}

function select(label, options, act) {
  const el = make("select", { ariaLabel: label, title: label });
  for (const [value, text] of options) el.append(make("option", { value, textContent: text }));
  el.addEventListener("change", () => act(el.value));
  return el;
}
