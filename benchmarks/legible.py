"""The smallest texts of every page on a laptop, a projector and a phone, in px as they stand on the screen."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.serving import APP, Serving, chromium, serve
from benchmarks.tables import Row, markdown
from rnnviz.ui.lessons import LESSONS
from rnnviz.ui.links import HOME

SIZES = {"1280": (1280, 720), "1920": (1920, 1080), "390": (390, 844)}
HERE = Path(__file__).resolve().parents[1] / "tests" / "browser"
LEGIBLE, WRITTEN = ((HERE / name).read_text() for name in ("legible.js", "written.js"))
HEADS = ("page", "screen", "smallest text", "it says", "smallest figure on a stage", "smallest script")
COMES_UP = 2000  # ms

Text = dict[str, Any]


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.legible", description=__doc__, formatter_class=shown)
    parser.add_argument("--pages", nargs="+", default=list(LESSONS), help="their paths")
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=list(SIZES), help="widths of the screens")
    parser.add_argument("--list", type=int, default=0, help="so many of the smallest texts of each page, too")
    return parser.parse_args(argv)


def texts(page: Page, url: str) -> list[Text]:
    """All that the page writes, the smallest first."""
    page.goto(url)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000)
    page.wait_for_timeout(COMES_UP)
    return sorted(page.evaluate(LEGIBLE), key=lambda text: float(text["size"]))


def row(name: str, size: str, found: Sequence[Text]) -> Row:
    """What the table says of a page; nan where there is no such text."""
    plain = [text for text in found if not text["script"]]
    figures = [text["size"] for text in plain if text["figure"] and text["part"] == "stage"]
    scripts = [text["size"] for text in found if text["script"]]
    least = [float(next(iter(sizes), "nan")) for sizes in (figures, scripts)]
    return (name, size, float(plain[0]["size"]), str(plain[0]["text"]), *least)


def measured(browser: Browser, url: str, chosen: argparse.Namespace) -> Iterator[Row]:
    for size in chosen.sizes:
        width, height = SIZES[size]
        with browser.new_context(viewport={"width": width, "height": height}) as context:
            page = context.new_page()
            page.add_init_script(WRITTEN)
            for name in chosen.pages:
                found = texts(page, f"{url}/{'' if name == HOME else name}")
                for text in found[: chosen.list]:
                    print(name, size, *(text[key] for key in ("size", "part", "text", "name")), sep=" | ", flush=True)
                yield row(name, size, found)


def main() -> None:
    chosen = arguments()
    with serve(Serving(APP)) as served, chromium() as browser:
        served.wait()
        print(markdown(HEADS, list(measured(browser, served.url, chosen))))


if __name__ == "__main__":
    main()
