// A canvas that is sharp on any screen: its size and what is drawn are in px of the stage.
import { growOf } from "./grow.js";

const LARGEST = 16000; // device px: wider canvases stay empty in Safari

/**
 * Device px in one of the stage.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 */
const ratio = (canvas, width) => Math.min((devicePixelRatio || 1) * growOf(canvas), LARGEST / Math.max(1, width));

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function resize(canvas, width, height) {
  const [wide, high] = [width, height].map((px) => Math.round(px * ratio(canvas, width)));
  if (canvas.width === wide && canvas.height === high) return;
  Object.assign(canvas, { width: wide, height: high });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
}

/** What draws on a canvas. @param {HTMLCanvasElement} canvas */
export const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/**
 * Wiped: what draws on it, and how high it is.
 * @param {HTMLCanvasElement} canvas
 */
export function cleared(canvas) {
  const ctx = penOf(canvas);
  const sharp = canvas.width / parseFloat(canvas.style.width);
  ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = "middle";
  return { ctx, height: canvas.height / sharp };
}
