// The numbers of a node with too many units for a cell each: a picture, whose rows say their number on pointing.
import { penOf } from "../shared/canvas.js";
import { make } from "../shared/dom.js";
import { show } from "../shared/scale.js";
import { tr } from "../shared/texts.js";

export class Block {
  /** `spot(row)`: what is pointed at; `press`: a click, or null. */
  constructor(inner, { left, top, width, height, n, q, k }, { point, press }) {
    this.n = n;
    this.q = q;
    this.k = k;
    this.canvas = make("canvas", {
      className: press ? "block press" : "block",
      width: Math.round(width),
      height: Math.max(n, Math.round(height)),
    });
    Object.assign(this.canvas.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    this.canvas.setAttribute("role", "img");
    Object.assign(this.canvas.dataset, { q, k });
    this.canvas.addEventListener("pointermove", (event) => {
      const box = this.canvas.getBoundingClientRect();
      const row = Math.floor(((event.clientY - box.top) / box.height) * n);
      point({ q, k, row: Math.max(0, Math.min(n - 1, row)) });
    });
    this.canvas.addEventListener("pointerleave", () => point(null));
    if (press) this.canvas.addEventListener("click", () => press(k));
    inner.append(this.canvas);
  }

  /** Gradients: `colour(value)`, or null where the sweep has not come yet. */
  colours(values, colour, most) {
    const { width } = this.canvas;
    this.draw(values, most, colour && ((value) => [colour(value), 0, width]));
  }

  /** Numbers in their quantity's own colour: a bar to the right of the middle or, where negative, to the left. */
  bars(values, colour, most) {
    const half = this.canvas.width / 2;
    const full = Math.max(1, most);
    this.draw(values, most, (value) => [
      colour,
      value < 0 ? half * (1 + value / full) : half,
      (half * Math.abs(value)) / full,
    ]);
  }

  draw(values, most, barOf) {
    const ctx = penOf(this.canvas);
    const { width, height } = this.canvas;
    ctx.clearRect(0, 0, width, height);
    values.forEach((value, row) => {
      if (!barOf) return;
      const [y, end] = [Math.round((row * height) / this.n), Math.round(((row + 1) * height) / this.n)];
      const [colour, left, wide] = barOf(value ?? 0);
      ctx.fillStyle = colour;
      ctx.fillRect(left, y, wide, end - y);
    });
    this.canvas.setAttribute(
      "aria-label",
      tr("{q} {k}, {n} numbers, {word}", {
        q: this.q,
        k: this.k + 1,
        n: this.n,
        word: barOf ? tr("the largest of size {most}", { most: show(most, "") }) : tr("not yet"),
      }),
    );
  }
}
