"""A script that came into a page by a text would not run, nor be fetched from elsewhere."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.tabs import Tabs

TRIED = """() => new Promise((done) => {
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    (window.refused ??= []).push(effectiveDirective);
    if (window.refused.length === 4) done(window.refused.sort());
  });
  const script = Object.assign(document.createElement("script"), { textContent: "window.ran = true" });
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", "<img src='none' onerror='window.ran = true'>");
  document.body.append(Object.assign(document.createElement("script"), { src: "https://elsewhere.example/a.js" }));
  document.body.append(Object.assign(document.createElement("img"), { src: "https://elsewhere.example/a.png" }));
})"""


def test_no_script_runs_but_the_apps_own(browser: Tabs, server) -> None:
    context = browser.chromium.new_context(base_url=server.url)
    page = context.new_page()
    page.goto("/glossary")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    refused = ["img-src", "script-src-attr", "script-src-elem", "script-src-elem"]
    assert page.evaluate(TRIED) == refused
    assert page.evaluate("window.ran") is None
    context.close()
