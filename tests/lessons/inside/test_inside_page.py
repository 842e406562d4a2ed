"""The page inside a trained net, without a browser: what it draws and says is what the net computes."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score
from streamlit.testing.v1 import AppTest
from torch import nn

from rnnviz.learn import predict
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.inside.holding import Intervention, Where
from rnnviz.learn.inside.memory import influence
from rnnviz.learn.inside.patching import answers, looked_at, shares
from rnnviz.learn.inside.study import held_out, recorded
from rnnviz.learn.tasks import task_of
from rnnviz.lessons.inside.opened import EXAMPLES
from rnnviz.ui.runs.results import epoch_of, net_at, runs
from rnnviz.ui.work import KEPT
from tests.pages.visiting import answered, link, visit, words
from tests.received import received

opened = partial(visit, "inside")
NAMES = key_of("names")


def traces(app: AppTest, key: str) -> list[dict[str, Any]]:
    """Of the chart with this key."""
    charts = [received(it.proto) for it in app.get("bidi_component") if key in it.proto.id]
    found: list[dict[str, Any]] = charts[0]["figure"]["traces"]
    return found


def numbers(values: Any) -> np.ndarray[Any, Any]:
    """What plotly's JSON has, in plain lists or packed."""
    if isinstance(values, dict):
        import base64

        flat = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
        return flat.reshape([int(it) for it in str(values.get("shape", len(flat))).split(",")])
    return np.array(values, dtype=float)


def named(task: str) -> Any:
    it = runs().view(key_of(task))
    return net_at(it.id, epoch_of(it))


def test_the_picture_is_the_nets_own_states_in_the_order_that_is_chosen() -> None:
    app = opened(order="index", q="f", unit="7", text="Kowalska")
    trained = named("names")
    x, _ = predict.readable(trained, "Kowalska")
    truth = looked_at(trained, x).found[0][0]["f"][0].numpy()
    np.testing.assert_allclose(numbers(traces(app, "inside_heat")[0]["z"]), truth.T, atol=1e-6)
    painted = numbers(traces(app, "inside_painted")[0]["z"])[0, : len(truth)]
    np.testing.assert_allclose(painted, truth[:, 6], atol=1e-6)
    app.selectbox("inside_order").set_value("similar").run()
    assert not np.allclose(numbers(traces(app, "inside_heat")[0]["z"]), truth.T)
    assert link(app) == {"q": "f", "unit": "7", "text": "Kowalska"}
    rows = numbers(traces(app, "inside_heat")[0]["z"])
    np.testing.assert_allclose(np.sort(rows, axis=0), np.sort(truth.T, axis=0), atol=1e-6)


@pytest.mark.parametrize("task", ["sentiment", "weather", "characters", "noise"])
def test_each_net_that_comes_along_opens(task: str) -> None:
    app = opened(net=key_of(task))
    assert traces(app, "inside_heat")
    assert not app.warning


def test_an_experiment_says_what_the_net_says_then() -> None:
    app = opened(view="experiment", q="c", unit="5", value="3", since="4", text="Satoshi")
    trained = named("names")
    x, pieces = predict.readable(trained, "Satoshi")
    ends = range(1, len(pieces) + 1)
    was = shares(answers(trained, x, ends))
    now = shares(answers(trained, x, ends, [Intervention(0, 0, "c", 4, 3.0, start=3)]))
    before, after = trained.classes[was[-1].argmax()], trained.classes[now[-1].argmax()]
    assert f"Before: **{before}** ({was[-1].max():.3f})" in words(app)
    assert f"**{after}** ({now[-1].max():.3f})" in words(app)
    assert ("has changed" in words(app)) == (before != after)
    first = traces(app, "inside_effect")
    assert first[0]["name"] == f"{before}, before"
    np.testing.assert_allclose(numbers(first[0]["y"]), was[:, was[-1].argmax()], atol=1e-6)
    np.testing.assert_allclose(numbers(first[1]["y"]), now[:, was[-1].argmax()], atol=1e-6)


def test_what_units_tell_is_said_with_its_controls() -> None:
    app = answered(opened(view="knows", ask="vowel"), "knows")
    trained = named("names")
    data = task_of(trained.plan).load(trained.plan, lambda share: None)
    held = held_out(trained.plan, data, trained.net.shape.hidden)
    values = recorded(trained.net, held, Where(0, 0, "h"))
    flags = [piece in "aeiouAEIOU" for it in held.examples for piece in it.pieces]
    areas = [roc_auc_score(flags, column) for column in values.T]
    best = int(np.argmax(np.abs(np.array(areas) - 0.5)))
    assert f"| unit {best + 1} | {areas[best]:.3f} |" in words(app)
    dots = traces(app, "inside_dots")
    assert [it["name"] for it in dots] == ["this net", "untrained", "shuffled flags"]
    np.testing.assert_allclose(numbers(dots[0]["x"]), areas, atol=1e-9)
    assert "a random unit" in words(app)
    app.selectbox("inside_ask").set_value("pattern").run()
    assert "Type a regular expression" in words(app)
    app.text_input("inside_pattern").set_value("ch").run()
    assert "tells it best" in words(answered(app, "knows"))


