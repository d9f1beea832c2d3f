"""A quarterly review in a browser, from opening to closing: sixty actions, thirty owners; and a stopwatch."""

import re
import time

import pytest
from playwright.sync_api import expect

HOME = "/partnerships/review-table/plan/reviews/"
MAKE = """
from datetime import date, timedelta
from django_scopes import scope
from commonground.partnership.models import Agency, Membership, Partnership, User
from commonground.partnership.rule import Actor
from commonground.plan.changes import actions, parts, plans
from commonground.plan.changes.actions import ActionValues
from commonground.plan.models import TemplateVersion
today = date.today()
table = Partnership.objects.create(slug="review-table", name="A table for a review", demonstration=True)
agency = Agency.objects.create(partnership=table, name="Council", kind="council")
def seat(key, role):
    user = User.objects.create(email=f"{key}@review.example", name=f"Invented {key}", demonstration=True)
    return Membership.objects.create(
        partnership=table, agency=agency, user=user, role=role, start=today - timedelta(days=100),
        trained_until=today + timedelta(days=100), confirmed_until=today + timedelta(days=60),
    )
owner, _, _ = seat("planner", "plan_owner"), seat("chair", "panel_chair"), seat("councillor", "councillor")
by = Actor.of_seat(owner)
with scope(partnership=table):
    version = TemplateVersion.objects.get(key="london-2018", owner=None)
    plan = plans.begin(version, "A plan", today - timedelta(days=90), by=by)
    theme = version.themes.all()[0]
    people = [seat(f"owner{number}", "practitioner") for number in range(30)]
    for number in range(60):
        made = actions.add_action(
            plan, ActionValues(title=f"Action {number}", theme=theme, owner=people[number % 30]), by=by
        )
        if number % 30 == 0:
            parts.add_task(made, "Ask ten shops", today + timedelta(days=40), by=by)
"""
OTHERS = """
from datetime import date
from django_scopes import scope
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.review_updates import Update, tell
from commonground.plan.models import ReviewRow
with scope(partnership=Partnership.objects.get(slug="review-table")):
    told = 0
    for row in ReviewRow.objects.filter(received=False).exclude(title="Action 59").select_related(
            "round", "action", "owner__user", "owner__agency", "owner__partnership"):
        tell(row, Update(rag="green", progress="It goes on."), by=Actor.of_seat(row.owner))
        told += 1
    print(told)
"""


@pytest.fixture(scope="module")
def table(site):
    site.run(MAKE)


def no_sideways_scroll(page) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


@pytest.fixture
def look(axe):
    """Ask axe about the page, wide and narrow."""

    def at_both(page) -> None:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            no_sideways_scroll(page)
            axe(page)

    return at_both


def test_a_review_of_sixty_actions_and_thirty_owners_from_end_to_end(site, table, page_of, look, capsys):
    planner, chair = page_of("planner@review.example"), page_of("chair@review.example")
    planner.goto(HOME)
    look(planner)
    opens(planner, look)
    key = re.search(r"/reviews/([^/]+)/", planner.url)[1]
    seconds = [one_owner(page_of(f"owner{number}@review.example"), key, look, capsys) for number in range(2)]
    assert site.run(OTHERS) == "55"  # sixty, without the two owners' four and the one that never comes
    planner.goto(f"{HOME}{key}/submit/")
    look(planner)
    expect(planner.get_by_text("1 update has not come")).to_be_visible()
    press(planner, "Submit it")
    late(page_of("owner29@review.example"), key, look)
    challenged(chair, key, look)
    replied(page_of("owner0@review.example"), key, look)
    decided(chair, key, look)
    expect(chair.get_by_role("button", name="Close the review")).to_have_count(0)
    councillor = page_of("councillor@review.example")
    councillor.goto(f"{HOME}{key}/")
    look(councillor)
    expect(councillor.get_by_text("No update received", exact=True).first).to_be_visible()
    with capsys.disabled():
        print(f"\na quarterly update took {', '.join(f'{one:.1f} s' for one in seconds)} in the browser")


def opens(page, look) -> None:
    page.get_by_role("button", name="Open a review").click()
    look(page)
    for part, value in zip(("day", "month", "year"), ("28", "12", "2030"), strict=True):
        page.locator(f"[name=due_{part}]").fill(value)
    began = time.perf_counter()
    press(page, "Open it")
    expect(page.get_by_role("heading", name="Every update")).to_be_visible()
    assert time.perf_counter() - began < 10
    assert page.locator("section.cg-standard").count() == 60
    look(page)


