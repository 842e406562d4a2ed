// The series twice: whole, with the window's place and the train/test line on it; and near, with the windows around
// this one.
import { penOf } from "../shared/canvas.js";
import { scrubs } from "../shared/scrub.js";
import { svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";

const PAD = 8;
const WHOLE = 64; // heights, px
const NEAR = 118;
const ROW = 17;
const ROWS = 5; // windows that are drawn under the near view
const DASHES = ["", "6 4", "2 3", "8 3 2 3"];
const LETTER = 7.2; // px
const TEXTS = 40; // points up to which each has its dot

export class Series {
  /** `goTo(point)` while a pointer is held on the whole series. */
  constructor(root, goTo) {
    this.root = root;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.near = svg("svg", { class: "near", role: "img", "aria-label": tr("The windows around this one") });
    root.append(this.canvas, this.near);
    const at = ({ clientX }) => {
      const box = this.canvas.getBoundingClientRect();
      const share = (clientX - box.left - PAD) / (box.width - 2 * PAD);
      return Math.round(Math.max(0, Math.min(1, share)) * (this.length - 1));
    };
    scrubs(this.canvas, { at, now: () => this.begin, go: goTo });
  }

  recolour() {
    this.inks = null;
  }

  ink(name) {
    this.inks ??= {};
    return (this.inks[name] ??= getComputedStyle(this.root).getPropertyValue(name).trim() || "#888");
  }

  draw(data, at, begin) {
    this.root.hidden = !data.ordered;
    if (!data.ordered) return;
    this.length = data.values.length;
    this.begin = begin(at);
    const width = Math.max(220, this.root.clientWidth);
    this.scale(data);
    this.canvas.hidden = data.words;
    if (!data.words) this.whole(data, begin(at), width);
    this.detail(data, at, begin, width);
  }

  scale(data) {
    if (this.scaled === data.values) return;
    this.scaled = data.values;
    const columns = data.values[0].map((_, d) => data.values.map((row) => row[d]));
    this.columns = columns.map((values) => {
      let [low, high] = [Infinity, -Infinity];
      for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
      return { values, low, span: high - low || 1 };
    });
  }

  y(d, value, height) {
    const { low, span } = this.columns[d];
    return height - 6 - ((value - low) / span) * (height - 12);
  }

  whole(data, begin, width) {
    const ratio = devicePixelRatio || 1;
    const { canvas } = this;
    Object.assign(canvas, { width: Math.round(width * ratio), height: WHOLE * ratio });
    canvas.style.cssText = `width: ${width}px; height: ${WHOLE}px`;
    const ctx = penOf(canvas);
    ctx.scale(ratio, ratio);
    const step = (width - 2 * PAD) / Math.max(1, this.length - 1);
    const x = (t) => PAD + t * step;
    if (data.boundary !== null) {
      ctx.fillStyle = this.ink("--panel");
      ctx.fillRect(x(data.boundary - 0.5), 0, width, WHOLE);
    }
    this.columns.forEach((column, d) => this.curve(ctx, column, d, x));
    this.upright(ctx, data.boundary === null ? [] : [data.boundary - 0.5], x, "--text", []);
    this.upright(
      ctx,
      data.jumps.map((t) => t + 0.5),
      x,
      "--st-red-text-color",
      [3, 3],
    );
    ctx.strokeStyle = this.ink("--q-h");
    ctx.lineWidth = 2.5;
    ctx.strokeRect(x(begin) - 2, 2, Math.max(4, (data.lag - 1) * step + 4), WHOLE - 4);
  }

  upright(ctx, places, x, ink, dash) {
    ctx.strokeStyle = this.ink(ink);
    ctx.lineWidth = 1.5;
    ctx.setLineDash(dash);
    for (const t of places) {
      ctx.beginPath();
      ctx.moveTo(x(t), 0);
      ctx.lineTo(x(t), WHOLE);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  /** Of a long series the lowest and highest point of each pixel. */
  curve(ctx, { values }, d, x) {
    const every = Math.max(1, Math.floor(values.length / 1200));
    ctx.strokeStyle = this.ink("--q-x");
    ctx.lineWidth = 1.2;
    ctx.setLineDash(d ? DASHES[d % 4].split(" ").map(Number) : []);
    ctx.beginPath();
    for (let t = 0; t < values.length; t += every) {
      const part = values.slice(t, t + every);
      for (const value of every > 1 ? [Math.min(...part), Math.max(...part)] : part)
        ctx.lineTo(x(t), this.y(d, value, WHOLE));
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }

  detail(data, at, begin, width) {
    const first = Math.max(0, begin(at) - Math.ceil(data.lag * 0.3) - 1);
    const numbers = Array.from({ length: ROWS }, (_, k) => at + k).filter((number) => number < data.marks.length);
    const reach = begin(numbers.at(-1)) + data.lag + data.ahead;
    const last = Math.min(
      this.length - 1,
      Math.max(begin(at) + Math.ceil(data.lag * 1.3) + data.ahead, Math.min(reach, begin(at) + 2 * data.lag + 8)),
    );
    const names = numbers.map((number) => nameOf(data, number));
    const room = Math.min(0.55 * width, 14 + LETTER * Math.max(...names.map((name) => name.length)));
    const step = (width - 2 * PAD - room) / Math.max(1, last - first + 1);
    const x = (t) => PAD + (t - first + 0.5) * step;
    const height = NEAR + ROWS * ROW + 4;
    this.near.replaceChildren();
    this.near.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.near.setAttribute("height", String(height));
    this.boxes(data, begin(at), x, step);
    data.words ? this.words(data, first, last, x, step) : this.lines(first, last, x);
    this.marks(data, first, last, x, height);
    numbers.forEach((number, k) => this.bracket(data, number, begin(number), k, { x, step, last, name: names[k] }));
  }

  boxes(data, begin, x, step) {
    const box = (from, count, css) =>
      svg("rect", { x: x(from) - step / 2, y: 1, width: count * step, height: NEAR - 2, rx: 4, class: css }, this.near);
    box(begin, data.lag, "window");
    if (data.ahead) box(begin + data.lag, data.ahead, "target");
  }

  lines(first, last, x) {
    this.columns.forEach(({ values }, d) => {
      const points = [];
      for (let t = first; t <= last; t += 1) points.push([x(t), this.y(d, values[t], NEAR)]);
      svg(
        "polyline",
        {
          points: points.map((p) => p.map((v) => v.toFixed(1)).join()).join(" "),
          class: "curve",
          "stroke-dasharray": DASHES[d % 4],
        },
        this.near,
      );
      if (points.length <= TEXTS)
        for (const [cx, cy] of points) svg("circle", { cx, cy, r: 3, class: "dot" }, this.near);
    });
  }

  /** One-hot rows: a filled square for each 1, the word under its column. */
  words(data, first, last, x, step) {
    const high = (NEAR - 26) / this.columns.length;
    for (let t = first; t <= last; t += 1) {
      const at = { x: x(t) - step * 0.3, width: step * 0.6 };
      this.columns.forEach(({ values }, d) =>
        svg("rect", { ...at, y: 6 + d * high, height: high - 2, class: values[t] ? "one" : "zero" }, this.near),
      );
      svg("text", { x: x(t), y: NEAR - 8, class: "word" }, this.near, data.labels[t]);
    }
  }

  /** The line between what is learned from and what is held out, and jumps in time. */
  marks(data, first, last, x, height) {
    const upright = (t, css) => svg("line", { x1: x(t), x2: x(t), y1: 0, y2: height, class: css }, this.near);
    if (data.boundary !== null && data.boundary >= first && data.boundary <= last + 1)
      upright(data.boundary - 0.5, "boundary");
    data.jumps.forEach((t, k) => {
      if (t < first || t >= last) return;
      upright(t + 0.5, "jump");
      const [ends, begins] = data.dates[k];
      svg("text", { x: x(t + 0.5) - 5, y: 11, class: "date ends" }, this.near, ends);
      svg("text", { x: x(t + 0.5) + 5, y: 11, class: "date" }, this.near, begins);
    });
  }

  /** A window as a bar: what it reads, then what it is to say; behind it its number, and what is wrong with it. */
  bracket(data, number, begin, row, { x, step, last, name }) {
    const y = NEAR + row * ROW + 3;
    const to = Math.min(last + 1, begin + data.lag);
    const mark = data.marks[number];
    const group = svg("g", { class: `bracket ${row ? "" : "now"} mark-${mark}` }, this.near);
    svg(
      "rect",
      {
        x: x(begin) - step / 2 + 1,
        y,
        width: Math.max(1, (to - begin) * step - 2),
        height: ROW - 4,
        rx: 3,
        class: "reads",
      },
      group,
    );
    const ahead = Math.min(last + 1, begin + data.lag + data.ahead) - begin - data.lag;
    if (ahead > 0)
      svg(
        "rect",
        {
          x: x(begin + data.lag) - step / 2 + 1,
          y,
          width: Math.max(1, ahead * step - 2),
          height: ROW - 4,
          rx: 3,
          class: "says",
        },
        group,
      );
    const end = x(Math.min(last + 1, begin + data.lag + data.ahead)) - step / 2;
    svg("text", { x: end + 5, y: y + ROW - 5 }, group, name);
  }
}

/** 12 · train · ✕ across a jump */
function nameOf({ short, marks, straddles }, number) {
  const wrong = straddles.includes(number) ? tr("✕ across a jump") : "";
  return [number + 1, short[marks[number]], wrong].filter(Boolean).join(" · ");
}
