"""Waiting for a page by its own clock: on a busy machine a tester's half a second is too short for what it needs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

# Timers of a page run in the order of their times: whatever the page set itself before, sooner than this, has run. So
# the quiet is counted in timers, one after another; a page that was busy for as long has let none of its own run yet.
REST = """async ([quiet, longest]) => {
  const now = () => document.querySelector("[data-test-script-state]")?.dataset.testScriptState + location.href;
  const pause = () => new Promise((done) => setTimeout(done, 25));
  const waits = () => !now().startsWith("notRunning") || document.documentElement.hasAttribute("data-address-waits");
  const end = performance.now() + longest;
  for (let [seen, still] = [now(), 0]; still < quiet; still += 25) {
    await pause();
    if (performance.now() > end) throw new Error(`The page does not come to rest: ${now()}`);
    if (now() !== seen || waits()) [seen, still] = [now(), -25];
  }
  await Promise.race([new Promise(requestAnimationFrame), new Promise((done) => setTimeout(done, 1000))]);
}"""
LONGEST = 30_000  # ms
# Two frames; a page that draws none fails its test and does not keep it for ever.
FRAME = """() => new Promise((done, failed) => {
  setTimeout(() => failed(new Error("no frame in 15 s")), 15_000);
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
# To a link as the Back button comes to it.
TRAVEL = """(url) => {
  history.pushState({}, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""
LINK_WAIT = 300  # ms: the stages write the address bar after as much quiet


def rest(page: Page, quiet: int = LINK_WAIT + 100) -> None:
    """Wait until Python runs nothing, the address has stood still for `quiet` ms, nothing waits to be written to it,
    and a frame has been drawn."""
    page.evaluate(REST, [quiet, LONGEST])


def choose(page: Page, box: Locator, file: Any) -> None:
    """Give a file to a box that stands: a choice made while Streamlit draws the box anew is lost."""
    box.wait_for(state="attached", timeout=LONGEST)
    rest(page)
    box.set_input_files(file)


def travel(page: Page, link: str, title: str) -> None:
    """Come to another page's link without loading the app anew, and wait for the page's title."""
    page.evaluate(TRAVEL, link)
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=30_000)
