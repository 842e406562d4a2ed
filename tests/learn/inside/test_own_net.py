"""Files of a learner's own, made by plain PyTorch: opened with the same numbers, or refused in a sentence."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from rnnviz.core.typed import InputError
from rnnviz.learn.inside.own_net import OwnNet, own_net
from rnnviz.learn.inside.replay import replay
from rnnviz.learn.inside.weights_file import read_tensors
from rnnviz.learn.models import Net
from rnnviz.learn.tasks import task_of, usual
from rnnviz.learn.trained import Trained


class Tagger(nn.Module):
    """As a student writes it."""

    def __init__(self, kind: Any = nn.LSTM, tied: bool = False, **how: Any) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.embedding = nn.Embedding(11, 6)
        self.lstm = kind(6, 6 if tied else 5, batch_first=True, **how)
        two = 2 if how.get("bidirectional") else 1
        self.fc = nn.Linear((how.get("proj_size") or (6 if tied else 5)) * two, 11 if tied else 3)
        if tied:
            self.fc.weight = self.embedding.weight


def pt(table: object, **how: Any) -> bytes:
    made = io.BytesIO()
    torch.save(table, made, **how)
    return made.getvalue()


def opened(content: bytes, **how: Any) -> OwnNet:
    return own_net(read_tensors(content), **how)


def same_as(net: Tagger, found: OwnNet, x: Tensor | None = None) -> None:
    """Its states and its answer, told by torch's own layer."""
    x = torch.randn(2, 7, 6, generator=torch.Generator().manual_seed(0)) if x is None else x
    with torch.no_grad():
        truth = net.lstm.eval()(x)[0]
    out = replay(found.rnn, x.to(found.rnn.weight_ih_l0.dtype), torch.tensor([7, 7])).out
    torch.testing.assert_close(out, truth.to(out.dtype), rtol=0, atol=1e-6)
    assert found.embedding is not None
    torch.testing.assert_close(found.embedding, net.embedding.weight.detach().to(found.embedding.dtype))
    assert found.head
    torch.testing.assert_close(found.head[0], net.fc.weight.detach().to(out.dtype))


KINDS: dict[str, Callable[[], Tagger]] = {
    "an LSTM": lambda: Tagger(),
    "a GRU of three layers and two directions": lambda: Tagger(nn.GRU, num_layers=3, bidirectional=True),
    "an LSTM of three layers and two directions": lambda: Tagger(num_layers=3, bidirectional=True),
    "a projection": lambda: Tagger(proj_size=2, num_layers=2),
    "no biases": lambda: Tagger(bias=False),
    "an RNN": lambda: Tagger(nn.RNN),
    "tied names": lambda: Tagger(tied=True),
    "double precision": lambda: Tagger().double(),
}


@pytest.mark.filterwarnings("ignore:LSTM with projections")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["pt", "safetensors", "DataParallel", "a checkpoint", "names in the wrong order"])
def test_a_net_of_plain_pytorch_opens_with_the_same_numbers(kind: str, way: str) -> None:
    net = KINDS[kind]()
    table = dict(net.state_dict())
    contents = {
        "pt": lambda: pt(net.state_dict()),
        "safetensors": lambda: safetensors.torch.save({name: it.clone() for name, it in table.items()}),
        "DataParallel": lambda: pt(nn.DataParallel(net).state_dict()),
        "a checkpoint": lambda: pt({"epoch": 3, "model": net.state_dict(), "optimiser": {"lr": 0.1}}),
        "names in the wrong order": lambda: pt(dict(reversed(table.items()))),
    }
    found = opened(contents[way]())
    x = torch.randn(2, 7, 6, dtype=next(net.parameters()).dtype, generator=torch.Generator().manual_seed(0))
    same_as(net, found, x)
    assert found.prefix == ("module." if way == "DataParallel" else "") + "lstm."
    assert found.unsure == (kind == "an RNN")


def test_half_precision_is_read_in_full() -> None:
    for half in (torch.float16, torch.bfloat16):
        net = Tagger().to(half)
        found = opened(pt(net.state_dict()))
        assert found.rnn.weight_ih_l0.dtype == torch.float32
        same_as(net.float(), found)


def test_relu_is_asked_for() -> None:
    net = Tagger(nn.RNN, nonlinearity="relu")
    same_as(net, opened(pt(net.state_dict()), nonlinearity="relu"))


def test_of_two_nets_one_is_chosen() -> None:
    both = nn.ModuleDict({"encoder": nn.LSTM(3, 4), "decoder": nn.GRU(2, 5)})
    content = pt(both.state_dict())
    assert opened(content).prefixes == ("decoder.", "encoder.")
    assert (opened(content, prefix="encoder.").cell, opened(content, prefix="decoder.").cell) == ("lstm", "gru")


