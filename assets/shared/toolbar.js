// Stepping, playing, speeds, the way back and the notation: plain buttons, a key for each where DESIGN names one.
import { make, named, write } from "./dom.js";
import { tr } from "./texts.js";

export const SPEEDS = {
  slow: { title: tr("slow"), wait: 1400, unit: "op" },
  normal: { title: tr("normal"), wait: 700, unit: "op" },
  fast: { title: tr("fast"), wait: 350, unit: "t" },
};

const BUTTONS = [
  ["first", "⇤", tr("First time step (Home)")],
  ["back", "←", tr("One time step back (←)")],
  ["opBack", tr("↑ operation"), tr("One operation back (↑)")],
  ["play", tr("▶ play"), tr("Play or pause (Space)")],
  ["opNext", tr("↓ operation"), tr("One operation on (↓)")],
  ["next", "→", tr("One time step on (→)")],
  ["last", "⇥", tr("Last time step (End)")],
];
const EDITS = [
  ["undo", tr("↶ undo"), tr("Undo the last edit (Ctrl+Z)")],
  ["redo", tr("↷ redo"), tr("Redo (Ctrl+Shift+Z)")],
  ["reset", tr("reset"), tr("Back to the preset's numbers (R)")],
];

export class Toolbar {
  /** `actions`: a function for each button's key, plus speed(key) and notation(key). */
  constructor(root, actions) {
    this.buttons = {};
    const group = (list) => make("div", { className: "group" }, ...list.map((item) => this.button(item, actions)));
    this.where = make("div", { className: "where" });
    this.speed = this.select(tr("Speed"), SPEEDS, actions.speed);
    this.notation = make("select", { ariaLabel: tr("Notation"), title: tr("Notation of the equations") });
    this.notation.addEventListener("change", () => actions.notation(this.notation.value));
    root.append(group(BUTTONS), this.speed, this.where, group(EDITS), this.notation);
  }

  button([key, text, title], actions) {
    const [sign, word] = text.split(" ", 2);
    const button = make("button", { type: "button", ...named(text, title) }, sign);
    if (word) button.append(make("span", { className: "spelled", textContent: ` ${word}` }));
    button.dataset.action = key;
    button.addEventListener("click", () => actions[key]());
    this.buttons[key] = button;
    return button;
  }

  select(label, choices, act) {
    const el = make("select", { ariaLabel: label, title: label });
    for (const [value, { title }] of Object.entries(choices)) el.append(make("option", { value, textContent: title }));
    el.value = "normal";
    el.addEventListener("change", () => act(el.value));
    return el;
  }

  notations(titles) {
    if (this.notation.options.length) return;
    for (const [value, title] of Object.entries(titles))
      this.notation.append(make("option", { value, textContent: title }));
  }

  /** `ops`: the operations' names; none where the cell is not drawn, and there is nothing to see of one. */
  update(store, playing, ops) {
    const { table } = store;
    const op = ops.length ? ` · ${table.op + 1}/${ops.length} ${ops[table.op]}` : "";
    write(this.where, tr("t = {t} of {n}{op}", { t: table.t + 1, n: table.x.length, op }));
    for (const key of ["opBack", "opNext"]) this.buttons[key].hidden = !ops.length;
    const play = this.buttons.play;
    if (play.dataset.on !== String(playing)) {
      play.dataset.on = playing;
      play.textContent = playing ? tr("❚❚ pause") : tr("▶ play");
    }
    this.notation.value = table.notation;
    this.idle(!store.edits.done.length, "undo");
    this.idle(!store.edits.undone.length, "redo");
    this.idle(table.t === 0, "back", "first");
    this.idle(table.t === table.x.length - 1, "next", "last");
  }

  /**
   * Not `disabled`: that would take the focus away, and the stage's keys with it, from the one who has just pressed
   * it.
   */
  idle(nothing, ...keys) {
    for (const key of keys) this.buttons[key].setAttribute("aria-disabled", nothing);
  }
}
