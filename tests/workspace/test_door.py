"""The door: who comes in, what those outside are told, and the row that each look leaves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled
from door_views import CANARY, opened

from commonground.partnership import access_log
from commonground.partnership.models import AccessEvent, Membership, Partnership
from commonground.partnership.roles import ROLES
from commonground.partnership.rules import SET_UP
from commonground.web.door import only

pytestmark = pytest.mark.urls("door_views")
HERE = "/partnerships/lewisham/try"


def rows(**which) -> list[AccessEvent]:
    return list(AccessEvent.objects.filter(**which).order_by("id"))


def change(seat: Membership, **fields) -> None:
    with scopes_disabled():
        Membership.objects.filter(pk=seat.pk).update(**fields)


# Who comes in


def test_a_visitor_is_asked_to_sign_in_whether_the_partnership_exists_or_not(cast, visit):
    for slug in ("lewisham", "nowhere"):
        answer = visit().get(f"/partnerships/{slug}/try/form/")
        assert (answer.status_code, answer.url) == (302, f"/account/login/?next=/partnerships/{slug}/try/form/")


def test_a_visitor_s_part_of_a_page_sends_the_whole_page_to_sign_in(cast, visit):
    answer = visit().get(f"{HERE}/form/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["HX-Redirect"] == f"/account/login/?next={HERE}/form/"


def test_past_any_date_of_the_seat_means_no_access(cast, visit):
    for outsider in cast.outsiders.values():
        assert visit(outsider).get(f"{HERE}/form/").status_code == 404


@pytest.mark.parametrize("field", ["end", "trained_until", "confirmed_until", "role", "is_active"])
def test_rights_change_on_the_next_request(cast, visit, field):
    seat = cast.own.seats["governance_lead"]
    client = visit(seat.user)
    assert client.get(f"{HERE}/secret/").status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    if field == "is_active":
        type(seat.user).objects.filter(pk=seat.user.pk).update(is_active=False)
    else:
        change(seat, **{field: "analyst" if field == "role" else yesterday})
    expected = {"role": 403, "is_active": 302}.get(field, 404)
    assert client.get(f"{HERE}/secret/").status_code == expected


def test_the_last_day_of_training_still_counts_and_the_day_of_the_end_does_not(cast, visit):
    seat, today = cast.own.seats["analyst"], timezone.localdate()
    change(seat, trained_until=today, confirmed_until=today)
    assert visit(seat.user).get(f"{HERE}/form/").status_code == 200
    change(seat, end=today)
    assert visit(seat.user).get(f"{HERE}/form/").status_code == 404


# One rule for each method


def test_a_form_has_a_rule_to_read_it_and_another_to_send_it(cast, visit):
    got = {role: visit(cast.own.user(role)).post(f"{HERE}/form/").status_code for role in ROLES}
    assert got == {role: 200 if role in SET_UP.roles else 403 for role in ROLES}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_without_a_rule_is_refused_to_those_at_the_table_and_unknown_to_others(cast, visit, method):
    inside, outside = (visit(one.user("administrator")) for one in (cast.own, cast.other))
    assert inside.generic(method, f"{HERE}/form/").status_code == 405
    assert inside.generic(method, f"{HERE}/form/").headers["Allow"] == "GET, HEAD, POST"
    assert outside.generic(method, f"{HERE}/form/").status_code == 404
    assert visit().generic(method, f"{HERE}/form/").status_code == 302


def test_an_act_without_a_page_cannot_be_looked_at(cast, visit):
    assert visit(cast.own.user("administrator")).get(f"{HERE}/act/").status_code == 405


def test_head_is_a_look(cast, visit):
    answer = visit(cast.own.user("analyst")).head(f"{HERE}/form/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert [row.record for row in rows()] == ["form"]


def test_a_view_that_states_no_rule_is_refused_whoever_asks(cast, visit):
    for person in (cast.own.user("administrator"), None):
        answer = visit(person).get(f"{HERE}/bare/")
        assert answer.status_code == 403
        assert CANARY.encode() not in answer.content


def test_a_rule_must_be_named():
    with pytest.raises(ValueError, match="names no rule"):
        only()


# What leaves a row


def test_a_look_is_logged_with_what_was_shown(cast, visit):
    analyst = cast.own.user("analyst")
    visit(analyst).get(f"{HERE}/form/?ward=E05013714")
    [row] = rows()
    assert (row.kind, row.record, row.user_name, row.role, row.agency) == (
        "consultation", "form", analyst.name, "analyst", "Council",
    )
    assert (row.concerns, row.details) == (["record:one", "record:two"], {"asked": "ward=E05013714", "note": "shown"})


def test_a_form_that_comes_back_is_a_look_too(cast, visit):
    visit(cast.own.user("administrator")).post(f"{HERE}/form/")
    assert [(row.kind, row.record) for row in rows()] == [("consultation", "form")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_logged_and_says_who_may(cast, visit, method):
    answer = getattr(visit(cast.own.user("councillor")), method)(f"{HERE}/{'secret' if method == 'get' else 'act'}/")
    assert answer.status_code == 403
    may = ["Information governance lead"] if method == "get" else ["Plan owner", "Administrator"]
    assert [title in answer.content.decode() for title in may] == [True] * len(may)
    assert CANARY.encode() not in answer.content
    [row] = rows()
    kind = "consultation" if method == "get" else "alteration"
    assert (row.refused, row.kind, row.role) == (True, kind, "councillor")


def test_a_knock_at_another_s_door_is_in_the_log_of_those_who_live_there(cast, visit):
    visit(cast.other.user("analyst")).get(f"{HERE}/form/")
    [row] = rows()
    assert (row.refused, row.partnership, row.role, row.record) == (
        True, cast.own.partnership, "", f"page:{HERE}/form/",
    )


@pytest.mark.parametrize(("then", "status"), [("missing", 404), ("denied", 403)])
def test_a_refusal_within_a_page_undoes_what_it_did_and_is_logged(cast, visit, then, status):
    client = visit(cast.own.user("administrator"))
    answer = client.post(f"{HERE}/changes/?and={then}")
    assert answer.status_code == status
    assert Partnership.objects.get(slug="lewisham").name == "Safer Lewisham Partnership"
    assert [(row.kind, row.refused) for row in rows()] == [("alteration", True)]


def test_an_address_too_long_for_the_log_is_cut_and_not_an_error(cast, visit):
    answer = visit(cast.own.user("analyst")).get(f"/partnerships/lewisham/people/{'x' * 3000}/")
    assert answer.status_code == 404
    assert [len(row.record) for row in rows()] == [200]


# What cannot be stored is not shown


@pytest.mark.parametrize("page", ["form", "file"])
def test_a_page_or_file_whose_row_cannot_be_stored_is_not_shown(cast, visit, monkeypatch, page):
    monkeypatch.setattr(access_log, "record", fails)
    answer = visit(cast.own.user("analyst")).get(f"{HERE}/{page}/")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (503, b"", "no-store")
    if page == "file":
        assert opened[-1].closed


def test_a_refusal_that_cannot_be_stored_tells_nothing_either(cast, visit, monkeypatch):
    monkeypatch.setattr(access_log, "record", fails)
    for person in (cast.own.user("councillor"), cast.other.user("analyst")):
        answer = visit(person).get(f"{HERE}/secret/")
        assert (answer.status_code, answer.content) == (503, b"")


def fails(*args, **kwargs):
    raise DatabaseError("the log is full")


# May not know is does not exist


def test_what_one_may_not_know_answers_as_what_does_not_exist(cast, visit):
    """Same status, body, headers and number of queries: another’s partnership, another’s record."""
    client = visit(cast.own.user("administrator"))
    theirs = cast.other.seats["analyst"].public_id
    for hidden, missing in (
        ("/partnerships/greenwich/people/", "/partnerships/nowhere00/people/"),
        (f"/partnerships/lewisham/people/{theirs}/", "/partnerships/lewisham/people/222222222222/"),
        (f"/partnerships/greenwich/people/{theirs}/", "/partnerships/nowhere00/people/222222222222/"),
    ):
        client.get(missing)  # whatever is looked up once is looked up
        assert answered(client, hidden) == answered(client, missing)


def answered(client, address: str) -> tuple:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-Id",)}
    return answer.status_code, answer.content.replace(address.encode(), b""), headers, len(asked)


def test_nothing_behind_the_door_is_kept_by_a_browser(cast, visit):
    client = visit(cast.own.user("analyst"))
    for address in (f"{HERE}/form/", f"{HERE}/secret/", f"{HERE}/file/", "/partnerships/nowhere/", "/"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address
