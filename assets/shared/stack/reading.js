// What each direction has read at the step that is looked at: the words, marked.
import { make } from "../dom.js";
import { tr } from "../texts.js";

const MOST = 14; // words that fit a line; more are drawn as blocks

export class Reading {
  /** @type {any[]} */ lines;

  constructor(root, go) {
    this.root = root;
    this.go = go;
    this.key = "";
  }

  /** `labels`: the words; `t`: the step looked at; `upper`: the layer's input has already seen everything. */
  update(labels, t, upper) {
    const key = JSON.stringify(labels);
    if (key !== this.key) this.build(labels);
    this.key = key;
    this.lines.forEach(({ words, note }, d) => {
      words.forEach((word, k) => {
        word.classList.toggle("read", upper || (d ? k >= t : k <= t));
        word.classList.toggle("now", k === t);
      });
      const count = upper ? labels.length : d ? labels.length - t : t + 1;
      note.textContent = tr("{count} of {n}{word}", {
        count,
        n: labels.length,
        word: upper ? tr(", through the layer below") : "",
      });
    });
  }

  build(labels) {
    const slim = labels.length > MOST;
    this.lines = [tr("→ has read"), tr("← has read")].map((title) => {
      const words = labels.map((label, k) => {
        const word = make("button", {
          type: "button",
          textContent: slim ? "" : label,
          title: label,
          ariaLabel: label,
          className: "word",
        });
        word.addEventListener("click", () => this.go(k));
        return word;
      });
      const note = make("span", { className: "count" });
      return {
        words,
        note,
        line: make(
          "div",
          { className: slim ? "line slim" : "line" },
          make("b", { textContent: title }),
          ...words,
          note,
        ),
      };
    });
    this.root.replaceChildren(...this.lines.map(({ line }) => line));
  }
}
