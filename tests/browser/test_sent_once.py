"""What never changes comes to a browser once, and a table goes back to no stage that has sent it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.rest import rest
from tests.browser.stage import CHECKED, Stage, expected

TABLES = """async () => {
  const { release, tableOf } = await import(new URL("assets/shared/released.js", document.baseURI).href);
  const sent = release("a:1", { kind: "rnn", x: 2 });
  const fresh = tableOf({ rev: "c", table: { x: 3 } });
  return [sent, tableOf({ rev: "a:1" }), tableOf({ rev: "b:1" }) ?? null, fresh];
}"""
OVERTAKEN = """async () => {
  const { whole } = await import(new URL("assets/shared/whole.js", document.baseURI).href);
  const parentElement = document.createElement("div");
  const asked = [];
  window.fetch = (url) => new Promise((answer) => asked.push(() => answer(new Response('{ "css": "red" }'))));
  const calls = [{ n: 1 }, { n: 2 }].map((own) => whole({ parentElement, data: [own, "lasting/slow.json"] }));
  asked.forEach((answer) => answer());
  const [first, second] = await Promise.all(calls);
  const later = await whole({ parentElement, data: [{ n: 3, css: "blue" }, "lasting/slow.json"] });
  return [asked.length, first ?? null, second.data, later.data];
}"""


def as_bytes(payload: str | bytes) -> bytes:
    return payload if isinstance(payload, bytes) else payload.encode()


def test_a_release_brings_neither_equations_nor_its_own_table(page: Page) -> None:
    asked, heard = list[str](), list[bytes]()
    page.on("request", lambda it: asked.append(it.url) if "/lasting/" in it.url else None)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda it: heard.append(as_bytes(it))))
    stage = Stage(page).open("/rnn")
    once = len(asked)  # the stage's, and the colours of the chart
    assert once == len(set(asked)) == 2
    heard.clear()
    stage.drag(stage.weight("weight_hh"), 20)
    expect(stage.truth).to_have_text(CHECKED)
    rest(page)
    answer = b"".join(heard)
    assert b'"truth"' in answer
    assert not [it for it in (b'"symbolic"', b"--q-h", b'"bias_ih"') if it in answer]
    assert len(asked) == once
    moved = stage.settings()
    again = Stage(page.context.new_page())
    for other in (again.load(page.url), stage.load(page.url)):  # in another tab, and loaded anew
        assert other.settings() == moved
        assert other.numbers() == expected(moved)


def test_what_was_released_is_known_to_every_stage_of_the_document(page: Page) -> None:
    Stage(page).open("/rnn")
    whole = {"kind": "rnn", "x": 2}
    assert page.evaluate(TABLES) == [{"rev": "a:1", "table": whole}, whole, None, {"x": 3}]


def test_data_that_waits_for_what_it_needs_is_overtaken_by_newer(page: Page) -> None:
    Stage(page).open("/rnn")
    assert page.evaluate(OVERTAKEN) == [1, None, {"css": "red", "n": 2}, {"css": "blue", "n": 3}]


def test_a_second_visit_asks_for_no_script_or_style_of_ours_again(open_page: Open) -> None:
    page = open_page(fresh=True)
    asked = list[str]()
    page.on("response", lambda reply: asked.append(reply.url) if "/assets/" in reply.url else None)
    for visit in range(2):
        page.goto("/gradient")
        expect(page.locator(".stage .toolbar .where")).not_to_be_empty(timeout=30_000)
        sent = page.evaluate("""() => performance.getEntriesByType("resource")
          .filter(({ name, transferSize }) => name.includes("/assets/") && transferSize > 0).map(({ name }) => name)""")
        assert (len(sent) > 20) if visit == 0 else sent == []
    assert all("/assets/~" in url for url in asked), "each by the edition's address"
