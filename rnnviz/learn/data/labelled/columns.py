"""A table of texts: what separates its fields, its header if it has one, its column of labels and that of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from rnnviz.core.typed import shortened
from rnnviz.learn.data import DataError
from rnnviz.learn.data.labelled import LEAST_CLASSES, MOST_CLASSES
from rnnviz.learn.data.series.layout import ALIKE, DIRECTIVE, Row, cut, distinct, split
from rnnviz.learn.data.series.names import words
from rnnviz.texts import _

SEPARATORS = "\t;|,"
SAMPLE = 400  # rows that decide
MAX_SPAN = 200  # lines of one review
MAX_COLUMNS = 1000
LABELS = words(
    "label labels class classes category categories target y tag language lang country nation origin gender sex",
    "sentiment polarity rating stars score topic genre kind type klasse kategorie sprache land",
)
TEXTS = words(
    "text texts review reviews name names surname surnames firstname lastname word words sentence sentences comment",
    "comments message messages title titles content body tweet headline document satz wort nachname vorname",
)
OTHERS = frozenset(("id", "no", "nr", "index", "#", "date", "time", "author", "user", "url", "unnamed: 0"))


@dataclass(frozen=True)
class LabelledTable:
    """`header`: its line, 0 for none; `rows`: those under it; `names`: of the columns, each once."""

    rows: tuple[Row, ...]
    names: tuple[str, ...]
    header: int

    def cells(self, place: int, most: int | None = None) -> list[str]:
        return [fields[place].strip() if place < len(fields) else "" for _, fields in self.rows[:most]]


def table(lines: Sequence[str], name: str, most: int) -> LabelledTable:
    """At most `most` rows and one. Raises DataError."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    told = DIRECTIVE.fullmatch(lines[first].strip()) if first < len(lines) else None
    first += bool(told)
    separator = told[1] if told else separator_of([line for line in lines[first : first + SAMPLE] if line.strip()])
    if separator is None:
        seen = next(((at, line) for at, line in enumerate(lines, 1) if line.strip()), (1, ""))
        raise DataError(
            _(
                "{name} has one column alone: line {line} is {text}. Put a label and a text in "
                "each line, with a comma, a semicolon or a tab between."
            ).format(name=name, line=seen[0], text=shortened(seen[1].strip()))
        )
    rows = read(lines[first:], separator, first + 1, name, most)
    if max(len(fields) for _, fields in rows) > MAX_COLUMNS:
        raise DataError(
            _("{name} has more than {max_columns} columns: keep the labels and the texts.").format(
                name=name, max_columns=MAX_COLUMNS
            )
        )
    rows = joined(rows, separator)
    titles = rows[0][1] if is_header(rows) else []
    width = len(titles) or max(len(fields) for _, fields in rows)
    names = [title.strip() for title in titles] + [""] * (width - len(titles))
    return LabelledTable(tuple(rows[bool(titles) :]), distinct(names), rows[0][0] if titles else 0)


def read(lines: Sequence[str], separator: str, first: int, name: str, most: int) -> list[Row]:
    """The rows of lines that begin with line `first`. Raises DataError."""
    quoted = '"' in "".join(lines)
    rows = as_lines(lines, separator, first, most, quoted)
    if rows is None:
        rows = list(islice(cut(lines, separator, first, name, MAX_SPAN), most + 2))
    if len(rows) > most + 1:
        raise DataError(
            _("{name} has more than {most} rows (line {rows} is the first too many): cut it.").format(
                name=name, most=most, rows=rows[-1][0]
            )
        )
    return rows


def as_lines(lines: Sequence[str], separator: str, first: int, most: int, quoted: bool) -> list[Row] | None:
    """Each line a row: in a file without quotation marks, or with tabs, as many in each line: then they mean nothing.

    Else None. The csv module would make the same rows in three times the time.
    """
    if quoted and (separator != "\t" or len({line.count(separator) for line in lines if line.strip()}) > 1):
        return None
    there = islice(((at, line) for at, line in enumerate(lines, first) if line.strip(separator)), most + 2)
    if quoted:
        return [(at, list(map(unquoted, line.split(separator)))) for at, line in there]
    return [(at, line.split(separator)) for at, line in there]


