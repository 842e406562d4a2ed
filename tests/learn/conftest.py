"""Where the real files are, if they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path | None:
    """RNNVIZ_DATA, or the folder shared/data beside the repository; none where neither is."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    named = os.environ.get("RNNVIZ_DATA")
    folder = Path(named) if named else beside
    return folder if folder.is_dir() else None
