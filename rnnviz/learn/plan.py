"""All that is chosen before a run starts, as one frozen table that travels as JSON; and what the tasks are called.

Without torch, so that any page may ask.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from rnnviz.core.cells import IN_TORCH
from rnnviz.core.typed import InputError
from rnnviz.state.fields import Among, Real, Switch, Typed, Whole, declared, fields_of
from rnnviz.texts import _, marked

CELLS = tuple(IN_TORCH)
OPTIMISERS = ("adam", "adamw", "rmsprop", "sgd")
READS = (marked("last real"), marked("last padded"), marked("mean of all"))  # state, which the head reads
ENDS = (marked("both"), "hidden[-1]")
READINGS = ("down", "up", "right", "left", "dual")
DEVICES = ("auto", "cpu", "cuda", "mps")
MOST_LETTERS = 200  # of a column's name
MOST_INPUTS = 1000  # letters of all names together
KINDS = {"str": str, "bool": bool, "int": int, "float": int | float}
TASK_NAMES = {
    "weather": _("Weather forecast"),
    "names": _("Surname → language"),
    "sentiment": _("Review → sentiment"),
    "noise": _("Noise"),
    "characters": _("Character model"),
}
OWN_FILE = marked("own file")
OF_TOKENS = ("sentiment", "characters", "names")
"""Those whose net reads words or letters, and so has a vector for each."""


@dataclass(frozen=True)
class Plan:
    """Task and source by name; `file` is a file of the learner's own.

    `read`: the state after the last real step, after the last padded one (slip l), or the mean of all real steps'.
    `ends`: of two directions, both ends, or hidden[−1] alone (slip i). `carries`: an LSTM that does not feeds the
    slides' unmoved state (slip h).
    `reading`: of a picture, the order in which a one-way net gets its rows or columns, or "dual": rows both ways, and
    those of the picture turned by 90°. `sort`: hours by time, or in the file's own order (slip j). `clip` 0: none.
    `column`: of a table, what is forecast or the class, by its name in the header; "": its temperature, or the column
    that fits. `inputs`: what is read, as names with commas between; "": the column itself, or the texts. `time`: the
    column of times; "": the one that fits. `limit`: so many reviews a
    side, 0: all. `balanced`: names are drawn so that each language comes equally often. `dropout`: of what an
    embedding gives, and between layers. `patience`: a run ends after so many epochs without a lower validation loss,
    and its best net counts; 0: it trains to its end, and its last net counts.
    """

    task: str
    source: str = declared(Typed(40), "built in")
    file: str = ""
    cell: str = declared(Among(CELLS), "lstm")
    layers: int = declared(Whole(1, 3), 1)
    directions: int = declared(Whole(1, 2), 1)
    hidden: int = declared(Whole(1, 512), 32)
    embedding: int = declared(Whole(1, 512), 128)
    dropout: float = declared(Real(0.0, 0.9), 0.0)
    read: str = declared(Among(READS), "last real")
    ends: str = declared(Among(ENDS), "both")
    carries: bool = declared(Switch(), True)
    optimiser: str = declared(Among(OPTIMISERS), "adam")
    learning_rate: float = declared(Real(1e-6, 100.0), 0.001)
    batch_size: int = declared(Whole(1, 1024), 64)
    epochs: int = declared(Whole(1, 500), 10)
    clip: float = declared(Real(0.0, 1000.0), 0.0)
    seed: int = declared(Whole(0, 2**31 - 1), 0)
    lag: int = declared(Whole(1, 1024), 64)
    ahead: int = declared(Whole(1, 168), 1)
    sort: bool = declared(Switch(), True)
    limit: int = declared(Whole(0, 25_000), 0)
    longest: int = declared(Whole(8, 1000), 500)
    device: str = declared(Among(DEVICES), "auto")
    reading: str = declared(Among(READINGS), "down")
    column: str = declared(Typed(MOST_LETTERS, empty=True), "")
    inputs: str = declared(Typed(MOST_INPUTS, empty=True), "")
    time: str = declared(Typed(MOST_LETTERS, empty=True), "")
    balanced: bool = declared(Switch(), False)
    patience: int = declared(Whole(0, 500), 0)

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if not isinstance(getattr(self, field.name), KINDS[str(field.type)]):
                raise InputError(
                    _("{name} is of another kind than {type}: change it.").format(
                        name=field.name.replace("_", " "), type=field.type
                    )
                )
        for name, kind in FIELDS.items():
            if isinstance(kind, Among) and getattr(self, name) not in (known := tuple(kind.choices)):
                raise InputError(
                    _("{name} is one of {known}, not {value!r}.").format(
                        name=name, known=", ".join(known), value=str(getattr(self, name))[:20]
                    )
                )
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise InputError(
                    _("{name} is a number from {low} to {high}: change it.").format(
                        name=name.replace("_", " "), low=low, high=high
                    )
                )
        if max(len(self.column), len(self.time)) > MOST_LETTERS or len(self.inputs) > MOST_INPUTS:
            raise InputError(
                _("A column has a name of at most {most_letters} letters: choose one of the file's.").format(
                    most_letters=MOST_LETTERS
                )
            )
        if not self.carries and "c" not in IN_TORCH[self.cell].states:
            raise InputError(_("Only the LSTM of the slides has a state that does not move: choose the LSTM."))
        if self.balanced and self.task != "names":
            raise InputError(_("Names alone are drawn so that each language comes equally often: leave it off here."))

    def but(self, **changes: str | float | bool) -> Plan:
        """This plan with some choices changed. Raises InputError."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def with_seeds(self, count: int) -> list[Plan]:
        """This plan with `count` seeds, from its own on."""
        return [self.but(seed=(self.seed + k) % (int(LIMITS["seed"][1]) + 1)) for k in range(count)]

    def to_json(self) -> str:
        """For this server's own folders: `file` is a path there. `shared` is what may leave it."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    def shared(self) -> Plan:
        """The plan as others may see it, and as it is read from them: it names no file."""
        return dataclasses.replace(self, file="", column="", inputs="", time="")

    @property
    def read_columns(self) -> tuple[str, ...]:
        """The names in `inputs`, each once."""
        return tuple(dict.fromkeys(name.strip() for name in next(csv.reader([self.inputs]), []) if name.strip()))


FIELDS = fields_of(Plan)
LIMITS = {name: (it.low, it.high) for name, it in FIELDS.items() if isinstance(it, Whole | Real)}


def from_json(text: str) -> Plan:
    """The plan that `to_json` wrote. Raises InputError for anything else. Of what comes from outside take `shared`."""
    try:
        return Plan(**json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(_("These are not the settings of a run: load a file that rnnviz saved.")) from error


def written(names: Iterable[str]) -> str:
    """Names of columns as `inputs` has them; those with commas in quotation marks."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(names)
    return text.getvalue()


def of_tokens() -> str:
    """Their names, as a choice of one."""
    *others, last = (f"“{TASK_NAMES[key]}”" for key in OF_TOKENS)
    return _("{others} or {last}").format(others=", ".join(others), last=last)
