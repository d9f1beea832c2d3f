"""A tasking meeting in a browser, from planning to approved minutes that open again; a task told of on a phone."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

HOME = "/partnerships/tasking-table/"
PHONE = 360
MAKE = """
from datetime import date, timedelta
from commonground.partnership.models import Agency, Membership, Partnership, User
today = date.today()
table = Partnership.objects.create(slug="tasking-table", name="A table for tasking", demonstration=True)
council = Agency.objects.create(partnership=table, name="Invented Council", kind="council")
police = Agency.objects.create(partnership=table, name="Invented Police", kind="police")
def seat(key, role, agency):
    user = User.objects.create(email=f"{key}@tasking.example", name=f"Invented {key}", demonstration=True)
    Membership.objects.create(
        partnership=table, agency=agency, user=user, role=role, start=today - timedelta(days=100),
        trained_until=today + timedelta(days=100), confirmed_until=today + timedelta(days=60),
    )
seat("runner", "plan_owner", council)
seat("chair", "panel_chair", council)
seat("sergeant", "practitioner", police)
"""
BRIEFED = """
from datetime import date
from django.utils import timezone
from django_scopes import scope
from commonground.partnership.models import Partnership
from commonground.registers.models import TaskingBriefing, TaskingMeeting
from commonground.report import blocks, frozen
from commonground.report.document import Document, Section
said = (blocks.Paragraph(("Invented Square stood out.",)),)
text = frozen.to_json(Document(
    name="briefing", title="Violence intelligence briefing", subtitle="", area="", period="", published=date.today(),
    organisation="", summary=said, sections=(Section("Hot places", "hot_places", said),), sources=(),
))
table = Partnership.objects.get(slug="tasking-table")
with scope(partnership=table):
    TaskingBriefing.objects.create(
        partnership=table, meeting=TaskingMeeting.objects.get(), as_of=date.today(), state="built", document=text,
        sha256="0" * 64, built_at=timezone.now(), made_by="A test",
    )
"""


@pytest.fixture(scope="module")
def table(site):
    site.run(MAKE)


@pytest.fixture
def look(axe):
    """Ask axe about the page, narrow and wide; nothing scrolls sideways."""

    def at_both(page) -> None:
        for width in (PHONE, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_load_state()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            axe(page)

    return at_both


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def day(page, name: str, value) -> None:
    for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
        page.locator(f"[name={name}_{part}]").fill(str(number))


def test_a_meeting_from_planning_to_minutes(site, table, page_of, look):
    runner, chair, sergeant = (page_of(f"{who}@tasking.example") for who in ("runner", "chair", "sergeant"))
    runner.goto(f"{HOME}tasking/")
    runner.get_by_role("button", name="Plan a meeting").click()
    day(runner, "held_on", date.today())
    runner.get_by_label("Where is it?").fill("Room 1")
    runner.get_by_label("Who chairs it?").select_option(label="Invented chair, Invented Council")
    look(runner)
    press(runner, "Plan it")
    meeting = runner.url
    look(runner)
    site.run(BRIEFED)
    runner.get_by_role("link", name="Violence intelligence briefing", exact=True).click()
    expect(runner.get_by_role("region", name="Hot places")).to_contain_text("Invented Square stood out.")
    look(runner)
    _brought(sergeant, look)
    _held(runner, meeting, look)
    _decided(runner, meeting, date.today() + timedelta(days=14), look)
    _told(page_of, meeting, sergeant, look)
    chair.goto(meeting)
    chair.get_by_role("button", name="Approve the minutes").click()
    press(chair, "Approve them")
    expect(chair.get_by_text(re.compile("Approved by the chair on"))).to_be_visible()
    look(chair)
    _opens_again(chair, meeting)
    chair.goto(meeting)
    expect(chair.get_by_role("button", name="Write a decision down")).to_have_count(0)


def _brought(page, look) -> None:
    page.goto(f"{HOME}tasking/")
    look(page)
    page.get_by_role("button", name="Bring an item").click()
    page.get_by_label("What is it?").fill("Lights in the square")
    page.get_by_label(re.compile("What do you ask")).fill("Ask Mr Brown for light.")
    press(page, "Put it on the agenda")
    expect(page.get_by_text(re.compile("“Mr Brown”")).first).to_be_visible()
    page.get_by_label(re.compile("What do you ask")).fill("Daniel Fisher Lane has none.")
    press(page, "Put it on the agenda")  # it may be a person: asked about once
    page.get_by_label("Nobody is named: these are the words").check()
    look(page)
    press(page, "Put it on the agenda")
    expect(page.get_by_text("Lights in the square")).to_be_visible()


def _held(page, meeting: str, look) -> None:
    page.goto(meeting)
    page.get_by_role("button", name="It was held: who was there?").click()
    look(page)
    press(page, "Save")
    page.get_by_role("link", name=re.compile("Write the minute of Violence")).click()
    page.get_by_label(re.compile("What was said?")).fill("The briefing was read.")
    press(page, "Save")
    expect(page.get_by_text("The briefing was read.")).to_be_visible()


def _decided(page, meeting: str, due, look) -> None:
    page.goto(meeting)
    page.get_by_role("button", name="Write a decision down").click()
    page.get_by_label(re.compile("What was decided?")).fill("Patrol the square after school.")
    page.get_by_label(re.compile("Why?")).fill("Forty robberies were recorded there.")
    page.get_by_label("Which agency sees to it?").select_option(label="Invented Police")
    day(page, "due", due)
    look(page)
    press(page, "Save")
    page.get_by_role("link", name=re.compile(r"^T-\d{4}-\d\d-01$")).click()
    look(page)
    page.get_by_role("button", name="Give a task").click()
    page.get_by_label("What is to be done?").fill("Draw up the patrol plan")
    page.get_by_label("Which service does it?").select_option(label="Invented Police")
    day(page, "due", due)
    look(page)
    press(page, "Give it")
    expect(page.get_by_role("link", name="Draw up the patrol plan")).to_be_visible()


def _told(page_of, meeting: str, sergeant, look) -> None:
    """The same page with axe at 360 px, then the answer without JavaScript, on a phone."""
    sergeant.goto(f"{HOME}tasking/")
    sergeant.get_by_role("link", name="Draw up the patrol plan").first.click()
    look(sergeant)
    phone = page_of("sergeant@tasking.example", width=PHONE, javascript=False)
    phone.goto(sergeant.url)
    press(phone, "Send")  # without an answer: it says what is missing
    expect(phone.get_by_role("link", name="Choose how it stands")).to_be_visible()
    phone.get_by_label("Done", exact=True).check()
    phone.get_by_label(re.compile("What was done")).fill("Drawn up and agreed.")
    press(phone, "Send")
    expect(phone.get_by_text("Thank you. The meeting sees it.")).to_be_visible()
    expect(phone.get_by_text("Drawn up and agreed.").first).to_be_visible()


def _opens_again(page, meeting: str) -> None:
    word = page.request.get(f"{meeting}minutes/docx/")
    document = Document(BytesIO(word.body()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(re.fullmatch(r"T-\d{4}-\d\d-01", cell) for cell in cells)
    assert "Patrol the square after school." in cells
    assert not any("Invented runner" in paragraph.text for paragraph in document.paragraphs)
    printed = page.request.get(f"{meeting}minutes/pdf/")
    assert printed.body().startswith(b"%PDF-") and printed.headers["content-type"] == "application/pdf"
