// The windows stage: windows slide over a series, and the array that they are stacked into stands beside it.
import { dress } from "../shared/dress.js";
import { mounted } from "../shared/mounted.js";
import { Stepped } from "../shared/stepped.js";
import { tr } from "../shared/texts.js";
import { Block } from "./block.js";
import { Series } from "./series.js";

/** @import { WindowsData } from "./contract.d.ts" */

/** @extends {Stepped<WindowsData>} */
class Windows extends Stepped {
  constructor(root) {
    super(root, "window", { at: 1 }, ["series", "block", "said"]);
    this.place = this.stand.read("at") - 1;
    this.series = new Series(this.parts.series, (point) => this.goTo(point));
    this.block = new Block(this.parts.block);
  }

  actions() {
    const far = () => this.data.batch || 10;
    return (this.made ??= {
      ...super.actions(),
      opBack: () => this.go(this.at - far()),
      opNext: () => this.go(this.at + far()),
    });
  }

  get unit() {
    return this.data.thing;
  }

  get count() {
    return this.data.marks.length;
  }

  /** Where the window with this number begins. */
  begin(number) {
    return this.data.begins ? this.data.begins[number] : number * this.data.stride;
  }

  items() {
    return { at: this.at + 1 };
  }

  /** @param {{ data: WindowsData }} component */
  receive({ data }) {
    const first = !this.data;
    this.data = data;
    this.root.dataset.ordered = data.ordered;
    if (dress(this.root, data.css)) this.series.recolour();
    this.go(this.at, !first); // what Python has put into the address knows nothing of the window
  }

  /** To the window that begins nearest before this point of the series. */
  goTo(point) {
    const { begins, stride } = this.data;
    this.go(begins ? begins.findLastIndex((begin) => begin <= point) : Math.floor(point / stride));
  }

  draw() {
    const begin = (number) => this.begin(number);
    this.series.draw(this.data, this.at, begin);
    this.block.draw(this.data, this.at, begin);
  }

  words() {
    const { data, at } = this;
    if (!data.ordered)
      return tr("Row {at}: {values}. " + "No row comes before another: N = {count}, and there is no T.", {
        at: at + 1,
        values: data.values[at].join(", "),
        count: this.count,
      });
    const begin = this.begin(at);
    const name = (t) => data.labels[t] ?? String(t);
    const end = begin + data.lag - 1;
    const target = data.ahead
      ? tr("; its target is {begin}{word}", {
          begin: begin + data.lag,
          word: data.ahead > 1 ? `–${end + data.ahead}` : "",
        })
      : "";
    const labels = data.labels.length ? ` (${name(begin)} … ${name(end)})` : "";
    const jump = data.straddles.includes(at) ? tr(" It contains a jump in time.") : "";
    const meaning = data.meanings[data.marks[at]];
    return tr("Window {at} reads points {begin}–{end}{labels}{target}. {meaning}{jump}", {
      at: at + 1,
      begin,
      end,
      labels,
      target,
      meaning,
      jump,
    });
  }
}

export default mounted(Windows, new URL("windows.css", import.meta.url));
