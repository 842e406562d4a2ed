"""Units ranked: the area against scikit-learn's, labels by hand, a planted unit found first, chance at 0.5."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score

from rnnviz.core.roc import areas, ranks, strength
from rnnviz.core.typed import InputError
from rnnviz.learn import predict, tasks
from rnnviz.learn.data.examples import Dataset
from rnnviz.learn.inside.holding import Intervention, Where
from rnnviz.learn.inside.patching import answers, checkpoints
from rnnviz.learn.inside.properties import NEGATIONS, Example, labels
from rnnviz.learn.inside.replay import answered
from rnnviz.learn.inside.study import held_out, places, ranking, recorded, similar
from rnnviz.learn.models import Net
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import TASKS, task_of, usual
from rnnviz.learn.trained import Trained

H = Where(0, 0, "h")


def made(plan: Plan, seed: int = 0) -> tuple[Net, Dataset]:
    task = task_of(plan)
    data = task.load(plan, lambda share: None)
    torch.manual_seed(seed)
    return Net(task.shape(plan, data)).eval(), data


def test_the_area_is_scikit_learns() -> None:
    for seed in range(50):
        random = np.random.default_rng(seed)
        values = random.normal(size=(random.integers(5, 200), 6)).round(1)  # with equal numbers among them
        flags = random.random(len(values)) < random.uniform(0.1, 0.9)
        flags[:2] = True, False
        truth = [roc_auc_score(flags, column) for column in values.T]
        np.testing.assert_allclose(areas(ranks(values), flags), truth, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(strength(np.array([0.2, 0.7])), [0.8, 0.7])
    for same in (np.zeros(3, dtype=bool), np.ones(3, dtype=bool)):
        with pytest.raises(InputError):
            areas(ranks(np.eye(3)), same)


def planted(net: Net, tokens: tuple[str, ...], unit: int) -> None:
    """The unit of an RNN goes up at a negation and stays: its input reads one number of the embedding, set for them."""
    assert net.embedding is not None
    with torch.no_grad():
        net.embedding.weight[:, 0] = 0
        for word in NEGATIONS & set(tokens):
            net.embedding.weight[tokens.index(word), 0] = 1
        rows = dict(net.rnn.named_parameters())
        rows["weight_ih_l0"][unit], rows["weight_hh_l0"][unit] = 0, 0
        rows["weight_ih_l0"][unit, 0], rows["weight_hh_l0"][unit, unit] = 4, 3
        rows["bias_ih_l0"][unit] = rows["bias_hh_l0"][unit] = -0.2


def test_a_planted_unit_is_found_first_and_shuffled_labels_are_chance() -> None:
    plan = usual("sentiment").but(hidden=16, cell="rnn")
    net, data = made(plan)
    planted(net, data.tokens, 5)
    found = ranking(net, plan, data, H, "negation")
    assert found.best()[0] == 5
    assert found.trained[5] == pytest.approx(1, abs=1e-6)
    assert max(abs(area - 0.5) for area in found.shuffled) < 0.05
    assert max(np.delete(found.trained, 5)) < found.trained[5]
    assert found.probes["trained"] > 0.98
    assert found.probes["shuffled"] == pytest.approx(max(found.share, 1 - found.share), abs=0.06)
    assert found.steps == sum(data.validation.lengths.tolist())


def counting(net: Net, unit: int) -> None:
    """The LSTM's cell state goes up by about 1 a step: its gates are open whatever comes."""
    hidden = net.shape.hidden
    with torch.no_grad():
        rows = dict(net.rnn.named_parameters())
        for gate, bias in enumerate((9, 9, 9, 9)):
            row = gate * hidden + unit
            rows["weight_ih_l0"][row], rows["weight_hh_l0"][row] = 0, 0
            rows["bias_ih_l0"][row], rows["bias_hh_l0"][row] = bias, 0


def test_a_planted_counter_is_found_first() -> None:
    plan = usual("names").but(hidden=12)
    net, data = made(plan)
    counting(net, 5)
    found = ranking(net, plan, data, Where(0, 0, "c"), "start")
    assert found.best()[0] == 5
    assert found.trained[5] == 0, "the first steps are the lowest"


@pytest.mark.parametrize("task", ["names", "sentiment", "weather", "characters", "noise"])
def test_every_recorded_step_is_that_of_its_own_sequence_alone(task: str) -> None:
    plan = usual(task).but(hidden=5)
    net, data = made(plan)
    held = held_out(plan, data, 100_000)
    where = Where(0, 0, "o" if plan.cell == "lstm" else "h")
    values = recorded(net, held, where)
    at = 0
    for k, length in enumerate(held.lengths.tolist()):
        alone = answered(net, held.x[k : k + 1, :length], held.lengths[k : k + 1])[0].found[0][0][where.quantity][0]
        np.testing.assert_allclose(values[at : at + length], alone.numpy(), rtol=0, atol=1e-6)
        assert len(held.examples[k].pieces) == length
        at += length
    assert at == len(values)


