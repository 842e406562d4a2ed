// A stage with one thing to step through: its bar and keys, playing, the place in the link, and a sentence of what is
// seen.

import { Bar } from "./bar.js";
import { nothing } from "./keys.js";
import { Player } from "./player.js";
import { Scaffold } from "./scaffold.js";
import { Stand } from "./stand.js";
import { tr } from "./texts.js";

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * A stage adds draw() and words(), `count` of what it steps through, items() for the link, and `unit`, what the
 * bar puts
 * before the number.
 * @template Data
 * @extends {Scaffold<Data>}
 */
export class Stepped extends Scaffold {
  /** What is said in place of the sentence. @type {string | null | undefined} */
  peeked;
  /** Where it stands. */
  place = 0;

  /**
   * `thing`: one of those, in a word; `usual`: a Stand's; `names`: the parts below the bar, the sentence's the last.
   */
  constructor(root, thing, usual, names) {
    super(root, ["toolbar", ...names, "live"]);
    this.stand = new Stand(usual);
    this.said = this.parts[names.at(-1)];
    this.live = this.parts.live;
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    this.player = new Player(
      () => this.forward(),
      () => this.frame(),
    );
    this.bar = new Bar(this.parts.toolbar, thing, this.actions());
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

  draw() {}

  get moves() {
    return Object.keys(this.items());
  }

  /** To the place that a link's items name: the first of its own.
   * @param {URLSearchParams} items */
  arrive(items) {
    const [name] = this.moves;
    const place = Number(items.get(name) ?? this.stand.usual[name]);
    this.player.stop();
    this.go(place - 1);
  }

  /** @returns {string} */
  words() {
    return "";
  }

  /** @returns {Record<string, number>} */
  items() {
    return {};
  }

  get count() {
    return 1;
  }

  get unit() {
    return "";
  }

  /** Where it stands, of `count`. */
  get at() {
    return this.place;
  }

  go(at, write = true) {
    this.place = clamp(at, 0, this.count - 1);
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

  paint() {
    this.bar.update(
      tr("{unit} {at} of {count}", { unit: this.unit, at: this.at + 1, count: this.count }),
      this.player.on,
      this.at,
      this.count,
    );
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
    super.leave();
    this.stand.leave();
  }
}
