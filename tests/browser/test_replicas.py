"""Two replicas behind the shipped nginx, below a path, with one Redis: what a replica that is killed costs a class.

One test, as what costs is the visits: each part stands on the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import rest, travel
from tests.browser.room import bar, press, together
from tests.browser.stage import CHECKED, Stage
from tests.browser.tabs import CLOSED, Tabs
from tests.conftest import Launch, Served, free_port
from tests.nginx_server import NginxServer
from tests.redis_server import RedisServer

PATH = "/school/rnnviz/"
ASKED = """() => performance.getEntriesByType("resource").map(({ name }) => name.match(/lasting\\/.*/)?.[0])
  .filter(Boolean)"""


@pytest.fixture(scope="module")
def replicas(launch: Launch, redis_server: RedisServer) -> Iterator[list[Served]]:
    redis_server.empty()
    with ExitStack() as stack, ThreadPoolExecutor(2) as threads:
        both = [launch("python", RNNVIZ_REDIS=redis_server.address) for _ in range(2)]
        yield list(threads.map(stack.enter_context, both))


@pytest.fixture(scope="module")
def nginx(replicas: list[Served], tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    server = NginxServer(tmp_path_factory.mktemp("nginx"), free_port(), [it.port for it in replicas], PATH)
    yield server
    server.stop()


def test_a_replica_is_killed_in_the_middle_of_a_lesson(
    browser: Tabs, nginx: NginxServer, replicas: list[Served]
) -> None:
    places = [nginx.place_at(it.port) for it in replicas]

    def visit(link: str, at: int) -> Page:
        context = browser.chromium.new_context(viewport={"width": 1280, "height": 720}, base_url=nginx.url)
        context.add_cookies([
            {"name": "rnnviz_place", "value": places[at], "domain": "localhost", "path": PATH},
            {"name": "rnnviz_lead", "value": CLOSED, "domain": "localhost", "path": "/"},
        ])  # fmt: skip
        page = context.new_page()
        page.goto(link)
        return page

    teacher = visit("class", 0)
    press(teacher, "Open a room")
    code = teacher.locator(".class-big").inner_text()
    expect(teacher.locator(".class-link")).to_contain_text(f"{PATH}class?room={code}")
    ann = visit(f"class?room={code}", 1)
    expect(bar(teacher)).to_contain_text("1 here · 1 follow · 0 done")
    travel(teacher, f"{PATH}gru?t=3", "GRU")
    assert together(teacher, ann).endswith("t=3")

    ben = Stage(visit("lstm?t=5", 0))
    ben.ready().type(ben.weight("weight_ih.i"), "2.5").press("Enter")
    expect(ben.truth).to_have_text(CHECKED)

    lasting = ben.page.evaluate(ASKED)
    assert lasting
    assert {nginx.get(name, place) for name in lasting for place in places} == {200}, "one of them has offered it"

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

    expect(bar(teacher)).to_contain_text("1 here · 1 follow · 0 done", timeout=30_000)
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann).endswith("t=4")
    nginx.reload()
    teacher.keyboard.press("ArrowRight")
    assert together(teacher, ann).endswith("t=5")
    for page in (teacher, ann, ben.page):
        page.context.close()
