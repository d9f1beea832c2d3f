"""No relation crosses from one partnership to another: tried by form, by the ORM and by SQL."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from test_house_upstairs import belongs, records

from commonground.partnership.models import Agency, Grouping, Invitation, Membership, RoleChange

pytestmark = pytest.mark.django_db


def relations() -> list[models.ForeignKey]:
    """Every relation between two kinds of record that belong to a partnership."""
    return [
        field
        for model in records()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and belongs(field.related_model)
    ]


def constrained() -> set[tuple[str, str]]:
    """The columns held to the partnership of their row by a constraint of the database that is enforced."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.conrelid::regclass::text, array(
                   select attname::text from unnest(c.conkey) k join pg_attribute a
                   on a.attrelid = c.conrelid and a.attnum = k order by 1)
            from pg_constraint c where c.contype = 'f' and c.convalidated and cardinality(c.conkey) = 2"""
        )
        return {
            (table, column)
            for table, columns in cursor.fetchall()
            if "partnership_id" in columns
            for column in columns
            if column != "partnership_id"
        }


def test_every_relation_within_a_table_is_held_to_it_by_the_database():
    missing = {(one.model._meta.db_table, one.column) for one in relations()} - constrained()
    assert missing == set(), "same_table(...) in a migration holds a relation to its table"


def test_there_are_relations_to_hold():
    assert len(relations()) >= 8
    assert not any(field.many_to_many for field in relations()), "rows of a many-to-many table have no partnership"


def test_a_relation_that_nobody_holds_would_be_found():
    with connection.cursor() as cursor:
        cursor.execute("alter table partnership_agency drop constraint partnership_agency_contact_id_same_table")
    missing = {(one.model._meta.db_table, one.column) for one in relations()} - constrained()
    assert missing == {("partnership_agency", "contact_id")}


def crossing(cast) -> dict[str, tuple[models.Model, str, models.Model]]:
    """A record of one table, one of its relations, and what that would name at another table."""
    own, other = cast.own, cast.other
    asked = RoleChange.objects.create(
        partnership=own.partnership, membership=own.seats["analyst"], role="reviewer", reason="tried",
        asked_by=own.seats["administrator"],
    )  # fmt: skip
    invitation = Invitation.objects.create(
        partnership=own.partnership, agency=own.council, email="a@example.org", name="A", role="analyst",
        secret_hash="0" * 64, expires_at=timezone.now(),
    )  # fmt: skip
    return {
        "an agency’s contact": (own.council, "contact", other.seats["analyst"]),
        "a seat’s agency": (own.seats["analyst"], "agency", other.council),
        "an invitation’s agency": (invitation, "agency", other.council),
        "an invitation’s sender": (invitation, "invited_by", other.seats["administrator"]),
        "a role change’s seat": (asked, "membership", other.seats["analyst"]),
        "a role change’s asker": (asked, "asked_by", other.seats["administrator"]),
        "a role change’s decider": (asked, "decided_by", other.seats["administrator"]),
    }


CROSSINGS = [
    "an agency’s contact", "a seat’s agency", "an invitation’s agency", "an invitation’s sender",
    "a role change’s seat", "a role change’s asker", "a role change’s decider",
]  # fmt: skip


def refused(write) -> None:
    with pytest.raises(IntegrityError, match="same_table"), transaction.atomic(), connection.cursor() as cursor:
        write(cursor)
        cursor.execute("set constraints all immediate")


@pytest.mark.parametrize("which", CROSSINGS)
def test_the_orm_cannot_cross(cast, which):
    with scopes_disabled():
        record, name, theirs = crossing(cast)[which]
        setattr(record, name, theirs)
        refused(lambda _: record.save())


@pytest.mark.parametrize("which", CROSSINGS)
def test_sql_cannot_cross(cast, which):
    with scopes_disabled():
        record, name, theirs = crossing(cast)[which]
    table, column = record._meta.db_table, record._meta.get_field(name).column
    refused(lambda cursor: cursor.execute(f"update {table} set {column} = %s where id = %s", [theirs.pk, record.pk]))


def test_a_row_cannot_move_to_another_table_and_leave_its_relations_behind(cast):
    refused(
        lambda cursor: cursor.execute(
            "update partnership_agency set name = 'Moved', partnership_id = %s where id = %s",
            [cast.other.partnership.pk, cast.own.council.pk],
        )
    )


@pytest.mark.parametrize("field", ["contact", "agency"])
def test_a_form_does_not_take_what_is_at_another_table(cast, visit, field):
    client = visit(cast.own.user("administrator"))
    if field == "contact":
        address = f"/partnerships/lewisham/agencies/{cast.own.council.public_id}/edit/"
        sent = {"name": "Council", "kind": "council", "contact": cast.other.seats["analyst"].public_id}
    else:
        address = "/partnerships/lewisham/people/invite/"
        sent = {"name": "A", "email": "a@example.org", "role": "analyst", "agency": cast.other.council.public_id}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    with scopes_disabled():
        assert Agency.objects.get(pk=cast.own.council.pk).contact is None
        assert not Invitation.objects.exists()


def test_within_the_scope_of_one_table_the_rows_of_another_are_not_there(cast):
    with scope(partnership=cast.own.partnership):
        assert {seat.partnership_id for seat in Membership.objects.all()} == {cast.own.partnership.pk}
        assert not Membership.objects.filter(pk=cast.other.seats["analyst"].pk).exists()


def test_a_partnership_groups_others_and_never_itself(cast):
    with pytest.raises(IntegrityError, match="no_group_of_itself"), transaction.atomic():
        Grouping.objects.create(group=cast.region.partnership, partnership=cast.region.partnership)
