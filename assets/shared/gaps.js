// Where steps that stand side by side are not neighbours in time: a dashed line between them, and both dates over it.
// A gap is [after, ends, begins]: the step before the jump (from 0) and the two dates in words.

/** @import { Gap } from "./contract.d.ts" */

const AIR = 5; // px beside the line

/**
 * The px from and to which each gap's dates stand; `at(after)`: where the line is.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Gap[]} gaps
 * @param {(after: number) => number} at
 */
export function datesOf(ctx, gaps, at) {
  return gaps.map(([after, ends, begins]) => [
    at(after) - ctx.measureText(ends).width - 2 * AIR,
    at(after) + ctx.measureText(begins).width + 2 * AIR,
  ]);
}

/**
 * Whether a text of that width in the middle of x would touch one of the dates.
 * @param {number[][]} spans
 * @param {number} x
 * @param {number} width
 */
export const meets = (spans, x, width) => spans.some(([from, to]) => x + width / 2 > from && x - width / 2 < to);

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Gap[]} gaps
 * @param {(after: number) => number} at
 * @param {number} axis
 * @param {number} height
 * @param {string} colour
 */
export function drawGaps(ctx, gaps, at, axis, height, colour) {
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.setLineDash([3, 3]);
  for (const [after, ends, begins] of gaps) {
    ctx.beginPath();
    ctx.moveTo(at(after), 0);
    ctx.lineTo(at(after), height);
    ctx.stroke();
    ctx.textAlign = "right";
    ctx.fillText(ends, at(after) - AIR, axis);
    ctx.textAlign = "left";
    ctx.fillText(begins, at(after) + AIR, axis);
  }
  ctx.setLineDash([]);
}
