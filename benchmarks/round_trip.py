"""A number on the stage is dragged and released: from the release to the picture with Python's answer.

Three ways of serving, in turn, each in a process that has loaded torch and umap as well: as the app serves itself; the
same app under Streamlit's default settings; and that without the app's gc.freeze, which lives in its code. With
`--beside FOLDER`: as the app serves itself, in turn with another checkout of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from benchmarks.serving import (
    APP,
    HEAVY,
    STREAMLIT,
    Serving,
    cell_page,
    chromium,
    copied_app,
    machine,
    result,
    serve_all,
)
from benchmarks.tables import Row, markdown, median, summary

OURS, DEFAULT, PLAIN, BESIDE = "as served", "Streamlit's defaults", "defaults, no gc.freeze", "beside"
UNCOUNTED = 3  # a page's first trips: code is compiled, caches fill
PAUSE = 700  # ms between trips: the chart is drawn, the address bar written, the server's garbage collected
HANDLE = ".weight[data-q^=weight_hh]"
STAGES = ("edit sent", "first reply", "last reply", "stage drawn", "picture")
Trip = Mapping[str, float]


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.round_trip", description=__doc__, formatter_class=shown)
    parser.add_argument("--trips", type=int, default=20, help=f"counted trips on each page, after {UNCOUNTED} others")
    parser.add_argument("--cells", nargs="+", default=["rnn", "lstm", "gru"], help="the pages")
    parser.add_argument("--load", nargs="*", default=list(HEAVY), help="what the servers import before they serve")
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turn with this one alone")
    return parser.parse_args(argv)


@contextmanager
def ways(load: Sequence[str], beside: Path | None = None) -> Iterator[dict[str, Serving]]:
    if beside:
        yield {OURS: Serving(APP, load=load), BESIDE: Serving(APP, beside.resolve(), load=load)}
        return
    with copied_app() as copy:
        yield {
            OURS: Serving(APP, load=load),
            DEFAULT: Serving(STREAMLIT, copy, module=True, load=load),
            PLAIN: Serving(STREAMLIT, copy, module=True, load=load, frozen=False),
        }


def trip(page: Page, across: int) -> dict[str, Any]:
    """Drag the first recurrent weight by `across` pixels and release it; the timeline from there."""
    page.wait_for_timeout(PAUSE)
    box = page.locator(HANDLE).first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y, steps=5)
    page.wait_for_timeout(100)
    page.evaluate("bench.arm('pointerup', '.truth')")
    page.mouse.up()
    timeline = result(page)
    truth = page.locator(".truth")
    assert "wrong" not in (truth.get_attribute("class") or ""), truth.inner_text()
    return timeline


def measure(pages: Mapping[str, Page], count: int) -> dict[str, list[Trip]]:
    """The counted trips of each way of serving, taken in turn."""
    trips: dict[str, list[Trip]] = {name: [] for name in pages}
    for k in range(UNCOUNTED + count):
        for name, page in pages.items():
            trips[name].append(trip(page, 8 if k % 2 else -8))
    return {name: found[UNCOUNTED:] for name, found in trips.items()}


def times(cell: str, trips: Mapping[str, Sequence[Trip]]) -> list[Row]:
    rows = summary({name: [one["picture"] for one in found] for name, found in trips.items()}, OURS)
    return [(cell, *row) for row in rows]


def course(cell: str, trips: Mapping[str, Sequence[Trip]]) -> list[Row]:
    """The medians along the way, in ms after the release, and the bytes that came back."""
    keys = ("sent", "first", "last", "dom", "picture")
    rows: list[Row] = []
    for name, found in trips.items():
        medians = [float(median(one[key] for one in found)) for key in keys]
        rows.append((cell, name, *medians, int(median(one["bytes"] for one in found))))
    return rows


def main() -> None:
    chosen = arguments()
    totals: list[Row] = []
    courses: list[Row] = []
    with ways(chosen.load, chosen.beside) as served, serve_all(served) as servers, chromium() as browser:
        for cell in chosen.cells:
            pages = {name: cell_page(browser, f"{server.url}/{cell}") for name, server in servers.items()}
            found = measure(pages, chosen.trips)
            totals += times(cell, found)
            courses += course(cell, found)
            for page in pages.values():
                page.context.close()
    print("Release of a drag → picture with Python's answer, ms\n")
    print(markdown(("cell", "served", "n", "median", "p95", "ratio"), totals))
    print("\nThe way there, median ms after the release\n")
    print(markdown(("cell", "served", *STAGES, "bytes back"), courses))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
