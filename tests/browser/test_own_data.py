"""A learner's own file in the browser: a large one is read beside the page, which then says so by itself."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.learn.own_files import NAMES, table

READ = 20_000  # ms, on a machine that others use too
LINES = (f"class {n % 51},a film that {n} people saw and none will forget so soon\n" for n in range(80_000))
MANY = "".join(LINES)


def test_a_large_file_is_refused_by_itself_and_a_small_one_is_seen(page: Page) -> None:
    page.goto("/train?task=names&source=own%20file")
    box = page.locator("[data-testid=stFileUploader] input")
    box.set_input_files({"name": "large.csv", "mimeType": "text/csv", "buffer": MANY.encode()})
    expect(page.get_by_text("large.csv has 51 different labels")).to_be_visible(timeout=READ)
    page.get_by_role("button", name="Remove").click()
    box.set_input_files({"name": "it.csv", "mimeType": "text/csv", "buffer": table(NAMES).encode()})
    for name in ("How many texts each class has", "How many texts have so many letters", "One row a letter"):
        expect(page.get_by_role("figure", name=name)).to_be_visible(timeout=READ)
    expect(page.locator(".st-key-train_start button")).to_be_enabled()
