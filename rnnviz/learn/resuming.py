"""All of a run after an epoch, as bytes: with them it goes on elsewhere as if nothing had been, to the bit on a CPU."""

from __future__ import annotations

import io
import time

import torch

from rnnviz.learn.records import Evaluation, from_line, to_line
from rnnviz.learn.training import Since, Trainer


def state_of(trainer: Trainer) -> bytes:
    """Of a run that is between two epochs."""
    to = io.BytesIO()
    torch.save(
        {
            "net": trainer.net.state_dict(),
            "optimiser": trainer.optimiser.state_dict(),
            "random": trainer.random,
            "window": trainer.sums.window,
            "last": trainer.last,
            "numbers": [trainer.epoch, trainer.step, trainer.seconds, trainer.first],
            "over": [to_line(it) for it in trainer.over],
        },
        to,
    )
    return to.getvalue()


def resume(trainer: Trainer, content: bytes) -> None:
    """A new trainer of the same plan and data goes on there. Nothing in the bytes is run."""
    it = torch.load(io.BytesIO(content), map_location=trainer.device, weights_only=True)
    trainer.net.load_state_dict(it["net"])
    trainer.optimiser.load_state_dict(it["optimiser"])
    trainer.random = it["random"].cpu()
    trainer.sums.window.copy_(it["window"])
    trainer.last = it["last"]
    trainer.epoch, trainer.step, trainer.seconds, trainer.first = it["numbers"]
    trainer.since = Since(trainer.step, time.perf_counter())
    trainer.over = [one for one in map(from_line, it["over"]) if isinstance(one, Evaluation)]
