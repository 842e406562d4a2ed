"""Where a net is trained: CUDA, else Apple's MPS, else the CPU; and a sentence for a device that gives up."""

from __future__ import annotations

import os

import torch

from rnnviz.core.typed import InputError

NAMES = {"cpu": "CPU", "cuda": "CUDA GPU", "mps": "Apple GPU"}
_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


def available() -> list[str]:
    """What there is, best first; the CPU always."""
    return [name for name, there in (("cuda", torch.cuda.is_available()), ("mps", mps_there())) if there] + ["cpu"]


def mps_there() -> bool:
    return torch.backends.mps.is_available()


def choose(wanted: str) -> torch.device:
    """The device called `wanted`, or the best for "auto". Raises InputError when it is not there."""
    there = available()
    if wanted != "auto" and wanted not in there:
        raise InputError(f"There is no {NAMES[wanted]} here: choose {' or '.join(NAMES[name] for name in there)}.")
    return torch.device(there[0] if wanted == "auto" else wanted)


def describe(device: torch.device) -> str:
    if device.type == "cuda":
        return f"{NAMES['cuda']} ({torch.cuda.get_device_name(device)})"
    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads > 1 else ''}" if device.type == "cpu" else NAMES[device.type]


def trouble(error: RuntimeError | MemoryError) -> str | None:
    """A sentence for a device that ran out of memory or was lost; none for an error that is none of these."""
    said = str(error).lower()
    if isinstance(error, MemoryError | torch.cuda.OutOfMemoryError) or any(words in said for words in _MEMORY):
        return "The device ran out of memory: choose a smaller batch, a smaller hidden size or shorter sequences."
    if "cuda error" in said or "cudnn" in said or "device-side" in said or "mps backend" in said:
        return "The GPU stopped answering: start the run again, or choose the CPU."
    return None


def use_threads(heavy: bool, at_once: int = 1) -> int:
    """Small nets are fastest on one thread; heavy ones share the cores among the runs at once. Says how many."""
    threads = max(1, (os.cpu_count() or 1) // max(1, at_once)) if heavy else 1
    torch.set_num_threads(threads)
    return threads
