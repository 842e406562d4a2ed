"""What the units of a trained net tell about its held-out data: each unit ranked, beside what tells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from rnnviz.core import Array
from rnnviz.core.roc import Flags, areas, ranks, strength
from rnnviz.core.typed import InputError
from rnnviz.learn import tasks
from rnnviz.learn.data import weather
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.inside.holding import Where
from rnnviz.learn.inside.properties import Example, labels
from rnnviz.learn.inside.recording import batches
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.texts import _

MOST_STEPS = 20_000
MOST_NUMBERS = 2_500_000
AROUND = 8  # pieces before a place and after it
MOST_ORDERED = 300  # rows whose leaves are turned so that neighbours are likest: work that grows with their square
CLOSE = 0.1  # of an area: two that are nearer tell about as much
BLANKS = {" ": "␣", "\n": "⏎"}
Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Held-out sequences that are looked at: x, lengths as the net reads them, in order; `of` so many there are."""

    x: Tensor
    lengths: Tensor
    examples: tuple[Example, ...]
    of: int

    @property
    def steps(self) -> int:
        return int(self.lengths.sum())


def held_out(plan: Plan, data: Dataset, units: int) -> HeldOut:
    """As many sequences of the validation part, evenly taken, as are studied at once."""
    part = data.validation
    most = max(1, int(min(MOST_STEPS, MOST_NUMBERS // units) / float(part.lengths.double().mean())))
    chosen = torch.from_numpy(np.linspace(0, len(part) - 1, min(most, len(part))).round().astype(np.int64))
    batch = part.batch(chosen, padded=plan.read == "last padded")
    hours = hours_of(plan, chosen if part.rows is None else part.rows[chosen]) if plan.task == "weather" else None
    examples = tuple(
        example_of(data, batch.x[k, :length], None if hours is None else hours[k])
        for k, length in enumerate(batch.lengths.tolist())
    )
    return HeldOut(batch.x, batch.lengths, examples, len(part))


def example_of(data: Dataset, x: Tensor, hours: Array | None) -> Example:
    """One sequence (T,) of ids or (T, D) of numbers, in words."""
    if x.dim() == 1:
        return Example(tuple(data.tokens[it] for it in x.tolist()))
    mean, spread = np.array(data.input_scales or [data.scale]).T
    numbers = x.double().numpy() * spread + mean
    return Example(tuple(f"{value:.4g}" for value in numbers[:, 0].tolist()), numbers, hours)


def hours_of(plan: Plan, begins: Tensor) -> Array | None:
    """The hour of the day at each step of the windows that begin there, (N, lag); None where no row says when."""
    series = tasks.series(plan)
    if not series.step.timed:
        return None
    times = (weather.in_order(series) if plan.sort else series).times
    at = begins.numpy()[:, None] + np.arange(plan.lag)
    seconds = times[at].astype("datetime64[s]").astype(np.int64)
    found: Array = seconds % weather.DAY / 3600
    return found


def recorded(net: Net, held: HeldOut, where: Where) -> Numbers:
    """The quantity at each step of all sequences, one after the other, (K, H)."""
    found: list[Numbers | None] = [None] * len(held.lengths)
    part = Examples(held.x, held.x, held.lengths)
    for index, values, ends in batches(net, part, torch.arange(len(part)), where):
        numbers = values.numpy()
        for row, k in enumerate(index.tolist()):
            found[k] = numbers[row, : ends[row]]
    return np.concatenate([it for it in found if it is not None])


@dataclass(frozen=True)
class Ranking:
    """How well each unit tells a property, as areas under the ROC curve, (H,) each.

    share: of the steps that have it. untrained: a net of the same shape with fresh weights; shuffled: the trained one,
    asked for the same flags in another order. unit: one drawn by chance, from 0. probes: the held-out accuracy of a
    linear probe of all units, by the same three, and of the more common answer.
    """

    steps: int
    examples: int
    of: int
    share: float
    trained: tuple[float, ...]
    untrained: tuple[float, ...]
    shuffled: tuple[float, ...]
    unit: int
    probes: dict[str, float]

    def best(self) -> list[int]:
        """The units, those first that tell most, either way."""
        return list(map(int, np.argsort(-np.abs(np.array(self.trained) - 0.5), kind="stable")))

    def furthest(self, whose: str) -> float:
        """Among the areas of `trained`, `untrained` or `shuffled` the one that is furthest from chance."""
        found: tuple[float, ...] = getattr(self, whose)
        return max(found, key=lambda area: abs(area - 0.5))

    def strongest(self, whose: str) -> float:
        """How well the best unit of these tells it, either way: 0.5 to 1."""
        return float(strength(np.array(getattr(self, whose))).max())

    @property
    def random(self) -> float:
        """How well the unit that was drawn tells it, either way."""
        return float(strength(np.array(self.trained[self.unit])))

    @property
    def beyond(self) -> float:
        """How much more the best unit tells than the best of the untrained net."""
        return self.strongest("trained") - self.strongest("untrained")


def ranking(net: Net, plan: Plan, data: Dataset, where: Where, name: str, pattern: str = "", seed: int = 0) -> Ranking:
    """Raises InputError for a property that no step has, or every one."""
    width = net.shape.hidden
    held = held_out(plan, data, width)
    flags = labels(plan.task, name, pattern, held.examples)
    values = recorded(net, held, where)
    ranked = ranks(values)
    trained = areas(ranked, flags)
    random = np.random.default_rng(seed)
    shuffled = random.permutation(flags)
    fresh = recorded(untrained(net, seed), held, where)
    whose = np.repeat(np.arange(len(held.lengths)), held.lengths.numpy())
    probes = {
        "trained": probed(values, flags, whose),
        "untrained": probed(fresh, flags, whose),
        "shuffled": probed(values, shuffled, whose),
        "common": common(flags, whose),
    }
    return Ranking(
        len(flags), len(held.lengths), held.of, float(flags.mean()), tuple(trained.tolist()),
        tuple(areas(ranks(fresh), flags).tolist()), tuple(areas(ranked, shuffled).tolist()),
        int(random.integers(values.shape[1])), probes,
    )  # fmt: skip


def untrained(net: Net, seed: int) -> Net:
    """A net of the same shape with torch's fresh weights."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Net(net.shape).eval()


def probed(values: Numbers, flags: Flags, whose: npt.NDArray[np.int64]) -> float:
    """The accuracy of scikit-learn's logistic regression on every other example, learned from the others."""
    from sklearn.linear_model import LogisticRegression

    test = whose % 2 == 1
    if len(set(flags[~test].tolist())) < 2 or not test.any():
        return common(flags, whose)
    spread = values[~test].std(axis=0) + 1e-9
    scaled = (values - values[~test].mean(axis=0)) / spread
    probe = LogisticRegression(max_iter=200).fit(scaled[~test], flags[~test])
    return float(probe.score(scaled[test], flags[test]))


def common(flags: Flags, whose: npt.NDArray[np.int64]) -> float:
    """The accuracy of the answer that is more common among what the probe learns from."""
    test = whose % 2 == 1
    asked = flags[test] if test.any() else flags
    return float((asked == (flags[~test].mean() >= 0.5)).mean())


@dataclass(frozen=True)
class HeldOutPlace:
    """A step of the data, or a stretch: its value, its pieces, the pieces before and after."""

    value: float
    before: str
    piece: str
    after: str


@dataclass(frozen=True)
class HeldOutPlaces:
    """Where a unit is highest, and where it is lowest, among all steps of `examples` of `of` held-out sequences."""

    highest: tuple[HeldOutPlace, ...]
    lowest: tuple[HeldOutPlace, ...]
    examples: int
    of: int


def places(net: Net, plan: Plan, data: Dataset, where: Where, unit: int, count: int = 20) -> HeldOutPlaces:
    """So many steps on each side. Raises InputError."""
    held = held_out(plan, data, net.shape.hidden)
    values = recorded(net, held, where)
    if not 0 <= unit < values.shape[1]:
        raise InputError(_("There are {shape} units: choose one of them.").format(shape=values.shape[1]))
    order = np.argsort(values[:, unit], kind="stable")
    at = [(k, t) for k, length in enumerate(held.lengths.tolist()) for t in range(length)]

    def place(step: int) -> HeldOutPlace:
        k, t = at[step]
        return around(plan, held.examples[k], t, t + 1, float(values[step, unit]))

    highest, lowest = (tuple(map(place, it[:count].tolist())) for it in (order[::-1], order))
    return HeldOutPlaces(highest, lowest, len(held.examples), held.of)


def around(plan: Plan, example: Example, begin: int, end: int, value: float) -> HeldOutPlace:
    """A stretch of an example, and what stands before and after it."""
    between = "" if plan.task in ("names", "characters") else " "
    pieces = [BLANKS.get(piece, piece) for piece in example.pieces]
    before, here, after = pieces[max(0, begin - AROUND) : begin], pieces[begin:end], pieces[end : end + AROUND]
    return HeldOutPlace(value, *map(between.join, (before, here, after)))


def similar(values: Array) -> Sequence[int]:
    """The rows of values (H, T) so that like ones stand together: the leaves of scipy's hierarchical clustering."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(values) < 3:
        return list(range(len(values)))
    found: list[int] = leaves_list(linkage(values, "average", optimal_ordering=len(values) <= MOST_ORDERED)).tolist()
    return found
