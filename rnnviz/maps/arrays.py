"""NumPy's .npy and .npz as points: never a pickle, and nothing is read before its size is known."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from dataclasses import replace
from typing import IO, Any, BinaryIO

import numpy as np
import numpy.typing as npt

from rnnviz.core.typed import counted, grouped
from rnnviz.maps.points import MOST_DIMENSIONS, MOST_DRAWN, Points, PointsError, sample
from rnnviz.maps.projector import columns
from rnnviz.texts import _

MAGIC = b"\x93NUMPY"
MOST_BYTES = 512 * 2**20  # of one array, unpacked
MOST_HEADER = 10_000
Array = npt.NDArray[Any]


def is_array(data: bytes | BinaryIO) -> bool:
    """Whether these are bytes of a .npy, or a zip of nothing else, which is a .npz."""
    file: BinaryIO = data if not isinstance(data, bytes) else io.BytesIO(data)
    file.seek(0)
    begun = file.read(6)
    file.seek(0)
    if begun == MAGIC:
        return True
    if begun[:4] != b"PK\x03\x04":
        return False
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile:
        names = []
    file.seek(0)
    return bool(names) and all(it.endswith(".npy") for it in names)


def read_array(data: bytes | BinaryIO, name: str, metadata: bytes | None = None) -> Points:
    """At most MOST_DRAWN rows of the one table of numbers; a list of as many texts beside it in a .npz is the labels.

    Raises PointsError.
    """
    file: BinaryIO = data if not isinstance(data, bytes) else io.BytesIO(data)
    try:
        if file.read(6) == MAGIC:
            file.seek(0)
            return pointed(one(file, name, MOST_BYTES), None, name, metadata)
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            arrays = members(archive, name)
    except PointsError:
        raise  # it says more than the next sentence
    except (ValueError, EOFError, OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise PointsError(
            _("{name} is cut short or no NumPy file: save it again with np.save.").format(name=name)
        ) from error
    return of_several(arrays, name, metadata)


def members(archive: zipfile.ZipFile, name: str) -> dict[str, Array]:
    """All arrays of a .npz, MOST_BYTES in all."""
    found: dict[str, Array] = {}
    for key in archive.namelist():
        with archive.open(key) as file:
            left = MOST_BYTES - sum(it.nbytes for it in found.values())
            found[key.removesuffix(".npy")] = one(file, _("{key} in {name}").format(key=key, name=name), left)
    return found


def one(file: IO[bytes], name: str, most: int) -> Array:
    """Raises PointsError by the array's header, before its numbers are read."""
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(file, max_header_size=MOST_HEADER)
    if dtype.hasobject:
        raise PointsError(
            _(
                "{name} holds Python objects, which can run code when they are read: save numbers alone, "
                "np.save(file, array.astype(np.float32))."
            ).format(name=name)
        )
    size = math.prod(shape) * dtype.itemsize
    if size > most:
        rest = (
            ""
            if most == MOST_BYTES
            else _(", with the arrays before it {size}").format(size=grouped(size + MOST_BYTES - most))
        )
        raise PointsError(
            _("{name} holds {size} bytes of numbers{rest}: at most {most_bytes} can be read.").format(
                name=name, size=grouped(size), rest=rest, most_bytes=grouped(MOST_BYTES)
            )
        )
    content = file.read(size)
    if len(content) < size:
        there = _("{n_content} of {size} bytes").format(n_content=grouped(len(content)), size=grouped(size))
        raise PointsError(
            _("{name} is cut short: its shape is {shape}, and {there} are there.").format(
                name=name, shape=shape, there=there
            )
        )
    found: Array = np.frombuffer(content, dtype=dtype).reshape(shape, order="F" if fortran else "C")
    return found


def of_several(arrays: dict[str, Array], name: str, metadata: bytes | None) -> Points:
    """The table among a .npz's arrays, and its labels."""
    tables = {key: it for key, it in arrays.items() if it.ndim == 2 and it.dtype.kind in "fiu"}
    if len(tables) != 1:
        said = ", ".join(f"{key} {it.shape} {it.dtype}" for key, it in list(arrays.items())[:8])
        raise PointsError(
            _("{name} holds {n_tables} tables of numbers, not one ({said}): save the vectors alone.").format(
                name=name, n_tables=len(tables), said=said
            )
        )
    table = next(iter(tables.values()))
    labels = [it for it in arrays.values() if it.dtype.kind in "US" and it.shape == table.shape[:1]]
    return pointed(table, labels[0] if labels else None, name, metadata)


def pointed(table: Array, labels: Array | None, name: str, metadata: bytes | None) -> Points:
    if table.ndim != 2:
        raise PointsError(
            _("{name} is {ndim}-D, its shape is {shape}: save a table, a row for each point.").format(
                name=name, ndim=table.ndim, shape=table.shape
            )
        )
    if table.dtype.kind not in "fiu":
        raise PointsError(
            _("{name} holds {dtype}, not numbers: save it as float32.").format(name=name, dtype=table.dtype)
        )
    if table.shape[1] > MOST_DIMENSIONS:
        raise PointsError(
            _("{name} has {shape} numbers a row: at most {most_dimensions} can be mapped.").format(
                name=name, shape=table.shape[1], most_dimensions=MOST_DIMENSIONS
            )
        )
    with np.errstate(over="ignore"):  # too big for float32 is infinite, which Points tells
        vectors = table.astype(np.float32)
    texts = [str(k + 1) for k in range(len(vectors))] if labels is None else list(map(written, labels.tolist()))
    of = _("Read: {n_vectors} × {shape} numbers, from a NumPy array of {dtype}.").format(
        n_vectors=counted(len(vectors), "{n} row", "{n} rows"), shape=vectors.shape[1], dtype=table.dtype
    )
    rows = np.arange(1, len(vectors) + 1, dtype=np.float64)
    points = Points(name, vectors, tuple(texts), None, {"row": rows}, note=of)
    if metadata is not None:
        beside = columns(metadata, len(points), name)
        points = replace(beside.on(points, range(len(points))), note=f"{of} {beside.read}")
    return sample(points, MOST_DRAWN)


def written(label: str | bytes) -> str:
    return label.decode("utf-8", "replace") if isinstance(label, bytes) else label
