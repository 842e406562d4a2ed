// A matrix as cells of colour: with its numbers where there is room, else as a picture that says them on pointing.
import { penOf } from "../shared/canvas.js";
import { show } from "../shared/scale.js";
import { tr } from "../shared/texts.js";

const MOST_COLUMNS = 4;
const FULL = 7; // characters of +0.3120; a longer number is written closer

export const printed = ([rows, columns]) => rows <= MOST_COLUMNS && columns <= MOST_COLUMNS;

/** `hooks`: point({ row, col } or null), knob(el) for a number that can be dragged. */
export function makeMatrix(rows, columns, hooks) {
  return printed([rows, columns]) ? new Numbers(rows, columns, hooks) : new Picture(rows, columns, hooks);
}

class Numbers {
  constructor(rows, columns, hooks) {
    this.el = Object.assign(document.createElement("div"), { className: "matrix numbers-in" });
    this.el.style.gridTemplateColumns = `repeat(${columns}, auto)`;
    this.spans = [];
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < columns; col++) this.spans.push(this.span(row, col, hooks));
    this.el.append(...this.spans);
    this.columns = columns;
  }

  span(row, col, { point, knob }) {
    const el = Object.assign(document.createElement("span"), { tabIndex: 0 });
    Object.assign(el.dataset, { row, col });
    for (const kind of ["pointerenter", "focus"]) el.addEventListener(kind, () => point({ row, col }));
    for (const kind of ["pointerleave", "blur"]) el.addEventListener(kind, () => point(null));
    knob?.(el, row, col);
    return el;
  }

  update(values, most, scale, name) {
    this.spans.forEach((el, at) => {
      const value = values[Math.floor(at / this.columns)][at % this.columns];
      const text = show(value);
      if (el.textContent !== text) el.textContent = text;
      el.style.background = scale.css(value, most);
      el.style.color = scale.ink(value, most);
      el.style.letterSpacing = text.length > FULL ? `${(FULL / text.length - 1) * 0.6}em` : "";
      el.setAttribute(
        "aria-label",
        tr("{name}, row {row}, column {col}: {text}", {
          name,
          row: Number(el.dataset.row) + 1,
          col: Number(el.dataset.col) + 1,
          text,
        }),
      );
    });
  }
}

class Picture {
  constructor(rows, columns, { point }) {
    this.el = Object.assign(document.createElement("canvas"), { className: "matrix picture" });
    this.el.setAttribute("role", "img");
    this.size = [rows, columns];
    this.cell = [Math.max(3, Math.min(16, 200 / columns)), Math.max(3, Math.min(20, 76 / rows))];
    this.el.width = Math.ceil(columns * this.cell[0]);
    this.el.height = Math.ceil(rows * this.cell[1]);
    const at = (event) => {
      const box = this.el.getBoundingClientRect();
      const place = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      point({
        row: place((event.clientY - box.top) / box.height, rows),
        col: place((event.clientX - box.left) / box.width, columns),
      });
    };
    this.el.addEventListener("pointermove", at);
    this.el.addEventListener("pointerdown", at);
    this.el.addEventListener("pointerleave", () => point(null));
  }

  update(values, most, scale, name) {
    const ctx = penOf(this.el);
    const [width, height] = this.cell;
    values.forEach((row, r) =>
      row.forEach((value, c) => {
        ctx.fillStyle = scale.css(value, most);
        ctx.fillRect(
          c * width,
          r * height,
          Math.max(1, width - Number(width > 5)),
          Math.max(1, height - Number(height > 5)),
        );
      }),
    );
    this.el.setAttribute(
      "aria-label",
      tr("{name}, {rows} rows, {columns} columns", { name, rows: this.size[0], columns: this.size[1] }),
    );
  }
}
