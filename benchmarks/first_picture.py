"""From a link to a page's first picture, warm: the server has shown the page before, and so has the browser.

The picture is drawn when something stands in its frame (a shape, a painted canvas, a chart's axes) that nothing hides.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.serving import APP, ROOT, Serving, chromium, clocked_page, machine, serve_all
from benchmarks.tables import Row, markdown, median
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME

UNCOUNTED = 2  # visits until the browser has kept what it compiles
STEPS = ("page", "asked", "told", "picture")
# By the page's own clock: its head is here; Python is asked for the page; has told the last of what the picture needs;
# the first frame that shows the picture.
SEEN = """(() => {
  const painted = new WeakSet();
  for (const name of ["fill", "fillRect", "fillText", "stroke", "drawImage", "putImageData"]) {
    const before = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      painted.add(this.canvas);
      return before.apply(this, args);
    };
  }
  const filled = (node) => node.matches("svg") ? node.querySelector("path, rect, circle, text")
    : node.matches("canvas") ? painted.has(node) : node.matches("table, .tokens, .reading, .grids")
    && node.textContent.trim();
  const shown = (node) => {
    for (let at = node; at; at = at.parentNode ?? at.host)
      if (at instanceof Element && getComputedStyle(at).opacity === "0") return false;
    return true;
  };
  const drawn = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".toolbar, .live, button, .katex")) return false;
    if (filled(node)) {
      const { height, width } = node.getBoundingClientRect();
      if (height > 30 && width > 60 && shown(node)) return true;
    }
    return [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])].some(drawn);
  };
  window.firstPicture = new Promise((resolve) => {
    const look = () => {
      const frame = document.querySelector(".st-key-picture");
      if (frame && drawn(frame)) return requestAnimationFrame(() => resolve(performance.now()));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
})()"""
TIMES = """async () => {
  const picture = await window.firstPicture;
  const told = bench.got.filter(({ at }) => at <= picture);
  return {
    page: performance.getEntriesByType("navigation")[0].responseEnd, asked: bench.sent[0].at, told: told.at(-1).at,
    picture, messages: told.reduce((sum, { bytes }) => sum + bytes, 0),
    files: performance.getEntriesByType("resource").filter((one) => one.startTime <= picture).length,
  };
}"""


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.first_picture", description=__doc__, formatter_class=shown)
    parser.add_argument("--visits", type=int, default=7, help=f"counted visits of each page, after {UNCOUNTED} others")
    parser.add_argument("--pages", nargs="+", default=list(LESSONS), help="their paths")
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turn with this one")
    return parser.parse_args(argv)


def visits(browser: Browser, url: str) -> Page:
    """A page that keeps what it is sent; who has closed the leads meets the lesson alone."""
    page = clocked_page(browser)
    page.add_init_script(SEEN)
    page.context.add_cookies([{"name": "rnnviz_lead", "value": "%7B%22closed%22%3Atrue%7D", "url": url}])
    return page


def clock(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def visit(page: Page, clock: CDPSession, url: str) -> dict[str, float]:
    """Milliseconds from the navigation to each of STEPS; what the browser worked for it; what it was told and asked."""
    page.goto(url, wait_until="commit")
    found: dict[str, float] = page.evaluate(TIMES)
    found["worked"] = worked(clock)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return found


def worked(clock: CDPSession) -> float:
    """Milliseconds that the page's own thread has worked, from its navigation: a busy machine changes little of it."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(it["value"] for it in metrics if it["name"] == "TaskDuration"))


def rows(name: str, found: Mapping[str, Sequence[Mapping[str, float]]]) -> list[Row]:
    """For each checkout: its medians, and the quickest, which is what a machine that does nothing else would show."""
    return [
        (
            name,
            folder,
            *(round(median([one[step] for one in times])) for step in STEPS),
            round(min(one["picture"] for one in times)),
            round(median([one["worked"] for one in times])),
            round(median([one["messages"] for one in times]) / 1000),
            round(median([one["files"] for one in times])),
        )
        for folder, times in found.items()
    ]


def main() -> None:
    chosen = arguments()
    folders = {"this": ROOT} | ({"beside": chosen.beside.resolve()} if chosen.beside else {})
    table: list[Row] = []
    with serve_all({name: Serving(APP, at) for name, at in folders.items()}) as servers, chromium() as browser:
        for name in chosen.pages:
            pages = {folder: visits(browser, served.url) for folder, served in servers.items()}
            clocks = {folder: clock(page) for folder, page in pages.items()}
            found: dict[str, list[dict[str, float]]] = {folder: [] for folder in pages}
            for _ in range(UNCOUNTED + chosen.visits):
                for folder, page in pages.items():
                    path = "" if name == HOME else name
                    found[folder].append(visit(page, clocks[folder], f"{servers[folder].url}/{path}"))
            table += rows(name, {folder: times[UNCOUNTED:] for folder, times in found.items()})
            print(*table[-len(folders) :], sep="\n", flush=True)
            for page in pages.values():
                page.context.close()
    print(markdown(("page", "checkout", *STEPS, "quickest", "worked", "kB told", "files"), table))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
