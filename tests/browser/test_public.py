"""What a visitor meets in a browser: the front page, help, the API explained, a published assessment with charts."""

import pytest
from playwright.sync_api import expect

PUBLISH = """
import datetime
from django_scopes import scope
from commonground.papers import building, changes
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
table = Partnership.objects.get(slug="lewisham")
with scope(partnership=table):
    seats = {role: Membership.objects.filter(role=role, end=None).first() for role in ("analyst", "panel_chair")}
    actors = {role: Actor.of_seat(seat) for role, seat in seats.items()}
    paper = changes.start(datetime.date(2026, 5, 1), by=actors["analyst"])
    building.build(paper.public_id)
    changes.submit(paper, by=actors["analyst"])
    changes.publish(paper, by=actors["panel_chair"])
    building.print_published(paper.public_id)
print(paper.public_id)
"""
HELP = ("/", "/help/", "/help/figures/", "/help/signing-in/", "/help/privacy/", "/help/accessibility/",
        "/help/glossary/", "/published/", "/api/v1/")  # fmt: skip


@pytest.fixture(scope="module")
def paper(site) -> str:
    """The address of a published assessment of real figures."""
    return f"/published/lewisham/{site.run(PUBLISH)}/"


def looked_at(page, axe, address: str) -> None:
    answer = page.goto(address)
    assert (answer.status, page.locator("h1").count()) == (200, 1)
    wide, seen = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{address} scrolls sideways"
    axe(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", HELP)
def test_a_visitor_reads_the_front_page_and_help(page_of, axe, address, width):
    looked_at(page_of(width=width), axe, address)


def test_help_needs_no_javascript(page_of):
    page = page_of(javascript=False)
    for address in HELP:
        assert page.goto(address).status == 200


@pytest.mark.parametrize("width", [320, 1280])
def test_a_published_assessment_can_be_read_part_by_part(page_of, axe, paper, width):
    page = page_of(width=width)
    looked_at(page, axe, paper)
    sections = page.locator("nav[aria-labelledby=contents] a").evaluate_all("links => links.map(a => a.pathname)")
    assert len(sections) > 5
    for address in dict.fromkeys(sections):
        looked_at(page, axe, address)


def test_the_whole_file_can_be_taken_away(page_of, paper):
    page = page_of()
    page.goto(paper)
    with page.expect_download() as taken:
        page.get_by_role("link", name="To print and to keep").click()
    assert taken.value.suggested_filename == "assessment-lewisham-2026-05-01.pdf"


def test_an_administrator_makes_a_key_and_sees_it_once(page_of, axe):
    page = page_of("administrator", width=320)
    looked_at(page, axe, "/partnerships/lewisham/systems/make/")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_role("link", name="Enter the name of the system")).to_be_visible()
    axe(page)
    page.get_by_label("Name of the system").fill("Council dashboard")
    page.get_by_label("What it reads the figures for").fill("Figures for the dashboard")
    page.get_by_role("button", name="Make the key").click()
    assert page.locator(".cg-code").inner_text().startswith("cg_")
    axe(page)
    looked_at(page, axe, "/partnerships/lewisham/systems/")
