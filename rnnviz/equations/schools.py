"""The four notations.

Sources: torch.nn.RNNCell, LSTMCell, GRUCell; S3 and Olah (2015) for W[h, x]; S4 and Gers et al. (2000) for W and U;
S4 and Ng, Sequence Models (2018), for a^<t>.
"""

from __future__ import annotations

from rnnviz.equations.notation import PLAIN, Maps, Notation


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


_TILDE = {"g": r"\tilde{c}", "n": r"\tilde{h}"}


def _torch_sums(gate: str) -> tuple[str, str, str]:
    return f"a^{{i{gate or 'h'}}}", f"a^{{h{gate or 'h'}}}", f"a^{{{gate}}}" if gate else "a"


def _split_sums(gate: str) -> tuple[str, str, str]:
    return f"a^{{{gate}x}}", f"a^{{{gate}h}}", f"a^{{{gate}}}" if gate else "a"


def _andrew_sums(gate: str) -> tuple[str, str, str]:
    """His a is the hidden state; z, the letter he gives to a layer's sum, is free, as his gates are Γ."""
    return f"z_{{{gate}x}}", f"z_{{{gate}a}}", f"z{_low(gate)}"


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

WRITERS: dict[str, Notation] = {
    "torch": Notation(
        title="PyTorch: W_ih x + W_hh h",
        letters=_STACKED,
        stems={},
        maps=_torch,
        sums=_torch_sums,
        joined=False,
        **_SUBSCRIPTS,
    ),
    "concat": Notation(
        title="joined: W [h, x]",
        letters=_SPOKEN,
        stems=_TILDE,
        maps=_concat,
        sums=_split_sums,
        joined=True,
        **_SUBSCRIPTS,
    ),
    "wu": Notation(
        title="W and U: W x + U h",
        letters=_SPOKEN,
        stems=_TILDE,
        maps=_wu,
        sums=_split_sums,
        joined=False,
        **_SUBSCRIPTS,
    ),
    "andrew": Notation(
        title="Andrew Ng: a⟨t⟩, Γ",
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
