"""Reading the log: for a purpose, narrowed, and recorded. A copy is a disclosure. Everyone sees their own looks."""

import csv
import hashlib
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from commonground.partnership.access_log import Kind, acting, name_of, record
from commonground.partnership.access_log.reading import PURPOSES
from commonground.partnership.models import AccessEvent, Agency
from commonground.partnership.roles import ROLES

LOG = "/partnerships/lewisham/access-log/"
CANARY = "page:/canary-of-the-log/"


@pytest.fixture
def looks(cast):
    """One look of the analyst's, one of the councillor's that was refused, and one at another table."""
    record(Kind.CONSULTATION, CANARY, by=cast.own.actor("analyst"))
    record(Kind.CONSULTATION, cast.own.council, by=cast.own.actor("councillor"), refused=True)
    record(Kind.CONSULTATION, "page:/elsewhere/", by=cast.other.actor("analyst"))
    return cast


@pytest.fixture
def lead(looks, visit):
    return visit(looks.own.user("governance_lead"))


def shown(answer) -> list[str]:
    return [row.record for row in answer.context["page"].object_list]


@pytest.mark.parametrize("asked", [{}, {"purpose": ""}, {"purpose": "curiosity"}, {"person": "x", "purpose": "nosy"}])
def test_without_one_of_the_four_purposes_nothing_is_shown(lead, asked):
    answer = lead.get(LOG, asked)
    assert answer.status_code == 200
    assert CANARY.removeprefix("page:") not in answer.content.decode()
    assert "Why are you reading the access log?" in answer.content.decode()


def test_who_does_not_answer_is_told_and_what_they_looked_for_is_kept(lead):
    page = lead.get(LOG, {"asked": "yes", "record": "agency:abc"}).content.decode()
    assert "Say why you are reading the access log" in page
    assert '<input type="hidden" name="record" value="agency:abc">' in page


def test_the_four_purposes_are_those_of_the_act():
    assert list(PURPOSES.values()) == [
        "to verify the lawfulness of processing",
        "to assist with self-monitoring, including internal disciplinary proceedings",
        "to ensure the integrity and security of personal data",
        "for the purposes of criminal proceedings",
    ]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_with_a_purpose_the_rows_of_the_own_table_are_shown_and_the_reading_is_recorded(lead, looks, purpose):
    answer = lead.get(LOG, {"purpose": purpose})
    assert shown(answer) == [name_of(looks.own.council), CANARY]
    reading = AccessEvent.objects.latest("id")
    assert (reading.kind, reading.record, reading.purpose) == ("consultation", "access log", PURPOSES[purpose])
    assert set(reading.concerns) == {name_of(looks.own.user("analyst")), name_of(looks.own.user("councillor"))}
    assert reading.details["shown"] == [row.pk for row in answer.context["page"].object_list]


def test_a_record_is_called_by_its_name_where_the_reader_may_know_it(lead, looks):
    record(Kind.CONSULTATION, looks.other.council, by=looks.own.actor("analyst"))
    looks.other.council.name = "Elsewhere"
    page = lead.get(LOG, {"purpose": "security"})
    assert page.context["names"][name_of(looks.own.council)] == "Council"
    assert name_of(looks.other.council) not in page.context["names"]


def test_the_reading_itself_is_in_what_is_read_next(lead):
    lead.get(LOG, {"purpose": "security"})
    assert shown(lead.get(LOG, {"purpose": "security"}))[0] == "access log"


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {"governance_lead"}))
def test_nobody_else_reads_it(looks, visit, role):
    answer = visit(looks.own.user(role)).get(LOG, {"purpose": "security"})
    assert answer.status_code == 403
    assert CANARY.removeprefix("page:") not in answer.content.decode()


def test_it_is_narrowed_by_person_kind_record_refusal_and_day(lead, looks):
    council = name_of(looks.own.council)
    person = looks.own.user("analyst").public_id
    today = AccessEvent.objects.first().at.date()
    day = {"since_day": today.day, "since_month": today.month, "since_year": today.year + 1}
    for asked, expected in [
        ({"person": person}, [CANARY]),
        ({"refused": "on"}, [council]),
        ({"record": council}, [council]),
        ({"kind": "disclosure"}, []),
        (day, []),
    ]:
        rows = shown(lead.get(LOG, {"purpose": "security", **asked}))
        assert [one for one in rows if one != "access log"] == expected


def test_a_person_of_another_table_cannot_be_asked_for(lead, looks):
    answer = lead.get(LOG, {"purpose": "security", "person": looks.other.user("analyst").public_id})
    assert answer.context["form"].errors["person"]
    assert "/elsewhere/" not in answer.content.decode()


