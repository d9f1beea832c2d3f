"""Counts of registers flow to the plan and the performance pack, each with the entries that it is made of."""

from datetime import date
from types import SimpleNamespace

import made
import made_register
import made_review
import pytest
from django.urls import reverse
from django_scopes import scope

from commonground.evidence.periods import quarter
from commonground.papers.report_building import _counts
from commonground.papers.reports.bench import Bench
from commonground.papers.reports.counted import NOTHING, registers_by_quarter
from commonground.plan.changes.evidence import EvidenceValues, attach
from commonground.plan.models import Evidence
from commonground.plan.terms import EvidenceKind
from commonground.plan.written import WrittenEvidence
from commonground.registers.changes.entries import withdraw
from commonground.registers.counting import (
    CountedQuarter,
    Counting,
    by_quarter,
    countings,
    for_actor,
    last_quarters,
    with_entries,
)
from commonground.registers.register import registers
from commonground.report.blocks import Heading, Table
from commonground.web.views.plan.counts import counts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 14)
UNDER_AGE = "test_purchases-under_age"


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def bought(table):
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 2), date(2025, 4, 1), date(2025, 3, 31)]
    return [made_register.entry(table, on=day) for day in days] + [made_register.entry(table, kind="challenge_25")]


def test_quarters_end_before_they_begin_again():
    assert last_quarters(date(2026, 1, 1), 3) == [quarter(2026, 1), quarter(2025, 4), quarter(2025, 3)]
    assert str(CountedQuarter(quarter(2026, 1))) == "January to March 2026"
    assert str(CountedQuarter(quarter(2026, 1), over=False)) == "January to March 2026 so far"


def test_each_quarter_counts_its_own_entries(table, bought):
    withdraw(bought[2], "Written twice", on=TODAY, by=table.actor("analyst"))
    found = by_quarter(countings()[UNDER_AGE], for_actor(table.actor("councillor")), TODAY)
    assert [one.value for one in found] == [1, 1, 0, 0, 1]
    assert found[0].entries == ((bought[1].public_id, 1),)
    assert not found[0].over and found[1].over


def test_a_count_may_add_up_a_column(table, bought):
    from commonground.registers.register import Counted

    ages = Counting(registers()["test_purchases"], Counted(key="ages", title="Ages", of="age"))
    made_register.entry(table, on=date(2026, 4, 3), age=16)
    made_register.entry(table, on=date(2026, 4, 4), age=14)
    assert [one.value for one in by_quarter(ages, for_actor(table.actor("analyst")), TODAY)] == [30, 0, 0, 0, 0]


def test_who_may_not_know_how_many_counts_nothing(cast, table, bought):
    assert for_actor(table.actor("administrator")).count() == 0
    assert for_actor(cast.other.actor("analyst")).count() == 0
    assert for_actor(table.actor("councillor")).count() == 6


