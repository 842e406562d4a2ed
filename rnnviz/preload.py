"""What a page is about to need, for its head: the browser then loads it beside Streamlit's own start.

Left alone, a page learns of its widgets from the server, of each widget's modules from their imports, of the stage's
from the stage: five waits one after another, and every row of buttons moves when its parts arrive.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

import streamlit

from rnnviz.edition import ASSETS

STATIC = Path(streamlit.__file__).parent / "static"
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*["'`](\.[^"'`]+\.m?js)["'`]""")
EVERYWHERE = ("shared/house.js", "shared/whole.js")  # of every page; what every stage and chart needs
# Streamlit's parts have a hash in their names.
WIDGETS = (
    "BidiComponent",
    "Selectbox",
    "ButtonGroup",
    "PageLink",
    "Slider",
    "Checkbox",
    "Radio",
    "rehype-katex",
)
CELL = ("shared/stage.js", "shared/chart.js", "vendor/katex/katex.mjs")
LED = (*CELL, "lead/lead.js")
STACK = ("shared/stack/stack.js", "vendor/katex/katex.mjs")
CHART = ("shared/chart.js", "PlotlyChart")
PICTURES: dict[str, tuple[str, ...]] = {
    "": CELL,  # Home
    "rnn": LED,
    "lstm": LED,
    "gru": LED,
    "mingru": CELL,
    "construction": CELL,
    "stacks": STACK,
    "directions": (*STACK, "shared/chart.js"),
    "gradient": ("gradient/sweep.js", "vendor/katex/katex.mjs"),
    "images": ("images/reading.js",),
    "kinds": ("kinds/kinds.js",),
    "map": ("map/scatter.js",),
    "words": ("words/table.js",),
    "embedding": ("words/table.js",),
    "sequences": ("sequences/windows.js", *CHART),
    "vanishing": (*CHART, "lead/lead.js"),
    "update": CHART,
    "train": CHART,
    "inside": (*CHART, "lead/lead.js"),
    "class": ("room/class.js",),
}
"""What draws each page's first picture: scripts in assets/, parts of Streamlit."""


def links(url_path: str, assets: str) -> str:
    """The head's lines for a page, each module once. Nothing for what this version of Streamlit has not.

    assets: where the files of the present edition are; what they import is read once an edition.
    """
    return _links(PICTURES.get(url_path, ()), assets)


@lru_cache(maxsize=2 * len(PICTURES))
def _links(pictures: tuple[str, ...], assets: str) -> str:
    modules = set().union(*map(reached, map(entries, (*WIDGETS, *EVERYWHERE, *pictures)))) - named_by_index()
    urls = sorted(url(module, assets) for module in modules)
    return "".join(f'<link rel="modulepreload" href="./{url}">' for url in urls)


def url(module: Path, assets: str) -> str:
    """Where a module is, below the app's own address."""
    if module.is_relative_to(STATIC):
        return module.relative_to(STATIC).as_posix()
    return assets + module.relative_to(ASSETS).as_posix()


def entries(name: str) -> list[Path]:
    """The files of a script in assets/, or of a part of Streamlit."""
    return [ASSETS / name] if "/" in name else sorted((STATIC / "static/js").glob(f"{name}.*.js"))


def reached(scripts: list[Path]) -> set[Path]:
    """The scripts, what they import, and so on."""
    found: set[Path] = set()
    waiting = list(scripts)
    while waiting:
        script = Path(os.path.normpath(waiting.pop()))
        if script not in found and script.is_file():
            found.add(script)
            waiting += [script.parent / name for name in IMPORTED.findall(script.read_text(encoding="utf-8"))]
    return found


def named_by_index() -> set[Path]:
    """What Streamlit's own page names already."""
    names = re.findall(r'(?:href|src)="\./static/js/([^"]+\.js)"', (STATIC / "index.html").read_text(encoding="utf-8"))
    return {STATIC / "static/js" / name for name in names}
