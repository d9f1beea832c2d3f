"""The chain of seals: each way of tampering is found and told, and what is no tampering is not."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from tampering import guards_off, tamper

from commonground.partnership.access_log import Kind, chain, record, seal, verify
from commonground.partnership.models import AccessEvent, Seal, SealedEvent
from commonground.partnership.rule import Actor

A_JOB = Actor.of_system("a test")


def written(count: int = 1) -> list[AccessEvent]:
    return [record(Kind.CONSULTATION, f"page:{number}", by=A_JOB, number=number) for number in range(count)]


@pytest.fixture
def chained(db) -> list[AccessEvent]:
    """Nine rows under three seals."""
    rows = []
    for _ in range(3):
        rows += written(3)
        assert seal() == 3
    return rows


def test_a_whole_chain_is_found_whole(chained):
    verdict = verify()
    assert (verdict.seals, verdict.rows, verdict.waiting, verdict.faults) == (3, 9, 0, ())
    assert verdict.head == Seal.objects.last().hash
    assert bool(verdict) is True


def test_an_empty_log_is_whole(db):
    assert verify() == chain.Verdict(0, 0, chain.BEGINNING, 0, ())
    assert seal() == 0


def test_many_rows_are_sealed_in_several_seals(db, monkeypatch):
    monkeypatch.setattr(chain, "LARGEST", 4)
    monkeypatch.setattr(chain, "AT_ONCE", 5)
    written(10)
    assert seal() == 10
    assert [one.rows for one in Seal.objects.all()] == [4, 4, 2]
    assert verify().faults == ()


def test_a_short_reach_leaves_old_rows_to_the_whole_sealing(db):
    old, new = written(2)
    tamper("update partnership_accessevent set at = at - interval '7 hours' where id = %s", old.pk)
    assert seal(reach=timedelta(hours=6)) == 1
    assert SealedEvent.objects.get().event_id == new.pk
    assert seal() == 1


FIELDS = {
    "kind": "'alteration'", "refused": "true", "user_id_then": "7", "user_name": "'Somebody else'", "role": "'analyst'",
    "agency": "'Another'", "record": "'page:other'", "concerns": "array['someone:else']", "purpose": "'another'",
    "details": """'{"number": 99}'""", "request_id": "gen_random_uuid()", "session": "'x'", "address": "'10.0.0.1'",
    "at": "at - interval '1 second'",
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_change_of_any_field_is_found(chained, field):
    tamper(f"update partnership_accessevent set {field} = {FIELDS[field]} where id = %s", chained[4].pk)
    assert verify().faults == (f"Row {chained[4].pk} was changed after seal 2 was made.",)


def test_every_field_of_a_row_is_sealed():
    known = {one.attname for one in AccessEvent._meta.concrete_fields}
    assert set(chain.FORMS[chain.FORM]) == known
    assert known - FIELDS.keys() == {"id", "partnership_id", "recipient"}  # these are bound by constraints


def test_a_deleted_row_is_found(chained):
    tamper("delete from partnership_accessevent where id = %s", chained[1].pk)
    assert f"Row {chained[1].pk} was deleted: seal 1 names it." in verify().faults


def test_a_row_deleted_with_its_place_in_the_seal_is_found(chained):
    tamper("delete from partnership_sealedevent where event_id = %s", chained[1].pk)
    tamper("delete from partnership_accessevent where id = %s", chained[1].pk)
    assert verify().faults == ("Seal 1 was made over 3 rows, and these are not the same now.",)


def test_a_changed_row_whose_hash_was_made_to_fit_is_found(chained):
    row = chained[4]
    tamper("update partnership_accessevent set user_name = 'x' where id = %s", row.pk)
    fitting = chain.hash_of(AccessEvent.objects.values_list(*chain.FORMS[1]).get(pk=row.pk))
    tamper("update partnership_sealedevent set hash = %s where event_id = %s", fitting, row.pk)
    assert verify().faults == ("Seal 2 was made over 3 rows, and these are not the same now.",)


def test_a_row_slipped_into_a_seal_is_found(chained):
    extra = written()[0]
    row = AccessEvent.objects.values_list(*chain.FORMS[1]).get(pk=extra.pk)
    SealedEvent.objects.create(event=extra, seal=Seal.objects.first(), hash=chain.hash_of(row))
    assert "Seal 1 was made over 3 rows, and these are not the same now." in verify().faults


def remove_seal(number: int) -> None:
    tamper("delete from partnership_sealedevent using partnership_seal s where s.id = seal_id and number = %s", number)
    tamper("delete from partnership_seal where number = %s", number)


def test_a_removed_seal_is_found(chained):
    remove_seal(2)
    assert verify().faults == ("A seal was removed: seal 2 is missing before seal 3.",)


def test_a_removed_seal_whose_number_was_closed_up_is_found(chained):
    remove_seal(2)
    tamper("update partnership_seal set number = 2 where number = 3")
    assert verify().faults == (
        "Seal 2 does not follow from the seal before it.",
        "Seal 2 was changed after it was made.",
    )


@pytest.mark.parametrize("column", ["at", "rows", "digest"])
def test_a_changed_seal_is_found(chained, column):
    value = {"at": "at - interval '1 day'", "rows": "4", "digest": "repeat('0', 64)"}[column]
    tamper(f"update partnership_seal set {column} = {value} where number = 2")
    assert "Seal 2 was changed after it was made." in verify().faults


def test_a_removed_last_seal_is_found_only_with_the_hash_kept_elsewhere(chained):
    head = verify().head
    remove_seal(3)
    assert verify().faults == ()
    assert verify(head).faults == (
        "The chain does not hold the hash that was kept elsewhere: seals were removed or made anew.",
    )


def test_a_chain_made_anew_is_found_with_the_hash_kept_elsewhere(chained):
    head = verify().head
    for number in (3, 2, 1):
        remove_seal(number)
    tamper("update partnership_accessevent set user_name = 'Nobody'")
    seal()
    assert verify().faults == ()
    assert len(verify(head).faults) == 1


def test_a_hash_kept_elsewhere_is_still_held_when_the_log_has_grown(chained):
    head = verify().head
    written(2)
    seal()
    assert verify(head).faults == ()


def test_a_row_added_late_is_found(chained):
    with guards_off():
        extra = AccessEvent.objects.create(
            kind="consultation", record="page:x", concerns=["page:x"], user_name="x", request_id=A_JOB.request_id,
            at=datetime.now(UTC) - timedelta(hours=3),
        )  # fmt: skip
    seal()
    faults = verify().faults
    assert len(faults) == 1
    assert faults[0].startswith(f"Row {extra.pk} was added late: it says ")


def test_a_row_that_waits_too_long_is_found(chained):
    extra = written()[0]
    assert verify().faults == ()
    tamper("update partnership_accessevent set at = at - interval '25 hours' where id = %s", extra.pk)
    verdict = verify()
    assert verdict.faults == ("1 row has waited for a seal for over a day.",)
    assert verdict.waiting == 1


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_that_commits_an_earlier_number_later_is_no_tampering():
    settings = connection.get_connection_params()
    slow_row = """
        insert into partnership_accessevent (kind, refused, user_name, role, agency, record, concerns,
            recipient, purpose, details, request_id, session)
        values ('consultation', false, 'slow', '', '', 'page:slow', '{page:slow}',
            '', '', '{}', gen_random_uuid(), '') returning id"""
    known = {key: settings[key] for key in ("dbname", "user", "password", "host", "port") if settings.get(key)}
    with psycopg.connect(**known) as slow:
        early = slow.execute(slow_row).fetchone()[0]
        later = written()[0]
        assert early < later.pk
        assert seal() == 1
        assert list(SealedEvent.objects.values_list("event_id", flat=True)) == [later.pk]
        slow.commit()
    assert verify().faults == ()
    assert seal() == 1
    assert SealedEvent.objects.get(seal__number=2).event_id == early
    assert verify().faults == ()


STATEMENTS = {
    "update": "update {0} set {1} = {1}",
    "delete": "delete from {0}",
    "truncate": "truncate {0} cascade",
}
TABLES = {
    "partnership_accessevent": "role", "partnership_sealedevent": "hash", "partnership_seal": "hash",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_log_and_its_seals_only_grow(chained, table, statement):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # else it is these that stop TRUNCATE
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            cursor.execute(STATEMENTS[statement].format(table, TABLES[table]))
    assert (AccessEvent.objects.count(), verify().faults) == (9, ())
