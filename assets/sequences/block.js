// The array as a block: sheets behind one another, each with rows and columns, the axes named as torch names them.
import { formatNumber } from "../shared/format.js";
import { svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";

const SHEETS = 5; // that are drawn of many
const ROWS = 6;
const COLUMNS = 4;
const CELL = { width: 63, height: 22 };
const SHIFT = 11; // px between two sheets

export class Block {
  constructor(root) {
    this.title = Object.assign(document.createElement("div"), { className: "shape" });
    this.svg = svg("svg", { role: "img" });
    root.append(this.title, this.svg);
  }

  draw(data, at, begin) {
    const { shape, axes } = data;
    const target = data.ahead ? `   y: (${shape[data.first ? 0 : 1]}, ${data.ahead})` : "";
    this.title.textContent = `X: (${shape.join(", ")})${target}`;
    const [depth, rows, columns] = shape.length === 3 ? shape : [1, ...shape];
    const sheets = Math.min(depth, SHEETS);
    const shown = { rows: Math.min(rows, ROWS), columns: Math.min(columns, COLUMNS) };
    const width = shown.columns * CELL.width + (sheets - 1) * SHIFT;
    const height = (shown.rows + Number(rows > shown.rows)) * CELL.height + (sheets - 1) * SHIFT;
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `-62 -34 ${width + 128} ${height + 62}`);
    this.svg.style.maxWidth = `${width + 128}px`;
    this.svg.setAttribute(
      "aria-label",
      tr("An array of shape {shape}, axes {axes}", { shape: shape.join(" by "), axes: axes.join(", ") }),
    );
    for (let k = sheets - 1; k >= 1; k -= 1) this.sheet(k, shown, rows, sheets);
    this.front(data, at, begin, shown, rows, columns, sheets);
    this.names(axes.length === 3 ? axes : ["", ...axes], [depth, rows, columns], shown, sheets, rows);
  }

  corner(k, sheets) {
    return { x: k * SHIFT, y: (sheets - 1 - k) * SHIFT };
  }

  size(shown, rows) {
    return { width: shown.columns * CELL.width, height: (shown.rows + Number(rows > shown.rows)) * CELL.height, rx: 3 };
  }

  sheet(k, shown, rows, sheets) {
    svg("rect", { ...this.corner(k, sheets), ...this.size(shown, rows), class: "sheet" }, this.svg);
  }

  /** The sheet in front has its numbers: this window, or, with time first, the first step of the batch. */
  front(data, at, begin, shown, rows, columns, sheets) {
    const { x, y } = this.corner(0, sheets);
    svg("rect", { x, y, ...this.size(shown, rows), class: "sheet front" }, this.svg);
    const batch = data.batch ? Math.floor(at / data.batch) * data.batch : 0;
    const value = (row, column) => {
      if (!data.ordered) return data.values[row][column];
      const [number, t] = data.first ? [at, row] : [Math.min(batch + row, data.marks.length - 1), 0];
      return data.values[begin(number) + t][column];
    };
    for (let row = 0; row < shown.rows; row += 1) {
      for (let column = 0; column < shown.columns; column += 1) {
        const place = {
          x: x + (column + 0.5) * CELL.width,
          y: y + (row + 0.7) * CELL.height,
          class: data.ordered || row !== at ? "value" : "value now",
        };
        svg("text", place, this.svg, formatNumber(value(row, column), ""));
      }
      if (columns > shown.columns)
        svg(
          "text",
          { x: x + shown.columns * CELL.width + 3, y: y + (row + 0.7) * CELL.height, class: "more" },
          this.svg,
          "…",
        );
    }
    if (rows > shown.rows)
      svg(
        "text",
        { x: x + (shown.columns * CELL.width) / 2, y: y + (shown.rows + 0.6) * CELL.height, class: "value" },
        this.svg,
        "⋮",
      );
  }

  names([deep, down, across], [depth, rows, columns], shown, sheets, all) {
    const { x, y } = this.corner(0, sheets);
    const { width, height } = this.size(shown, all);
    const name = (letter, count) => `${letter} = ${count}`;
    svg("text", { x: x - 6, y: y + height / 2, class: "axis end" }, this.svg, name(down, rows));
    svg("text", { x: x + width / 2, y: y + height + 19, class: "axis middle" }, this.svg, name(across, columns));
    if (!deep) return;
    const back = this.corner(sheets - 1, sheets);
    svg(
      "text",
      { x: back.x + width / 2, y: back.y - 10, class: "axis middle" },
      this.svg,
      `${name(deep, depth)}${depth > sheets ? tr(" ({sheets} drawn)", { sheets }) : ""}`,
    );
  }
}
