"""What a screen shows of a page, measured: places, sizes of texts, what is cut or covered, what moved while it came up.

Each measure gives the list of what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, expect

from rnnviz.preload import PICTURES
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME
from tests.browser.rest import rest, travel

SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
HERE = Path(__file__).parent
LEGIBLE, WRITTEN, FITTING = ((HERE / f"{name}.js").read_text() for name in ("legible", "written", "fitting"))
LEAST = 12 - 0.01  # px
LEAST_FIGURE = 20 - 0.01  # of a stage on a projector
LEAST_LABEL = 18 - 0.01  # of a point of the map, there
# A subscript is read with its letter: on a phone, a long line of arithmetic is written smaller before it scrolls.
LEAST_SCRIPT = {"desk": LEAST, "projector": LEAST, "phone": 10}
BELOW_TITLE = {"desk": 120, "projector": 150}  # px; the page around the stages grows by a quarter on a projector
MOST_MOVED = 0.05  # of the screen's height times its share that moved: "good" is 0.1 at web.dev/cls
# The top of what is drawn: rows of buttons over it are no picture; and what reaches beyond the screen's sides.
PLACE = """() => {
  const drawn = "svg, canvas, .chart, table, .reading, .plot, .tokens, .grids";
  const rows = ".toolbar, .tabs, .layers-row, .tools, .stButton, .live, .stCaptionContainer";
  const tops = [], wide = [];
  const walk = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(rows)) return;
    const box = node.getBoundingClientRect();
    if (node.matches(drawn) && box.height > 30 && box.width > 60) return tops.push(box.top);
    [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])].forEach((child) => walk(child));
  };
  const title = document.querySelector(".st-key-heading h1").getBoundingClientRect();
  const picture = document.querySelector(".st-key-picture");
  if (picture) walk(picture);
  for (const el of document.querySelectorAll(".st-key-controls *, .st-key-heading *"))
    if (el.getBoundingClientRect().right > innerWidth + 1) wide.push(el.className);
  const main = document.querySelector(".stMain"); // a lead scrolls what it speaks of into view
  return { top: Math.min(...tops, 99999) + main.scrollTop, title: title.bottom + main.scrollTop,
    wide: [...new Set(wide)] };
}"""
# Selects whose value does not fit: Streamlit's, whose value stands in a box to type in, and the stages' own.
CUT = """() => {
  const hosts = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")];
  const roots = [document, ...hosts.map((host) => host.shadowRoot).filter((root) => root !== null)];
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
    .filter((el) => el.getClientRects().length);
  const fits = (el) => {
    if (el.tagName === "INPUT") return el.scrollWidth <= el.clientWidth + 1;
    const free = el.cloneNode(false); // the same with the chosen value alone, as wide as it asks for
    free.append(new Option(el.selectedOptions[0]?.text ?? ""));
    free.style.cssText = "position: absolute; visibility: hidden; width: max-content; min-width: 0; max-width: none";
    el.after(free);
    const asked = free.offsetWidth;
    free.remove();
    return asked <= el.offsetWidth + 1;
  };
  return all("[data-testid=stSelectbox] input, select").filter((el) => !fits(el))
    .map((el) => el.value.slice(0, 40) || el.selectedOptions?.[0]?.text);
}"""
HEADED = """() => [...document.querySelectorAll(".st-key-controls [class*=st-key-controls_]")].map((group) =>
  group.querySelector("[data-testid=stCaptionContainer]")?.textContent ?? "")"""
WATCH = """window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)))
  .observe({ type: "layout-shift", buffered: true });"""
STEPS = ("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
STEPPED = """() => (window.all = [],
  new PerformanceObserver((list) => window.all.push(...list.getEntries())).observe({ type: "layout-shift" }))"""
MOST_STEPPED = 0.00005  # a digit's share of a pixel
SHIFTS = """() => window.shifts.map(({ value, sources }) => [value, sources.map(({ node, previousRect, currentRect }) =>
  `${node?.className ?? "gone"} ${previousRect.x},${previousRect.y} → ${currentRect.x},${currentRect.y}`)])"""
SEEN = """() => [...document.querySelectorAll(":is(.stVerticalBlock, .stHorizontalBlock) > *")]
  .every((el) => getComputedStyle(el).opacity !== "0")"""
TABS = 5  # to the first button of the picture
# In the picture, through the shadow roots: what has the focus.
FOCUSED = """() => {
  let el = document.activeElement;
  const inside = Boolean(el?.closest(".st-key-picture"));
  while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
  const ring = getComputedStyle(el);
  return { inside, what: el.tagName, ring: ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2 };
}"""
NAMED = "() => [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.href)"
# Streamlit's, with more script than all of ours: a page that needs one needs it after its first picture.
HEAVY = """() => performance.getEntriesByType("resource").map((one) => one.name)
  .filter((name) => name.includes("/StreamlitSyntaxHighlighter."))"""
# What was asked for until something stood in the picture's frame.
EARLY = """async () => {
  const picture = await window.firstPicture;
  return performance.getEntriesByType("resource").filter((one) => one.startTime <= picture).map((one) => one.name);
}"""
MOST_EARLY = 190  # files; each is asked for at once, since the head names it
LOADED = """() => performance.getEntriesByType("resource").map((one) => one.name)
  .filter((name) => /\\/assets\\/.*\\.m?js$/.test(name))"""


def address(url_path: str) -> str:
    """A lesson's place in the address bar."""
    return "/" if url_path == HOME else f"/{url_path}"


def visit(page: Page, link: str) -> None:
    """Open a link, as for the first time."""
    page.goto(link)
    stands(page)


