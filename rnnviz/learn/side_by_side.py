"""Two passes over the same x at the same time, each on half of the cores: one alone is too small to share them well.

The numbers are those of one after the other, to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier

import torch
from torch import Tensor

Pass = Callable[[Tensor, list[Tensor]], Tensor]
"""Of x and the pass's own weights: one tensor, without drawing random numbers."""


@cache
def halves(threads: int) -> ThreadPoolExecutor:
    """Two threads, each of which computes on half of so many."""
    begun = Barrier(3)

    def begin() -> None:
        torch.get_num_threads()  # a thread that has not computed yet would take the caller's number when it does
        torch.set_num_threads(threads // 2)
        begun.wait()

    pool = ThreadPoolExecutor(2, initializer=begin)
    for _ in range(2):
        pool.submit(int)
    begun.wait()
    torch.set_num_threads(threads)  # the last number that was set is that of threads that begin later
    return pool


class Pair(torch.autograd.Function):
    """A graph of its own for each pass, so that they go back side by side, too."""

    @staticmethod
    def forward(
        ctx: torch.autograd.Function, passes: tuple[Pass, Pass], x: Tensor, *weights: Tensor
    ) -> tuple[Tensor, ...]:
        def one(run: Pass, own: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
            with torch.enable_grad():
                read = [it.detach().requires_grad_() for it in (x, *own)]
                return run(read[0], read[1:]), read

        ctx.made = list(halves(torch.get_num_threads()).map(one, passes, split(weights)))  # type: ignore[attr-defined]
        return tuple(out.detach() for out, _read in ctx.made)  # type: ignore[attr-defined]

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: torch.autograd.Function, *slopes: Tensor) -> tuple[Tensor | None, ...]:
        def one(made: tuple[Tensor, list[Tensor]], slope: Tensor) -> tuple[Tensor, ...]:
            return torch.autograd.grad(*made, slope)

        first, second = halves(torch.get_num_threads()).map(one, ctx.made, slopes)  # type: ignore[attr-defined]
        return None, first[0] + second[0], *first[1:], *second[1:]


def split(weights: Iterable[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
    every = list(weights)
    half = len(every) // 2
    return every[:half], every[half:]


def side_by_side(passes: tuple[Pass, Pass], x: Tensor, weights: list[Tensor]) -> tuple[Tensor, ...]:
    """What each pass makes of x and its half of the weights; on a CPU. Gradients flow back to x and weights once."""
    if torch.is_grad_enabled():
        pair: tuple[Tensor, ...] = Pair.apply(passes, x, *weights)  # type: ignore[no-untyped-call]
        return pair

    def one(run: Pass, own: list[Tensor]) -> Tensor:
        with torch.no_grad():
            return run(x, own)

    return tuple(halves(torch.get_num_threads()).map(one, passes, split(weights)))
