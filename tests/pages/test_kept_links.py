"""Links of every page show the numbers and give the files that they did before the house was rebuilt (0.2.0)."""

from __future__ import annotations

import json

import pytest

from tests.pages.kept_links import FILE, Case, opened

CASES: list[Case] = json.loads(FILE.read_text(encoding="utf-8"))
SHARE = 8  # links that one test opens: enough of them that all cores have work to the end


def test_there_are_links_of_every_page() -> None:
    assert len(CASES) >= 200
    assert len({it["page"] for it in CASES}) == 17


@pytest.mark.parametrize("first", range(0, len(CASES), SHARE))
def test_a_link_shows_what_it_showed(first: int) -> None:
    for case in CASES[first : first + SHARE]:
        found = opened(case["page"], case["items"])
        assert found["link"] == case["link"], case["items"]
        assert found["warned"] == case["warned"], case["items"]
        for part, numbers in case["numbers"].items():
            same(found["numbers"][part], numbers, f"{case['page']} {case['items']} {part}")


def same(found: object, kept: object, where: str) -> None:
    """Counts are exact; sums are within what the order of a sum can change."""
    if isinstance(kept, dict):
        assert isinstance(found, dict), where
        for key, value in kept.items():
            same(found.get(key), value, f"{where} {key}")
    else:
        assert found == pytest.approx(kept, rel=1e-9, abs=1e-9), where
