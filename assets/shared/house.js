// What stands round every picture, before Streamlit's own: a button that skips to the picture; on a phone the button
// that opens the controls; and F, which gives the picture the whole screen.
import { make } from "./dom.js";
import { typed } from "./keys.js";
import "./terms.js";
import { tr } from "./texts.js";

const PICTURE = ".st-key-picture";
const CONTROLS = ".st-key-controls";
const FOCUSED = "input, button, a[href], [tabindex='0']";

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(selector);
const picture = () => find(PICTURE);

/** The page's ground, for what is laid over the page: Streamlit names it nowhere that a style could. */
function ground() {
  const page = find(".stApp");
  if (page) document.documentElement.style.setProperty("--ground", getComputedStyle(page).backgroundColor);
}

function skip() {
  const there = picture();
  if (!there) return;
  there.tabIndex = -1; // to be focused, and no stop of the Tab key
  there.focus();
}

function open(is) {
  ground();
  document.documentElement.classList.toggle("controls-open", is);
  button.setAttribute("aria-expanded", String(is));
  if (is) find(`${CONTROLS} :is(${FOCUSED})`)?.focus({ preventScroll: true });
}

const isOpen = () => button.getAttribute("aria-expanded") === "true";

async function whole() {
  if (document.fullscreenElement) return document.exitFullscreen();
  ground();
  return picture()?.requestFullscreen?.();
}

const skipping = make("button", { className: "skip", type: "button", textContent: tr("Skip to the picture") });
const button = make("button", { className: "controls-button", type: "button", textContent: tr("Controls") });
button.setAttribute("aria-expanded", "false");
skipping.addEventListener("click", skip);
button.addEventListener("click", () => open(!isOpen()));
document.body.prepend(make("nav", { ariaLabel: tr("This page") }, skipping, button));

// a class: its scripts come only to who is in one
try {
  if (localStorage.getItem("rnnviz.room")) import("../room/room.js");
} catch {
  // a browser that keeps nothing is in no room
}

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (key.toLowerCase() === "f" && !(ctrlKey || metaKey || altKey || event.defaultPrevented || typed(event))) whole();
});
// before the stage, whose Escape is another
addEventListener(
  "keydown",
  ({ key }) => {
    if (key !== "Escape") return;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (isOpen() && !document.querySelector("[data-testid=stPopoverBody]")) {
      open(false);
      button.focus();
    }
  },
  true,
);
// who has chosen a lesson by hand: Streamlit gives the focus back to the menu, which the arrow keys would open again
addEventListener(
  "click",
  ({ target, detail }) => {
    if (!detail || !(target instanceof Element) || !target.closest("[data-testid=stTopNavDropdownLink]")) return;
    const drop = ({ target: back }) => back.matches("[data-testid=stTopNavSection]") && back.blur();
    addEventListener("focusin", drop, { once: true });
  },
  true,
);
// on the page beside the sheet; what opens from it stands outside #root
addEventListener("pointerdown", ({ target }) => {
  if (isOpen() && target instanceof Element && target.closest("#root") && !target.closest(CONTROLS)) open(false);
});
