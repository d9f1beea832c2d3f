"""The plan’s pages: what each says to whom, what its forms do, and what is never lost."""

import re
from datetime import date, timedelta
from uuid import uuid4

import made
import made_plan
import pytest
from careful_reader import faults
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from people import Cast

from commonground.plan.changes import actions, answers, evidence, parts, snapshots, telling
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.possible import edition
from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import Action, Answer, Evidence, Plan, Task, ThemeText
from commonground.plan.templates.approaches import what_is_known
from commonground.plan.written import WrittenRound

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/plan/"
READERS = ("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead")
TODAY = date.today()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with scope(partnership=cast.own.partnership):
        return made.plan(cast.own)


@pytest.fixture
def browser(cast: Cast, visit):
    """The browser of a role at Lewisham’s table, which refuses a bad page."""

    def of(role: str):
        client = visit(cast.own.user(role))

        def get(path: str = "", **more) -> str:
            response = client.get(path if path.startswith("/") else HERE + path, follow=True, **more)
            assert response.status_code == 200, path
            html = response.content.decode()
            assert faults(html) == [], path
            return html

        def post(path: str, **data):
            return client.post(HERE + path, {"once": str(uuid4()), **data})

        client.see, client.send = get, post
        return client

    return of


@pytest.fixture
def at_the_table(cast: Cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def words(html: str) -> str:
    html = re.sub(r"<(script|style|svg).*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def answer_to(ref: str) -> Answer:
    return Answer.objects.get(item__ref=ref)


# Who sees what


def test_a_page_that_is_bad_is_refused():
    bad = '<html><body><h1>A</h1><h1>B</h1><h4 id="x">C</h4><p id="x"></p><input id="y"></body></html>'
    assert faults(bad) == [
        "2 h1", "no title", "no language", "two things are called x", "no label for y", "a level of heading is left out"
    ]  # fmt: skip


PAGES = ("", "themes/governance/", "actions/", "orphans/", "template/")


@pytest.mark.parametrize("role", READERS)
def test_those_who_work_on_it_read_every_page(cast, plan, browser, role):
    client = browser(role)
    for page in PAGES:
        client.see(page)
    client.see(f"actions/{made_plan.action_id(cast.own)}/")
    client.see(f"answers/{made_plan.answer_id(cast.own)}/")
    client.see(f"template/{made_plan.next_version(cast.own)}/")


@pytest.mark.parametrize("role", ["plan_owner", "analyst"])
def test_those_who_write_it_are_asked_in_good_forms(cast, plan, browser, role):
    client, action, table = browser(role), made_plan.expecting_id(cast.own), cast.own
    for part in ("what", "when", "cost", "serves", "helpers", "waits", "measures"):
        client.see(f"actions/{action}/edit/{part}/")
    for step in ("how-it-goes", "hand-over", "finish", "drop", "tasks/add", "measures/knife_crime/remove"):
        client.see(f"actions/{action}/{step}/")
    for kind in ("measure", "minutes", "link", "file"):
        client.see(f"actions/{action}/attach/{kind}/")
        client.see(f"answers/{made_plan.answer_id(table)}/attach/{kind}/")
    for page in ("begin/", "edit/", "themes/governance/write/", "actions/add/", "actions/add/governance/"):
        client.see(page)
    client.see(f"actions/{made_plan.developing_id(table)}/resource/")
    client.see(f"actions/{made_plan.dropped_id(table)}/again/")
    client.see(f"tasks/{made_plan.task_id(table)}/")
    client.see(f"tasks/{made_plan.task_id(table)}/remove/")
    client.see(f"evidence/{made_plan.file_id(table)}/remove/")


@pytest.mark.parametrize("role", ["agency_lead", "panel_chair", "governance_lead"])
def test_those_who_only_read_are_offered_no_form(cast, plan, browser, role):
    client = browser(role)
    for page in ("", f"actions/{made_plan.action_id(cast.own)}/", f"answers/{made_plan.answer_id(cast.own)}/"):
        html = client.see(page)
        assert 'method="post"' not in html
        assert not re.search(r'href="[^"]*/(edit|write|attach|hand-over|drop|add)/', html)


@pytest.mark.parametrize("role", ["scrutiny_member", "councillor"])
def test_scrutiny_reads_the_last_closed_review_and_nothing_newer(cast, plan, browser, role, at_the_table):
    assert "No review of the plan is closed yet" in words(browser(role).see())
    owner, review = at_the_table.actor("plan_owner"), WrittenRound(number=1, title="Q1", opened=date(2026, 1, 1))
    Action.objects.update(notes="a planted note")
    answers.answer(answer_to("G1"), "met", "", "All four items are minuted.", by=owner)
    snapshots.take(plan, "reviewed", date(2026, 3, 31), by=owner, review=review)
    answers.answer(answer_to("G1"), "not_met", "", "Since then it stopped.", by=owner)
    said = words(browser(role).see())
    assert "As it stood at its last closed review, on 31 March 2026" in said
    assert "All four items are minuted." in said
    assert "Since then it stopped." not in said
    assert "a planted note" not in said


def test_what_a_group_puts_into_its_plan_stays_at_its_table(cast, plan, visit):
    theirs = visit(cast.other.user("plan_owner"))
    assert theirs.get(f"{HERE}actions/{made_plan.action_id(cast.own)}/").status_code == 404
    elsewhere = f"/partnerships/greenwich/plan/actions/{made_plan.action_id(cast.own)}/"
    assert theirs.get(elsewhere).status_code == 404


# A plan begins


def test_a_plan_is_begun_from_a_template_once(cast, browser, at_the_table):
    install_shipped(by=at_the_table.actor("plan_owner"))
    client = browser("plan_owner")
    assert "There is no plan yet" in words(client.see())
    page = client.see("begin/")
    assert "7 themes, 20 minimum standards and 63 options." in words(page)
    version = re.search(r'name="version" id="id_version_0" value="(\w+)"', page)[1]
    days = {"starts_day": "1", "starts_month": "1", "starts_year": "2027"}
    given = {"once": str(uuid4()), "version": version, "title": "Our plan", **days}
    assert {client.post(f"{HERE}begin/", given).status_code for _ in range(2)} == {302}
    assert [one.title for one in Plan.objects.all()] == ["Our plan"]
    assert "There is a plan already" in words(client.see("begin/"))
    assert "Not answered yet" in words(client.see())


def test_whoever_may_not_begin_it_is_told_who_may(cast, browser):
    said = words(browser("practitioner").see())
    assert "The plan owner or an analyst of the partnership begins it." in said


# Answers and commentary


def test_a_standard_is_answered_and_an_answer_without_its_reason_is_refused(cast, plan, browser, at_the_table):
    client, one = browser("analyst"), answer_to("G1")
    path = f"answers/{one.public_id}/"
    refused = client.send(path, standing="not_applicable", begun=edition(one))
    assert "Say why it is not applicable" in refused.content.decode()
    sent = client.send(path, standing="partly", narrative="Two of four.\r\n\r\nMore to come. ", begun=edition(one))
    assert sent.headers["Location"] == f"{HERE}themes/governance/#G1"
    one.refresh_from_db()
    assert (one.standing, one.narrative) == ("partly", "Two of four.\n\nMore to come.")
    assert "Two of four." in client.see("themes/governance/")


def test_two_who_answer_at_once_lose_nothing(cast, plan, browser, at_the_table):
    one = answer_to("G1")
    begun, path = edition(one), f"answers/{one.public_id}/"
    browser("plan_owner").send(path, standing="met", narrative="All four are minuted.", begun=begun)
    clash = browser("analyst").send(path, standing="partly", narrative="Three of four.", begun=begun)
    html = clash.content.decode()
    assert faults(html) == []
    assert "Not saved yet" in html
    assert ("All four are minuted." in words(html), "Three of four." in html) == (True, True)
    again = re.search(r'name="begun" value="(\w+)"', html)[1]
    browser("analyst").send(path, standing="partly", narrative="Three of four, says the analyst.", begun=again)
    one.refresh_from_db()
    assert (one.standing, one.narrative) == ("partly", "Three of four, says the analyst.")


def test_a_commentary_that_is_typed_is_kept_and_its_clash_is_shown(cast, plan, browser, at_the_table):
    text = ThemeText.objects.get(theme__key="governance")
    begun = edition(text)
    client = browser("plan_owner")
    kept = {"draft_page": f"{HERE}themes/governance/write/", "commentary": "Typed", "begun": begun}
    assert client.post("/account/drafts/keep/", kept).status_code == 200
    assert "Typed</textarea>" in client.see("themes/governance/write/")
    browser("analyst").send("themes/governance/write/", commentary="Saved first", begun=begun)
    clash = client.send("themes/governance/write/", commentary="Typed", begun=begun).content.decode()
    assert ("Saved first" in words(clash), "Typed</textarea>" in clash) == (True, True)


def test_an_item_says_what_the_template_and_research_say(cast, plan, browser, at_the_table):
    one = Answer.objects.exclude(item__approach="").select_related("item")[0]
    said = words(browser("analyst").see(f"answers/{one.public_id}/")).replace("&#x27;", "'")
    known = what_is_known(one.item.approach)
    assert known.sentence in said
    assert all(each in said for each in one.item.details["indicators"])
    plain = Answer.objects.filter(item__approach="").select_related("item")[0]
    assert "names no approach of the Youth Endowment Fund’s Toolkit" in words(
        browser("analyst").see(f"answers/{plain.public_id}/")
    )


# Evidence


def test_evidence_is_attached_shown_with_its_age_and_taken_away(cast, plan, browser, at_the_table):
    client, one = browser("analyst"), answer_to("G1")
    day = TODAY - timedelta(days=12)
    of = {"of_day": day.day, "of_month": day.month, "of_year": day.year}
    path = f"answers/{one.public_id}/attach/"
    assert client.send(f"{path}minutes/", title="Board, item 4", **of).status_code == 302
    assert client.send(f"{path}measure/", measure="knife_crime").status_code == 302
    assert client.send(f"{path}link/", title="Plan", address="https://www.example.org/plan").status_code == 302
    said = words(client.see(f"answers/{one.public_id}/"))
    assert f"Minutes: Board, item 4 ({day.day} {day:%B %Y}, 12 days old)" in said
    assert "Measure: Knife crime (its latest figures are on its page)" in said
    minutes = Evidence.objects.get(kind="minutes")
    assert client.send(f"evidence/{minutes.public_id}/remove/").status_code == 302
    assert sorted(Evidence.objects.values_list("kind", flat=True)) == ["link", "measure"]


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("minutes", {"title": "Board"}, "Enter the day of the meeting"),
        ("measure", {"measure": "gossip"}, "Select a valid choice"),
        ("link", {"title": "Plan", "address": "javascript:alert(1)"}, "Enter an address like"),
        ("file", {"title": "Shops"}, "Choose a file"),
    ],
)
def test_evidence_that_says_nothing_is_refused(cast, plan, browser, kind, given, said):
    answered = browser("analyst").send(f"answers/{made_plan.answer_id(cast.own)}/attach/{kind}/", **given)
    assert said in answered.content.decode()


