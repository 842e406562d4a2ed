// Both themes' colours come from Python; the page's background says which one holds. Paper is light.
import { onPaper } from "./paper.js";

/** @import { Css } from "./contract.d.ts" */

/**
 * Puts the right ones on the stage; returns whether they are others than before.
 * @param {HTMLElement} root
 * @param {Css} css
 */
export function dress(root, css) {
  const [r, g, b] = (getComputedStyle(root).backgroundColor.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  const theme = !onPaper.matches && 0.3 * r + 0.6 * g + 0.1 * b < 128 ? "dark" : "light";
  if (theme === root.dataset.theme) return false;
  root.dataset.theme = theme;
  root.style.cssText = css[theme];
  return true;
}
