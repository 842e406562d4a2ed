"""Two replicas behind the shipped nginx, below a path, with one Redis: what a replica that is killed costs a class.

One test, as what costs is the visits: each part stands on the one before.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import rest, travel
from tests.browser.room import bar, press, together
from tests.browser.stage import CHECKED, Stage
from tests.browser.tabs import CLOSED, DESK, Tabs
from tests.conftest import Served, free_port
from tests.nginx_server import NginxServer

PATH = "/school/rnnviz/"
HERE = "1 here · 1 follow · 0 done"
ASKED = """() => performance.getEntriesByType("resource").map(({ name }) => name.match(/lasting\\/.*/)?.[0])
  .filter(Boolean)"""


@pytest.fixture(scope="module")
def nginx(replicas: list[Served], tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    server = NginxServer(tmp_path_factory.mktemp("nginx"), free_port(), [it.port for it in replicas], PATH)
    yield server
    server.stop()


class School:
    """Browsers that come through nginx, each with a place in its cookie."""

    def __init__(self, browser: Tabs, nginx: NginxServer, replicas: list[Served]) -> None:
        self.browser, self.nginx = browser, nginx
        self.places = [nginx.place_at(it.port) for it in replicas]

    def visit(self, link: str, replica: int) -> Page:
        context = self.browser.chromium.new_context(viewport=DESK, base_url=self.nginx.url)
        context.add_cookies([
            {"name": "rnnviz_place", "value": self.places[replica], "domain": "localhost", "path": PATH},
            {"name": "rnnviz_lead", "value": CLOSED, "domain": "localhost", "path": "/"},
        ])  # fmt: skip
        page = context.new_page()
        page.goto(link)
        return page

    def opens_a_class(self) -> tuple[Page, Page]:
        """A teacher on one replica and a student on the other, both at the same link."""
        teacher = self.visit("class", 0)
        press(teacher, "Open a room")
        code = teacher.locator(".class-big").inner_text()
        expect(teacher.locator(".class-link")).to_contain_text(f"{PATH}class?room={code}")
        ann = self.visit(f"class?room={code}", 1)
        expect(bar(teacher)).to_contain_text(HERE)
        travel(teacher, f"{PATH}gru?t=3", "GRU")
        assert together(teacher, ann).endswith("t=3")
        return teacher, ann


def test_a_replica_is_killed_in_the_middle_of_a_lesson(
    browser: Tabs, nginx: NginxServer, replicas: list[Served]
) -> None:
    school = School(browser, nginx, replicas)
    teacher, ann = school.opens_a_class()
    ben = Stage(school.visit("lstm?t=5", 0))
    ben.ready().type(ben.weight("weight_ih.i"), "2.5").press("Enter")
    expect(ben.truth).to_have_text(CHECKED)
    lasting = ben.page.evaluate(ASKED)
    assert lasting
    found = {nginx.get(name, place) for name in lasting for place in school.places}
    assert found == {200}, "one of them has offered it"

    killed = replicas[0].process
    assert killed
    killed.kill()
    ben.type(ben.weight("weight_ih.i", 1), "-1.5").press("Enter")
    expect(ben.truth).to_have_text(CHECKED, timeout=60_000)
    rest(ben.page)
    after = ben.numbers()
    ben.page.reload()
    assert ben.ready().numbers() == after
    assert [ben.weight("weight_ih.i", row).text_content() for row in (0, 1)] == ["+2.500", "\u22121.500"]

    expect(bar(teacher)).to_contain_text(HERE, timeout=30_000)
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann).endswith("t=4")
    nginx.reload()
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann).endswith("t=5")
    for page in (teacher, ann, ben.page):
        page.context.close()
