"""A net with all that its numbers mean, saved to one file and loaded from it: safetensors, which cannot run code."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import category

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from rnnviz.core.letters import LETTERS
from rnnviz.core.typed import InputError, binary_kind, counted
from rnnviz.learn.models import Net, Shape, shape_of
from rnnviz.learn.plan import OWN_FILE, Plan, from_json
from rnnviz.learn.tasks import task_of
from rnnviz.texts import _

MAX_BYTES = 256 * 2**20
MAX_HEADER = 16 * 2**20  # bytes: 100 000 words and their names are far below
NOT_OURS = _("This is not a file of weights that rnnviz saved: load one that ends in .safetensors.")
MAX_TOKENS = 100_000
MAX_TOKEN = 1000  # letters of one
MAX_CLASSES = 1000
MOST_SCALE = 1e30
MAX_INPUTS = 64
NOTES = ("plan", "shape", "classes", "tokens", "scale")


def save_weights(tensors: Mapping[str, Tensor], notes: Mapping[str, str]) -> bytes:
    kept = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    return safetensors.torch.save(kept, dict(notes))


def load_weights(content: bytes) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and notes. Raises InputError for anything but safetensors, a pickle in disguise among it."""
    if len(content) > MAX_BYTES:
        raise InputError(
            _("The file is larger than {max_bytes} MB: load weights that rnnviz saved.").format(
                max_bytes=MAX_BYTES // 2**20
            )
        )
    if found := "empty" if not content else binary_kind(content):
        raise InputError(_("The file is {found}. {not_ours}").format(found=found, not_ours=NOT_OURS))
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(MAX_HEADER, len(content) - 8):
        raise InputError(NOT_OURS)
    try:
        tensors = safetensors.torch.load(content)
        # the library reads notes from a file on disk alone; a header is small, whatever it claims
        notes = json.loads(content[8 : 8 + length]).get("__metadata__", {})
    except (SafetensorError, ValueError, KeyError, RecursionError, AttributeError) as error:
        raise InputError(NOT_OURS) from error
    return tensors, notes


