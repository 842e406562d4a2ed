// The points and what is drawn on them. It holds where they are now, which are shown, what is marked, and the view.
import { lateness, paletteOf } from "./colours.js";
import { buttonsFor } from "./export.js";
import { between, carried, eased, frameOf, mixed, taken, wider } from "./geometry.js";
import { LETTER, roomy } from "./labels.js";
import { Motion } from "./motion.js";
import { layout, positions, traces } from "./picture.js";
import { homeView, screen, viewIn } from "./view.js";

const SECONDS = 1.2; // of a movement from one map to the next
const REST = 120; // ms after the last turn of the wheel, before labels are chosen anew
/** @type {{ chosen: number | null, neighbours: [number, string][], marks: number[], trails: number[] }} */
const NO_MARKS = { chosen: null, neighbours: [], marks: [], trails: [] };

export class Cloud {
  /** @type {any} */ geometry;
  /** @type {any} */ plot;
  /** @type {any} */ hooks;
  /** @type {any} */ at;
  /** @type {any} */ frame;
  /** @type {any} */ from;
  /** @type {any} */ palette;
  /** @type {any} */ configs;
  /** @type {number[]} */ rows;
  /** @type {ResizeObserver} */ size;
  /** @type {boolean | undefined} */ closer;
  /** @type {number | undefined} */ drawing;
  /** @type {number | undefined} */ timer;

  constructor() {
    this.geometry = null;
    this.overlay = NO_MARKS;
    this.words = [];
    this.only = null;
    this.kept = null;
    this.selected = [];
    this.place = 0;
    this.named = true;
    this.motion = new Motion((state) => this.told(state));
  }

  /** hooks: pick(row), select(rows), state(name), place(number). */
  attach(plot, hooks) {
    this.plot = plot;
    this.hooks = hooks;
    this.size = new ResizeObserver(() => this.resized());
    this.size.observe(plot);
  }

  told(state) {
    this.hooks.state(state);
  }

  /** Another map: the points move there from where they are, or from the map's own start. */
  async receive(geometry) {
    const old = this.geometry;
    if (old?.rev === geometry.rev) return this.draw(); // another theme, perhaps
    this.motion.stop();
    const same = old?.space === geometry.space && old.labels.length === geometry.labels.length;
    const before = same ? { at: this.at, frame: this.frame } : null;
    this.geometry = geometry;
    this.frame = frameOf(geometry.slices);
    this.place = geometry.slices.length - 1;
    if (!same) Object.assign(this, { overlay: NO_MARKS, only: null, kept: null, selected: [], closer: false });
    this.rows = this.kept ?? geometry.labels.map((_, row) => row);
    const target = geometry.slices[this.place];
    this.from = before ? carried(before.at, before.frame, this.frame) : (this.start(geometry) ?? target);
    const view = this.viewFor(before);
    this.at = this.from;
    this.words = [];
    await this.draw(view, false);
    if (this.geometry !== geometry) return; // a newer map came while this one was drawn
    this.from === target ? this.name() : this.glide();
  }

  /** Who has looked closer goes on looking there; who has not sees all of the new map. */
  viewFor(before) {
    const usual = homeView(this.frame, this.deep ? "orbit" : "pan");
    if (!before || !this.plot._fullLayout) return usual;
    const view = viewIn(this.plot, before.frame, this.frame);
    return this.closer ? view : { ...usual, dragmode: view.dragmode };
  }

  start({ start }) {
    return start ? carried(start, frameOf([start]), this.frame) : null;
  }

  get deep() {
    return this.geometry.slices[0].length === 3;
  }

  /** From the earlier map to this one, again if asked. */
  glide() {
    const target = this.geometry.slices[this.geometry.slices.length - 1];
    this.place = this.geometry.slices.length - 1;
    this.hooks.place(this.place);
    this.moveThrough(SECONDS, (share) => mixed(this.from, target, eased(share)));
  }

  /** Through the slices, from where it stands or from the first. */
  play() {
    const last = this.geometry.slices.length - 1;
    const first = this.place >= last ? 0 : this.place;
    this.moveThrough(0.7 * (last - first), (share) => {
      this.place = share === 1 ? last : first + (last - first) * share;
      this.hooks.place(this.place);
      return between(this.geometry.slices, this.place);
    });
  }

  moveThrough(seconds, at) {
    this.words = this.forced();
    const frame = (share) => {
      this.at = at(share);
      return window.Plotly.restyle(this.plot, positions(this), [0, 1, 2, 3, 4]);
    };
    this.motion.start(seconds, frame, () => this.name());
  }

  async goTo(place) {
    this.motion.stop();
    this.place = place;
    this.at = this.geometry.slices[place];
    this.words = this.forced();
    await this.draw();
  }

  mark(overlay) {
    const before = this.overlay.chosen;
    this.overlay = { ...NO_MARKS, ...overlay };
    if (this.geometry?.space !== overlay.space) this.overlay = NO_MARKS;
    if (!this.plot?._fullLayout || this.motion.state === "moving") return;
    const { chosen, neighbours } = this.overlay;
    if (chosen === null && before !== null && this.closer && !this.kept && !this.deep) this.goHome();
    else this.draw(chosen !== null && chosen !== before && neighbours.length && !this.deep ? this.near() : undefined);
  }

