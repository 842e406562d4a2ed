"""A learner's own file in the browser: seen before Start, or refused with each cause; a large one is read beside it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import choose
from tests.learn.own_files import NAMES, SERIES_FILES, TEXT_FILES, table

READ = 60_000  # ms, on a machine that others use too
LINES = (f"class {n % 51},a film that {n} people saw and none will forget so soon\n" for n in range(80_000))
MANY = "".join(LINES)


def test_a_large_file_is_refused_by_itself_and_a_small_one_is_seen(page: Page) -> None:
    page.goto("/train?task=names&source=own%20file")
    box = page.locator("[data-testid=stFileUploader] input")
    choose(page, box, {"name": "large.csv", "mimeType": "text/csv", "buffer": MANY.encode()})
    expect(page.get_by_text("large.csv has 51 different labels")).to_be_visible(timeout=READ)
    page.get_by_role("button", name="Remove").click()
    choose(page, box, {"name": "it.csv", "mimeType": "text/csv", "buffer": table(NAMES).encode()})
    for name in ("How many texts each class has", "How many texts have so many letters", "One row a letter"):
        expect(page.get_by_role("figure", name=name)).to_be_visible(timeout=READ)
    expect(page.locator(".st-key-train_start button")).to_be_enabled()


IN_THE_BROWSER = {
    "names": (
        "label,text with a header", "text,label, other names", "no header", "semicolons", "BOM, CRLF", "UTF-16",
        "Latin-1", "Arabic and Chinese", "emoji", "Markdown and formulas", "duplicates", "labels missing",
        "a class of one row", "zip, a file a class", "zip from a Mac", "empty", "one column", "one class",
        "51 classes", "NUL bytes", "JSON", "a pickle called csv", "a workbook called csv", "zip bomb, one member",
        "zip with ../", "zip in a zip", "zip, encrypted", "zip of pictures",
    ),
    "sentiment": (
        "no header, text first", "tabs and lone quotes", "quotes, commas, two lines", "zip, a folder a class",
        "a quote that never closes", "a line of a megabyte",
    ),
    "weather": (
        "several columns", "unsorted", "times twice", "words among numbers", "NaN and infinity", "no times",
        "one column with a name", "no times, two columns", "times that nobody can read", "no times, no numbers",
        "one time", "a row",
    ),
}  # fmt: skip
"""Of each task, kinds of files that `own_files` makes."""
FIGURES = {"weather": 1, "names": 3, "sentiment": 2}


@pytest.mark.parametrize("task", IN_THE_BROWSER)
def test_each_file_is_seen_before_start_or_refused_with_its_causes(page: Page, task: str) -> None:
    page.goto(f"/train?task={task}&source=own%20file&lag=6")
    box, start = page.locator("[data-testid=stFileUploader] input"), page.locator(".st-key-train_start button")
    said = page.locator(".stMain").locator("[data-testid=stCaptionContainer], [data-testid=stAlertContainer]")
    figures = page.locator(".st-key-train_preview").get_by_role("figure")
    for kind in IN_THE_BROWSER[task]:
        it = SERIES_FILES[kind] if task == "weather" else TEXT_FILES[kind]
        choose(page, box, {"name": it.name, "mimeType": "text/csv", "buffer": it.content})
        for part in it.says:
            expect(said.filter(has_text=part).first, kind).to_be_visible(timeout=READ)
        if it.good:
            expect(start, kind).to_be_enabled()
            expect(figures, kind).to_have_count(FIGURES[task])
        else:
            expect(start, kind).to_be_disabled()
            expect(figures, kind).to_have_count(0)
        page.get_by_role("button", name=f"Remove {it.name}").click()
        expect(page.get_by_text("Load your file, then press")).to_be_visible()
