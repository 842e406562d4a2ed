// The weights beside the circuit: matrices of numbers that are handles, one gate at a time, and that gate's clamp.
import { GATES } from "./cell.js";
import { make } from "./dom.js";
import { formatNumber, renderEquation, loadKatex } from "./equation.js";

const CLAMPABLE = new Set(["i", "f", "o", "r", "z"]);

const hasMemory = (table) => table.cell === "lstm" && table.form !== "plain";

export class Weights {
  /** `hooks`: knob(el, name, row, q, col), clamp(gate, value, everyStep), focus(gate) when another gate is chosen. */
  constructor(root, hooks) {
    Object.assign(this, { root, hooks, key: "", tab: null, cells: [] });
  }

  tabs(table) {
    const known = ["plain", "sum"].includes(table.form) ? ["g"] : GATES[table.cell];
    const gates = known.map((gate) => ({ key: gate || "W", title: gate || "Weights" }));
    const states = { key: "start", title: hasMemory(table) ? "h₀ c₀" : "h₀" };
    return [...gates, states, ...(table.head ? [{ key: "head", title: "y" }] : [])];
  }

  /** Builds the panel when its shape or tab is new; `symbols` is the LaTeX of the parameters in the table's notation. */
  shape(table, symbols) {
    const tabs = this.tabs(table);
    if (!tabs.some((tab) => tab.key === this.tab)) this.tab = tabs[0].key;
    const key = JSON.stringify([tabs, this.tab, table.h0.length, table.x[0].length, table.head?.bias.length, table.notation]);
    if (key === this.key) return false;
    this.key = key;
    this.cells = [];
    const bar = make("div", { className: "tabs", role: "tablist", ariaLabel: "Which weights" });
    for (const tab of tabs) bar.append(this.tabButton(tab));
    this.root.replaceChildren(bar, ...this.blocks(table, symbols), ...this.clampRow());
    return true;
  }

  tabButton({ key, title }) {
    const chosen = key === this.tab;
    const button = make("button", { type: "button", textContent: title, className: chosen ? "chosen" : "", role: "tab" });
    button.setAttribute("aria-selected", chosen);
    button.style.setProperty("--ink", `var(--q-${key}-ink, var(--q-${key}, var(--text)))`);
    button.addEventListener("click", () => this.choose(key));
    return button;
  }

  choose(tab) {
    this.tab = tab;
    this.hooks.redraw();
    this.root.querySelector("[aria-selected=true]")?.focus();
  }

  blocks(table, symbols) {
    const [n, inputs] = [table.h0.length, table.x[0].length];
    if (this.tab === "start") return ["h0", "c0"].slice(0, hasMemory(table) ? 2 : 1).map((q) => this.matrix(q, q, n, 1, symbols));
    if (this.tab === "head") {
      return [this.pair("head_weight", "head_bias", table.head.bias.length, n, symbols)];
    }
    const end = this.tab === "W" ? "" : `.${this.tab}`;
    return [
      this.pair(`weight_ih${end}`, `bias_ih${end}`, n, inputs, symbols),
      this.pair(`weight_hh${end}`, `bias_hh${end}`, n, n, symbols),
    ];
  }

  pair(weight, bias, rows, cols, symbols) {
    const lying = cols > 2; // no room beside the matrix: the bias lies under it
    const bias_box = this.matrix(bias, bias, rows, 1, symbols, lying);
    return make("div", { className: lying ? "pair lying" : "pair" }, this.matrix(weight, weight, rows, cols, symbols), bias_box);
  }

  matrix(name, q, rows, cols, symbols, lying = false) {
    const title = make("div", { className: "title", title: name });
    loadKatex(this.root.getRootNode()).then(() => renderEquation(title, symbols[name]));
    const grid = make("div", { className: "matrix" });
    grid.style.gridTemplateColumns = `repeat(${lying ? rows : cols}, auto)`;
    for (let row = 0; row < rows; row++) for (let col = 0; col < cols; col++) grid.append(this.cell(name, q, row, col));
    return make("div", {}, title, grid);
  }

  cell(name, q, row, col) {
    const el = make("span", { className: "weight", tabIndex: 0 });
    el.setAttribute("role", "spinbutton");
    el.dataset.q = q;
    el.dataset.row = row;
    el.dataset.col = col;
    this.hooks.knob(el, () => name, row, q, col);
    this.cells.push({ el, name, row, col });
    return el;
  }

  clampRow() {
    if (!CLAMPABLE.has(this.tab)) return [];
    this.every = this.every ?? true;
    const row = make("div", { className: "clamp", role: "group", ariaLabel: `Clamp gate ${this.tab}` }, make("b", { textContent: `Clamp ${this.tab}` }));
    this.choices = [null, 0, 0.5, 1].map((value) => {
      const button = make("button", { type: "button", textContent: value === null ? "free" : value === 0.5 ? "½" : String(value) });
      button.addEventListener("click", () => this.hooks.clamp(this.tab, value, this.every));
      row.append(button);
      return { value, button };
    });
    const scope = make("button", { type: "button", className: "scope", title: "For one step or all of them" });
    scope.addEventListener("click", () => {
      this.every = !this.every;
      this.hooks.redraw();
    });
    row.append(scope);
    this.scope = scope;
    return [row];
  }

  update(store) {
    for (const cell of this.cells) {
      const { el, name, row, col } = cell;
      const value = store.value(name, row, col);
      if (!Object.is(cell.value, value)) {
        cell.value = value;
        el.textContent = formatNumber(value);
        el.setAttribute("aria-valuenow", value);
        el.setAttribute("aria-label", `${name.replace(".", " ")} row ${row + 1} column ${col + 1}`);
      }
      const before = store.ghostValue(name, row, col);
      el.classList.toggle("changed", before !== null && before !== value);
      el.title = before !== null && before !== value ? `${value}, was ${before}` : String(value);
    }
    if (CLAMPABLE.has(this.tab)) this.updateClamp(store.table);
  }

  updateClamp(table) {
    const own = table.clamps.find((c) => c.gate === this.tab && c.t === (this.every ? null : table.t));
    for (const { value, button } of this.choices) button.setAttribute("aria-pressed", (own?.value ?? null) === value);
    this.scope.textContent = this.every ? "at every step" : `at t = ${table.t + 1} only`;
  }
}
