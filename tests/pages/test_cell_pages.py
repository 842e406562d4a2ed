"""Every control of the cell pages, through Streamlit's own test runner: what it changes, what it says to nonsense."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.cells import CELLS
from rnnviz.core.slips import SLIPS
from rnnviz.state.link import from_query, to_query
from rnnviz.state.opening import first_example
from rnnviz.state.presets import PRESETS
from rnnviz.state.settings import Settings, from_json, from_preset
from tests.lessons.gradient import gradient as gradient_page
from tests.received import received

MAIN = str(Path(__file__).resolve().parents[2] / "rnnviz" / "main.py")
NONSENSE = ["1, two, 3", "nan", "inf", "1e308", "", "🙂 🙂", "1 2\n3", "0 " * 65]


def opened(cell: str, **query: str) -> AppTest:
    """A fresh visit to a cell's page."""
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    app.query_params.update(query)
    app.switch_page(f"../pages/{cell}.py").run()
    assert not app.exception
    return app


def data(app: AppTest) -> dict:
    """What the stage was sent."""
    [stage] = [part for part in app.get("bidi_component") if part.proto.component_name.endswith("cell_stage")]
    return received(stage.proto)


def settings(app: AppTest) -> Settings:
    assert not app.exception
    return from_json(data(app)["table"])


@pytest.mark.parametrize("cell", CELLS)
def test_the_page_opens_on_its_worked_example(cell: str) -> None:
    app = opened(cell)
    assert settings(app) == first_example(cell)
    assert not app.warning


@pytest.mark.parametrize("cell", CELLS)
def test_presets(cell: str) -> None:
    app = opened(cell)
    for preset in PRESETS[cell]:
        app.selectbox(f"{cell}_preset").select(preset).run()
        assert settings(app) == (first_example(cell) if preset == "worked" else from_preset(cell, preset))


def test_hours_and_standardising() -> None:
    app = opened("rnn", preset="worked")
    app.select_slider("rnn_start").set_value(3).run()
    app.slider("rnn_steps").set_value(7).run()
    now = settings(app)
    assert (now.source.start, now.steps) == (3, 7)
    app.toggle("rnn_standardise").set_value(True).run()
    assert abs(settings(app).x).max() < 3 < abs(now.x).max()


@pytest.mark.parametrize(("kind", "widget", "name", "value", "field"), [
    ("sine", "slider", "steps", 40, "steps"),
    ("sine", "number_input", "period", 5.0, "period"),
    ("step", "slider", "at", 6, "at"),
    ("impulse", "slider", "at", 6, "at"),
    ("noise", "number_input", "noise_seed", 7, "seed"),
])  # fmt: skip
def test_every_source_and_what_it_asks(kind: str, widget: str, name: str, value: float, field: str) -> None:
    app = opened("gru")
    app.selectbox("gru_kind").select(kind).run()
    before = settings(app)
    assert before.source.kind == kind
    getattr(app, widget)(f"gru_{name}").set_value(value).run()
    now = settings(app)
    assert getattr(now.source, field) == (value - 1 if field == "at" else value)
    assert not np.array_equal(now.x, before.x)