def test_the_labs_own_state_dict_opens() -> None:
    plan = usual("names").but(hidden=9)
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    net = Net(task.shape(plan, data))
    found = opened(Trained(net, plan).to_pt())
    assert (found.cell, found.rnn.hidden_size, found.rnn.input_size) == ("lstm", 9, 57)
    assert found.head
    assert len(found.head[0]) == data.outputs


class Payload:
    """Runs a command where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.path}",)


def long_header() -> bytes:
    return struct.pack("<Q", 2 * 2**30) + b'{"lstm.weight_ih_l0": {"dtype": "F32"' + b" " * 200


def large_claim() -> bytes:
    """2 GB of numbers that are not there."""
    header = json.dumps(
        {"lstm.weight_ih_l0": {"dtype": "F32", "shape": [512, 1024 * 1024], "data_offsets": [0, 2**31]}}
    ).encode()
    return struct.pack("<Q", len(header)) + header + bytes(64)


def deflated(content: bytes) -> bytes:
    """torch's archive packed anew, a gigabyte of zeros in a megabyte."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for it in old.infolist():
            new.writestr(it.filename, old.read(it))
        new.writestr("archive/data/9", bytes(2**26))
    return made.getvalue()


def expanded() -> bytes:
    """One number that says that it is a terabyte of them."""
    return pt({"lstm.weight_ih_l0": torch.zeros(1).expand(2**20, 2**20), "lstm.weight_hh_l0": torch.zeros(1)})


def broken(change: Callable[[dict[str, Tensor]], object]) -> bytes:
    table = {name: it.clone() for name, it in Tagger(num_layers=2).state_dict().items()}
    change(table)
    return pt(table)


NAN = float("nan")
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "a picture": (lambda: b"\x89PNG\r\n" + bytes(100), "a PNG picture"),
    "a text": (lambda: b"epoch,loss\n1,0.5\n2,0.4\n", "no file of weights"),
    "a Transformer": (lambda: pt(nn.TransformerEncoderLayer(8, 2).state_dict()), "holds no nn.RNN, nn.LSTM or nn.GRU"),
    "cells": (lambda: pt(nn.LSTMCell(3, 4).state_dict()), "holds no nn.RNN"),
    "cut off": (lambda: pt(Tagger().state_dict())[:-700], "cut off"),
    "cut off safetensors": (lambda: safetensors.torch.save(dict(Tagger().state_dict()))[:-9], "cut off"),
    "a whole net": (lambda: pt(Tagger()), "Python objects"),
    "a legacy file": (lambda: pt(Tagger().state_dict(), _use_new_zipfile_serialization=False), "bare pickle"),
    "a header of 2 GB": (long_header, "longer than the whole file"),
    "2 GB in a header": (large_claim, "broken or cut off"),
    "a packed archive": (lambda: deflated(pt(Tagger().state_dict())), "more than there is in it"),
    "a terabyte of one number": (expanded, "too many numbers"),
    "another archive": (lambda: deflated(pt({"a": torch.zeros(1)})).replace(b"data.pkl", b"data.txt"), "ZIP archive"),
    "NaN": (lambda: broken(lambda it: it["lstm.weight_hh_l1"].fill_(NAN)), "weight_hh_l1 holds what is no"),
    "a layer missing": (lambda: broken(lambda it: it.pop("lstm.weight_ih_l0")), "holds no nn.RNN"),
    "half a layer": (lambda: broken(lambda it: it.pop("lstm.weight_hh_l1")), "no weight_hh_l1"),
    "rows of no cell": (lambda: pt(dict.fromkeys(("weight_ih_l0", "weight_hh_l0"), torch.ones(10, 5))), "10 rows"),
    "other rows": (lambda: broken(lambda it: it.update({"lstm.bias_hh_l1": torch.zeros(3)})), "should be (20,)"),
    "too many units": (lambda: pt(nn.RNN(1, 1025).state_dict()), "at most 1024 units"),
    "too many layers": (lambda: pt(nn.RNN(1, 2, 5).state_dict()), "4 layers"),
    "a list": (lambda: pt([torch.zeros(3)]), "no state dict"),
    "numbers alone": (lambda: pt({"epoch": 3}), "no state dict"),
    "whole numbers": (lambda: pt({"weight_ih_l0": torch.zeros(3, 3, dtype=torch.long)}), "0 tensors"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
def test_what_is_something_else_gets_a_sentence(kind: str) -> None:
    content, said = WRONG[kind]
    with pytest.raises(InputError) as caught:
        opened(content())
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_pickle_runs_nothing(tmp_path: Path, wrapped: bool) -> None:
    proof = tmp_path / "ran"
    load = Payload(proof)
    content = pt({"lstm.weight_ih_l0": torch.zeros(4, 1), "x": load}) if wrapped else pickle.dumps({"x": load})
    with pytest.raises(InputError):
        opened(content)
    assert not proof.exists()
    if not wrapped:
        pickle.loads(content)
        assert proof.exists(), "the payload itself works"
