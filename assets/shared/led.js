// A stage that is led: by the steps of a lesson, or on the home page by itself.
import { fitting } from "./zoom/place.js";

/** What the step covers and whether it has the weights, on the stage. */
export function showLed({ led, store, root }) {
  store.cover = led?.cover ?? null;
  root.classList.toggle("led", led !== undefined);
  root.classList.toggle("unweighted", led?.weights === false);
}

/** Where a document of Python's stands: the reader's own place, as far as there is one. A lead's has its own. */
export function standing(mine, theirs, op) {
  const t = Math.min(mine.t, theirs.x.length - 1);
  const zoom = mine.zoom === undefined ? {} : { zoom: fitting(mine.zoom, theirs) };
  return theirs.cell === mine.cell ? { t, op, ...zoom } : { t };
}

/** The table of another stage of the construction: at the reader's own time step, or at the lead's. */
export const begun = (led, table, mine) => ({ ...table, t: (led ? null : mine?.t) ?? table.t });

/** On the home page the cell plays by itself, round and round, unless the reader's system asks for stillness. */
export function perform({ root, player }) {
  if (root.classList.contains("demo")) return;
  root.classList.add("demo");
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) player.start();
}

/** The items of a link that a stage takes without Python. */
export const MOVES = ["t", "op", "zoom", "notation"];

/** To the place that a link's items name. */
export function arriveAt(stage, items) {
  const { base } = stage.store.doc;
  const notation = items.get("notation") ?? base.notation;
  if (notation !== stage.table.notation) stage.write(notation);
  stage.pause();
  const zoom = items.get("zoom") ?? base.zoom;
  const op = items.has("op") ? Number(items.get("op")) - 1 : base.op;
  stage.go({ t: Number(items.get("t") ?? 1) - 1, op, ...(zoom === undefined ? {} : { zoom }) });
}
