"""Data to train on: real files where there are any, small data of our own where there are none. Torch, no Streamlit."""

from __future__ import annotations

from rnnviz.core.typed import InputError


class DataError(InputError):
    """The data cannot be read; the text is one sentence for the learner."""
