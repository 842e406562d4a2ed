"""What a part of the page is told once has an address of its own, and the last that were sent can be fetched."""

from __future__ import annotations

import json

from rnnviz.lasting import Lasting, Offered


def test_the_address_says_what_is_in_it() -> None:
    one, same, other = Lasting({"a": [1.5]}), Lasting({"a": [1.5]}), Lasting({"a": [1.25]})
    assert one.address == same.address != other.address
    assert json.loads(one.text) == {"a": [1.5]}


def test_the_last_that_were_sent_can_be_fetched() -> None:
    offered = Offered(most=2)
    first, second, third = (Lasting({"n": n}) for n in range(3))
    for it in (first, second, first, third):
        offered.offer(it)
    assert [offered.get(it.name) for it in (first, second, third)] == [first, None, third]
