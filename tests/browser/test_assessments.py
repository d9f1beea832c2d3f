"""An assessment in a browser: built, read, traced, written in by two people, submitted, published, reviewed."""

import gzip
import re

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/assessments/"
WORK = "from commonground.web.jobs import work\nwork(wait=False)"
LIGHT = 60 * 1024  # bytes of a page as it is sent, without maps


@pytest.fixture(scope="module")
def built(site) -> str:
    """The address of an assessment of Lewisham from all of the data, with a text of an officer."""
    name = site.run("""
from django.utils import timezone
from django_scopes import scope
from commonground.papers import changes
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
seat = Membership.objects.filter(partnership__slug="lewisham", role="analyst", end=None).first()
with scope(partnership=seat.partnership):
    changes.write_passage("recommendations", "Listen to victims first.", 0, by=Actor.of_seat(seat))
    print(changes.start(timezone.localdate(), by=Actor.of_seat(seat)).public_id)
""")
    site.run(WORK)
    return f"{HERE}{name}/"


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def sections(page, built: str) -> list[str]:
    page.goto(built)
    links = page.get_by_role("navigation", name="Contents").get_by_role("link").all()
    return [href for link in links if (href := link.get_attribute("href")).startswith("/")]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_an_analyst_builds_one_and_sees_how_far_it_is(page_of, site, axe, width, javascript, shown):
    page = page_of("analyst", width=width, javascript=javascript)
    page.goto(HERE)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Build an assessment").click()
    expect(page.get_by_role("heading", name="Building the assessment")).to_be_visible()
    if javascript:
        axe(page)
    no_sideways_scroll(page)
    shown(page, f"building-{width}")
    fault = "A fault in Common Ground stopped it, for a test."
    name = page.url.rstrip("/").rpartition("/")[2]
    site.run(
        "from commonground.papers.models import Assessment, Assessments\n"
        f"Assessments(Assessment).filter(public_id={name!r}).update(state='failed', said={fault!r})\n"
        "from django.db import connection\n"
        "connection.cursor().execute(\"delete from procrastinate_jobs where task_name = 'papers.build'\")"
    )
    if javascript:
        page.get_by_role("link", name="See the assessment").click()
    else:
        page.reload()
    expect(page.get_by_text(fault)).to_be_visible()
    expect(page.get_by_role("button", name="Build it again")).to_be_visible()
    if javascript:
        axe(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_read_section_by_section(page_of, axe, built, width, shown):
    page = page_of("panel_chair", width=width)
    addresses = sections(page, built)
    assert len(addresses) == 21
    shown(page, f"assessment-{width}")
    axe(page)
    no_sideways_scroll(page)
    for address in addresses:
        answer = page.goto(address)
        assert (answer.status, page.locator("h1").count()) == (200, 1)
        no_sideways_scroll(page)
        axe(page)
        shown(page, f"section-{address.rstrip('/').rpartition('/')[2]}-{width}")


def test_every_page_of_it_is_light(page_of, built):
    page = page_of("panel_chair", javascript=False)
    heavy = {}
    traced = [f"{built}figures-of/{key}/" for key in ("kinds", "where", "sources_and_method")]
    for address in [built, *sections(page, built), *traced]:
        body = page.request.get(address).text()
        without_maps = re.sub(r'<figure class="cg-figure" id="map-.*?</figure>', "", body, flags=re.DOTALL)
        if (size := len(gzip.compress(without_maps.encode(), 6))) > LIGHT:
            heavy[address] = size
    assert heavy == {}


def test_a_figure_is_traced_to_how_it_was_made(page_of, axe, built, shown):
    page = page_of("agency_lead", width=320)
    page.goto(built)
    page.get_by_role("link", name="How the figures of the summary were made").click()
    axe(page)
    no_sideways_scroll(page)
    shown(page, "figures-320")
    page.locator("main tbody th a").first.click()
    axe(page)
    no_sideways_scroll(page)
    shown(page, "figure-320")
    expect(page.get_by_text("Worked out again just now from the same editions: it agrees.")).to_be_visible()


def test_it_is_taken_away_in_each_form(page_of, built):
    page = page_of("plan_owner")
    page.goto(built)
    begins = {"HTML": b"<!DOCTYPE html>", "PDF": b"%PDF-1.7", "DOCX": b"PK", "JSON": b'{"title"'}
    for form, start in begins.items():
        with page.expect_download() as download:
            page.locator("ul.cg-files li", has_text=form).get_by_role("link").click()
        content = download.value.path().read_bytes()
        assert content.lstrip()[: len(start)] == start, form
        assert download.value.suggested_filename.startswith("assessment-lewisham-")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_second_of_two_writers_sees_both_texts(page_of, axe, javascript, shown):
    first, second = page_of("analyst", javascript=javascript), page_of("plan_owner", javascript=javascript, width=320)
    for page in (first, second):
        page.goto(f"{HERE}texts/")
        page.get_by_role("link", name="Write Gaps in services").click()
    label = first.get_by_label("Gaps in services")
    label.fill(f"Nobody reaches boys of ten on Sundays. {javascript}")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("is saved")).to_be_visible()
    second.get_by_label("Gaps in services").fill(f"Nobody reaches girls of twelve on Sundays. {javascript}")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("saved this text while you were writing")).to_be_visible()
    assert second.get_by_label("Gaps in services").input_value().startswith("Nobody reaches girls of twelve")
    no_sideways_scroll(second)
    shown(second, f"conflict-320-{javascript}")
    if javascript:
        axe(second)
    second.get_by_label("Gaps in services").fill(f"Nobody reaches children on Sundays. {javascript}")
    second.get_by_role("button", name="Save").click()
    second.get_by_role("link", name="Versions of Gaps in services").click()
    for text in ("boys of ten", "children on Sundays"):
        expect(second.get_by_text(text).first).to_be_visible()
    if javascript:
        axe(second)


