"""A learner's own PyTorch file as plain tensors: .safetensors, or a state dict as torch.save writes it.

Nothing of it is run: a pickle is read with weights_only=True alone, and the archive around it is looked into first, so
that no size that a file claims is believed.
"""

from __future__ import annotations

import io
import json
import pickle
import warnings
import zipfile
from collections.abc import Mapping

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from rnnviz.core.typed import InputError, binary_kind, visible
from rnnviz.texts import _

MAX_BYTES = 256 * 2**20
MAX_HEADER = 4 * 2**20
MAX_PICKLE = 4 * 2**20  # bytes of names and shapes in an archive
MAX_NUMBERS = MAX_BYTES // 2
MAX_TENSORS = 2000
WANTED = _("Save the net's state_dict() with torch.save, or as .safetensors, and load that.")
BROKEN = _("The file is broken or cut off: save it again, and load it whole.")
NO_STATES = _("This file holds no state dict, a table of names and tensors. ") + WANTED


def read_tensors(content: bytes) -> dict[str, Tensor]:
    """The file's tensors by name, in float32, or in float64 where they were. Raises InputError for anything else."""
    if not content:
        raise InputError(_("The file is empty: choose another one."))
    if len(content) > MAX_BYTES:
        raise InputError(
            _("The file is larger than {max_bytes} MB: choose a smaller net.").format(max_bytes=MAX_BYTES // 2**20)
        )
    tensors = from_archive(content) if content[:2] == b"PK" else from_safetensors(content)
    return plain_numbers(tensors)


def from_safetensors(content: bytes) -> Mapping[str, Tensor]:
    """Raises InputError, for pickles that are no archive among others."""
    if content[:1] == b"\x80":
        raise InputError(
            _("This is a bare pickle, which can run anything when it is read. {wanted}").format(wanted=WANTED)
        )
    length = int.from_bytes(content[:8], "little")
    if len(content) < 10 or content[8:9] != b"{":
        kind = binary_kind(content)
        raise InputError(
            _("The file is {kind}. {wanted}").format(kind=kind, wanted=WANTED)
            if kind
            else _("This is no file of weights. {wanted}").format(wanted=WANTED)
        )
    if length > min(MAX_HEADER, len(content) - 8):
        raise InputError(
            _("The file says that its header is longer than the whole file allows. {broken}").format(broken=BROKEN)
        )
    try:
        json.loads(content[8 : 8 + length])
        return safetensors.torch.load(content)
    except (SafetensorError, ValueError, KeyError, RecursionError, AttributeError) as error:
        raise InputError(BROKEN) from error


def from_archive(content: bytes) -> Mapping[str, Tensor]:
    """What torch.save wrote. Raises InputError."""
    looked_into(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise InputError(
            _("This file holds Python objects beside tensors, and reading them could run anything. {wanted}").format(
                wanted=WANTED
            )
        ) from error
    except (RuntimeError, ValueError, KeyError, TypeError, EOFError, IndexError, AttributeError, OSError) as error:
        raise InputError(BROKEN) from error
    return unwrapped(found)


def looked_into(content: bytes) -> None:
    """Raises InputError unless it is torch's archive and as large as it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InputError(BROKEN) from error
    pickles = [it for it in members if it.filename.endswith("data.pkl")]
    if not pickles:
        raise InputError(_("This is a ZIP archive, and not one that torch.save writes. {wanted}").format(wanted=WANTED))
    if sum(it.file_size for it in members) > len(content) or any(it.compress_type for it in members):
        raise InputError(_("The file says that it holds more than there is in it. {broken}").format(broken=BROKEN))
    if sum(it.file_size for it in pickles) > MAX_PICKLE:
        raise InputError(_("The file's table of names is too long. {wanted}").format(wanted=WANTED))


def unwrapped(found: object) -> Mapping[str, Tensor]:
    """The state dict, alone or under a name in a checkpoint. Raises InputError."""
    if not isinstance(found, Mapping):
        raise InputError(NO_STATES)
    tables = [found, *(it for it in found.values() if isinstance(it, Mapping))]
    tensors = [{str(name): it for name, it in table.items() if isinstance(it, Tensor)} for table in tables]
    most = max(tensors, key=len)
    if not most:
        raise InputError(NO_STATES)
    return most


def plain_numbers(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those of them that hold floating numbers, checked before a copy is made. Raises InputError."""
    if len(tensors) > MAX_TENSORS:
        raise InputError(
            _("The file holds over {max_tensors} tensors: choose a smaller net.").format(max_tensors=MAX_TENSORS)
        )
    there = {
        name: it
        for name, it in tensors.items()
        if it.layout == torch.strided and it.device.type == "cpu" and not it.is_quantized and it.is_floating_point()
    }
    if sum(it.numel() for it in there.values()) > MAX_NUMBERS:
        raise InputError(_("The file holds too many numbers: choose a smaller net."))
    found = {name: it if it.dtype == torch.float64 else it.float() for name, it in there.items()}
    for name, it in found.items():
        if not bool(torch.isfinite(it).all()):
            raise InputError(
                _("{name} holds what is no number (NaN or infinity): choose another file.").format(
                    name=visible(name[:60])
                )
            )
    return {name: it.detach().contiguous() for name, it in found.items()}
