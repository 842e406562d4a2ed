// The unrolled net in small: where the path begins (a click on an E) and where it ends (a click on an h).

import { low } from "../shared/scale.js";
import { line, pressable, svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";

const R = 13;
const ROWS = { E: 16, h: 54, W: 90 };
const HEIGHT = 98;

export class Picker {
  /** @type {number} */ column;
  /** @type {string} */ letter;
  /** @type {SVGElement} */ svg;
  /** @type {SVGElement} */ way;
  /** @type {any} */ net;
  /** @type {any[]} */ nodes;

  /** `hooks`: pick(step) for E, end(step) for k. */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
  }

  /** `letter`: that of h. */
  shape(net, letter) {
    const width = Math.max(280, this.root.clientWidth);
    const key = `${net.steps} ${net.first} ${width} ${letter}`;
    if (key === this.key) return;
    this.key = key;
    this.letter = letter;
    this.column = Math.max(40, Math.min(120, width / (net.steps + 0.4)));
    this.root.replaceChildren();
    const total = this.column * (net.steps + 0.4);
    this.svg = svg(
      "svg",
      {
        width: total,
        height: HEIGHT,
        role: "group",
        "aria-label": tr("Choose the path: an E at the top, a step at the bottom"),
      },
      this.root,
    );
    this.net = net;
    const x = (t) => this.x(t);
    for (let t = 0; t < net.steps; t++) {
      svg("path", { d: line([x(t), ROWS.h - R], [x(t), ROWS.E + R]), class: "ahead" }, this.svg);
      if (t) svg("path", { d: line([x(t - 1) + R, ROWS.h], [x(t) - R, ROWS.h]), class: "ahead" }, this.svg);
    }
    this.way = svg("path", { class: "way" }, this.svg);
    this.nodes = Array.from({ length: net.steps }, (_, t) => this.step(t, net)).flat();
  }

  x(t) {
    return this.column * (t + 0.7);
  }

  step(t, net) {
    const end = this.node("h", t, `${this.letter}${low(t + 1)}`, () => this.hooks.end(t));
    const weight = svg("text", { x: this.x(t), y: ROWS.W + 5, class: "weight-mark" }, this.svg, "W");
    const from = () => this.node("E", t, `E${low(t + 1)}`, () => this.hooks.pick(t));
    const list = [{ g: end, q: "h", t, weight }];
    return t < net.first ? list : [...list, { g: from(), q: "E", t, weight: null }];
  }

  node(q, t, text, press) {
    const g = svg("g", { class: `pick ${q}`, "data-q": q, "data-step": t }, this.svg);
    svg("circle", { cx: this.x(t), cy: ROWS[q], r: R }, g);
    svg("text", { x: this.x(t), y: ROWS[q] + 4 }, g, text);
    pressable(
      g,
      q === "E" ? tr("start from the loss of step {t}", { t: t + 1 }) : tr("end at step {t}", { t: t + 1 }),
      press,
    );
    return g;
  }

  /** The way from E_of back to the parameter at step k. */
  update(of, k, name) {
    this.mark([of], [k], name, (t) => t >= k && t <= of);
    this.follow(k);
  }

  /** All ways: from E_of, or from every loss (null), to every step before it. */
  all(of, name) {
    const from = this.nodes.filter((node) => node.q === "E" && (of === null || node.t === of)).map((node) => node.t);
    const last = Math.max(...from);
    const ends = Array.from({ length: last + 1 }, (_, t) => t);
    this.mark(from, ends, name, (t) => t <= last);
  }

  mark(from, ends, name, along) {
    const last = Math.max(...from);
    const down = from.map((t) => line([this.x(t), ROWS.E + R], [this.x(t), ROWS.h]));
    const out = ends.map((t) => line([this.x(t), ROWS.h], [this.x(t), ROWS.W - 9]));
    this.way.setAttribute(
      "d",
      [...down, line([this.x(last), ROWS.h], [this.x(Math.min(...ends)), ROWS.h]), ...out].join(""),
    );
    for (const { g, q, t, weight } of this.nodes) {
      const chosen = q === "E" ? from.includes(t) : ends.includes(t);
      g.classList.toggle("chosen", chosen && (q === "E" || ends.length === 1));
      g.classList.toggle("along", q === "h" && along(t));
      g.classList.toggle("beyond", q === "h" && t > last);
      weight?.classList.toggle("chosen", chosen);
      if (weight) weight.textContent = chosen ? name : "W";
    }
  }

  follow(t) {
    const [box, x] = [this.root, this.x(t)];
    if (
      box.scrollWidth > box.clientWidth + 1 &&
      (x < box.scrollLeft + 20 || x > box.scrollLeft + box.clientWidth - 20)
    ) {
      box.scrollLeft = x - box.clientWidth / 2;
    }
  }
}
