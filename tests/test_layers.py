"""The house's rules, read from the imports: a module imports only what stands below it, the heavy ones late."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEVELS = {
    "texts": -1,
    "theme": 0,
    "core": 0,
    "edition": 0,
    "preload": 1,
    "lasting": 0,
    "limits": 0,
    "policy": 0,
    "whole_torch": 0,
    "serving": 2,
    "scratch": 0,
    "room": 3,
    "state": 1,
    "equations": 1,
    "figures": 2,
    "lead": 2,
    "jobs": 2,
    "learn": 3,
    "maps": 4,
    "stage": 5,
    "ui": 6,
    "lessons": 7,
    "pages": 8,
    "main": 8,
}
FORBIDDEN = {
    "theme": {"streamlit", "torch", "plotly", "numpy"},
    "state": {"streamlit", "torch", "plotly"},
    "equations": {"streamlit", "torch", "plotly"},
    "figures": {"streamlit", "torch"},
    "lead": {"streamlit", "torch", "plotly"},
    "jobs": {"streamlit", "torch", "plotly", "numpy"},
    "room": {"streamlit", "torch", "plotly"},
    "learn": {"streamlit"},
    "maps": {"streamlit", "plotly"},
    "pages": {"numpy", "torch", "plotly"},
}
CORE_MAY = sys.stdlib_module_names | {"numpy", "safetensors", "scipy", "threadpoolctl"}
TWICE: set[str] = set()
FILES = sorted(path.relative_to(ROOT) for folder in ("rnnviz", "pages") for path in (ROOT / folder).rglob("*.py"))


def layer(module: str) -> str:
    """The layer of a module of ours: its first name below ``rnnviz``, or ``pages``; empty for ``rnnviz`` itself."""
    first, _, rest = module.partition(".")
    return first if first == "pages" else rest.partition(".")[0]


def lesson(module: str, otherwise: str = "") -> str:
    """The lesson whose folder holds this module of ours, or `otherwise`."""
    return module.split(".")[2] if module.startswith("rnnviz.lessons.") else otherwise


def imported(source: str, module: str) -> Iterator[str]:
    """The full name of everything that ``source``, the text of ``module``, imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(module.split(".")[: -node.level]) + "." if node.level else ""
            yield from (f"{above}{node.module or ''}.{alias.name}".replace("..", ".") for alias in node.names)


def offences(source: str, module: str) -> list[str]:
    """The imports of ``module`` that its layer does not allow."""
    own, found = layer(module), []
    for name in imported(source, module):
        top, theirs = name.partition(".")[0], layer(name)
        if top in ("rnnviz", "pages"):
            upward = bool(theirs) and theirs != own and LEVELS[theirs] >= LEVELS[own]
            if (
                upward
                or (own == "core" and theirs not in ("core", "texts"))
                or (lesson(module) and lesson(module) != lesson(name, lesson(module)))
            ):
                found.append(name)
        elif top in FORBIDDEN.get(own, ()) or (own == "core" and top not in CORE_MAY):
            found.append(name)
    return found


def dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts if parts[-1] != "__init__" else (*parts[:-1], ""))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_run_downwards(path):
    assert not offences((ROOT / path).read_text(), dotted(path))


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        (
            "rnnviz.core.cells",
            "import numpy as np, math\nfrom rnnviz.core.activations import sigmoid\nfrom . import head",
            0,
        ),
        ("rnnviz.core.cells", "import torch", 1),
        ("rnnviz.core.cells", "def f():\n    import pandas.core", 1),
        ("rnnviz.core.cells", "from rnnviz import theme", 1),
        ("rnnviz.core.cells", "from rnnviz.texts import _", 0),
        ("rnnviz.texts", "from rnnviz.core import cells", 1),
        ("rnnviz.core.cells", "from .. import theme", 1),
        ("rnnviz.figures.heat", "from rnnviz.core import cells\nimport plotly.graph_objects as go", 0),
        ("rnnviz.figures.heat", "from rnnviz.learn import models\nfrom streamlit import cache_data", 2),
        ("rnnviz.learn.models", "import torch\nimport streamlit.runtime", 1),
        ("rnnviz.stage.cell", "from rnnviz.ui import lessons", 1),
        ("rnnviz.core.cells", "from rnnviz.state.link import to_query", 1),
        ("rnnviz.ui.heading", "from rnnviz.lessons.map import scatter", 1),
        (
            "rnnviz.lessons.map.page",
            "from rnnviz.lessons.map import scatter\nfrom rnnviz.lessons.train.state import PAGE",
            1,
        ),
        ("rnnviz.ui.", "from .lessons import LESSONS\nimport pages.rnn", 1),
        ("pages.rnn", "from rnnviz.ui.heading import draw_heading\nimport streamlit as st", 0),
        ("pages.rnn", "import numpy\nfrom torch import nn\nfrom plotly import express", 3),
    ],
)
def test_the_reader_of_imports_sees(module, source, found):
    assert len(offences(source, module)) == found


