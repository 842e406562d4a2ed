"""Memory of a run comes in large pages: a page that is got anew is a fault, which the system counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
SCRIPT = """
import resource
import rnnviz.learn.running
import torch

before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
torch.ones(2**24)
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) * resource.getpagesize() / 2**26)
"""


@pytest.mark.skipif(not SETTING.exists() or "[never]" in SETTING.read_text(), reason="a system without large pages")
def test_a_large_tensor_takes_a_few_large_pages() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=True)
    assert float(done.stdout) < 0.1, "of all its small pages"
