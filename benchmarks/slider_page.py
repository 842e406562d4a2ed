"""What stepping.py compares the stage with: the same cell, stepped by a Streamlit slider, in the quickest form known.

A fragment, so that the rest of the page stays; a component that draws in the browser, so that only numbers are sent.
"""

from __future__ import annotations

import gc
import sys
from urllib.parse import parse_qsl

import streamlit as st

from benchmarks import LARGEST
from rnnviz.core.cells import CELLS
from rnnviz.core.slips import Outcome
from rnnviz.state.link import from_query

SCRIPT = """
const SVG = "http://www.w3.org/2000/svg";
function drawn(root, rows) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "numbers");
  svg.setAttribute("viewBox", `0 0 700 ${rows.length * 24}`);
  rows.forEach(([name, values], k) => values.forEach((value, unit) => {
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", 20 + 160 * unit);
    text.setAttribute("y", 18 + 24 * k);
    text.dataset.q = name;
    svg.append(text);
  }));
  root.replaceChildren(svg);
  return svg;
}
export default function ({ data, parentElement }) {
  const svg = parentElement.querySelector("svg") ?? drawn(parentElement.querySelector("div"), data.rows);
  const values = data.rows.flatMap(([, values]) => values);
  svg.querySelectorAll("text").forEach((text, k) => (text.textContent = values[k].toFixed(4)));
}
"""

numbers = st.components.v2.component("numbers", html="<div></div>", js=SCRIPT)


@st.cache_resource(max_entries=1, show_spinner=False)
def freeze(modules: int) -> None:
    """As the app does it, in rnnviz/main.py."""
    gc.collect()
    gc.freeze()


@st.cache_resource(max_entries=1, show_spinner=False)
def outcome(cell: str) -> Outcome:
    return from_query(cell, dict(parse_qsl(LARGEST))).run()


@st.fragment
def stepper(cell: str) -> None:
    record = outcome(cell).record
    t = st.slider("Time step", 1, len(record.x)) - 1
    names = ["x", *dict.fromkeys(name for op in CELLS[cell].ops for name in op.quantities if hasattr(record, name))]
    numbers(key="numbers", data={"rows": [(name, getattr(record, name)[t].ravel().tolist()) for name in names]})


stepper(st.query_params["cell"])
freeze(len(sys.modules))
