// An embedding's table: tokens picked out of it, or its rows as they learn. Pointing and picking happen here alone.
import { make } from "../shared/dom.js";
import { dress } from "../shared/dress.js";
import { mounted } from "../shared/mounted.js";
import { Scale } from "../shared/scale.js";
import { Stand } from "../shared/stand.js";
import { Learning } from "./learning.js";
import { Picking } from "./picking.js";

/** @import { EmbeddingData, WordsData } from "./contract.d.ts" */

const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-1e9, 0],
  End: [1e9, 0],
};

class TableStage {
  /** @type {Picking | Learning} */ view;
  /** @type {Scale} */ scale;
  /** @type {{ at: number, column: number }} */ at;

  constructor(root) {
    this.root = root;
    this.stand = new Stand({ at: 1, column: 1 });
    this.live = make("div", { className: "live" });
    this.live.setAttribute("aria-live", "polite");
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** New data from Python. Where the learner stands is the browser's own, unless the address says otherwise.
   * @param {{ data: WordsData | EmbeddingData }} component */
  receive({ data }) {
    const held = this.root.contains(this.root.getRootNode().activeElement);
    const asked = JSON.stringify([data.at, data.column]);
    if (asked !== this.asked) this.at = { at: data.at, column: data.column };
    this.asked = asked;
    dress(this.root, data.css);
    this.scale = new Scale(getComputedStyle(this.root).getPropertyValue("--q-diverging"));
    const pick = (fields) => this.pick(fields, true);
    this.view = data.view === "words" ? new Picking(data, this.scale, pick) : new Learning(data, this.scale, pick);
    this.root.replaceChildren(...this.view.parts, this.live);
    this.draw();
    if (held) this.focus();
    this.link();
  }

  draw() {
    const [places, columns] = this.view.size;
    const inside = (value, most) => Math.max(0, Math.min(most - 1, value));
    this.at = { at: inside(this.at.at, places), column: inside(this.at.column, columns) };
    const said = this.view.draw(this.at);
    if (this.said !== said) this.live.textContent = this.said = said;
  }

  /** Another place. `pressed`: by a hand, which gives the stage the keys. */
  pick(fields, pressed = false) {
    this.at = { ...this.at, ...fields };
    this.draw();
    if (pressed) this.focus();
    this.link();
  }

  onKey(event) {
    const by = KEYS[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const [along, across] = this.view.turned ? [by[1], by[0]] : by;
    const home = Math.abs(by[0]) > 1;
    this.pick({ at: this.at.at + (home ? by[0] : along), column: this.at.column + (home ? 0 : across) });
    this.focus();
  }

  focus() {
    this.root.querySelector("[tabindex='0']")?.focus({ preventScroll: true });
  }

  link() {
    this.stand.write({ at: this.at.at + 1, column: this.at.column + 1 });
  }

  moves = ["at", "column"];

  /** To the place that a link's items name. */
  arrive(items) {
    this.pick({ at: Number(items.get("at") ?? 1) - 1, column: Number(items.get("column") ?? 1) - 1 });
  }

  leave() {
    this.stand.leave();
  }
}

export default mounted(TableStage, new URL("table.css", import.meta.url));
