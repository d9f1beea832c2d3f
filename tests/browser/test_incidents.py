"""A serious incident in a browser: started on a telephone within a minute, run, closed, its report opened again."""

import re
import time
from io import BytesIO

import pytest
from playwright.sync_api import expect

HOME = "/partnerships/incident-table/incidents/"
MAKE = """
from datetime import date, timedelta
from commonground.partnership.models import Agency, Membership, Partnership, User
today = date.today()
table = Partnership.objects.create(slug="incident-table", name="A table for an incident", demonstration=True)
kinds = ("council", "police")
agencies = {kind: Agency.objects.create(partnership=table, name=kind.title(), kind=kind) for kind in kinds}
for key, role, kind in (("owner", "plan_owner", "council"), ("analyst", "analyst", "council"),
                        ("officer", "practitioner", "police"), ("councillor", "councillor", "council")):
    user = User.objects.create(email=f"{key}@incident.example", name=f"Invented {key}", demonstration=True)
    Membership.objects.create(
        partnership=table, agency=agencies[kind], user=user, role=role, start=today - timedelta(days=100),
        trained_until=today + timedelta(days=100), confirmed_until=today + timedelta(days=60),
    )
"""


@pytest.fixture(scope="module")
def table(site):
    site.run(MAKE)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def no_sideways_scroll(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def start(page) -> None:
    """What somebody types on the first page: the rest is filled in."""
    page.get_by_label("What kind of incident?").select_option(label="A stabbing with serious injury")
    page.get_by_label("At what time?", exact=True).fill("00.01")
    page.get_by_label("Where, in words?").fill("By the station")
    page.get_by_label("What is known?").fill("An assault with a knife. The scene is closed.")
    page.get_by_label("Who told it?").select_option(label="Police")
    press(page, "Start the response")


def test_a_response_is_started_in_a_minute_on_a_telephone_without_javascript(table, page_of):
    page = page_of("officer@incident.example", width=360, javascript=False)
    page.goto(f"{HOME}start/")
    begun = time.monotonic()
    page.get_by_label("Where, in words?").fill("By the station")
    press(page, "Start the response")
    expect(page.get_by_text("Choose the kind of incident").first).to_be_visible()
    start(page)
    assert time.monotonic() - begun < 60
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"I-\d{4}-001"))
    no_sideways_scroll(page)


def test_a_name_is_refused_or_asked_about(table, page_of):
    page = page_of("owner@incident.example", width=360)
    page.goto(f"{HOME}start/")
    page.get_by_label("What is known?").fill("Police look for Daniel Fisher.")
    page.get_by_label("What kind of incident?").select_option(label="A shooting")
    page.get_by_label("At what time?", exact=True).fill("00:01")
    page.get_by_label("Where, in words?").fill("By the station")
    page.get_by_label("Who told it?").select_option(label="Police")
    press(page, "Start the response")
    expect(page.get_by_text("“Daniel Fisher” may be a name").first).to_be_visible()
    expect(page.get_by_label("Nobody is named: these are the words")).to_be_visible()


def test_an_incident_runs_from_its_start_to_its_report(table, page_of, axe, shown):
    page = page_of("owner@incident.example", width=360)
    page.goto(f"{HOME}start/")
    axe(page)
    no_sideways_scroll(page)
    start(page)
    address = page.url.split("#")[0]
    axe(page)
    shown(page, "incident-360")
    facts_and_who_is_told(page)
    a_step_and_a_meeting(page, address)
    a_message(page, address, page_of)
    page.goto(f"{address}referrals/add/")
    page.get_by_label("Reference").fill("MASH-20417")
    press(page, "Save")
    page.goto(f"{address}learning/add/")
    page.get_by_label("What should be different next time?").fill("Tell schools the evening before")
    page.get_by_label("Who sees to it?").select_option(label="Invented owner, Council")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2099")):
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Save")
    page.goto(f"{address}timeline/?sort=communications")
    expect(page.get_by_role("heading", name=re.compile("^Sent: Holding statement"))).to_be_visible()
    axe(page)
    close(page, address)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}report/")
    axe(page)
    shown(page, "incident-report")
    the_files_open_again(page)
    gone = page_of("councillor@incident.example").goto(address)
    assert gone.status == 403


def facts_and_who_is_told(page) -> None:
    follow(page, "Change the facts")
    page.get_by_label("Which one agency leads communications?").select_option(label="Council")
    press(page, "Save")
    follow(page, "Pause the clocks")
    page.get_by_label("Why?").fill("Police ask for quiet.")
    press(page, "Pause the clocks")
    expect(page.get_by_text("Clocks paused", exact=True)).to_be_visible()
    follow(page, "Resume the clocks")
    press(page, "Resume the clocks")


def a_step_and_a_meeting(page, address: str) -> None:
    follow(page, "Holding statement, factual and agreed with police and family liaison")
    page.get_by_role("button", name="It is done").click()
    page.get_by_label("What came of it?").fill("Agreed with police.")
    press(page, "Save")
    expect(page.get_by_text("It is noted as done.")).to_be_visible()
    page.goto(f"{address}meetings/add/")
    page.get_by_label("What was decided?").fill("Outreach tonight.")
    page.get_by_label(re.compile("^Action 1")).fill("Look at the lamps")
    page.get_by_label("Who sees to action 1?").select_option(label="Invented owner, Council")
    group = page.get_by_role("group", name=re.compile("By when, action 1"))
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2099")):
        group.get_by_label(part).fill(value)
    press(page, "Save")
    expect(page.get_by_role("link", name="Look at the lamps")).to_be_visible()


def a_message(page, address: str, page_of) -> None:
    writer = page_of("analyst@incident.example")
    writer.goto(f"{address}messages/add/")
    writer.get_by_label("Holding statement").check()
    writer.get_by_label("Who is told?").select_option(label="Press and broadcasters")
    writer.get_by_label("By which way?").select_option(label="Press statement")
    writer.get_by_label("What is said?").fill("We are responding. Ring 101.")
    press(writer, "Save")
    page.goto(address)
    for way in ("Approve it", "Say that it was sent"):
        follow(page, "Holding statement to: Press and broadcasters")
        follow(page, way)
        press(page, way)


def close(page, address: str) -> None:
    page.goto(f"{address}close/")
    page.get_by_label("What did the response come to?").fill("It ran for a day.")
    page.get_by_label("Why are steps left open?").fill("It is in the diary.")
    press(page, "Close the response")
    expect(page.get_by_text("Its report is kept as it is now.")).to_be_visible()


def the_files_open_again(page) -> None:
    import docx
    import pypdf

    opened = {
        "Word": lambda content: "\n".join(one.text for one in docx.Document(content).paragraphs),
        "PDF": lambda content: "".join(one.extract_text() for one in pypdf.PdfReader(content).pages),
    }
    for name, read in opened.items():
        with page.expect_download() as taken:
            page.get_by_role("link", name=f"Report as {name}").click()
        with open(taken.value.path(), "rb") as file:
            said = " ".join(read(BytesIO(file.read())).split())
        assert "After-action report I-" in said and "Agreed with police." in said and "Invented owner" not in said
