// The weights beside the circuit: matrices of numbers that are handles, one gate at a time, and that gate's clamp.
import { ClampRow } from "./clamps.js";
import { make } from "./dom.js";
import { formatNumber, loadKatex, renderEquation } from "./equation.js";
import { unitOf } from "./table.js";
import { tr } from "./texts.js";

const FULL = 7.4; // characters; where there are many columns, a longer number is written closer

const hasMemory = (table) => table.kind.states.includes("c") && table.form !== "plain";

export class Weights {
  /** `hooks`: knob(el, name, row, q, col), clamp(gate, clamps), redraw() when another gate is chosen. */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.key = "";
    this.tab = null;
    this.cells = [];
  }

  tabs(table, nameOf) {
    const known = ["plain", "sum"].includes(table.form) ? ["g"] : table.kind.arrays.weight_ih;
    const gates = known.map((gate) => ({ key: gate || "W", title: gate ? nameOf(gate) : tr("Weights") }));
    const states = { key: "start", title: ["h0", ...(hasMemory(table) ? ["c0"] : [])].map(nameOf).join(" ") };
    return [...gates, states, ...(table.head ? [{ key: "head", title: nameOf("y") }] : [])];
  }

  /**
   * Builds the panel when its shape or tab is new; `symbols` is the LaTeX of the parameters in the table's notation,
   * `nameOf` their names and the quantities' in plain text.
   */
  shape(table, symbols, nameOf) {
    const tabs = this.tabs(table, nameOf);
    if (!tabs.some((tab) => tab.key === this.tab)) this.tab = tabs[0].key;
    const key = JSON.stringify([
      tabs,
      this.tab,
      table.h0.length,
      table.x[0].length,
      table.head?.bias.length,
      table.notation,
    ]);
    if (key === this.key) return false;
    this.key = key;
    this.nameOf = nameOf;
    this.notation = table.notation;
    this.cells = [];
    const bar = make("div", { className: "tabs", role: "tablist", ariaLabel: tr("Which weights") });
    for (const tab of tabs) bar.append(this.tabButton(tab));
    this.root.replaceChildren(bar, ...this.clampRow(table), ...this.blocks(table, symbols));
    return true;
  }

  tabButton({ key, title }) {
    const chosen = key === this.tab;
    const button = make("button", {
      type: "button",
      textContent: title,
      className: chosen ? "chosen" : "",
      role: "tab",
    });
    button.setAttribute("aria-selected", String(chosen));
    button.style.setProperty("--ink", `var(--q-${key}, var(--text))`);
    button.addEventListener("click", () => this.choose(key));
    return button;
  }

  choose(tab) {
    this.tab = tab;
    this.hooks.redraw();
    this.root.querySelector("[aria-selected=true]")?.focus();
  }

  blocks(table, symbols) {
    const n = table.h0.length;
    if (this.tab === "start")
      return ["h0", "c0"].slice(0, hasMemory(table) ? 2 : 1).map((q) => this.matrix(q, q, n, 1, symbols));
    if (this.tab === "head") {
      return [this.pair("head_weight", "head_bias", table.head.bias.length, n, symbols)];
    }
    const gate = this.tab === "W" ? "" : this.tab;
    const end = gate && `.${gate}`;
    const own = Object.entries(table.kind.arrays).filter(
      ([name, gates]) => name.startsWith("weight") && gates.includes(gate),
    );
    return own.map(([name]) =>
      this.pair(`${name}${end}`, `${name.replace("weight", "bias")}${end}`, n, table[name][0].length, symbols),
    );
  }

  pair(weight, bias, rows, cols, symbols) {
    const lying = cols > 2; // no room beside the matrix: the bias lies under it
    const bias_box = this.matrix(bias, bias, rows, 1, symbols, lying);
    if (!cols) return make("div", { className: "pair" }, bias_box); // an input that is not drawn number by number
    return make(
      "div",
      { className: lying ? "pair lying" : "pair" },
      this.matrix(weight, weight, rows, cols, symbols),
      bias_box,
    );
  }

  matrix(name, q, rows, cols, symbols, lying = false) {
    const title = make("div", { className: "title", title: this.notation === "torch" ? name : "" });
    loadKatex(this.root.getRootNode()).then(() => renderEquation(title, symbols[name]));
    const grid = make("div", { className: "matrix" });
    grid.style.gridTemplateColumns = `repeat(${lying ? rows : cols}, auto)`;
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++) grid.append(this.cell(name, q, row, col, lying || cols > 2));
    return make("div", {}, title, grid);
  }

  cell(name, q, row, col, crowded) {
    const el = make("span", { className: crowded ? "weight crowded" : "weight", tabIndex: 0 });
    el.setAttribute("role", "spinbutton");
    el.dataset.q = q;
    el.dataset.row = row;
    el.dataset.col = col;
    this.hooks.knob(el, () => name, row, q, col);
    this.cells.push({ el, name, row, col, crowded });
    return el;
  }

  clampRow({ kind, units }) {
    this.clamp =
      kind.clampable.includes(this.tab) && !units
        ? new ClampRow(this.tab, this.nameOf(this.tab), (clamps) => this.hooks.clamp(this.clamp.gate, clamps))
        : null;
    return this.clamp ? [this.clamp.el] : [];
  }

  update(store) {
    for (const cell of this.cells) {
      const { el, name, row, col, crowded } = cell;
      const value = store.value(name, row, col);
      if (!Object.is(cell.value, value)) {
        cell.value = value;
        el.textContent = formatNumber(value);
        // four of them stand in the panel
        if (crowded) el.style.letterSpacing = `${Math.min(0, FULL / el.textContent.length - 1) * 0.6}em`;
        el.setAttribute("aria-valuenow", value);
        const at = unitOf(store.table, row) + 1;
        el.setAttribute(
          "aria-label",
          tr("{name} row {at} column {col}", { name: this.nameOf(name).replace(".", " "), at, col: col + 1 }),
        );
      }
      const before = store.ghostValue(name, row, col);
      el.classList.toggle("changed", before !== null && before !== value);
      el.title = before !== null && before !== value ? tr("{value}, was {before}", { value, before }) : String(value);
    }
    this.clamp?.update(store.table);
  }
}
