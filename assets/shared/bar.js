// Steps, play, speed, and the place in words: for stages that have one thing to step through.
import { make, named } from "./dom.js";
import { SPEEDS } from "./toolbar.js";

const BUTTONS = [
  ["first", "⇤", "first", "Home"],
  ["back", "←", "back", "←"],
  ["play", "▶ play", "play", "Space"],
  ["next", "→", "on", "→"],
  ["last", "⇥", "last", "End"],
];

export class Bar {
  /** `thing`: what is stepped through, in a word; `actions`: a function for each button, and speed(key). */
  constructor(root, thing, actions) {
    const titles = {
      first: `First ${thing}`,
      back: `One ${thing} back`,
      play: "Play or pause",
      next: `One ${thing} on`,
      last: `Last ${thing}`,
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
    const speed = make("select", { ariaLabel: "Speed", title: "Speed" });
    for (const [value, { title }] of Object.entries(SPEEDS))
      speed.append(make("option", { value, textContent: title }));
    speed.value = "normal";
    speed.addEventListener("change", () => actions.speed(speed.value));
    root.append(group, speed, this.where);
  }

  update(words, playing, at, count) {
    this.where.textContent = words;
    this.buttons.play.textContent = playing ? "❚❚ pause" : "▶ play";
    for (const key of ["first", "back"]) this.buttons[key].setAttribute("aria-disabled", at <= 0);
    for (const key of ["next", "last"]) this.buttons[key].setAttribute("aria-disabled", at >= count - 1);
  }
}
