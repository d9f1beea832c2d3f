"""What a row of the access log holds, what it refuses, and that it is stored with its act or not at all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import override_settings
from tampering import tamper

from commonground.partnership import access_log
from commonground.partnership.access_log import Kind, handed_over, record, seal, verify
from commonground.partnership.access_log.keeping import let_go_of_old_rows
from commonground.partnership.models import AccessEvent, Agency, LetGo, Seal
from commonground.partnership.rule import Actor

A_JOB = Actor.of_system("a test")


# What a row holds


def test_a_row_holds_who_in_which_seat_from_where_why_and_when(cast):
    actor = Actor.of_seat(
        cast.own.seats["analyst"], request_id=UUID(int=7), session="digest", address="10.1.2.3", purpose="a review"
    )
    before = datetime.now(UTC) - timedelta(minutes=1)
    record(Kind.CONSULTATION, cast.own.council, by=actor, concerns=[cast.own.police])
    cast.own.seats["analyst"].agency = cast.own.police
    cast.own.seats["analyst"].role = "councillor"
    cast.own.seats["analyst"].save()
    row = AccessEvent.objects.get()
    assert (row.user_id_then, row.user_name) == (actor.user.pk, actor.user.name)
    assert (row.role, row.agency) == ("analyst", "Council")
    assert (row.record, row.concerns) == (
        f"agency:{cast.own.council.public_id}",
        [f"agency:{cast.own.police.public_id}"],
    )
    assert (row.request_id, row.session, row.address, row.purpose) == (UUID(int=7), "digest", "10.1.2.3", "a review")
    assert (row.refused, row.recipient, row.partnership) == (False, "", cast.own.partnership)
    assert before < row.at < datetime.now(UTC) + timedelta(minutes=1)
    assert row.at.utcoffset() == timedelta(0)


def test_the_clock_is_the_database_s_at_that_moment_and_nobody_else_s(db):
    for hours in (0, 5):
        AccessEvent.objects.create(
            kind="consultation", record="page:x", concerns=["page:x"], user_name="x", request_id=UUID(int=1),
            at=datetime(2020, 1, 1, hours, tzinfo=UTC),
        )  # fmt: skip
    first, second = AccessEvent.objects.order_by("id")
    assert first.at < second.at  # in one transaction, whose now() would stand still
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp() - at < interval '1 minute' from partnership_accessevent")
        assert cursor.fetchall() == [(True,), (True,)]


REFUSED = {
    "a disclosure to nobody": {"kind": "disclosure", "recipient": ""},
    "a recipient of what was not disclosed": {"kind": "consultation", "recipient": "somebody"},
    "a seventh kind": {"kind": "guess"},
    "concerning nothing": {"concerns": []},
    "what was erased": {"kind": "erasure", "details": {"name": "the erased name"}},
}


@pytest.mark.parametrize("fault", REFUSED)
def test_the_database_refuses_a_row_with(db, fault):
    row = {
        "kind": "consultation", "record": "page:x", "concerns": ["page:x"], "user_name": "x",
        "request_id": UUID(int=1), **REFUSED[fault],
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEvent.objects.create(**row)
    assert AccessEvent.objects.count() == 0


@pytest.mark.parametrize("kind", Kind.values)
def test_each_of_the_six_kinds_is_taken(db, kind):
    record(kind, "page:x", by=A_JOB, recipient="somebody" if kind == "disclosure" else "")
    assert AccessEvent.objects.get().kind == kind


def test_an_erasure_may_say_how_many_and_by_which_rule(db):
    record(Kind.ERASURE, "delivery:abc", by=A_JOB, rows=3, rule="retention")
    assert AccessEvent.objects.get().details == {"rows": 3, "rule": "retention"}


def test_a_file_handed_over_can_be_told_again(db):
    handed_over(b"a,b\r\n1,2\r\n", "page:x", by=A_JOB, recipient="the Commissioner", rows=1, fields=("a", "b"))
    row = AccessEvent.objects.get()
    assert (row.kind, row.recipient) == ("disclosure", "the Commissioner")
    assert row.details == {
        "rows": 1,
        "fields": ["a", "b"],
        "bytes": 10,
        "sha256": "ea14f99c47575613ab22111122c847728c61007f6bfd7b062d02fcb99df3feb0",
    }


# With its act, or not at all


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="belong in one transaction"):
        record(Kind.ALTERATION, "agency:abc", by=A_JOB)
    assert AccessEvent.objects.count() == 0


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_a_page_whose_row_cannot_be_stored_is_not_shown(cast, visit, monkeypatch, role):
    def broken(*args: object, **kwargs: object) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(AccessEvent.objects, "create", broken)
    answer = visit(cast.own.user(role)).get("/partnerships/lewisham/")
    assert (answer.status_code, answer.content) == (503, b"")


def test_a_page_whose_row_the_database_refuses_is_not_shown(cast, visit):
    with connection.cursor() as cursor:
        cursor.execute("alter table partnership_accessevent add constraint full_disk check (false) not valid")
    answer = visit(cast.own.user("analyst")).get("/partnerships/lewisham/")
    assert (answer.status_code, answer.content) == (503, b"")


def test_a_refusal_is_logged(cast, visit):
    assert visit(cast.own.user("analyst")).get("/partnerships/lewisham/access-log/").status_code == 403
    row = AccessEvent.objects.get()
    assert (row.kind, row.refused, row.record) == ("consultation", True, "page:/partnerships/lewisham/access-log/")


def test_the_line_of_the_journal_and_the_row_have_one_number(cast, visit, caplog):
    caplog.set_level("INFO", logger="commonground.web.journal")
    answer = visit(cast.own.user("analyst")).get("/partnerships/lewisham/")
    assert AccessEvent.objects.get().request_id == answer.wsgi_request.request_id


# How long it is kept


@pytest.fixture
def long_ago(db) -> list[AccessEvent]:
    """Two rows sealed seven years ago, and one of today."""
    rows = [record(Kind.CONSULTATION, f"page:{n}", by=A_JOB) for n in range(2)]
    seal()
    record(Kind.CONSULTATION, "page:new", by=A_JOB)
    seal()
    first = Seal.objects.first()
    remade = access_log.chain._Link(1, first.at - timedelta(days=366 * 7), 1, 2, first.digest, first.previous)
    second = Seal.objects.last()
    after = access_log.chain._Link(2, second.at, 1, 1, second.digest, remade.hash)
    tamper("update partnership_seal set at = %s, hash = %s where number = 1", remade.at, remade.hash)
    tamper("update partnership_seal set previous = %s, hash = %s where number = 2", remade.hash, after.hash)
    return rows


def test_rows_past_their_period_are_let_go_and_the_chain_still_holds(long_ago):
    assert let_go_of_old_rows() == 2
    assert [row.record for row in AccessEvent.objects.all()] == ["page:new"]
    verdict = verify()
    assert (verdict.seals, verdict.rows, verdict.faults) == (2, 1, ())
    assert let_go_of_old_rows() == 0


@override_settings(ACCESS_LOG_YEARS=8)
def test_rows_within_their_period_are_kept(long_ago):
    assert let_go_of_old_rows() == 0
    assert AccessEvent.objects.count() == 3


@override_settings(ACCESS_LOG_YEARS=0)
def test_the_database_lets_no_row_go_within_a_year_whatever_the_setting_says(db):
    record(Kind.CONSULTATION, "page:x", by=A_JOB)
    seal()
    with pytest.raises(IntegrityError, match="kept for at least a year"), transaction.atomic():
        let_go_of_old_rows()
    assert (AccessEvent.objects.count(), LetGo.objects.count()) == (1, 0)


def test_only_rows_that_were_let_go_may_be_deleted(long_ago):
    kept = AccessEvent.objects.latest("id")
    let_go_of_old_rows()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            cursor.execute("delete from partnership_accessevent where id = %s", [kept.pk])


def test_a_write_that_is_undone_leaves_no_row(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        agency = Agency(partnership=cast.own.partnership, name="New", kind="charity")
        agency.save()
        record(Kind.COLLECTION, agency, by=cast.own.actor("administrator"))
        raise ZeroDivisionError
    assert AccessEvent.objects.count() == 0
