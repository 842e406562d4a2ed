"""Surnames and their languages, spelled with the 57 letters of the PyTorch tutorial (S4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import torch

from rnnviz.core.letters import LETTERS, one_line_end, plain, spelled_in
from rnnviz.learn.data import DataError
from rnnviz.learn.data.examples import Dataset, Examples, TextRow, pad, parted
from rnnviz.learn.data.labelled import Labelled
from rnnviz.learn.data.sources import ASSETS, Progress, fetch, find, texts
from rnnviz.texts import _

LONGEST = 40
LANGUAGES = (
    *("Arabic", "Chinese", "Czech", "Dutch", "English", "French", "German", "Greek", "Irish"),
    *("Italian", "Japanese", "Korean", "Polish", "Portuguese", "Russian", "Scottish", "Spanish", "Vietnamese"),
)
Names = dict[str, list[str]]
SLIDE_SAYS: dict[str, tuple[tuple[float, str], ...]] = {
    "Pelaez": ((-0.59, "Spanish"), (-2.39, "French"), (-2.54, "Dutch")),
    "Lukashenko": ((-0.34, "Russian"), (-1.97, "Japanese"), (-2.23, "Polish")),
    "Witek": ((-0.33, "Polish"), (-2.01, "Czech"), (-3.11, "English")),
    "Nienhuis": ((-1.29, "Arabic"), (-1.51, "Korean"), (-2.24, "Dutch")),
    "Putin": ((-1.25, "Russian"), (-1.70, "Vietnamese"), (-2.21, "English")),
    "Biden": ((-1.48, "Dutch"), (-1.70, "English"), (-1.73, "Irish")),
}
"""The six names that S4 predicts, each with the three log-probabilities and languages that it prints."""


def ids(name: str, letters: Sequence[str] = tuple(LETTERS)) -> list[int]:
    """The place of each letter of a name in `letters`. Raises DataError when nothing is left of it."""
    found = spelled_in(name, letters)
    if not found.letters:
        lost = _(" ({lost} has no place among the {n} letters)").format(lost=" ".join(found.lost[:5]), n=len(letters))
        without = lost if found.lost else ""
        if tuple(letters) == tuple(LETTERS):
            raise DataError(
                _("There is no letter of a to z here{without}: type a surname, for example Satoshi.").format(
                    without=without
                )
            )
        raise DataError(
            _("There is no letter here that the net knows{without}: type a name in the letters of its data.").format(
                without=without
            )
        )
    if len(found.letters) > LONGEST:
        raise DataError(
            _("This name has {n_letters} letters: type at most {longest}.").format(
                n_letters=len(found.letters), longest=LONGEST
            )
        )
    place = {letter: number for number, letter in enumerate(letters)}
    return [place[letter] for letter in found.letters]


def built_in() -> Names:
    """The surnames written down for rnnviz: a line is a language and its names."""
    lines = (ASSETS / "surnames.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(":", 1) for line in lines if ":" in line]
    return {language: clean(names.split(",")) for language, names in pairs}


def real(tell: Progress = lambda share: None) -> Names:
    """The tutorial's 20 074 names: RNNVIZ_DATA's folder `names`, an archive, or the public one. Raises DataError."""
    found = find("names", "names.zip", "data.zip")
    if found and found.is_dir():
        return decode([(path.name, path.read_bytes()) for path in sorted(found.glob("*.txt"))])
    archive = found or fetch("names", tell)
    files = [(PurePosixPath(name).name, content) for name, content in texts(archive) if "names/" in name]
    if tuple(sorted(Path(name).stem for name, _ in files)) != LANGUAGES:
        raise DataError(
            _("{name} does not hold the tutorial's names: delete it and fetch it again.").format(name=archive.name)
        )
    return decode(files)


def decode(files: Iterable[tuple[str, bytes]]) -> Names:
    """The names of each language, from files that are called after it. Raises DataError."""
    try:
        read = {Path(name).stem: one_line_end(content.decode("utf-8")) for name, content in sorted(files)}
    except UnicodeDecodeError as error:
        raise DataError(_("A file of names is not UTF-8 text: use the tutorial's own files.")) from error
    found = {language: clean(text.split("\n")) for language, text in read.items()}
    if len(found) < 2:
        raise DataError(_("There are no files of names here: a folder needs two or more, such as Dutch.txt."))
    return found


def clean(names: Iterable[str]) -> list[str]:
    """Each name once: repeats would stand in two parts of the split."""
    cut = (plain(name)[:LONGEST] for name in names)
    return sorted({name for name in cut if name})


def dataset(
    names: Names, seed: int, origin: str, share: float = 0.8, letters: Sequence[str] = tuple(LETTERS)
) -> Dataset:
    """A seeded split of each language by spelling: no name stands in two parts, not even under two languages."""
    languages = tuple(sorted(names))
    rows = [(name, number) for number, language in enumerate(languages) for name in names[language]]
    train, validation, test = (side(part, letters) for part in parted(rows, seed, share))
    return Dataset(train, validation, len(letters), len(languages), origin, languages, tuple(letters), test=test)


def own(found: Labelled, seed: int) -> Dataset:
    """A learner's names in the letters that they are written with, each class in each part."""
    names: Names = {label: [] for label in found.classes}
    for row in found.rows:
        names[row.label].append(row.text)
    data = dataset(names, seed, f"{found.origin} ({found.read})", letters=found.letters)
    return replace(data, notes=found.notes)


def side(rows: list[TextRow], letters: Sequence[str]) -> Examples:
    x, lengths = pad([ids(name, letters) for name, _ in rows], LONGEST)
    return Examples(x, torch.tensor([number for _, number in rows]), lengths)
