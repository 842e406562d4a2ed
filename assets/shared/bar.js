// Steps, play, speed, and the place in words: for stages that have one thing to step through.
import { make, named } from "./dom.js";
import { tr } from "./texts.js";
import { SPEEDS } from "./toolbar.js";

const BUTTONS = [
  ["first", "⇤", "first", tr("Home")],
  ["back", "←", "back", "←"],
  ["play", tr("▶ play"), "play", tr("Space")],
  ["next", "→", "on", "→"],
  ["last", "⇥", "last", tr("End")],
];

export class Bar {
  /** `thing`: what is stepped through, in a word; `actions`: a function for each button, and speed(key). */
  constructor(root, thing, actions) {
    const titles = {
      first: tr("First {thing}", { thing }),
      back: tr("One {thing} back", { thing }),
      play: tr("Play or pause"),
      next: tr("One {thing} on", { thing }),
      last: tr("Last {thing}", { thing }),
    };
    const group = make("div", { className: "group" });
    this.buttons = {};
    for (const [key, text, , hint] of BUTTONS) {
      const button = make("button", {
        type: "button",
        textContent: text,
        ...named(text, `${titles[key]} (${hint})`),
      });
      button.dataset.action = key;
      button.addEventListener("click", () => actions[key]());
      this.buttons[key] = button;
      group.append(button);
    }
    this.where = make("div", { className: "where" });
    const speed = make("select", { ariaLabel: tr("Speed"), title: tr("Speed") });
    for (const [value, { title }] of Object.entries(SPEEDS))
      speed.append(make("option", { value, textContent: title }));
    speed.value = "normal";
    speed.addEventListener("change", () => actions.speed(speed.value));
    root.append(group, speed, this.where);
  }

  update(words, playing, at, count) {
    this.where.textContent = words;
    this.buttons.play.textContent = playing ? tr("❚❚ pause") : tr("▶ play");
    for (const key of ["first", "back"]) this.buttons[key].setAttribute("aria-disabled", at <= 0);
    for (const key of ["next", "last"]) this.buttons[key].setAttribute("aria-disabled", at >= count - 1);
  }
}
