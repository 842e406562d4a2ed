"""Weights as safetensors bytes: numbers and a table of text, which cannot run code."""

from __future__ import annotations

import json
from collections.abc import Mapping

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from rnnviz.core.typed import InputError, binary_kind

MAX_BYTES = 256 * 2**20
MAX_HEADER = 16 * 2**20  # bytes: 100 000 words and their names are far below
NOT_OURS = "This is not a file of weights that rnnviz saved: load one that ends in .safetensors."


def save(tensors: Mapping[str, Tensor], notes: Mapping[str, str]) -> bytes:
    kept = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    return safetensors.torch.save(kept, dict(notes))


def load(content: bytes) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and notes. Raises InputError for anything but safetensors, a pickle in disguise among it."""
    if len(content) > MAX_BYTES:
        raise InputError(f"The file is larger than {MAX_BYTES // 2**20} MB: load weights that rnnviz saved.")
    if found := "empty" if not content else binary_kind(content):
        raise InputError(f"The file is {found}. {NOT_OURS}")
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(MAX_HEADER, len(content) - 8):
        raise InputError(NOT_OURS)
    try:
        tensors = safetensors.torch.load(content)
        # the library reads notes from a file on disk alone; a header is small, whatever it claims
        notes = json.loads(content[8 : 8 + length]).get("__metadata__", {})
    except (SafetensorError, ValueError, KeyError, RecursionError, AttributeError) as error:
        raise InputError(NOT_OURS) from error
    return tensors, notes


def fill(net: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Puts the tensors into the net. Raises InputError when they belong to another one, or hold no numbers."""
    own = net.state_dict()
    for name, value in own.items():
        if name not in tensors or tensors[name].shape != value.shape or tensors[name].dtype != value.dtype:
            raise InputError(f"These weights are of another net: {name} does not fit. Choose the settings of theirs.")
        if not torch.isfinite(tensors[name]).all():
            raise InputError(f"These weights are broken: {name} holds what is no number. Load another file.")
    net.load_state_dict({name: tensors[name] for name in own})
