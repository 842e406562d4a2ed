"""The lead of Kinds: its answers are those of the trained nets, and its tasks' edges."""

from __future__ import annotations

import pytest

from rnnviz.lessons.kinds.tasks import TASKS


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        ("one-to-one", "always"), ("one-to-many", "always"), ("many-to-one", "last"), ("many-to-many", "always"),
        ("encoder-decoder", "after"),
    ],
)  # fmt: skip
def test_a_kind_speaks_when_its_name_says(kind: str, when: str) -> None:
    assert TASKS.truths["speaks"](*TASKS.read(f"kind={kind}")).truth == when


@pytest.mark.parametrize(("kind", "read"), [("one-to-many", "said"), ("many-to-one", "next"), ("many-to-many", "next")])
def test_what_is_read_at_the_second_step(kind: str, read: str) -> None:
    assert TASKS.truths["second_input"](*TASKS.read(f"kind={kind}")).truth == read


@pytest.mark.parametrize(
    ("check", "of", "link", "done"),
    [
        ("says", {"what": "German", "other": "something"}, "kind=many-to-one&text=freundschaft", True),
        ("says", {"what": "German", "other": "something"}, "kind=many-to-one&text=corazón", False),
        ("says", {"what": "English", "other": "something"}, "kind=many-to-one", False),
        ("says", {"what": "German", "other": "something"}, "kind=many-to-many", False),
        ("outgrown", {"times": 10}, "kind=many-to-one&steps=53", False),
        ("outgrown", {"times": 10}, "kind=many-to-one&steps=54", True),
        ("outgrown", {"times": 10}, "kind=one-to-one&steps=64", False),
    ],
)
def test_a_task_is_done_by_what_it_asks_for_alone(check: str, of: dict[str, object], link: str, done: bool) -> None:
    assert bool(TASKS.checks[check](*TASKS.read(link), **of)) is done
