// The stage of the kinds: a small trained net unrolled over what it reads, stepped part by part, or folded to one cell.
import { make } from "../shared/dom.js";
import { dress } from "../shared/dress.js";
import { mounted } from "../shared/mounted.js";
import { clamp, Stepped } from "../shared/stepped.js";
import { tr } from "../shared/texts.js";
import { Net } from "./net.js";
import { readout, sentence } from "./words.js";

/** @import { KindsData } from "./contract.d.ts" */

/** @extends {Stepped<KindsData>} */
class Kinds extends Stepped {
  reached = 0;
  /** @type {{ t: number, q: string }[]} */ spots = [];

  constructor(root) {
    super(root, tr("time step"), { t: 0, fold: 0 }, ["box", "side", "status"]);
    this.folded = this.stand.read("fold") === 1;
    this.fold = make("button", { type: "button", className: "fold" });
    this.fold.addEventListener("click", () => this.turn());
    this.parts.toolbar.append(this.fold);
    this.net = new Net(this.parts.box, { go: (t) => this.go(t), peek: (words) => this.peek(words) });
  }

  actions() {
    return (this.made ??= {
      ...super.actions(),
      opBack: () => this.reach(this.reached - 1),
      opNext: () => this.reach(this.reached + 1),
    });
  }

  /** The step and the part of it, x, h or y, that has been reached. */
  get spot() {
    return this.spots[this.reached];
  }

  get at() {
    return this.spot.t;
  }

  get unit() {
    return "t =";
  }

  get count() {
    return this.data.columns.length;
  }

  get over() {
    return this.reached >= this.spots.length - 1;
  }

  items() {
    return { t: this.at + 1, fold: Number(this.folded) };
  }

  /** @param {{ data: KindsData }} component */
  receive({ data }) {
    const other = JSON.stringify(data.columns) !== JSON.stringify(this.data?.columns);
    const first = !this.data;
    this.data = data;
    this.spots = data.columns.flatMap((column, t) =>
      [...(column.x === null ? [] : ["x"]), "h", ...(column.said === null ? [] : ["y"])].map((q) => ({ t, q })),
    );
    dress(this.root, data.css);
    if (other) this.go(first ? this.begins() : 0, false);
    else this.frame();
    if (!first) this.write(); // what Python has put into the address knows nothing of the step
  }

  /** Without any link at the end, where the answer stands; a link without a step is of the first. */
  begins() {
    return location.search.length > 1 ? this.stand.read("t") - 1 : this.count - 1;
  }

  arrive(items) {
    this.folded = items.get("fold") === "1";
    super.arrive(items);
  }

  /** To the end of a time step. */
  go(t, write = true) {
    const wanted = clamp(t, 0, this.count - 1);
    this.reach(
      this.spots.findLastIndex((spot) => spot.t === wanted),
      write,
    );
  }

  reach(place, write = true) {
    this.reached = clamp(place, 0, this.spots.length - 1);
    this.peeked = null;
    this.frame();
    if (write) this.write();
  }

  on() {
    this.player.unit === "t" ? this.go(this.at + 1) : this.reach(this.reached + 1);
  }

  restart() {
    this.reach(0);
  }

  turn() {
    this.folded = !this.folded;
    this.write();
    this.frame();
  }

  peek(words) {
    this.peeked = words;
    this.say();
  }

  draw() {
    const { spot, data } = this;
    this.root.dataset.kind = data.kind;
    this.fold.hidden = this.count < 2; // nothing recurs, so there is nothing to fold
    this.fold.textContent = this.folded ? tr("unfold") : tr("fold");
    this.fold.title = this.folded
      ? tr("Draw the cell once for each time step")
      : tr("Draw the cell once, with its loop");
    this.net.draw(data, spot, this.folded, this.root.clientWidth);
    readout(this.parts.side, data.columns, spot);
  }

  words() {
    return sentence(this.data, this.spot);
  }
}

export default mounted(Kinds, new URL("kinds.css", import.meta.url));
