"""The texts of a file made fit: each once, as long as the task takes; and what stands against them, with its line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

from rnnviz.core.letters import one_line_end
from rnnviz.core.typed import counted, grouped, shortened
from rnnviz.learn.data.labelled import (
    LEAST_CLASSES,
    LEAST_EACH,
    LEAST_TEXTS,
    MOST_CLASSES,
    LabelledText,
    TextKind,
)
from rnnviz.texts import _

GIVE = _("give a label and a text in each line")
MOST_NAMED = 3
BLANKS = re.compile(r"\s\s|[^\S ]")
MOST_LABEL = 100  # letters
Rows = list[LabelledText]


def cleaned(rows: Rows, asked: TextKind, notes: list[str]) -> Rows:
    """Composed letters, no unseen ones, blanks around it gone; and no longer than the task takes."""
    if plain(rows, asked):
        return rows
    made, cut = [], []
    labels = {label: seen(label, True)[:MOST_LABEL] for label in {row.label for row in rows}}
    for row in rows:
        text = seen(row.text, asked.by_line)
        if len(text) > asked.longest:
            cut.append(row)
            text = text[: asked.longest].strip()
        label = labels[row.label]
        same = text is row.text and label is row.label
        made.append(row if same else LabelledText(text, label, row.line, row.file))
    if cut:
        notes.append(
            _("{n_cut} longer than {longest} letters cut (first: {cut}).").format(
                n_cut=counted(len(cut), *asked.counted), longest=grouped(asked.longest), cut=where(cut[0])
            )
        )
    return made


def plain(rows: Rows, asked: TextKind) -> bool:
    """Whether none of them needs it; all are looked at as one text, which takes a tenth of the time."""
    labels = {row.label for row in rows}
    texts = [*labels, *(row.text for row in rows)]
    whole = "".join(texts)
    return (
        whole.isascii()
        and whole.isprintable()
        and "  " not in "|".join(texts)
        and not any(text[:1] == " " or text[-1:] == " " for text in texts)
        and max(map(len, labels), default=0) <= MOST_LABEL
        and max((len(row.text) for row in rows), default=0) <= asked.longest
    )


def seen(text: str, one_line: bool) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if one_line and "  " in text else text.strip()
    text = unicodedata.normalize("NFC", one_line_end(text))
    if not text.isprintable():
        unseen = [it for it in set(text) if it not in "\n\t" and unicodedata.category(it) in ("Cc", "Cs", "Cn")]
        text = text.translate(dict.fromkeys(map(ord, unseen))) if unseen else text
    return " ".join(text.split()) if one_line and BLANKS.search(text) else text.strip()


def where(row: LabelledText) -> str:
    return (
        _("line {line} of {file}").format(line=row.line, file=shortened(row.file))
        if row.file
        else _("line {line}").format(line=row.line)
    )


def with_both(rows: Rows, asked: TextKind, notes: list[str], problems: list[str]) -> Rows:
    """Those that have a text and a label."""
    for what, missing in (
        ("label", [row for row in rows if not row.label]),
        (asked.thing, [row for row in rows if row.label and not row.text]),
    ):
        if missing:
            said = _("{n_missing} without a {what} (first: {missing})").format(
                n_missing=counted(len(missing), "{n} row", "{n} rows"), what=what, missing=where(missing[0])
            )
            if 2 * len(missing) > len(rows):
                problems.append(f"{said}: {GIVE}.")
            else:
                notes.append(_("{said} left out.").format(said=said))
    return [row for row in rows if row.label and row.text]


def once(rows: Rows, asked: TextKind, notes: list[str]) -> Rows:
    """Each text of a class once; one that has two classes stays in both, and is told."""
    if len({row.text for row in rows}) == len(rows):
        return rows
    first: dict[tuple[str, str], LabelledText] = {}
    again: Rows = []
    classes: dict[str, list[LabelledText]] = defaultdict(list)
    for row in rows:
        if (row.text, row.label) in first:
            again.append(row)
            continue
        first[row.text, row.label] = row
        classes[row.text].append(row)
    if again:
        notes.append(
            _("{n_again} came before and left out (first: {again}).").format(
                n_again=counted(len(again), *asked.counted), again=where(again[0])
            )
        )
    if both := [found for found in classes.values() if len(found) > 1]:
        one, other = both[0][:2]
        notes.append(
            _(
                "{n_both} with two labels or more (first: {one}, {label}, and {other}, {other_label}): no net can get "
                "both right."
            ).format(
                n_both=counted(len(both), *asked.counted),
                one=where(one),
                label=shortened(one.label),
                other=where(other),
                other_label=shortened(other.label),
            )
        )
    return list(first.values())


def large_classes(rows: Rows, name: str, asked: TextKind, notes: list[str], problems: list[str]) -> Rows:
    """The rows of classes that can be learned and tested; a reason where these are too few or too many."""
    counts = Counter(row.label for row in rows)
    if not rows:
        problems.append(
            _("{name} has no row with a label and a {thing}: {give}.").format(name=name, thing=asked.thing, give=GIVE)
        )
        return rows
    if len(counts) > MOST_CLASSES:
        problems.append(too_many(rows, list(counts), name))
        return rows
    small = [label for label, count in counts.items() if count < LEAST_EACH]
    if len(counts) < LEAST_CLASSES:
        problems.append(
            _("All rows of {name} have the label {label} ({rows}): give two classes or more.").format(
                name=name, label=shortened(rows[0].label), rows=where(rows[0])
            )
        )
    elif small:
        said = too_small(rows, small, asked)
        if len(counts) - len(small) < LEAST_CLASSES:
            problems.append(_("{said}. Each class needs {least_each}.").format(said=said, least_each=LEAST_EACH))
            return rows
        notes.append(_("{said}. Left out.").format(said=said))
    kept = [row for row in rows if row.label not in small]
    if len(kept) < LEAST_TEXTS and len(counts) >= LEAST_CLASSES:
        problems.append(
            _("{name} has {n_kept}: give {least_texts} or more.").format(
                name=name, n_kept=counted(len(kept), *asked.counted), least_texts=LEAST_TEXTS
            )
        )
    return kept


def too_many(rows: Rows, labels: list[str], name: str) -> str:
    label = labels[MOST_CLASSES]
    return _(
        "{name} has {n_counts} different labels (number {number} is {label} "
        "in {place}): use at most {limit}, or choose another column of labels."
    ).format(
        name=name,
        n_counts=grouped(len(labels)),
        number=MOST_CLASSES + 1,
        label=shortened(label),
        place=begin(rows, label),
        limit=MOST_CLASSES,
    )


def too_small(rows: Rows, small: list[str], asked: TextKind) -> str:
    some = ", ".join(f"{shortened(label)} ({begin(rows, label)})" for label in small[:MOST_NAMED])
    more = _(" and {n_small} more").format(n_small=len(small) - MOST_NAMED) if len(small) > MOST_NAMED else ""
    return counted(
        len(small),
        "{n} class has fewer than {least} different {things}: {some}{more}",
        "{n} classes have fewer than {least} different {things}: {some}{more}",
        least=LEAST_EACH,
        things=asked.things,
        some=some,
        more=more,
    )


def begin(rows: Rows, label: str) -> str:
    """Where a class comes first."""
    return where(next(row for row in rows if row.label == label))


def check_letters(rows: Rows, name: str, asked: TextKind, problems: list[str]) -> None:
    """A one-hot letter is as wide as there are letters."""
    if not asked.letters:
        return
    met: set[str] = set()
    for row in rows:
        met.update(row.text)
        if len(met) > asked.letters:
            problems.append(
                _(
                    "{name} has more than {letters} different letters (from {row} on): give fewer "
                    "{things}, or load them as reviews."
                ).format(name=name, letters=grouped(asked.letters), row=where(row), things=asked.things)
            )
            return
