// Links to other pages hold what Python knew at its last run. A link that names the time step or the notation is given
// the stage's own before it is followed, copied or opened in another tab.

import { writeAll } from "./address.js";
import { hurry, pending } from "./settled.js";

const LONGEST = 6000; // ms
const LINK = "a[data-testid=stPageLink-NavLink]";
const stands = new Map(); // a stage's root -> what tells its { t, notation }

export function travels(root, stand) {
  for (const old of stands.keys()) if (!old.isConnected) stands.delete(old);
  stands.set(root, stand);
}

/** The link's address with the stage's own time step and notation, where it names them. */
function freshened(href) {
  const url = new URL(href);
  for (const [root, stand] of stands) {
    if (!root.isConnected) continue;
    const { t, notation } = stand();
    if (url.searchParams.has("t") && t !== undefined) url.searchParams.set("t", t + 1);
    if (url.searchParams.has("notation") && notation) url.searchParams.set("notation", notation);
  }
  return url.href;
}

/** Whether the link had an old address, which it has no more. */
function renewed(link) {
  const href = freshened(link.href);
  if (href === link.href) return false;
  Object.assign(link, { href });
  return true;
}

// An answer of Python's that is under way makes the link anew, with what it knew when it was asked.
const made = new MutationObserver((records) => {
  for (const { target } of records)
    if (target instanceof HTMLAnchorElement && renewed(target)) target.dataset.fresh = "true";
});

function freshen(event) {
  const link = event.target.closest?.(LINK);
  if (!link?.search || !new URLSearchParams(link.search).has("t")) return;
  const own = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (event.type === "click" && !own && pending()) return later(event, link);
  made.observe(link, { attributes: true, attributeFilter: ["href"] });
  if (!renewed(link) && !link.dataset.fresh) return;
  link.dataset.fresh = "true"; // Streamlit's own way there would still be the old one
  if (event.type !== "click" || own) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  follow(link);
}

/** Follows the link when Python has made it anew of what was released a moment ago. */
function later(event, link) {
  const since = performance.now();
  event.preventDefault();
  event.stopImmediatePropagation();
  hurry();
  const look = () => {
    if (!link.isConnected) return;
    if (pending() && performance.now() - since < LONGEST) setTimeout(look, 50);
    else follow(link);
  };
  setTimeout(look, 50);
}

function follow(link) {
  writeAll();
  history.pushState({}, "", freshened(link.href));
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

for (const sign of ["pointerover", "pointerdown", "focusin", "click"]) document.addEventListener(sign, freshen, true);
