"""A report in a browser: begun, written in, completed, its law confirmed, submitted, published by another person."""

import re

import pytest
from playwright.sync_api import expect

HERE = "/partnerships/lewisham/reports/"
WORK = "from commonground.web.jobs import work\nwork(wait=False)"
WRITE_THE_REST = """
from django_scopes import scope
from commonground.papers.changes import reports
from commonground.papers.legal import laws
from commonground.papers.models import Report
from commonground.papers.reports.kind import Computed, Legal, kinds
from commonground.partnership.rule import Actor
found = Report.objects.get(public_id={name!r})
with scope(partnership=found.partnership):
    there = set(found.written.values_list("key", flat=True)) | {{"environmental", "law-human-rights"}}
    for part in kinds()[found.kind].parts(found.plan):
        if isinstance(part, Computed) or part.key in there:
            continue
        legal = isinstance(part, Legal)
        said = {{"text": laws()[part.law].text}} if legal else {{one.key: "Of a test." for one in part.questions}}
        reports.write_part(found, part.key, said, 0, by=Actor.of_seat(found.asked_by))
"""


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def begin(page, title: str) -> str:
    """Begin a committee report; its address."""
    page.goto(HERE)
    page.get_by_role("button", name="Begin a report").click()
    page.get_by_role("link", name="Committee report").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("The plan it is made from").select_option(index=1)
    page.get_by_label("Committee or board").fill("Safer Stronger Select Committee")
    page.get_by_label("Contributors").fill("Head of Public Protection and Safety")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


@pytest.fixture(scope="module")
def built(site, browser) -> str:
    """The address of a committee report of Lewisham that the worker has built."""
    name = site.run("""
from django.utils import timezone
from django_scopes import scope
from commonground.papers.changes import reports
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.models import Snapshot
seat = Membership.objects.filter(partnership__slug="lewisham", role="analyst", end=None).first()
header = {"committee": "Safer Stronger Select Committee", "contributors": "Head of Safety", "key_decision": "No"}
with scope(partnership=seat.partnership):
    plan = Snapshot.objects.filter(reason="reviewed").first()
    front = reports.Front("Knife crime and youth violence", header)
    made = reports.start("committee_report", front, timezone.localdate(), by=Actor.of_seat(seat), snapshot=plan)
    print(made.public_id)
""")
    site.run(WORK)
    return f"{HERE}{name}/"


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_an_analyst_begins_one(page_of, axe, site, width, javascript, shown):
    page = page_of("analyst", width=width, javascript=javascript)
    page.goto(f"{HERE}new/committee_report/")
    if javascript:
        axe(page)
    no_sideways_scroll(page)
    shown(page, f"report-new-{width}")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("link", name="Choose the plan that the report is made from")).to_be_visible()
    address = begin(page, f"Violence and knife crime {width} {javascript}")
    expect(page.get_by_text("Working out the report").first).to_be_visible()
    if javascript:
        axe(page)
    no_sideways_scroll(page)
    name = address.rstrip("/").rpartition("/")[2]
    site.run(
        "from django.db import connection\n"
        f"connection.cursor().execute(\"delete from procrastinate_jobs where lock = 'report:{name}'\")\n"
        "from commonground.papers.models import Report\n"
        f"Report.objects.filter(public_id={name!r}).update(state='failed', said='Stopped for a test.')"
    )
    page.goto(address)
    expect(page.get_by_role("button", name="Build it again")).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_a_part_is_written_and_is_no_longer_missing(page_of, axe, built, width, javascript, shown):
    part = {(1280, True): "Background", (320, True): "Summary", (320, False): "Equalities implications"}
    title = part[width, javascript]
    page = page_of("analyst", width=width, javascript=javascript)
    page.goto(built)
    missing = page.locator(".cg-notice--officer").get_by_role("link", name=title, exact=True)
    expect(missing).to_be_visible()
    no_sideways_scroll(page)
    shown(page, f"report-draft-{width}")
    if javascript:
        axe(page)
    missing.click()
    if javascript:
        axe(page)
    no_sideways_scroll(page)
    page.get_by_label(title, exact=True).fill("We listen to victims first.\n\n- In schools\n- At home")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"“{title}” is saved.")).to_be_visible()
    expect(missing).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_chapter_is_read(page_of, axe, built, width, shown):
    page = page_of("panel_chair", width=width)
    page.goto(built)
    links = page.locator("main h3 a").all()
    addresses = [link.get_attribute("href") for link in links]
    assert len(addresses) == 11
    for address in addresses:
        answer = page.goto(address)
        assert (answer.status, page.locator("h1").count()) == (200, 1)
        no_sideways_scroll(page)
        axe(page)
        shown(page, f"report-{address.rstrip('/').rpartition('/')[2]}-{width}")


def test_law_is_confirmed_it_is_submitted_and_another_person_publishes_it(page_of, axe, site, built, shown):
    name = built.rstrip("/").rpartition("/")[2]
    site.run(WRITE_THE_REST.format(name=name))
    analyst, chair = page_of("analyst"), page_of("panel_chair", width=320)
    analyst.goto(f"{built}submit/")
    analyst.get_by_role("button", name="Submit").click()
    expect(analyst.get_by_text(re.compile(r"It is not complete\. .+ 1 more")).first).to_be_visible()
    axe(analyst)
    analyst.goto(built)
    lacks = analyst.locator(".cg-notice--officer").get_by_role("link")
    assert lacks.count() == 2, "what nobody has written or decided on"
    analyst.goto(f"{built}parts/environmental/")
    analyst.get_by_label("Environmental implications").fill("None")
    analyst.get_by_role("button", name="Save").click()
    lacks.click()
    axe(analyst)
    analyst.get_by_role("button", name="Save").click()
    expect(analyst.get_by_role("link", name="Choose whether the paragraph is confirmed or left out")).to_be_visible()
    analyst.get_by_label("I have checked this paragraph and confirm it").check()
    analyst.get_by_role("button", name="Save").click()
    expect(analyst.get_by_text("It can be submitted.")).to_be_visible()
    analyst.get_by_role("button", name="Submit for approval").click()
    axe(analyst)
    analyst.get_by_role("button", name="Submit").click()
    expect(analyst.get_by_text("It is submitted for approval.")).to_be_visible()
    chair.goto(built)
    axe(chair)
    chair.get_by_role("button", name="Approve and publish").click()
    axe(chair)
    no_sideways_scroll(chair)
    chair.get_by_role("button", name="Publish").click()
    expect(chair.get_by_text("It is approved.")).to_be_visible()
    read_by_anyone(page_of, axe, name, shown)


def read_by_anyone(page_of, axe, name: str, shown) -> None:
    for width in (1280, 320):
        visitor = page_of(width=width)
        assert visitor.goto(f"/published/lewisham/reports/{name}/").status == 200
        expect(visitor.get_by_role("heading", name="Knife crime and youth violence").first).to_be_visible()
        axe(visitor)
        no_sideways_scroll(visitor)
        shown(visitor, f"report-public-{width}")
