"""Predictions against the net read anew at each prefix; saving and loading; files that are not ours."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnviz.core.typed import InputError
from rnnviz.learn import predict, trained
from rnnviz.learn.data import names
from rnnviz.learn.folder import Checkpoints
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of
from rnnviz.learn.trained import Trained
from rnnviz.learn.training import Trainer


def made(plan: Plan) -> Trained:
    return Trainer(plan, task_of(plan).load(plan, lambda share: None)).trained()


@pytest.mark.parametrize(
    "changes",
    [{}, {"directions": 2}, {"carries": False}, {"read": "last padded"}, {"directions": 2, "ends": "hidden[-1]"}],
)
def test_the_belief_after_each_letter_is_that_of_the_letters_so_far(changes: dict[str, str]) -> None:
    it = made(Plan("names", hidden=8).but(**changes))
    beliefs = predict.surname(it, "Satoshi")
    assert beliefs.pieces == tuple("Satoshi")
    np.testing.assert_allclose(np.exp(beliefs.log_p).sum(axis=1), 1)
    for end in range(1, 8):
        alone = predict.surname(it, "Satoshi"[:end]).log_p[-1]
        np.testing.assert_allclose(beliefs.log_p[end - 1], alone, atol=1e-6)
    top = beliefs.top()
    assert [value for value, _ in top] == sorted(beliefs.log_p[-1])[:-4:-1]
    assert it.classes[int(beliefs.log_p[-1].argmax())] == top[0][1]


@pytest.mark.parametrize("changes", [{}, {"directions": 2, "layers": 2}, {"read": "last padded"}])
def test_a_review_is_read_word_by_word(changes: dict[str, int]) -> None:
    it = made(Plan("sentiment", hidden=4, embedding=6, longest=30).but(**changes))
    beliefs = predict.review(it, "It is not a good film!")
    assert beliefs.pieces == ("it", "is", "not", "a", "good", "film", "!")
    np.testing.assert_allclose(beliefs.log_p[2], predict.review(it, "It is not").log_p[-1], atol=1e-6)
    assert predict.unknown_words(it, "a zebra film") == ["zebra"]
    with pytest.raises(InputError, match="no word"):
        predict.review(it, " <br /> ")


def test_a_long_review_has_a_hundred_readings() -> None:
    it = made(Plan("sentiment", hidden=4, embedding=6, longest=500))
    beliefs = predict.review(it, "good " * 700)
    assert len(beliefs.pieces) == len(beliefs.log_p) == 100
    assert " ".join(beliefs.pieces).split() == ["good"] * 500


@pytest.mark.parametrize("ahead", [1, 3])
def test_hours_are_fed_back(ahead: int) -> None:
    it = made(Plan("weather", lag=12, hidden=4, ahead=ahead))
    window = np.linspace(5, 15, 12)
    far = predict.hours(it, window, 7)
    mean, spread = it.scale
    series = list((window - mean) / spread)
    while len(series) < 12 + 7:
        x = torch.tensor(series[-12:], dtype=torch.float32)[None, :, None]
        series += it.net(x, torch.tensor([12]))[0].tolist()
    np.testing.assert_allclose(far, np.array(series[12:19]) * spread + mean, atol=1e-5)
    for bad, count in ((window[:5], 3), (window, 0), (window * np.nan, 3)):
        with pytest.raises(InputError):
            predict.hours(it, bad, count)


def test_text_follows_the_nets_odds() -> None:
    it = made(Plan("characters", hidden=16))
    greedy = predict.text(it, "The ", 20, 0.0)
    whole = "The "
    for letter in greedy:
        ids = torch.tensor([[it.tokens.index(it_) for it_ in whole]])
        scores = it.net(ids, torch.tensor([len(whole)]))[0, -1]
        assert it.tokens[int(scores.argmax())] == letter
        whole += letter
    assert predict.text(it, "The ", 50, 1.0, 1) == predict.text(it, "The ", 50, 1.0, 1)
    assert predict.text(it, "The ", 50, 1.0, 1) != predict.text(it, "The ", 50, 1.0, 2)
    with pytest.raises(InputError, match="never seen “ß”"):
        predict.text(it, "Stoß", 5, 1.0)
    with pytest.raises(InputError, match="no letter here yet"):
        predict.text(it, "", 5, 1.0)
    with pytest.raises(InputError, match="Ask for 1 to"):
        predict.text(it, "The", 0, 1.0)


def test_temperature_sharpens_and_flattens() -> None:
    scores, drawn = torch.tensor([1.0, 2.0, 3.0]), torch.Generator().manual_seed(0)
    for temperature in (0.5, 1.0, 3.0):
        picked = [int(predict.pick(scores, temperature, drawn)) for _ in range(3000)]
        wanted = torch.softmax(scores / temperature, dim=0)
        np.testing.assert_allclose(np.bincount(picked, minlength=3) / 3000, wanted, atol=0.03)


PLANS = [
    Plan("names", hidden=6, cell="gru", layers=2, directions=2),
    Plan("names", hidden=6, carries=False),
    Plan("weather", hidden=6, lag=8, cell="rnn"),
    Plan("sentiment", hidden=6, embedding=4, read="last padded", longest=20),
    Plan("characters", hidden=6),
]


@pytest.mark.parametrize("plan", PLANS, ids=["names", "slip h", "weather", "sentiment", "characters"])
def test_loaded_predicts_the_same(plan: Plan) -> None:
    it = made(plan)
    again = trained.load(it.to_bytes())
    assert (again.plan, again.classes, again.tokens, again.scale) == (it.plan, it.classes, it.tokens, it.scale)
    x = torch.randn(2, 8, 1) if plan.task == "weather" else torch.randint(1, 20, (2, 8))
    lengths = torch.tensor([8, 5])
    assert torch.equal(it.net(x, lengths), again.net(x, lengths))


def test_a_pickle_in_disguise_is_refused_and_not_run(tmp_path: Path) -> None:
    flag = tmp_path / "ran"

    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return flag.touch, ()  # type: ignore[return-value]

    with pytest.raises(InputError, match="not a file of weights"):
        trained.load(pickle.dumps(Harm()))
    assert not flag.exists()


def test_files_that_are_not_ours_get_a_sentence() -> None:
    it = made(Plan("names", hidden=6))
    good = it.to_bytes()
    tensors, notes = trained.load_weights(good)
    shape = json.loads(notes["shape"])
    for content in (b"", b"\x80", good[:100], good[: len(good) // 2], b"\xff" * 64, trained.save_weights(tensors, {})):
        with pytest.raises(InputError, match="not a file of weights"):
            trained.load(content)
    for changes in ({"hidden": 10**6}, {"width": 10**9}, {"outputs": 10**8}, {"cell": "mlp"}, {"layers": 9}):
        with pytest.raises(InputError):
            trained.load(trained.save_weights(tensors, notes | {"shape": json.dumps(shape | changes)}))
    broken = tensors | {"head.bias": tensors["head.bias"] * np.nan}
    with pytest.raises(InputError, match="broken"):
        trained.load(trained.save_weights(broken, notes))
    with pytest.raises(InputError, match="another net"):
        trained.load(trained.save_weights(tensors | {"rnn.bias_ih_l0": torch.zeros(3)}, notes))


def test_checkpoints_are_bounded_and_keep_both_ends(tmp_path: Path) -> None:
    kept, it = Checkpoints(tmp_path / "it", most=8), made(Plan("names", hidden=4))
    for epoch in range(50):
        kept.keep(epoch, it.to_bytes())
        assert len(kept.epochs()) <= 8
        assert (kept.epochs()[0], kept.epochs()[-1]) == (0, epoch)
    assert torch.equal(kept.load(49).net.head.weight, it.net.head.weight)
    with pytest.raises(InputError, match="not kept"):
        kept.load(77)
    small = Checkpoints(tmp_path / "small", most_bytes=3 * len(it.to_bytes()))
    for epoch in range(9):
        small.keep(epoch, it.to_bytes())
    assert len(small.epochs()) <= 3


def test_letters_are_the_tokens() -> None:
    assert made(Plan("names", hidden=4)).tokens == tuple(names.LETTERS)


@pytest.mark.parametrize(
    ("plan", "given", "steps"),
    [
        (Plan("names", hidden=4, directions=2), "Kim", 3),
        (Plan("weather", hidden=4, lag=5), np.arange(5.0), 5),
        (Plan("sentiment", hidden=4, embedding=3), "Not good.", 3),
        (Plan("characters", hidden=4), "The river", 9),
    ],
    ids=["names", "weather", "sentiment", "characters"],
)
def test_hidden_states_lead_to_the_prediction(plan: Plan, given: str | np.ndarray, steps: int) -> None:
    it = made(plan)
    states, pieces = predict.hidden_states(it, given)
    assert states.shape == (steps, 4 * plan.directions)
    assert len(pieces) == steps
    x, _ = predict.readable(it, given)
    out = torch.tensor(states, dtype=torch.float32)[None]
    lengths = torch.tensor([steps])
    read = out if it.net.shape.every else it.net.ends(out, lengths)
    torch.testing.assert_close(it.net.head(read), it.net(x, lengths))


def test_signs_with_several_codes_are_read_as_one() -> None:
    with pytest.raises(InputError, match="王"):
        names.ids("王")
    assert names.ids("O’Neill Łø") == names.ids("O'Neill Lo")


def test_a_character_model_reads_a_straight_sign_where_it_learned_one() -> None:
    it = made(Plan("characters", hidden=4))
    it = dataclasses.replace(it, tokens=tuple("’" if token == "?" else token for token in it.tokens))
    for typed in ("'", "’", "‘"):
        assert predict.readable(it, f"{typed}The")[1] == tuple("’The")
    assert predict.readable(it, "a\r\nb")[1] == tuple("a\nb")
    with pytest.raises(InputError, match="王 ß"):
        predict.readable(it, "王ß")
