// The reading stage: a digit on a pad, the four orders in which it can be read, and what the nets believe after each step.
import { dress } from "../stage/dress.js";
import { onKey } from "../stage/keys.js";
import { Player } from "../stage/player.js";
import { mounted } from "../stage/mounted.js";
import { make } from "../stage/dom.js";
import { Bar } from "../windows/bar.js";
import { Stand } from "../windows/stand.js";
import { Beliefs } from "./beliefs.js";
import { Orders } from "./orders.js";
import { Pad } from "./pad.js";

const STEPS = 8;
const nothing = () => {};

class Reading {
  constructor(root) {
    this.root = root;
    this.stand = new Stand("t", STEPS);
    this.t = Math.min(STEPS, this.stand.read()) - 1;
    const [toolbar, pad, orders, beliefs, status, live] = ["toolbar", "pad-box", "orders", "beliefs", "status", "live"].map((className) => make("div", { className }));
    live.setAttribute("aria-live", "polite");
    Object.assign(this, { status, live });
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    root.replaceChildren(toolbar, pad, orders, beliefs, status, live);
    this.player = new Player(() => this.forward(), () => this.frame());
    const clear = make("button", { type: "button", textContent: "clear", title: "An empty pad to draw on" });
    clear.addEventListener("click", () => this.pad.clear());
    this.bar = new Bar(toolbar, "step", this.actions(), [clear]);
    this.pad = new Pad(pad, { drawing: (values) => this.drawing(values), drawn: (text) => this.send(text) });
    this.orders = new Orders(orders);
    this.beliefs = new Beliefs(beliefs);
    root.addEventListener("keydown", (event) => onKey(event, this.actions()));
  }

  actions() {
    return (this.made ??= {
      first: () => this.go(0),
      last: () => this.go(STEPS - 1),
      back: () => this.go(this.t - 1),
      next: () => this.go(this.t + 1),
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

  receive({ data, setStateValue }) {
    this.setState = setStateValue;
    if (this.pad.held || (this.sent && data.drawn !== this.sent && data.drawn === this.data?.drawn)) return; // older than the hand
    this.sent = null;
    if (this.data) this.stand.write(this.t + 1); // what Python has put into the address knows nothing of the step
    this.data = data;
    dress(this.root, data.css);
    this.pad.show(data.drawn);
    this.frame();
  }

  /** While a hand draws: the orders follow at once, what the nets believe when it has let go. */
  drawing(values) {
    const rows = Array.from({ length: STEPS }, (_, r) => values.slice(r * STEPS, (r + 1) * STEPS));
    const columns = rows.map((_, c) => rows.map((row) => row[c]));
    const read = { down: rows, up: rows.toReversed(), right: columns, left: columns.toReversed() };
    for (const [name, order] of Object.entries(this.data.orders)) order.x = read[name];
    this.orders.draw(this.data.orders, this.t);
  }

  send(text) {
    this.sent = text;
    this.setState("drawn", text);
  }

  go(t) {
    this.t = Math.max(0, Math.min(STEPS - 1, t));
    this.frame();
    this.stand.write(this.t + 1);
  }

  forward() {
    if (this.t >= STEPS - 1) return false;
    this.go(this.t + 1);
    return true;
  }

  play() {
    if (!this.player.on && this.t >= STEPS - 1) this.go(0);
    this.player.toggle();
    this.frame();
  }

  frame() {
    if (!this.data) return;
    const { data, t } = this;
    this.bar.update(`step ${t + 1} of ${STEPS}`, this.player.on, t, STEPS);
    this.pad.mark(t);
    this.orders.draw(data.orders, t);
    this.beliefs.draw(data.beliefs, t);
    const words = this.words();
    if (this.status.textContent !== words) this.status.textContent = this.live.textContent = words;
  }

  words() {
    const { data, t } = this;
    const read = `After ${t + 1} ${t ? "steps" : "step"} each pass has read as many rows or columns.`;
    const said = data.beliefs.map(({ name, p }) => `The ${name} net says ${p[t].indexOf(Math.max(...p[t]))}.`);
    return [read, ...said].join(" ");
  }

  leave() {
    this.player.stop();
    this.stand.leave();
  }
}

export default mounted(Reading, new URL("reading.css", import.meta.url));
