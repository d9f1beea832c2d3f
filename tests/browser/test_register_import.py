"""A list is brought into a register in a browser: sent, explained, looked at, brought in, mended; and taken out."""

import pytest
from playwright.sync_api import expect

PLACE = "/partnerships/lewisham/registers/test_purchases/"
MESSY = """Test purchases that trading standards kept,,,,,,
Ref,Date of test,Premises,Kind of test,Product,Result,Remarks by the team
W3-1,04/03/2026,Invented Hardware,Under-age test,Kitchen knife,SOLD,Followed up
W3-2,31/06/2026,Invented Market Stall,Under-age test,Kitchen knife,Refused,
W3-3,5 March 26,Invented Homeware,Challenge 25 test,Multi-tool,Refused,Seen by Daniel Fisher
Total,3,,,,,
"""
GONE = """
from django.db import connection
from commonground.registers.models import Bringing, Entry
Bringing.objects.all().delete()
for one in Entry.objects.filter(brought__startswith="W3-"):
    one.delete()
"""


@pytest.fixture
def messy(tmp_path, site):
    yield (tmp_path / "tests.csv", (tmp_path / "tests.csv").write_text(MESSY))[0]
    site.run(GONE)


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_an_analyst_brings_a_messy_list_in(page_of, axe, shown, messy, width, javascript):
    page = page_of("analyst", width=width, javascript=javascript)

    def looked_at(name: str) -> None:
        if javascript:
            axe(page)
        no_sideways_scroll(page)
        shown(page, f"bring-in-{name}-{width}")

    page.goto(f"{PLACE}bring-in/")
    looked_at("send")
    page.get_by_label("The file").set_input_files(messy)
    page.get_by_role("button", name="Send and look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the columns mean")
    expect(page.get_by_label("Row with the headings")).to_have_value("2")
    expect(page.get_by_label("Column A: “Ref”")).to_have_value("#")
    looked_at("columns")
    page.get_by_role("button", name="Look at what becomes of it").click()
    expect(page.get_by_text("Choose what column G means, or leave it out").first).to_be_visible()
    page.get_by_label("Column C: “Premises”").select_option("place")
    page.get_by_label("Column G: “Remarks by the team”").select_option("+")
    page.get_by_role("button", name="Look at what becomes of it").click()
    expect(page.get_by_text("1 test purchase would be brought in; 2 rows would stay out.")).to_be_visible()
    expect(page.get_by_text("Date: “31/06/2026” is a day that does not exist.")).to_be_visible()
    looked_at("look")
    page.get_by_role("link", name="May name a person: 1").click()
    page.get_by_label("Row 5 names nobody").check()
    looked_at("ask")
    page.get_by_role("button", name="Save what names nobody").click()
    page.get_by_label("Bring in the 2 in order, and leave 1 out, kept as a file to mend.").check()
    page.get_by_role("button", name="Bring 2 test purchases in").click()
    expect(page.get_by_text("2 test purchases were brought in. 1 row stayed out.")).to_be_visible()
    looked_at("done")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "W3-2,31/06/2026,Invented Market Stall" in download.value.path().read_text("utf-8-sig")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_practitioner_takes_a_register_out(page_of, axe, shown, width):
    page = page_of("practitioner", width=width)
    page.goto(f"{PLACE}export/")
    axe(page)
    no_sideways_scroll(page)
    shown(page, f"take-out-{width}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    assert download.value.suggested_filename.startswith("test-purchases-")
