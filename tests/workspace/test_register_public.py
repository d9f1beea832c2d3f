"""What the public sees of the registers, where a partnership switched it on; and what it reports."""

from datetime import date, timedelta

import made_places
import made_register
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership.models import AccessEvent
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers import public
from commonground.registers.changes import public_reports
from commonground.registers.changes.entries import PersonNamed, withdraw
from commonground.registers.changes.public_pages import show_in_public
from commonground.registers.models import Entry, PublicPages, PublicReport
from commonground.registers.tasks import forget_public_reports

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AT = {"havens": "/published/havens/lewisham/", "services": "/published/services/lewisham/",
      "worries": "/published/worry/lewisham/"}  # fmt: skip
HAVEN = {"place": "Invented Library, Example Street", "charter_on": TODAY - timedelta(days=100), "takes_in": True,
         "checked_on": TODAY - timedelta(days=30), "on": TODAY - timedelta(days=100), "hours": "Every day, 9am to 8pm",
         "public": True, "notes": "Planted note", "longitude": -0.02, "latitude": 51.45}  # fmt: skip
SERVICE = {"service": "Invented Mentors", "eligibility": "Anyone who lives here", "ages_from": 11, "ages_to": 17,
           "on": TODAY - timedelta(days=100), "wards": ["E05013714"], "public": True, "notes": "Planted note",
           "refer_how": "Ring the office", "funder": "A planted funder", "capacity": 987}  # fmt: skip


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def on(table):
    return made_places.switched_on(table)


def seen(visit, what: str) -> str:
    answer = visit().get(AT[what])
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("what", AT)
def test_nothing_is_public_until_the_plan_owner_says_so(table, visit, what):
    assert [visit().get(address).status_code for address in AT.values()] == [404, 404, 404]
    made_places.switched_on(table, **{what: True})
    assert [visit().get(address).status_code for address in AT.values()] == [200 if one == what else 404 for one in AT]
    front = visit().get("/").content.decode()
    assert [one for one, address in AT.items() if f'href="{address}"' in front] == [what]
    made_places.switched_on(table, **{what: False})
    assert [visit().get(address).status_code for address in AT.values()] == [404, 404, 404]


def test_the_switch_is_an_act_of_the_plan_owner_and_logged(table, visit):
    for role in ("analyst", "panel_chair"):
        with pytest.raises(NotPossible, match="The plan owner decides"):
            show_in_public({"havens": True}, by=table.actor(role))
    page = f"/partnerships/{table.partnership.slug}/registers/public/"
    assert visit(table.user("analyst")).post(page, {"havens": "on"}).status_code == 403
    assert visit(table.user("plan_owner")).post(page, {"havens": "on"}).status_code == 302
    row = PublicPages.objects.get()
    assert (row.havens, row.services, row.worries) == (True, False, False)
    said = AccessEvent.objects.filter(kind="alteration", refused=False).latest("pk")
    assert (said.user_name, said.details) == (table.user("plan_owner").name, {"shows_havens": True})


# Safe havens and services


def test_havens_in_force_are_shown_without_their_notes(table, on, visit):
    made_register.entry(table, "safe_havens", **HAVEN)
    words = seen(visit, "havens")
    assert "Invented Library, Example Street" in words and "Every day, 9am to 8pm" in words
    assert "Planted" not in words and 'id="m-' in words


@pytest.mark.parametrize(
    "otherwise",
    [
        {"public": False},
        {"checked_on": TODAY - timedelta(days=366), "charter_on": TODAY - timedelta(days=400)},
        {"checked_on": None},
        {"lapses_on": TODAY - timedelta(days=1)},
        {"until": TODAY},
        {"on": TODAY + timedelta(days=1), "charter_on": TODAY + timedelta(days=1)},
    ],
    ids=["not public", "lapsed", "never checked", "lapsed by its day", "closed", "not yet"],
)
def test_a_haven_is_not_shown_that_is(table, on, visit, otherwise):
    made_register.entry(table, "safe_havens", **HAVEN | otherwise)
    assert "Invented Library" not in seen(visit, "havens")


