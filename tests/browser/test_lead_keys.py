"""Every kind of step by the keyboard alone, with a screen reader's tree and axe in both themes: rnn has them all."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from rnnviz.lead.answers import digits
from rnnviz.lead.steps import steps_of
from tests.browser.conftest import Open
from tests.browser.lead import COVERED, led
from tests.browser.rest import rest
from tests.browser.test_axe import AXE, GROUNDS, OF_COLOUR, audit
from tests.pages.leads import answer_of

STEPS = steps_of("rnn")
MOST_TABS = 20  # from the top of a card to what it asks, or over the rest of it to its ways on
# Whether an element's text is within the box around the element, and in its own one where that cuts.
WHOLE = """(el) => {
  const range = document.createRange();
  range.selectNodeContents(el);
  const boxes = [el, el.parentElement].filter((box) => getComputedStyle(box).overflowX !== "visible");
  const [text, ...all] = [range, ...boxes].map((one) => one.getBoundingClientRect());
  return text.width > 0 && all.every(({ left, right }) => text.left >= left && text.right <= right);
}"""

# Whether the focus has stayed in the card: what was pressed is gone.
IN_CARD = "() => document.activeElement.closest('.st-key-lead')"

# How large the texts of a drawing are, in px of the screen.
SIZES = """(svg) => [...svg.querySelectorAll("text")].map((el) =>
  parseFloat(getComputedStyle(el).fontSize) * el.getScreenCTM().a)"""


class Reader:
    """A learner who has no pointer and sees nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.locator(".st-key-lead")
        self.schemes = list(GROUNDS)
        self.told = self.card.locator("[role=alert], [role=status]")  # both are announced as they come

    def tab_to(self, wanted: Locator, most: int = MOST_TABS) -> None:
        """The focus comes to an element by the Tab key alone."""
        for _ in range(most):
            if wanted.evaluate("(el) => el === el.getRootNode().activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to it: {wanted}")

    def press(self, wanted: Locator, *keys: str, most: int = MOST_TABS) -> None:
        self.tab_to(wanted, most)
        for key in keys:
            self.page.keyboard.press(key)

    def on(self) -> None:
        """To the next step, which begins at the card's top and is told by its number."""
        before = self.card.get_attribute("aria-label") or ""
        self.press(self.page.locator(".st-key-lead_next button"), "Enter")
        k = int(before.split()[1]) + 1
        expect(self.page.get_by_role("region", name=f"Step {k} of")).to_be_focused()
        expect(self.page.locator(".lead-spot [aria-live=polite]")).to_have_text(f"Step {k}: {STEPS[k - 1].title}.")
        rest(self.page, 100)
        self.is_sound()

    def commits(self, said: str | re.Pattern[str], k: int = 0) -> None:
        """The answer is committed, and what is said to it is announced."""
        sure = self.page.locator(f".st-key-commit_{k} button").first
        expect(sure).to_be_enabled()
        self.press(sure, "Enter")
        expect(self.told.filter(has_text="Your answer").last).to_contain_text(said)
        self.page.wait_for_function(IN_CARD)
        self.is_sound()

    def chooses(self, option: str = "") -> None:
        group = self.card.get_by_role("radiogroup").first
        self.tab_to(group.get_by_role("radio").first)
        wanted = group.get_by_role("radio", name=option) if option else group.get_by_role("radio").first
        self.page.keyboard.press("Space")
        for _ in range(6):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not come to {option}")

    def is_sound(self) -> None:
        """Axe finds nothing in the card: all rules in its theme, then those of colour in the other, which stays."""
        assert audit(self.page, ".st-key-lead") == []
        self.schemes.reverse()
        self.page.emulate_media(color_scheme=self.schemes[0])
        expect(self.page.locator(".stApp")).to_have_css("background-color", GROUNDS[self.schemes[0]])
        assert audit(self.page, ".st-key-lead", OF_COLOUR) == []

    def hears(self, part: str) -> str:
        """A screen reader's tree of a part of the page."""
        return str(self.page.locator(part).aria_snapshot()).replace("-", "−")


def begun(page: Page) -> Reader:
    page.evaluate(AXE.read_text())
    return Reader(page)


def predicts_by_a_choice(reader: Reader) -> None:
    """What is covered is told as covered, then the number."""
    reader.on()
    truth = answer_of("rnn", STEPS[1], STEPS[1].ask).number
    tree = reader.hears(".st-key-picture")
    assert COVERED in tree
    assert digits(abs(truth)) not in tree
    assert 'radiogroup "Your guess"' in reader.hears(".st-key-lead")
    reader.chooses(digits(truth))
    reader.commits("Right.")
    tree = reader.hears(".st-key-picture")
    assert COVERED not in tree
    assert digits(abs(truth)) in tree


