// A stage with one thing to step through: its bar and keys, playing, the place in the link, and a sentence of what is seen.
import { make } from "./dom.js";
import { leave, listen, nothing } from "./keys.js";
import { Player } from "./player.js";
import { Stand } from "./stand.js";
import { Bar } from "./bar.js";

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** A stage adds receive(component), draw() and words(); `at` and `count`, of what it steps through; items(), for the
 * link; and `unit`, what the bar puts before the number. */
export class Stepped {
  /** `thing`: one of those, in a word; `usual`: a Stand's; `names`: the parts below the bar, the sentence's the last. */
  constructor(root, thing, usual, names) {
    this.root = root;
    this.stand = new Stand(usual);
    const boxes = ["toolbar", ...names, "live"].map((className) => make("div", { className }));
    this.parts = Object.fromEntries(boxes.map((box) => [box.className, box]));
    [this.said, this.live] = boxes.slice(-2);
    this.live.setAttribute("aria-live", "polite");
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    root.replaceChildren(...boxes);
    this.player = new Player(
      () => this.forward(),
      () => this.frame(),
    );
    this.bar = new Bar(this.parts.toolbar, thing, this.actions());
    listen(root, () => this.actions());
    this.size = new ResizeObserver(() => this.frame());
    this.size.observe(root);
  }

  actions() {
    return (this.made ??= {
      first: () => this.go(0),
      last: () => this.go(this.count - 1),
      back: () => this.go(this.at - 1),
      next: () => this.go(this.at + 1),
      opBack: nothing,
      opNext: nothing,
      play: () => this.play(),
      speed: (key) => this.player.setSpeed(key),
      reset: () => this.go(0),
      unpin: nothing,
      undo: nothing,
      redo: nothing,
    });
  }

  go(at, write = true) {
    this.at = clamp(at, 0, this.count - 1);
    this.frame();
    if (write) this.write();
  }

  write() {
    this.stand.write(this.items());
  }

  get over() {
    return this.at >= this.count - 1;
  }

  forward() {
    if (this.over) return false;
    this.on();
    return true;
  }

  on() {
    this.go(this.at + 1);
  }

  restart() {
    this.go(0);
  }

  play() {
    if (!this.player.on && this.over) this.restart();
    this.player.toggle();
    this.frame();
  }

  frame() {
    if (!this.data) return;
    this.bar.update(`${this.unit} ${this.at + 1} of ${this.count}`, this.player.on, this.at, this.count);
    this.draw();
    this.say();
  }

  /** The sentence; in its place what is pointed at, which is not read aloud. */
  say() {
    const words = this.peeked ?? this.words();
    if (this.said.textContent !== words) this.said.textContent = words;
    if (!this.peeked && this.live.textContent !== words) this.live.textContent = words;
  }

  leave() {
    leave(this.root);
    this.player.stop();
    this.stand.leave();
    this.size.disconnect();
  }
}