def test_a_withdrawn_haven_is_gone_at_once_and_another_tables_was_never_there(cast, table, on, visit):
    made = made_register.entry(table, "safe_havens", **HAVEN)
    with scope(partnership=cast.other.partnership):
        made_register.entry(cast.other, "safe_havens", **HAVEN | {"place": "Another library"})
    withdraw(made, "It closed", on=TODAY, by=table.actor("analyst"))
    assert public.havens_of(table.partnership, TODAY) == []
    assert "library" not in seen(visit, "havens").lower().replace("no library", "")


def test_the_directory_says_what_a_family_needs_and_no_more(table, on, visit):
    made_register.entry(table, "provision", **SERVICE)
    words = seen(visit, "services")
    assert all(part in words for part in ("Invented Mentors", "Anyone who lives here", "11 to 17", "Ring the office"))
    assert "lanted" not in words and "987" not in words


@pytest.mark.parametrize(
    ("asked", "found"),
    [({}, 1), ({"age": 11}, 1), ({"age": 10}, 0), ({"age": 18}, 0), ({"ward": "E05013714"}, 1),
     ({"ward": "E05013715"}, 0), ({"need": "no such need"}, 0)],
)  # fmt: skip
def test_the_directory_is_narrowed_by_need_age_and_ward(table, on, asked, found):
    made_register.entry(table, "provision", **SERVICE)
    assert len(public.services_of(table.partnership, TODAY, **asked)) == found


@pytest.mark.parametrize(
    "otherwise",
    [{"public": False}, {"until": TODAY - timedelta(days=1)}, {"funding_ends": TODAY - timedelta(days=1)},
     {"rating": "harmful", "rated_on": TODAY}],
)  # fmt: skip
def test_a_service_is_not_listed_that_is_not_public_has_ended_or_is_rated_harmful(table, on, otherwise):
    made_register.entry(table, "provision", **SERVICE | otherwise)
    assert public.services_of(table.partnership, TODAY) == []


def test_an_age_that_is_none_is_said_in_a_sentence(on, visit):
    answer = visit().get(AT["services"] + "?age=young")
    assert answer.status_code == 200 and "Enter an age in years, like 15" in answer.content.decode()


# Reports


def send(visit, **said: str):
    return visit().post(AT["worries"], made_places.WORRY | said)


def test_a_worry_is_kept_and_nothing_about_who_sent_it(table, on, visit):
    words = seen(visit, "worries")
    assert all(part in words for part in ("Exit this page", "999", "0800 555 111", "erased after 90 days"))
    for asked in ("email", "phone", 'name="name"'):
        assert asked not in words.split("<main")[1].split("</main")[0].lower()
    assert send(visit).headers["Location"] == f"{AT['worries']}?sent=1"
    found = PublicReport.objects.get()
    assert (found.text, found.place, found.when, found.state) == (
        made_places.WORRY["text"], "The bus stop", "week", "waiting"
    )  # fmt: skip
    row = AccessEvent.objects.filter(record=f"publicreport:{found.public_id}").get()
    assert (row.user_name, row.user_id_then, row.address, row.session) == ("a member of the public", None, None, "")
    assert "received" in visit().get(f"{AT['worries']}?sent=1").content.decode()


def test_a_program_that_answers_what_nobody_sees_is_thanked_and_not_heard(on, visit):
    assert send(visit, website="https://example.org").status_code == 302
    assert PublicReport.objects.count() == 0


def test_sent_twice_it_is_there_once_and_a_flood_is_stopped(table, on, visit, monkeypatch):
    send(visit)
    send(visit)
    assert PublicReport.objects.count() == 1
    monkeypatch.setattr(public_reports, "WAITING_MOST", 1)
    assert "was not kept" in send(visit, text="Another worry").content.decode()
    assert PublicReport.objects.count() == 1


def test_one_address_reports_so_often_and_no_more(on, visit, settings):
    settings.LIMITS = settings.LIMITS | {"worry": (1, 3600)}
    answers = [send(visit, text=f"Worry {number}").status_code for number in (1, 2)]
    assert (answers, visit().get(AT["worries"]).status_code) == ([302, 429], 200)