def test_a_file_is_handed_over_as_a_download(cast, plan, browser, at_the_table):
    client = browser("practitioner")
    sent = SimpleUploadedFile("shops.txt", b"ten shops", "text/html")
    action = made_plan.action_id(cast.own)
    assert client.send(f"actions/{action}/attach/file/", title="Shops <asked>", file=sent).status_code == 302
    got = client.get(f"{HERE}evidence/{Evidence.objects.get().public_id}/")
    assert (b"".join(got.streaming_content), got.headers["Content-Type"]) == (b"ten shops", "text/plain")
    assert got.headers["Content-Disposition"] == 'attachment; filename="shops-asked.txt"'
    wrong = SimpleUploadedFile("shops.pdf", b"no PDF", "application/pdf")
    refused = client.send(f"actions/{action}/attach/file/", title="Shops", file=wrong)
    assert "is not what its name says" in refused.content.decode()


# Actions


def test_an_action_is_added_with_what_it_serves_and_needs_somebody(cast, plan, browser, at_the_table):
    client, serves = browser("plan_owner"), answer_to("G1")
    given = {"title": "Minute all four", "kind": "resourced", "serves": serves.public_id}
    refused = client.send("actions/add/governance/", **given)
    assert "Choose who is accountable, or make it a developing action" in refused.content.decode()
    owner = at_the_table.seats["agency_lead"]
    sent = client.send("actions/add/governance/", owner=owner.public_id, **given)
    one = Action.objects.get(title="Minute all four")
    assert sent.headers["Location"] == f"{HERE}actions/{one.public_id}/"
    assert (one.owner, one.agency, one.theme.key) == (owner, owner.agency, "governance")
    assert [row.answer for row in one.serves.all()] == [serves]
    assert "Minute all four" in client.see("themes/governance/")