def come(page: Page, link: str) -> None:
    """Come to a link from another page, as the Back button does: a third of a visit's cost."""
    here, there = (urlsplit(url).path.strip("/") for url in (page.url, link))
    if here not in LESSONS:
        page.goto(link)
    else:
        if here == there:
            travel(page, "/kinds", LESSONS["kinds"].title)
        travel(page, link, LESSONS[there].title)
    stands(page)


def stands(page: Page) -> None:
    """Wait until the page stands and each stage says where it is."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    for where in page.locator(".stage .toolbar .where").filter(visible=True).all():
        expect(where).not_to_be_empty(timeout=30_000)
    for symbols in page.locator(".stage .symbolic").filter(visible=True).all():
        expect(symbols.locator(".katex").first).to_be_attached()
    rest(page)


def sized(page: Page, cdp: CDPSession, screen: str) -> None:
    """A kept tab's page as large as a screen, and touched if that is."""
    page.set_viewport_size(SCREENS[screen]["viewport"])
    cdp.send("Emulation.setTouchEmulationEnabled", {"enabled": bool(SCREENS[screen].get("has_touch"))})


class Resized:
    """One page on one screen after another, as a turned or a dragged window is. Playwright itself is not told."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def to(self, screen: str) -> None:
        """Make the page as large as this screen, and touched if that is."""
        asked = SCREENS[screen]
        touch = bool(asked.get("has_touch"))
        self.session.send("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        size = asked["viewport"] | {"deviceScaleFactor": 1, "mobile": touch}
        self.session.send("Emulation.setDeviceMetricsOverride", size)
        self.page.wait_for_function("(width) => innerWidth === width", arg=asked["viewport"]["width"])
        if self.page.url != "about:blank":
            rest(self.page, 150)


def small(page: Page, screen: str) -> list[str]:
    """Texts of ours that the last row cannot read."""
    found = page.evaluate(LEGIBLE)
    assert len(found) > 10
    least = {True: LEAST_SCRIPT[screen], False: LEAST}
    out = [it for it in found if it["size"] < least[it["script"]]]
    if screen == "projector":
        figures = (it for it in found if it["figure"] and it["part"] == "stage" and not it["script"])
        out += [it for it in figures if it["size"] < LEAST_FIGURE]
        out += [it for it in found if it["part"] == "map" and it["size"] < LEAST_LABEL]
    return [f"small: {it['size']} {it['text']!r} {it['name']}" for it in out]


def misfits(page: Page) -> list[str]:
    """What covers, crosses or leaves something on a stage; and a page that scrolls sideways."""
    wide = page.locator(".stMain").evaluate("(el) => el.scrollWidth - el.clientWidth")
    on_stages = [said for stage in page.locator(".stage").all() for said in stage.evaluate(FITTING)]
    return on_stages + ([f"the page scrolls sideways by {wide} px"] if wide > 0 else [])


def misplaced(page: Page, screen: str) -> list[str]:
    """A picture that does not begin under the title or, on a phone, in the first screen; controls cut at the side."""
    page.wait_for_function(f"() => ({PLACE})().top < 99999")
    place = page.evaluate(PLACE)
    limit = SCREENS["phone"]["viewport"]["height"] if screen == "phone" else place["title"] + BELOW_TITLE[screen]
    low = [f"the picture begins at {place['top']}, {limit} is allowed"] if place["top"] > limit else []
    return low + [f"cut at the side: {name}" for name in place["wide"]]


def cut(page: Page) -> list[str]:
    """Selects that do not show the whole of what is chosen."""
    return [f"cut in its select: {value}" for value in page.evaluate(CUT)]


def moved(page: Page) -> list[str]:
    """What moved by itself; the page has the script WATCH."""
    shifts = page.evaluate(SHIFTS)
    return [str(shifts)] if sum(value for value, _ in shifts) > MOST_MOVED else []


def stepped(page: Page) -> list[str]:
    """What moves when a stage goes on by a step or an operation, each key by itself."""
    page.evaluate(STEPPED)
    for key in STEPS:
        page.keyboard.press(key)
        rest(page, 50)
    found = [it for it in page.evaluate("() => window.all.map(({ value }) => value)") if it > MOST_STEPPED]
    return [f"a step moves the page: {found}"] if found else []


def misnamed(page: Page) -> list[str]:
    """The head names each script of the page, once, and no other; and nothing heavy holds the picture up."""
    page.wait_for_function(SEEN)
    named, loaded = page.evaluate(NAMED), page.evaluate(LOADED)
    ours = {name for name in named if "/assets/" in name}
    twice = [] if len(named) == len(set(named)) else ["named twice"]
    return sorted(set(loaded) - set(named)) + sorted(ours - set(loaded)) + twice + list(page.evaluate(HEAVY))


def hurried(page: Page, url_path: str) -> list[str]:
    """What a first picture waits for and need not; the page has the script that sees it (first_picture.py)."""
    early = page.evaluate(EARLY)
    plotly = "PlotlyChart" in PICTURES["" if url_path == HOME else url_path]
    late = [] if plotly else [name for name in early if "/PlotlyChart." in name]
    return late + ([f"{len(early)} files before the picture"] if len(early) > MOST_EARLY else [])


def skipped(page: Page, plotted: bool) -> None:
    """The first Tab is a button; it leads to the picture, whose first stop is its first button, and the focus is seen.

    plotted: the picture is a chart, which has no button of its own.
    """
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the picture")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-picture")).to_be_focused()
    for _ in range(TABS - 2):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["inside"] or plotted:
            break
    assert found["ring"], found
