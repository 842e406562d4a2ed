"""What a way of writing a recurrent cell has to say, and the four notations that there are.

Everything computed is PyTorch's cell; a notation renames its parts and never changes what is computed. Sources:
torch.nn.RNNCell, LSTMCell, GRUCell; S3 and Olah (2015) for W[h, x]; S4 and Gers et al. (2000) for W and U; S4 and Ng,
Sequence Models (2018), for a^<t>.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rnnviz.texts import _
from rnnviz.theme import QUANTITIES

PLAIN = "plain"  # the one block of weights of a cell without gates
_TILDE = {"g": r"\tilde{c}", "n": r"\tilde{h}"}
_SUBSCRIPTS = {"now": "_{t}", "before": "_{t-1}", "times": r"\odot "}
_STACKED = {PLAIN: ""}
_SPOKEN = {PLAIN: "", "g": "c"}
_NG = {
    "h": "a",
    "i": r"\Gamma_{u}",
    "f": r"\Gamma_{f}",
    "o": r"\Gamma_{o}",
    "r": r"\Gamma_{r}",
    "z": r"\Gamma_{z}",
    "g": r"\tilde{c}",
    "n": r"\tilde{c}",
    "y": r"z_{y}",
    "p": r"\hat{y}",
}


@dataclass(frozen=True)
class Maps:
    """The LaTeX of one gate's parameters, or of all gates stacked. `bias` is b_ih + b_hh in one letter, or ""."""

    weight_ih: str
    bias_ih: str
    weight_hh: str
    bias_hh: str
    weight: str
    bias: str


@dataclass(frozen=True)
class Notation:
    """How one school writes.

    now, before: the marks of step t and t-1. times: the elementwise product. letters: a gate's subscript on W, where it
    is not the gate's key. stems: a quantity's letter, where it is not its key. maps, sums: for a gate's subscript ("":
    all gates stacked) the parameters, and the letters of a_ih, a_hh and a. joined: W[h, x] rather than W_x x + W_h h.
    """

    title: str
    now: str
    before: str
    times: str
    letters: Mapping[str, str]
    stems: Mapping[str, str]
    maps: Callable[[str], Maps]
    sums: Callable[[str], tuple[str, str, str]]
    joined: bool

    def at(self, key: str, stem: str = "") -> str:
        """A quantity at this step, in its colour: h_{t}."""
        return tint(key, f"{stem or self.stems.get(key, key)}{self.now}")

    def prev(self, key: str) -> str:
        """A state at the step before, in its colour: h_{t-1}."""
        return tint(key, f"{self.stems.get(key, key)}{self.before}")

    def at_step(self, key: str, step: int) -> str:
        """A quantity at a step with a number: h_{1}."""
        return tint(key, f"{self.stems.get(key, key)}{self.now.replace('t', str(step))}")

    def letter(self, gate: str) -> str:
        return self.letters.get(gate, gate)

    def ih(self, gate: str) -> str:
        """The input's share of a pre-activation: W_{ih}x_{t}+b_{ih}."""
        maps = self.maps(self.letter(gate))
        return f"{maps.weight_ih}{self.at('x')}+{maps.bias_ih}"

    def hh(self, gate: str) -> str:
        """The hidden state's share: W_{hh}h_{t-1}+b_{hh}."""
        maps = self.maps(self.letter(gate))
        return f"{maps.weight_hh}{self.prev('h')}+{maps.bias_hh}"

    def linear(self, gate: str) -> str:
        """The whole pre-activation, the way this notation is known for."""
        maps = self.maps(self.letter(gate))
        if self.joined and maps.weight:
            return f"{maps.weight}[{self.prev('h')},{self.at('x')}]+{maps.bias}"
        if maps.bias:
            terms = [f"{maps.weight_ih}{self.at('x')}", f"{maps.weight_hh}{self.prev('h')}"]
            return "+".join([*(reversed(terms) if self.joined else terms), maps.bias])
        return f"{self.ih(gate)}+{self.hh(gate)}"

    def known(self, gate: str) -> list[str]:
        """`linear` where it says more than the sum of the shares: in every notation with one bias."""
        return [self.linear(gate)] if self.maps(self.letter(gate)).bias else []

    def shares(self, gate: str) -> dict[str, str]:
        """Names for a_ih, a_hh and a of one gate, in the page's own ink; "" is the stack of all."""
        letter = self.letter(gate) if gate else ""
        names = zip(("a_ih", "a_hh", "a"), self.sums(letter), strict=True)
        return {f"{key}.{gate}" if gate else key: f"{name}{self.now}" for key, name in names}


