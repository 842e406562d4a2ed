"""The benchmarks start, and make the right tables of what they measure; how long anything takes is not tested here."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from streamlit.testing.v1 import AppTest

from benchmarks import first_page, house, pictures, redraw, round_trip, stepping
from benchmarks.serving import copied_app
from benchmarks.tables import markdown, p95, summary
from rnnviz.state.link import from_query
from tests.received import received

ROOT = Path(__file__).resolve().parents[1]
LARGEST = {"preset": "random", "source": "sine", "steps": "64", "inputs": "4", "hidden": "4"}


SCRIPTS = (
    "round_trip", "stepping", "first_page", "first_point", "redraw", "watched", "learners", "start_of_run", "legible",
    "pictures", "classroom", "own_files",
)  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_says_what_it_measures(name):
    command = [sys.executable, "-m", f"benchmarks.{name}", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert f"usage: python -m benchmarks.{name}" in done.stdout


@pytest.mark.parametrize("values", [[3.0], [1.0, 2.0], list(np.random.default_rng(0).exponential(size=23))])
def test_p95_is_that_of_numpy(values):
    assert p95(values) == pytest.approx(np.percentile(values, 95))


def test_a_table_in_markdown():
    table = markdown(("served", "n", "median"), [("ours", 15, 24.04), ("defaults | all", 15, 242.0)])
    assert table.splitlines() == [
        "| served         |   n | median |",
        "| -------------- | --: | -----: |",
        "| ours           |  15 |   24.0 |",
        "| defaults | all |  15 |  242.0 |",
    ]


def test_the_ratio_is_that_of_the_medians():
    rows = summary({"a": [10.0, 20.0, 90.0], "b": [50.0, 50.0, 50.0]}, against="a")
    assert [row[:3] + row[4:] for row in rows] == [("a", 3, 20.0, "1.0×"), ("b", 3, 50.0, "2.5×")]


def shot(grey):
    made = io.BytesIO()
    Image.new("RGB", (64, 36), (grey, grey, grey)).save(made, "png")
    return made.getvalue()


def test_a_film_is_its_scenes_one_after_another_and_no_larger_than_it_may_be(tmp_path, monkeypatch):
    path = tmp_path / "film.webp"
    pictures.film([[shot(0), shot(80)], [shot(250)]], path)
    with Image.open(path) as film:
        greys = [frame.convert("RGB").getpixel((5, 5))[0] for frame in ImageSequence.Iterator(film)]
    assert greys == pytest.approx([0, 80, 250], abs=6)
    monkeypatch.setattr(pictures, "MOST", 10)
    with pytest.raises(ValueError, match="at most 10"):
        pictures.film([[shot(0)]], path)


def test_the_readme_s_pictures_are_there():
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert {Path(one).name for one in shown} == {"moving.webp", *(f"{name}.webp" for name in pictures.STILLS)}
    for one in shown:
        with Image.open(ROOT / one) as picture:
            assert getattr(picture, "n_frames", 1) > 10 or not one.endswith("moving.webp")
        assert (ROOT / one).stat().st_size <= pictures.MOST


def trips(*pictures):
    return [{"sent": 1, "first": 5, "last": 9, "dom": 12, "picture": at, "bytes": 100} for at in pictures]


def test_round_trips_are_compared_with_the_app_as_served():
    found = {round_trip.OURS: trips(20, 30), round_trip.DEFAULT: trips(250, 250)}
    rows = round_trip.times("gru", found)
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [
        ("gru", "as served", 25.0, "1.0×"),
        ("gru", "Streamlit's defaults", 250.0, "10.0×"),
    ]
    assert round_trip.course("gru", found)[0] == ("gru", "as served", 1.0, 5.0, 9.0, 12.0, 25.0, 100)


def test_steps_are_compared_with_the_stage():
    found = {stepping.STAGE: trips(10, 10, 13), stepping.BEST: trips(40, 35, 20)}
    best = stepping.rows(found)[1]
    assert best == ["slider, served as the app is", 3, 35.0, pytest.approx(39.5), "3.5×", 12.0, 12.0, "1.0×"]


def test_a_frame_is_charged_with_the_moves_since_the_one_before():
    frames = [{"at": 10, "took": 4.0}, {"at": 30, "took": 5.0}, {"at": 50, "took": 6.0}]
    moves = [{"at": 1, "took": 0.5}, {"at": 9, "took": 0.25}, {"at": 29, "took": 1.0}, {"at": 60, "took": 99.0}]
    assert redraw.with_model(frames, moves) == [4.75, 6.0, 6.0]


def test_the_handle_goes_to_and_fro_a_pixel_at_a_time():
    places = [redraw.swing(k) for k in range(241)]
    assert {abs(a - b) for a, b in pairwise(places)} == {1}
    assert (min(places), max(places), places[0]) == (-30, 30, 0)


def test_the_first_page_names_the_modules_that_should_not_be_there():
    assert first_page.loaded(["sys", "torch", "torch.nn"]).startswith("3 modules loaded: torch LOADED, umap not loaded")
    assert first_page.loaded([]) == "The server could not say which modules it had loaded."
    assert first_page.rows([dict.fromkeys(first_page.STEPS, at) for at in (900, 700, 800)])[0] == (
        "server listens", 3, 800.0, 900.0
    )  # fmt: skip


def test_the_copy_has_the_looks_but_not_the_settings_for_speed():
    own = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    with copied_app() as folder:
        copied = tomllib.loads((folder / ".streamlit" / "config.toml").read_text())
        assert (folder / "rnnviz" / "main.py").read_text() == (ROOT / "rnnviz" / "main.py").read_text()
    assert own["server"].pop("fileWatcherType") == "none"
    assert own["runner"].pop("postScriptGC") is False
    assert copied == own


PROBE = "import gc, sys\nprint(gc.freeze() or gc.get_freeze_count() > 0, 'wave' in sys.modules, sys.argv[1:])"


@pytest.mark.parametrize(("load", "frozen"), [(["wave"], True), ([], False)])
def test_the_launcher_loads_and_freezes_what_it_is_told_to(tmp_path, load, frozen):
    (tmp_path / "probe.py").write_text(PROBE)
    plan = {"argv": ["probe.py", "--here"], "module": False, "load": load, "frozen": frozen, "modules": "modules"}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, str(ROOT / "benchmarks" / "launch.py"), "plan.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split(maxsplit=2) == [str(frozen), str(bool(load)), "['--here']\n"]
    assert ("wave" in (tmp_path / "modules").read_text().split()) == bool(load)


def test_the_slider_moves_the_same_numbers_as_the_stage():
    page = AppTest.from_file(str(ROOT / "benchmarks" / "slider_page.py"), default_timeout=30)
    page.query_params["cell"] = "gru"
    page.run()
    page.slider[0].set_value(5).run()
    assert not page.exception
    rows = dict(received(page.get("bidi_component")[0].proto)["rows"])
    record = from_query("gru", LARGEST).run().record
    assert rows["h"] == record.h[4].tolist()
    assert {"x", "r", "z", "n", "h"} <= set(rows)


def test_the_house_is_counted_by_file_line_and_importer():
    """b is imported by two others, c within a function by one, a's own name and torch by none that count."""
    sources = {
        "rnnviz/__init__.py": "",
        "rnnviz/a.py": "import torch\nfrom rnnviz.b import (\n    One,\n    two,\n)\nfrom rnnviz.b import three\n",
        "rnnviz/b.py": '"""Named by two."""\n\nOne = two = three = 1\n',
        "rnnviz/c.py": "import rnnviz.b\n",
        "pages/d.py": "def late():\n    from rnnviz import c\n    return c\n",
    }
    found = house.counted(sources)
    assert found.lines == (0, 6, 3, 1, 3)
    assert found.imports == 6 + 1 + 1
    assert found.importers == {"rnnviz": 0, "rnnviz.a": 0, "rnnviz.b": 2, "rnnviz.c": 1, "pages.d": 0}
    assert found.row("here") == ("here", 5, 13, 3, 3, 6, "61.5 %", 1)


def test_the_house_as_it_stands_is_read():
    sources = house.working_tree()
    assert {"rnnviz/core/cells.py", "rnnviz/main.py", "pages/lstm.py"} <= sources.keys()
    house_now = house.counted(sources)
    assert house_now.importers["rnnviz.core.cells"] > 20
    assert max(house_now.lines) <= 300
