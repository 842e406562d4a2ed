"""The README's pictures, taken anew from the app: one that moves, and one of each of four lessons."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.serving import APP, ROOT, Serving, chromium, serve

FOLDER = ROOT / "assets" / "pictures"
STILLS = {
    "lead": "/rnn?step=2",
    "gradient": "/gradient?view=path&example=net",
    "map": "/map?lead=off",
    "train": "/train?lead=off",
}
SCREEN = ViewportSize(width=1280, height=720)
FILM = (960, 540)  # px
FRAME, HELD = 350, 1400  # ms; the last of a scene is held
MOST = 2_000_000  # bytes of the film
COMES_UP = 2500  # ms
RESTS = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.pictures", description=__doc__, formatter_class=shown)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are put")
    return parser.parse_args(argv)


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector(RESTS, timeout=60_000)
    page.wait_for_timeout(COMES_UP)
    return page


def pressed(page: Page, keys: Sequence[str]) -> Iterator[bytes]:
    """The page after each of these keys."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(FRAME)
        yield page.screenshot()


def dragged(page: Page, weight: str, by: Sequence[int]) -> Iterator[bytes]:
    """The page while a weight is drawn to the side, and let go."""
    handle = page.locator(f".stage .weight[data-q='{weight}']").first
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for to in by:
        page.mouse.move(x + to, y)
        page.wait_for_timeout(100)
        yield page.screenshot()
    page.mouse.up()
    page.mouse.move(5, 5)
    page.wait_for_timeout(1000)
    yield page.screenshot()


def scenes(page: Page, url: str) -> Iterator[list[bytes]]:
    """A cell is stepped, a weight is drawn, gates open and close, a gradient goes back."""
    opened(page, f"{url}/rnn?standardise=1&t=5&op=1&lead=off")
    yield [page.screenshot(), *pressed(page, ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"])]
    yield [*dragged(page, "weight_hh", (20, 40, 60, 80, 100))]
    opened(page, f"{url}/lstm?t=8&op=1&lead=off")
    yield [page.screenshot(), *pressed(page, ["ArrowDown"] * 5)]
    opened(page, f"{url}/gradient?cell=lstm&lead=off")
    yield [page.screenshot(), *pressed(page, ["ArrowLeft"] * 8)]


def film(shots: Sequence[list[bytes]], path: Path) -> None:
    """Put the scenes together. Raises ValueError where they are too large for a README."""
    frames = [Image.open(io.BytesIO(shot)).convert("RGB").resize(FILM) for scene in shots for shot in scene]
    times = [HELD if shot is scene[-1] else FRAME for scene in shots for shot in scene]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=70, method=6)
    if (size := path.stat().st_size) > MOST:
        raise ValueError(f"{path.name} has {size} bytes, and at most {MOST} are wanted.")


def context(browser: Browser) -> Page:
    return browser.new_context(viewport=SCREEN, color_scheme="light").new_page()


def main(argv: Sequence[str] | None = None) -> None:
    folder = arguments(argv).folder
    folder.mkdir(parents=True, exist_ok=True)
    with serve(Serving(APP)) as served, chromium() as browser:
        served.wait()
        film(list(scenes(context(browser), served.url)), folder / "moving.webp")
        for name, link in STILLS.items():
            shot = Image.open(io.BytesIO(opened(context(browser), served.url + link).screenshot()))
            shot.save(folder / f"{name}.webp", quality=80, method=6)
    for path in sorted(folder.glob("*.webp")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
