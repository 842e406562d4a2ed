// The stage: one component that steps, plays, scrubs and edits a cell in the browser, and tells Python on release.
import { Arithmetic } from "./arithmetic.js";
import { Circuit } from "./circuit.js";
import { make, write } from "./dom.js";
import { dress } from "./dress.js";
import { GatesStrip } from "./gates.js";
import { Hands } from "./hands.js";
import { arriveAt, begun, MOVES, perform, showLed, standing } from "./led.js";
import { mounted } from "./mounted.js";
import { nameIn } from "./names.js";
import { Player } from "./player.js";
import { release, tableOf } from "./released.js";
import { gateRows, stripRows } from "./rows.js";
import { Scaffold } from "./scaffold.js";
import { settle, stir } from "./settled.js";
import { Store } from "./store.js";
import { Strip } from "./strip.js";
import { queryOf } from "./table.js";
import { tr } from "./texts.js";
import { Toolbar } from "./toolbar.js";
import { showTruth } from "./truth.js";
import { Weights } from "./weights.js";
import { changeWords, newsOf, spoken } from "./words.js";
import { NARROW, TIGHT, Zoom } from "./zoom/zoom.js";

/** @import { CellData, CellDoc } from "./contract.d.ts" */

const LARGEST = 4; // units or inputs that the circuit can show
const PARTS = ["toolbar", "circuit-box", "side", "strip", "status", "arithmetic", "gates", "live"];

/** @extends {Scaffold<any>} a stack's data is another */
export class Stage extends Scaffold {
  /** @type {(name: "doc", doc: any) => void} */ setState;
  names = (key) => this.nameOf(key);
  moves = MOVES;
  arrive = (items) => arriveAt(this, items);

  constructor(root) {
    super(root, PARTS);
    this.wide = root.clientWidth;
    const parts = this.parts;
    const peek = (tell) => this.peek(tell);
    const scrub = (t) => {
      this.pause();
      this.go({ t });
    };
    this.player = new Player(
      () => this.forward(),
      () => this.stopped(),
    );
    this.toolbar = new Toolbar(parts.toolbar, this.actions());
    this.hands = new Hands(this);
    const knob = (...about) => this.hands.knob(...about);
    this.circuit = new Circuit(parts["circuit-box"], { knob, nameOf: this.names });
    const panel = make("div");
    this.look = make("p", { className: "look" });
    parts.side.append(panel, this.look);
    this.weights = new Weights(panel, {
      knob,
      clamp: (...how) => this.hands.clamp(...how),
      redraw: () => this.frame(),
    });
    this.arithmetic = new Arithmetic(parts.arithmetic, () => this.pin(null));
    this.strip = new Strip(parts.strip, tr("Time"), { scrub, peek });
    this.gates = new GatesStrip(parts.gates, { scrub, peek }, () => this.frame());
    this.change = make("span", { className: "change" });
    this.truth = make("span", { className: "truth" });
    parts.status.append(this.change, this.truth);
    this.zoom = new Zoom(this);
  }

  resized(wide) {
    this.wide = wide;
    this.frame();
  }

  actions() {
    return (this.made ??= {
      first: () => this.go({ t: 0 }),
      last: () => this.go({ t: this.steps - 1 }),
      back: () => this.go({ t: this.table.t - 1 }),
      next: () => this.go({ t: this.table.t + 1 }),
      opBack: () => this.operation(-1),
      opNext: () => this.operation(1),
      play: () => this.play(),
      speed: (key) => this.player.setSpeed(key),
      notation: (notation) => this.write(notation),
      undo: () => this.hands.travel("undo"),
      redo: () => this.hands.travel("redo"),
      reset: () => this.hands.travel("reset"),
      unpin: () => this.zoom.back(),
    });
  }

  get table() {
    return this.store.table;
  }
  get steps() {
    return this.table.x.length;
  }

  /** New data from Python: the first, an answer to what was sent, a document to take over, or only another theme.
   * @param {{ data: CellData, setStateValue: (name: "doc", doc: CellDoc | null) => void }} component */
  receive({ data, setStateValue }) {
    const table = tableOf(data);
    if (!table) return setStateValue("doc", null); // Python takes what the link says
    const other = this.store && table.form !== this.table.form; // another stage of the construction
    const known = data.rev === this.rev && !other;
    this.setState = setStateValue;
    this.items = data.items ?? {};
    this.led = data.led;
    if (dress(this.root, data.css)) [this.strip, this.gates].forEach((strip) => strip.recolour());
    if (known && this.store) return this.stopped(); // of items or the theme alone
    if (this.stale(data)) return;
    this.rev = (this.data = data).rev;
    const doc = { table, base: { ...table, ...data.base, op: data.ops.length - 1 }, recipe: data.recipe };
    if (!this.store || other) this.store = new Store({ ...doc, table: begun(this.led, table, this.store?.table) });
    else if (data.rev === this.sent) Object.assign(this.store.doc, { base: doc.base, recipe: doc.recipe });
    else this.adopt(doc);
    this.toolbar.notations(data.notations);
    this.look.replaceChildren(...(data.look_for ? [make("b", { textContent: tr("Look for: ") }), data.look_for] : []));
    showTruth(this.truth, data.truth, data.rev === this.sent && !other ? this.sentRecord : this.store.record);
    if (data.demo) perform(this);
    this.frame();
    if (data.rev === this.sent && !other) settle(() => this.root.isConnected && (this.store.draft || this.player.on));
    else this.link();
  }

