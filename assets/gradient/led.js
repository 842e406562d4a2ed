// The sweep beside a lead: which state a step has put, and how far an open question lets the sweep go.

/** @import { SweepData } from "./contract.d.ts" */

/**
 * All stops beyond `most` are covered; when the question is answered, the sweep goes all the way. placed: the learner
 * stands where the data says.
 * @param {any} stage
 * @param {SweepData["led"]} data
 * @param {boolean} placed
 */
export function led(stage, data, placed) {
  const most = data?.most ?? null;
  const other = most !== stage.most;
  stage.moved = data?.moved;
  stage.most = most;
  if (other && !placed) stage.at.front = stage.stops.length;
  stage.at.front = Math.min(stage.at.front, stage.limit);
}