def computes_a_number(reader: Reader) -> None:
    """A principle, then a blank."""
    card, told = reader.card, reader.told
    reader.on()
    reader.chooses()
    reader.commits("Your answer")
    reader.press(card.get_by_role("textbox"), "9", "Enter")
    expect(told.last).to_contain_text("Not yet")
    assert COVERED in reader.hears(".st-key-picture")


def predicts_by_a_mark(reader: Reader) -> None:
    """The strip, then the easier question."""
    card = reader.card
    reader.on()
    strip = card.get_by_role("slider", name="Your guess: a step")
    reader.press(strip, "ArrowRight", "ArrowRight", "End")
    expect(strip).to_have_attribute("aria-valuetext", "step 24 of 24")
    assert card.locator(".answer-step").last.evaluate(WHOLE), "the number of the last step"
    reader.commits("A trace is left in theory")
    reader.chooses("no")  # the easier question
    reader.commits("comes in", k=1)


def does_a_task(reader: Reader) -> None:
    """On the stage, with the keyboard."""
    page, told = reader.page, reader.told
    reader.on()
    expect(told).to_contain_text("Not done yet")
    reader.press(page.locator('[data-q="x"]').first, "Enter", most=80)  # on the stage
    page.keyboard.press("Control+A")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Done.")
    reader.is_sound()


def predicts_by_a_sketch(reader: Reader) -> None:
    """The numbers of its drawing can be read."""
    page, card = reader.page, reader.card
    reader.tab_to(page.locator(".st-key-lead_next button"), most=80)
    reader.on()
    assert min(card.locator(".answer-sketch").evaluate(SIZES)) >= 12
    knob = card.get_by_role("slider", name="Your curve")
    reader.press(knob, "PageUp", "PageUp")
    expect(knob).to_have_attribute("aria-valuetext", "step 1 of 24: 1")
    reader.commits("Right.")
    expect(card.get_by_role("img", name="It is: 1, 1")).to_be_visible()


def ends_the_lead(reader: Reader) -> None:
    """A task with its hints, the formula, the recap."""
    card = reader.card
    reader.on()
    hint = card.get_by_role("button", name="Hint")
    reader.press(hint, "Enter")
    expect(card).to_contain_text("must lie between")
    reader.on()  # why
    expect(card.get_by_role("heading", level=2)).to_have_text(STEPS[7].title)
    assert "torch.nn.RNNCell" in reader.hears(".st-key-lead")
    reader.on()  # recap
    expect(card.get_by_role("radiogroup", name="Your guess, question 3")).to_be_visible()
    reader.chooses()
    reader.commits("Your answer")


def test_every_kind_of_step_by_the_keyboard_alone_as_a_screen_reader_tells_it(open_page: Open) -> None:
    page = led(open_page, "/rnn")
    reader = begun(page)
    expect(page.get_by_role("region", name="Step 1 of 9")).to_be_visible()
    reader.tab_to(page.locator(".st-key-lead_next button"), most=80)  # over the whole stage, once
    for step in (
        predicts_by_a_choice, computes_a_number, predicts_by_a_mark, does_a_task, predicts_by_a_sketch, ends_the_lead,
    ):  # fmt: skip
        step(reader)


def test_what_is_ordered_or_dragged_is_answered_by_keys(open_page: Open) -> None:
    page = led(open_page, f"/gru?step={len(steps_of('gru'))}")
    reader = begun(page)
    reader.card.focus()  # where going on puts it
    reader.press(reader.card.get_by_role("button", name="RNN: up"), "Enter", "Enter")
    expect(reader.card.locator(".answer-order li").first).to_contain_text("RNN")
    expect(reader.card.locator(".lead-answer [aria-live=polite]")).to_have_text(re.compile("RNN: place 1 of 3"))
    reader.is_sound()
    page.goto("/gradient?step=3")
    rest(page)
    reader = begun(page)
    bar = reader.card.get_by_role("slider", name="Your guess: drag the bar")
    reader.card.focus()
    reader.press(bar, "ArrowRight", "ArrowRight", "ArrowRight")
    expect(bar).to_have_attribute("aria-valuetext", "0.03")
    reader.commits("Right.")


def test_the_glossary_is_searched_by_the_keyboard_and_read_as_a_list(open_page: Open) -> None:
    page = open_page()
    page.goto("/glossary")
    rest(page)
    reader = Reader(page)
    search = page.get_by_role("textbox", name="Search")
    reader.tab_to(search, most=30)
    page.keyboard.type("forget g")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-glossary strong")).to_have_text(["forget gate"])
    tree = reader.hears(".st-key-glossary")
    assert "forget gate" in tree
    assert 'link "' in tree
    reader.press(page.locator(".st-key-glossary").get_by_role("link"), "Enter", most=6)
    expect(page.get_by_role("heading", level=1)).to_have_text("LSTM")
