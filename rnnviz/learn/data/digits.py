"""Pictures of digits as sequences, in one of four orders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from rnnviz.core import Array
from rnnviz.core.images import BRIGHTEST, ORDERS
from rnnviz.core.small.digits import held_out
from rnnviz.learn.data.examples import Dataset, Examples
from rnnviz.learn.data.pictures import pictures
from rnnviz.texts import _


def dataset(order: str) -> Dataset:
    """Each picture as 8 steps of 8 numbers from 0 to 1 in this order; every fifth picture is held out."""
    images, labels = pictures()
    out = np.zeros(len(images), dtype=bool)
    out[held_out(len(images))] = True
    train, new = (side(images[rows], labels[rows], order) for rows in (~out, out))
    origin = _("scikit-learn's 1797 pictures of digits, each fifth held out")
    return Dataset(train, new, images.shape[2], 10, origin, tuple("0123456789"))


def side(images: Array, labels: npt.NDArray[np.int64], order: str) -> Examples:
    read = np.stack([ORDERS[order].read(image) for image in images]) / BRIGHTEST
    x = torch.tensor(read, dtype=torch.float32)
    return Examples(x, torch.from_numpy(labels.copy()), torch.full((len(x),), x.shape[1]))