def test_words_are_one_hot_and_bring_their_own_input_size() -> None:
    app = opened("lstm")
    app.selectbox("lstm_kind").select("words").run()
    app.text_area("lstm_text").set_value("to be or not to be").run()
    now = settings(app)
    assert (now.input_size, now.steps, now.x.sum()) == (4, 6, 6.0)
    assert data(app)["labels"] == ["to", "be", "or", "not", "to", "be"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_gives_a_sentence_beside_the_box_and_the_last_good_input_stays(text: str) -> None:
    app = opened("rnn")
    app.selectbox("rnn_kind").select("typed").run()
    app.text_area("rnn_text").set_value("0 1 0.5").run()
    app.text_area("rnn_text").set_value(text).run()
    assert settings(app).x.ravel().tolist() == [0.0, 1.0, 0.5]
    [sentence] = [error.value for error in app.error]
    assert sentence.endswith("The stage keeps the last valid input.")
    assert app.text_area("rnn_text").value == text
    rev = data(app)["rev"]
    app.text_area("rnn_text").set_value("0 1 0.5").run()
    assert (data(app)["rev"], len(app.error)) == (rev, 0), "what is there already is no edit, and no longer wrong"
    app.text_area("rnn_text").set_value("1 2").run()
    assert settings(app).x.ravel().tolist() == [1.0, 2.0]
    assert not app.error


def test_sizes_activation_and_seed() -> None:
    app = opened("rnn")
    app.slider("rnn_inputs").set_value(3).run()
    app.slider("rnn_hidden").set_value(4).run()
    now = settings(app)
    assert (now.input_size, now.hidden_size) == (3, 4)
    assert np.array_equal(now.weights.weight_hh[:2, :2], from_preset("rnn", "worked").weights.weight_hh)
    app.segmented_control("rnn_activation").set_value("relu").run()
    assert settings(app).activation == "relu"
    app.number_input("rnn_seed").set_value(5).run()
    again = settings(app)
    assert (again.preset, again.seed) == ("random", 5)
    assert not np.array_equal(again.weights.weight_hh, now.weights.weight_hh)


def drawn(app: AppTest) -> list[str]:
    """The names of the curves in the chart of the whole run."""
    assert not app.exception
    [chart] = [part for part in app.get("bidi_component") if part.proto.component_name.endswith("chart")]
    return [trace["name"] for trace in received(chart.proto)["figure"]["traces"]]


@pytest.mark.parametrize("cell", CELLS)
def test_of_many_units_the_chart_draws_those_that_are_chosen(cell: str) -> None:
    app = opened(cell, preset="random", hidden="8")
    states = CELLS[cell].states

    def names(*units: int) -> list[str]:
        return ["x[1]", *(f"{q}[{unit}]" for q in states for unit in units)]

    chooser = f"{cell}_units"
    assert app.multiselect(chooser).label == "Units in the chart, at most 4 of 8"
    assert drawn(app) == names(1, 2, 3, 4)
    app.multiselect(chooser).set_value([7, 0, 5]).run()
    assert drawn(app) == names(1, 6, 8)
    app.slider(f"{cell}_hidden").set_value(6).run()  # unit 8 is no more
    assert drawn(app) == names(1, 6)
    app.multiselect(chooser).set_value([]).run()
    assert drawn(app) == names(1, 2, 3, 4), "a chart draws something"
    app.slider(f"{cell}_hidden").set_value(4).run()
    assert not app.multiselect
    assert drawn(app) == names(1, 2, 3, 4)


@pytest.mark.parametrize("cell", CELLS)
def test_the_units_of_a_link_are_drawn_and_go_on_in_it(cell: str) -> None:
    app = opened(cell, preset="random", hidden="8", units="2,8")
    states = "hc" if cell == "lstm" else "h"
    assert drawn(app) == ["x[1]", *(f"{q}[{unit}]" for q in states for unit in (2, 8))]
    assert items(app) == {"units": "2,8"}
    app.multiselect(f"{cell}_units").set_value([7, 0]).run()
    assert items(app) == {"units": "1,8"}
    app.slider(f"{cell}_hidden").set_value(4).run()
    assert items(app) == {"units": "1"}


@pytest.mark.parametrize(("units", "said"), [("9", "from 1 to 8"), ("1,1", "different"), ("1,2,3,4,5", "at most 4")])
def test_units_that_are_not_there_leave_the_link(units: str, said: str) -> None:
    app = opened("gru", preset="random", hidden="8", units=units)
    assert said in app.warning[0].value.replace("\\", "")
    assert "units" not in app.query_params
    assert items(app) == {}


def items(app: AppTest) -> dict[str, str]:
    """What the stage writes to the address beside the settings."""
    [stage] = [received(it.proto) for it in app.get("bidi_component") if "truth" in it.proto.json]
    found: dict[str, str] = stage["items"]
    return found


@pytest.mark.parametrize("cell", CELLS)
def test_the_output_layer(cell: str) -> None:
    app = opened(cell)
    app.slider(f"{cell}_outputs").set_value(3).run()
    assert settings(app).head.weight.shape == (3, 2)
    app.toggle(f"{cell}_softmax").set_value(True).run()
    assert settings(app).softmax
    app.slider(f"{cell}_outputs").set_value(0).run()
    assert settings(app).head is None


@pytest.mark.parametrize(("cell", "letter"), [(cell, s.letter) for s in SLIPS.values() for cell in s.cells])
def test_slips_say_what_goes_wrong(cell: str, letter: str) -> None:
    app = opened(cell)
    app.radio(f"{cell}_slip").set_value(letter).run()
    assert settings(app).slip == letter
    assert any(SLIPS[letter].why in text.value for text in app.markdown)
    assert (settings(app).head is not None) == (letter == "c")


WRITTEN = [("torch", r"i_{t}", "c_{t-1}"), ("andrew", r"\Gamma_{u}", r"\langle t-1")]


@pytest.mark.parametrize(("notation", "at", "old"), WRITTEN)
def test_a_slip_is_written_in_the_notation_of_the_link(notation: str, at: str, old: str) -> None:
    """Slip a: on the slide the input gate stands at the old memory, and comes before it; right is the other way."""
    shown = [text.value for text in opened("lstm", slip="a", notation=notation).markdown]
    slide, right = (next(text for text in shown if text.startswith(f"**{it}")) for it in ("The common", "Right"))
    assert slide.index(at) < slide.index(old)
    assert right.index(old) < right.index(at)
    assert "htmlClass" not in slide + right


@pytest.mark.parametrize("cell", CELLS)
def test_the_other_cells_links_carry_the_input(cell: str) -> None:
    app = opened(cell, source="noise", steps="7", h0="0.5,-0.5")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    others = [name for name in CELLS if name != cell]
    for other in others:
        query = links[f"Compare with {CELLS[other].title}"]
        carried = from_query(other, dict(parse_qsl(query)))
        assert np.array_equal(carried.x, settings(app).x)
        assert carried.h0.tolist() == [0.5, -0.5]


@pytest.mark.parametrize("cell", CELLS)
def test_its_gradient_is_that_of_the_cell_on_the_stage(cell: str) -> None:
    app = opened(cell, preset="leaky", source="noise", steps="7", h0="0.5,-0.5")
    [query] = [link.proto.query_string for link in app.get("page_link") if link.proto.label == "Its gradient"]
    gradient = gradient_page.opened(**dict(parse_qsl(query)))
    assert not gradient.warning
    there, here = gradient_page.settings(gradient), settings(app)
    assert there.cell == cell
    assert np.array_equal(there.x, here.x)
    assert np.array_equal(there.h0, here.h0)
    assert all(np.array_equal(getattr(there.weights, name), array) for name, array in vars(here.weights).items())


def test_files_to_take_away() -> None:
    app = opened("lstm")
    assert [button.proto.label for button in app.get("download_button")] == [
        "Record as CSV", "Record as JSON", "PyTorch script",
    ]  # fmt: skip
    assert "torch.nn.LSTMCell" in app.code[0].value


@pytest.mark.parametrize("cell", CELLS)
def test_a_link_restores_the_settings(cell: str) -> None:
    made = from_preset(cell, "random", seed=3).resized(2, 3).with_head(2, softmax=True)
    made = replace(made, t=4, op=1, notation="wu", h0=np.array([0.1, -0.2, 0.3]))
    app = opened(cell, **to_query(made))
    assert settings(app) == made


@pytest.mark.parametrize("query", [
    {"preset": "nothing"}, {"hidden": "1000000000"}, {"weight_hh": "nan,1,2,3"}, {"x": "1,2,<script>"},
    {"weight_hh": "0.1,0.2"}, {"h0": "9" * 70_000}, {"unknown": "1"}, {"clamp": "f:7"},
])  # fmt: skip
def test_a_link_that_is_wrong_cut_off_or_hostile_gives_a_sentence_and_the_default(query: dict[str, str]) -> None:
    app = opened("rnn", **query)
    assert settings(app) == first_example("rnn")
    [warning] = app.warning
    assert warning.value.endswith("This is the page's first example instead.")
    assert len(warning.value) < 300


def released(app: AppTest, table: dict, rev: str = "browser:1") -> AppTest:
    """As if the stage had released `table`."""
    app.session_state[f"stage_{table['cell']}"] = {"doc": {"rev": rev, "table": table}}
    return app.run()


def test_what_the_stage_releases_is_in_force_and_the_controls_follow() -> None:
    app = opened("lstm")
    table = from_preset("lstm", "latch").to_json() | {"h0": [0.75]}
    released(app, table)
    assert data(app)["rev"] == "browser:1"
    assert data(app)["truth"]["h"] == from_json(table).run().record.h.tolist()
    assert "table" not in data(app), "it goes back to no stage that has sent it"
    assert app.selectbox("lstm_preset").value == "latch"


def test_what_no_stage_could_release_gives_a_sentence() -> None:
    app = opened("lstm")
    released(app, from_preset("lstm", "worked").to_json() | {"h0": [float("nan"), 0.0]})
    assert settings(app) == from_preset("lstm", "worked")
    assert len(app.warning) == 1