def tint(key: str, latex: str) -> str:
    """Mark LaTeX as standing for a quantity: the page colours the class q-<key>."""
    return rf"\htmlClass{{q-{QUANTITIES[key].key}}}{{{latex}}}"


def _low(letter: str) -> str:
    return f"_{{{letter}}}" if letter else ""


def _torch(gate: str) -> Maps:
    tail = gate or "h"
    return Maps(f"W_{{i{tail}}}", f"b_{{i{tail}}}", f"W_{{h{tail}}}", f"b_{{h{tail}}}", "", "")


def _concat(gate: str) -> Maps:
    low = _low(gate)
    return Maps(f"W^{{x}}{low}", f"b^{{x}}{low}", f"W^{{h}}{low}", f"b^{{h}}{low}", f"W{low}", f"b{low}")


def _wu(gate: str) -> Maps:
    low = _low(gate)
    return Maps(f"W{low}", f"b^{{W}}{low}", f"U{low}", f"b^{{U}}{low}", "", f"b{low}")


def _andrew(gate: str) -> Maps:
    low = _low(gate)
    both = "" if gate == "a" else f"W{low}"  # his plain RNN keeps W_aa and W_ax apart
    return Maps(f"W_{{{gate}x}}", f"b^{{x}}{low}", f"W_{{{gate}a}}", f"b^{{a}}{low}", both, f"b{low}")


def _torch_sums(gate: str) -> tuple[str, str, str]:
    return f"a^{{i{gate or 'h'}}}", f"a^{{h{gate or 'h'}}}", f"a^{{{gate}}}" if gate else "a"


def _split_sums(gate: str) -> tuple[str, str, str]:
    return f"a^{{{gate}x}}", f"a^{{{gate}h}}", f"a^{{{gate}}}" if gate else "a"


def _andrew_sums(gate: str) -> tuple[str, str, str]:
    """His a is the hidden state; z, the letter he gives to a layer's sum, is free, as his gates are Γ."""
    return f"z_{{{gate}x}}", f"z_{{{gate}a}}", f"z{_low(gate)}"


WRITERS: dict[str, Notation] = {
    "torch": Notation(
        title=_("PyTorch: W_ih x + W_hh h"),
        letters=_STACKED,
        stems={},
        maps=_torch,
        sums=_torch_sums,
        joined=False,
        **_SUBSCRIPTS,
    ),
    "concat": Notation(
        title=_("joined: W [h, x]"),
        letters=_SPOKEN,
        stems=_TILDE,
        maps=_concat,
        sums=_split_sums,
        joined=True,
        **_SUBSCRIPTS,
    ),
    "wu": Notation(
        title=_("W and U: W x + U h"),
        letters=_SPOKEN,
        stems=_TILDE,
        maps=_wu,
        sums=_split_sums,
        joined=False,
        **_SUBSCRIPTS,
    ),
    "andrew": Notation(
        title=_("Andrew Ng: a⟨t⟩, Γ"),
        letters={"i": "u", "g": "c", "n": "c", PLAIN: "a"},
        stems=_NG,
        maps=_andrew,
        sums=_andrew_sums,
        joined=True,
        now=r"^{\langle t\rangle}",
        before=r"^{\langle t-1\rangle}",
        times="*",
    ),
}
