"""Outside review, a group’s comparison and practice cards in a browser: wide, narrow, with JavaScript and without."""

import pytest
from playwright.sync_api import expect
from test_assessments import no_sideways_scroll

LEWISHAM, LONDON = "/partnerships/lewisham/plan/", "/partnerships/london/plan/"
REVIEWER, ANALYST_OF_LONDON = "rita.roleplay@example.org", "lena.notional@example.org"
OWNER_IN_GREENWICH = "paul.pretend@example.org"
PLAN = """
from datetime import date
from django_scopes import scope
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes import plans, templates
from commonground.plan.models import Plan, TemplateVersion
templates.install_shipped(by=Actor.of_system("a test"))
for slug in ("lewisham", "greenwich"):
    seat = Membership.objects.filter(partnership__slug=slug, role="plan_owner", end=None).first()
    with scope(partnership=seat.partnership):
        if not Plan.objects.current().exists():
            version = TemplateVersion.objects.get(key="london-2018", owner=None)
            plans.begin(version, "Violence and knife crime plan", date(2026, 1, 1), by=Actor.of_seat(seat))
"""


@pytest.fixture(scope="module", autouse=True)
def planned(site) -> None:
    """Lewisham and Greenwich have a plan, that of the demonstration if there is one."""
    site.run(PLAN)


def test_a_plan_is_submitted_reviewed_answered_and_published(page_of, axe, shown):
    owner, reviewer = page_of("plan_owner"), page_of(REVIEWER, width=320)
    owner.goto(f"{LEWISHAM}outside/")
    axe(owner)
    owner.get_by_role("button", name="Submit the plan").click()
    axe(owner)
    owner.get_by_role("button", name="Submit").click()
    expect(owner.get_by_text("is submitted as it stands today")).to_be_visible()

    reviewer.goto(f"{LONDON}submitted/")
    axe(reviewer)
    no_sideways_scroll(reviewer)
    reviewer.get_by_role("link", name="Safer Lewisham Partnership").first.click()
    expect(reviewer.get_by_role("heading", name="Themes")).to_be_visible()
    axe(reviewer)
    no_sideways_scroll(reviewer)
    shown(reviewer, "submission-320")
    reviewer.get_by_role("link", name="Comment on G1", exact=True).click()
    axe(reviewer)
    reviewer.get_by_label("Your comment").fill("Which meeting looks at this?")
    reviewer.get_by_role("button", name="Save").click()
    expect(reviewer.get_by_text("The comment is kept as a draft.")).to_be_visible()
    reviewer.get_by_role("button", name="Write the formal feedback").click()
    reviewer.get_by_role("button", name="Save").click()
    expect(reviewer.get_by_role("link", name="Write a summary of the feedback")).to_be_visible()
    axe(reviewer)
    reviewer.get_by_label("Summary").fill("A plan that says what is not done, too.")
    reviewer.get_by_role("button", name="Save").click()
    reviewer.get_by_role("button", name="Send the feedback").click()
    axe(reviewer)
    reviewer.get_by_role("button", name="Send").click()
    expect(reviewer.get_by_text("The feedback is sent to Safer Lewisham Partnership.")).to_be_visible()

    analyst, chair = page_of("analyst", javascript=False), page_of("panel_chair", width=320)
    analyst.goto(f"{LEWISHAM}outside/")
    analyst.get_by_role("main").get_by_role("link", name="London Violence Reduction Unit,").first.click()
    analyst.get_by_role("link", name="Answer on G1").click()
    analyst.get_by_label("Your answer").fill("The monthly one.")
    analyst.get_by_role("button", name="Save").click()
    analyst.get_by_role("button", name="Write the response").click()
    analyst.get_by_label("Your response").fill("We say so in the next version.")
    analyst.get_by_role("button", name="Save").click()
    address = analyst.url
    owner.goto(address)
    axe(owner)
    owner.get_by_role("button", name="Send it to the reviewers").click()
    owner.get_by_role("button", name="Send").click()
    expect(owner.get_by_text("The response is sent to the reviewers.")).to_be_visible()
    chair.goto(address)
    no_sideways_scroll(chair)
    axe(chair)
    chair.get_by_role("button", name="Publish it").click()
    axe(chair)
    chair.get_by_role("button", name="Publish").click()
    expect(chair.get_by_text("The response is published.")).to_be_visible()
    reviewer.reload()
    expect(reviewer.get_by_text("We say so in the next version.")).to_be_visible()


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_a_group_compares_what_is_shared(page_of, axe, width, javascript, shown):
    owner = page_of("plan_owner", width=width, javascript=javascript)
    owner.goto(f"{LEWISHAM}outside/")
    owner.get_by_role("button", name="Submit the plan").click()
    owner.get_by_role("button", name="Submit").click()
    owner.goto(f"{LEWISHAM}sharing/")
    no_sideways_scroll(owner)
    group = owner.get_by_role("group", name="What London Violence Reduction Unit may compare")
    for part in ("Answers", "Narratives", "Actions", "RAG"):
        group.get_by_label(part, exact=True).check()
    owner.get_by_role("button", name="Save your choice").click()
    expect(owner.get_by_text("Your choice counts from now on.")).to_be_visible()
    analyst = page_of(ANALYST_OF_LONDON, width=width, javascript=javascript)
    for page in ("boroughs/", "boroughs/gaps/", "boroughs/innovative/", "boroughs/shared/", "boroughs/standards/G1/"):
        assert analyst.goto(f"{LONDON}{page}").status == 200
        no_sideways_scroll(analyst)
        shown(analyst, f"{page.replace('/', '-')}{width}")
        if javascript:
            axe(analyst)
            axe(owner)
    analyst.goto(f"{LONDON}boroughs/")
    expect(analyst.get_by_role("row", name="Lewisham")).to_be_visible()
    analyst.get_by_label("Theme").select_option("governance")
    analyst.get_by_role("button", name="Show").click()
    expect(analyst.get_by_role("columnheader", name="G1")).to_be_visible()
    expect(analyst.get_by_role("columnheader", name="V1")).to_have_count(0)
    group.get_by_label("Answers", exact=True).uncheck()
    owner.get_by_role("button", name="Save your choice").click()
    expect(owner.get_by_text("Your choice counts from now on.")).to_be_visible()
    analyst.goto(f"{LONDON}boroughs/")
    expect(analyst.get_by_text("Not shared by").first).to_contain_text("Lewisham")


