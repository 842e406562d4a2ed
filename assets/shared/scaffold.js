// What every stage stands on: its parts, its frames, the address bar, the keys, and how it takes its leave.
import { Address, stands } from "./address.js";
import { make } from "./dom.js";
import { leave, listen } from "./keys.js";

/** @typedef {Record<string, (value?: any) => unknown>} Actions */

/** @template Data what Python sends */
export class Scaffold {
  /** What Python sent last. @type {Data} */
  data;
  /** @type {import("./player.js").Player} */ player;
  /** @type {Actions | undefined} */ made;
  /** @type {number | null} the frame that is asked for */
  waiting = null;
  /** @type {string | undefined} */ sent;

  /** `names`: of its parts from top to bottom, of which "live" is read aloud. */
  constructor(root, names) {
    this.root = root;
    this.id = Math.random().toString(36).slice(2, 8);
    this.sends = 0;
    this.address = new Address();
    this.parts = Object.fromEntries(names.map((className) => [className, make("div", { className })]));
    this.parts.live.setAttribute("aria-live", "polite");
    root.replaceChildren(...Object.values(this.parts));
    listen(root, () => this.actions());
    this.size = new ResizeObserver(([entry]) => this.resized(entry.contentRect.width));
    this.size.observe(root);
  }

  /** What keys and buttons do; each stage has its own. @returns {Actions} */
  actions() {
    return {};
  }

  paint() {}

  /** What stands in the address bar. */
  query() {
    return "";
  }

  /** @param {number} _wide */
  resized(_wide) {
    this.frame();
  }

  /** Whether there is something to paint. */
  get ready() {
    return Boolean(this.data);
  }

  /** A frame with the screen's next one, however often it is asked for. */
  soon() {
    this.waiting ??= requestAnimationFrame(() => this.frame());
  }

  /** Draws everything anew; what has not changed is left alone. */
  frame() {
    if (this.waiting !== null) cancelAnimationFrame(this.waiting);
    this.waiting = null;
    if (!this.ready) return;
    performance.mark("rnnviz");
    this.paint();
    performance.clearMeasures("rnnviz:frame");
    performance.measure("rnnviz:frame", "rnnviz");
  }

  /** What is sent next; Python's answer carries it. */
  nextRev() {
    this.sent = `${this.id}:${++this.sends}`;
    return this.sent;
  }

  /** Whether Python had not heard yet of what was sent last: what it says was true before that, and it will answer. */
  stale({ heard }) {
    return this.sent !== undefined && heard !== this.sent;
  }

  /** Whether the address bar follows: not while time runs by itself. */
  get linked() {
    return !this.player.on;
  }

  link() {
    this.address.leave();
    if (!(/** @type {any} */ (this.data)?.demo)) stands(() => this.query());
    if (this.linked) this.address.later(() => history.replaceState(history.state, "", `?${this.query()}`));
  }

  leave() {
    leave(this.root);
    this.player.stop();
    this.size.disconnect();
    this.address.leave();
    if (this.waiting !== null) cancelAnimationFrame(this.waiting);
  }
}
