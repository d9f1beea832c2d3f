"""The change history sees every way of writing, knows who acted, and cannot be rewritten."""

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scopes_disabled

from commonground.partnership.access_log import acting
from commonground.partnership.history import history_of
from commonground.partnership.models import Agency, Grouping, Invitation, Membership, Partnership, User

AgencyVersion = Agency.pgh_event_model


def save(agency: Agency) -> None:
    agency.name = "Changed"
    agency.save()


def update(agency: Agency) -> None:
    Agency.objects.filter(pk=agency.pk).update(name="Changed")


def bulk_update(agency: Agency) -> None:
    agency.name = "Changed"
    Agency.objects.bulk_update([agency], ["name"])


def raw(agency: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update partnership_agency set name = 'Changed' where id = %s", [agency.pk])


@pytest.mark.parametrize("write", [save, update, bulk_update, raw])
def test_a_change_is_seen_by_every_path(cast, write):
    with scopes_disabled(), acting(cast.own.actor("administrator")):
        write(cast.own.council)
    version = AgencyVersion.objects.filter(pgh_obj_id=cast.own.council.pk).latest("pgh_id")
    assert (version.pgh_label, version.name) == ("changed", "Changed")
    assert version.pgh_context["name"] == cast.own.user("administrator").name
    assert (version.pgh_context["role"], version.pgh_context["agency"]) == ("administrator", "Council")


def make(table) -> None:
    Agency.objects.create(partnership=table.partnership, name="New", kind="charity")


def bulk_make(table) -> None:
    Agency.objects.bulk_create([Agency(partnership=table.partnership, name="New", kind="charity")])


def raw_make(table) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into partnership_agency (partnership_id, public_id, name, kind)"
            " values (%s, 'abcdefghijkm', 'New', '')",
            [table.partnership.pk],
        )


@pytest.mark.parametrize("write", [make, bulk_make, raw_make])
def test_a_new_record_is_seen_by_every_path(cast, write):
    with scopes_disabled(), acting(cast.own.actor("administrator")):
        write(cast.own)
    version = AgencyVersion.objects.latest("pgh_id")
    assert (version.pgh_label, version.name, version.pgh_context["role"]) == ("made", "New", "administrator")


def delete(row) -> None:
    row.delete()


def delete_many(row) -> None:
    type(row).objects.filter(pk=row.pk).delete()


def delete_by_sql(row) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from partnership_grouping where id = %s", [row.pk])


@pytest.mark.parametrize("write", [delete, delete_many, delete_by_sql])
def test_a_removal_is_seen_by_every_path(cast, write):
    row = Grouping.objects.first()
    key = row.pk
    with acting(cast.own.actor("administrator")):
        write(row)
    version = Grouping.pgh_event_model.objects.latest("pgh_id")
    assert (version.pgh_label, version.pgh_obj_id, version.pgh_context["role"]) == ("removed", key, "administrator")


def test_what_nobody_is_named_for_is_kept_all_the_same(cast):
    with scopes_disabled():
        raw(cast.own.council)
    assert AgencyVersion.objects.latest("pgh_id").pgh_context is None


def test_nothing_is_kept_of_passwords_and_secrets():
    kept = {model: {one.name for one in model.pgh_event_model._meta.fields} for model in (User, Invitation)}
    assert kept[User].isdisjoint({"password", "last_login"})
    assert "secret_hash" not in kept[Invitation]


def test_a_sign_in_and_a_new_password_are_no_new_version(cast):
    person = cast.own.user("analyst")
    before = User.pgh_event_model.objects.count()
    person.set_password("a long enough new password")
    person.save()
    assert User.pgh_event_model.objects.count() == before
    User.objects.filter(pk=person.pk).update(name="Renamed")
    assert User.pgh_event_model.objects.count() == before + 1


@pytest.mark.parametrize("model", [Agency, Grouping, Invitation, Membership, Partnership, User])
def test_the_history_only_grows(cast, model):
    table = model.pgh_event_model._meta.db_table
    with connection.cursor() as cursor:
        if model is Invitation:
            cursor.execute(
                f"""
                insert into {table} (pgh_created_at, pgh_label, pgh_obj_id, partnership_id, agency_id, id, public_id,
                    email, name, role, made_at, expires_at)
                values (now(), 'made', 1, 1, 1, 1, '', '', '', '', now(), now())"""
            )
        for statement in (f"update {table} set pgh_label = 'x'", f"delete from {table}"):
            with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"), transaction.atomic():
                cursor.execute(statement)


def test_the_history_of_a_record_tells_who_changed_what_from_what_to_what(cast):
    seat = cast.own.seats["councillor"]
    with scopes_disabled(), acting(cast.own.actor("administrator")):
        Membership.objects.filter(pk=seat.pk).update(role="analyst", agency=cast.own.police)
        steps = history_of(seat)
    assert [step.what for step in steps] == ["Changed", "Made"]
    assert (steps[0].who, steps[0].role) == (cast.own.user("administrator").name, "Administrator")
    assert [(one.field, one.before, one.after) for one in steps[0].changes] == [
        ("Agency", "Council", "Police"), ("Role", "Councillor", "Analyst"),
    ]  # fmt: skip
    assert steps[1].who == "not known"


def test_a_history_asks_the_database_as_often_for_many_steps_as_for_few(cast, django_assert_num_queries):
    seat = cast.own.seats["councillor"]
    with scopes_disabled():
        for role in ("analyst", "reviewer", "panel_chair"):
            Membership.objects.filter(pk=seat.pk).update(role=role)
        with django_assert_num_queries(4):  # the versions, and the agencies, partnerships and people they name
            assert len(history_of(seat)) == 4
