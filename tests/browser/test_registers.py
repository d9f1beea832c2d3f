"""Registers in a browser: an entry in a minute on a phone, with and without JavaScript; axe looks on."""

import re
import time

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/registers/"
PHONE = 360


def fits(page) -> None:
    """Nothing is wider than the screen."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_a_test_purchase_is_added_in_a_minute_on_a_phone(page_of, axe, shown, javascript):
    page = page_of("practitioner", width=PHONE, javascript=javascript)
    weight = []
    page.on("response", lambda answer: weight.append(int(answer.headers.get("content-length") or 0)))
    began = time.monotonic()
    page.goto(HERE)
    page.get_by_role("link", name="Add to Test purchases").click()
    page.get_by_label("Shop or street").fill(f"Invented Ironmonger {javascript}")
    page.get_by_label("Under-age test").check()
    page.get_by_label("Product").fill("Kitchen knife")
    page.get_by_label("Refused").check()
    fits(page)
    if javascript:
        axe(page)
        shown(page, "register-add-phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Refused: Invented Ironmonger {javascript}")
    print(f"{time.monotonic() - began:.1f} s, {sum(weight) / 1024:.0f} KiB over the wire")
    assert time.monotonic() - began < 60
    expect(page.get_by_text("Added", exact=True)).to_be_visible()
    fits(page)
    if javascript:
        axe(page)
    page.get_by_role("link", name="Copy it as text").click()
    text = page.get_by_role("textbox")
    expect(text).to_have_value(re.compile(f"Shop or street: Invented Ironmonger {javascript}\n"))
    fits(page)
    page.get_by_role("link", name="Back to the entry").click()
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("Notes").fill("Seen by Daniel Fisher.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Notes").fill("The poster was to be seen.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("The poster was to be seen.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, PHONE])
def test_the_pages_of_registers_are_for_everybody(page_of, axe, shown, width):
    page = page_of("plan_owner", width=width)
    some = ("", "due/", "test_purchases/?words=shop", "weapon_sweeps/add/?form=full", "weapon_sweeps/blank/",
            "test_purchases/figures/")  # fmt: skip
    for number, address in enumerate(some):
        assert page.goto(f"{HERE}{address}").ok, address
        fits(page)
        axe(page)
        shown(page, f"registers-{width}-{number}")
