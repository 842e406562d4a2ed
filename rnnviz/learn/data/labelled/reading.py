"""A file of texts and classes read, or refused with every reason and its line. It opens nothing that could run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rnnviz.core.typed import counted, kind, shortened
from rnnviz.learn.data import DataError
from rnnviz.learn.data.labelled import (
    MOST_TEXTS,
    TEXT_KINDS,
    Labelled,
    LabelledReading,
    LabelledText,
    TextKind,
)
from rnnviz.learn.data.labelled.archive import TABLES, Member, is_zip, members
from rnnviz.learn.data.labelled.columns import LabelledTable, chosen, table
from rnnviz.learn.data.labelled.fitness import GIVE, Rows, check_letters, cleaned, large_classes, once, with_both
from rnnviz.learn.data.series.unpacking import A_TABLE, MAX_LINE, TOO_LONG, encoding_of, unpacked
from rnnviz.texts import _

MAX_BYTES = 64 * 2**20


def read(source: Path | bytes, name: str, task: str, label: str = "", text: str = "") -> Labelled:
    """The texts and classes of a file. Raises DataError with every reason."""
    found = look(source, name, task, label, text)
    if found.labelled is None:
        raise DataError(found.problem)
    return found.labelled


def look(source: Path | bytes, name: str, task: str, label: str = "", text: str = "") -> LabelledReading:
    """What there is to read for this task. `label`, `text`: the columns of a table ("": those that fit)."""
    try:
        if (len(source) if isinstance(source, bytes) else source.stat().st_size) > MAX_BYTES:
            raise DataError(
                _("{name} is larger than {max_bytes} MB: cut it to fewer texts.").format(
                    name=name, max_bytes=MAX_BYTES // 2**20
                )
            )
        content = source if isinstance(source, bytes) else source.read_bytes()
        if is_zip(content):
            return of_archive(*members(content, name), name, TEXT_KINDS[task], label, text)
        return of_table(unpacked(content, name), name, TEXT_KINDS[task], label, text)
    except DataError as error:
        return LabelledReading(problems=(str(error),))


def of_table(
    content: bytes, name: str, asked: TextKind, label: str, text: str, notes: Iterable[str] = ()
) -> LabelledReading:
    """Raises DataError."""
    written, encoding = decoded(content, name)
    found = table(written, name, MOST_TEXTS)
    missing = [it for it in (label, text) if it and it not in found.names]
    label, text = chosen(found, label, text)
    if missing:
        said = _("There is no column {missing} in {name}: choose another.").format(
            missing=shortened(missing[0]), name=name
        )
        return LabelledReading(None, (said,), found.names, "" if label in missing else label, text)
    header = _("header in line {header}").format(header=found.header) if found.header else _("no header")
    told = _("read: {label} and {text}, {header}").format(label=label, text=text, header=header)
    rows = [
        LabelledText(one, of, line)
        for (line, _), one, of in zip(
            found.rows, found.cells(found.names.index(text)), found.cells(found.names.index(label)), strict=True
        )
    ]
    notes = [*notes, *ragged(found), *as_windows(encoding)]
    return put_together(rows, name, asked, told, notes, (found.names, label, text))


def decoded(content: bytes, name: str) -> tuple[list[str], str]:
    """The lines and the encoding. Raises DataError, for a NUL with its line."""
    if not content.strip():
        raise DataError(_("{name} is empty: {give}.").format(name=name, give=GIVE))
    try:
        encoding = encoding_of(content, name, A_TABLE)
    except DataError:
        if not kind(content):
            refuse_nul(content, name)
        raise
    if not encoding.startswith("utf-16"):
        refuse_nul(content, name)
    written = content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if (longest := max(map(len, written))) > MAX_LINE:
        at = next(at for at, line in enumerate(written, 1) if len(line) == longest)
        raise DataError(TOO_LONG.format(line=at, name=name))
    return written, encoding


def refuse_nul(content: bytes, name: str) -> None:
    if (at := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, at) + 1
        raise DataError(
            _("Line {line} of {name} holds a NUL byte, which no text has: save the table again as CSV.").format(
                line=line, name=name
            )
        )


def as_windows(encoding: str) -> list[str]:
    if encoding != "cp1252":
        return []
    return [_("Read as Windows' Latin letters, since it is not UTF-8: save it as UTF-8 if letters look wrong.")]


def ragged(found: LabelledTable) -> list[str]:
    """A sentence on rows that have fewer fields than the table has columns."""
    short = [line for line, fields in found.rows if len(fields) < len(found.names)]
    if not short:
        return []
    return [
        _("{n_short} with fewer fields than the others (first: line {short}).").format(
            n_short=counted(len(short), "{n} row", "{n} rows"), short=short[0]
        )
    ]


@dataclass(frozen=True)
class Packed:
    """Files of an archive as classes. `by_line`: each line of a file is a text."""

    files: dict[str, list[Member]]
    by_line: bool


def of_archive(
    found: list[Member], notes: list[str], name: str, asked: TextKind, label: str, text: str
) -> LabelledReading:
    """Raises DataError."""
    tables = [it for it in found if it.path.suffix.lower() in TABLES]
    texts = [it for it in found if it not in tables]
    if len(tables) == 1 and not texts:
        return of_table(tables[0].content, tables[0].path.name, asked, label, text, notes)
    if not texts:
        raise DataError(
            " ".join([_("{name} holds no .txt file: pack a folder or a text file a class.").format(name=name), *notes])
        )
    packed = classes_of(texts, asked)
    rows, encodings = [], set()
    for of, files in packed.files.items():
        for file in files:
            if not file.content.strip():
                notes.append(_("{path} is empty and left out.").format(path=shortened(str(file.path))))
                continue
            written, encoding = decoded(file.content, str(file.path))
            encodings.add(encoding)
            rows += of_file(written, of, file, packed.by_line)
    how = _("a text file a class, each line a") if packed.by_line else _("a folder a class, each file a")
    for encoding in sorted(encodings):
        notes += as_windows(encoding)
    return put_together(
        rows, name, asked, _("read: {how} {thing}").format(how=how, thing=asked.thing), notes, ((), "", "")
    )


def classes_of(texts: list[Member], asked: TextKind) -> Packed:
    """By the folder that a file is in; where all are in one, or each folder has one, by the file's name or folder."""
    folders: dict[str, list[Member]] = defaultdict(list)
    for it in texts:
        folders[it.path.parent.name].append(it)
    if len(folders) == 1:
        return Packed({it.path.stem: [it] for it in texts}, True)
    return Packed(dict(folders), asked.by_line or all(len(files) == 1 for files in folders.values()))


def of_file(written: list[str], label: str, file: Member, by_line: bool) -> Rows:
    if by_line:
        return [LabelledText(line, label, at, str(file.path)) for at, line in enumerate(written, 1) if line.strip()]
    return [LabelledText("\n".join(written), label, 1, str(file.path))]


def put_together(
    rows: Rows, name: str, asked: TextKind, told: str, notes: list[str], columns: tuple[tuple[str, ...], str, str]
) -> LabelledReading:
    """The texts, each once, or every reason against them."""
    problems: list[str] = []
    there = with_both(cleaned(rows, asked, notes), asked, notes, problems)
    different = once(there, asked, notes)
    different = large_classes(different, name, asked, notes, problems)
    check_letters(different, name, asked, problems)
    if problems:
        return LabelledReading(None, tuple(dict.fromkeys([*problems, *notes])), *columns)
    classes = tuple(sorted({row.label for row in different}))
    many = _("{n_different} of {n_classes} classes").format(
        n_different=counted(len(different), *asked.counted), n_classes=len(classes)
    )
    found = Labelled(tuple(different), classes, name, f"{told} · {many}", tuple(notes))
    return LabelledReading(found, (), *columns)
