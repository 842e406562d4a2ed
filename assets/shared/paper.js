// A stage on paper: light, whatever the theme, and as wide as the page: what scrolls on a screen is made smaller there.

export const onPaper = matchMedia("print");

const WIDE = 960; // px of the narrowest usual sheet, lying, between its margins
const SCROLLED = ".net-scroll > *, .picker svg, .box .net, .numbers-in";

/**
 * Calls `changed` when printing begins or ends, until the root is gone.
 * @param {Element} root
 * @param {() => void} changed
 */
export function prints(root, changed) {
  const turn = () => {
    if (!root.isConnected) return onPaper.removeEventListener("change", turn);
    changed();
    for (const el of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(SCROLLED)))
      el.style.zoom = onPaper.matches ? String(Math.min(1, WIDE / Math.max(1, el.scrollWidth))) : "";
  };
  onPaper.addEventListener("change", turn);
}
