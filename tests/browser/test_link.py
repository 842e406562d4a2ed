"""The address bar is a link to exactly what is on the screen, and a bad link gets a sentence."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnviz.state.opening import first_example
from rnnviz.state.settings import from_preset
from tests.browser.bar import follow
from tests.browser.stage import CHECKED, Stage, expected, staged

SYMBOLIC = ".stage .symbolic .katex-mathml"


@pytest.fixture(scope="module")
def stage(browser, server):
    with staged(browser, server) as one:
        yield one


@pytest.fixture(scope="module")
def other(browser, server):
    """Somebody else's browser."""
    with staged(browser, server) as one:
        yield one


def picture(stage: Stage) -> tuple:
    """All that a link has to bring back."""
    weights = stage.root.locator(".weight").evaluate_all("(all) => all.map((el) => el.title.split(',')[0])")
    symbolic = stage.page.locator(SYMBOLIC).all_text_contents()
    return (
        stage.numbers(),
        stage.where,
        stage.notation.input_value(),
        weights,
        symbolic,
        stage.strip.get_attribute("aria-valuetext"),
    )


def soon_after(stage: Stage, before: str) -> str:
    expect(stage.page).not_to_have_url(before, timeout=10_000)
    return stage.page.url


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("/rnn?preset=leaky", "weight_hh"),
        ("/lstm?preset=concat", "weight_ih.i"),
        ("/gru?seed=5&preset=random&outputs=3&softmax=1&hidden=4", "bias_hh.r"),
    ],
)
def test_each_thing_done_comes_into_the_link_and_out_again(stage, other, link, name):
    """Step, operation, notation, a drag, a clamp: after each the address says it, and opens to the same picture."""
    stage.open(link).rest()
    url = stage.page.url
    stage.button("next").click()
    url = soon_after(stage, url)
    stage.button("opBack").click()
    url = soon_after(stage, url)
    stage.notation.select_option("wu")
    url = soon_after(stage, url)
    stage.drag(stage.number("x"), 33)
    url = soon_after(stage, url)
    stage.drag(stage.weight(name, 1), -14)
    url = soon_after(stage, url)
    if name != "weight_hh":
        stage.page.locator(".stage .clamp").get_by_role("radio", name="½", exact=True).check()
        url = soon_after(stage, url)
    stage.page.mouse.move(5, 5)
    stage.frame()
    expect(stage.truth).to_have_text(CHECKED)
    left = picture(stage)
    other.load(url)
    assert picture(other) == left
    assert other.settings() == stage.settings()
    assert left[0] == expected(stage.settings())


def test_reload_keeps_what_is_on_the_screen(stage):
    stage.load("/gru?t=7&op=2&preset=leaky")
    stage.drag(stage.number("x"), 25)
    stage.button("next").click()
    stage.rest()
    stage.page.mouse.move(5, 5)
    stage.frame()
    left = picture(stage)
    stage.page.reload()
    assert picture(stage.ready()) == left


def test_back_from_another_page_keeps_what_was_on_the_screen(stage):
    stage.load("/lstm?t=3&op=4")
    stage.drag(stage.number("x"), 25)
    stage.button("next").click()
    stage.rest()
    stage.page.mouse.move(5, 5)
    stage.frame()
    left = picture(stage)
    follow(stage.page, "GRU")
    expect(stage.page.get_by_role("heading", level=1)).to_have_text("GRU")
    stage.ready()
    assert stage.at[0] == 1, "a page of its own"
    stage.page.go_back()
    expect(stage.page.get_by_role("heading", level=1)).to_have_text("LSTM")
    assert picture(stage.ready()) == left
    stage.page.go_forward()
    expect(stage.page.get_by_role("heading", level=1)).to_have_text("GRU")
    assert stage.ready().numbers() == expected(from_preset("gru", "worked"))


def test_pausing_and_the_end_of_playing_write_the_link(stage):
    """While it plays the address bar is left alone: a browser allows only so many changes of it."""
    stage.open("/rnn?t=20&op=3").rest()
    stage.page.get_by_role("combobox", name="Speed").select_option("fast")
    before, began = stage.page.url, stage.at
    stage.button("play").click()
    stage.page.wait_for_timeout(900)
    while stage.at == began:  # on a busy machine the first frame may be late
        stage.page.wait_for_timeout(100)
    assert stage.page.url == before
    stage.button("play").click()
    at = stage.at
    soon_after(stage, before)
    assert (stage.settings().t + 1, stage.settings().op + 1) == at
    stage.button("play").click()
    expect(stage.button("play")).to_contain_text("play", timeout=4000)
    assert stage.at[0] == 24
    assert stage.rest().t == 23


