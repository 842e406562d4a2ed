"""A file of weights from outside: whatever its notes claim, nothing is opened, and a sentence is said."""

from __future__ import annotations

import builtins
import io
import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn import trained
from rnnviz.learn.jobs import Runs
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of
from rnnviz.learn.training import Trainer

OUTSIDE = ("/etc/passwd", "../../../etc/passwd", "file:///etc/passwd", "http://example.org/x.csv", "a" * 16 + "f" * 32)
PLANS = {
    "weather": Plan("weather", hidden=4, lag=8),
    "names": Plan("names", hidden=4),
    "sentiment": Plan("sentiment", hidden=4, embedding=3, longest=20),
    "characters": Plan("characters", hidden=4),
    "noise": Plan("noise", hidden=4),
}


@pytest.fixture(scope="module")
def saved() -> dict[str, bytes]:
    """A net of each task, as it is saved."""
    return {name: Trainer(plan, task_of(plan).load(plan, print)).trained().to_bytes() for name, plan in PLANS.items()}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is opened or connected to meanwhile."""
    seen: list[str] = []

    def watched(real: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            seen.append(str(given[0]))
            return real(*given, **named)

        return call

    for home, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "stat"), (os, "listdir")):
        monkeypatch.setattr(home, name, watched(getattr(home, name)))
    monkeypatch.setattr(socket.socket, "connect", watched(socket.socket.connect))
    return seen


def crafted(content: bytes, **notes: Any) -> bytes:
    tensors, own = trained.load_weights(content)
    return trained.save_weights(tensors, own | {name: json.dumps(value) for name, value in notes.items()})


def plan_of(content: bytes) -> dict[str, Any]:
    return dict(json.loads(trained.load_weights(content)[1]["plan"]))


@pytest.mark.parametrize("outside", OUTSIDE)
@pytest.mark.parametrize("task", PLANS)
def test_no_note_opens_anything(saved, opened, task, outside):
    content, plan = saved[task], plan_of(saved[task])
    shape = json.loads(trained.load_weights(content)[1]["shape"])
    tries = [crafted(content, plan=plan | {field.name: outside}) for field in fields(Plan)]
    tries += [crafted(content, shape=shape | {name: outside}) for name in shape]
    tries += [
        crafted(content, **{name: value}) for name in trained.NOTES for value in (outside, [outside], {"file": outside})
    ]
    opened.clear()
    for made in tries:
        with suppress(InputError):
            assert trained.load(made).plan.file == ""
    assert not opened


def test_an_own_file_is_named_by_nothing_that_leaves_the_server(tmp_path):
    path = tmp_path / "secret.csv"
    plan = PLANS["weather"]
    data = task_of(plan).load(plan, print)
    net = trained.Trained(Net(task_of(plan).shape(plan, data)).eval(), plan.but(source="own file", file=str(path)))
    assert str(tmp_path).encode() not in net.to_bytes()
    assert b"secret" not in net.to_bytes()
    with pytest.raises(InputError, match="load one first"):
        task_of(plan).load(trained.load(crafted(saved_of(plan), plan=asdict(net.plan))).plan, print)


def saved_of(plan: Plan) -> bytes:
    return Trainer(plan, task_of(plan).load(plan, print)).trained().to_bytes()


@pytest.mark.parametrize("task", PLANS)
@pytest.mark.parametrize("other", [*TASKS, "tags"])
def test_the_plan_of_another_task_is_refused(saved, task, other):
    if other == task:
        return
    with pytest.raises(InputError):
        trained.load(crafted(saved[task], plan=plan_of(saved[task]) | {"task": other}))


CRAFTED = {
    "nan scale": {"scale": [float("nan"), 1.0]},
    "infinite scale": {"scale": [0.0, float("inf")]},
    "no spread": {"scale": [0.0, 0.0]},
    "huge scale": {"scale": [10**400, 1]},
    "true scale": {"scale": [True, 1]},
    "three numbers": {"scale": [1, 2, 3]},
    "words": {"tokens": ["a", "b"]},
    "other letters": {"tokens": [f"w{n}" for n in range(57)]},
    "one word twice": {"tokens": ["a"] * 57},
    "numbers for words": {"tokens": list(range(57))},
    "a word too long": {"tokens": ["a" * 2000]},
    "classes": {"classes": ["x"]},
    "half a letter": {"classes": ["\ud800", "b"], "tokens": ["\udfff"]},
    "too many classes": {"classes": [str(n) for n in range(5000)]},
    "nothing": {"shape": None, "plan": None},
    "a list": {"shape": [], "plan": []},
    "deep": {"classes": [[[[]]]]},
}


@pytest.mark.parametrize("name", CRAFTED)
@pytest.mark.parametrize("task", PLANS)
def test_crafted_notes_get_a_sentence(saved, task, name):
    if task == "weather" and name == "true scale":
        return
    notes = CRAFTED[name]
    with pytest.raises(InputError, match=r"\.$"):
        trained.load(crafted(saved[task], **notes))


def test_classes_with_half_a_letter_are_refused(saved):
    """A lone surrogate cannot be sent to the browser: the page would end with a traceback."""
    classes = json.loads(trained.load_weights(saved["names"])[1]["classes"])
    with pytest.raises(InputError, match="half a letter"):
        trained.load(crafted(saved["names"], classes=["\ud800", *classes[1:]]))


@pytest.mark.parametrize("field", ["hidden", "layers", "embedding", "width", "outputs"])
@pytest.mark.parametrize("value", [10**9, -1, 0, 2.5, True, "8", None, [8], float("nan")])
def test_sizes_that_the_tensors_have_not_make_no_net(saved, monkeypatch, field, value):
    made: list[object] = []
    monkeypatch.setattr(trained, "fill_weights", lambda net, tensors: made.append(net))
    for content in saved.values():
        shape = json.loads(trained.load_weights(content)[1]["shape"])
        for notes in ({"shape": shape | {field: value}}, {"plan": plan_of(content) | {field: value}}):
            if shape.get(field) != value:  # true is 1 in a shape, which is checked against the plan's
                with pytest.raises(InputError):
                    trained.load(crafted(content, **notes))
    assert not made


def test_both_notes_may_agree_and_the_tensors_still_decide(saved):
    for content in saved.values():
        shape = json.loads(trained.load_weights(content)[1]["shape"])
        with pytest.raises(InputError, match="another net"):
            trained.load(crafted(content, shape=shape | {"hidden": 512}, plan=plan_of(content) | {"hidden": 512}))


def test_a_header_that_claims_more_than_there_is_is_refused():
    for claimed in (2**63, 2**40, 17 * 2**20, 9):
        with pytest.raises(InputError, match="not a file of weights"):
            trained.load(claimed.to_bytes(8, "little") + b"{}" + b" " * 4)
    nested = b'{"__metadata__":' + b"[" * 200_000 + b"}"
    with pytest.raises(InputError, match="not a file of weights"):
        trained.load(len(nested).to_bytes(8, "little") + nested)


def test_a_tensor_too_many_is_refused(saved):
    tensors, notes = trained.load_weights(saved["names"])
    with pytest.raises(InputError, match="too many"):
        trained.load(trained.save_weights(tensors | {"more": torch.zeros(3)}, notes))


def test_an_upload_goes_when_its_run_is_over_and_nobody_watches(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    text = "t,Temperature (C)\n" + "\n".join(f"2020-01-{1 + n // 24:02d} {n % 24:02d}:00,{n % 7}" for n in range(200))
    with ThreadPoolExecutor(1) as executor:
        runs = Runs(executor, left_after=60.0)
        plan = PLANS["weather"].but(source="own file", epochs=1)
        key = runs.start(plan, text.replace("t,", "time,", 1).encode(), "own.csv")
        runs.handles[key].future.result(60)
        own = Path(runs.handles[key].plan.file)
        assert own.is_file()
        runs.tidy()
        assert own.is_file(), "somebody has watched a moment ago"
        os.utime(runs.folder(key).path / "seen", (0, 0))
        runs.tidy()
        assert not own.exists()
        assert runs.folder(key).checkpoints.epochs()
        runs.remove()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x80\x02}q\x00." * 9, "Python pickle"),
        (safetensors.torch.save({"w": torch.zeros(3)}, {"format": "pt"}), "1 tensor and no note “plan”"),
    ],
)
def test_another_programs_weights_are_called_what_they_are(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        trained.load(content)