def one_owner(page, key: str, look, capsys) -> float:
    """One owner’s two actions. The first is measured, from the link of the e-mail to the list that says it is in."""
    pages: list[str] = []
    page.on("framenavigated", lambda frame: pages.append(frame.url) if frame == page.main_frame else None)
    began = time.perf_counter()
    page.goto(f"{HOME}{key}/updates/")
    page.get_by_role("button", name=re.compile("Say how it goes")).first.click()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("What has happened?").fill("Four shops have joined.")
    page.get_by_label(re.compile("What comes next")).fill("Six more.")
    asked = page.locator("main .govuk-form-group:not(.govuk-form-group .govuk-form-group)").count()
    press(page, "Send the update")
    expect(page.get_by_text("1 of 2 updates is missing")).to_be_visible()
    took = time.perf_counter() - began
    assert len(pages) <= 3, pages
    assert asked <= 10
    with capsys.disabled():
        print(f"\n{len(pages)} pages, {asked} questions, 3 answers, {took:.1f} s")
    look(page)
    page.get_by_role("button", name=re.compile("Say how it goes")).first.click()
    look(page)
    press(page, "Send the update")  # without an answer: it says what is missing
    expect(page.get_by_role("link", name="Choose how it goes")).to_be_visible()
    look(page)
    page.get_by_label("Off track", exact=True).check()
    page.get_by_label("What has happened?").fill("Nobody has joined.")
    page.get_by_label(re.compile("Why do you see it differently")).fill("The officer left.")
    press(page, "Send the update")
    expect(page.get_by_text("Every update is in")).to_be_visible()
    return took


def late(page, key: str, look) -> None:
    page.goto(f"{HOME}{key}/updates/")
    look(page)
    expect(page.get_by_text("This review takes no more updates")).to_be_visible()


def challenged(page, key: str, look) -> None:
    page.goto(f"{HOME}{key}/")
    look(page)
    page.get_by_role("link", name=re.compile("^Challenge")).and_(page.locator("section *")).first.click()
    look(page)
    page.get_by_label("What does the board ask?").fill("What would it take?")
    press(page, "Challenge")
    expect(page.get_by_text("What would it take?")).to_be_visible()


def replied(page, key: str, look) -> None:
    page.goto(f"{HOME}{key}/")
    page.get_by_role("link", name=re.compile("^Reply")).click()
    look(page)
    page.get_by_label("Your reply").fill("A second officer.")
    press(page, "Save")
    expect(page.get_by_text("A second officer.")).to_be_visible()


def decided(page, key: str, look) -> None:
    page.goto(f"{HOME}{key}/")
    page.get_by_role("link", name=re.compile("Write the decision")).click()
    look(page)
    page.get_by_label("What did the board decide?").fill("The council lends one.")
    page.get_by_label(re.compile("Where do the minutes have it")).fill("Minute 6.2")
    press(page, "Save")
    page.get_by_role("button", name="Say what the board decided").click()
    look(page)
    for part, value in zip(("day", "month", "year"), ("3", "2", "2026"), strict=True):
        page.locator(f"[name=meeting_on_{part}]").fill(value)
    page.get_by_label("Where do the minutes have it?").fill("Minute 6")
    press(page, "Save")
    page.get_by_role("button", name="Close the review").click()
    look(page)
    press(page, "Close it")
    expect(page.get_by_text("It is closed and kept as it was")).to_be_visible()


def test_the_pages_of_the_demonstration_wide_and_narrow(page_of, look):
    page = page_of("plan_owner")
    here = "/partnerships/lewisham/plan/reviews/"
    for name in ("", "compare/", "meetings/", "meetings/add/"):
        page.goto(here + name)
        look(page)
    page.goto(here)
    page.get_by_role("link", name="Review 4: July to September 2026").click()
    look(page)


def test_what_is_typed_in_an_update_survives(page_of, site):
    page = page_of("plan_owner")
    page.goto("/partnerships/lewisham/plan/reviews/")
    page.get_by_role("link", name="Your updates").click()
    page.get_by_role("button", name=re.compile("^(Change|Say how it goes)")).first.click()
    page.get_by_label(re.compile("What has happened")).fill("Typed and not sent.")
    expect(page.get_by_role("status").filter(has_text="Draft kept")).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_label(re.compile("What has happened"))).to_have_value("Typed and not sent.")
    page.get_by_role("button", name="Delete this draft").click()