  adopt(doc) {
    const { op, notation } = this.table;
    const table = { ...doc.table, notation };
    if (!this.led) Object.assign(table, standing(this.table, doc.table, op));
    this.pinned = this.pointed = null;
    this.store.edit({ ...doc, table }, { words: newsOf(this.table, table, this.data.title) });
    if (this.led) this.store.settle();
  }

  /** The table as it stands, to Python; its answer carries the same rev. */
  send() {
    this.sentRecord = this.store.record;
    this.setState("doc", release(this.nextRev(), this.table));
    stir();
    this.link();
  }

  /** In another notation: what Python draws beside the stage is to follow. */
  write(notation) {
    this.go({ notation });
    if (!this.data.demo) this.send();
  }

  nameOf(key) {
    return nameIn(this.data.equations, this.table.notation, key);
  }

  go(fields) {
    if ("t" in fields) fields.t = Math.max(0, Math.min(this.steps - 1, fields.t));
    this.store.move(fields);
    this.frame();
    this.link();
  }

  /** One operation on or back, over the edge of a time step where there is another. */
  operation(by) {
    if (!this.drawable) return;
    const { t, op } = this.table;
    const last = this.data.ops.length - 1;
    if (op + by >= 0 && op + by <= last) this.go({ op: op + by });
    else if (t + by >= 0 && t + by < this.steps) this.go({ t: t + by, op: by > 0 ? 0 : last });
  }

  forward() {
    const { t, op } = this.table;
    const whole = this.player.unit === "t" || !this.drawable; // a time step at once
    const end = t === this.steps - 1 && (whole || op === this.data.ops.length - 1);
    if (end && this.data.demo) this.go({ t: 0, op: 0 });
    else if (end) return false;
    else if (whole) this.go({ t: t + 1, op: this.data.ops.length - 1 });
    else this.operation(1);
    return true;
  }

  play() {
    if (!this.player.on && this.table.t === this.steps - 1) this.go({ t: 0, op: 0 });
    this.player.toggle();
    this.stopped();
  }

  /** A hand is on a number or on the strip: time stands still under it. */
  pause() {
    if (!this.player.on) return;
    this.player.stop();
    this.stopped();
  }

  /** Playing has begun or ended: the button says so, and at rest so does the address bar. */
  stopped() {
    this.frame();
    this.link();
  }

  point(spot) {
    this.pointed = spot;
    this.soon();
  }

  pin(spot) {
    const same = spot && this.pinned?.q === spot.q && this.pinned.row === spot.row;
    this.pinned = same ? null : spot;
    this.frame();
  }

  /** tell(): what the pointer is at on a strip, or null. */
  peek(tell) {
    this.tell = tell;
    this.say();
  }

  say() {
    write(this.change, this.tell?.() ?? changeWords(this.store, this.names));
  }

  get drawable() {
    return Math.max(this.table.h0.length, this.table.x[0].length) <= LARGEST;
  }

  rows() {
    return stripRows(this.store, this.names);
  }

  /** Where the strip's frame stands. */
  cursor() {
    return this.table;
  }

  get ready() {
    return Boolean(this.store);
  }

  paint() {
    const { table } = this;
    const { equations, ops } = this.data;
    const small = this.drawable;
    showLed(this);
    this.root.dataset.gates = Object.keys(table.kind.squash).length;
    this.root.classList.toggle("large", !small);
    this.strip.update(this.rows(), this.cursor(), this.data.labels, this.data.gaps);
    const gates = gateRows(this.store, this.names);
    this.parts.gates.hidden = !gates.length;
    if (gates.length) this.gates.update(gates, this.cursor(), this.data.labels, this.data.gaps);
    // after the strips, which ask for styles that these would make anew
    this.toolbar.update(this.store, this.player.on, small ? ops.map((op) => op.name) : []);
    if (small) this.drawCell(table, equations.symbols[table.notation]);
    this.zoom.update();
    this.say();
    this.speak(ops[table.op]);
  }

  drawCell(table, symbols) {
    const op = this.data.ops[table.op];
    this.circuit.shape(table, this.wide < NARROW, symbols, this.wide < TIGHT);
    this.weights.shape(table, this.data.equations.parameters[table.notation], this.names);
    if (this.zoom.level === "cell") this.circuit.update(this.store, this.pinned);
    this.weights.update(this.store);
    this.arithmetic.update(this.store, this.data.equations, op, {
      spot: this.spot(),
      pinned: this.there(this.pinned),
      gate: this.weights.tab,
    });
  }

  /** What is pointed at, else what is pinned, as long as it is there: an undo may take its unit or its layer away. */
  spot() {
    return this.there(this.pointed) ?? this.there(this.pinned) ?? this.zoom.spot;
  }

  there(spot) {
    return spot && this.store.value(spot.q, spot.row, spot.col) !== undefined ? spot : null;
  }

  speak(op) {
    const { t, zoom, form } = this.table;
    const { cover, edits } = this.store;
    const key = `${form} ${t} ${op.key} ${zoom} ${edits.done.length} ${cover?.known.length}`;
    if (key === this.spokenKey || this.player.on) return;
    this.spokenKey = key;
    this.parts.live.textContent = spoken(this, op);
  }

  get linked() {
    return !this.data.demo && super.linked;
  }

  query() {
    // and a page's own items
    return [queryOf(this.store.doc), new URLSearchParams(this.items)].filter(String).join("&");
  }
}

export default mounted(Stage, new URL("zoom/zoom.css", import.meta.url));
