// The gates over time under the stage, as colours or as lines.
import { make } from "./dom.js";
import { Strip } from "./strip.js";

/** A strip with its heading and the button that changes how it is drawn; `redraw` is called when it has. */
export function gatesStrip(root, hooks, redraw) {
  const mode = make("button", { type: "button", className: "mode" });
  const box = make("div", { className: "gates-strip" });
  root.append(make("div", { className: "gates-head" }, make("b", { textContent: "Gates over time" }), mode), box);
  const strip = new Strip(box, "Gates over time", hooks);
  const say = () => (mode.textContent = strip.mode === "heat" ? "show lines" : "show heatmap");
  mode.addEventListener("click", () => {
    strip.mode = strip.mode === "heat" ? "lines" : "heat";
    say();
    redraw();
  });
  say();
  return strip;
}
