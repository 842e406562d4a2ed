// The stage of the kinds: a small trained net unrolled over what it reads, stepped part by part, or folded to one cell.
import { dress } from "../stage/dress.js";
import { onKey } from "../stage/keys.js";
import { Player } from "../stage/player.js";
import { mounted } from "../stage/mounted.js";
import { make } from "../stage/dom.js";
import { Bar } from "../windows/bar.js";
import { Stand } from "../windows/stand.js";
import { Net } from "./net.js";
import { readout, sentence } from "./words.js";

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const nothing = () => {};

class Kinds {
  constructor(root) {
    this.root = root;
    this.stands = { t: new Stand("t", 1), fold: new Stand("fold", 0) };
    this.folded = this.stands.fold.read() === 1;
    const [toolbar, box, side, status, live] = ["toolbar", "box", "side", "status", "live"].map((className) => make("div", { className }));
    live.setAttribute("aria-live", "polite");
    Object.assign(this, { side, status, live });
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    root.replaceChildren(toolbar, box, side, status, live);
    this.fold = make("button", { type: "button", className: "fold" });
    this.fold.addEventListener("click", () => this.turn());
    this.player = new Player(() => this.forward(), () => this.frame());
    this.bar = new Bar(toolbar, "time step", this.actions(), [this.fold]);
    this.net = new Net(box, { go: (t) => this.goTo(t), peek: (words) => this.peek(words) });
    root.addEventListener("keydown", (event) => onKey(event, this.actions()));
    this.size = new ResizeObserver(() => this.frame());
    this.size.observe(root);
  }

  actions() {
    return (this.made ??= {
      first: () => this.goTo(0),
      last: () => this.goTo(this.columns.length - 1),
      back: () => this.goTo(this.t - 1),
      next: () => this.goTo(this.t + 1),
      opBack: () => this.go(this.at - 1),
      opNext: () => this.go(this.at + 1),
      play: () => this.play(),
      speed: (key) => this.player.setSpeed(key),
      reset: () => this.goTo(0),
      unpin: nothing,
      undo: nothing,
      redo: nothing,
    });
  }

  get columns() {
    return this.data.columns;
  }

  /** The step and the part of it, x, h or y, that has been reached. */
  get spot() {
    return this.parts[this.at];
  }

  get t() {
    return this.spot.t;
  }

  receive({ data }) {
    const other = JSON.stringify(data.columns) !== JSON.stringify(this.data?.columns);
    const first = !this.data;
    this.data = data;
    this.parts = data.columns.flatMap((column, t) => [...(column.x === null ? [] : ["x"]), "h", ...(column.said === null ? [] : ["y"])].map((q) => ({ t, q })));
    dress(this.root, data.css);
    if (other) this.goTo(first ? this.stands.t.read() - 1 : 0, false);
    else this.frame();
    if (!first) this.write(); // what Python has put into the address knows nothing of the step
  }

  /** To the end of a time step. */
  goTo(t, write = true) {
    const wanted = clamp(t, 0, this.columns.length - 1);
    this.go(this.parts.findLastIndex((part) => part.t === wanted), write);
  }

  go(at, write = true) {
    this.at = clamp(at, 0, this.parts.length - 1);
    this.words = null;
    this.frame();
    if (write) this.write();
  }

  write() {
    this.stands.t.write(this.t + 1);
    this.stands.fold.write(Number(this.folded));
  }

  forward() {
    if (this.at >= this.parts.length - 1) return false;
    this.player.unit === "t" ? this.goTo(this.t + 1) : this.go(this.at + 1);
    return true;
  }

  play() {
    if (!this.player.on && this.at >= this.parts.length - 1) this.go(0);
    this.player.toggle();
    this.frame();
  }

  turn() {
    this.folded = !this.folded;
    this.write();
    this.frame();
  }

  peek(words) {
    this.words = words;
    this.say();
  }

  frame() {
    if (!this.data) return;
    const { spot, columns, data } = this;
    this.root.dataset.kind = data.kind;
    this.bar.update(`t = ${spot.t + 1} of ${columns.length}`, this.player.on, spot.t, columns.length);
    this.fold.hidden = columns.length < 2; // nothing recurs, so there is nothing to fold
    this.fold.textContent = this.folded ? "unfold" : "fold";
    this.fold.title = this.folded ? "Draw the cell once for each time step" : "Draw the cell once, with its loop";
    this.net.draw(data, spot, this.folded, this.root.clientWidth);
    readout(this.side, columns, spot);
    this.say();
  }

  say() {
    const words = this.words ?? sentence(this.data, this.spot);
    this.status.textContent = words;
    if (!this.words && this.live.textContent !== words) this.live.textContent = words;
  }

  leave() {
    this.player.stop();
    Object.values(this.stands).forEach((stand) => stand.leave());
    this.size.disconnect();
  }
}

export default mounted(Kinds, new URL("kinds.css", import.meta.url));
