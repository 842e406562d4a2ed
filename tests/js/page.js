// As much of a page as the scripts without pictures touch: an address, a document that hears clicks, and a clock.

/** A fresh page at this address. `writes`: every address that was written. */
export function openPage(href) {
  const at = new URL(href);
  const writes = [];
  const place = { pathname: at.pathname, search: at.search };
  const history = {
    state: null,
    replaceState(_state, _title, to) {
      const url = new URL(to, at);
      Object.assign(place, { pathname: url.pathname, search: url.search });
      writes.push(to);
    },
  };
  const marks = new Set();
  const documentElement = { toggleAttribute: (name, on) => (on ? marks.add(name) : marks.delete(name)) };
  Object.assign(globalThis, {
    location: place,
    history,
    document: { documentElement, addEventListener: () => {} },
    Element: class {},
  });
  return { location: place, writes, marks };
}

/** A clock that stands still until it is told how many ms go by; Node's own came with 20. */
export function stillClock() {
  let [now, last] = [0, 0];
  const due = new Map(); // number -> [when, what]
  globalThis.setTimeout = (act, wait = 0) => {
    due.set(++last, [now + wait, act]);
    return last;
  };
  globalThis.clearTimeout = (number) => due.delete(number);
  return (ms) => {
    const end = now + ms;
    for (let next = first(due, end); next; next = first(due, end)) {
      const [number, [when, act]] = next;
      due.delete(number);
      now = when;
      act();
    }
    now = end;
  };
}

const first = (due, end) => [...due].filter(([, [when]]) => when <= end).sort(([, [one]], [, [two]]) => one - two)[0];