def test_each_part_of_an_action_is_changed_by_itself(cast, plan, browser, at_the_table):
    client, one = browser("analyst"), made_plan.action(at_the_table)
    path = f"actions/{one.public_id}/edit/"

    def begun() -> str:
        one.refresh_from_db()
        return edition(one)

    sent = [
        client.send(f"{path}what/", title="Safe havens", theme="supporting-victims", level="community", begun=begun()),
        client.send(
            f"{path}when/", due_day="30", due_month="6", due_year="2027", priority="high", weight="3",
            weight_reason="The board asked.", begun=begun(),
        ),
        client.send(f"{path}cost/", cost_band="under_10", funder="The council", begun=begun()),
        client.send(f"{path}serves/", serves=[answer_to("V1").public_id]),
        client.send(f"{path}helpers/", agencies=[at_the_table.police.public_id]),
        client.send(f"{path}measures/", measure="knife_crime", direction="down", why="More safe places"),
    ]  # fmt: skip
    assert [answer.status_code for answer in sent] == [302] * 6
    one.refresh_from_db()
    assert (one.title, one.theme.key, one.due, one.priority, one.weight) == (
        "Safe havens", "supporting-victims", date(2027, 6, 30), "high", 3
    )  # fmt: skip
    said = words(client.see(f"actions/{one.public_id}/"))
    for each in ("Safe havens", "High, weight 3: The board asked.", "paid by The council", "V1", "Police",
                 "Should fall . More safe places".replace(" .", ".")):  # fmt: skip
        assert each in said