def test_labels_by_hand() -> None:
    film = Example(("it", "is", "not", "a", "dull", "film"))
    assert labels("sentiment", "negation", "", [film]).tolist() == [False, False, True, True, True, True]
    assert labels("sentiment", "feeling", "", [film]).tolist() == [False] * 4 + [True, False]
    assert labels("sentiment", "pattern", r"not a \w+", [film]).tolist() == [False, False, True, True, True, False]
    name = Example(tuple("O'Neill"))
    assert labels("names", "vowel", "", [name]).tolist() == [True, False, False, True, True, False, False]
    assert labels("names", "capital", "", [name]).tolist() == [True, False, True, False, False, False, False]
    assert labels("names", "blank", "", [name]).tolist() == [False, True, False, False, False, False, False]
    assert labels("names", "last", "", [name, name]).tolist() == [*[False] * 6, True, *[False] * 6, True]
    assert labels("names", "pattern", "ei|l$", [name]).tolist() == [False] * 3 + [True, True, False, True]
    text = Example(tuple("a)(b(c)d)e"))
    assert labels("characters", "depth", "", [text]).tolist() == [False] * 2 + [True] * 6 + [False] * 2
    day = Example(("1", "3", "2"), np.array([[1.0], [3.0], [2.0]]), np.array([4.0, 5.0, 6.0]))
    assert labels("weather", "rising", "", [day]).tolist() == [False, True, False]
    assert labels("weather", "night", "", [day]).tolist() == [True, True, False]
    assert labels("weather", "warm", "", [day]).tolist() == [False, True, False]


@pytest.mark.parametrize("pattern", ["", "(", "x" * 300, "a{99999999999}", "(" * 2000])
def test_a_wrong_pattern_gets_a_sentence(pattern: str) -> None:
    with pytest.raises(InputError) as caught:
        labels("names", "pattern", pattern, [Example(tuple("Anna"))])
    assert str(caught.value).endswith(".")


def test_a_pattern_that_takes_for_ever_is_ended() -> None:
    with pytest.raises(InputError, match="takes too long"):
        labels("names", "pattern", "(a+)+$", [Example(("a",) * 60 + ("b",))])


def test_the_hours_of_a_window_are_the_series_own() -> None:
    plan = usual("weather")
    held = held_out(plan, made(plan)[1], plan.hidden)
    series = tasks.series(plan)
    for example in held.examples[:20]:
        assert example.numbers is not None
        assert example.hours is not None
        begin = next(
            k for k in range(len(series.values) - plan.lag)
            if np.allclose(series.values[k : k + plan.lag], example.numbers[:, 0], atol=1e-4)
        )  # fmt: skip
        hours = [int(str(it)[11:13]) for it in series.times[begin : begin + plan.lag].astype("datetime64[s]")]
        assert example.hours.tolist() == hours


def test_the_places_are_the_highest_and_the_lowest() -> None:
    plan = usual("names").but(hidden=8)
    net, data = made(plan)
    values = recorded(net, held_out(plan, data, 8), H)[:, 3]
    found = places(net, plan, data, H, 3)
    high, low = found.highest, found.lowest
    np.testing.assert_array_equal([it.value for it in high], np.sort(values)[::-1][:20])
    np.testing.assert_array_equal([it.value for it in low], np.sort(values)[:20])
    with pytest.raises(InputError):
        places(net, plan, data, H, 8)


@pytest.mark.parametrize(
    "plan",
    [
        usual("names").but(hidden=6), usual("names").but(hidden=6, directions=2), usual("sentiment").but(hidden=6),
        usual("sentiment").but(hidden=6, read="last padded", longest=20), usual("names").but(hidden=4, carries=False),
        TASKS["sentiment"].presets["the same, mean of all states"].but(hidden=3),
    ],
)  # fmt: skip
def test_an_answer_after_each_step_is_predicts(plan: Plan) -> None:
    net, data = made(plan)
    trained = Trained(net, plan, data.classes, data.tokens)
    x, pieces = predict.readable(trained, "Satoshi" if plan.task == "names" else "not a good film , but moving")
    ends = checkpoints(len(pieces), 100)
    found = answers(trained, x, ends)
    log_p = found - np.log(np.exp(found).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(log_p, predict.prefixes(trained, x[0].tolist(), ends), rtol=0, atol=1e-5)
    gone = answers(trained, x, ends, [Intervention(0, 0, "h", 1, 0.0, start=2)])
    if plan.read != "last padded":  # its padding is held as well
        np.testing.assert_array_equal(gone[:2], found[:2])
    assert np.abs(gone[-1] - found[-1]).max() > 0


def test_like_units_stand_together() -> None:
    waves = np.array([np.sin(np.arange(20) + shift) for shift in (0, 2, 0.01, 2.01)])
    order = list(similar(waves))
    assert abs(order.index(0) - order.index(2)) == abs(order.index(1) - order.index(3)) == 1
    assert checkpoints(7, 3) == [3, 6, 7]
