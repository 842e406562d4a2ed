// The map: points that move to where a projection puts them, drawn by the plotly that Streamlit brings. Two components
// share this file: the map itself, and what is marked on it, which changes far more often and is sent by itself.
import { addSheet } from "../stage/sheet.js";
import { Bar } from "./bar.js";
import { Cloud } from "./cloud.js";

const boxes = new WeakMap(); // box -> its map
const maps = new Map(); // key -> map
const early = new Map(); // key -> marks that came before their map

export default async function show({ data, key, parentElement, setStateValue }) {
  const box = parentElement.querySelector(".scatter");
  await Promise.all([addSheet(document.head, new URL("scatter.css", import.meta.url)), library(data.library)]);
  if (!boxes.has(box)) boxes.set(box, new Bar(box, new Cloud()));
  const map = boxes.get(box);
  const name = data.name;
  maps.set(name, map);
  map.receive(data, setStateValue);
  if (early.has(name)) map.mark(early.get(name));
  return () => {
    if (maps.get(name) === map) maps.delete(name);
    map.leave();
    boxes.delete(box);
  };
}

export function mark({ data }) {
  early.set(data.name, data);
  maps.get(data.name)?.mark(data);
}

async function library(file) {
  if (!window.Plotly) await import(new URL(file, document.baseURI).href);
}
