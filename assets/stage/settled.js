// Between the stage and the slow parts of its page: a chart is drawn anew when the stage has come to rest, not while
// its picture waits for the same commit of the browser.

const EVENT = "rnnviz:settled";

/** The stage says so. */
export const settle = () => document.dispatchEvent(new Event(EVENT));

const following = new WeakMap(); // element -> the component's latest way to tell Python

export default function follow({ parentElement, setTriggerValue }) {
  const known = following.has(parentElement);
  following.set(parentElement, setTriggerValue);
  if (known) return;
  const tell = () => following.get(parentElement)("settled", true);
  document.addEventListener(EVENT, tell);
  return () => document.removeEventListener(EVENT, tell);
}
