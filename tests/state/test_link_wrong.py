"""Links that are wrong, cut off or hostile: a sentence, at once, and never another exception."""

from __future__ import annotations

import random
import time
from urllib.parse import parse_qsl, urlencode

import pytest

from rnnviz.state.link import MAX_LINK, LinkError, from_query, to_query
from tests.settings_cases import random_settings

WRONG = [
    ("lstm", {"preset": "oscillator"}, "no preset"),
    ("lstm", {"preset": "x" * 50_000}, "no preset"),
    ("lstm", {"weigh": "1"}, "weigh"),
    ("lstm", {"cell": "rnn"}, "cell"),
    ("lstm", {"h0": ""}, "cut off"),
    ("lstm", {"h0": "0.5"}, "1 number and needs 2"),
    ("lstm", {"h0": "0,0,0"}, "3 numbers and needs 2"),
    ("lstm", {"h0": "0,nan"}, "nan"),
    ("lstm", {"h0": "inf,0"}, "inf"),
    ("lstm", {"h0": "0,1e308"}, "from -1000000 to 1000000"),
    ("lstm", {"h0": "0,"}, "must be a number"),
    ("lstm", {"h0": "99999*"}, "needs"),
    ("lstm", {"h0": "1,x" + "y" * 1000}, "…"),
    ("lstm", {"weight_ih": "1,2,3"}, "3 numbers and needs 8"),
    ("lstm", {"weight_ih": "101,0,0,0,0,0,0,0"}, "from -100 to 100"),
    ("lstm", {"x": "1000001"}, "x has"),
    ("lstm", {"x": "1,2,3", "inputs": "2"}, "no whole number of steps"),
    ("lstm", {"x": ",".join(["1"] * 65)}, "65 values"),
    ("lstm", {"t": "25"}, "from 1 to 24"),
    ("lstm", {"t": "0"}, "from 1 to 24"),
    ("lstm", {"t": "-1"}, "from 1 to 24"),
    ("lstm", {"t": "1.5"}, "whole number"),
    ("lstm", {"t": "٣"}, "whole number"),
    ("lstm", {"op": "7"}, "from 1 to 6"),
    ("lstm", {"zoom": "unit3.f"}, "net, cell, or one like unit1.i.x1"),
    ("lstm", {"zoom": "unit1"}, "net, cell, or one like unit1.i.x1"),
    ("rnn", {"zoom": "unit1.x2"}, "net, cell, or one like unit1.x1"),
    ("mingru", {"zoom": "unit1.z.h1"}, "net, cell, or one like unit1.z.x1"),
    ("lstm", {"hidden": "1000000000"}, "from 1 to 32"),
    ("lstm", {"hidden": "9" * 50_000}, "from 1 to 32"),
    ("lstm", {"hidden": "0"}, "from 1 to 32"),
    ("lstm", {"inputs": "5"}, "from 1 to 4"),
    ("lstm", {"outputs": "1000000000"}, "from 1 to 8"),
    ("lstm", {"head": "1,2,3"}, "outputs"),
    ("lstm", {"outputs": "1", "softmax": "yes"}, "softmax"),
    ("lstm", {"seed": "-1"}, "seed"),
    ("lstm", {"source": "weather"}, "source is “weather”: it must be one of"),
    ("lstm", {"source": "sine", "steps": "65"}, "steps"),
    ("lstm", {"source": "sine", "steps": "1000000000"}, "steps"),
    ("lstm", {"source": "sine", "period": "0"}, "period"),
    ("lstm", {"source": "noise", "noise": "1e3"}, "noise"),
    ("lstm", {"source": "step", "at": "25"}, "step"),
    ("lstm", {"start": "10"}, "choose 1 to 19"),
    ("lstm", {"standardise": "true"}, "standardise"),
    ("lstm", {"source": "typed", "text": "1, two"}, "“two”"),
    ("lstm", {"source": "typed"}, "no number"),
    ("lstm", {"text": "x" * 9000}, "8000"),
    ("lstm", {"clamp": "f"}, "f:1"),
    ("lstm", {"clamp": "g:1"}, "clamped gate"),
    ("lstm", {"clamp": "f:2"}, "from 0 to 1"),
    ("lstm", {"clamp": "f@25:1"}, "step of a clamp"),
    ("lstm", {"clamp": "f@0:1"}, "step of a clamp"),
    ("lstm", {"clamp": ",".join(["f:1"] * 5000)}, "values"),
    ("lstm", {"slip": "g"}, "slip"),
    ("lstm", {"notation": "latin"}, "notation"),
    ("rnn", {"activation": "sigmoid"}, "activation"),
    ("rnn", {"c0": "0,0"}, "no cell state"),
    ("mingru", {"weight_hh": "1,0,0,1"}, "weight_hh is not for this page: the minGRU does not have it"),
    ("rnn", {"clamp": "f:1"}, "no gate to clamp"),
    ("transformer", {}, "transformer"),
    ("", {}, "cell"),
    ("lstm", {"h0": "1" * (MAX_LINK + 1)}, "too long"),
    ("lstm", {"h0": 3}, "not text"),
    ("lstm", {3: "h0"}, "not text"),
]


@pytest.mark.parametrize(
    ("cell", "query", "says"), WRONG, ids=[f"{i}-{next(iter(q), '')}" for i, (_, q, _) in enumerate(WRONG)]
)
def test_a_wrong_link_gets_a_sentence(cell: str, query: dict[str, str], says: str) -> None:
    started = time.perf_counter()
    with pytest.raises(LinkError) as caught:
        from_query(cell, query)
    assert time.perf_counter() - started < 2.0
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 250


BAD_PIECES = ["9" * 30, "nan", "1e999", "*", "-", "&h0=1", "&hidden=999999999", "%00", ",,", "&t=&", "&cell="]


def mutated(query: dict[str, str], rng: random.Random) -> dict[str, str]:
    """A few characters of the link changed, cut off, doubled, or something hostile put between them."""
    text = list(urlencode(query) or "t=1")
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text))
        change = rng.randrange(5)
        if change == 0:
            text[at] = rng.choice("0123456789.,-+*@:=&%eE;nai \t\n\u2212٣😀\x00")
        elif change == 1:
            text[at:] = text[at : at + 1]
        elif change == 2:
            text[at:at] = text[at : at + rng.randrange(20)]
        elif change == 3:
            text[at : at + rng.randrange(4)] = "x"
        else:
            text[at:at] = rng.choice(BAD_PIECES)
    return dict(parse_qsl("".join(text), keep_blank_values=True))


def test_a_mutated_link_is_read_or_refused_and_nothing_else() -> None:
    rng = random.Random(1)
    good = [(s.cell, to_query(s)) for s in map(random_settings, range(60))]
    read, sentences = 0, []
    for _ in range(1500):
        cell, query = rng.choice(good)
        try:
            settings = from_query(cell, mutated(query, rng))
        except LinkError as error:
            sentences.append(str(error))
        else:
            read += 1
            assert from_query(cell, to_query(settings)) == settings
    assert all(sentence.endswith(".") and len(sentence) < 250 for sentence in sentences)
    assert read > 100 < len(sentences), "some go through and some do not, or the test tests nothing"
