"""Torch, whole: what looks for it by its name while another thread imports it meets half of it."""

from __future__ import annotations

import sys


def wait_for_torch() -> None:
    """Before an import of scikit-learn or scipy.stats: these ask a torch that is there for its Tensor.

    A second import waits for the first one's end. Where nobody imports torch, nothing does.
    """
    if "torch" in sys.modules:
        import torch  # noqa: F401
