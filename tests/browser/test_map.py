"""The explorer in the browser: a file, search, click, select, motion, 3-D, training; and its pure scripts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.map_scripts import OVERTAKEN, PURE
from tests.browser.rest import choose

SLOW = 60_000  # the worker starts, on a machine that others use too
STILL = ".scatter[data-state=still]"
COUNT = 45


def tables(folder: Path) -> tuple[Path, Path]:
    """The projector's pair: three groups of fifteen in eight dimensions."""
    draw = random.Random(5)
    centres = [[draw.gauss(0, 4) for _ in range(8)] for _ in range(3)]
    rows = [[at + draw.gauss(0, 1) for at in centres[row % 3]] for row in range(COUNT)]
    vectors, metadata = folder / "vectors.tsv", folder / "metadata.tsv"
    vectors.write_text("\n".join("\t".join(f"{value:.4f}" for value in row) for row in rows))
    lines = [f"point{row}\t{'xyz'[row % 3]}\t{'' if row == 5 else 10 ** (row % 5)}" for row in range(COUNT)]
    metadata.write_text("\n".join(["label\tgroup\ttimes seen", *lines]))
    return vectors, metadata


def places(page: Page, trace: int = 0) -> list[list[float]]:
    """Where the points of a trace are drawn."""
    script = "n => ['x', 'y', 'z'].map(axis => document.querySelector('.scatter .plot').data[n][axis]).filter(Boolean)"
    found: list[list[float]] = page.evaluate(script, trace)
    return found


def words(page: Page, trace: int = 4) -> list[str]:
    found: list[str] = page.evaluate("n => document.querySelector('.scatter .plot').data[n].text", trace)
    return found


def on_screen(page: Page, row: int) -> tuple[float, float]:
    """Where a point is, in px of the window."""
    script = """row => {
        const plot = document.querySelector(".scatter .plot"), { xaxis, yaxis } = plot._fullLayout, [trace] = plot.data;
        const box = plot.getBoundingClientRect();
        return [box.x + xaxis._offset + xaxis.l2p(trace.x[row]), box.y + yaxis._offset + yaxis.l2p(trace.y[row])];
    }"""
    x, y = page.evaluate(script, row)
    return x, y


def still(page: Page) -> None:
    expect(page.locator(STILL)).to_be_visible(timeout=SLOW)


def wait(page: Page, what: Callable[[], Any], seconds: float = 180) -> None:
    for _ in range(int(seconds * 10)):
        if what():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


def test_a_file_is_explored_while_words_are_trained(open_page, tmp_path: Path) -> None:
    training = open_page()
    training.goto("/map?method=pca&panel=training")
    page = open_page()
    uploaded(page, tmp_path)
    for part in (coloured, found_and_clicked, selected, moved, in_three_dimensions):
        part(page)
    through_training(training)


def uploaded(page: Page, folder: Path) -> None:
    page.goto("/map?points=file&method=pca")
    boxes = page.locator("[data-testid=stFileUploaderDropzoneInput]")
    vectors, metadata = tables(folder)
    for place, file in ((1, metadata), (0, vectors)):
        choose(page, boxes.nth(place), file)
        expect(page.get_by_role("button", name=f"Remove {file.name}")).to_be_visible()
    still(page)
    wait(page, lambda: words(page, 0)[:2] == ["point0", "point1"])
    expect(page.locator(".scatter .legend button")).to_have_text(["●x", "●y", "●z"])


def coloured(page: Page) -> None:
    """Counts on a log scale whose bar covers no point; the point without a count is grey."""
    page.get_by_role("radio", name="times seen").click()
    script = "() => document.querySelector('.scatter .plot').data[0].marker"
    wait(page, lambda: page.evaluate(script).get("colorbar"))
    marker = page.evaluate(script)
    assert marker["colorbar"]["ticktext"] == ["1", "10", "100", "1000", "10\u202f000"]
    assert [round(at, 9) for at in marker["colorbar"]["tickvals"]] == [0, 1, 2, 3, 4]
    assert [it for it in marker["color"] if isinstance(it, str)] == [marker["color"][5]]
    bar = page.locator(".scatter .colorbar").bounding_box()
    assert bar
    assert bar["x"] + bar["width"] <= min(on_screen(page, row)[0] for row in range(COUNT))
    tools = page.locator(".scatter .modebar").bounding_box()
    assert tools
    assert max(on_screen(page, row)[0] for row in range(COUNT)) <= tools["x"]
    page.get_by_role("radio", name="kind").click()
    wait(page, lambda: not page.evaluate(script).get("colorbar"))


def found_and_clicked(page: Page) -> None:
    box = page.get_by_role("combobox", name="Find a point")
    box.fill("point1")
    expect(page.get_by_role("option").first).to_have_text("point1")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("word=point10"))
    expect(page.get_by_role("columnheader", name="rank on the map")).to_be_visible()
    wait(page, lambda: len(places(page, 2)[0]) == 30)  # ten lines: from, to, gap
    here, lines = [axis[10] for axis in places(page)], places(page, 2)
    assert [axis[0] for axis in lines] == here
    page.mouse.click(*on_screen(page, 22))
    expect(page).to_have_url(re.compile("word=point22"))
    wait(page, lambda: "point22" in words(page) and len(places(page, 3)[0]) == 11)
    page.go_back()
    expect(page.get_by_text("point10 and its nearest")).to_be_visible()
    expect(page).to_have_url(re.compile("word=point10"))
    page.go_forward()
    expect(page.get_by_text("point22 and its nearest")).to_be_visible()


