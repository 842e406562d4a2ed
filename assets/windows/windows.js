// The windows stage: windows slide over a series, and the array that they are stacked into stands beside it.
import { dress } from "../stage/dress.js";
import { onKey } from "../stage/keys.js";
import { Player } from "../stage/player.js";
import { mounted } from "../stage/mounted.js";
import { make } from "../stage/dom.js";
import { Bar } from "./bar.js";
import { Block } from "./block.js";
import { Series } from "./series.js";
import { Stand } from "./stand.js";

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const nothing = () => {};

class Windows {
  constructor(root) {
    this.root = root;
    this.stand = new Stand("at", 1);
    this.at = this.stand.read() - 1;
    const [toolbar, series, block, said, live] = ["toolbar", "series", "block", "said", "live"].map((className) => make("div", { className }));
    live.setAttribute("aria-live", "polite");
    Object.assign(this, { said, live });
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    root.replaceChildren(toolbar, series, block, said, live);
    this.player = new Player(() => this.forward(), () => this.frame());
    this.bar = new Bar(toolbar, "window", this.actions());
    this.series = new Series(series, (point) => this.goTo(point));
    this.block = new Block(block);
    root.addEventListener("keydown", (event) => onKey(event, this.actions()));
    this.size = new ResizeObserver(() => this.frame());
    this.size.observe(root);
  }

  actions() {
    return (this.made ??= {
      first: () => this.go(0),
      last: () => this.go(this.count - 1),
      back: () => this.go(this.at - 1),
      next: () => this.go(this.at + 1),
      opBack: () => this.go(this.at - (this.data.batch || 10)),
      opNext: () => this.go(this.at + (this.data.batch || 10)),
      play: () => this.play(),
      speed: (key) => this.player.setSpeed(key),
      reset: () => this.go(0),
      unpin: nothing,
      undo: nothing,
      redo: nothing,
    });
  }

  get count() {
    return this.data.marks.length;
  }

  /** Where the window with this number begins. */
  begin(number) {
    return this.data.begins ? this.data.begins[number] : number * this.data.stride;
  }

  receive({ data }) {
    const first = !this.data;
    this.data = data;
    this.root.dataset.ordered = data.ordered;
    if (dress(this.root, data.css)) this.series.recolour();
    this.go(this.at, !first); // what Python has put into the address knows nothing of the window
  }

  go(number, write = true) {
    this.at = clamp(number, 0, this.count - 1);
    this.frame();
    if (write) this.stand.write(this.at + 1);
  }

  /** The window that begins nearest before this point of the series. */
  goTo(point) {
    const { begins, stride } = this.data;
    const found = begins ? begins.findLastIndex((begin) => begin <= point) : Math.floor(point / stride);
    this.go(found);
  }

  forward() {
    if (this.at >= this.count - 1) return false;
    this.go(this.at + 1);
    return true;
  }

  play() {
    if (!this.player.on && this.at >= this.count - 1) this.go(0);
    this.player.toggle();
    this.frame();
  }

  frame() {
    if (!this.data) return;
    const { data, at } = this;
    const { thing } = data;
    this.bar.update(`${thing} ${at + 1} of ${this.count}`, this.player.on, at, this.count);
    this.series.draw(data, at, (number) => this.begin(number), this.root.clientWidth);
    this.block.draw(data, at, (number) => this.begin(number));
    const words = this.words();
    if (this.said.textContent !== words) this.said.textContent = this.live.textContent = words;
  }

  words() {
    const { data, at } = this;
    if (!data.ordered) return `Row ${at + 1}: ${data.values[at].join(", ")}. No row comes before another: N = ${this.count}, and there is no T.`;
    const begin = this.begin(at);
    const name = (t) => data.labels[t] ?? String(t);
    const end = begin + data.lag - 1;
    const target = data.ahead ? `; its target is ${begin + data.lag}${data.ahead > 1 ? `–${end + data.ahead}` : ""}` : "";
    const labels = data.labels.length ? ` (${name(begin)} … ${name(end)})` : "";
    return `Window ${at + 1} reads points ${begin}–${end}${labels}${target}. ${data.meanings[data.marks[at]]}${data.straddles.includes(at) ? " It straddles a jump in time." : ""}`;
  }

  leave() {
    this.player.stop();
    this.stand.leave();
    this.size.disconnect();
  }
}

export default mounted(Windows, new URL("windows.css", import.meta.url));