def test_a_part_is_refused_in_a_sentence_and_two_at_once_lose_nothing(cast, plan, browser, at_the_table):
    client, one = browser("analyst"), made_plan.action(at_the_table)
    path, begun = f"actions/{one.public_id}/edit/", edition(one)
    refused = client.send(f"{path}when/", priority="high", begun=begun)
    assert "Say why it has this priority or weight" in refused.content.decode()
    browser("plan_owner").send(f"{path}what/", title="Safe havens", theme="governance", begun=begun)
    clash = client.send(f"{path}what/", title="Havens", theme="governance", begun=begun).content.decode()
    assert ("Not saved yet" in clash, "Safe" in words(clash), 'value="Havens"' in clash) == (True, True, True)
    assert faults(clash) == []
    one.refresh_from_db()
    assert one.title == "Safe havens"


def test_a_task_is_ticked_by_its_owner_and_by_nobody_else(cast, plan, browser, at_the_table):
    task = Task.objects.get()
    refused = browser("agency_lead").send(f"tasks/{task.public_id}/tick/", done="yes")
    assert refused.status_code == 403
    task.refresh_from_db()
    assert task.done is None
    browser("practitioner").send(f"tasks/{task.public_id}/tick/", done="yes")
    task.refresh_from_db()
    assert task.done == TODAY
    client = browser("plan_owner")
    client.send(f"tasks/{task.public_id}/tick/", done="no")
    assert client.send(f"tasks/{task.public_id}/remove/").status_code == 302
    assert Task.objects.count() == 0


def test_the_owner_s_colour_stands_beside_what_follows_and_needs_a_reason_to_differ(cast, plan, browser, at_the_table):
    client, one = browser("practitioner"), made_plan.action(at_the_table)
    path = f"actions/{one.public_id}/"
    refused = client.send(f"{path}how-it-goes/", rag="not_started")
    assert "Write why it differs." in refused.content.decode()
    sent = client.send(f"{path}how-it-goes/", rag="not_started", reason="The shops are shut.")
    assert sent.status_code == 302
    said = words(client.see(path))
    assert "The owner says Not due to start The shops are shut." in said
    assert "Tasks, dates and measures say" in said
    assert "The two differ." in said
    assert "Seen otherwise 1" in words(client.see())


def test_an_action_is_handed_over_finished_taken_up_dropped_and_resourced(cast, plan, browser, at_the_table):
    client, one = browser("plan_owner"), made_plan.action(at_the_table)
    path, heir = f"actions/{one.public_id}/", at_the_table.seats["agency_lead"]

    def stands() -> tuple:
        one.refresh_from_db()
        return one.owner, one.state, one.state_reason

    client.send(f"{path}hand-over/", owner=heir.public_id)
    assert stands()[0] == heir
    client.send(f"{path}finish/")
    assert stands()[1] == "done"
    client.send(f"{path}again/", why="Two shops closed.")
    assert stands()[1:] == ("open", "Two shops closed.")
    assert "Say why" in client.send(f"{path}drop/").content.decode()
    client.send(f"{path}drop/", why="No shops left.")
    assert stands()[1:] == ("dropped", "No shops left.")
    assert "No shops left." in words(client.see(path))
    idea = made_plan.developing_id(at_the_table)
    client.send(f"actions/{idea}/resource/", owner=heir.public_id)
    assert Action.objects.get(public_id=idea).kind == "resourced"
    assert client.get(f"{HERE}actions/{idea}/resource/").status_code == 404


def test_actions_of_those_who_left_are_listed_and_handed_over(cast, plan, browser, at_the_table):
    client, seat = browser("plan_owner"), at_the_table.seats["practitioner"]
    assert "Somebody who sits at this table answers for every action." in words(client.see("orphans/"))
    seat.end = TODAY
    seat.save()
    said = words(client.see("orphans/"))
    assert f"{seat.user.name} left on {TODAY:%-d %B %Y}" in said
    assert "Without an owner 1" in words(client.see())
    assert "Hand over" not in words(browser("agency_lead").see("orphans/"))


