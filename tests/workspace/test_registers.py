"""The register engine: an entry is added, changed, withdrawn and counted; it names nobody; each sees what it may."""

from datetime import date

import made_register
import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from commonground.partnership.spreadsheets.names import plain
from commonground.plan.changes.possible import Conflict, NotPossible
from commonground.registers.changes.entries import PersonNamed, add, edit, edition_of, withdraw
from commonground.registers.models import Entry
from commonground.registers.moving.headings import WRONG
from commonground.registers.moving.out import REFERENCE
from commonground.registers.reading import entries_of
from commonground.registers.register import SPINE, registers
from commonground.registers.terms import Standing

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)
BOUGHT = {"on": DAY, "place": "Corner shop", "kind": "under_age", "product": "Kitchen knife", "result": "sold"}


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def register():
    return registers()["test_purchases"]


@pytest.fixture
def bought(table, register):
    return add(register, table.partnership, BOUGHT, by=table.actor("practitioner"))


@pytest.mark.parametrize("one", registers().values(), ids=lambda one: one.key)
def test_a_register_is_declared_in_order(one):
    for name in (*one.columns, *one.listed, *one.quick, *one.filters, *one.restricted, *one.required):
        assert one.field(name) is not None and one.label(name)
    assert set(one.listed) | set(one.quick) | set(one.required) | set(one.restricted) <= set(one.columns)
    own = {field.name for field in one.model._meta.concrete_fields} - {"entry"}
    assert own == {name for name in one.columns if one.own(name)}, "every column of its model is asked"
    assert own.isdisjoint(SPINE) and (not one.subject or one.subject in registers())
    assert {"on"} <= set(one.required)
    labels = [plain(one.label(name)) for name in one.columns]
    assert len(labels) == len({*labels, plain(REFERENCE), plain(WRONG)}) - 2, "a file tells columns by their headings"


def test_an_entry_has_its_columns_its_due_day_and_its_standing(bought, register):
    found = Entry.objects.get()
    assert (found.register, found.place, found.details.result) == ("test_purchases", "Corner shop", "sold")
    assert found.due == date(2026, 4, 1)
    assert register.stands(found, DAY).standing is Standing.AMBER
    assert register.stands(found, date(2026, 4, 2)).standing is Standing.RED
    assert str(found) == "Sold: Corner shop, 4 March 2026"


def test_an_outcome_ends_what_is_due(table, bought, register):
    edit(bought, {"outcome": "warning", "outcome_on": DAY}, begun=edition_of(bought), by=table.actor("practitioner"))
    found = Entry.objects.get()
    assert (found.due, register.stands(found, date(2027, 1, 1)).standing) == (None, Standing.GREY)


def test_two_who_write_at_once_are_told(table, bought):
    edit(bought, {"notes": "Second visit."}, by=table.actor("analyst"))
    begun = edition_of(Entry.objects.get())
    edit(bought, {"product": "Bread knife"}, begun=begun, by=table.actor("analyst"))  # of its own columns alone
    with pytest.raises(Conflict):
        edit(bought, {"notes": "Another."}, begun=begun, by=table.actor("practitioner"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"product": ""}, "Product: enter it"),
        ({"kind": "under_age", "age": 30}, "age"),
        ({"outcome": "warning"}, "outcome"),
        ({"result": "perhaps"}, "Result"),
        ({"colour": "red"}, "has no column colour"),
        ({"notes": "Sold by Mr Brown."}, "“Mr Brown” in “Notes” (person with a title)"),
        ({"notes": "Call 07700 900123."}, "phone number"),
        ({"place": "x" * 201}, "longer than 200"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(table, register, change, says):
    with pytest.raises(NotPossible, match=r".*") as no:
        add(register, table.partnership, BOUGHT | change, by=table.actor("practitioner"))
    assert says in str(no.value)
    assert Entry.objects.count() == 0


def test_a_name_is_asked_about_and_may_be_a_place(table, register):
    named = BOUGHT | {"notes": "Seen near Victoria Dock by Daniel Fisher."}
    with pytest.raises(PersonNamed) as told:
        add(register, table.partnership, named, by=table.actor("practitioner"))
    assert "“Daniel Fisher” in “Notes” (name)" in str(told.value)
    add(register, table.partnership, BOUGHT | {"notes": "Near Daniel House."}, by=table.actor("practitioner"))
    add(register, table.partnership, named, sure=True, by=table.actor("practitioner"))
    assert Entry.objects.count() == 2


def test_somebody_at_the_table_is_never_named(table, register):
    name = table.user("analyst").name
    with pytest.raises(NotPossible, match="name of a person here"):
        add(register, table.partnership, BOUGHT | {"notes": f"Ask {name}."}, sure=True, by=table.actor("practitioner"))


def test_what_is_withdrawn_is_kept_and_not_counted(table, bought, register):
    with pytest.raises(NotPossible, match="Say why"):
        withdraw(bought, " ", on=DAY, by=table.actor("analyst"))
    withdraw(bought, "Written twice", on=DAY, by=table.actor("analyst"))
    assert Entry.objects.count() == 1
    with pytest.raises(NotPossible, match="was withdrawn"):
        edit(bought, {"notes": "More."}, by=table.actor("analyst"))
    assert set(made_register.counted(table, "test_purchases", DAY).values()) == {0}


def test_counts_follow_the_days_and_the_kinds(table, bought, register):
    add(register, table.partnership, BOUGHT | {"kind": "challenge_25", "result": "refused"}, by=table.actor("analyst"))
    add(register, table.partnership, BOUGHT | {"on": date(2026, 4, 1)}, by=table.actor("analyst"))
    assert made_register.counted(table, "test_purchases", DAY) == {
        "under_age": 1, "under_age_sold": 1, "challenge_25": 1, "challenge_25_sold": 0,
    }  # fmt: skip


def test_who_may_not_read_the_registers_sees_no_entry(cast, table, bought, register):
    seen = {role: entries_of(register, table.actor(role)).count() for role in table.seats}
    assert seen == {role: int(register.read.allows(table.actor(role))) for role in table.seats}
    assert 0 < sum(seen.values()) < len(seen)
    assert entries_of(register, cast.other.actor("analyst")).count() == 0


def test_an_entry_of_another_agency_is_theirs(table, register):
    made = add(register, table.partnership, BOUGHT | {"agency": table.council}, by=table.actor("analyst"))
    with pytest.raises(NotPossible, match="of another agency"):
        edit(made, {"notes": "Changed."}, by=table.actor("practitioner"))
    assert edit(made, {"notes": "Changed."}, by=table.actor("plan_owner")).notes == "Changed."


def test_the_database_holds_an_entry_to_its_table(cast, table, bought):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update registers_entry set agency_id = %s", [cast.other.council.pk])
        cursor.execute("set constraints all immediate")