def fill_weights(net: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Puts the tensors into the net. Raises InputError when they belong to another one, or hold no numbers."""
    own = net.state_dict()
    for name, value in own.items():
        if name not in tensors or tensors[name].shape != value.shape or tensors[name].dtype != value.dtype:
            raise InputError(
                _("These weights are of another net: {name} does not fit. Choose the settings of theirs.").format(
                    name=name
                )
            )
        if not torch.isfinite(tensors[name]).all():
            raise InputError(
                _("These weights are broken: {name} holds what is no number. Load another file.").format(name=name)
            )
    net.load_state_dict({name: tensors[name] for name in own})


@dataclass(frozen=True)
class Trained:
    """A net on the CPU in eval mode; classes, tokens and scale as `data.examples.Dataset` has them."""

    net: Net
    plan: Plan
    classes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scale: tuple[float, float] = (0.0, 1.0)
    input_scales: tuple[tuple[float, float], ...] = ()

    def to_bytes(self, half: bool = False) -> bytes:
        """The file's content: safetensors, with the plan, the shape and the names of classes and tokens as notes.

        The plan is the one that others may see: no file that leaves the server says where a learner's own lies.
        `half`: every number in two bytes, for what comes with rnnviz.
        """
        notes = {"shape": asdict(self.net.shape), "classes": self.classes, "tokens": self.tokens, "scale": self.scale}
        notes |= {"input_scales": self.input_scales} if self.input_scales else {}
        plan = {"plan": self.plan.shared().to_json()}
        tensors = {name: value.half() if half else value for name, value in self.net.state_dict().items()}
        return save_weights(tensors, plan | {name: json.dumps(it) for name, it in notes.items()})

    def to_pt(self) -> bytes:
        """The state dict alone, as torch.save writes it; torch.load reads it with weights_only=True."""
        made = io.BytesIO()
        torch.save(dict(self.net.state_dict()), made)
        return made.getvalue()


def load(content: bytes) -> Trained:
    """What `to_bytes` saved; it predicts the same. Raises InputError for anything else.

    Every note is checked against what the plan's task allows, and every size against the tensors that are there, before
    a net is made: a note can claim anything.
    """
    tensors, notes = load_weights(content)
    if missing := [name for name in NOTES if name not in notes]:
        raise InputError(
            _("The file holds {n_tensors} and no note “{missing}”. {not_ours}").format(
                n_tensors=counted(len(tensors), "{n} tensor", "{n} tensors"), missing=missing[0], not_ours=NOT_OURS
            )
        )
    try:
        found = {name: json.loads(notes[name]) for name in NOTES}
        beside = json.loads(notes.get("input_scales", "[]"))
        plan = from_json(notes["plan"]).shared()
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(NOT_OURS) from error
    classes, tokens = names(found["classes"], "classes", MAX_CLASSES), names(found["tokens"], "tokens", MAX_TOKENS)
    scale = scale_of(found["scale"])
    inputs = input_scales_of(beside)
    shape = fitting(plan, found["shape"], classes, tokens)
    if plan.task == "weather" and shape.width != max(1, len(inputs)):
        raise InputError(
            _("The file's notes have {n_inputs} inputs and the net {width}: load another file.").format(
                n_inputs=len(inputs), width=shape.width
            )
        )
    tensors = {name: value.float() if value.dtype == torch.float16 else value for name, value in tensors.items()}
    with torch.device("meta"):
        check(tensors, Net(shape).state_dict())
    net = Net(shape)
    fill_weights(net, tensors)
    return Trained(net.eval(), plan, classes, tokens, scale, inputs)


def names(found: Any, what: str, most: int) -> tuple[str, ...]:
    """A note that lists different words. Raises InputError."""
    if not isinstance(found, list) or len(found) > most or not all(isinstance(it, str) for it in found):
        raise InputError(
            _("The file's {what} are no list of at most {most} words: load weights that rnnviz saved.").format(
                what=what, most=most
            )
        )
    if any(len(it) > MAX_TOKEN for it in found) or len(set(found)) < len(found):
        raise InputError(
            _("The file's {what} hold a word twice, or one over {max_token} letters: load another file.").format(
                what=what, max_token=MAX_TOKEN
            )
        )
    if any(category(letter) == "Cs" for it in found for letter in it):
        raise InputError(
            _("The file's {what} hold half a letter, which is no text: load weights that rnnviz saved.").format(
                what=what
            )
        )
    return tuple(found)


def scale_of(found: Any) -> tuple[float, float]:
    """Mean and spread. Raises InputError."""
    if not isinstance(found, list) or len(found) != 2 or any(type(it) not in (int, float) for it in found):
        raise InputError(_("The file's scale is not a mean and a spread: load weights that rnnviz saved."))
    mean, spread = (float(it) if abs(it) < MOST_SCALE else math.inf for it in found)
    if not (math.isfinite(mean) and math.isfinite(spread)) or spread <= 0:
        raise InputError(_("The file's scale is not a number and a spread above 0: load weights that rnnviz saved."))
    return mean, spread


def input_scales_of(found: Any) -> tuple[tuple[float, float], ...]:
    """Those of several inputs. Raises InputError."""
    if not isinstance(found, list) or len(found) > MAX_INPUTS:
        raise InputError(_("The file's inputs are no list of means and spreads: load weights that rnnviz saved."))
    return tuple(map(scale_of, found))


def fitting(plan: Plan, claimed: Any, classes: tuple[str, ...], tokens: tuple[str, ...]) -> Shape:
    """The shape that the plan's task gives a net of these words and classes, if it is the claimed one. InputError."""
    task = task_of(plan)
    width, outputs = sizes(plan, claimed, classes, tokens)
    shape = shape_of(plan, task.takes, width, outputs, task.every, task.ways)
    if claimed != asdict(shape):
        differing = sorted(name for name, value in asdict(shape).items() if claimed.get(name, shape) != value)
        said = ", ".join(differing) or _("more than there is")
        raise InputError(
            _("The file's notes do not fit together ({said}): load weights that rnnviz saved.").format(said=said)
        )
    return shape


def sizes(plan: Plan, claimed: Any, classes: tuple[str, ...], tokens: tuple[str, ...]) -> tuple[int, int]:
    """Width and outputs by what the notes list; a net that reads numbers lists nothing. Raises InputError."""
    if not isinstance(claimed, dict):
        raise InputError(NOT_OURS)
    takes = task_of(plan).takes
    width = len(tokens) if takes != "numbers" else claimed.get("width")
    if type(width) is not int or not 1 <= width <= MAX_TOKENS or (takes == "numbers" and tokens):
        raise InputError(
            _("The file's words do not fit a net for {name}: load weights that rnnviz saved.").format(
                name=task_of(plan).name
            )
        )
    if plan.task == "names" and plan.source != OWN_FILE and tokens != tuple(LETTERS):
        raise InputError(_("The file's letters are not the 57 of the surnames: load weights that rnnviz saved."))
    outputs = plan.ahead if plan.task == "weather" else len(classes)
    if outputs < 1 or (plan.task == "weather" and classes):
        raise InputError(
            _("The file's classes do not fit a net for {name}: load weights that rnnviz saved.").format(
                name=task_of(plan).name
            )
        )
    return width, outputs


def check(tensors: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> None:
    """Raises InputError unless the file holds just these tensors in these shapes."""
    for name, value in wanted.items():
        if name not in tensors or tensors[name].shape != value.shape:
            raise InputError(
                _("These weights are of another net: {name} does not fit. Load weights that rnnviz saved.").format(
                    name=name
                )
            )
    if more := sorted(set(tensors) - set(wanted)):
        raise InputError(
            _("The file holds {n_more} tensors too many, {more!r} first: load another file.").format(
                n_more=len(more), more=more[0][:40]
            )
        )
