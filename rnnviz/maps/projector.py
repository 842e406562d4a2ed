"""The TensorFlow projector's pair of files: a table of numbers, and a table of what each row is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.core.typed import binary_kind, counted, grouped, kind
from rnnviz.maps.points import MOST_DRAWN, MOST_WHOLE, Points, PointsError, Rows, Vectors, stratified
from rnnviz.maps.rows import bounded, is_number, pointed, quoted
from rnnviz.maps.unpacking import Unpacked
from rnnviz.texts import _

MOST_METADATA = 64 * 2**20
MOST_ROWS = 1_000_000
MOST_KINDS = 50
NAMED = ("label", "word", "name", "token", "text")
GAPS = frozenset(("", "na", "n/a", "nan", "null", "none", "-", "?"))


@dataclass(frozen=True)
class Metadata:
    """The metadata's columns by name, each of N texts."""

    columns: dict[str, list[str]]
    note: str = ""

    @property
    def label(self) -> str:
        return next((name for name in self.columns if name.strip().lower() in NAMED), next(iter(self.columns)))

    @property
    def read(self) -> str:
        """What was read, and in which row there was more than the header names."""
        kinds, values = self.kinds(), list(self.values())
        of = next((name for name, texts in self.others() if texts is kinds), None)
        parts = [_("labels from “{label}”").format(label=printable(self.label))] + (
            [_("kinds from “{of}”").format(of=printable(of))] if of else []
        )
        parts += (
            [_("numbers from {value}").format(value=", ".join(f"“{printable(it)}”" for it in values))] if values else []
        )
        return _("Metadata: {parts}.{note}").format(parts=", ".join(parts), note=self.note)

    def labels(self) -> list[str]:
        return self.columns[self.label]

    def values(self) -> dict[str, Vectors]:
        """The columns of numbers, NaN where one has a gap."""
        return {name: made for name, texts in self.others() if (made := numbers(texts)) is not None}

    def kinds(self) -> list[str] | None:
        """The first other column with a few different texts; one of words before one of numbers."""
        few = [texts for _, texts in self.others() if 1 < len(set(texts)) <= MOST_KINDS]
        return next((texts for texts in few if numbers(texts) is None), few[0] if few else None)

    def on(self, points: Points, places: Sequence[int]) -> Points:
        """The points, which are these rows of the metadata from 0, as it calls them."""
        labels, kinds, at = self.labels(), self.kinds(), np.array(places, dtype=np.int64)
        return replace(
            points,
            labels=tuple(labels[k] for k in places),
            kinds=tuple(kinds[k] for k in places) if kinds else None,
            values={title: value[at].astype(np.float64) for title, value in self.values().items()},
            key="",
        )

    def others(self) -> list[tuple[str, list[str]]]:
        return [(name, texts) for name, texts in self.columns.items() if name != self.label]


def read_projector(vectors: bytes, metadata: bytes | None = None, name: str = "vectors.tsv") -> Points:
    """The points of vectors.tsv, no header, and metadata.tsv, with a header where it has several columns.

    More than MOST_DRAWN rows are sampled, each kind in its share. Raises PointsError.
    """
    count, width = size_of(vectors, name)
    if count < 2:
        raise PointsError(
            _("{name} has {word}: a map needs at least two points.").format(
                name=name, word=_("one row") if count else _("no row")
            )
        )
    made = columns(metadata, count, name) if metadata is not None else None
    kinds = made.kinds() if made else None
    chosen = stratified(kinds or [""] * count, MOST_DRAWN, 0) if count > MOST_DRAWN else np.arange(count)
    whole = 4 * count * width <= MOST_WHOLE
    places = np.arange(count) if whole else chosen
    found, own = table(vectors, name, places)
    labels = own or [str(k + 1) for k in places]
    rows = {"row": (places + 1).astype(np.float64)}
    points = Points(name, found, tuple(labels), None, rows, count)
    if made:
        points = made.on(points, places.tolist())
    if whole and len(chosen) < count:
        points = points.rows(chosen)
    read = _("Read: {count} × {shape}, from tab-separated text.").format(
        count=counted(count, "{n} row", "{n} rows"), shape=counted(found.shape[1], "{n} number", "{n} numbers")
    )
    share = _(", each kind in its share") if kinds else ""
    draw = (
        _("{n_chosen} of {count} rows, drawn at random{share}.").format(
            n_chosen=grouped(len(chosen)), count=grouped(count), share=share
        )
        if count > MOST_DRAWN
        else ""
    )
    return replace(points, note=" ".join(filter(None, [read, draw, made.read if made else ""])))


def size_of(content: bytes, name: str) -> tuple[int, int]:
    """How many lines are not empty, and how many fields the first of them has."""
    file, count, seen, width = Unpacked(content, name), 0, 0, 1
    while line := file.line():
        if line.strip() and not count:
            width = line.count(b"\t") + 1
        count, seen = count + bool(line.strip()), seen + 1
        if seen > MOST_ROWS:
            raise PointsError(
                _("{name} has more than {most_rows} rows: load fewer.").format(name=name, most_rows=MOST_ROWS)
            )
    return count, width


