// What each net believes after this step: ten bars a net, the likeliest of them named.
import { make } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { tr } from "../shared/texts.js";

export class Beliefs {
  constructor(root) {
    this.root = root;
    this.nets = null;
  }

  draw(beliefs, t) {
    if (!this.nets || beliefs.length !== this.nets.length || beliefs.some(({ name }, k) => name !== this.nets[k].name))
      this.build(beliefs);
    beliefs.forEach(({ p }, k) => this.fill(this.nets[k], p[t]));
  }

  build(beliefs) {
    this.nets = beliefs.map(({ name }) => {
      const bars = Array.from({ length: 10 }, (_, digit) => {
        const fill = make("i");
        return {
          fill,
          row: make(
            "div",
            { className: "bar" },
            make("span", { textContent: String(digit) }),
            make("span", { className: "track" }, fill),
          ),
        };
      });
      const says = make("b");
      return { name, bars, says, box: make("div", { className: "net" }, says, ...bars.map(({ row }) => row)) };
    });
    const empty = make("p", {
      textContent: tr("No answer yet: the nets are being trained. Both answers appear here after the first epoch."),
    });
    this.root.replaceChildren(...(this.nets.length ? this.nets.map(({ box }) => box) : [empty]));
  }

  fill({ name, bars, says }, p) {
    const best = p.indexOf(Math.max(...p));
    says.textContent = `${name}: ${best} (${formatNumber(p[best], "")})`;
    bars.forEach(({ fill, row }, digit) => {
      fill.style.width = `${(100 * p[digit]).toFixed(1)}%`;
      row.classList.toggle("best", digit === best);
      row.title = `${digit}: ${formatNumber(p[digit], "")}`;
    });
  }
}