def test_a_card_is_written_shared_and_adopted(page_of, axe, shown):
    writer, chair = page_of("practitioner", width=320), page_of("panel_chair")
    writer.goto(f"{LEWISHAM}practice/")
    axe(writer)
    no_sideways_scroll(writer)
    writer.get_by_role("button", name="Write a card").click()
    writer.get_by_role("button", name="Save").click()
    expect(writer.get_by_role("link", name="Say what did not work")).to_be_visible()
    axe(writer)
    writer.get_by_label("Title").fill("Doorways that stay lit")
    writer.get_by_label("The problem").fill("Young people were afraid at one stop.")
    writer.get_by_label("What was done").fill("Three shops stay open later.")
    writer.get_by_label("What did not work").fill("Two shops closed again.")
    writer.get_by_label("Mailbox to ask").fill("team@example.org")
    writer.get_by_role("button", name="Save").click()
    expect(writer.get_by_text("The card is kept as a draft.")).to_be_visible()
    no_sideways_scroll(writer)
    chair.goto(writer.url)
    axe(chair)
    chair.get_by_role("button", name="Share with every partnership").click()
    chair.get_by_role("button", name="Share").click()
    expect(chair.get_by_text("The card is shared.")).to_be_visible()
    shown(chair, "card-1280")
    adopting = page_of(OWNER_IN_GREENWICH, width=320, javascript=False)
    adopting.goto("/partnerships/greenwich/plan/practice/?words=doorway")
    adopting.get_by_role("link", name="Doorways that stay lit").click()
    adopting.get_by_role("button", name="Adopt into our plan").click()
    no_sideways_scroll(adopting)
    adopting.get_by_role("button", name="Adopt").click()
    expect(adopting.get_by_text("as a developing action that credits the card")).to_be_visible()
    credit = "From the practice card “Doorways that stay lit” of Safer Lewisham Partnership"
    expect(adopting.get_by_role("link", name=credit)).to_be_visible()
    chair.reload()
    expect(chair.get_by_text("1 partnership", exact=False)).to_be_visible()
