// The line to a room: one socket a tab, opened again when it breaks, and what this browser keeps of its room.

/** @import { Said, Seen } from "./contract.d.ts" */

const STORE = "rnnviz.room"; // { code, key? }: the key is the teacher's
const WAITS = [500, 1000, 2000, 5000]; // ms before the next try
const OPEN = 1; // a socket's readyState

/** @returns {{ code: string, key?: string } | null} what this browser keeps */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "null");
    return typeof found?.code === "string" ? found : null;
  } catch {
    return null;
  }
}

function keep(room) {
  try {
    if (room) localStorage.setItem(STORE, JSON.stringify(room));
    else localStorage.removeItem(STORE);
  } catch {
    // a browser that keeps nothing is in the room until its page is loaded again
  }
}

class Line {
  /** What is shown of the room; null outside. @type {Seen | null} */ view = null;
  /** What was answered last to this tab. @type {Said} */ said = {};
  /** Why the class stands still, as a sentence; else empty. */ lost = "";
  /** @type {Set<() => void>} */ listeners = new Set();
  /** @type {WebSocket | null} */ socket = null;
  /** @type {object[]} */ waiting = [];
  tries = 0;
  wanted = kept();

  /** Calls `heard` at every change, and now. @param {() => void} heard */
  listen(heard) {
    this.listeners.add(heard);
    heard();
    return () => this.listeners.delete(heard);
  }

  tell() {
    for (const heard of this.listeners) heard();
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(message));
    else this.waiting.push(message);
    this.connect();
  }

  connect() {
    if (this.socket) return;
    const url = new URL("room", document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
    socket.onclose = () => this.closed();
  }

  opened(socket) {
    this.tries = 0;
    const { wanted } = this;
    const back = wanted && { do: wanted.key ? "teach" : "join", ...wanted };
    for (const message of [...(back ? [back] : []), ...this.waiting]) socket.send(JSON.stringify(message));
    this.waiting = [];
  }

  closed() {
    this.socket = null;
    if (!this.wanted && !this.waiting.length) return;
    setTimeout(() => this.connect(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
  }

  receive(said) {
    if (said.view || said.lost) this.lost = said.lost ?? "";
    if (said.view) this.view = said.view;
    else this.said = said;
    if (said.opened) this.enter({ code: said.opened, key: said.key });
    if (said.joined) this.enter({ code: said.joined });
    if (said.over || ["teach", "join"].includes(said.did)) this.out();
    this.tell();
  }

  enter(room) {
    this.wanted = room;
    keep(room);
  }

  /** This browser is in no room any more. */
  out() {
    this.view = this.wanted = null;
    keep(null);
  }

  /** Leaves the room by the student's own wish. */
  quit() {
    this.out();
    this.socket?.close();
    this.tell();
  }
}

/** This tab's. */
export const line = new Line();