def test_a_name_is_warned_about_and_stays_out_of_the_registers(table, on, visit):
    planted = "Daniel Fisher fights at the bus stop."
    warned = send(visit, text=planted)
    assert "“Daniel Fisher” may be about a person" in warned.content.decode().replace("&#x27;", "’")
    assert PublicReport.objects.count() == 0
    assert send(visit, text=planted, sure="on").status_code == 302
    found = PublicReport.objects.get()
    values = {"on": date(2026, 6, 30), "place": "The bus stop", "kind": "experienced", "heard": planted,
              "source": "public", "reliability": "untested", "known": "not_known"}  # fmt: skip
    with pytest.raises(PersonNamed, match="Daniel Fisher"):
        public_reports.take(found, values, by=table.actor("analyst"))
    assert (Entry.objects.count(), PublicReport.objects.get().state) == (0, "waiting")


def test_a_report_becomes_an_entry_of_tension_on_the_site(table, on, visit):
    found = made_places.report(table)
    browser, inbox = visit(table.user("analyst")), f"/partnerships/{table.partnership.slug}/registers/public-reports/"
    assert found.public_id in browser.get(inbox).content.decode()
    page = f"{inbox}{found.public_id}/take/"
    assert made_places.WORRY["text"] in browser.get(page).content.decode()
    named = browser.post(page, {"kind": "experienced", "heard": "Daniel Fisher argues.", "place": "The bus stop"})
    assert named.status_code == 200 and "may be a name" in named.content.decode()
    sent = {"kind": "experienced", "heard": "Young people argue.", "place": "The bus stop"}
    assert browser.post(page, sent).status_code == 302
    entry = Entry.objects.get(register="tension_entries")
    assert (entry.details.heard, entry.details.source, entry.details.reliability) == (
        "Young people argue.", "public", "untested"
    )  # fmt: skip
    found.refresh_from_db()
    assert (found.state, found.entry) == ("taken", entry)
    assert "Somebody decided on this report already" in browser.post(page, sent).content.decode()


def test_a_report_is_closed_with_a_reason(table, on, visit):
    found = made_places.report(table)
    page = f"/partnerships/{table.partnership.slug}/registers/public-reports/{found.public_id}/close/"
    browser = visit(table.user("plan_owner"))
    assert "Choose why the report is closed" in browser.post(page, {"once": ""}).content.decode()
    assert browser.post(page, {"because": "passed_on"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.because) == ("closed", "passed_on")


def test_only_those_who_act_on_reports_read_them(table, on):
    made_places.report(table)
    who = {role for role in table.seats if PublicReport.objects.seen_by(table.actor(role)).exists()}
    assert who == {"analyst", "plan_owner", "agency_lead", "practitioner"}


def test_the_words_are_erased_after_ninety_days_also_from_the_history(table, on):
    found = made_places.report(table)
    sent = found.sent_at
    forget_public_reports(int((sent + timedelta(days=90) - timedelta(minutes=1)).timestamp()))
    assert PublicReport.objects.get().text == made_places.WORRY["text"]
    forget_public_reports(int((sent + timedelta(days=91)).timestamp()))
    found.refresh_from_db()
    assert (found.text, found.place, found.state) == ("", "", "waiting") and found.erased_on is not None
    assert AccessEvent.objects.latest("pk").kind == "erasure"
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from registers_publicreportversion v where v::text like %s", ["%bus stop%"])
        assert cursor.fetchone() == (0,)


def test_what_was_reported_is_never_rewritten_and_never_deleted(table, on):
    found = made_places.report(table)
    for change in (lambda: PublicReport.objects.update(text="Other words"), found.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with scopes_disabled():
        assert PublicReport.objects.get().text == made_places.WORRY["text"]


def test_nothing_is_reported_where_it_is_switched_off(table):
    with pytest.raises(NotPossible, match="takes no reports here"):
        public_reports.report(table.partnership, made_places.WORRY, by=Actor())