def test_every_layer_has_its_level():
    ours = {layer(dotted(path)) for path in FILES} - {""}
    assert ours <= set(LEVELS)


SUFFIXES = {".py", ".js", ".ts", ".css"}


def own_files() -> list[Path]:
    """Our own code: Python, scripts and styles, without what others wrote."""
    folders = ("rnnviz", "pages", "tests", "assets", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    return sorted(path for path in [*found, ROOT / "app.py"] if "vendor" not in path.parts)


def test_no_module_is_a_drawer_for_everything():
    assert not [path for path in own_files() if path.stem.strip("_") in {"utils", "util", "helpers", "common", "misc"}]


def test_no_file_is_longer_than_300_lines():
    lengths = {path.relative_to(ROOT): path.read_text().count("\n") for path in own_files()}
    assert not {str(path): lines for path, lines in lengths.items() if lines > 300}


def test_no_class_name_stands_twice():
    names = Counter(
        node.name
        for path in FILES
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.ClassDef)
    )
    twice = {name for name, count in names.items() if count > 1}
    assert twice == TWICE, "take from TWICE what stands once by now, and find another name for what is new"


def test_no_line_of_a_script_is_longer_than_120() -> None:
    """Those of Python are ruff's to count; Biome breaks code, but no text and no comment."""
    scripts = [path for path in own_files() if path.suffix in {".js", ".ts"} and "assets" in path.parts]
    lines = [(path, line) for path in scripts for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 9000
    assert not [f"{path.relative_to(ROOT)}: {line}" for path, line in lines if len(line) > 120]


def ties() -> dict[str, set[str]]:
    """Which of our modules each of them imports, a name out of a module counting as the module."""
    ours = {dotted(path).rstrip("."): ROOT / path for path in FILES}
    found = {}
    for module, path in ours.items():
        names = imported(path.read_text(), module if path.name != "__init__.py" else f"{module}.")
        homes = {name if name in ours else name.rpartition(".")[0] for name in names}
        found[module] = {name for name in homes if name in ours and name != module}
    return found


def test_captum_is_imported_where_it_is_asked_and_not_before() -> None:
    """It brings matplotlib, a second of imports."""
    lines = [(path, line) for path in FILES for line in (ROOT / path).read_text().splitlines()]
    assert [path for path, line in lines if line.startswith("    from captum")]
    assert not [path for path, line in lines if line.startswith(("from captum", "import captum"))]


def test_no_files_import_each_other_in_a_circle():
    TopologicalSorter(ties()).prepare()  # raises CycleError, which names the circle


def test_a_lessons_views_stand_above_the_rest_of_it():
    of, drawn = ties(), re.compile(r"^(from|import) streamlit", re.MULTILINE)
    views = {module for module in of if drawn.search((ROOT / source(module)).read_text())}
    packages = {module for module in of if (ROOT / source(module)).name == "__init__.py"}
    below = {module: of[module] & views for module in of if lesson(module) and module not in views | packages}
    assert not {module: names for module, names in below.items() if any(map(lesson, names))}


def source(module: str) -> Path:
    path = Path(*module.split("."))
    return path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")


VISIT = """
    import sys
    from streamlit.testing.v1 import AppTest
    from rnnviz.ui.lessons import LESSONS

    for url_path in ("home", "rnn", "lstm", "gru"):
        app = AppTest.from_file("rnnviz/main.py", default_timeout=30).run()
        app.switch_page(f"../pages/{LESSONS[url_path].file}").run()
        assert not app.exception, app.exception
        assert app.title[0].value == LESSONS[url_path].title
    print(sorted({"babel", "torch", "umap", "numba", "sklearn", "captum", "matplotlib"} & set(sys.modules)))
"""


def test_the_home_and_cell_pages_load_neither_torch_nor_umap():
    command = [sys.executable, "-c", textwrap.dedent(VISIT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
