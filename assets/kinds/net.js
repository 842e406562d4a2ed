// The net as a picture: a column a time step, what it reads below, its state in the middle, what it says above.
import { formatNumber } from "../shared/format.js";
import { reachable } from "../shared/scrolls.js";
import { squeeze, svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";
import { named } from "./words.js";

const [OUT, STATE] = [34, 96]; // heights: what is said, the state
const WIDEST = 120;
const FULL = 8; // letters of a word that are written at their full width
const NARROWEST = 50;
const tall = (data) => Y.in + (data.picture ? 78 : 40); // a picture is higher than a letter
const Y = { out: 24, stateTop: OUT + 44, stateBottom: OUT + 44 + STATE, in: OUT + 44 + STATE + 46 };

export class Net {
  /** `hooks`: go(t) when a column is pressed, peek(words) while something is pointed at. */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.svg = svg("svg", { class: "net", role: "img" }, root);
    root.addEventListener("pointerleave", () => hooks.peek(null));
  }

  draw(data, spot, folded, wide) {
    const shown = folded ? [spot.t] : data.columns.map((_, t) => t);
    const space = this.root.clientWidth - 8;
    const width = folded ? Math.min(360, space) : Math.max(NARROWEST, Math.min(WIDEST, space / shown.length));
    const whole = width * shown.length + 8;
    this.svg.replaceChildren();
    const high = tall(data);
    this.svg.setAttribute("viewBox", `0 0 ${whole} ${high}`);
    this.svg.setAttribute("width", String(whole));
    this.svg.setAttribute("height", String(high));
    this.svg.setAttribute(
      "aria-label",
      `${data.title}, ${folded ? tr("folded") : tr("unrolled over {n} steps", { n: shown.length })}`,
    );
    svg(
      "path",
      { d: "M0 0 L6 3 L0 6 Z", class: "head" },
      svg(
        "marker",
        {
          id: "head",
          viewBox: "0 0 6 6",
          refX: 5,
          refY: 3,
          markerWidth: 10,
          markerHeight: 10,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("defs", {}, this.svg),
      ),
    );
    shown.forEach((t, place) => this.column(data, t, { x: 4 + (place + 0.5) * width, width, spot, folded }));
    if (!folded) this.follow(spot.t, width, wide);
    reachable(this.root);
  }

  /** In a box that scrolls, the step is kept in sight. */
  follow(t, width, wide) {
    const { root } = this;
    if (wide && root.scrollWidth > root.clientWidth) root.scrollLeft = (t + 0.5) * width - root.clientWidth / 2;
  }

  column(data, t, at) {
    const { columns } = data;
    const column = columns[t];
    const { spot } = at;
    const order = { x: 0, h: 1, y: 2 };
    const reached = (q) => t < spot.t || (t === spot.t && order[q] <= order[spot.q]);
    const now = (q) => t === spot.t && q === spot.q;
    const css = (q) => `${reached(q) ? "" : "later"} ${now(q) ? "now" : ""}`;
    const group = svg("g", { class: `column ${column.part} ${t === spot.t ? "here" : ""}` }, this.svg);
    group.addEventListener("click", () => this.hooks.go(t));
    svg("rect", { x: at.x - at.width / 2, y: 0, width: at.width, height: tall(data), class: "ground" }, group);
    this.passing(group, columns, t, at, css("h"));
    if (column.x !== null) this.reads(group, data, column, at, css("x"), reached("x"));
    this.state(group, column, t, at, css("h"), reached("h"));
    if (column.said !== null) this.says(group, column, at, css("y"), reached("y"));
    const label =
      column.part === "net" || (t && columns[t - 1].part === column.part && !at.folded)
        ? `${t + 1}`
        : `${t + 1} ${column.part}`;
    svg("text", { x: at.x, y: tall(data) - 5, class: "step" }, group, label);
  }

  /** The state on its way from the step before; folded, a loop. */
  passing(group, columns, t, { x, width, folded }, css) {
    const [y, half] = [(Y.stateTop + Y.stateBottom) / 2, this.half(width)];
    const handed = t && columns[t - 1].part !== columns[t].part;
    if (folded && columns.length > 1) {
      const side = x + half + 34;
      svg(
        "path",
        {
          d:
            `M${x + half} ${y} C${side + 26} ${y - 4} ${side + 16} ${Y.stateTop - 34} ${x + 6} ${Y.stateTop - 26} ` +
            `S${x - half - 48} ${y - 8} ${x - half - 2} ${y}`,
          class: "wire loop",
          "marker-end": "url(#head)",
        },
        group,
      );
    } else if (t && !folded) {
      svg(
        "line",
        {
          x1: x - width + half,
          x2: x - half - 2,
          y1: y,
          y2: y,
          class: `wire ${css} ${handed ? "handed" : ""}`,
          "marker-end": "url(#head)",
        },
        group,
      );
    }
    if (!folded && columns[t].fed) {
      const from = x - width;
      svg(
        "path",
        {
          d: `M${from + 14} ${Y.out} C${from + width * 0.62} ${Y.out} ${from + width * 0.42} ${Y.in} ${x - 14} ${Y.in}`,
          class: `wire fed ${css}`,
          "marker-end": "url(#head)",
        },
        group,
      );
    }
  }

  half(width) {
    return Math.min(width * 0.36, 44);
  }

  reads(group, { picture }, { x: symbol, fed }, { x }, css, there) {
    svg(
      "line",
      { x1: x, x2: x, y1: Y.in - 12, y2: Y.stateBottom + 3, class: `wire ${css}`, "marker-end": "url(#head)" },
      group,
    );
    if (symbol === "picture") return this.picture(group, picture, x, css);
    const text = symbol === " " ? "␣" : symbol;
    const el = svg("text", { x, y: Y.in + 6, class: `read ${css} ${fed ? "own" : ""}` }, group, there ? text : "·");
    this.fit(el, text);
  }

  fit(el, text) {
    squeeze(el, text.length, FULL, FULL * 8.4);
  }

  picture(group, picture, x, css) {
    const cell = 7.5;
    const g = svg("g", { class: `picture ${css}` }, group);
    picture.forEach((row, r) =>
      row.forEach((value, c) =>
        svg(
          "rect",
          {
            x: x + (c - 4) * cell,
            y: Y.in - 10 + r * cell,
            width: cell,
            height: cell,
            class: "pixel",
            "fill-opacity": value / 16,
          },
          g,
        ),
      ),
    );
    svg("rect", { x: x - 4 * cell, y: Y.in - 10, width: 8 * cell, height: 8 * cell, class: "frame" }, g);
  }

  /** One square a unit: filled above zero, hollow below, the stronger the larger. */
  state(group, { h, part }, t, { x, width }, css, there) {
    const half = this.half(width);
    svg(
      "rect",
      { x: x - half, y: Y.stateTop, width: 2 * half, height: STATE, rx: 6, class: `cell ${css} ${part}` },
      group,
    );
    const across = Math.ceil(Math.sqrt((h.length * 2 * half) / STATE));
    const down = Math.ceil(h.length / across);
    const [w, high] = [(2 * half - 8) / across, (STATE - 8) / down];
    h.forEach((value, unit) => {
      const edge = value < 0 ? 1 : 0; // half of a hollow square's line
      const place = {
        x: x - half + 4 + (unit % across) * w + edge,
        y: Y.stateTop + 4 + Math.floor(unit / across) * high + edge,
        width: w - 1 - 2 * edge,
        height: high - 1 - 2 * edge,
      };
      const strength = there ? 0.08 + 0.92 * Math.min(1, Math.abs(value)) : 0.05;
      const css = `unit ${value < 0 ? "negative" : ""}`;
      const el = svg("rect", { ...place, class: css, "fill-opacity": strength, "stroke-opacity": strength }, group);
      if (there)
        el.addEventListener("pointerenter", () =>
          this.hooks.peek(
            tr("h[{unit}] at t = {t}: {formatNumber}", {
              unit: unit + 1,
              t: t + 1,
              formatNumber: formatNumber(value, ""),
            }),
          ),
        );
    });
  }

  says(group, { said, p }, { x }, css, there) {
    svg(
      "line",
      { x1: x, x2: x, y1: Y.stateTop - 1, y2: Y.out + 14, class: `wire ${css}`, "marker-end": "url(#head)" },
      group,
    );
    const text = said === " " ? "␣" : said === "·" ? tr("end") : said;
    const el = svg("text", { x, y: Y.out + 5, class: `said ${css}` }, group, there ? text : "?");
    if (there) this.fit(el, text);
    if (there)
      el.addEventListener("pointerenter", () => this.hooks.peek(`${named(said)}: ${formatNumber(p[0][1], "")}`));
  }
}
