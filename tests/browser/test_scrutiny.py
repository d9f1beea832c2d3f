"""A panel session in a browser, from the list to the report: the police give it, the chair draws and the panel grades."""

import re

import pytest
from playwright.sync_api import expect

HOME = "/partnerships/lewisham/scrutiny/"
LIST = "reference,ethnicity\n" + "\n".join(f"BRW/26/{n:03d},{('Black', 'White')[n % 2]}" for n in range(1, 21))


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def day(page, field: str, *parts: str) -> None:
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        page.locator(f"[name={field}_{part}]").fill(value)


@pytest.fixture
def look(axe):
    """Ask axe about the page, on a phone and at a desk, and whether it scrolls sideways."""

    def at_both(page) -> None:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_load_state()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            axe(page)

    return at_both


def test_a_session_from_the_list_to_the_report(page_of, look):
    chair, police = page_of("scrutiny_member"), page_of("agency_lead")
    chair.goto(HOME)
    look(chair)
    chair.get_by_role("button", name="Plan a session").click()
    look(chair)
    day(chair, "held_on", "4", "3", "2026")
    chair.get_by_label("Stop and search records").check()
    day(chair, "start", "1", "1", "2026")
    day(chair, "end", "31", "1", "2026")
    chair.get_by_label("Chair").select_option(label="Fay Fictional (Scrutiny member)")
    chair.get_by_label("Records to draw").fill("2")
    press(chair, "Save")
    address = chair.url
    police.goto(f"{address}list/")
    look(police)
    police.get_by_label("Or paste the references").fill("reference,name\nBRW/1,somebody")
    press(police, "Save")
    expect(police.get_by_text("may not be in the list").first).to_be_visible()
    police.get_by_label("Or paste the references").fill(LIST)
    press(police, "Save")
    chair.goto(f"{address}draw/")
    look(chair)
    expect(chair.get_by_text(re.compile("^[0-9a-f]{64}$"))).to_be_visible()
    chair.get_by_label("Seed").fill("20260304")
    press(chair, "Save")
    chair.get_by_role("link", name="Check the draw").click()
    look(chair)
    expect(chair.get_by_text("It agrees")).to_be_visible()
    for number in (1, 2):
        chair.goto(address)
        chair.get_by_role("link", name=re.compile(f"^{number}: BRW")).click()
        chair.get_by_role("button", name="Grade the record").click()
        if number == 1:
            look(chair)
        chair.locator("[name=said_video]").select_option("yes")
        chair.get_by_label("Green: good practice, or in order").check()
        chair.get_by_label("Reasons for the grade").fill("The grounds were clear.")
        chair.get_by_label("Everyone agreed").check()
        press(chair, "Save")
    chair.goto(f"{address}close/")
    press(chair, "Close it")
    look(chair)
    chair.get_by_role("link", name="Report", exact=True).click()
    look(chair)
    expect(chair.get_by_text("Grades of 2 records")).to_be_visible()


def test_a_grade_without_javascript(site, browser, page_of):
    """The same form on a page that runs no script."""
    page = page_of("scrutiny_member", javascript=False)
    page.goto(HOME)
    expect(page.get_by_role("heading", name="Who is searched")).to_be_visible()
    page.goto(f"{HOME}plan/")
    press(page, "Save")
    expect(page.get_by_text("Enter the date of the session").first).to_be_visible()
