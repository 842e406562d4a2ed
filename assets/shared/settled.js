// Between the stage and the slow parts of its page: a chart is drawn anew when the stage has come to rest, not while
// its picture waits for the same commit of the browser.

import { placed } from "./placed.js";

const REST = 250; // ms after Python's answer
const ELSEWHERE = 1000; // ms after a hand was somewhere else on the page
const following = new Map(); // element -> the component's latest way to tell Python
const ANSWER = 4000; // ms that Python is given to answer a release
const RUN = 1000; // ms at most until Streamlit says that it runs
const LOOK = 15; // ms
let waiting = null;
let due = 0; // until then something is on its way

export default function follow({ parentElement, setTriggerValue }) {
  placed(parentElement);
  following.set(parentElement, setTriggerValue);
  return () => parentElement.isConnected || following.delete(parentElement);
}

/** The stage has sent something to Python. */
export function stir() {
  due = performance.now() + ANSWER;
}

/** Whether links and menus are still of what was there before the last release. */
export function pending() {
  return waiting !== null || performance.now() < due || running();
}

const running = () => document.querySelector("[data-test-script-state=running]") !== null;

/** No hand will be on the stage: what waits is told now. */
export function hurry() {
  if (waiting) arm(0);
}

/** The stage has had its answer; `busy` says whether a hand is on it again. */
export function settle(busy) {
  waiting = busy;
  due = 0;
  arm(REST);
}

let timer = 0;

function arm(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => (waiting() ? arm(REST) : tellAll()), wait);
}

function tellAll() {
  waiting = null;
  if (following.size) due = performance.now() + RUN;
  for (const [element, tell] of following) if (element.isConnected) tell("settled", true);
  untilItRuns(due);
}

/** From its run on, Streamlit itself says whether something is on its way. */
function untilItRuns(end) {
  if (due !== end) return; // a later release has its own
  if (running()) due = 0;
  else if (performance.now() < end) setTimeout(untilItRuns, LOOK, end);
}

// Who has just clicked may be on the way to another page, and Streamlit breaks on a rerun of the page that is left.
for (const sign of ["pointerdown", "click", "keydown"])
  document.addEventListener(sign, () => waiting && arm(ELSEWHERE), true);
addEventListener("popstate", () => waiting && arm(ELSEWHERE));