  /** The chosen point and its neighbours, as near as they all can be seen. */
  near() {
    const rows = [this.overlay.chosen ?? 0, ...this.overlay.neighbours.map(([row]) => row)];
    this.closer = true;
    return homeView(wider(frameOf([taken(this.at, rows)]), this.frame), this.plot._fullLayout.dragmode);
  }

  /** These rows alone, zoomed to; all of them for null. */
  show(rows) {
    this.kept = rows;
    this.rows = rows ?? this.geometry.labels.map((_, row) => row);
    this.closer = Boolean(rows);
    const full = this.plot._fullLayout;
    const view = homeView(this.shownFrame, this.deep ? full.scene.dragmode : full.dragmode);
    return this.draw(this.deep ? { ...view, camera: viewIn(this.plot, this.frame, this.frame).camera } : view);
  }

  get shownFrame() {
    return this.kept ? frameOf([taken(this.at, this.kept)]) : this.frame;
  }

  goHome() {
    this.closer = false;
    return this.draw(homeView(this.shownFrame, this.plot._fullLayout.dragmode));
  }

  /** Everything anew; view: where to look from, or where it looks now. label: with as many labels as find room. */
  async draw(view = viewIn(this.plot, this.frame, this.frame), label = true) {
    this.palette = paletteOf(this.plot);
    const run = (this.drawing = (this.drawing ?? 0) + 1);
    if (label && this.plot._fullLayout && Boolean(this.plot._fullLayout.scene) === this.deep)
      this.words = this.choose();
    const box = { width: this.plot.clientWidth, height: this.plot.clientHeight };
    const fresh = !this.plot._fullLayout;
    await window.Plotly.react(this.plot, traces({ ...this, size: this.dot }), layout(this, view, box), this.config());
    if (fresh) this.listen();
    if (label && run === this.drawing && this.motion.state !== "moving") this.later();
  }

  get dot() {
    const size = this.rows.length > 5000 ? 4 : this.rows.length > 800 ? 5.5 : 7;
    return size * (this.deep ? 0.6 : 1) * this.palette.grow;
  }

  listen() {
    this.plot.on(
      "plotly_click",
      ({ points }) => points[0].curveNumber === 0 && this.hooks.pick(this.rows[points[0].pointNumber]),
    );
    this.plot.on(
      "plotly_selected",
      (event) =>
        event?.points &&
        this.hooks.select(event.points.filter((it) => it.curveNumber === 0).map((it) => this.rows[it.pointNumber])),
    );
    this.plot.on("plotly_relayout", (change) => this.looked(change));
  }

  looked(change) {
    if (Object.keys(change).some((name) => /range|camera/.test(name))) this.closer = true;
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.motion.state === "still" && this.name(), REST);
  }

  resized() {
    const full = this.plot._fullLayout;
    if (!full || (full.width === this.plot.clientWidth && full.height === this.plot.clientHeight)) return;
    this.draw();
  }

  /** Labels that find room in the present view. */
  async name() {
    const words = this.choose();
    if (
      words.length === this.words.length &&
      words.every((word, n) => word.row === this.words[n].row && word.text === this.words[n].text)
    )
      return;
    this.words = words;
    const [seen, styled] = [positions(this), traces({ ...this, size: this.dot })[4]];
    const axes = Object.fromEntries(Object.entries(seen).map(([axis, all]) => [axis, [all[4]]]));
    await window.Plotly.restyle(this.plot, { ...axes, text: [styled.text] }, [4]);
  }

  /** Labels that come first: the chosen point, its neighbours with their distances, trails. */
  forced() {
    const { chosen, neighbours, marks, trails } = this.overlay;
    const { labels } = this.geometry;
    const found = new Map();
    if (chosen !== null) found.set(chosen, labels[chosen]);
    for (const [row, distance] of neighbours) found.set(row, `${labels[row]} ${distance}`);
    for (const row of [...marks, ...trails]) if (!found.has(row)) found.set(row, labels[row]);
    return [...found].map(([row, text]) => ({ row, text }));
  }

  choose() {
    const forced = this.forced();
    const seen = screen(this.plot, this.at);
    if (!seen) return forced;
    const has = new Set(forced.map(({ row }) => row));
    const others =
      this.only === null ? this.rows : this.rows.filter((row) => this.geometry.colour.of[row] === this.only);
    const late = (row) => lateness(this.geometry.colour, row);
    const rest = this.named ? others.filter((row) => !has.has(row)).sort((a, b) => late(a) - late(b)) : [];
    const all = [...forced, ...rest.map((row) => ({ row, text: this.geometry.labels[row] }))];
    const { grow } = this.palette; // as much larger as its letters are, as much less room it has for them
    const [width, height] = [seen.width / grow, seen.height / grow];
    const spots = all.map(({ row, text }) => {
      const { x, y } = seen.spot(row);
      return { x: x / grow, y: y / grow, text };
    });
    const room = roomy(spots, { width, height, most: Math.floor((width * height) / (900 * LETTER)) });
    return room.map((n) => all[n]);
  }

  /** The same object each time: for another one plotly would build the plot anew. */
  config() {
    const kind = this.deep ? "deep" : "flat";
    return (this.configs ??= {})[kind] ?? (this.configs[kind] = buttonsFor(this));
  }

  leave() {
    this.motion.stop();
    clearTimeout(this.timer);
    this.size.disconnect();
    window.Plotly.purge(this.plot);
  }
}
