// Whether the browser's numbers are Python's.
import { tr } from "./texts.js";

/**
 * Shows the largest gap between Python's states and the browser's, relative where numbers are large.
 * @param {HTMLElement} el
 * @param {Record<string, number[][]>} truth
 * @param {Record<string, number[][]>} record
 */
export function showTruth(el, truth, record) {
  let gap = 0;
  for (const [q, rows] of Object.entries(truth)) {
    rows.forEach((row, t) =>
      row.forEach((value, k) => {
        gap = Math.max(gap, Math.abs(value - record[q][t][k]) / Math.max(1, Math.abs(value)));
      }),
    );
  }
  const agrees = gap < 1e-9;
  el.className = agrees ? "truth" : "truth wrong";
  el.textContent = agrees
    ? tr("✓ checked by Python")
    : tr("✗ Python got a different value (off by {toExponential})", { toExponential: gap.toExponential(1) });
  el.title = tr("Largest difference of any state from Python's float64: {toExponential}", {
    toExponential: gap.toExponential(1),
  });
}
