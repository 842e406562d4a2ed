"""What is asked of a net on the page: where else the same is on, another memory put in, which inputs mattered."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.learn import predict
from rnnviz.learn.included.keys import key_of
from rnnviz.learn.inside.attribution import FEWEST, attribution
from rnnviz.learn.inside.holding import Intervention
from rnnviz.learn.inside.memory import influence
from rnnviz.learn.inside.patching import answers, looked_at, shares
from rnnviz.learn.tasks import task_of
from rnnviz.lessons.inside import opened as opened_net
from rnnviz.lessons.inside.export import by_piece
from rnnviz.lessons.inside.opened import DONORS, EXAMPLES
from tests.lessons.inside.test_inside_page import answered, named, numbers, opened, traces, upload
from tests.pages.visiting import link, words


def test_the_same_is_found_in_the_data() -> None:
    app = answered(opened(view="same", begin="2", end="3", least="0.2", text="Kowalski"), "same")
    trained = named("names")
    x, _ = predict.readable(trained, "Kowalski")
    h = looked_at(trained, x).found[0][0]["h"][0].numpy().astype(np.float16)
    units = [unit for unit in range(128) if (h[1:3, unit] >= 0.2).all() and not (h[[0, 3], unit] >= 0.2).any()]
    assert f"**{len(units)} unit" in words(app)
    data = task_of(trained.plan).load(trained.plan, lambda share: None)
    counts = []
    for part in (data.train, data.validation):
        with torch.no_grad():
            out = trained.net.states(part.x, part.lengths).half().numpy()
        counts += [(out[k, t, units] >= 0.2).sum() for k, n in enumerate(part.lengths.tolist()) for t in range(n)]
    most = max(counts)
    assert f"({counts.count(most)} step" in words(app)
    assert ("Nowhere in" in words(app)) == (most < len(units))
    assert len(app.dataframe[0].value) <= 20
    app.slider("inside_spanned").set_range(4, 5).run()
    assert (link(app)["begin"], link(app)["end"]) == ("4", "5")
    app.number_input("inside_least").set_value(5.0).run()
    assert "No unit is at 5 or above" in words(app)


@pytest.mark.parametrize("task", ["names", "sentiment"])
def test_a_memory_is_transplanted(task: str) -> None:
    app = opened(view="experiment", act="transplant", net=key_of(task), after="3", into="2")
    trained = named(task)
    x, _ = predict.readable(trained, EXAMPLES[task])
    donor, _ = predict.readable(trained, DONORS[task])
    with torch.no_grad():
        state = trained.net.rnn(trained.net.features(donor[:, :3]))[1]
        last = trained.net.rnn(trained.net.features(x[:, 2:]), state)[0][0, -1]
        truth = torch.softmax(trained.net.head(last), 0).numpy()
    assert f"**{trained.classes[truth.argmax()]}** ({truth.max():.3f})" in words(app)
    assert f"after its step 3 (**{predict.readable(trained, DONORS[task])[1][2]}**)" in words(app)


def test_a_donor_that_cannot_be_read_gets_a_sentence() -> None:
    app = opened(view="experiment", act="transplant")
    app.text_input("inside_donor").set_value("1 2 3").run()
    assert "no letter" in words(app)
    assert app.text_input("inside_donor").value == "1 2 3"


def test_an_hour_of_another_day_is_transplanted() -> None:
    app = opened(view="experiment", act="transplant", net=key_of("weather"), after="64", into="64", example="5")
    trained = named("weather")
    data = task_of(trained.plan).load(trained.plan, lambda share: None)
    batch = data.validation.batch(torch.tensor([1]))  # all of what is read is another day's: so is the forecast
    mean, spread = trained.scale
    with torch.no_grad():
        truth = float(trained.net(batch.x, batch.lengths)[0, 0]) * spread + mean
    assert "put in after step 64 (**" in words(app)
    assert f"**{truth:.4g}**".replace("-", "−") in words(app)


def test_what_mattered_is_shown_in_three_ways_that_are_the_nets() -> None:
    app = opened(view="inputs", text="Nowak")
    trained = named("names")
    x, _ = predict.readable(trained, "Nowak")
    output = int(answers(trained, x, [5])[0].argmax())
    found = attribution(trained, x, output)
    rows = numbers(traces(app, "inside_mattered")[0]["z"])
    np.testing.assert_allclose(rows, [found.gradient, found.integrated, found.occlusion], atol=1e-6)
    assert f"the output **{trained.classes[output]}**" in words(app)
    assert found.added == pytest.approx(found.moved, abs=1e-3)


def test_a_sum_that_needs_many_points_is_made_beside_the_page() -> None:
    app = answered(opened(view="inputs", net=key_of("characters")), "inputs")
    trained = named("characters")
    x, pieces = predict.readable(trained, EXAMPLES["characters"])
    found = attribution(trained, x, int(answers(trained, x, [len(pieces)])[0].argmax()))
    assert found.points > FEWEST
    np.testing.assert_allclose(numbers(traces(app, "inside_mattered")[0]["z"])[1], found.integrated, atol=1e-5)
    assert f"from {found.points} points" in words(app)


def test_numbers_are_taken_along_by_piece() -> None:
    assert by_piece(["a", "b"], {"x": np.array([1.0, 0.5])}) == "piece,x\na,1.0\nb,0.5\n"


def test_a_large_net_is_looked_into_beside_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_net, "HEAVY", 0.0)
    trained = named("names")
    x, _ = predict.readable(trained, "Nowak")
    app = answered(opened(text="Nowak", order="index"), "states")
    truth = looked_at(trained, x).found[0][0]["h"][0].numpy()
    np.testing.assert_allclose(numbers(traces(app, "inside_heat")[0]["z"]), truth.T, atol=1e-6)
    app = answered(answered(opened(text="Nowak", view="memory"), "memory_look"), "memory")
    norms = influence(trained.net.rnn, trained.net.features(x).detach(), 0, 0)
    np.testing.assert_allclose(numbers(traces(app, "inside_left")[0]["y"]), norms, rtol=1e-5)
    app = answered(answered(opened(text="Nowak", view="experiment", unit="5", value="1"), "before"), "after")
    now = shares(answers(trained, x, [5], [Intervention(0, 0, "h", 4, 1.0)]))[-1]
    assert f"**{trained.classes[now.argmax()]}** ({now.max():.3f})" in words(app)


def test_of_several_nets_in_a_file_one_is_chosen_and_asked_beside_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_net, "HEAVY", 0.0)
    torch.manual_seed(0)
    both, made = nn.ModuleDict({"decoder": nn.GRU(2, 6), "encoder": nn.LSTM(2, 4, batch_first=True)}), io.BytesIO()
    torch.save(both.state_dict(), made)
    app = answered(upload(opened(net="file", order="index", text="1 0 0.5 -1"), "two.pt", made.getvalue()), "states")
    assert "nn\\.GRU, 6 units" in words(app)
    app = answered(app.button_group("inside_part").set_value("encoder.").run(), "states")
    assert link(app)["part"] == "encoder."
    with torch.no_grad():
        truth = both["encoder"](torch.tensor([[[1, 0], [0.5, -1]]]))[0][0].numpy()
    np.testing.assert_allclose(numbers(traces(app, "inside_heat")[0]["z"]), truth.T, atol=1e-6)