def table(content: bytes, name: str, chosen: Rows) -> tuple[Vectors, list[str]]:
    """The numbers of the chosen rows (N, D) and their labels, where the first field is one; each row as wide."""
    file, wanted, found, width, number = Unpacked(content, name), set(chosen.tolist()), [], 0, -1
    labels: list[str] = []
    labelled = False
    while line := file.line():
        line = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n ")
        if not line.strip():
            continue
        number += 1
        fields = line.removesuffix(b"\t").split(b"\t")
        if b"," in line:
            fields = [pointed(it.decode("utf-8", "replace")).encode() for it in fields]
        if not number:
            labelled, width = is_labelled(fields), len(fields)
            bounded(width - labelled, name)
        if len(fields) != width:
            counts = _("{n_fields} numbers, the first has {width}").format(
                n_fields=len(fields) - labelled, width=width - labelled
            )
            raise PointsError(
                _("Row {number} of {name} has {counts}: fix that row.").format(
                    number=number + 1, name=name, counts=counts
                )
            )
        if number in wanted:
            found.append(row(fields[labelled:], number + 1, name))
            labels.extend(text.decode("utf-8", "replace") for text in fields[:labelled])
    return np.stack(found), labels


def is_labelled(fields: Sequence[bytes]) -> bool:
    """Whether a word stands before the numbers; a row of words alone is a header, which is refused."""
    return len(fields) > 1 and not is_number(fields[0]) and all(map(is_number, fields[1:]))


def row(fields: Sequence[bytes], number: int, name: str) -> Vectors:
    try:
        with np.errstate(over="ignore"):
            made = np.array(fields).astype(np.float32)
    except ValueError as error:
        wrong = next((it for it in fields if not is_number(it)), b"")
        raise PointsError(
            _(
                "Row {number} of {name} holds “{wrong}”, which is no number: give numbers with tabs between, and "
                "no header."
            ).format(number=number, name=name, wrong=quoted(wrong))
        ) from error
    if not np.isfinite(made).all():
        raise PointsError(
            _("Row {number} of {name} holds nan or infinity: fix or leave out that row.").format(
                number=number, name=name
            )
        )
    return made


def columns(metadata: bytes, count: int, name: str) -> Metadata:
    """The metadata for `count` rows. Raises PointsError when it is of another length."""
    content = unpacked(metadata)
    if found := "empty" if not content.strip() else kind(content):
        raise PointsError(
            _("The metadata is {found}: load a table as text, with a tab between two columns.").format(found=found)
        )
    try:
        texts = content.decode("utf-8-sig").split("\n")  # other ends of a line may stand in a label
    except UnicodeDecodeError as error:
        raise PointsError(_("The metadata is not UTF-8 text: save it as UTF-8 and load it again.")) from error
    while texts and not texts[-1].strip():
        texts.pop()
    split = [text.removesuffix("\r").split("\t") for text in texts]
    width = max((len(fields) for fields in split), default=0)
    headed = bool(split) and (len(split[0]) > 1 or (width == 1 and len(texts) == count + 1))
    if len(texts) - headed != count:
        raise PointsError(
            _(
                "{name} has {count} and the metadata {n_texts}: load the pair that belongs together (one column, or "
                "several with a header)."
            ).format(name=name, count=counted(count, "{n} row", "{n} rows"), n_texts=grouped(len(texts) - headed))
        )
    if width == 1 and (commas := texts[0].count(",")) and all(text.count(",") == commas for text in texts):
        raise PointsError(
            _("The metadata has commas, not tabs, between its columns (line 1: “{encode}”): save it with tabs.").format(
                encode=quoted(texts[0].encode())
            )
        )
    names = apart(split[0]) if headed else [f"column {k + 1}" for k in range(width)]
    rows = split[1:] if headed else split
    wide = next((k for k, fields in enumerate(rows, 1 + headed) if len(fields) > len(names)), 0)
    note = (
        _(" Line {wide} has more columns than the header names: these are left out.").format(wide=wide) if wide else ""
    )
    named = {title: [fields[k] if k < len(fields) else "" for fields in rows] for k, title in enumerate(names)}
    return Metadata(named, note)


def printable(name: str) -> str:
    return quoted(name.encode("utf-8", "replace"))


def apart(names: Sequence[str]) -> list[str]:
    """Names that come twice are told apart as pandas does: w, w.1."""
    made: list[str] = []
    for name in names:
        same = (name if not k else f"{name}.{k}" for k in range(len(names) + 1))
        made.append(next(it for it in same if it not in made))
    return made


def unpacked(metadata: bytes) -> bytes:
    try:
        file, made = Unpacked(metadata, "metadata.tsv"), io.BytesIO()
    except PointsError as error:
        found = binary_kind(metadata) or _("no table")
        raise PointsError(
            _(
                "The metadata is {found} without a text file in it: load a table as text, with a "
                "tab between two columns."
            ).format(found=found)
        ) from error
    while piece := file.piece(2**20):
        made.write(piece)
        if made.tell() > MOST_METADATA:
            raise PointsError(
                _("The metadata is larger than {most_metadata} MB: leave out columns.").format(
                    most_metadata=MOST_METADATA // 2**20
                )
            )
    return made.getvalue()


def numbers(texts: Sequence[str]) -> Vectors | None:
    """A column of numbers, NaN in its gaps; None where a text is neither, or all is a gap."""
    gaps = np.array([text.strip().lower() in GAPS for text in texts])
    try:
        with np.errstate(over="ignore"):
            made = np.where(gaps, "nan", np.array(texts)).astype(np.float32)
    except ValueError:
        return None
    known = made[~gaps]
    return made if known.size and np.isfinite(known).all() else None
