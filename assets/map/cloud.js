// The points and what is drawn on them. It holds where they are now, which are shown, what is marked, and the view.
import { paletteOf } from "./colours.js";
import { buttonsFor } from "./export.js";
import { between, carried, eased, frameOf, mixed, taken, wider } from "./geometry.js";
import { Motion } from "./motion.js";
import { drawOpening, opening, opens, screenOf } from "./opening.js";
import { layout, positions, traces } from "./picture.js";
import { homeView, screen, viewIn } from "./view.js";
import { chosenWords, forced } from "./words.js";

const SECONDS = 1.2; // of a movement from one map to the next
const MOST = 300; // frames that plotly waits at most for what stands above the map
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
  /** @type {HTMLCanvasElement | undefined} */ opening;

  /** library: plotly, asked for when the first picture stands. @param {() => Promise<unknown>} library */
  constructor(library) {
    this.library = library;
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

  /** Whether plotly draws: until then nothing can be asked of it. */
  get stands() {
    return Boolean(this.plot?._fullLayout);
  }

  /** Another map: the points move there from where they are, or, asked to, from the map's own start. */
  async receive(geometry) {
    const old = this.geometry;
    if (old?.rev === geometry.rev) return this.draw(); // another theme, perhaps
    const first = !this.stands;
    first ? this.told("coming") : this.motion.stop();
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
    this.at = first ? target : this.from;
    this.words = [];
    if (first) await this.open();
    if (this.geometry !== geometry || !this.plot.isConnected) return; // a newer map came, or the page was left
    await this.draw(view, false);
    if (this.geometry !== geometry) return;
    if (first) await this.opened();
    else this.from === target ? this.name() : this.glide();
  }

  /** The picture without plotly, and then plotly. */
  async open() {
    this.sketch();
    for (let seen = 0, frames = 0; seen < 2 && frames < MOST; frames++) {
      await new Promise(requestAnimationFrame); // it is on the screen before plotly runs
      if (this.plot.checkVisibility({ opacityProperty: true })) seen++;
    }
    await this.library();
  }

  /** Plotly stands where the first picture lies. */
  async opened() {
    const { overlay } = this;
    this.overlay = NO_MARKS;
    this.motion.stop();
    if (overlay !== NO_MARKS) await this.mark(overlay);
    await this.name();
    this.opening?.remove();
    this.opening = undefined;
  }

  sketch() {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!opens(this) || !width) return;
    if (!this.opening) this.plot.append((this.opening = opening()));
    this.palette = paletteOf(this.plot);
    const seen = screenOf(layout(this, homeView(this.frame, "pan"), { width, height }), this.at);
    this.words = chosenWords(this, seen);
    drawOpening(this.opening, { ...this, size: this.dot }, seen);
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
    this.words = forced(this);
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
    this.words = forced(this);
    await this.draw();
  }

  mark(overlay) {
    const before = this.overlay.chosen;
    this.overlay = { ...NO_MARKS, ...overlay };
    if (this.geometry?.space !== overlay.space) this.overlay = NO_MARKS;
    if (!this.stands || this.motion.state === "moving") return undefined;
    const { chosen, neighbours } = this.overlay;
    if (chosen === null && before !== null && this.closer && !this.kept && !this.deep) return this.goHome();
    return this.draw(chosen !== null && chosen !== before && neighbours.length && !this.deep ? this.near() : undefined);
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
  async draw(view, label = true) {
    if (!view && !this.stands) return this.sketch();
    view ??= viewIn(this.plot, this.frame, this.frame);
    this.palette = paletteOf(this.plot);
    const run = (this.drawing = (this.drawing ?? 0) + 1);
    if (label && this.plot._fullLayout && Boolean(this.plot._fullLayout.scene) === this.deep)
      this.words = chosenWords(this, screen(this.plot, this.at));
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
    const { width, height } = this.plot._fullLayout ?? {};
    if (!this.geometry || (width === this.plot.clientWidth && height === this.plot.clientHeight)) return;
    this.draw();
  }

  /** Labels that find room in the present view. */
  async name() {
    const words = chosenWords(this, screen(this.plot, this.at));
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

  /** The same object each time: for another one plotly would build the plot anew. */
  config() {
    const kind = this.deep ? "deep" : "flat";
    return (this.configs ??= {})[kind] ?? (this.configs[kind] = buttonsFor(this));
  }

  leave() {
    this.motion.stop();
    clearTimeout(this.timer);
    this.size.disconnect();
    if (this.stands) window.Plotly.purge(this.plot);
  }
}