def test_a_wrong_pattern_gets_its_sentence() -> None:
    app = opened(view="knows", ask="pattern", pattern="(")
    with pytest.raises(ValueError, match="no regular expression"):
        app.session_state[KEPT]["knows"].job.result(60)
    assert "no regular expression" in words(app.run())


def test_places_and_removal_are_answered_by_work_beside_the_page() -> None:
    app = answered(opened(view="places", unit="3"), "places")
    assert len(app.dataframe) == 2
    assert (len(app.dataframe[0].value), app.dataframe[0].value["value"].is_monotonic_increasing) == (20, False)
    app = answered(opened(view="needed", net=key_of("sentiment")), "needed")
    bars = traces(app, "inside_costs")[0]
    lost = numbers(bars["y"])
    assert len(lost) == named("sentiment").net.shape.hidden
    assert (np.diff(lost) <= 0).all()
    assert "the most needed" in words(app)


class Student(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.gru = nn.GRU(2, 6, 2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(12, 3)


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader("inside_file").set_value((name, content, "application/octet-stream"))
    return app.run()


def test_a_file_of_ones_own_is_looked_into() -> None:
    net, made = Student(), io.BytesIO()
    torch.save(net.state_dict(), made)
    app = opened(net="file", order="index", way="backward", layer="2", text="1 0 0.5 -1 2 2")
    assert "Choose a file" in words(app)
    app = upload(app, "student.pt", made.getvalue())
    assert "nn\\.GRU, 6 units, 2 layers, two directions" in words(app)
    with torch.no_grad():
        out = net.gru(torch.tensor([[[1, 0], [0.5, -1], [2, 2]]]))[0][0]
        answer = net.fc(out).numpy()
    np.testing.assert_allclose(numbers(traces(app, "inside_heat")[0]["z"]), out[:, 6:].numpy().T, atol=1e-6)
    app.button_group("inside_view").set_value("experiment").run()
    best = int(answer[-1].argmax())
    np.testing.assert_allclose(numbers(traces(app, "inside_effect")[0]["y"]), answer[:, best], atol=1e-6)
    app.button_group("inside_view").set_value("knows").run()
    assert "A file brings no data" in words(app)
    app.button_group("inside_view").set_value("states").run()
    assert "number" in words(app.text_input("inside_text").set_value("1 x").run())
    assert "Each step has 2 numbers" in words(app.text_input("inside_text").set_value("1 2 3").run())


def test_a_file_that_is_something_else_gets_a_sentence() -> None:
    app = upload(opened(net="file"), "<b>x</b>.pt", b"\x89PNG\r\n" + bytes(100))
    assert "a PNG picture" in words(app)
    json.dumps(words(app))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"net": "included-digits-dual"}, "belongs to another page"), ({"net": "nothing"}, "no longer kept"),
        ({"epoch": "3"}, "is not kept"), ({"net": key_of("weather"), "example": "99999"}, "validation examples"),
        ({"text": "123"}, "no letter"), ({"unit": "5000"}, "whole number from 1 to 1024"), ({"q": "w"}, "one of"),
    ],
)  # fmt: skip
def test_a_wrong_link_gets_a_sentence(query: dict[str, str], said: str) -> None:
    assert said in words(opened(**query))


def test_another_net_begins_with_its_own_example() -> None:
    app = opened(text="Satoshi", unit="100", q="c")
    app.selectbox("inside_net").set_value(key_of("sentiment")).run()
    assert link(app)["net"] == key_of("sentiment")
    assert "text" not in link(app)
    assert "Unit 64 goes" in words(app), "an RNN of 64 units has no c and no unit 100"


@pytest.mark.parametrize(("task", "lines"), [("names", 2), ("sentiment", 1)])
def test_what_is_left_at_the_end_is_the_nets(task: str, lines: int) -> None:
    app = opened(view="memory", net=key_of(task), unit="3")
    trained = named(task)
    x, _ = predict.readable(trained, EXAMPLES[task])
    drawn = traces(app, "inside_left")
    assert len(drawn) == lines
    norms = influence(trained.net.rnn, trained.net.features(x).detach(), 0, 0)
    np.testing.assert_allclose(numbers(drawn[0]["y"]), norms, rtol=1e-5)
    if lines == 2:
        f = looked_at(trained, x).found[0][0]["f"][0].double().numpy()
        np.testing.assert_allclose(numbers(drawn[1]["y"])[0], np.prod(f[1:, 2]), rtol=1e-6)
        assert numbers(traces(app, "inside_lives")[0]["y"]).sum() == trained.net.shape.hidden


def test_a_file_has_no_inputs_that_mattered_and_has_a_memory() -> None:
    net, made = Student(), io.BytesIO()
    torch.save(net.state_dict(), made)
    app = upload(opened(net="file", view="inputs", layer="2", way="backward"), "student.pt", made.getvalue())
    assert "a file does not say what its answer is" in words(app)
    app.button_group("inside_view").set_value("memory").run()
    assert len(traces(app, "inside_left")) == 2