def selected(page: Page) -> None:
    """From the chosen point's neighbours back to all; a box around one group; its points alone, then all again."""
    assert not all_in_view(page), "the picture is of the neighbours that were picked"
    page.locator(".modebar-btn[data-title='Show everything'], .modebar-btn[aria-label='Show everything']").click()
    wait(page, lambda: all_in_view(page))
    page.locator(".modebar-btn[data-title='Box Select'], .modebar-btn[aria-label='Box Select']").first.click()
    spots = [on_screen(page, row) for row in range(0, COUNT, 3)]
    left, top = (min(spot[axis] for spot in spots) - 4 for axis in (0, 1))
    right, bottom = (max(spot[axis] for spot in spots) + 4 for axis in (0, 1))
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right, bottom)
    page.mouse.up()
    note = page.locator(".scatter .note")
    expect(note).to_have_text(re.compile(r"^\d+ selected$"))
    page.get_by_role("button", name="Isolate").click()
    expect(note).to_have_text(re.compile(f"of {COUNT} points"))
    count = int((note.text_content() or "").split()[0])
    assert COUNT // 3 <= count < COUNT
    wait(page, lambda: len(places(page)[0]) == count)
    assert {f"point{row}" for row in range(0, COUNT, 3)} <= set(words(page, 0))
    assert zoomed(page), "what is shown fills the picture"
    page.get_by_role("button", name="Show all").click()
    wait(page, lambda: len(places(page)[0]) == COUNT)
    alone(page)


def seen(page: Page) -> list[tuple[float, float, float, float]]:
    """Of each axis where the view and the points begin and end."""
    script = """axis => document.querySelector(".scatter .plot")._fullLayout[axis].range.map(Number)"""
    axes = zip((page.evaluate(script, axis) for axis in ("xaxis", "yaxis")), places(page), strict=True)
    return [(low, min(column), max(column), high) for (low, high), column in axes]


def all_in_view(page: Page) -> bool:
    return all(list(ends) == sorted(ends) for ends in seen(page))


def zoomed(page: Page) -> bool:
    """Whether all points are within the view, and reach over most of one of its sides."""
    return all_in_view(page) and max((last - first) / (high - low) for low, first, last, high in seen(page)) > 0.8


def alone(page: Page) -> None:
    """The chosen point and its ten neighbours get a map of their own as soon as it is asked for; then all again."""
    page.get_by_role("button", name="Isolate").click()
    wait(page, lambda: len(places(page)[0]) == 11)
    page.get_by_role("button", name="Project alone").click()
    expect(page.get_by_role("button", name="Back to all points")).to_be_visible(timeout=SLOW)
    still(page)
    wait(page, lambda: len(places(page)[0]) == 11 and zoomed(page), 30)
    page.get_by_role("button", name="Back to all points").click()
    wait(page, lambda: len(places(page)[0]) == COUNT)
    still(page)


def moved(page: Page) -> None:
    """From PCA's picture to t-SNE's: the points pass through places between the two, and can be held there."""
    before = places(page)
    script = """() => {
        window.seen = [];
        const plot = document.querySelector(".scatter .plot");
        plot.on("plotly_afterplot", () => seen.push(plot.data[0].x[0]));
    }"""
    page.evaluate(script)
    page.get_by_role("radio", name="t-SNE").click()
    wait(page, lambda: page.get_by_text(re.compile("t-SNE of .*made in")).count() and page.locator(STILL).count())
    after = before
    while after != (after := places(page)) or after == before:  # the places come first, then their scores
        page.wait_for_timeout(300)
    assert len(set(page.evaluate("seen"))) >= 3
    assert before[0] != after[0]
    replay = page.get_by_role("button", name=re.compile("Replay"))
    replay.click()
    hold = page.get_by_role("button", name=re.compile("Hold|Replay")).first
    expect(hold).to_be_visible()
    still(page)
    wait(page, lambda: places(page)[0] == after[0])


def in_three_dimensions(page: Page) -> None:
    page.get_by_role("radio", name="PCA").click()
    page.get_by_role("radio", name="3-D").click()
    wait(page, lambda: len(places(page)) == 3)
    still(page)
    wait(page, lambda: len(words(page)) > 3)  # labels that find room, chosen by what the camera sees
    assert words(page)[0] == "point22"


def through_training(page: Page) -> None:
    slider = page.get_by_role("slider", name="Checkpoint")
    expect(slider).to_be_visible(timeout=SLOW)
    still(page)
    last = places(page)[0]
    slider.focus()
    slider.press("Home")
    expect(page.locator(".scatter output")).to_have_text("untrained")
    wait(page, lambda: places(page)[0] != last)
    trails = page.get_by_role("textbox", name="Trails of")
    trails.fill("cat")
    trails.press("Enter")
    page.get_by_role("button", name="▶ Play").click()
    still(page)
    wait(page, lambda: places(page)[0] == last)
    wait(page, lambda: len(places(page, 1)[0]) == int(slider.get_attribute("max") or 0) + 2)  # a place each, and a gap


def test_still_for_who_asked_for_less_motion(open_page) -> None:
    """And what needs no picture: labels do not overlap, search ranks, positions are carried and mixed."""
    page = open_page(reduced_motion="reduce")
    page.goto("/map?points=states")
    still(page)
    assert page.evaluate(PURE) == []
    assert page.evaluate(OVERTAKEN) == [[0, 1, 2], [1]], "the points, and the mark on one of them"


# Streamlit cleans up after a call that the next one overtook, though the element stays.