def test_it_is_submitted_published_by_another_person_and_read_by_the_reviewer(page_of, axe, site, built, shown):
    reviewer, name = "reviewer", built.rstrip("/").rpartition("/")[2]
    email = site.run(
        "from commonground.partnership.models import Membership\n"
        f"print(Membership.objects.filter(partnership__slug='london', role={reviewer!r}, end=None).first().user.email)"
    )
    group = page_of(email)
    assert group.goto(f"/partnerships/london/assessments/{name}/").status == 404
    analyst, chair = page_of("analyst"), page_of("panel_chair", width=320)
    analyst.goto(built)
    analyst.get_by_role("button", name="Submit for approval").click()
    axe(analyst)
    analyst.get_by_role("button", name="Submit").click()
    expect(analyst.get_by_text("It is submitted for approval.")).to_be_visible()
    assert group.goto(f"/partnerships/london/assessments/{name}/").status == 200
    axe(group)
    chair.goto(built)
    chair.get_by_role("button", name="Send it back").click()
    chair.get_by_role("button", name="Send it back").click()
    expect(chair.get_by_role("link", name="Say what has to change before it can be published")).to_be_visible()
    axe(chair)
    chair.goto(built)
    chair.get_by_role("button", name="Approve and publish").click()
    axe(chair)
    no_sideways_scroll(chair)
    shown(chair, "publish-320")
    chair.get_by_role("button", name="Publish").click()
    expect(chair.get_by_text("It is published.")).to_be_visible()
    site.run(WORK)
    visitor = page_of()
    assert visitor.goto(f"/published/lewisham/{name}/").status == 200
    chair.goto(built)
    chair.get_by_role("button", name="Take it off the public page").click()
    chair.get_by_label("Why it is taken off the public page").fill("It was published for a test.")
    chair.get_by_role("button", name="Take it off the public page").click()
    expect(chair.get_by_text("It was published for a test.")).to_be_visible()
    assert page_of().goto(f"/published/lewisham/{name}/").status == 404
