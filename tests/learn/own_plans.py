"""A run of each task on a small file of a learner's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from rnnviz.learn.plan import Plan, written
from tests.learn.own_files import TEXT_FILES

BEGIN = datetime(2024, 1, 1)
MEASURED = [
    (BEGIN + timedelta(hours=n), 10 + 5 * np.sin(n / 4) + n % 3, 50.0 + n % 24, 1000 + (n * 7) % 31) for n in range(160)
]
SERIES = 'Date,Temperature (C),Humidity (%),"Pressure, sea (hPa)"\n' + "".join(
    f"{t:%Y-%m-%d %H:%M},{a:.3f},{b},{c}\n" for t, a, b, c in MEASURED
)
SMALL = {"hidden": 6, "epochs": 2, "source": "own file"}
TEXT = "Жили-были дед да баба. " * 40


def plans(folder: Path) -> dict[str, Plan]:
    """A run of each task on a file that lies in the folder."""
    files = {
        "weather": ("it.csv", SERIES.encode()),
        "names": ("it.csv", TEXT_FILES["Arabic and Chinese"].content),
        "sentiment": ("it.zip", TEXT_FILES["zip, a folder a class"].content),
        "characters": ("it.txt", TEXT.encode()),
    }
    made = {}
    for task, (name, content) in files.items():
        (folder / task).mkdir()
        (folder / task / name).write_bytes(content)
        made[task] = Plan(task, file=str(folder / task / name), **SMALL)
    several = written(["Temperature (C)", "Pressure, sea (hPa)"])
    made["weather"] = made["weather"].but(lag=12, ahead=2, inputs=several, directions=1)
    return made
