// The stage's keys, where the focus is on it. Tab is left alone; a box that is typed in keeps its own keys.

const KEYS = {
  ArrowLeft: "back", ArrowRight: "next", ArrowUp: "opBack", ArrowDown: "opNext", Home: "first", End: "last", " ": "play",
  r: "reset", R: "reset", Escape: "unpin", PageUp: "layerUp", PageDown: "layerDown",
};

export function onKey(event, actions) {
  const tag = event.composedPath()[0].tagName;
  if (tag === "INPUT" || (tag === "SELECT" && event.key !== "Escape")) return;
  if (tag === "BUTTON" && event.key === " ") return;
  const command = event.ctrlKey || event.metaKey;
  const action = command ? undoKey(event) : event.altKey ? null : KEYS[event.key];
  if (!actions[action]) return;
  event.preventDefault();
  event.stopPropagation(); // R is a key of Streamlit's too
  actions[action]();
}

function undoKey({ key, shiftKey }) {
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}
