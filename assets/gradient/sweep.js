// The sweep stage: the gradient goes back through the unrolled net in the browser; Python is asked for another E alone.
import { dress } from "../shared/dress.js";
import { Edits } from "../shared/edits.js";
import { mounted } from "../shared/mounted.js";
import { nameIn } from "../shared/names.js";
import { Player } from "../shared/player.js";
import { Scaffold } from "../shared/scaffold.js";
import { Scale } from "../shared/scale.js";
import { actionsOf, arriveAt, MOVES } from "./actions.js";
import { Bar } from "./bar.js";
import { Desk } from "./desk.js";
import { DRAWN } from "./draw.js";
import { inputKnob, lengthen, numberKnob } from "./hands.js";
import { led } from "./led.js";
import { Lines } from "./lines.js";
import { itemsOf, queryOf } from "./link.js";
import { clamp, numberModel, pathModel, stepFront, stopsOf } from "./moves.js";
import { Net } from "./net.js";
import { Path } from "./path.js";
import { Picker } from "./picker.js";
import { Ribbon } from "./ribbon.js";
import { Slides } from "./slides.js";
import { Voice } from "./voice.js";

/** @import { CellDoc } from "../shared/contract.d.ts" */
/** @import { SweepData } from "./contract.d.ts" */

const PARTS = ["tabs", "toolbar", "net-box", "picker", "side", "path", "slides", "status", "arithmetic", "live"];

/** @extends {Scaffold<SweepData>} */
class SweepStage extends Scaffold {
  /** @type {(...sent: ["doc", CellDoc] | ["pick", Record<string, string>]) => void} */ setState;
  /** @type {any} */ at;
  /** @type {any} */ draft;
  /** @type {string | undefined} */ moved;
  /** How many stops an open question leaves. @type {number | null} */ most = null;
  /** @type {Scale} */ scale;
  /** @type {Record<string, string>} */ inks;
  moves = MOVES;
  arrive = (items) => arriveAt(this, items);

  constructor(root) {
    super(root, PARTS);
    /** @type {Edits<SweepData["table"]>} */
    this.edits = new Edits();
    this.spot = null;
    root.tabIndex = -1; // a click anywhere on the stage gives it the keys
    const { parts } = this;
    const point = (spot) => this.point(spot);
    const pick = (t) => this.pick(t);
    this.player = new Player(
      () => this.forward(),
      () => this.frame(),
    );
    this.bar = new Bar(parts.tabs, parts.toolbar, this.actions());
    this.net = new Net(parts["net-box"], {
      point,
      pick,
      open: (k) => this.open(this.data.of, Math.max(0, k)),
      knob: (...spot) => inputKnob(this, ...spot),
    });
    this.picker = new Picker(parts.picker, {
      pick,
      end: (k) => (this.inPath ? this.end(k) : this.open(this.data.of, Math.min(k, this.data.of))),
    });
    this.desk = new Desk(parts.side, this);
    this.path = new Path(parts.path, {
      point,
      go: (factor) => this.go({ factor, example: this.at.example }),
      knob: (el, m) => numberKnob(this, el, m),
    });
    this.ribbon = new Ribbon(this.net.under, { scrub: (k) => this.scrub(k), peek: (text) => this.peek(text) });
    this.slides = new Slides(parts.slides, {
      open: (of, k, parameter) => this.open(of, k, parameter),
      choose: (parameter) => this.choose({ parameter }),
    });
    this.lines = new Lines(parts.arithmetic);
    this.voice = new Voice(parts.status, parts.live);
  }

  actions() {
    return (this.made ??= actionsOf(this));
  }

  get stands() {
    return { notation: this.at.notation };
  }

  get inPath() {
    return this.at.view === "path";
  }

  get which() {
    return this.at.whole ? "L" : "E";
  }

  get stops() {
    return stopsOf(this.data.net, this.which, this.data.of);
  }

  get loss() {
    return this.which === "L" && !this.inPath ? "L" : `E_{${this.data.of + 1}}`;
  }

  /** The stops that there are to go, the covered ones left out. */
  get limit() {
    return Math.min(this.stops.length, this.most ?? Infinity);
  }

  get model() {
    if (this.at.example === "slide") return numberModel(this.data.numbers);
    return pathModel(this.data.path, this.data.of, this.end0);
  }

  /** A parameter's name in the notation that is chosen. */
  nameOf(key) {
    const { letters } = this.data.equations;
    return letters[this.at.notation][key] ?? nameIn(this.data.equations, this.at.notation, key);
  }

  /** A quantity's letter; the loss has its own. */
  letter(q) {
    return this.data.equations.letters[this.at.notation][q] ?? q;
  }

  /** The path's end within the run; the head's own parameters have one step alone. */
  get end0() {
    const { ks } = this.data.path;
    return clamp(this.at.k, ks[0], ks[ks.length - 1]);
  }

