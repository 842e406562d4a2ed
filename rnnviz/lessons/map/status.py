"""One line under the map, always there: what is being worked on and a Stop, or what is to be seen."""

from __future__ import annotations

import streamlit as st

from rnnviz.core.typed import clock, grouped
from rnnviz.jobs.cluster import trouble
from rnnviz.jobs.far import WAITS
from rnnviz.jobs.job import Job
from rnnviz.lessons.map.picture import Picture
from rnnviz.lessons.map.progress import Refused, again, all_work, awaited, live, stop, wrong
from rnnviz.texts import _
from rnnviz.ui.plain import plain

EVERY = 0.4  # seconds
MAIN = ("source", "map")


def status(it: Picture | None) -> None:
    """A fragment that looks twice a second while something is made."""
    working = [purpose for purpose in all_work() if purpose in awaited()]
    st.fragment(_status, run_every=EVERY if working else None)(it, working)


def _status(it: Picture | None, working: list[str]) -> None:
    if any(purpose not in live() for purpose in working):
        st.rerun()  # the page takes over what is ready, and the timer ends with the last of it
    with st.container(key="map_status", horizontal=True, vertical_alignment="center", gap="small"):
        if purpose := next((name for name in working), ""):
            under_way(purpose)
        elif failed := next((name for name in MAIN if name in all_work() and wrong(all_work()[name])), ""):
            failure(failed)
        elif it:
            st.caption(sentence(it) + (f" · {why}" if (why := trouble()) else ""))


def under_way(purpose: str) -> None:
    work = all_work()[purpose]
    st.progress(min(1.0, max(0.0, work.job.share)), text=f"**{plain(work.what)}** · {doing(work.job)}", width="stretch")
    st.button(_("Stop"), key=f"map_stop_{purpose}", icon=":material/stop:", on_click=stop, args=(purpose,))


def doing(job: Job[object] | Refused) -> str:
    """How far it is, in words."""
    where = getattr(job, "where", "")
    words = where if where == WAITS else ", ".join(it for it in (job.doing or _("under way"), where) if it)
    return (
        _("{words} · {value} left").format(words=words, value=clock(max(1.0, job.left_s)))
        if job.left_s is not None
        else words
    )


def failure(purpose: str) -> None:
    work = all_work()[purpose]
    if work.stopped:
        st.caption(_("{what}: stopped. What you see is what was there before.").format(what=plain(work.what)))
    else:
        st.error(plain(wrong(work)), icon=":material/error:")
    if purpose == "map" or work.stopped:
        st.button(_("Make it"), key=f"map_again_{purpose}", icon=":material/replay:", on_click=again, args=(purpose,))


def sentence(it: Picture) -> str:
    """What is to be seen."""
    count = _("{n_points} points of {width} numbers").format(n_points=grouped(len(it.points)), width=it.points.width)
    parts = [_("**{title}** of {name}: {count}").format(title=it.title, name=plain(it.points.name), count=count)]
    if it.points.sampled_from > len(it.points):
        parts.append(_("a sample of {sampled_from}").format(sampled_from=grouped(it.points.sampled_from)))
    if it.made:
        parts += [_("made in {seconds:.1f} s").format(seconds=it.made.seconds)] if it.setting.method != "pca" else []
        parts += [f"{name} **{value:.3f}**" for name, value in it.made.trust.items()]
    return " · ".join(parts)
