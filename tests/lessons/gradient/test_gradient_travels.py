"""What is shown is what travels: from a cell to its gradient, and from the gradient into its files."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl

import numpy as np
import pytest
import torch

from rnnviz.core.bptt import backward
from rnnviz.lessons.gradient.files import to_csv
from rnnviz.state.link import from_query
from rnnviz.state.opening import first_example
from rnnviz.state.settings import from_preset
from rnnviz.ui.loss.loss_controls import head_of, problem_of
from rnnviz.ui.loss.state import NOT_SETTINGS, Choices
from rnnviz.ui.loss.targets import fitting_loss
from tests.pages.visiting import visit


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("query", [{}, {"t": "7", "notation": "ng"}])
def test_the_gradient_opens_the_sequence_that_is_shown(cell: str, query: dict[str, str]) -> None:
    """Of a cell as it opens the link names everything, or the gradient page would open its own six hours."""
    app = visit(cell, **query)
    [there] = [it.proto for it in app.get("page_link") if it.proto.label == "Its gradient"]
    items = dict(parse_qsl(there.query_string))
    shown = from_query(cell, {name: text for name, text in items.items() if name != "cell"})
    np.testing.assert_array_equal(shown.x, (from_preset(cell, "worked") if query else first_example(cell)).x)
    assert items["cell"] == cell
    assert shown.t == int(query.get("t", "1")) - 1
    assert set(items) - NOT_SETTINGS, "not taken for a link with nothing of its own"


def test_the_table_holds_the_gradient_of_the_error_that_is_swept() -> None:
    settings = from_preset("rnn", "worked")
    loss, _ = fitting_loss(Choices(), settings.steps, len(head_of(settings).bias))
    gradient = backward(problem_of(settings, loss))
    of = 5
    rows = list(csv.DictReader(io.StringIO(to_csv(gradient, of))))
    ours = np.array([[float(row[f"dE{of + 1}/dh[{unit}]"]) for unit in (1, 2)] for row in rows])
    w = settings.weights
    wih, whh, bias = (torch.tensor(part) for part in (w.weight_ih, w.weight_hh, w.bias_ih + w.bias_hh))
    h, states = torch.tensor(settings.h0), list[torch.Tensor]()
    for x in torch.tensor(settings.x):
        h = torch.tanh(wih @ x + whh @ h + bias)
        h.requires_grad_() if not states else h.retain_grad()
        states.append(h)
    head = head_of(settings)
    seed = torch.tensor(gradient.dy[of] @ head.weight)
    (states[of] * seed).sum().backward()
    theirs = [state.grad.numpy() if state.grad is not None else np.zeros(2) for state in states]
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-300)
    assert [float(row[f"dE{of + 1}/dy[1]"]) != 0 for row in rows] == [t == of for t in range(24)]
