// Between the stage and the slow parts of its page: a chart is drawn anew when the stage has come to rest, not while
// its picture waits for the same commit of the browser.

const REST = 250; // ms after Python's answer
const ELSEWHERE = 1000; // ms after a hand was somewhere else on the page
const following = new Map(); // element -> the component's latest way to tell Python
let waiting = null;

export default function follow({ parentElement, setTriggerValue }) {
  following.set(parentElement, setTriggerValue);
  return () => parentElement.isConnected || following.delete(parentElement);
}

/** The stage has had its answer; `busy` says whether a hand is on it again. */
export function settle(busy) {
  waiting = busy;
  arm(REST);
}

let timer = 0;

function arm(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => (waiting() ? arm(REST) : tellAll()), wait);
}

function tellAll() {
  waiting = null;
  for (const [element, tell] of following) if (element.isConnected) tell("settled", true);
}

// Who has just clicked may be on the way to another page, and Streamlit breaks on a rerun of the page that is left.
for (const sign of ["pointerdown", "click", "keydown"]) document.addEventListener(sign, () => waiting && arm(ELSEWHERE), true);
addEventListener("popstate", () => waiting && arm(ELSEWHERE));
