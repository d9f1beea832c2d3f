"""What is closed refuses every way of changing it; an open review does not."""

from collections.abc import Callable
from typing import Any

import made_review
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django_scopes import scope

from commonground.plan.changes import review_rounds, review_updates
from commonground.plan.models import Action, Challenge, ReviewRound, ReviewRow, Snapshot, Task

TEXTS: dict[type[Model], str] = {ReviewRound: "minute", ReviewRow: "progress", Challenge: "reply"}
Way = Callable[[Model, str], Any]


def save(row: Model, field: str) -> None:
    setattr(row, field, "changed")
    row.save()


def update(row: Model, field: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**{field: "changed"})


def bulk_update(row: Model, field: str) -> None:
    setattr(row, field, "changed")
    type(row).objects.bulk_update([row], [field])


def update_by_sql(row: Model, field: str) -> None:
    sql(f"update {row._meta.db_table} set {field} = 'changed' where id = {row.pk}")


def delete(row: Model, field: str) -> None:
    row.delete()


def delete_many(row: Model, field: str) -> None:
    type(row).objects.filter(pk=row.pk).delete()


def delete_by_sql(row: Model, field: str) -> None:
    sql(f"delete from {row._meta.db_table} where id = {row.pk}")


def truncate(row: Model, field: str) -> None:
    sql("set constraints all immediate")
    sql(f"truncate {row._meta.db_table} cascade")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


WAYS = [save, update, bulk_update, update_by_sql, delete, delete_many, delete_by_sql, truncate]


def row_of(kind: type[Model], found: ReviewRound) -> Model:
    """The row of this kind in the review."""
    asked = {ReviewRound: {"pk": found.pk}, ReviewRow: {"round": found}, Challenge: {"row__round": found}}
    return kind._default_manager.get(**asked[kind])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", TEXTS)
def test_nothing_of_a_closed_review_changes(cast, kind, way):
    found = made_review.review(cast.own, "closed")
    with scope(partnership=cast.own.partnership):
        row = row_of(kind, found)
        before = vars(row_of(kind, found)) | {"_state": None}
        with pytest.raises(DatabaseError), transaction.atomic():
            way(row, TEXTS[kind])
        assert vars(row_of(kind, found)) | {"_state": None} == before


@pytest.mark.parametrize("way", WAYS[:4])
@pytest.mark.parametrize("kind", TEXTS)
def test_before_it_is_closed_it_can_be_written_in(cast, kind, way):
    found = made_review.review(cast.own, "challenged")
    with scope(partnership=cast.own.partnership):
        way(row_of(kind, found), TEXTS[kind])
        assert getattr(row_of(kind, found), TEXTS[kind]) == "changed"


def test_nothing_is_added_to_a_closed_review_or_moved_out_of_it(cast):
    closed = made_review.review(cast.own, "closed", "April to June 2026")
    current = made_review.review(cast.own)
    with scope(partnership=cast.own.partnership):
        row, asked = ReviewRow.objects.get(round=closed), Challenge.objects.get(row__round=closed)
        late = Challenge(partnership=row.partnership, row=row, text="x", by=asked.by, on=asked.on)
        moved = f"update plan_reviewrow set round_id = {current.pk} where id = {row.pk}"
        into = f"update plan_reviewrow set round_id = {closed.pk} where round_id = {current.pk}"
        for act in (late.save, lambda: sql(moved), lambda: sql(into)):
            with pytest.raises(DatabaseError, match="a closed review never changes"), transaction.atomic():
                act()


def test_what_was_reviewed_outlives_its_action(cast):
    made_review.review(cast.own, "closed")
    with scope(partnership=cast.own.partnership):
        action = Action.objects.get()
        Task.objects.filter(action=action).delete()
        for way in (delete, delete_many):
            with pytest.raises(IntegrityError), transaction.atomic():
                way(action, "")
        with pytest.raises(IntegrityError), transaction.atomic():
            delete_by_sql(action, "")
            sql("set constraints all immediate")


def test_a_closed_review_is_kept_whole_in_its_snapshot(cast):
    found = made_review.review(cast.own, "closed")
    with scope(partnership=cast.own.partnership):
        snapshot = Snapshot.objects.get(pk=found.snapshot_id)
        written = snapshot.written.review
    assert snapshot.reason == "reviewed"
    assert (written.number, written.title, written.closed) == (1, found.title, found.closed_on)
    (told,) = written.updates
    assert (told.received, told.rag, told.progress, told.barriers) == (True, "red", "Four shops have joined.", "Rents.")
    assert (told.challenge, told.reply, told.decision, told.minute) == (
        "What would it take?", "A second officer.", "The council lends one.", "6.2",
    )  # fmt: skip


def test_a_mistake_is_a_row_of_the_next_review_beside_the_old_one(cast):
    table = cast.own
    closed = made_review.review(table, "closed", "April to June 2026")
    current = made_review.review(table)
    with scope(partnership=table.partnership):
        wrong = ReviewRow.objects.get(round=closed)
        made = review_updates.correct(wrong, "Three shops, not four.", by=table.actor("practitioner"))
        assert (made.round_id, made.corrects_id, made.correction) == (current.pk, wrong.pk, "Three shops, not four.")
        assert ReviewRow.objects.get(pk=wrong.pk).progress == "Four shops have joined."
        assert [row.pk for row in current.rows.updates()] == [made_review.row_of(current).pk]


def test_an_update_that_never_came_is_a_row_that_says_so(cast):
    table = cast.own
    with scope(partnership=table.partnership):
        plan = made_review.made.plan(table)
        found = review_rounds.open_round(
            plan, "A quarter", made_review.DUE, on=made_review.OPENED, by=table.actor("plan_owner")
        )
        review_rounds.submit_round(found, on=made_review.DUE, by=table.actor("plan_owner"))
        (row,) = found.rows.all()
    assert (row.received, row.rag, row.owner_name) == (False, "", table.user("practitioner").name)
    assert row.derived == "red"  # its one task was due in June
    assert row.derived_because == "The one task due by now is not done."