def test_who_looked_at_a_record_includes_those_whom_a_row_merely_concerns(lead, looks):
    seat = looks.own.seats["practitioner"]
    record(Kind.ALTERATION, looks.own.police, by=looks.own.actor("administrator"), concerns=[seat])
    assert shown(lead.get(LOG, {"purpose": "lawfulness", "record": name_of(seat)})) == [name_of(looks.own.police)]


def test_a_list_of_many_rows_asks_the_database_as_often_as_one_of_few(lead, looks, django_assert_num_queries):
    lead.get(LOG, {"purpose": "security"})
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            lead.get(LOG, {"purpose": "security"})
        counts.append(len(asked))
        for number in range(30):
            record(Kind.CONSULTATION, f"page:{number}", by=looks.own.actor("analyst"), concerns=[looks.own.council])
    assert counts[0] == counts[1]


# A copy


def test_a_copy_is_a_disclosure_with_recipient_hash_and_count(lead, looks):
    answer = lead.post(f"{LOG}copy/", {"purpose": "lawfulness", "recipient": "The Information Commissioner"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[7] for row in table[1:]] == [name_of(looks.own.council), CANARY]
    row = AccessEvent.objects.filter(kind="disclosure").get()
    assert (row.recipient, row.purpose) == ("The Information Commissioner", PURPOSES["lawfulness"])
    assert (row.details["rows"], row.details["fields"]) == (2, table[0])
    assert row.details["sha256"] == hashlib.sha256(answer.content).hexdigest()


@pytest.mark.parametrize("missing", ["purpose", "recipient"])
def test_a_copy_needs_a_purpose_and_a_recipient(lead, missing):
    said = {"purpose": "lawfulness", "recipient": "Somebody"}
    answer = lead.post(f"{LOG}copy/", said | {missing: ""})
    assert answer["Content-Type"].startswith("text/html")
    assert AccessEvent.objects.filter(kind="disclosure").count() == 0


def test_a_copy_whose_row_cannot_be_stored_is_not_given(lead):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table partnership_accessevent add check (kind <> 'disclosure') not valid")
    lead.raise_request_exception = False
    answer = lead.post(f"{LOG}copy/", {"purpose": "lawfulness", "recipient": "Somebody"})
    assert answer.status_code in (500, 503)
    assert CANARY.encode() not in answer.content


def test_a_copy_holds_no_formula(lead, looks):
    for text in ("=1+1", "+1", "-1", "@sum(a1)", "\t=1", " =1"):
        record(Kind.CONSULTATION, text, by=looks.own.actor("analyst"))
    answer = lead.post(f"{LOG}copy/", {"purpose": "lawfulness", "recipient": "Somebody"})
    for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))


# One's own


@pytest.mark.parametrize("role", ["analyst", "councillor", "administrator"])
def test_everyone_sees_their_own_looks_and_no_other_s(looks, visit, role):
    answer = visit(looks.own.user(role)).get("/account/looks/")
    rows = answer.context["page"].object_list
    assert {row.user_id_then for row in rows} <= {looks.own.user(role).pk}
    expected = {"analyst": [CANARY], "councillor": [name_of(looks.own.council)], "administrator": []}[role]
    assert [row.record for row in rows] == expected


def test_a_visitor_has_no_looks(looks, visit):
    assert visit().get("/account/looks/").status_code == 302


# The history of a record


def test_a_history_is_shown_to_those_who_may(cast, visit):
    with scopes_disabled(), acting(cast.own.actor("administrator")):
        Agency.objects.filter(pk=cast.own.council.pk).update(name="Lewisham Council")
    address = f"/partnerships/lewisham/history/agency/{cast.own.council.public_id}/"
    page = visit(cast.own.user("plan_owner")).get(address).content.decode()
    assert "from <del>Council</del> to <ins>Lewisham Council</ins>" in page
    assert cast.own.user("administrator").name in page
    assert visit(cast.own.user("councillor")).get(address).status_code == 403


@pytest.mark.parametrize(("role", "linked"), [("plan_owner", True), ("councillor", False)])
def test_the_page_of_a_record_leads_to_its_history_for_those_who_may(cast, visit, role, linked):
    for page, shown_one in (("agencies", cast.own.council), ("people", cast.own.seats["analyst"])):
        answer = visit(cast.own.user(role)).get(f"/partnerships/lewisham/{page}/{shown_one.public_id}/")
        kind = {"agencies": "agency", "people": "membership"}[page]
        assert (f"/history/{kind}/{shown_one.public_id}/" in answer.content.decode()) is linked


@pytest.mark.parametrize("kind", ["agency", "user", "nothing"])
def test_the_history_of_what_is_elsewhere_or_nowhere_does_not_exist(cast, visit, kind):
    address = f"/partnerships/lewisham/history/{kind}/{cast.other.council.public_id}/"
    assert visit(cast.own.user("plan_owner")).get(address).status_code == 404
