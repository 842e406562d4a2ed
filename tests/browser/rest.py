"""Waiting for a page by its own clock: on a busy machine a tester's half a second is too short for what it needs."""

from __future__ import annotations

from playwright.sync_api import Page

# Timers of a page run in the order of their times: whatever the page set itself before, sooner than this, has run.
REST = """async ([quiet, longest]) => {
  const now = () => document.querySelector("[data-test-script-state]")?.dataset.testScriptState + location.href;
  const pause = () => new Promise((done) => setTimeout(done, 25));
  const end = performance.now() + longest;
  for (let [seen, since] = [now(), performance.now()]; performance.now() - since < quiet; await pause()) {
    if (performance.now() > end) throw new Error(`The page does not come to rest: ${now()}`);
    if (now() !== seen || !seen.startsWith("notRunning")) [seen, since] = [now(), performance.now()];
  }
  await new Promise(requestAnimationFrame);
}"""
LONGEST = 30_000  # ms
LINK_WAIT = 300  # ms: the stages write the address bar after as much quiet


def rest(page: Page, quiet: int = LINK_WAIT + 100) -> None:
    """Wait until Python runs nothing and the address has stood still for `quiet` ms, and a frame has been drawn."""
    page.evaluate(REST, [quiet, LONGEST])
