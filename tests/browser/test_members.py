"""People, agencies and roles in a browser, on a desk and on a phone; a seat offered and taken."""

import re

import pytest
from playwright.sync_api import expect

from commonground.partnership.roles import ROLES

HOME = "/partnerships/lewisham"
READ = [f"{HOME}/people/", f"{HOME}/agencies/", "/roles/", "/roles/analyst/"]
CHANGED = [
    f"{HOME}/people/invite/", f"{HOME}/people/invitations/", f"{HOME}/people/role-changes/", f"{HOME}/settings/",
    f"{HOME}/agencies/add/",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_of_people_are_whole_on_a_desk_and_on_a_phone(page_of, axe, width):
    page = page_of("administrator", width=width)
    for address in READ + CHANGED:
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(READ[0])
    page.locator("tbody th a").first.click()
    axe(page)


def test_the_list_is_narrowed_without_scripts(page_of):
    page = page_of("administrator", javascript=False)
    page.goto(READ[0])
    page.get_by_label("Role").select_option(label="Analyst")
    page.get_by_role("button", name="Apply filters").click()
    assert set(page.locator("tbody td:nth-child(2)").all_inner_texts()) == {"Analyst"}


@pytest.mark.parametrize("role", ["councillor", "practitioner", "governance_lead"])
def test_each_role_finds_who_is_at_the_table_and_nothing_to_change(page_of, role):
    page = page_of(role)
    page.goto(READ[0])
    assert page.locator("tbody tr").count() >= len(ROLES) - 1
    assert page.get_by_role("button", name="Invite someone").count() == 0
    page.goto(CHANGED[0])
    assert "may not invite people" in page.content()


def test_a_seat_is_offered_and_taken(page_of, axe):
    page = page_of("administrator")
    page.goto(f"{HOME}/people/")
    page.get_by_role("button", name="Invite someone").click()
    page.get_by_label("Name", exact=True).fill("Ada Invented")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Agency", exact=True).select_option(index=1)
    page.get_by_label("Analyst", exact=True).check()
    page.get_by_role("button", name="Invite", exact=True).click()
    axe(page)
    [link] = re.findall(r"http://[^<\s]+/invitations/[^<\s]+/", page.content())
    visitor = page_of(None)
    visitor.goto(link)
    axe(visitor)
    visitor.get_by_label("Password", exact=True).fill("ladder copper meadow thirty")
    visitor.get_by_label("The password again").fill("ladder copper meadow thirty")
    visitor.get_by_role("button", name="Make my account").click()
    expect(visitor.get_by_text("Your account is made")).to_be_visible()
    visitor.goto(link)
    expect(visitor.get_by_role("heading", name="This link does not work")).to_be_visible()
