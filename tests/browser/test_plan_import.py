"""A plan is moved in and taken away in a browser: sent, explained, looked at, brought in; wide, narrow, and without
JavaScript.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

PLAN = "/partnerships/greenwich/plan/"
OWNER = "plan_owner"
INVENTED = Path(__file__).parents[1] / "plan/fixtures"
WAITS = """
from django_scopes import scopes_disabled
from commonground.partnership.models.draft import Draft
with scopes_disabled():
    Draft.objects.filter(page__endswith="/plan/import/columns/").delete()
"""


@pytest.fixture(autouse=True)
def nothing_waits(site):
    yield
    site.run(WAITS)


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def owner_of_greenwich() -> str:
    from commonground.web.demonstration.cast import SEATS

    return next(s.email for s in SEATS if (s.table, s.role, s.state) == ("greenwich", OWNER, "open"))


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_a_plan_owner_moves_a_plan_in(page_of, axe, shown, width, javascript):
    page = page_of(owner_of_greenwich(), width=width, javascript=javascript)
    check = axe if javascript else lambda page: None
    page.goto(f"{PLAN}import/")
    check(page)
    no_sideways_scroll(page)
    page.get_by_label("The file").set_input_files(INVENTED / "invented-plan.xlsx")
    page.get_by_role("button", name="Send and look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the columns mean")
    expect(page.get_by_label("Column F: “By when”")).to_have_value("due")
    check(page)
    no_sideways_scroll(page)
    shown(page, f"import-columns-{width}")
    page.get_by_label("“Prevention and diversion”").select_option("Protecting and educating young people")
    page.get_by_role("button", name="Look at what becomes of it").click()
    expect(page.get_by_text("“31/06/2019” is a day that does not exist; it is in the notes.")).to_be_visible()
    check(page)
    no_sideways_scroll(page)
    shown(page, f"import-preview-{width}")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("It is brought in:").or_(page.get_by_text("Nothing has changed.")).first).to_be_visible()
    expect(page.get_by_text("Mentoring offer for Year 6 and Year 7").first).to_be_visible()


def test_a_file_that_waits_is_found_again_and_forgotten(page_of, axe):
    page = page_of(owner_of_greenwich())
    page.goto(f"{PLAN}import/")
    page.get_by_label("The file").set_input_files(INVENTED / "invented-plan.docx")
    page.get_by_role("button", name="Send and look at it").click()
    page.goto(f"{PLAN}import/")
    expect(page.get_by_text("“invented-plan.docx” waits since")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Forget this file").click()
    page.goto(f"{PLAN}import/")
    expect(page.get_by_text("waits since")).to_have_count(0)


def test_a_file_that_cannot_be_read_is_refused_on_the_page(page_of, axe, tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7")
    page = page_of(owner_of_greenwich())
    page.goto(f"{PLAN}import/")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Send and look at it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_text("plan.pdf: is a PDF file").first).to_be_visible()
    axe(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_practitioner_takes_the_plan_away(page_of, axe, shown, width):
    page = page_of("practitioner", width=width)
    page.goto("/partnerships/lewisham/plan/export/")
    axe(page)
    no_sideways_scroll(page)
    shown(page, f"export-{width}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    assert download.value.suggested_filename.endswith(".xlsx")
