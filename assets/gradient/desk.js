// The weights beside the path, as on the cell stage: dragged there, and what follows from them comes back from Python.
import { limitOf, numberOf, withNumber } from "../shared/table.js";
import { Weights } from "../shared/weights.js";
import { knob } from "./hands.js";

const LARGEST = 4; // units or inputs that there is room for

export class Desk {
  constructor(root, stage) {
    this.root = root;
    this.stage = stage;
    this.weights = new Weights(root, {
      knob: (el, name, row, _q, col) => this.knob(el, name(), row, col),
      clamp: (_gate, clamps) => this.clamp(clamps),
      redraw: () => stage.frame(),
    });
  }

  get table() {
    return this.stage.data.table;
  }

  update(symbols) {
    const { table } = this;
    this.root.hidden = table.h0.length > LARGEST || table.x[0].length > LARGEST;
    if (this.root.hidden) return;
    const now = { ...table, t: this.stage.end0 };
    this.weights.shape(now, symbols, (key) => this.stage.nameOf(key));
    this.weights.update({
      table: now,
      value: (name, row, col) => numberOf(now, null, name, row, col),
      ghostValue: () => null,
    });
  }

  knob(el, name, row, col = 0) {
    const value = () => numberOf(this.table, null, name, row, col);
    const set = (number) => {
      this.stage.draft ??= this.table;
      this.stage.data.table = withNumber(this.table, name, row, col, number);
    };
    knob(this.stage, el, { name, value, set, limit: limitOf(name), done: () => this.stage.release() });
  }

  clamp(clamps) {
    this.stage.draft = this.table;
    this.stage.data.table = { ...this.table, clamps };
    this.stage.release();
    this.stage.frame();
  }
}
