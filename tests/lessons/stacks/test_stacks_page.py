"""The stacks page without a browser: links, controls, the shapes beside the stage, and what the stage is sent."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from rnnviz.core.cells import CELLS, seeded_weights
from rnnviz.core.pieces import differing, in_pieces, whole
from rnnviz.core.shapes import run_shapes, weight_shapes
from rnnviz.lessons.stacks.controls import NETS
from rnnviz.lessons.stacks.pieces import why
from rnnviz.lessons.stacks.shapes import shape_text
from rnnviz.lessons.stacks.state import CODEC, StacksState
from tests.pages.visiting import link, visit, words
from tests.received import received

opened = partial(visit, "stacks")
SMALL = {"cell": "lstm", "num_layers": "3", "bidirectional": "1"}


def state_of(app: AppTest) -> StacksState:
    return CODEC.read(link(app))


def sent(app: AppTest) -> dict[str, Any]:
    (stage,) = (received(e.proto) for e in app.get("bidi_component") if "cells" in e.proto.json)
    return stage


def shown(app: AppTest) -> str:
    return "\n".join(text.value for text in app.markdown)


def test_it_opens_with_two_rnns_whose_shapes_stand_beside():
    app = opened()
    assert app.title[0].value == "Stacks"
    assert "`nn.RNN(1, 2, num_layers=2)`" in shown(app)
    made = state_of(app).made
    for name, shape in (weight_shapes(made) | run_shapes(made, 8, 8)).items():
        assert f"| `{name}` | {shape_text(shape)} |" in shown(app)
    data = sent(app)
    assert [(cell["layer"], cell["reverse"]) for cell in data["cells"]] == [(0, False), (1, False)]


def test_what_the_stage_is_sent_is_torchs():
    data = sent(opened(**SMALL, t="3", layer="2", way="backward"))
    lstm = torch.nn.LSTM(1, 2, 3, bidirectional=True, dtype=torch.float64)
    state = {
        f"{p}{c['name']}": torch.tensor(c["table"][p], dtype=torch.float64)
        for c in data["cells"]
        for p in c["table"]
        if "_" in p
    }
    lstm.load_state_dict(state)
    with torch.no_grad():
        out, (h_n, c_n) = lstm(torch.tensor(data["x"], dtype=torch.float64))
    top = [np.array(cell["truth"]["h"]) for cell in data["cells"][-2:]]
    np.testing.assert_allclose(np.concatenate(top, axis=1), out.numpy(), rtol=0, atol=1e-12)
    for k, cell in enumerate(data["cells"]):
        end = 0 if cell["reverse"] else -1
        np.testing.assert_allclose(cell["truth"]["h"][end], h_n[k].numpy(), rtol=0, atol=1e-12)
        np.testing.assert_allclose(cell["truth"]["c"][end], c_n[k].numpy(), rtol=0, atol=1e-12)
    assert (data["at"], data["t"]) == (3, 2)
    assert data["equations"]["names"][3]["symbols"]["torch"]["h_prev"].count("t+1") == 1


MOVES = {
    "cell": ("button_group", "gru", lambda now: now.made.cell == "gru"),
    "net": ("selectbox", "LSTM of the training loop", lambda now: now.made.hidden_size == 50),
    "input_size": ("number_input", 3, lambda now: now.made.input_size == now.settings.input_size == 3),
    "hidden_size": ("number_input", 200, lambda now: now.made.hidden_size == 200 and not now.shown),
    "num_layers": ("button_group", 3, lambda now: now.made.num_layers == 3),
    "bidirectional": ("toggle", True, lambda now: now.made.bidirectional),
    "bias": ("toggle", False, lambda now: not now.made.bias),
    "batch_first": ("toggle", True, lambda now: now.made.batch_first),
    "dropout": ("slider", 0.5, lambda now: now.made.dropout == 0.5),
    "N": ("number_input", 3, lambda now: now.batch == 3),
    "steps": ("slider", 5, lambda now: now.settings.steps == 5 and now.settings.source.standardise),
}


@pytest.mark.parametrize("name", MOVES)
def test_every_control_changes_the_address_and_the_page(name):
    kind, value, holds = MOVES[name]
    app = opened()
    before = shown(app), [e.proto.json for e in app.get("bidi_component")]
    getattr(app, kind)(key=f"stacks_{name}").set_value(value).run()
    assert not app.exception, app.exception
    assert holds(state_of(app))
    assert (shown(app), [e.proto.json for e in app.get("bidi_component")]) != before


def test_a_projection_is_for_the_lstm_alone_and_smaller_than_h():
    app = opened()
    app.number_input(key="stacks_proj_size").set_value(1).run()
    assert any(r"proj\_size argument is only supported for LSTM, not RNN or GRU" in e.value for e in app.error)
    assert state_of(app).made.proj_size == 0
    app = opened(cell="lstm")
    app.number_input(key="stacks_proj_size").set_value(1).run()
    assert not app.error
    assert "`weight_hr_l1` | (1, 2)".replace(" 2", "\N{NO-BREAK SPACE}2") in shown(app)
    assert sent(app)["closed"]
    assert len(sent(app)["cells"][0]["given"]["h"][0]) == 1
    app.number_input(key="stacks_proj_size").set_value(2).run()
    assert any(r"proj\_size has to be smaller than hidden\_size" in e.value for e in app.error)


def test_dropout_in_one_layer_warns_and_in_two_is_struck_out():
    app = opened(num_layers="1", dropout="0.5")
    assert any("dropout option adds dropout after all but last" in w.value for w in app.warning)
    assert not sent(app)["dropped"]
    data = sent(opened(dropout="0.5"))
    mask, h = np.array(data["dropped"][0]), np.array(data["cells"][0]["truth"]["h"])
    assert set(mask.ravel()) == {0.0, 1.0}
    assert "sets 50% of the values" in data["note"]
    assert h.shape == mask.shape


@pytest.mark.parametrize("name", NETS)
def test_the_slides_nets_open_from_their_links(name):
    made = asdict(NETS[name])
    query = CODEC.written(StacksState(**made)) if made.pop("cell") == "rnn" else None
    app = opened(**query) if query else opened()
    app.selectbox(key="stacks_net").set_value(name).run()
    assert state_of(app).made == NETS[name]
    assert app.selectbox(key="stacks_net").value == name


def test_moved_numbers_travel_in_the_link_and_move_what_is_above():
    app = opened(weight_hh_l1="0,0,0,0", x="1,2,3,4,5,6,7,8", h0_l1="0.5,-0.5")
    data = sent(app)
    assert data["cells"][1]["table"]["weight_hh"] == [[0, 0], [0, 0]]
    assert data["cells"][1]["base"].keys() == {"weight_hh", "h0"}
    assert data["x"] == [[v] for v in range(1, 9)]
    now = state_of(app)
    assert now.net().written().keys() == {"weight_hh_l1", "x", "h0_l1"}
    app.toggle(key="stacks_bidirectional").set_value(True).run()
    assert state_of(app).moved.keys() == {"weight_hh_l1", "x", "h0_l1"}
    app.button_group(key="stacks_cell").set_value("lstm").run()
    assert not state_of(app).moved


BAD = {
    "cell": ({"cell": "elman"}, "cell is “elman”: it must be one of rnn, lstm, gru"),
    "layers": ({"num_layers": "9"}, "from 1 to 3"),
    "no layer": ({"num_layers": "0"}, "from 1 to 3"),
    "way": ({"way": "backward"}, "way is"),
    "layer": ({"layer": "3"}, "from 1 to 2"),
    "projection": ({"cell": "rnn", "proj_size": "1"}, "only supported for LSTM"),
    "cut": ({"weight_hh_l1": "1,2"}, "needs 4"),
    "other net": ({"weight_hh_l2": "1,2,3,4"}, "another net"),
    "too big": ({"weight_hh_l1": "1,2,3,400"}, "above 100"),
    "no bias": ({"bias": "0", "bias_ih_l0": "1,2"}, "without bias"),
    "dropout": ({"dropout": "2"}, "from 0 to 1"),
    "unknown": ({"colour": "red"}, "does not know"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_link_is_said_and_the_first_example_stands(name):
    query, words = BAD[name]
    app = opened(**query)
    assert len(app.warning) == 1
    assert words in app.warning[0].value.replace("\\", "")
    assert sent(app)["cells"][0]["table"]["cell"] == "rnn"


@pytest.mark.parametrize(
    ("carry", "cut", "truth"),
    [
        (True, True, "the gradients alone"),
        (True, False, "nothing"),
        (False, True, "the states, and the gradients"),
    ],
)
def test_a_sequence_in_pieces_is_shown_after_a_guess(carry, cut, truth):
    app = opened(cell="lstm")
    assert any("Choose an answer first" in text.value for text in app.info)
    app.toggle(key="stacks_carry").set_value(carry)
    app.toggle(key="stacks_detach").set_value(cut).run()
    app.radio(key=f"stacks_guess_3_{carry}_{cut}").set_value((True, True)).run()
    assert not app.exception, app.exception
    assert any(truth in text.value for text in app.markdown)
    assert any(("Right" if truth.startswith("the states") else "You said") in text.value for text in app.markdown)


@pytest.mark.parametrize("scale", [1.0, 0.0])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("carry", "cut"), [(True, True), (True, False), (False, True)])
def test_what_is_said_of_pieces_is_true_of_their_numbers(cell, carry, cut, scale):
    """With W_hh = 0, where an RNN's pieces read alike whatever they start from; and where one piece holds all."""
    rng = np.random.default_rng(3)
    weights = seeded_weights(cell, 2, 3, 5)
    weights = replace(weights, weight_hh=scale * weights.weight_hh)
    given = (cell, rng.normal(size=(9, 2)), weights, np.full(3, 0.5), np.zeros(3), "tanh")
    one = whole(*given)
    for length in (2, 4, 9):
        found = in_pieces(*given, length=length, carry=carry, cut=cut)
        text = why(differing(found, one), found, carry)
        begins = 9 - (9 % length or length)
        if length == 9:
            assert text == "There is one piece: it holds all steps."
            continue
        same = np.allclose(found.h, one.h, rtol=0, atol=1e-12)
        assert ("the states differ." in text) == (not same)
        assert ("the states are the same" in text) == carry
        assert ("less than 1e-12" in text) == (same and not carry)
        lost = one.reach[:begins].any() and not found.reach[:begins].any()
        assert (f"Before step {begins + 1} no gradient" in text) == lost
        assert ("The gradient is the same" in text) == np.allclose(found.reach, one.reach, rtol=0, atol=1e-12)


def test_a_line_of_the_model_shows_the_array_before_and_after_it():
    app = opened()
    app.radio("stacks_line").set_value(0).run()
    assert "before: `(3,\xa06)`" in words(app)
    assert "after: `(3,\xa06,\xa01)`" in words(app)
    app.radio("stacks_same_whole_False_2").set_value("no").run()
    assert "You said no; here it is yes" in words(app)
    app.selectbox("stacks_reading").set_value("packed").run()
    app.radio("stacks_same_packed_False_2").set_value("no").run()
    assert "Right.** In window 2 the last step is padding" in words(app)
    two = opened(bidirectional="1")
    two.radio("stacks_same_whole_True_2").set_value("no").run()
    assert "Right.** The backward half" in words(two)
    assert "| RNN | `[-1, 500, 64]` | 12\u202f416 |" in words(app)


def test_the_second_layer_has_the_slides_names_where_there_is_one():
    assert "| $W_{hk}$ | `weight_ih_l1` | ${W_{ih}}^{(2)}$ |" in words(opened())
    assert "has the shape **(2,\xa08,\xa02)**" in words(opened())
    assert "W_{hk}" not in words(opened(num_layers="1"))
