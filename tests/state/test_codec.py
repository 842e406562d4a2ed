"""A state whose fields are declared once: its link, what is refused, and what the first state of a link is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from rnnviz.core.course import Rule
from rnnviz.core.typed import InputError
from rnnviz.state.codec import Codec, Within
from rnnviz.state.fields import Among, Maybe, Real, Several, StepNumber, Steps, Switch, Typed, Whole, declared
from rnnviz.state.link import MAX_LINK
from rnnviz.state.link_numbers import LinkError


@dataclass(frozen=True)
class Shown:
    preset: str = "one"
    steps: int = declared(Whole(1, 9), 3)
    rate: float = declared(Real(0.0, 2.0), 0.5)
    kind: str = declared(Among(("a", "b")), "a")
    lines: tuple[str, ...] = declared(Several(("u", "v", "w")), ("u",))
    sorted_: bool = declared(Switch(), False, "sort")
    text: str = declared(Typed(5, empty=True), "hi")
    pad: int = declared(Maybe(Whole(0, 4), -1), -1)
    taken: tuple[Rule, ...] = declared(Steps(), ())
    at: int = 0


def checked(it: Shown) -> Shown:
    if it.kind == "b" and it.steps > 5:
        raise InputError("b goes no further than 5.")
    return it


def changed(it: Shown, **values: Any) -> Shown:
    return checked(replace(it, **values))


BEGUN = {"one": Shown(), "two": Shown("two", steps=4, text="", pad=2, lines=("v", "w"))}
CODEC = Codec(Shown, BEGUN, "preset", check=checked, changed=changed, others=frozenset({"t"}))


def test_only_what_differs_from_the_preset_is_in_the_link_and_it_comes_back() -> None:
    assert CODEC.written(Shown()) == {}
    assert CODEC.written(BEGUN["two"]) == {"preset": "two"}
    moved = replace(BEGUN["two"], rate=0.1 + 0.2, sorted_=True, text="ab", pad=-1, lines=())
    link = {"preset": "two", "rate": "0.30000000000000004", "sort": "1", "text": "ab", "pad": "none", "lines": "none"}
    assert CODEC.written(moved) == link
    assert CODEC.read(link | {"t": "7", "utm_source": "mail"}) == moved
    empty = replace(Shown(), text="", pad=3)
    assert CODEC.read(CODEC.written(empty)) == empty


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ({"steps": "10"}, "steps is “10”: it must be a whole number from 1 to 9"),
        ({"rate": "2.1"}, "rate is “2.1”: it must be a number from 0 to 2"),
        ({"kind": "c"}, "kind is “c”: it must be one of a, b"),
        ({"lines": "u,x"}, "lines is “x”: it must be one of u, v, w"),
        ({"sort": "yes"}, "sort is “yes”: it must be one of 0, 1"),
        ({"text": "123456"}, "text is 6 characters long: the most is 5"),
        ({"pad": "5"}, "pad is “5”: it must be a whole number from 0 to 4"),
        ({"preset": "three"}, "preset is “three”: it must be one of one, two"),
        ({"kind": "b", "steps": "6"}, "b goes no further than 5"),
        ({"at": "1"}, "does not know the part “at”"),
        ({"text": "x" * (MAX_LINK + 1)}, "too long"),
    ],
)
def test_a_wrong_part_is_named(items: dict[str, str], said: str) -> None:
    with pytest.raises(LinkError, match=said):
        CODEC.read(items)


@pytest.mark.parametrize(
    ("name", "last", "beyond"),
    [("steps", 1, 0), ("steps", 9, 10), ("rate", 2.0, 2.0001), ("rate", 0.0, -0.1), ("pad", 4, 5), ("pad", -1, -2),
     ("text", "12345", "123456"), ("kind", "b", "c"), ("lines", ("w",), ("w", "x"))],
)  # fmt: skip
def test_a_bound_holds_for_widgets_as_for_links(name: str, last: object, beyond: object) -> None:
    assert getattr(CODEC.change(Shown(), **{name: last}), name) == last
    with pytest.raises(InputError, match=name):
        CODEC.change(Shown(), **{name: beyond})


def test_steps_are_taken_and_taken_back() -> None:
    two = CODEC.change(Shown(), taken=(Rule("sgd", 0.5), Rule("sgd", 0.5)))
    assert CODEC.written(two) == {"taken": "sgd:0.5*2"}
    assert CODEC.read(CODEC.written(two)) == two
    assert CODEC.change(two, taken=()) == Shown()


def test_what_follows_from_a_change_is_seen_to() -> None:
    with pytest.raises(InputError, match="no further than 5"):
        CODEC.change(Shown(steps=6), kind="b")
    assert CODEC.change(Shown(), at=3).at == 3, "a field that is in no link is changed all the same"


@dataclass(frozen=True)
class Spot:
    at: int | None = declared(lambda of: StepNumber(of.steps), None)
    side: str = declared(Among(("left", "right")), "left")


@dataclass(frozen=True)
class Walk:
    spot: Spot = declared(Within(Codec(Spot)), Spot())
    far: int = declared(lambda of: Whole(1, of.steps), 1)
    steps: int = declared(Whole(1, 9), 3)


WALK = Codec(Walk)


@pytest.mark.parametrize("state", [Walk(), Walk(Spot(4, "right"), 5, 5), Walk(Spot(2)), Walk(far=2)])
def test_a_state_within_a_state_is_items_of_the_same_link(state: Walk) -> None:
    assert WALK.read(WALK.written(state)) == state
    assert WALK.written(Walk(Spot(4, "right"), steps=5)) == {"steps": "5", "at": "5", "side": "right"}


@pytest.mark.parametrize("name", ["at", "far"])
def test_what_depends_on_another_field_is_read_beside_it(name: str) -> None:
    """Whatever stands first in the link."""
    assert WALK.written(WALK.read({name: "5", "steps": "5"})) == {"steps": "5", name: "5"}
    with pytest.raises(LinkError, match=f"{name} is “5”: it must be a whole number from 1 to 4"):
        WALK.read({"steps": "4", name: "5"})
    with pytest.raises(InputError, match="far is 4"):
        WALK.change(Walk(), far=4)


def test_a_page_may_open_on_another_state_than_the_one_that_links_are_told_against() -> None:
    codec = Codec(Shown, check=checked, changed=changed, opens=Shown(steps=5), others=frozenset({"t"}))
    assert codec.read({}) == codec.read({"t": "3"}) == Shown(steps=5)
    assert codec.read({"kind": "b"}) == Shown(kind="b"), "a link that was shared before shows what it showed"
    assert codec.written(Shown(steps=5)) == {"steps": "5"}
    assert codec.read(codec.written(Shown())) == Shown()
    assert codec.written(Shown()) == {"steps": "3"}
