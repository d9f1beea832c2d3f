"""The page in a browser, judged by axe, on a desk and on a phone."""

from pathlib import Path

import pytest
import specimen

from commonground.report.render import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return render(specimen.document(), tmp_path_factory.mktemp("axe"), ["html"])[0]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(browser, file, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    for details in page.locator("details").all():
        details.evaluate("e => e.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = axe.Axe().run(page).response["violations"]
    page.close()
    assert [(f["id"], [n["html"][:120] for n in f["nodes"][:3]]) for f in found] == []
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []


def test_one_drawing_of_each_chart_is_seen(browser, file):
    for width, seen in ((1280, ".on-page"), (320, ".on-phone")):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(file.as_uri())
        count = len(specimen.document().charts)
        assert page.locator(f"{seen} > svg:visible").count() == page.locator(".drawing svg:visible").count() == count
        page.close()


def test_tables_are_printed_though_folded_on_the_screen(browser, file):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(file.as_uri())
    assert not page.locator("details table").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("details table").first.is_visible()
    page.close()
