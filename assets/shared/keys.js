// The stage's keys: all of them where the focus is on it, and its steps wherever the focus is on nothing that wants the
// key for itself. Tab is left alone; a box that is typed in keeps its own keys.

// biome-ignore format: a table
const KEYS = {
  ArrowLeft: "back", ArrowRight: "next", ArrowUp: "opBack", ArrowDown: "opNext", Home: "first", End: "last",
  " ": "play", r: "reset", R: "reset", Escape: "unpin", PageUp: "layerUp", PageDown: "layerDown",
};
// the others scroll the page, or are Streamlit's
const EVERYWHERE = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", " ", "Escape"]);
// biome-ignore format: a table
const ROLES = [
  "slider", "spinbutton", "radio", "radiogroup", "tab", "tablist", "listbox", "option", "combobox", "menu", "menuitem",
  "grid", "tree", "application", "dialog",
];
// biome-ignore format: a table
const FIELDS = [
  "input", "textarea", "select", "[contenteditable]:not([contenteditable=false])", "iframe", "video", "audio",
  ...ROLES.map((role) => `[role=${role}]`), "[data-testid=stButtonGroup]", "[data-testid=stDataFrame]",
  "[data-testid=stSelectbox]", "[data-testid=stTabs] [role=tablist]",
].join();
const TYPED = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable=true]";
const PRESSED = "a, button, summary, [role=button], [role=checkbox], [role=switch], [role=link]"; // Space is theirs
// what lies over the page has the keys
const ABOVE = "dialog[open], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** An action for a key that this stage has no use for: it is the page's then, if the focus is not on the stage. */
export const nothing = () => {};

const stages = new Map(); // root -> its actions

/** Gives the stage the keys until `leave`. `actions()`: a function for each action's name. */
export function listen(root, actions) {
  root.addEventListener("keydown", (event) => onKey(event, actions()));
  stages.set(root, actions);
}

export const leave = (root) => stages.delete(root);

function onKey(event, actions) {
  const tag = event.composedPath()[0].tagName;
  if (tag === "INPUT" || (tag === "SELECT" && event.key !== "Escape")) return;
  if (tag === "BUTTON" && event.key === " ") return;
  if (/^Arrow(Left|Right)$/.test(event.key) && event.composedPath()[0].matches("[data-scrolls]")) return;
  const command = event.ctrlKey || event.metaKey;
  const action = command ? undoKey(event) : event.altKey ? null : KEYS[event.key];
  if (actions[action]) act(event, actions[action]);
}

function undoKey({ key, shiftKey }) {
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}

function act(event, action) {
  event.preventDefault();
  event.stopPropagation(); // R is a key of Streamlit's too
  action();
}

/** A key that was pressed anywhere else on the page: the first stage in view has it. */
function onPage(event) {
  if (
    !EVERYWHERE.has(event.key) ||
    event.defaultPrevented ||
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    event.isComposing
  )
    return;
  const path = event.composedPath().filter((el) => el instanceof Element);
  const kept = event.key === " " ? `${FIELDS}, ${PRESSED}` : FIELDS;
  if (path.some((el) => stages.has(el) || el.matches(kept)) || [...document.querySelectorAll(ABOVE)].some(visible))
    return;
  const root = [...stages.keys()]
    .filter(inView)
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
  const action = root && stages.get(root)()[KEYS[event.key]];
  if (action && action !== nothing) act(event, action);
}

/** Whether the key would be a letter of what is typed. */
export const typed = (event) => event.composedPath().some((el) => el instanceof Element && el.matches(TYPED));

const visible = (el) => el.getClientRects().length > 0;

function inView(root) {
  const { top, bottom, height } = root.getBoundingClientRect();
  return root.isConnected && height > 0 && bottom > 0 && top < innerHeight;
}

document.addEventListener("keydown", onPage);
