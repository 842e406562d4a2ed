// A layer that is not open: what it reads, its state before and after, in one line over or under the open cell.
import { Circuit } from "../circuit.js";
import { COLUMNS, Rows } from "../layouts_narrow.js";
import { Sketch } from "../sketch.js";
import { tr } from "../texts.js";

const HALF = 36; // of the box with the layer's name
const WIDE = { x: 50, h_prev: 170, c_prev: 290, cell: 440, c: 590, h: 712 };

/** `layer`: what the cell is called in the picture. */
const layouts = (layer) => ({
  wide: (size) => line(new Sketch(800, 74, 24, 15), size, WIDE, layer, 22),
  narrow: (size) => {
    const at = { x: COLUMNS[0], h_prev: COLUMNS[1], cell: COLUMNS[2], h: COLUMNS[3] };
    return line(new Rows(size), { ...size, memory: false }, at, layer, 24);
  },
});

function line(s, { hidden, inputs, memory }, at, layer, top) {
  const rows = Math.max(hidden, inputs);
  const y = top + (rows * s.rh) / 2;
  const states = memory ? ["h", "c"] : ["h"];
  const [before, after] = [at[memory ? "c_prev" : "h_prev"], at[memory ? "c" : "h"]];
  s.chip("x", inputs, at.x, y, -1);
  for (const q of states) s.chip(`${q}_prev`, hidden, at[`${q}_prev`], y, -1).chip(q, hidden, at[q], y, -1);
  s.node(layer, at.cell, y, -1, { wide: true, half: HALF });
  s.wire(-1, "h", [before + s.cw / 2, y], [at.cell - HALF, y]).wire(
    -1,
    "h",
    [at.cell + HALF, y],
    [after - s.cw / 2, y],
  );
  const [under, below] = [s.under(inputs, y), top + rows * s.rh + 8];
  s.wire(-1, "x", [at.x, under], [at.x, below], [at.cell, below], [at.cell, y + 11]);
  s.height = below + 2;
  return s;
}

export class Closed extends Circuit {
  /** `open()`: opens the cell, wherever it is pressed. */
  constructor(layer, open, nameOf) {
    const root = Object.assign(document.createElement("div"), {
      className: "closed",
      title: tr("Open {layer}", { layer }),
    });
    super(root, { knob: () => {}, nameOf });
    this.layouts = layouts(layer);
    root.addEventListener("click", open);
  }

  layoutOf(table, isNarrow, size) {
    const { wide, narrow } = this.layouts;
    return (isNarrow ? narrow : wide)({ ...size, memory: table.kind.states.includes("c") });
  }

  /** Numbers to read: the tabs over the strip are what a keyboard opens a layer with. */
  drawNumber(...about) {
    const cell = super.drawNumber(...about);
    cell.g.removeAttribute("tabindex");
    cell.g.setAttribute("role", "img");
    return cell;
  }
}
