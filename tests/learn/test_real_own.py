"""The real files as one's own: the tutorial's eighteen lists of surnames, the hours of two places, reviews of IMDB."""

from __future__ import annotations

import csv
import io
import tarfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from rnnviz.learn.data.labelled.reading import look
from rnnviz.learn.data.series import reading
from rnnviz.learn.plan import Plan
from rnnviz.learn.tasks import task_of
from tests.learn.conftest import Real, zipped
from tests.learn.trainers import last_evaluation, trainer_of

SMALL = {"source": "own file", "epochs": 1, "hidden": 8, "batch_size": 256}
EACH = 150  # reviews of a class


@pytest.fixture
def imdb(real: Real) -> list[tuple[str, str, str]]:
    """Path, label and text of the first training reviews of each class."""
    found: list[tuple[str, str, str]] = []
    with tarfile.open(real("aclImdb_v1.tar.gz"), "r|gz") as archive:
        for member in archive:
            parts = member.name.split("/")
            if parts[1:2] != ["train"] or len(parts) != 4 or parts[2] not in ("pos", "neg"):
                continue
            if sum(label == parts[2] for _, label, _ in found) < EACH:
                found.append((member.name, parts[2], archive.extractfile(member).read().decode()))
            elif len(found) == 2 * EACH:
                break
    return found


def printed(text: str) -> str:
    return "".join(it for it in text if it.isprintable() and not it.isspace())


def test_the_surnames_as_a_zip_are_every_different_name_of_each_list(real: Real, tmp_path: Path) -> None:
    lists = {it.stem: it.read_bytes() for it in real("names").glob("*.txt")}
    content = zipped({f"names/{name}.txt": it for name, it in lists.items()})
    found = look(content, "names.zip", "names").labelled
    assert found is not None
    wanted = {name: {it.strip() for it in text.decode().split("\n")} - {""} for name, text in lists.items()}
    assert found.classes == tuple(sorted(lists))
    assert len(lists) == 18
    assert found.counts == {name: len(it) for name, it in wanted.items()}
    file = tmp_path / "names.zip"
    file.write_bytes(content)
    plan = Plan("names", file=str(file), **SMALL)
    parts = task_of(plan).load(plan, lambda share: None).parts
    for part in parts:
        assert len(Counter(part.y.tolist())) == 18, "each class is in each part"
    assert last_evaluation(trainer_of(plan).records()).scores["accuracy"] > 0.4


@pytest.mark.parametrize("name", ["beijing_hourly.csv", "weatherHistory_sample.csv"])
def test_the_hours_of_a_place_are_its_csv_s(name: str, real: Real) -> None:
    path = real("weather") / name
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    found = reading.look(path.read_bytes(), name)
    assert found.series is not None, found.problem
    np.testing.assert_allclose(found.series.values, [float(row["Temperature (C)"]) for row in rows])
    assert found.series.notes == ()
    both = reading.look(path.read_bytes(), name, "Temperature (C)", ("Temperature (C)", "Pressure (millibars)"))
    assert both.series is not None
    np.testing.assert_allclose(both.series.features[:, 1], [float(row["Pressure (millibars)"]) for row in rows])
    plan = Plan("weather", file=str(path), lag=24, column="Temperature (C)", **SMALL)
    last = last_evaluation(trainer_of(plan).records())
    assert np.isfinite(last.validation_loss)
    assert last.scores["R²"] > 0.5 or len(rows) < 2000, "an epoch of a thousand hours is little"


def test_reviews_of_imdb_are_the_same_as_a_zip_and_as_a_table(imdb: list[tuple[str, str, str]], tmp_path: Path) -> None:
    packed = look(zipped({name: text.encode() for name, _, text in imdb}), "it.zip", "sentiment").labelled
    table = io.StringIO()
    csv.writer(table).writerows([("review", "sentiment"), *((text, label) for _, label, text in imdb)])
    listed = look(table.getvalue().encode(), "it.csv", "sentiment").labelled
    assert packed is not None
    assert listed is not None
    assert Counter(row[:2] for row in packed.rows) == Counter(row[:2] for row in listed.rows)
    assert {printed(row.text) for row in listed.rows} == {printed(text) for _, _, text in imdb}
    file = tmp_path / "it.csv"
    file.write_text(table.getvalue(), encoding="utf-8")
    plan = Plan("sentiment", file=str(file), embedding=8, longest=100, **SMALL)
    assert np.isfinite(last_evaluation(trainer_of(plan).records()).validation_loss)
