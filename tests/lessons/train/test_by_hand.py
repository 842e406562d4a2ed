"""The slides' hours forecast by hand on the page: a truth is covered until the learner has committed to a guess."""

from __future__ import annotations

from tests.pages.visiting import visit, words


def test_the_truth_is_covered_until_a_guess_is_committed():
    app = visit("train", view="honest")
    assert "| 32 | 31 | 31 | 30 | 29 | ? | ? | ? |" in words(app)
    assert app.button(key="train_by_hand_commit").disabled
    for at, guess, shown in ((5, 28.0, "| 29 | 26 | ? | ? |"), (6, 25.5, "| 26 | 25 | ? |"), (7, 23.0, "| 25 | ? |")):
        app.number_input(key=f"train_by_hand_{at}").set_value(guess).run()
        app.button(key="train_by_hand_commit").click().run()
        assert not app.exception
        assert shown in words(app)
    said = words(app)
    assert "| 18:00 | **28** | 26 | 29 | 28.5 |" in said
    assert "| 20:00 | **23** | not printed | 25 | 23.4 |" in said
    assert "yours **1.25 °C**, last hour again 2.00, line 1.65. You are better than both simple forecasts" in said
    app.button(key="train_by_hand_again").click().run()
    assert "| 29 | ? | ? | ? |" in words(app)
    assert "straight line" not in words(app)
