"""The vanishing page without a browser: every control changes the address and the picture, a bad link is said."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.vanishing import CODEC, PRESETS, VIEWS, VanishingState, comparison, problem, spread
from rnnviz.lessons.vanishing.cells import verdict
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "vanishing")
CHARTS = {"radius": 2, "remedies": 1, "cells": 1}


def setup_of(app: AppTest) -> VanishingState:
    return CODEC.read(link(app))


def charts(app: AppTest) -> list[dict[str, Any]]:
    sent = [received(element.proto) for element in app.get("bidi_component")]
    return [data["figure"] for data in sent if "figure" in data]


def values(array: Any) -> list[float]:
    """Numbers of a figure as plotly packs them."""
    if isinstance(array, dict):
        return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"]).tolist()
    return array


def curve(app: AppTest, name: str) -> list[float]:
    return next(values(trace["y"]) for trace in charts(app)[0]["traces"] if trace.get("name") == name)


def test_it_opens_with_the_first_preset_and_draws_its_numbers():
    app = opened()
    assert app.title[0].value == "Vanishing"
    assert setup_of(app) == VanishingState()
    expected = spread(VanishingState())
    np.testing.assert_allclose(curve(app, "norm (the largest)"), np.maximum(expected.norm, 1e-16))
    assert any("after 14 steps" in text.value for text in app.markdown)
    assert PRESETS["fades"].look_for in words(app)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_opens_from_its_link_and_says_what_to_look_for(preset):
    app = opened(preset=preset)
    assert setup_of(app) == PRESETS[preset].setup
    assert app.selectbox(key="vanishing_preset").value == preset
    assert len(charts(app)) == CHARTS[PRESETS[preset].setup.view]
    assert PRESETS[preset].look_for in words(app)


MOVES = {
    "radius": ("slider", 1.25, "fades"),
    "activation": ("button_group", "identity", "fades"),
    "matrix": ("button_group", "chain", "fades"),
    "steps": ("slider", 40, "fades"),
    "hidden": ("slider", 8, "fades"),
    "seed": ("number_input", 7, "fades"),
    "source": ("selectbox", "impulse", "fades"),
    "strength": ("slider", 1.5, "fades"),
    "window": ("slider", 25, "cuts"),
    "clip": ("select_slider", 0.1, "clips"),
    "at": ("button_group", "every", "cuts"),
    "forget": ("slider", 2.5, "lstm_keeps"),
    "update": ("slider", 4.0, "lstm_keeps"),
    "lines": ("button_group", ["rnn", "lstm"], "lstm_keeps"),
    "scope": ("button_group", "h", "lstm_keeps"),
}


@pytest.mark.parametrize("name", MOVES)
def test_every_control_changes_the_address_and_the_picture(name):
    kind, value, preset = MOVES[name]
    app = opened(preset=preset)
    before, first = charts(app), setup_of(app)
    getattr(app, kind)(key=f"vanishing_{name}").set_value(value).run()
    assert not app.exception
    after = setup_of(app)
    expected = tuple(value) if name == "lines" else value
    assert getattr(after, name) == expected
    assert CODEC.written(after).keys() - CODEC.written(first).keys() == {name}
    assert charts(app) != before
    again = opened(**CODEC.written(after))
    assert charts(again) == charts(app)
    shown = getattr(again, kind)(key=f"vanishing_{name}").value
    assert shown == value


def test_the_views_share_the_net_a_learner_made_and_else_bring_their_own():
    app = opened()
    app.button_group(key="vanishing_view").set_value("cells").run()
    assert setup_of(app) == PRESETS["lstm_keeps"].setup
    app.slider(key="vanishing_radius").set_value(1.3).run()
    app.button_group(key="vanishing_view").set_value("remedies").run()
    kept = setup_of(app)
    assert (kept.view, kept.radius, kept.forget) == ("remedies", 1.3, 5.0)
    assert app.selectbox(key="vanishing_preset").value is None
    assert not any("Look for" in text.value for text in app.caption)


@pytest.mark.parametrize("preset", ["cuts", "lstm_keeps"])
def test_the_net_can_be_changed_in_every_view(preset):
    app = opened(preset=preset)
    app.button_group(key="vanishing_activation").set_value("relu").run()
    app.button_group(key="vanishing_matrix").set_value("chain").run()
    assert (setup_of(app).activation, setup_of(app).matrix) == ("relu", "chain")


def test_a_preset_can_be_chosen():
    app = opened()
    app.selectbox(key="vanishing_preset").select("keeps").run()
    assert setup_of(app) == PRESETS["keeps"].setup
    np.testing.assert_allclose(curve(app, "norm (the largest)"), np.ones(100), atol=1e-12)


def test_the_slides_claim_gets_an_answer():
    for preset, answer in (("lstm_keeps", "explodes instead"), ("lstm_fades", "Here, no"), ("highway", "Here, yes")):
        texts = [text.value for text in opened(preset=preset).markdown]
        assert any("The vanishing gradient problem is solved." in text and answer in text for text in texts)


@pytest.mark.parametrize(
    ("query", "said"),
    [({"radius": "99"}, "from 0 to 2"), ({"rdius": "1"}, "does not know the part"), ({"steps": "x"}, "whole number")],
)
def test_a_bad_link_gives_a_sentence_and_the_first_example(query, said):
    app = opened(**query)
    assert len(app.warning) == 1
    assert said in app.warning[0].value
    assert curve(app, "norm (the largest)") == curve(opened(), "norm (the largest)")
    app.slider(key="vanishing_radius").set_value(1.5).run()
    assert not app.warning
    assert setup_of(app).radius == 1.5


def test_what_is_beyond_float64_has_words():
    app = opened(preset="clips", radius="2", steps="100", hidden="32")
    assert not app.exception
    texts = " ".join(text.value for text in app.markdown)
    assert "beyond float64" in texts
    assert "nan" not in texts.lower().replace("vanish", "")


def test_every_view_has_a_name():
    app = opened()
    assert app.button_group(key="vanishing_view").options == list(VIEWS.values())


def test_there_is_a_file_to_take_away():
    assert len(opened().get("download_button")) == 1


@pytest.mark.parametrize("forget", [-3.0, 0.0, 2.0, 5.0])
@pytest.mark.parametrize("radius", [0.0, 0.9, 1.5, 3.0])
def test_the_verdict_is_true_of_torchs_gradient(forget, radius):
    """Norms of dc_T/dc_k by autograd, and the sentence read as a reader would."""
    setup = VanishingState(view="cells", forget=forget, radius=radius, steps=40, hidden=5)
    norms = cell_state_norms(setup)
    said = verdict(comparison(setup))
    assert ("Here, yes" in said) == (norms.min() >= 0.01 and norms.max() <= 100)
    assert ("Here, no" in said) == (norms.min() < 0.01 and norms.max() <= 100)
    assert ("it explodes instead" in said) == (norms.max() > 100)
    if "Here, no" in said:
        assert f" {np.flatnonzero(norms < 0.01)[0]} step" in said


def cell_state_norms(setup: VanishingState) -> np.ndarray:
    """The largest singular value of dc_T/dc_k, k from T back to 1, c_k moving h_k as well."""
    task = problem(setup, "lstm")
    cell = torch.nn.LSTMCell(1, setup.hidden).double()
    cell.load_state_dict({name: torch.tensor(value) for name, value in vars(task.weights).items()})
    x, states, outs = torch.tensor(task.x), [], []
    h, c = torch.tensor(task.h0)[None], torch.tensor(np.zeros(setup.hidden))[None]
    for now in x:
        gates = cell.weight_ih @ now + cell.bias_ih + cell.weight_hh @ h[0] + cell.bias_hh
        i, f, g, o = gates.chunk(4)
        c = (f.sigmoid() * c[0] + i.sigmoid() * g.tanh())[None].requires_grad_()
        h = (o.sigmoid() * c[0].tanh())[None]
        states.append(c)
        outs.append(h)
    rows = [torch.autograd.grad(states[-1][0, unit], states, retain_graph=True) for unit in range(setup.hidden)]
    return np.array([np.linalg.norm(torch.cat([row[k] for row in rows]).numpy(), 2) for k in range(len(x))])[::-1]
