// The gates over time under the stage, as bars or as lines.
import { make, write } from "./dom.js";
import { Strip } from "./strip.js";
import { tr } from "./texts.js";

const MOST = 4; // units of a gate whose lines can be told apart

/** A strip with its heading and the button that changes how it is drawn; `redraw` is called when it has. */
export class GatesStrip extends Strip {
  constructor(root, hooks, redraw) {
    const button = make("button", { type: "button", className: "mode" });
    const box = make("div", { className: "gates-strip" });
    root.append(
      make("div", { className: "gates-head" }, make("b", { textContent: tr("Gates over time") }), button),
      box,
    );
    super(box, tr("Gates over time"), hooks);
    this.button = button;
    this.asked = this.mode;
    button.addEventListener("click", () => {
      this.asked = this.asked === "bars" ? "lines" : "bars";
      redraw();
    });
  }

  /** Lines where they were asked for and are few enough; of more units the bars show all, and there is no button. */
  update(rows, ...rest) {
    const few = rows.every((row) => row.unit < MOST);
    this.mode = few ? this.asked : "bars";
    this.button.hidden = !few;
    write(this.button, this.mode === "bars" ? tr("show lines") : tr("show bars"));
    super.update(rows, ...rest);
  }
}
