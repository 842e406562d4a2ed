// Where a browser is, as a link that travels: the page, its query, and the lead's step. And the way to such a link.
import { now } from "../lead/now.js";
import { watching, writeAll } from "../shared/address.js";
import { arrive, moves } from "../shared/reached.js";

const LONGEST = 8000; // ms until a page that does not come to the link by itself is loaded
const LOOK = 60; // ms
const MOST = 5; // times that a stage is told its place
const LOADED = "rnnviz.loaded"; // the link that was loaded last
const TOGGLE = "[class*=st-key-lead_toggle]";
const CARD = ".st-key-lead";
const OWN = ["room", "embed", "embed_options", "theme"]; // items of one browser: its room, how its frame looks

/** The page's name in the address: "" for Home. */
export const page = () => location.pathname.slice(new URL(document.baseURI).pathname.lastIndexOf("/") + 1);

/** The link of what is on the screen. `query`: what the address will have in a moment. */
export function here(query = location.search) {
  const items = new URLSearchParams(query);
  for (const name of OWN) items.delete(name);
  if (document.querySelector(CARD)) items.set("step", String((now.step ?? 0) + 1));
  else if (document.querySelector(TOGGLE)) items.set("lead", "off");
  return linkOf(page(), items);
}

/** @param {string} name @param {URLSearchParams} items */
function linkOf(name, items) {
  items.sort();
  const query = String(items);
  return query ? `${name}?${query}` : name;
}

/** @param {string} link @returns {[string, URLSearchParams]} */
function parts(link) {
  const [name, query = ""] = link.split("?", 2);
  return [name, new URLSearchParams(query)];
}

/** The items in which two links differ; null for links to different pages. */
export function differing(one, other) {
  const [[page1, a], [page2, b]] = [parts(one), parts(other)];
  if (page1 !== page2) return null;
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}

/** Calls `told` with the link whenever it is another. Returns the way to stop that. */
export function watch(told) {
  /** @type {{ last: string | null, address: string | null, query?: string, timer: number, more: boolean }} */
  const now = { last: null, address: null, timer: 0, more: false };
  const look = (query) => {
    now.query = query;
    now.more = now.timer !== 0;
    if (now.more) return;
    const link = here(query);
    if (link !== now.last) told((now.last = link));
    now.timer = setTimeout(() => {
      now.timer = 0;
      if (now.more) look(now.query);
    }, LOOK);
  };
  const tick = setInterval(() => {
    const link = document.documentElement.hasAttribute("data-address-waits") ? now.address : here();
    if (link !== now.address) look();
    now.address = link;
  }, 4 * LOOK);
  const tell = (query) => look(`?${query}`);
  watching.add(tell);
  look();
  return () => {
    clearInterval(tick);
    clearTimeout(now.timer);
    watching.delete(tell);
  };
}

const busy = () => document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state");

/** Python draws the page of a link, as for the browser's Back. */
function travel(link) {
  const to = new URL(link || ".", document.baseURI).href;
  const same = parts(link)[0] === page();
  if (same) history.replaceState(history.state, "", to);
  else history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

/** Python draws this page once more. */
export const again = () => travel(here());

let [going, timer] = ["", 0];

/** To a link: by the stage's own steps where they are enough, else by Python. */
export function go(link) {
  clearTimeout(timer);
  going = link;
  writeAll();
  const others = left(link);
  if (others?.length === 0) return;
  if (others && byMoves(others)) return void arrive(parts(link)[1]);
  travel(link);
  settle(link, performance.now(), 0);
}

const left = (link) => differing(here(), link);
const byMoves = (others) => others.every((name) => moves().has(name)) && others.length > 0;

/** After Python's answer the stage still has to take its steps: `taken` counts how often it was told. */
function settle(link, since, taken) {
  timer = setTimeout(() => {
    if (going !== link) return;
    if (performance.now() - since > LONGEST) return load(link);
    if (busy() !== "notRunning") return settle(link, since, taken);
    writeAll();
    const others = left(link);
    if (others?.length === 0) return;
    const moved = others !== null && byMoves(others);
    if (moved && taken === MOST) return;
    if (moved) arrive(parts(link)[1]);
    settle(link, since, taken + Number(moved));
  }, LOOK);
}

/** Loads the page of a link anew, once: it does not come there by itself. */
function load(link) {
  if (sessionStorage.getItem(LOADED) === link) return;
  sessionStorage.setItem(LOADED, link);
  location.assign(new URL(link || ".", document.baseURI));
}
