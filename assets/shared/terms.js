// What a word of the field means: in a box at the word, on pointing, on focus, on a tap. The word is a link to the
// glossary, which carries its definition as its title (rnnviz/lead/terms.py); the second tap of a finger follows it.
import { make } from "./dom.js";

const TERM = 'a[href*="/glossary?term="]';
const EDGE = 8; // px to the screen's edge
const LINGER = 200; // ms in which the pointer may reach the box

const box = make("div", { className: "term-box", id: "term-box", hidden: true });
box.setAttribute("role", "tooltip");
document.body.append(box);

/** @type {HTMLElement | null} */
let shown = null;
/** @type {HTMLElement | null} */
let before = null; // what was shown when the finger came down
let touched = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
const termAt = (target) => (target instanceof Element ? target.closest(TERM) : null);

/** @param {HTMLElement} link */
function meaning(link) {
  if (link.title) {
    link.dataset.means = link.title;
    link.removeAttribute("title"); // else the browser shows it, too
  }
  return link.dataset.means ?? "";
}

/** @param {HTMLElement | null} link */
function show(link) {
  if (!link) return;
  clearTimeout(leaving);
  const text = meaning(link);
  if (!text) return;
  hide();
  shown = link;
  box.textContent = text;
  box.hidden = false;
  link.setAttribute("aria-describedby", box.id);
  place(link.getBoundingClientRect());
}

/** Under the word, or over it where there is no room. @param {DOMRect} word */
function place(word) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.max(EDGE, Math.min(word.left, innerWidth - width - EDGE));
  const under = word.bottom + 4;
  const top = under + height > innerHeight - EDGE ? word.top - height - 4 : under;
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(EDGE, top)}px`;
}

function hide() {
  clearTimeout(leaving);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  box.hidden = true;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, LINGER);
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const link = termAt(target);
  if (link) show(link);
  else if (target === box) clearTimeout(leaving);
  else if (shown && document.activeElement !== shown) leave();
});
document.addEventListener("focusin", ({ target }) => show(termAt(target)));
document.addEventListener("focusout", ({ target }) => {
  if (shown && target === shown) leave();
});
document.addEventListener(
  "pointerdown",
  ({ target, pointerType }) => {
    touched = pointerType === "touch";
    before = shown;
    if (touched && !termAt(target)) hide();
  },
  true,
);
document.addEventListener(
  "click",
  (event) => {
    const link = termAt(event.target);
    if (!link || !touched || link === before) return;
    event.preventDefault();
    event.stopPropagation();
    show(link);
  },
  true,
);
addEventListener(
  "keydown",
  ({ key }) => {
    if (key === "Escape") hide();
  },
  true,
);
addEventListener("scroll", () => shown && place(shown.getBoundingClientRect()), { capture: true, passive: true });
