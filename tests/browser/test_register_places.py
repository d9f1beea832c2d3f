"""Maps of registers, the place that is pointed at, and what the public opens: on a phone and on a desk."""

import pytest
from playwright.sync_api import expect

HOME = "/partnerships/lewisham/registers/"
PHONE = 360
MADE = """
from datetime import date, timedelta
from django_scopes import scope
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes.entries import add
from commonground.registers.changes.public_pages import show_in_public
from commonground.registers.register import registers
table, today = Partnership.objects.get(slug="lewisham"), date.today()
with scope(partnership=table):
    seats = {one.role: Actor.of_seat(one) for one in Membership.objects.current(today).filter(partnership=table)
             .select_related("user", "agency", "partnership")}
    show_in_public({"havens": True, "services": True, "worries": True}, by=seats["plan_owner"])
    haven = {"on": today, "place": "Invented Library, Example Street", "ward": "E05013714", "charter_on": today,
             "takes_in": True, "checked_on": today, "hours": "Every day, 9am to 8pm", "public": True,
             "longitude": -0.02, "latitude": 51.45}
    add(registers()["safe_havens"], table, haven, by=seats["analyst"])
    fair = {"on": today, "name": "Invented fair", "place": "Example Park", "risk": "low"}
    add(registers()["events"], table, fair | {"longitude": -0.03, "latitude": 51.44}, by=seats["analyst"])
"""


@pytest.fixture(scope="module")
def made(site):
    site.run(MADE)


def looked_at(page, axe=None) -> None:
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    if axe:
        axe(page)


def test_the_map_and_its_list_say_the_same_on_a_phone(page_of, axe, made, shown):
    page = page_of("practitioner", width=PHONE)
    page.goto(f"{HOME}map/")  # of all registers: more than have a mark each
    looked_at(page, axe)
    page.goto(f"{HOME}map/?register=events")
    looked_at(page, axe)
    shown(page, "register-map-360")
    row = page.locator("tr", has_text="Invented fair")
    row.get_by_role("link", name="On the map").click()
    assert "#m-" in page.url and page.locator(".cg-pin:target").count() == 1
    page.get_by_text("Choose what is listed").click()
    page.get_by_label("Register", exact=True).select_option("safe_havens")
    page.get_by_role("button", name="Show on the map").click()
    looked_at(page, axe)
    listed = page.locator(".cg-map__list tbody tr").get_by_role("link", name="On the map")
    assert listed.count() == page.locator(".cg-pin[href]").count() > 1


def test_a_place_is_pointed_at_with_the_keyboard(page_of, axe, made):
    page = page_of("analyst", width=PHONE)
    page.goto(f"{HOME}events/add/?form=full")
    cross = page.get_by_role("application", name="Map on which the place is shown")
    cross.focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    longitude, latitude = (float(page.get_by_label(name).input_value()) for name in ("Longitude", "Latitude"))
    assert -0.08 < longitude < 0.05 and 51.41 < latitude < 51.5
    expect(page.get_by_text("The place is set:")).to_be_visible()
    cross.click(position={"x": 20, "y": 20})
    assert float(page.get_by_label("Longitude").input_value()) < longitude
    looked_at(page, axe)
    page.get_by_role("button", name="Take the place away").click()
    assert page.get_by_label("Latitude").input_value() == ""


def test_the_calendar_is_a_list_on_a_phone_and_a_table_on_a_desk(page_of, axe, made):
    for width in (PHONE, 1280):
        page = page_of("analyst", width=width)
        page.goto(f"{HOME}calendar/")
        looked_at(page, axe)
        expect(page.get_by_role("link", name="Invented fair").first).to_be_visible()
        assert page.locator("thead").first.is_visible() is (width > PHONE)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_worry_is_reported_on_a_phone(page_of, axe, made, site, javascript):
    page = page_of(None, width=PHONE, javascript=javascript)
    page.goto("/published/worry/lewisham/")
    looked_at(page, axe if javascript else None)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("link", name="Write what you are worried about")).to_be_visible()
    page.get_by_label("What are you worried about?").fill("Daniel Fisher argues at the bus stop.")
    page.get_by_role("button", name="Send the report").click()
    looked_at(page, axe if javascript else None)
    page.get_by_label("What are you worried about?").fill(f"People argue at the bus stop ({javascript}).")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_the_page_can_be_left_in_a_moment(page_of, made):
    page = page_of(None, width=PHONE)
    page.goto("/published/worry/lewisham/")
    leave = page.get_by_role("button", name="Exit this page")
    assert leave.get_attribute("href") == "https://www.bbc.co.uk/weather"
    expect(leave).to_be_visible()


@pytest.mark.parametrize("what", ["havens", "services"])
def test_what_is_public_is_read_on_a_phone(page_of, axe, made, shown, what):
    page = page_of(None, width=PHONE)
    page.goto(f"/published/{what}/lewisham/")
    looked_at(page, axe)
    shown(page, f"public-{what}-360")
