// The map: points that move to where a projection puts them, drawn by the plotly that Streamlit brings. Two components
// share this file: the map itself, and what is marked on it, which changes far more often and is sent by itself.
import { kept } from "../shared/mounted.js";
import { placed } from "../shared/placed.js";
import { addSheet } from "../shared/sheet.js";
import { Bar } from "./bar.js";
import { Cloud } from "./cloud.js";

/** @import { MapData, MarksData } from "./contract.d.ts" */

const maps = new Map(); // key -> map
const early = new Map(); // key -> marks that came before their map
let file = ""; // plotly's address

class Named extends Bar {
  /** @param {{ data: MapData, setStateValue: Bar["tell"] }} component */
  receive({ data, setStateValue }) {
    this.called = data.name;
    maps.set(this.called, this);
    this.take(data, setStateValue);
    if (early.has(this.called)) this.mark(early.get(this.called));
  }

  leave() {
    if (maps.get(this.called) === this) maps.delete(this.called);
    super.leave();
  }
}

export default kept(
  (parentElement) => new Named(parentElement.querySelector(".scatter"), new Cloud(() => library(file))),
  ({ data }) => {
    file = data.library;
    return addSheet(document.head, new URL("scatter.css", import.meta.url));
  },
);

/** @param {{ data: MarksData, parentElement: HTMLElement }} component */
export function mark({ data, parentElement }) {
  placed(parentElement);
  early.set(data.name, data);
  maps.get(data.name)?.mark(data);
}

async function library(address) {
  if (!window.Plotly) await import(new URL(address, document.baseURI).href);
}
