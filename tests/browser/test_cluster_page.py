"""The lab with a cluster, in the browser: it comes, a run goes there, its scheduler is killed; nobody reloads."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from playwright.sync_api import expect

from benchmarks.dask_cluster import DaskCluster
from rnnviz.jobs.cluster import SILENT
from tests.browser.tabs import Tabs
from tests.browser.test_train import SLOW, start
from tests.conftest import Launch

UNTIL = re.compile("^The cluster .* Runs and maps are made on this machine until")


def test_the_page_says_where_a_run_is_and_that_the_cluster_is_gone(
    browser: Tabs, launch: Launch, tmp_path: Path
) -> None:
    with (
        closing(DaskCluster(tmp_path)) as dask,
        launch("python", RNNVIZ_DASK=dask.address) as served,
        browser.open(served) as page,
    ):
        page.goto("/train?task=noise&epochs=500&hidden=128")
        expect(page.get_by_text(UNTIL)).to_be_visible(timeout=SLOW)
        expect(page.get_by_text(re.compile("a run takes about"))).to_be_visible(timeout=SLOW)  # nothing else is awaited
        dask.add_worker("ann")
        expect(page.get_by_text(UNTIL)).to_be_hidden(timeout=SLOW)
        start(page, "task=noise&epochs=500&hidden=128")
        expect(page.get_by_text("on the cluster, ann")).to_be_visible(timeout=SLOW)
        dask.kill("scheduler")
        expect(page.locator("[data-testid=stAlert]").get_by_text(SILENT)).to_be_visible(timeout=SLOW)
        expect(page.get_by_text(re.compile("steps/s · on this machine"))).to_be_visible(timeout=SLOW)
        page.locator(".st-key-train_stop_0 button").click()
        expect(page.get_by_text(re.compile("Stopped"))).to_be_visible(timeout=SLOW)
