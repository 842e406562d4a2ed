from __future__ import annotations

import random
from collections import Counter

import pytest

from rnnviz.core.typed import InputError
from rnnviz.limits import Limit
from rnnviz.room.codes import COUNT, LENGTH, SIGNS, new_code, read_code
from rnnviz.room.faces import ANIMALS, COLOURS, MOST, Face, free_face


def test_there_are_24_million_codes_without_look_alikes():
    assert COUNT >= 24_000_000
    assert not set(SIGNS) & set("0O1ILU")
    assert len(set(SIGNS)) == len(SIGNS)


def test_codes_are_of_these_signs_and_use_all_of_them_alike():
    codes = [new_code() for _ in range(6000)]
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert len(set(codes)) > 5990  # a repetition among 6000 of 24 million: 0.7 are expected
    for place in range(LENGTH):
        found = Counter(code[place] for code in codes)
        assert min(found[sign] for sign in SIGNS) > 200 - 6 * 14  # six standard deviations of a fair draw
        assert max(found.values()) < 200 + 6 * 14


def test_a_code_is_read_as_people_type_it():
    for _ in range(200):
        code = new_code()
        assert read_code(f" {code[:2].lower()} {code[2:]}\n") == read_code(f"{code[:3]}-{code[3:]}") == code


@pytest.mark.parametrize("text", ["", "ABCD", "ABCDEF", "ABCD0", "ABCDI", "ABCDß", "<b>AB", "AB CD", "ÄBCDE"])
def test_what_is_no_code_is_said_to_be_none(text):
    with pytest.raises(InputError, match="no code"):
        read_code(text)


def test_every_student_has_another_face_and_animals_repeat_as_late_as_can_be():
    luck, taken = random.Random(3), set()
    for count in range(1, MOST + 1):
        taken.add(free_face(taken, luck))
        assert len(taken) == count
        animals = Counter(face.animal for face in taken)
        assert max(animals.values()) - min(animals[one] for one in ANIMALS) <= 1
    assert taken == {Face(animal, colour) for animal in ANIMALS for colour in COLOURS}
    with pytest.raises(IndexError):
        free_face(taken, luck)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_limit_lets_a_burst_through_and_then_its_rate():
    """Against a count by hand, over random times."""
    luck, clock = random.Random(5), Clock()
    limit, left, then = Limit(5, 0.5, clock), 5.0, clock.now
    for _ in range(500):
        clock.now += luck.choice([0.0, 0.3, 1.0, 7.0])
        left = min(5.0, left + (clock.now - then) * 0.5)
        then = clock.now
        assert limit.take("one") is (left >= 1)
        left -= left >= 1
    assert limit.take("another")


def test_a_clock_that_goes_back_gives_nothing():
    clock = Clock()
    limit = Limit(1, 1.0, clock)
    assert limit.take("one")
    clock.now -= 100
    assert not limit.take("one")
    clock.now += 1
    assert limit.take("one"), "and takes nothing"
