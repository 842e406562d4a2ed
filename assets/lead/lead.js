// The lead's hand on the page: a ring and an arrow at what its step is about, and what this browser keeps of it.
import { make } from "../shared/dom.js";
import { placed } from "../shared/placed.js";
import { Newest } from "./newest.js";
import { now } from "./now.js";
import { Region } from "./region.js";

const COOKIE = "rnnviz_lead";
const STORE = "rnnviz.lead"; // { lessons: { name: { step, steps, done } }, answers: [] }
const MOST = 2000; // answers that are kept
const YEAR = 31536000; // seconds
const HEAD = ".st-key-lead_head, .st-key-lead_controls";
const PHONE = 640; // px of a screen at whose foot the card stands
const SETTLING = 90; // frames in which a page may still be laid out under what is lit
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];
const AROUND = 4; // px between the ring and what it is about

/** What this browser keeps of all leads; where it keeps nothing, an empty start. */
export function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "{}");
    return { lessons: found.lessons ?? {}, answers: Array.isArray(found.answers) ? found.answers : [] };
  } catch {
    return { lessons: {}, answers: [] };
  }
}

function keep(all) {
  try {
    localStorage.setItem(STORE, JSON.stringify(all));
  } catch {
    // a browser that keeps nothing: the lead works all the same
  }
}

/** Everything that is kept goes. */
export function clear() {
  localStorage.removeItem(STORE);
  setCookie("", 0);
}

function setCookie(text, seconds) {
  // biome-ignore lint/suspicious/noDocumentCookie: it must be there before the next request is sent
  document.cookie = `${COOKIE}=${text}; path=/; max-age=${seconds}; samesite=lax`;
}

/** What the server must know before it draws a page: whether the lead is closed, where it was left, what is done. */
function tell(closed, lessons) {
  const steps = Object.fromEntries(Object.entries(lessons).map(([name, { step }]) => [name, step]));
  const done = Object.fromEntries(Object.entries(lessons).map(([name, one]) => [name, one.done.length]));
  const text = encodeURIComponent(JSON.stringify({ closed, steps, done }));
  setCookie(text, YEAR);
}

function remember({ lesson, closed, step, steps, done, log }) {
  const all = stored();
  if (!closed) {
    const before = all.lessons[lesson]?.done ?? [];
    all.lessons[lesson] = { step, steps, done: [...new Set([...before, ...done])].sort((a, b) => a - b) };
    const known = new Set(all.answers.map(({ id }) => id));
    const now = new Date().toISOString();
    for (const entry of log) if (!known.has(entry.id)) all.answers.push({ ...entry, when: now });
    all.answers = all.answers.slice(-MOST);
    keep(all);
  }
  tell(closed, all.lessons);
}

/** The roots in which the page's parts stand, shadows among them. */
function roots() {
  const hosts = document.querySelectorAll("[data-testid=stBidiComponentIsolated]");
  return [document, ...[...hosts].map((host) => host.shadowRoot).filter((root) => root !== null)];
}

/** `light`: a quantity as h, one of its numbers as h[1], or a CSS selector. */
export function selectorOf(light) {
  const [, q, row] = light.match(/^(\w[\w.]*?)(?:\[(\d+)\])?$/) ?? [];
  if (!q) return light;
  return `[data-q="${q}"]${row ? `[data-row="${Number(row) - 1}"]` : ""}`;
}

/** What is lit: all elements of the first root that has any on the screen. */
function lit(light) {
  for (const root of light ? roots() : []) {
    const found = [...root.querySelectorAll(selectorOf(light))].filter((el) => el.getClientRects().length);
    if (found.length) return found;
  }
  return [];
}

class Spot {
  constructor(root) {
    this.root = root;
    this.live = make("div", { className: "lead-live" });
    this.live.setAttribute("aria-live", "polite");
    this.ring = make("div", { className: "lead-ring", hidden: true });
    this.ring.setAttribute("aria-hidden", "true");
    root.replaceChildren(this.live);
    document.body.append(this.ring);
    this.follow = () => this.place();
    this.leaveIt = () => (this.settling = 0); // the learner scrolls now
    this.newest = new Newest();
    this.region = new Region();
    this.wide = innerWidth;
    this.goOn = ({ target }) => this.ahead(target);
    document.addEventListener("click", this.goOn, true);
    for (const hand of HANDS) addEventListener(hand, this.leaveIt, { passive: true });
  }

  /** Who goes on is remembered to be there at once: the page may be left before Python has answered. */
  ahead(target) {
    const way = { lead_next: 1, lead_back: -1 };
    const by = Object.keys(way).find((key) => target instanceof Element && target.closest(`.st-key-${key} button`));
    if (by && this.data) remember({ ...this.data, step: this.data.step + way[by] });
  }

  receive(data) {
    this.data = data;
    remember(data);
    Object.assign(now, { lesson: data.lesson, step: data.step, done: data.done });
    const other = this.say !== data.say || this.light !== data.light;
    this.light = data.light;
    if (this.say !== data.say) this.live.textContent = this.say = data.say;
    if (other) this.settling = SETTLING;
    this.asked ??= requestAnimationFrame(this.follow);
  }

  /** With every frame: the stage moves under it. */
  place() {
    this.asked = this.root.isConnected ? requestAnimationFrame(this.follow) : undefined;
    if (this.data) {
      this.newest.look(this.data.step);
      this.region.look(this.data);
    }
    // a phone that is turned is laid out anew
    if (innerWidth !== this.wide) [this.wide, this.settling] = [innerWidth, SETTLING];
    const parts = lit(this.light);
    this.ring.hidden = !parts.length;
    if (!parts.length) return;
    if (this.settling) {
      this.settling -= 1;
      // What a page draws last may have stood where it moved the card away. Not to its head: what came last is in view.
      const head = document.querySelector(HEAD);
      const card = head?.closest(".st-key-lead") ?? head;
      if (innerWidth > PHONE) for (const el of [card, parts.at(-1), parts[0]]) el?.scrollIntoView({ block: "nearest" });
      else parts[0].scrollIntoView({ block: "center" });
    }
    const boxes = parts.map((el) => el.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left)) - AROUND;
    const top = Math.min(...boxes.map((box) => box.top)) - AROUND;
    const width = Math.max(...boxes.map((box) => box.right)) + AROUND - left;
    const height = Math.max(...boxes.map((box) => box.bottom)) + AROUND - top;
    this.ring.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
  }

  leave() {
    if (this.asked) cancelAnimationFrame(this.asked);
    for (const hand of HANDS) removeEventListener(hand, this.leaveIt);
    document.removeEventListener("click", this.goOn, true);
    this.newest.leave();
    this.region.leave();
    this.ring.remove();
  }
}

const spots = new WeakMap();

export default function lead({ parentElement, data }) {
  placed(parentElement);
  if (data.closed) return remember(data);
  const root = parentElement.querySelector(".lead-spot");
  const spot = spots.get(root) ?? new Spot(root);
  spots.set(root, spot);
  spot.receive(data);
  return () => {
    if (parentElement.isConnected) return;
    spot.leave();
    spots.delete(root);
  };
}
