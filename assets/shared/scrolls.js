// A box that scrolls can be reached by Tab where there is more in it than it shows, and then ← and → move it.

/** To be called when what stands in `el` is new; a box whose own width changes is looked at by itself.
 * @param {HTMLElement} el */
export function reachable(el) {
  look(el);
  if (watched.has(el)) return;
  watched.add(el);
  new ResizeObserver(() => look(el)).observe(el);
}

/** @type {WeakSet<HTMLElement>} */
const watched = new WeakSet();

/** @param {HTMLElement} el */
function look(el) {
  const more = el.scrollWidth > el.clientWidth + 1;
  if (more === el.hasAttribute("data-scrolls")) return;
  el.toggleAttribute("data-scrolls", more);
  if (more) el.tabIndex = 0;
  else el.removeAttribute("tabindex");
}
