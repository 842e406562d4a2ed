"""All that a run imports, for the process that runs are forked from: `learn.jobs.Processes`.

A first optimiser and its first step import as much again as torch itself. Nothing here may start a thread or ask for a
GPU, which no fork could use: one thread, no backward, and devices counted by NVML alone.
"""

from __future__ import annotations

import os

os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")

import torch

import rnnviz.learn.running  # noqa: F401

torch.set_num_threads(1)
weight = torch.zeros(1, requires_grad=True)
weight.grad = torch.zeros(1)
torch.optim.Adam([weight]).step()
