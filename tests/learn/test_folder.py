"""Of a long run's records so many are kept that its page stays light."""

from __future__ import annotations

from rnnviz.learn.folder import bounded, thinned
from rnnviz.learn.records import Evaluation, Progress, Working


def test_many_records_are_thinned_evenly() -> None:
    said = [Progress(i, 9, 0, 0, {}, 0, 0, 0, 0) for i in range(9000)]
    kept = thinned([*said, Working("x", 1.0)])
    assert 750 <= len(kept) <= 1501
    assert kept[-1] == Working("x", 1.0)


def evaluation(epoch: int) -> Evaluation:
    return Evaluation(epoch, epoch, 0.5, 0.6, {"accuracy": 0.7}, {}, 1.0, [[1.0, 0.0], [0.0, 1.0]])


def test_what_nobody_can_look_back_at_is_let_go() -> None:
    """500 epochs are shown in the curves; the matrices are kept where a net is kept, and for the last epoch."""
    kept = [0, 1, 100, 300, 499]
    few, many = [[evaluation(epoch) for epoch in range(1, last + 1)] for last in (80, 500)]
    assert bounded(few, lambda: kept) == few
    found = bounded(many, lambda: kept)
    assert [it.epoch for it in found if isinstance(it, Evaluation) and it.confusion] == [1, 100, 300, 499, 500]
    assert [it.scores for it in found if isinstance(it, Evaluation)] == [it.scores for it in many]