def test_the_list_shows_one_s_own_first_and_is_narrowed_by_its_address(cast, plan, browser, at_the_table):
    lead = at_the_table.seats["agency_lead"]
    one = made.action(at_the_table, plan, title="Tell the schools", owner=lead)
    telling.tell_rag(one, "amber", "It is slow.", TODAY, by=at_the_table.actor("agency_lead"))
    client = browser("agency_lead")
    said = words(client.see("actions/"))
    places = [said.index(one) for one in ("Yours", "Tell the schools", "Of others", "Havens in shops")]
    assert places == sorted(places)
    slow = words(client.see("actions/?rag=amber"))
    assert ("Tell the schools" in slow, "Havens in shops" in slow) == (True, False)
    owner = at_the_table.seats["practitioner"].public_id
    theirs = words(client.see(f"actions/?owner={owner}"))
    assert ("Tell the schools" in theirs, "Havens in shops" in theirs) == (False, True)
    assert "No action is like this." in words(client.see("actions/?state=dropped"))


def test_eighty_actions_are_listed_in_fewer_than_twenty_queries(cast, plan, browser, at_the_table):
    owner = at_the_table.actor("plan_owner")
    for number in range(79):
        one = made.action(at_the_table, plan, title=f"Action {number}")
        parts.serve(one, [answer_to("G1")], by=owner)
        telling.tell_rag(one, "amber", "So it seems.", TODAY, by=owner)
    client = browser("plan_owner")
    for page in ("actions/", "", "themes/governance/", "orphans/"):
        client.see(page)
        with CaptureQueriesContext(connection) as asked:
            client.see(page)
        assert len(asked) < 20, page


# The template, the front page, those who leave


def test_a_plan_moves_to_the_next_version_with_what_was_written(cast, plan, browser, at_the_table):
    answers.answer(answer_to("G1"), "met", "", "Minuted.", by=at_the_table.actor("plan_owner"))
    client, version = browser("plan_owner"), made_plan.next_version(at_the_table)
    said = words(client.see(f"template/{version}/"))
    assert "would have to be answered anew" in said
    assert "Where each answer goes" in said
    assert client.send(f"template/{version}/").status_code == 302
    plan.refresh_from_db()
    assert plan.version.key == made_plan.NEXT
    assert "Minuted." in words(client.see("themes/governance/"))


def test_the_front_page_shows_the_plan_to_those_who_work_on_it(cast, plan, browser):
    front = "/partnerships/lewisham/"
    assert "of the minimum standards" in words(browser("practitioner").see(front))
    assert "1 of the actions is yours" in words(browser("practitioner").see(front))
    assert "of the minimum standards" not in words(browser("councillor").see(front))


def test_whoever_ends_a_seat_sees_which_actions_need_a_new_owner(cast, plan, browser):
    seat = cast.own.seats["practitioner"]
    said = words(browser("plan_owner").see(f"/partnerships/lewisham/people/{seat.public_id}/end/"))
    assert "A1: Havens in shops" in said


def test_the_history_of_an_action_is_told_to_those_who_may(cast, plan, browser, at_the_table):
    one = made_plan.action(at_the_table)
    actions.finish(one, by=at_the_table.actor("plan_owner"))
    said = words(browser("plan_owner").see(f"/partnerships/lewisham/history/action/{one.public_id}/"))
    assert "Done" in said
    assert browser("administrator").get(f"/partnerships/lewisham/history/action/{one.public_id}/").status_code == 404


def test_a_note_stays_at_the_table_and_a_title_is_escaped(cast, plan, browser, at_the_table):
    made.action(at_the_table, plan, title="<script>alert(1)</script>")
    for page in ("", "actions/", "themes/governance/"):
        assert "<script>alert(1)" not in browser("analyst").see(page)


def test_a_measure_beside_an_action_never_says_that_it_caused_the_change(cast, plan, browser, at_the_table):
    said = words(browser("practitioner").see(f"actions/{made_plan.expecting_id(cast.own)}/"))
    assert "does not show that the action worked or failed" in said
    values = EvidenceValues(kind="measure", title="Knife crime", measure="knife_crime")
    evidence.attach(made_plan.action(at_the_table), values, by=at_the_table.actor("plan_owner"))
    assert "caused" not in words(browser("practitioner").see(f"actions/{made_plan.action_id(cast.own)}/"))


