// The reading stage: a digit on a pad, the four orders in which it can be read, and what the nets believe after each
// step.
import { make } from "../shared/dom.js";
import { dress } from "../shared/dress.js";
import { mounted } from "../shared/mounted.js";
import { Stepped } from "../shared/stepped.js";
import { tr, trn } from "../shared/texts.js";
import { Beliefs } from "./beliefs.js";
import { Orders } from "./orders.js";
import { Pad } from "./pad.js";

/** @import { ReadingData } from "./contract.d.ts" */

const STEPS = 8;

/** @extends {Stepped<ReadingData>} */
class Reading extends Stepped {
  /** @type {(name: "drawn", text: string) => void} */ setState;
  /** Drawings that no answer has come to. @type {string[]} */ awaited = [];

  constructor(root) {
    super(root, "step", { t: STEPS }, ["pad-box", "orders", "beliefs", "status"]);
    this.place = this.stand.read("t") - 1;
    const clear = make("button", { type: "button", textContent: tr("clear"), title: tr("An empty pad to draw on") });
    clear.addEventListener("click", () => this.pad.clear());
    this.parts.toolbar.append(clear);
    this.pad = new Pad(this.parts["pad-box"], {
      drawing: (values) => this.drawing(values),
      drawn: (text) => this.send(text),
    });
    this.orders = new Orders(this.parts.orders);
    this.beliefs = new Beliefs(this.parts.beliefs);
  }

  get unit() {
    return "step";
  }

  get count() {
    return STEPS;
  }

  items() {
    return { t: this.at + 1 };
  }

  /** @param {{ data: ReadingData, setStateValue: Reading["setState"] }} component */
  receive({ data, setStateValue }) {
    this.setState = setStateValue;
    if (this.pad.held || this.older(data.drawn)) return;
    this.awaited = [];
    const first = !this.data;
    this.data = data;
    dress(this.root, data.css);
    this.pad.show(data.drawn);
    this.go(this.at, !first); // what Python has put into the address knows nothing of the step
  }

  /** Whether this was on its way when the hand drew on: what stood before, or an answer to anything but the last. */
  older(drawn) {
    const { awaited } = this;
    return awaited.length > 0 && drawn !== awaited.at(-1) && [this.data?.drawn, ...awaited].includes(drawn);
  }

  /** While a hand draws: the orders follow at once, what the nets believe when it has let go. */
  drawing(values) {
    const rows = Array.from({ length: STEPS }, (_, r) => values.slice(r * STEPS, (r + 1) * STEPS));
    const columns = rows.map((_, c) => rows.map((row) => row[c]));
    const read = { down: rows, up: rows.toReversed(), right: columns, left: columns.toReversed() };
    for (const [name, order] of Object.entries(this.data.orders)) order.x = read[name];
    this.orders.draw(this.data.orders, this.at);
  }

  send(text) {
    this.awaited.push(text);
    this.setState("drawn", text);
  }

  draw() {
    this.pad.mark(this.at);
    this.orders.draw(this.data.orders, this.at);
    this.beliefs.draw(this.data.beliefs, this.at);
  }

  words() {
    const { data, at: t } = this;
    const after = trn("After {n} step each pass has read", "After {n} steps each pass has read", t + 1);
    const read = tr("{after} {t} of {STEPS} rows or columns in its own order.", { after, t: t + 1, STEPS });
    const said = data.beliefs.map(({ name, p, squares }) => {
      const answer = p[t].indexOf(Math.max(...p[t]));
      return tr("The {name} net has read {squares} of {STEPS} squares; its answer: {answer}.", {
        name,
        squares: squares[t],
        STEPS: STEPS * STEPS,
        answer,
      });
    });
    return [read, ...said].join(" ");
  }
}

export default mounted(Reading, new URL("reading.css", import.meta.url));
