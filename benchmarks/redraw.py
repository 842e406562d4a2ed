"""A weight is dragged to and fro on a stage of 4 units, 4 inputs and 64 steps: the script's time of each frame.

"redraw" is the stage's own measure of drawing everything anew; "with the model" adds what the moves of the pointer
before it cost, in which the cell's forward pass runs over all the steps. Style, layout and paint are the browser's own.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from playwright.sync_api import Page

from benchmarks import LARGEST
from benchmarks.serving import APP, Serving, cell_page, chromium, machine, serve
from benchmarks.tables import Row, markdown, median, p95

UNCOUNTED = 30  # frames until the browser has compiled the scripts
SWING = 30  # px
Stamp = Mapping[str, float]


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.redraw", description=__doc__, formatter_class=shown)
    parser.add_argument(
        "--moves", type=int, default=150, help=f"counted frames for each cell, after {UNCOUNTED} others"
    )
    parser.add_argument("--cells", nargs="+", default=["rnn", "lstm", "gru"], help="the pages")
    return parser.parse_args(argv)


def drag(page: Page, frames: int) -> tuple[list[Stamp], list[Stamp]]:
    """The stamps of at least so many redraws during one drag, and of the moves that asked for them."""
    box = page.locator(".weight").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y)
    page.wait_for_timeout(200)
    page.evaluate("bench.frames.length = bench.moves.length = 0")
    moves = 0
    while page.evaluate("bench.frames.length") < frames:
        for _ in range(10):
            moves += 1
            page.mouse.move(x + swing(moves), y)
    stamps = page.evaluate("[bench.frames, bench.moves]")
    page.mouse.up()
    return stamps[0], stamps[1]


def swing(k: int) -> int:
    """The k-th place of a handle that goes to and fro, one pixel at a time."""
    return SWING - abs((k + SWING) % (4 * SWING) - 2 * SWING)


def with_model(frames: Sequence[Stamp], moves: Sequence[Stamp]) -> list[float]:
    """The time of each frame and of the moves since the one before it. Both are in order of time."""
    ends = [0, *(bisect_left([move["at"] for move in moves], frame["at"]) for frame in frames)]
    spent = [0.0, *accumulate(move["took"] for move in moves)]
    spans = zip(frames, pairwise(ends), strict=True)
    return [frame["took"] + spent[end] - spent[begin] for frame, (begin, end) in spans]


def row(cell: str, frames: Sequence[Stamp], moves: Sequence[Stamp]) -> Row:
    drawn = [float(frame["took"]) for frame in frames][UNCOUNTED:]
    whole = with_model(frames, moves)[UNCOUNTED:]
    return (cell, len(drawn), float(median(drawn)), float(p95(drawn)), float(median(whole)), float(p95(whole)))


def main() -> None:
    chosen = arguments()
    rows: list[Row] = []
    with serve(Serving(APP)) as served, chromium() as browser:
        served.wait()
        for cell in chosen.cells:
            page = cell_page(browser, f"{served.url}/{cell}?{LARGEST}")
            rows.append(row(cell, *drag(page, UNCOUNTED + chosen.moves)))
            page.context.close()
    print("Script time of a frame of a drag, 4 units, 4 inputs, 64 steps, ms\n")
    print(markdown(("cell", "frames", "redraw, median", "p95", "with the model, median", "p95"), rows))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