  /** New data from Python: the first, another E, other settings, or only another theme.
   * @param {{ data: SweepData, setStateValue: SweepStage["setState"] }} component */
  receive({ data, setStateValue }) {
    this.setState = setStateValue;
    if (this.stale(data)) return;
    const placed = !this.data || data.led?.moved !== this.moved;
    const moved = this.data && JSON.stringify(data.table) !== JSON.stringify(this.data.table);
    if (moved && !this.undoing) this.edits.add(this.data.table);
    this.undoing = false;
    this.data = data;
    if (placed) this.at = { ...data.moves };
    led(this, data.led, placed);
    if (dress(this.root, data.css)) this.recolour();
    this.bar.notations(data.notations);
    this.bar.parameters(data.parameters);
    this.frame();
    this.link();
  }

  recolour() {
    this.inks = {};
    this.scale = new Scale(this.ink("--q-diverging"));
  }

  ink(name) {
    return (this.inks[name] ??= getComputedStyle(this.root).getPropertyValue(name).trim() || "#888");
  }

  // Moves: in the browser alone.

  go(fields) {
    const at = { ...this.at, ...fields };
    at.front = clamp(at.front, 0, stopsOf(this.data.net, at.whole ? "L" : "E", this.data.of).length);
    this.at = at;
    at.front = Math.min(at.front, this.limit);
    this.at.factor = clamp(at.factor, 0, this.model.length);
    this.frame();
    this.link();
  }

  part(by) {
    this.go(this.inPath ? { factor: this.at.factor + by } : { front: this.at.front + by });
  }

  scrub(k) {
    const front = this.stops.findLastIndex((stop) => stop.k === k) + 1;
    this.followed = this.place(front); // what is under the hand stays there
    this.go({ front });
  }

  /** What the net is scrolled to, if the learner has not scrolled since. */
  place(front) {
    return `${front} ${this.which} ${this.data.of}`;
  }

  /** Another end of the path; as many factors stay multiplied as there were, or all. */
  end(k) {
    const all = this.at.example === "net" && this.at.factor === this.model.length;
    this.go({ k: clamp(k, 0, this.data.of), example: "net", ...(all ? { factor: Infinity } : {}) });
  }

  forward() {
    const { front, factor } = this.at;
    if (this.inPath ? factor >= this.model.length : front >= this.limit) return false;
    if (!this.inPath && this.player.unit === "t") this.go({ front: stepFront(this.stops, front, 1) });
    else this.part(1);
    return true;
  }

  play() {
    if (!this.player.on && this.inPath && this.at.factor >= this.model.length) this.go({ factor: 0 });
    if (!this.player.on && !this.inPath && this.at.front >= this.limit) this.go({ front: 0 });
    this.player.toggle();
    this.frame();
    this.link();
  }

  // Choices: Python must know.

  choose(fields) {
    const { parameter, of, ...moves } = fields;
    this.go(moves);
    const asked = { ...(parameter && { parameter }), ...(of !== undefined && { E: String(of + 1) }) };
    this.setState("pick", { ...this.items(), ...asked, n: String(++this.sends) }); // never twice the same
  }

  view(view) {
    if (this.most !== null) return; // the other exhibits would tell the answer
    this.player.stop();
    const asked = view === "sum" || this.at.view === "sum"; // Python draws the sum
    asked ? this.choose({ view }) : this.go({ view });
    this.root.querySelector(`[data-view=${view}]`).focus();
  }

  pick(t) {
    this.choose({ of: t, example: "net", k: Math.min(this.at.k, t), front: 1, whole: false });
  }

  open(of, k, parameter) {
    if (this.most !== null) return;
    const fields = { view: "path", example: "net", k, factor: 1, ...(parameter && { parameter }) };
    const same = of === this.data.of && (!parameter || parameter === this.data.parameter) && this.at.view !== "sum";
    same ? this.go(fields) : this.choose({ ...fields, of });
  }

  longer(by) {
    if (lengthen(this.data.numbers, by)) this.choose({});
  }

  release() {
    const before = this.draft;
    this.draft = null;
    if (!before) return;
    this.edits.add(before);
    this.undoing = true; // the answer brings what is here already
    this.send();
  }

  send() {
    this.setState("doc", { rev: this.nextRev(), table: this.data.table });
  }

  /** To the table that stood before an edit, or after it. */
  travel(table) {
    if (!table) return;
    this.data.table = table;
    this.undoing = true;
    this.send();
  }

  /** In another notation: what Python draws beside the stage is to follow. */
  write(notation) {
    this.go({ notation });
    this.data.table = { ...this.data.table, notation };
    this.undoing = true; // no edit
    this.send();
  }

  // Drawing.

  point(spot) {
    this.spot = spot;
    this.soon();
  }

  peek(text) {
    this.voice.peek(text);
  }

  /** Draws what the open exhibit needs. */
  paint() {
    this.root.dataset.view = this.at.view;
    this.root.dataset.example = this.at.example;
    this.bar.update(this.voice.where(this));
    DRAWN[this.at.view](this);
    this.voice.update(this);
  }

  query() {
    return queryOf(this.data.query, this.items());
  }

  /** Where the learner stands, as items of the link. */
  items() {
    return itemsOf({ ...this.at, values: this.data.numbers.values });
  }
}

export default mounted(SweepStage, new URL("sweep.css", import.meta.url));
