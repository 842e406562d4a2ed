// A plotly figure that is redrawn in place: st.plotly_chart takes its node away at every change, and the picture
// blinks.
import { placed } from "./placed.js";

const CLEAR = "rgba(0,0,0,0)";
const SCRIPT = /<(su[bp])>(.*?)<\/\1>/g; // plotly would write it at 70 %
const LEAST = "12px"; // --type-small
const HEX = /#[0-9a-f]{6}\b/gi;
const BESIDE = 120; // px of a heatmap for the names of its rows and its scale
const LETTERS = 34; // px of a number in a cell
const LAPTOP = 720; // px of its screen's height, for which pages are laid out
const LOOK = 15; // ms
const MOST = 1300; // looks: a stage that never comes does not keep the charts away
const latest = new WeakMap(); // box -> the data it was last asked to show
// box -> what it shows, as text: most of a page's news leave most of its charts as they are
const drawn = new WeakMap();
const watched = new WeakMap(); // box -> what follows its width
let turns = Promise.resolve(); // until the chart that came before is painted

/** @param {{ data: import("./contract.d.ts").ChartData, parentElement: HTMLElement }} component */
export default async function show({ data, parentElement }) {
  const box = /** @type {HTMLElement} */ (parentElement.querySelector(".chart"));
  latest.set(box, data);
  placeOf(box);
  placed(parentElement); // its height comes with the element
  box.setAttribute("aria-label", data.alt);
  if (!window.Plotly) await inView(box);
  const plotly = await library(data.library);
  if (!box.isConnected) await frame();
  if (drawn.has(box)) return draw(box, data, plotly);
  const shown = turns.then(() => draw(box, data, plotly));
  turns = shown.then(painted, painted);
  return shown;
}

const frame = () => /** @type {Promise<any>} */ (new Promise(requestAnimationFrame));
/** A page's first chart is on the screen, a frame after it was painted, before its others are drawn. */
const painted = () => frame().then(frame);

async function draw(box, data, plotly) {
  if (latest.get(box) !== data) return; // a newer figure came while it waited
  const { traces, layout } = inTheme(data, getComputedStyle(box));
  const look = { ...layout, ...themed(layout, getComputedStyle(box)), height: placeOf(box) };
  const shown = traces.map((trace) => legible(trace, look.font.color, box.clientWidth));
  const now = JSON.stringify([shown, look]);
  if (drawn.get(box) === now) return;
  drawn.set(box, now);
  await plotly.react(box, shown, look, data.config);
  follow(box, plotly);
}

/**
 * On a projector what stands around a picture grows half as much as the picture (look.css, app.css), and of the page of
 * a laptop something is left white: a chart is higher by that. Gives its height, and Streamlit's element the room.
 * @param {Element} box
 */
function placeOf(box) {
  const { height } = latest.get(box).figure.layout;
  const grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 8 - 1;
  const left = box.closest(".st-key-picture") ? (Math.max(0, LAPTOP - height) * (grow - 1)) / (2 * grow) : 0;
  const own = Math.round(height + left);
  const room = /** @type {HTMLElement} */ (box.closest(".stElementContainer"));
  room.style.setProperty("--drawn-height", `${own}px`);
  return own;
}

/**
 * A quantity has another colour on a dark page, and no letter is too small.
 * @param {import("./contract.d.ts").ChartData} data
 * @param {CSSStyleDeclaration} style
 * @returns {any}
 */
function inTheme({ figure, in_dark: inDark }, style) {
  const text = JSON.stringify(figure).replace(SCRIPT, `<$1><span style='font-size:${LEAST}'>$2</span></$1>`);
  const [r, g, b] = rgbOf(style.getPropertyValue("--st-background-color"));
  const light = 0.3 * r + 0.6 * g + 0.1 * b >= 128;
  return JSON.parse(light ? text : text.replace(HEX, (colour) => inDark[colour.toUpperCase()] ?? colour));
}

const rgbOf = (hex) => [1, 3, 5].map((at) => parseInt(hex.trim().slice(at, at + 2), 16));

// Plotly costs a second of script, which the stage above should not wait for.
async function inView(box) {
  for (let looks = 0; looks < MOST && !complete(); looks++) await new Promise((done) => setTimeout(done, LOOK));
  await new Promise((done) => {
    const observer = new IntersectionObserver(
      (entries) => entries.at(-1)?.isIntersecting && done(observer.disconnect()),
    );
    observer.observe(box);
  });
}

// While a page comes up, its stages are flat, as Streamlit's own grey boxes or empty: all that stands below is in view.
function complete() {
  if (document.querySelector("[data-testid^=stSkeleton]")) return false;
  const parts = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((part) => part.shadowRoot);
  return parts.every((part) => part?.childElementCount && part.querySelector(".stage")?.childElementCount !== 0);
}

// Plotly picks the colour of the numbers in a heatmap's cells as if the page were white, and where a cell is narrow it
// writes them over each other: there they are told by pointing alone.
function legible(trace, color, width) {
  if (trace.type !== "heatmap" || !trace.texttemplate) return trace;
  const numbers = trace.meta?.numbers || trace.texttemplate.includes("%{z");
  const roomy = !numbers || width >= BESIDE + LETTERS * (trace.x?.length ?? 0);
  return { ...trace, texttemplate: roomy ? trace.texttemplate : "", textfont: { color, ...trace.textfont } };
}

// Streamlit brings plotly along and loads it for its own charts: the same file, fetched once.
async function library(file) {
  if (!window.Plotly) await import(new URL(file, document.baseURI).href);
  return window.Plotly;
}

function themed(layout, style) {
  const of = (name) => style.getPropertyValue(name).trim();
  const axis = {
    gridcolor: of("--st-border-color-light") || of("--st-border-color"),
    zerolinecolor: of("--st-border-color"),
  };
  const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
  return {
    ...Object.fromEntries(axes.map((key) => [key, { ...axis, ...layout[key] }])),
    font: { family: of("--st-font"), color: of("--st-text-color"), size: 14 },
    paper_bgcolor: CLEAR,
    plot_bgcolor: CLEAR,
    modebar: { bgcolor: CLEAR, color: of("--st-border-color"), activecolor: of("--st-text-color") },
    hoverlabel: { font: { size: 14 } },
  };
}

function follow(box, plotly) {
  if (watched.has(box)) return;
  let width = box.clientWidth;
  const observer = new ResizeObserver(() => {
    if (!box.isConnected) {
      observer.disconnect();
      plotly.purge(box);
    } else if (box.clientWidth !== width) {
      width = box.clientWidth;
      const height = placeOf(box);
      Promise.resolve(box.layout.height === height || plotly.relayout(box, { height })).then(
        () => box.isConnected && plotly.Plots.resize(box),
      );
    }
  });
  observer.observe(box);
  watched.set(box, observer);
}