def test_an_action_counts_itself(client, table, bought, settings):
    action = made.action(table)
    client.force_login(table.user("plan_owner"), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/partnerships/{table.partnership.slug}/plan/actions/{action.public_id}/"
    form = client.get(f"{page}attach/register/")
    assert "Under-age test purchases" in form.content.decode()
    once = form.context["form"]["once"].value()
    client.post(f"{page}attach/register/", {"count": UNDER_AGE, "per_quarter": "12", "note": "", "once": once})
    assert Evidence.objects.get().per_quarter == 12
    said = client.get(page).content.decode()
    assert "of 12 promised in" in said and "Reached in 0 of the last 4 quarters." in said


def test_whoever_says_how_an_action_goes_sees_what_was_counted(client, table, bought):
    made.action(table)
    row = made_review.row_of(made_review.review(table))
    promise = EvidenceValues(kind=EvidenceKind.REGISTER, title="Tests", measure=UNDER_AGE, per_quarter=12)
    attach(row.action, promise, by=table.actor("plan_owner"))
    client.force_login(table.user("practitioner"), backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(reverse("plan-review-update", args=(table.partnership.slug, row.round.public_id, row.public_id)))
    assert "Under-age test purchases: 0 of 12 promised in " in said.content.decode()


def test_how_many_there_were_before_is_neither_reached_nor_missed(table):
    made_register.shop(table, signed_on=date(2026, 1, 2), lapses_on=date(2027, 1, 2), on=date(2026, 1, 2))
    action = made.action(table)
    promise = EvidenceValues(kind=EvidenceKind.REGISTER, title="Shops", measure="retailers-in_force", per_quarter=2)
    (one,) = counts_of([attach(action, promise, by=table.actor("plan_owner"))], table.actor("analyst"), TODAY)
    assert one.said == "1 of 2 promised in April to June 2026 so far; the quarter ends on 30 June."
    assert one.kept == "", "a register of lasting things keeps the present alone"


def test_a_number_of_nobody_is_a_promise_of_nought(table):
    action = made.action(table)
    values = EvidenceValues(kind=EvidenceKind.REGISTER, title="Tests", measure=UNDER_AGE, per_quarter=0)
    assert attach(action, values, by=table.actor("plan_owner")).per_quarter == 0


def numbers(table: Table) -> list[list[str]]:
    return [[getattr(part, "shown", part) for cell in row for part in cell] for row in table.rows]


def test_a_pack_has_the_counts_and_what_was_promised(table, bought):
    counts = with_entries(for_actor(table.actor("analyst")), TODAY)
    promised = WrittenEvidence(kind=EvidenceKind.REGISTER, title="Tests", measure=UNDER_AGE, per_quarter=2)
    claim = SimpleNamespace(ref="P1", evidence=(promised,))
    plan = SimpleNamespace(answers=(), actions=(claim,))
    blocks = registers_by_quarter(Bench(SimpleNamespace(), plan, None, counts))  # type: ignore[arg-type]
    last, first = [one for one in blocks if isinstance(one, Table)]
    assert first.caption == "Test purchases"
    assert first.head[-2:] == ("Jan–Mar 2026", "Apr–Jun 2026 so far")
    assert numbers(first)[0] == ["Under-age test purchases", "1", "0", "0", "1", "2"]
    assert numbers(last) == [["P1: Tests", "2", "1", "0", "0", "1", "2"]]
    assert [one.text for one in blocks if isinstance(one, Heading)] == [
        "What the plan promised each quarter", "What each register counted",
    ]  # fmt: skip


def test_whoever_builds_the_pack_counts_the_entries_of_its_table_alone(cast, table, bought):
    def under_age(partnership):
        counts = _counts(SimpleNamespace(partnership=partnership, as_of=TODAY, plan=None))
        return [[one.value for one in quarters] for each, quarters in counts if each.key == UNDER_AGE]

    assert under_age(table.partnership) == [[2, 1, 0, 0, 1]]
    assert under_age(cast.other.partnership) == []


def test_a_promise_of_which_nothing_was_entered_is_in_the_pack(table):
    promised = WrittenEvidence(kind=EvidenceKind.REGISTER, title="Tests", measure=UNDER_AGE, per_quarter=12)
    plan = SimpleNamespace(answers=(), actions=(SimpleNamespace(ref="P1", evidence=(promised,)),))
    counts = with_entries(for_actor(table.actor("analyst")), TODAY, {UNDER_AGE})
    blocks = registers_by_quarter(Bench(SimpleNamespace(), plan, None, counts))  # type: ignore[arg-type]
    tables = [one for one in blocks if isinstance(one, Table)]
    assert [numbers(one) for one in tables] == [
        [["P1: Tests", "12", "0", "0", "0", "0", "0"]], [["Under-age test purchases", "0", "0", "0", "0", "0"]],
    ]  # fmt: skip


def test_a_few_people_are_not_said(table, bought):
    from dataclasses import replace

    counts = with_entries(for_actor(table.actor("analyst")), TODAY)
    people = [(replace(one, counted=replace(one.counted, people=True)), quarters) for one, quarters in counts]
    blocks = registers_by_quarter(Bench(SimpleNamespace(), None, None, people))  # type: ignore[arg-type]
    figures = [part for row in blocks[1].rows for cell in row[1:] for part in cell]
    assert {figure.value for figure in figures if not figure.withheld} <= {0, 5, 6}
    hidden = [figure for figure in figures if figure.withheld]
    assert hidden and all(figure.value is None and dict(figure.arguments)["rows"] == "" for figure in hidden)


def test_without_entries_the_pack_says_so():
    assert registers_by_quarter(Bench(SimpleNamespace())) == [NOTHING]  # type: ignore[arg-type]