def unquoted(field: str) -> str:
    """Without the marks around the whole of it."""
    whole = len(field) > 1 and field[0] == field[-1] == '"'
    return field[1:-1].replace('""', '"') if whole else field


def separator_of(lines: Sequence[str]) -> str | None:
    """What cuts most lines into equally many fields, two or more; of the header's own, where it has one."""
    best: tuple[float, str] = (0.0, "")
    for separator in SEPARATORS:
        widths = [len(split(line, separator)) for line in lines]
        often = max((widths.count(width) for width in set(widths) if width > 1), default=0)
        if often >= ALIKE * len(lines):
            return separator
        several = sum(width > 1 for width in widths) / max(1, len(lines))
        best = max(best, (several, separator), key=lambda it: it[0])
    return best[1] or None


def joined(rows: list[Row], separator: str) -> list[Row]:
    """A text with the separator in it and no quotation marks is one field, where its label comes first."""
    widths = [len(fields) for _, fields in rows]
    usual = max(set(widths), key=widths.count)
    width = len(rows[0][1]) if known(rows[0][1]) else usual if widths.count(usual) >= ALIKE * len(rows) else 2
    if width < 2 or max(widths) <= width:
        return rows
    return [
        (line, fields if len(fields) <= width else [*fields[: width - 1], separator.join(fields[width - 1 :])])
        for line, fields in rows
    ]


def known(fields: Sequence[str]) -> bool:
    """Whether these are names of columns that are met everywhere."""
    words = {field.strip().strip("\ufeff").casefold() for field in fields}
    return bool(words & (LABELS | TEXTS))


def is_header(rows: Sequence[Row]) -> bool:
    """By its words; else a first line whose label comes nowhere again, while every other one does."""
    top, under = rows[0][1], rows[1:]
    if known(top):
        return all(len(field) < 40 for field in top)
    place = label_of([[fields[k] if k < len(fields) else "" for _, fields in under] for k in range(len(top))], [])
    if place is None or not under:
        return False
    labels = [fields[place].strip() for _, fields in under if place < len(fields)]
    return top[place].strip() not in labels and min(map(labels.count, set(labels))) > 1


def chosen(found: LabelledTable, label: str, text: str) -> tuple[str, str]:
    """The columns' names: those that are wanted, else those that fit. Raises DataError."""
    names = list(found.names)
    if len(names) < 2:
        raise DataError(_("There is one column alone: give one of labels and one of texts."))
    columns = [found.cells(place, SAMPLE) for place in range(len(names))]
    taken = names.index(text) if text in names else None
    place = names.index(label) if label in names else label_of(columns, names, taken)
    if place is None:
        place = min((k for k in range(len(names)) if k != taken), key=lambda k: len(set(columns[k])))
    at = taken if taken is not None and taken != place else text_of(columns, names, place)
    return names[place], names[at]


def label_of(columns: Sequence[Sequence[str]], names: Sequence[str], taken: int | None = None) -> int | None:
    """The column whose values come again; one that is called so comes first."""
    fits = []
    for place, cells in enumerate(columns):
        there = [cell for cell in cells if cell]
        different = len(set(there))
        if place != taken and LEAST_CLASSES <= different <= min(MOST_CLASSES, len(there) / 2):
            called = bool(names) and names[place].casefold() in LABELS
            other = bool(names) and names[place].casefold() in TEXTS | OTHERS
            fits.append((not called, other, fmean(map(len, there)), place))
    if not fits and names:
        return next((k for k, name in enumerate(names) if name.casefold() in LABELS and k != taken), None)
    return min(fits)[-1] if fits else None


def text_of(columns: Sequence[Sequence[str]], names: Sequence[str], label: int) -> int:
    """The column of most letters that is not the label's; one that is called so comes first."""
    places = [place for place in range(len(names)) if place != label]
    return max(
        places,
        key=lambda place: (
            names[place].casefold() in TEXTS,
            names[place].casefold() not in OTHERS,
            not all(cell.replace(".", "").isdigit() for cell in columns[place]),
            len(set(columns[place])),
            sum(map(len, columns[place])),
        ),
    )
