"""Two visitors of a fresh server: one waits for torch, while the other's page imports what asks torch for its parts."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

# A torch that takes its time, as the real one does on a busy machine, but for as long as the test likes.
SLOW = """
import meeting
meeting.half.set()
meeting.over.wait(5)
class Tensor: pass
"""
MEETING = "import threading; half, over = threading.Event(), threading.Event()"
BOTH = """
import threading
import meeting
import numpy as np
import scipy.integrate, scipy.optimize, scipy.special
from rnnviz.maps.neighbours import knn

importing = threading.Thread(target=lambda: __import__("torch"))
importing.start()
assert meeting.half.wait(60)
try:
    rows, _ = knn(np.eye(4), 1)
finally:
    meeting.over.set()
assert rows.shape == (4, 1)
importing.join()
print("both")
"""


def test_scikit_learn_is_imported_while_torch_is(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text(textwrap.dedent(SLOW))
    (tmp_path / "meeting.py").write_text(MEETING)
    done = subprocess.run(
        [sys.executable, "-c", BOTH], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).resolve().parents[1]}"},
    )  # fmt: skip
    assert done.stdout.strip() == "both", done.stderr
