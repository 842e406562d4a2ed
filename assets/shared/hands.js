// What a hand does to a number on the stage: point, drag, type, clamp, take back. The stage draws and tells Python.
import { clampAt } from "./cell.js";
import { makeKnob, typeInto } from "./knob.js";
import { editable, limitOf } from "./table.js";
import { tr } from "./texts.js";

const TELL = 200; // ms
const AFTER_SENDING = 20; // ms: Streamlit sends from a timer, which a frame before it would hold up

export class Hands {
  constructor(stage) {
    this.stage = stage;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.telling = undefined;
    this.told = false; // Python has heard of the drag that goes on
  }

  /** Makes `el` a handle of the number `q` at (row, col); name() is what may be changed there now, or null. */
  knob(el, name, row, q, col = 0) {
    const point = (spot) => () => this.stage.point(spot);
    el.addEventListener("pointerenter", point({ q, row, col }));
    el.addEventListener("pointerleave", point(null));
    el.addEventListener("focus", point({ q, row, col }));
    el.addEventListener("blur", point(null));
    el.addEventListener("dblclick", () => editable(this.stage.table, name() ?? "") || this.stage.zoom.open({ q, row }));
    makeKnob(el, {
      name: () => editable(this.stage.table, name() ?? ""),
      value: (held) => this.stage.store.value(held, row, col),
      start: () => {
        this.stage.pause();
        this.t = this.stage.table.t;
        this.stage.store.begin();
      },
      drag: (held, value) => this.drag(held, row, col, value, this.t),
      done: () => this.release(),
      back: () => this.giveUp(),
      // Enter on what is pinned goes nearer, as a double click does; a click lets go of it
      click: (byKey) =>
        (byKey && this.pinned(q, row) && this.stage.zoom.open({ q, row })) || this.stage.pin({ q, row, col }),
      enter: (target, held) => {
        const { t } = this.stage.table; // time may go on before what is typed is taken
        typeInto(this.stage.root, target, {
          limit: limitOf(held),
          current: this.stage.store.value(held, row, col),
          label: `${this.stage.nameOf(held)} ${row + 1}`,
          accept: (value) => this.type(held, row, col, value, t),
          leave: () => target.focus(),
        });
      },
    });
  }

  pinned(q, row) {
    const { pinned } = this.stage;
    return pinned?.q === q && pinned.row === row;
  }

  drag(name, row, col, value, t) {
    this.stage.store.drag(name, row, col, value, t);
    this.stage.soon();
    if (this.stage.led?.live) this.tell();
  }

  /** What a task measures is Python's: it hears of the drag as it goes on, a few times a second. */
  tell() {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      if (!this.stage.store.draft) return;
      this.told = true;
      this.stage.send();
    }, TELL);
  }

  type(name, row, col, value, t) {
    this.stage.store.begin();
    this.drag(name, row, col, value, t);
    this.release();
  }

  giveUp() {
    this.stage.store.cancel();
    if (this.told) this.stage.send();
    this.told = false;
    this.stage.frame();
  }

  release() {
    this.told = false;
    if (!this.stage.store.commit()) return this.stage.frame();
    this.stage.send();
    setTimeout(() => this.stage.soon(), AFTER_SENDING);
  }

  clamp(gate, clamps) {
    const { store, table } = this.stage;
    const words = clampWords(this.stage.nameOf(gate), clampAt(clamps, gate, table.t));
    if (store.edit({ ...store.doc, table: { ...table, clamps } }, { words })) this.stage.send();
    this.stage.frame();
  }

  travel(way) {
    if (this.stage.store[way]()) this.stage.send();
    this.stage.frame();
  }
}

function clampWords(name, clamp) {
  if (!clamp) return tr("{name} is free again.", { name });
  return tr("{name} is clamped to {value} at {word}.", {
    name,
    value: clamp.value,
    word: clamp.t === null ? tr("every step") : `t = ${clamp.t + 1}`,
  });
}
