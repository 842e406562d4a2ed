"""A slider over a run's checkpoints: curves with a marker, and everything as it was then."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import InputError, counted
from rnnviz.learn.jobs import View
from rnnviz.lessons.train.epoch import moment
from rnnviz.lessons.train.starting import way
from rnnviz.lessons.train.state import PAGE
from rnnviz.lessons.train.watch import curves_row, names
from rnnviz.ui.plain import plain
from rnnviz.ui.runs.results import runs


def look_back(seen: list[View]) -> None:
    """The view, in a fragment of its own: moving the slider redraws nothing else."""
    if not seen:
        st.info(f"There is no run yet: {way(PAGE.load()[0])}.")
        return
    st.fragment(_look_back)([it.id for it in seen])


def _look_back(keys: list[str]) -> None:
    try:
        seen = [runs().view(key) for key in keys]
        kept = [runs().folder(it.id).checkpoints.epochs() for it in seen]
    except InputError as error:
        st.info(plain(str(error)))
        return
    epochs = sorted({epoch for each in kept for epoch in each})
    if len(epochs) < 2:
        st.info("No epoch is over yet: wait for the first one.")
        return
    if st.session_state.get("train_epoch") not in epochs:
        st.session_state["train_epoch"] = epochs[-1]
    epoch = st.select_slider("After epoch", epochs, key="train_epoch")
    curves_row(seen, "back", epoch)
    for column, it, name in zip(st.columns(len(seen), gap="medium"), seen, names(seen), strict=True):
        with column:
            if len(seen) > 1:
                st.markdown(f"**{name}**")
            if it.evaluations and epoch > (last := it.evaluations[-1].epoch):
                st.caption(f"This run has {counted(last, 'epoch')}: it is shown after its last.")
            moment(it, epoch, "back", small=len(seen) > 1, states=True, ask=it is seen[0])
