// The four orders, each as the sequence that a pass reads: a step is a row of eight squares, time goes down.
import { svg } from "../shared/svg.js";
import { tr } from "../shared/texts.js";

const CELL = 12;
const SIDE = 8;
const GAP = 14;

export class Orders {
  constructor(root) {
    this.root = root;
    this.boxes = {};
  }

  draw(orders, t) {
    for (const [name, { title, x }] of Object.entries(orders)) {
      const drawn = (this.boxes[name] ??= this.box(name, title));
      x.forEach((row, step) =>
        row.forEach((value, d) => {
          const el = drawn.cells[step * SIDE + d];
          el.setAttribute("fill-opacity", (step <= t ? 1 : 0.25) * (value / 16));
        }),
      );
      drawn.now.setAttribute("y", t * CELL);
    }
  }

  box(name, title) {
    const figure = document.createElement("figure");
    figure.className = ["down", "up"].includes(name) ? "rows" : "columns";
    const picture = svg("svg", {
      viewBox: `-${GAP} -1 ${SIDE * CELL + GAP + 2} ${SIDE * CELL + 2}`,
      role: "img",
      "aria-label": tr("Read by {title}", { title }),
    });
    svg("rect", { x: 0, y: 0, width: SIDE * CELL, height: SIDE * CELL, class: "ground" }, picture);
    const cells = Array.from({ length: SIDE * SIDE }, (_, place) =>
      svg(
        "rect",
        { x: (place % SIDE) * CELL, y: Math.floor(place / SIDE) * CELL, width: CELL, height: CELL, class: "pixel" },
        picture,
      ),
    );
    for (const step of [1, SIDE]) svg("text", { x: -4, y: (step - 0.25) * CELL }, picture, String(step));
    const now = svg("rect", { x: 0, y: 0, width: SIDE * CELL, height: CELL, class: "now" }, picture);
    const caption = Object.assign(document.createElement("figcaption"), { textContent: title });
    figure.append(caption, picture);
    this.root.append(figure);
    return { cells, now };
  }
}
