// What stands in Streamlit's element: made at its first call, given the data of every call, left when the element goes.
import { prints } from "./paper.js";
import { placed } from "./placed.js";
import { reachable } from "./reached.js";
import { addSheet } from "./sheet.js";
import { travels } from "./travel.js";

const SHEET = new URL("stage.css", import.meta.url);

/** A component's function. `make(parentElement)`: what has receive(component) and leave(); `ready(component)`:
 * awaited first;
 * `paper`: it is given its data anew when printing begins or ends. */
export function kept(make, ready, paper = false) {
  const all = new WeakMap(); // Streamlit's element -> what stands in it
  const latest = new WeakMap(); // the same -> what it was last given
  return async (component) => {
    const { parentElement } = component;
    await ready(component);
    // the page was left meanwhile: there is nothing to measure or to colour
    if (!parentElement.isConnected) return undefined;
    const one = all.get(parentElement) ?? make(parentElement);
    all.set(parentElement, one);
    if (paper && !latest.has(parentElement)) prints(parentElement, () => one.receive(latest.get(parentElement)));
    latest.set(parentElement, component);
    one.receive(component);
    placed(parentElement);
    return () => {
      if (parentElement.isConnected) return; // a call that a later one overtook: what it made stays
      one.leave();
      all.delete(parentElement);
    };
  };
}

/** The same for a stage, made of its root. `sheets`: the addresses of its styles beside those of every stage. */
export function mounted(Stage, ...sheets) {
  const styled = ({ parentElement }) => Promise.all([SHEET, ...sheets].map((url) => addSheet(parentElement, url)));
  const make = (parentElement) => {
    const root = parentElement.querySelector(".stage");
    delete root.dataset.theme; // of another stage that stood here: this one has no colours yet
    const one = new Stage(root);
    travels(root, () => one.stands ?? one.table);
    reachable(root, one);
    return one;
  };
  return kept(make, styled, true);
}
