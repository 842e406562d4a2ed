// The numbers of a node with too many units for a cell each: a picture, whose rows say their number on pointing.
import { penOf } from "../shared/canvas.js";
import { make } from "../shared/dom.js";
import { show } from "../shared/scale.js";

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

  /** `colour(value)`, or null where the sweep has not come yet. */
  update(values, colour, most) {
    const ctx = penOf(this.canvas);
    const { width, height } = this.canvas;
    ctx.clearRect(0, 0, width, height);
    if (colour) {
      values.forEach((value, row) => {
        const [y, end] = [Math.round((row * height) / this.n), Math.round(((row + 1) * height) / this.n)];
        ctx.fillStyle = colour(value);
        ctx.fillRect(0, y, width, end - y);
      });
    }
    this.canvas.setAttribute(
      "aria-label",
      `${this.q} ${this.k + 1}, ${this.n} numbers, ${colour ? `the largest of size ${show(most, "")}` : "not yet"}`,
    );
  }
}