def test_a_link_made_large_can_still_be_opened(stage, other):
    """An edit, then 32 units: thousands of weights, of which the seed gives all but a few."""
    stage.load("/lstm?weight_hh=0.25,-0.4,0.2,0.5,0.6,-0.2,-0.3,0.7,0.4,-0.5,0.1,0.6,0.5,-0.3,0.2,0.8")
    stage.page.get_by_role("button", name="Sizes").click()
    sizes = stage.page.get_by_role("slider", name="Hidden size")
    sizes.focus()
    stage.page.keyboard.press("End")
    expect(stage.strip).to_have_attribute("aria-valuemax", "24")
    expect(stage.root).to_have_class("stage large", timeout=5000)
    settings = stage.rest()
    assert settings.hidden_size == 32
    assert settings.weights.weight_hh[0, 0] == 0.25
    assert len(stage.page.url) < 8000, "what a server takes as an address"
    other.load(stage.page.url)
    assert other.settings() == settings
    expect(other.truth).to_have_text(CHECKED)


# More of them are tried without a browser, in tests/pages.
WRONG = {
    "cut off": ("/rnn?weight_hh=0.5,-0.1", "cut off"),
    "too late": ("/lstm?t=999", "999"),
    "not a number": ("/gru?h0=NaN,0", "h0"),
    "script": (f"/lstm?preset={quote('<script>alert(1)</script>')}", "preset"),
    "script in a key": (f"/rnn?{quote('<img src=x onerror=alert(1)>')}=1", "part"),
    "a picture from elsewhere": (f"/lstm?preset={quote('![](//evil.example)')}", "preset"),
    "a link to elsewhere": (f"/gru?preset={quote('[a](//evil.example)')}", "preset"),
    "huge": (f"/rnn?x={'1,' * 20_000}1", "x"),
    "last": ("/gru?hidden=100000000", "hidden"),
}


def test_a_bad_link_gets_a_sentence_and_the_default(stage):
    """No traceback, nothing run or fetched from elsewhere; then the page's own link stands in the address bar."""
    for what, (link, words) in WRONG.items():
        cell = link[1:].split("?")[0]
        stage.open(link) if what != "huge" else stage.load(link)
        alert = stage.page.get_by_test_id("stAlert")
        expect(alert).to_have_count(1)
        sentence = alert.inner_text()
        assert words in sentence, (what, sentence)
        assert len(sentence) < 400, what
        assert "Traceback" not in stage.page.locator("body").inner_text()
        expect(alert.locator("img, script, a, svg:not([data-testid])")).to_have_count(0)
        start = first_example(cell)
        at = start.steps - 1 if what == "too late" else start.t  # a step past the last is the last
        assert stage.numbers() == expected(replace(start, t=at)), what
    assert stage.holds(from_preset("gru", "worked"))
    stage.page.reload()
    stage.ready()
    expect(stage.page.get_by_test_id("stAlert")).to_have_count(0)


ODD = [
    "/rnn?slip=c",
    "/rnn?seed=123456&preset=random",
    "/rnn?source=noise&noise=54321",
    "/lstm?outputs=8&softmax=1",
    "/rnn?x=" + ",".join(["0.5"] * 40),
    "/gru?source=sine&steps=1",
    "/lstm?utm_source=mail&fbclid=1&t=2",
    "/gru?hidden=32&inputs=4&outputs=4",
    "/rnn?source=words&text=" + quote("<b> <b>"),
]


@pytest.mark.parametrize("link", ODD)
def test_a_rare_but_right_link_opens(stage, link):
    """What the core reads, the page can show, controls and all."""
    stage.open(link)
    expect(stage.page.get_by_test_id("stAlert")).to_have_count(0)
    expect(stage.page.get_by_test_id("stException")).to_have_count(0)
    settings = stage.rest()
    if not stage.large:
        assert stage.numbers() == expected(settings)
    assert int(stage.strip.get_attribute("aria-valuemax")) == settings.steps


def test_the_links_to_the_other_cells_carry_the_input(stage):
    stage.load("/rnn?source=sine&steps=12&period=5&outputs=2&notation=andrew")
    stage.drag(stage.number("x"), 40)
    mine = stage.rest()
    for cell in ("LSTM", "GRU", "RNN"):
        # the links follow what Python has heard of
        stage.page.get_by_role("button", name="Compare").click()
        stage.page.get_by_role("link", name=f"Compare with {cell}", exact=True).click()
        expect(stage.page.get_by_role("heading", level=1)).to_have_text(cell)
        stage.ready()
        theirs = stage.rest()
        assert theirs.cell == cell.lower()
        assert np.array_equal(theirs.x, mine.x)
        assert theirs.head is not None
        assert np.array_equal(theirs.head.weight, mine.head.weight)
        assert theirs.notation == "andrew"
        assert stage.numbers() == expected(theirs)
