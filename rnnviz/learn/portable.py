"""A run to take along: its script, which needs torch alone, and its data as the net was given them, in one zip."""

from __future__ import annotations

import inspect
import io
import zipfile
from collections.abc import Mapping

import torch

from rnnviz.learn.data import examples
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.models import Shape
from rnnviz.learn.plan import Plan
from rnnviz.learn.script import DataLines, to_script
from rnnviz.learn.tasks import task_of

SCRIPT, DATA = "run.py", "data.pt"
PARTS = ("train", "validation", "test")
# What a script needs of the parts and their order, word for word as the run had it.
NEEDED = (
    examples.Batch, examples.Examples, examples.any_length, examples.same_length, examples.near_length,
    examples.shuffled, examples.batches_of, examples.epoch_order, examples.balanced, examples.in_turn,
)  # fmt: skip
IMPORTS = """\
from __future__ import annotations

import sys
from dataclasses import dataclass
from types import SimpleNamespace

"""
LINES = """\
from torch import Tensor
from torch.utils.data import WeightedRandomSampler

POOL = {pool}  # batches whose examples are sorted together


{source}


ORDERS = {{{orders}}}
kept = torch.load(sys.argv[1] if len(sys.argv) > 1 else {file!r}, weights_only=True)
parts = {{name: Examples(**part) for name, part in kept["parts"].items()}}
data = SimpleNamespace(**parts, width=kept["width"], scale=kept["scale"])
"""


def alone() -> DataLines:
    """The data from a file of tensors beside the script, and the order of the batches in it."""
    return DataLines(
        f"from any folder, with its data: python {SCRIPT} {DATA}",
        f"the data are in {DATA}, as the net is given them",
        IMPORTS,
        LINES.format(
            pool=examples.POOL,
            source="\n\n\n".join(inspect.getsource(it).rstrip() for it in NEEDED),
            orders=", ".join(f"{name!r}: {order.__name__}" for name, order in examples.ORDERS.items()),
            file=DATA,
        ),
    )


def kept(data: Dataset) -> bytes:
    """All parts as tensors in a file that `torch.load(weights_only=True)` reads."""
    parts = {name: part for name in PARTS if (part := getattr(data, name)) is not None}
    found = {"parts": {name: tensors(part) for name, part in parts.items()}, "width": data.width, "scale": data.scale}
    file = io.BytesIO()
    torch.save(found, file)
    return file.getvalue()


def tensors(part: Examples) -> dict[str, torch.Tensor]:
    return {name: it for name in ("x", "y", "lengths", "rows") if (it := getattr(part, name)) is not None}


def to_zip(plan: Plan, shape: Shape, rates: Mapping[int, float], tested: bool = False) -> bytes:
    """The zip of a run of this plan and net, for any folder. Raises InputError where the data cannot be read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(SCRIPT, to_script(plan, shape, rates, tested, alone()))
        folder.writestr(DATA, kept(task_of(plan).load(plan, lambda share: None)))
    return file.getvalue()
