"""The lesson from RNN to LSTM without a browser: stages, their numbers, controls, links, the three cells beside."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.core.cells import IN_TORCH, run
from rnnviz.core.construction import STAGES, run_stage, stage_numbers
from rnnviz.jobs.queue import Queue
from rnnviz.state.settings import Settings, from_json, from_preset
from rnnviz.theme import format_number
from tests.jobs import at_once
from tests.pages.visiting import link, visit
from tests.received import received

opened = partial(visit, "construction")


def sent(app: AppTest) -> dict[str, Any]:
    (stage,) = (received(e.proto) for e in app.get("bidi_component") if "truth" in e.proto.json)
    return stage


def curves(app: AppTest) -> dict[str, list[float]]:
    (figure,) = (received(e.proto)["figure"] for e in app.get("bidi_component") if "figure" in e.proto.json)
    return {trace["name"]: numbers(trace["y"]) for trace in figure["traces"]}


def numbers(array: Any) -> list[float]:
    return (
        np.frombuffer(base64.b64decode(array["bdata"]), array["dtype"]).tolist() if isinstance(array, dict) else array
    )


def arguments(s: Settings) -> tuple[Any, ...]:
    return s.x, s.weights, s.h0, s.c0


@pytest.mark.parametrize("key", STAGES)
def test_a_stage_opens_from_its_link_with_its_numbers_and_what_it_leaves(key):
    app = opened(stage=key, t="3")
    data, start = sent(app), from_preset("lstm", "worked")
    expected = run_stage(key, *arguments(start))
    assert set(data["truth"]) == ({"h"} if key == "a" else {"h", "c"})
    for name, values in data["truth"].items():
        np.testing.assert_array_equal(values, getattr(expected, name))
    assert (data["table"]["form"], data["table"]["t"], data["items"]) == (STAGES[key].form, 2, {"stage": key})
    assert data["table"]["op"] < len(data["ops"]) == len(STAGES[key].ops)
    assert all(op["key"] in data["equations"]["symbolic"][n] for op in data["ops"] for n in data["notations"])
    found = stage_numbers(key, *arguments(start))
    shown = {"a": f"{found['lasts']:.0f} steps later", "b": format_number(found["largest"], ""), "c": "by **0.000**"}
    assert any(shown.get(key, format_number(found["moved"], "")) in text.value for text in app.markdown)
    assert from_json(data["table"]).weights.rows == 8


def test_the_stages_are_walked_and_what_was_moved_stays():
    app = opened(weight_hh="0," * 15 + "0.5")
    for key in ("b", "c", "d", "a"):
        app.button_group(key="construction_stage").set_value(key).run()
        assert not app.exception, app.exception
        assert sent(app)["table"]["form"] == STAGES[key].form
        assert sent(app)["table"]["weight_hh"][-1] == [0.0, 0.5]


def test_the_three_cells_stand_side_by_side_on_the_shared_input():
    app = opened()
    app.selectbox(key="construction_kind").set_value("sine").run()
    app.slider(key="construction_hidden").set_value(3).run()
    app.number_input(key="construction_seed").set_value(5).run()
    data, drawn = from_json(sent(app)["table"]), curves(app)
    assert (data.source.kind, data.hidden_size, data.seed) == ("sine", 3, 5)
    for name, cell in IN_TORCH.items():
        other = data.with_cell(name)
        record = run(name, data.x, other.weights, data.h0, other.c0)
        for unit in range(3):
            np.testing.assert_allclose(drawn[f"{cell.title} h[{unit + 1}]"], record.h[:, unit])
    for cell, code in zip(IN_TORCH.values(), app.code, strict=True):
        assert f"{cell.title}Cell(I, H)" in code.value
    assert all("T, I, H = 24, 1, 3" in code.value for code in app.code)


@pytest.mark.parametrize(("query", "words"), [({"stage": "e"}, "one of a, b, c, d"), ({"t": "99"}, "from 1 to 24")])
def test_a_bad_link_is_said_and_the_first_example_stands(query, words):
    app = opened(**query)
    assert words in app.warning[0].value.replace("\\", "")
    assert sent(app)["table"]["form"] == "plain"


def test_a_wrong_stage_leaves_the_address_and_costs_nothing_else():
    app = opened(stage="<b>", seed="3", t="4")
    assert link(app) == {"seed": "3", "t": "4"}
    assert sent(app)["table"]["t"] == 3
    app.button_group(key="construction_stage").set_value("c").run()
    assert sent(app)["table"]["form"] == STAGES["c"].form


def test_the_memory_state_stands_still_with_the_forget_gate_open_and_the_input_gate_shut():
    app = opened()
    said = r"changes at **24 of 24** steps"
    assert any(said in text.value for text in app.markdown)
    app.slider(key="construction_claim_f").set_value(1.0)
    app.slider(key="construction_claim_i").set_value(0.0).run()
    assert not app.exception
    assert any("changes at **0 of 24** steps, by **0.000**" in text.value for text in app.markdown)
    assert any("gates decide" in text.value for text in app.markdown)


def test_the_third_claim_is_measured_for_the_length_that_is_chosen(monkeypatch):
    asked = []
    monkeypatch.setattr("rnnviz.learn.recall.accuracy", lambda *how: asked.append(how) or (0.5 if "lstm" in how else 1))
    monkeypatch.setattr(Queue, "ask", at_once.ask)
    app = opened()
    app.slider(key="construction_recall_steps").set_value(9).run()
    app.button(key="construction_recall_train").click().run()
    assert asked == [(key, 9, seed) for key in ("rnn", "rotation", "lstm", "open") for seed in (0, 1, 2)]
    assert any("the other way round" in text.value for text in app.markdown)
    app.slider(key="construction_recall_steps").set_value(10).run()
    assert not any("the other way round" in text.value for text in app.markdown)
