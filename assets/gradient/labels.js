// Names over the nodes of the unrolled net; plain text where there are too many for KaTeX.
import { make } from "../shared/dom.js";
import { loadKatex, renderEquation } from "../shared/equation.js";
import { low } from "../shared/scale.js";

const LIFT = 12; // px from a box's edge to the middle of its label: the subscript of a subscript stays above the edge
const LABELLED = 10; // steps up to which the labels are set in KaTeX

export class Labels {
  /** `names`, `symbols`: the LaTeX of the gradients and of the quantities in the notation that is chosen. */
  constructor(drawn, net, names, symbols) {
    this.root = drawn.inner;
    this.short = net.steps > LABELLED;
    /** @type {{ el: HTMLElement, latex: string, plain: string, t: number, loss: boolean }[]} */
    this.all = [];
    const add = (q, k, side, latex, plain) => {
      const el = make("div", { className: "net-label" });
      el.style.left = `${drawn.x(k) + side * (drawn.chip / 2)}px`;
      el.style.top = `${drawn.y[q] - drawn.half[q] - LIFT}px`;
      this.root.append(el);
      this.all.push({ el, latex, plain, t: k + 1, loss: side > 0 });
    };
    for (let k = -1; k < net.steps; k++) {
      for (const q of k < 0 ? net.states : ["y", ...net.states]) {
        add(q, k, -1, symbols[q], `${drawn.letter(q)}${low(k + 1)}`);
        add(q, k, 1, names[`d${q}`], `∂${drawn.letter(q)}${low(k + 1)}`);
      }
      if (k >= 0) add("x", k, 0, symbols.x, `${drawn.letter("x")}${low(k + 1)}`);
    }
  }

  write(loss) {
    for (const { el, latex, plain, t, loss: own } of this.all) {
      if (this.short) el.textContent = plain;
      else
        loadKatex(this.root.getRootNode()).then(() =>
          renderEquation(el, own ? latex.replaceAll("\\Loss", `{${loss}}`) : latex, { t }),
        );
    }
  }
}
