"""Data in a browser: what is loaded, a file sent and loaded, one refused, an edition withdrawn."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/data/"
PLAIN = Path(__file__).parents[1] / "fixtures/partner/invented_plain_counts.csv"
WORK = "from commonground.web.jobs import work\nwork(wait=False)"


def invented(tmp_path: Path, name: str, last: str = "") -> Path:
    """A file of a partner that no other test sends."""
    file = tmp_path / f"invented {name}.csv"
    file.write_text(f"{PLAIN.read_text('utf-8')}E09000023,2024-01,invented: {name},1{last}\n", "utf-8")
    return file


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_an_analyst_sends_a_file_looks_at_it_loads_it_and_withdraws_it(
    page_of, site, axe, tmp_path, width, javascript, shown
):
    page = page_of("analyst", width=width, javascript=javascript)
    page.goto(HERE)
    shown(page, f"data-{width}")
    page.get_by_role("button", name="Add a file").click()
    page.get_by_label("The file").set_input_files(invented(tmp_path, f"{width} {javascript}"))
    page.get_by_role("button", name="Send and check").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"invented {width} {javascript}.csv"
    assert "Checking the file" in page.content()
    site.run(WORK)
    if javascript:
        page.get_by_role("link", name="See what came of it").click()
    else:
        page.reload()
    expect(page.get_by_text("Nothing is loaded yet")).to_be_visible()
    if javascript:
        axe(page)
    no_sideways_scroll(page)
    shown(page, f"delivery-{width}")
    expect(page.get_by_text("8 read, 8 good, 0 rejected")).to_be_visible()
    page.get_by_role("button", name="Load it", exact=True).click()
    site.run(WORK)
    page.reload()
    expect(page.get_by_text("All of it is loaded")).to_be_visible()
    page.get_by_role("link", name="plain_counts-").click()
    no_sideways_scroll(page)
    if javascript:
        axe(page)
    page.get_by_role("button", name="Withdraw this edition").click()
    page.get_by_role("button", name="Withdraw this edition").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        axe(page)
    page.get_by_label("Why it is withdrawn").fill("It was sent for a test")
    page.get_by_role("button", name="Withdraw this edition").click()
    expect(page.get_by_text("It was sent for a test").first).to_be_visible()


def test_a_file_with_names_in_it_is_refused_with_the_reason(page_of, site, axe, tmp_path):
    head, *rows = PLAIN.read_text("utf-8").splitlines()
    file = tmp_path / "victims.csv"
    file.write_text("\n".join([f"{head},surname", *(f"{row},Smith" for row in rows)]), "utf-8")
    page = page_of("analyst")
    page.goto(f"{HERE}add/")
    axe(page)
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Send and check").click()
    site.run(WORK)
    page.reload()
    axe(page)
    expect(page.get_by_text("“surname” is named as a column of names")).to_be_visible()
    expect(page.get_by_text("Nothing of it was loaded, and the file is erased")).to_be_visible()
    assert "Smith" not in page.content()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_councillor_reads_what_is_loaded(page_of, axe, width, shown):
    page = page_of("councillor", width=width)
    page.goto(HERE)
    axe(page)
    no_sideways_scroll(page)
    assert page.get_by_role("button", name="Add a file").count() == 0
    page.get_by_role("table", name="What is loaded").get_by_role("link").first.click()
    axe(page)
    no_sideways_scroll(page)
    shown(page, f"source-{width}")
    page.get_by_role("table", name="Editions, the newest first").get_by_role("link").first.click()
    axe(page)
    shown(page, f"edition-{width}")
    expect(page.get_by_text("Shared by all partnerships here.")).to_be_visible()


def test_sending_nothing_says_what_to_do(page_of, axe):
    page = page_of("analyst")
    page.goto(f"{HERE}add/")
    page.get_by_role("button", name="Send and check").click()
    expect(page.get_by_role("link", name="Choose a file to send")).to_be_visible()
    axe(page)
