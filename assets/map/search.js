// The search box: a combobox over the labels, which are all in the browser. ↓ ↑ choose, Enter takes, Escape closes.
import { make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";

const MOST = 8;

/** The rows whose label is `text`, begins with it or holds it, in that order. */
export function matches(labels, text, most = MOST) {
  const asked = text.trim().toLowerCase();
  if (!asked) return [];
  /** @type {number[][]} */
  const ranked = [[], [], []];
  for (let row = 0; row < labels.length && ranked[0].length < most; row++) {
    const label = labels[row].toLowerCase();
    const rank = label === asked ? 0 : label.startsWith(asked) ? 1 : label.includes(asked) ? 2 : -1;
    if (rank >= 0 && ranked[rank].length < most) ranked[rank].push(row);
  }
  return ranked.flat().slice(0, most);
}

export class Search {
  /** @type {any[]} */ rows;
  /** @type {string[]} */ labels;

  constructor(take) {
    this.take = take;
    this.id = `found-${Math.random().toString(36).slice(2, 8)}`;
    this.input = make("input", {
      type: "search",
      placeholder: tr("Find a point …"),
      autocomplete: "off",
      spellcheck: false,
    });
    this.list = make("ul", { id: this.id, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", tr("Points found"));
    const told = {
      role: "combobox",
      "aria-label": tr("Find a point"),
      "aria-expanded": "false",
      "aria-controls": this.id,
    };
    for (const [name, value] of Object.entries(told)) this.input.setAttribute(name, value);
    this.root = make("div", { className: "find" }, this.input, this.list);
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => this.pressed(event));
  }

  /** Who is choosing goes on: among the same labels as before, or among those that are now found. */
  show(labels) {
    const same = labels.length === this.labels?.length && labels.every((label, row) => label === this.labels[row]);
    this.labels = labels;
    if (!same && !this.list.hidden) this.look();
  }

  look() {
    this.rows = matches(this.labels, this.input.value);
    this.at = 0;
    this.draw();
  }

  draw() {
    const none = this.input.value.trim() && !this.rows.length;
    const items = none
      ? [make("li", { className: "none", textContent: tr("no such point") })]
      : this.rows.map((row, n) => this.item(row, n));
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.setAttribute("aria-activedescendant", this.rows.length ? `${this.id}-${this.at}` : "");
  }

  item(row, n) {
    const item = make("li", { id: `${this.id}-${n}`, textContent: this.labels[row] });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(n === this.at));
    item.dataset.row = row;
    return item;
  }

  key(event) {
    if (event.key === "Enter" && this.list.hidden) this.look();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.rows?.length) {
      this.at = (this.at + step + this.rows.length) % this.rows.length;
      this.draw();
    } else if (event.key === "Enter" && this.rows?.length) this.chosen(this.rows[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pressed(event) {
    event.preventDefault(); // the box keeps the focus
    const row = event.target.closest("[data-row]")?.dataset.row;
    if (row !== undefined) this.chosen(Number(row));
  }

  chosen(row) {
    this.input.value = this.labels[row];
    this.close();
    this.take(row);
  }

  close() {
    this.rows = [];
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
