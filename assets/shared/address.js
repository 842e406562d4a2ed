// The address bar, written when the hands have been quiet for a moment, or at once when a link is followed: the page
// that is left must come back as it was.

const WAIT = 300; // ms: Safari allows 100 writes in 30 s
const pending = new Set();
/** Who is told at once where a stage stands, by the query that the address will have.
 * @type {Set<(query: string) => void>} */
export const watching = new Set();

/** @param {() => string} query */
export function stands(query) {
  for (const tell of watching) tell(query());
}

export class Address {
  /**
   * Calls `write`, unless another one comes meanwhile or the address is another page's by then.
   * @param {() => void} write
   */
  later(write) {
    const page = location.pathname;
    this.leave();
    this.write = () => {
      this.leave();
      if (location.pathname === page) write();
    };
    pending.add(this);
    tell();
    this.timer = setTimeout(this.write, WAIT);
  }

  leave() {
    clearTimeout(this.timer);
    pending.delete(this);
    tell();
  }
}

/** Whether the address is behind the picture stands on the document, for whoever wants to read it. */
function tell() {
  document.documentElement.toggleAttribute("data-address-waits", pending.size > 0);
}

/** Whatever waits is written now. */
export function writeAll() {
  for (const one of [...pending]) one.write();
}

/** @param {Event} event */
const onLink = ({ target }) => target instanceof Element && target.closest("a[href]") && writeAll();
document.addEventListener("click", onLink, true);
