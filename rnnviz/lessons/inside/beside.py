"""What is soon done is done here and now; what a large net needs long for, in a process with a Stop."""

from __future__ import annotations

from hashlib import sha256

from rnnviz.core import Array
from rnnviz.learn.inside.holding import width_of
from rnnviz.learn.inside.looking import Held, Looked, passes
from rnnviz.learn.inside.work import look, remember
from rnnviz.lessons.inside.net import looked, read_by, remembered
from rnnviz.lessons.inside.opened import OpenNet, Reading
from rnnviz.lessons.inside.work_line import answer


def looked_or_asked(view: str, net: OpenNet, what: Reading, held: Held = ()) -> Looked | None:
    """Every state of a sequence; None while it is not there."""
    if not net.heavy(len(what.pieces), passes(net.net, len(what.pieces))):
        return looked(net, what, held)
    of = (net.source, *what.key, sha256(repr(held).encode()).hexdigest())
    return answer(view, of, look, net.source, what.x, held)


def remembered_or_asked(net: OpenNet, what: Reading, found: Looked, layer: int, direction: int) -> Array | None:
    """How much the last state depends on each step's; None while it is not there."""
    read = read_by(net, what, found, layer)
    if not net.heavy(len(what.pieces), width_of(net.rnn, "h")):
        return remembered(net, what, read, layer, direction)
    of = (net.source, *what.key, layer, direction)
    return answer("memory", of, remember, net.source, read, layer, direction)
