"""Slips in the slides' cell equations (the curriculum's a to d and g): the slide's form beside the right one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core import Array
from rnnviz.core.cells import CELLS, Record, run
from rnnviz.core.head import Head, HeadRecord, apply_head
from rnnviz.core.weights import Weights
from rnnviz.texts import _


@dataclass(frozen=True)
class Slip:
    """One slip: which deck, which cells it concerns, and what the difference does.

    How the slide's version is computed: `form` is the cell's form, `head_form` the output layer's, `activation` the
    RNN's (None: the learner's own). `names` is for a slip of names alone: (the slide's, the field's, PyTorch's).
    """

    letter: str
    source: str
    cells: tuple[str, ...]
    title: str
    why: str
    form: str = "right"
    activation: str | None = None
    head_form: str = "right"
    names: tuple[tuple[str, str, str], ...] = ()

    @property
    def computes(self) -> bool:
        """Whether the slide's version gives other numbers (a slip of names alone does not)."""
        return not self.names


NAMES = (
    (_(r"input gate, $\tanh(\dots)$"), r"candidate", r"$g_t$"),
    (_(r"new memory $c_t$"), _(r"candidate $\tilde{c}_t$"), r"$g_t$"),
    (_(r"control gate $i_t$"), _(r"input gate $i_t$"), r"$i_t$"),
    (_(r"forget gate $f_t$"), _(r"forget gate $f_t$"), r"$f_t$"),
    (_(r"output gate $o_t$"), _(r"output gate $o_t$"), r"$o_t$"),
    (_(r"newly constructed memory $c_t$"), _(r"cell state $c_t$"), r"$c_t$"),
)

SLIPS: dict[str, Slip] = {
    slip.letter: slip
    for slip in (
        Slip(
            "a",
            "S0",
            ("lstm",),
            _("The gates are swapped"),
            why=_(
                "The forget gate f must multiply the old memory. If the gates are swapped, f = 1 and i = 0 delete the "
                "memory."
            ),
            form="swapped",
        ),
        Slip(
            "b",
            "S2",
            ("lstm",),
            _("The output uses the old memory"),
            why=_("h_t must use the new c_t. With the old c, the output is one step late."),
            form="lagging",
        ),
        Slip(
            "c",
            "S2",
            tuple(CELLS),
            _("The output uses h₁ at every step"),
            why=_("The output of step t uses h_t. If it uses h₁, it is the same at every step."),
            head_form="slide",
        ),
        Slip(
            "d",
            "S3",
            ("lstm",),
            _("One name for two things"),
            why=_(
                "The numbers are the same, but the names are confusing. On the slide the candidate is called "
                "“new memory”, and the input gate “control gate”."
            ),
            names=NAMES,
        ),
        Slip(
            "g",
            "S4",
            ("rnn",),
            _("No tanh between the steps"),
            why=_(
                "Without tanh the whole net is one linear map. Twice the input changes h twice as much, "
                "and h can leave −1 to 1."
            ),
            activation="identity",
        ),
    )
}


@dataclass(frozen=True, eq=False)
class Pass:
    """One run of a cell, and of the output layer if there is one."""

    record: Record
    head: HeadRecord | None


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the settings compute: the right form and, for a slip that computes, the slide's form on the same input."""

    record: Record
    head: HeadRecord | None
    slip_record: Record | None = None
    slip_head: HeadRecord | None = None


def outcome(
    cell: str,
    x: Array,
    weights: Weights,
    h0: Array,
    c0: Array,
    *,
    activation: str = "tanh",
    clamps: Mapping[str, Array] | None = None,
    head: Head | None = None,
    softmax: bool = False,
    slip: str | None = None,
) -> Outcome:
    """Run a cell over x (T, I) and, beside it, the version of slip `slip` (a key of SLIPS). Raises as `cells.run` does.

    A slip of the output layer brings a small one of its own, with softmax, if `head` is None.
    """
    shown = SLIPS[slip] if slip else None
    if shown and shown.head_form != "right" and head is None:
        head, softmax = two_outputs(len(h0)), True

    def passed(form: str, act: str, head_form: str) -> Pass:
        record = run(cell, x, weights, h0, c0, activation=act, clamps=clamps or {}, form=form)
        return Pass(record, apply_head(head, record.h, softmax=softmax, form=head_form) if head else None)

    right = passed("right", activation, "right")
    if shown is None or not shown.computes or cell not in shown.cells:
        return Outcome(right.record, right.head)
    slide = passed(shown.form, shown.activation or activation, shown.head_form)
    return Outcome(right.record, right.head, slide.record, slide.head)


def two_outputs(hidden_size: int) -> Head:
    """Slip c's output layer where the learner has none: y₁ adds the units up, y₂ adds them with alternating signs."""
    signs = np.where(np.arange(hidden_size) % 2 == 0, 1.0, -1.0)
    return Head(np.stack([np.ones(hidden_size), signs]), np.array([0.0, 0.5]))
