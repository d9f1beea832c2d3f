"""Section 60 authorisations: the limits of their day, what they lack, what they say as a whole."""

from datetime import date, time, timedelta
from types import SimpleNamespace

import made_scrutiny as made
import pytest
from django_scopes import scope
from made_register import DAY

from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.entries import edit
from commonground.registers.figures import section_60 as figures
from commonground.registers.kinds.section_60 import Section60, beyond, hours, missing, stands
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import registers
from commonground.registers.scrutiny.limits import LIMITS, limit_on
from commonground.registers.scrutiny.ranks import Rank
from commonground.registers.terms import Standing
from commonground.report.blocks import Notice, Table


def an_entry(on: date, length: int, rank: int = Rank.INSPECTOR, extended: int = 0, by: int | None = None):
    """An authorisation of so many hours from midnight, without a database."""
    last, more = on + timedelta(hours=0), timedelta(hours=length + extended)
    end = timedelta(hours=length)
    details = Section60(
        begins=time(0), ends=time(end.seconds // 3600), rank=rank,
        extended_until=on + timedelta(days=more.days) if extended else None,
        extended_until_time=time(more.seconds // 3600) if extended else None, extended_by=by,
    )  # fmt: skip
    return SimpleNamespace(on=on, until=last + timedelta(days=end.days), details=details, due=None)


@pytest.mark.parametrize(
    ("on", "limit"),
    [
        (date(2014, 8, 25), (24, 48, Rank.INSPECTOR)),
        (date(2014, 8, 26), (15, 39, Rank.ACC)),
        (date(2019, 3, 30), (15, 39, Rank.ACC)),
        (date(2019, 3, 31), (15, 39, Rank.INSPECTOR)),
        (date(2022, 5, 16), (24, 48, Rank.INSPECTOR)),
        (date(1990, 1, 1), (24, 48, Rank.INSPECTOR)),
    ],
)
def test_each_day_has_its_limits(on, limit):
    found = limit_on(on)
    assert (found.hours, found.extended, found.rank) == limit
    assert [one.since for one in LIMITS] == sorted(one.since for one in LIMITS)
    assert all(one.source for one in LIMITS)


BELOW = "authorised below the rank of assistant chief constable or commander"
LONGER = "49 hours with its extension, over the 48 of that day"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((date(2018, 7, 1), 15, Rank.ACC), []),
        ((date(2018, 7, 1), 16, Rank.ACC), ["authorised for 16 hours, over the 15 of that day"]),
        ((date(2018, 7, 1), 15, Rank.SUPERINTENDENT), [BELOW]),
        ((date(2018, 7, 1), 15, Rank.ACC, 24, Rank.SUPERINTENDENT), [f"extended{BELOW.removeprefix('authorised')}"]),
        ((date(2019, 7, 1), 15, Rank.INSPECTOR, 24, Rank.SUPERINTENDENT), []),
        ((date(2023, 7, 1), 24), []),
        ((date(2023, 7, 1), 25), ["authorised for 25 hours, over the 24 of that day"]),
        ((date(2023, 7, 1), 24, Rank.INSPECTOR, 24, Rank.SUPERINTENDENT), []),
        ((date(2023, 7, 1), 24, Rank.INSPECTOR, 25, Rank.SUPERINTENDENT), [LONGER]),
        ((date(2023, 7, 1), 24, Rank.INSPECTOR, 6, Rank.INSPECTOR), ["extended below the rank of superintendent"]),
        ((date(2023, 7, 1), 0), ["it ends before it begins"]),
    ],
)  # fmt: skip
def test_what_is_beyond_the_limits_of_its_day_is_said(given, says):
    assert beyond(an_entry(*given)) == says


def test_the_hour_that_comes_twice_counts_twice():
    """The clocks go back in the night to 26 October 2025, and forward in the night to 29 March 2026."""
    assert beyond(an_entry(date(2025, 10, 26), 24)) == ["authorised for 25 hours, over the 24 of that day"]
    assert hours(an_entry(date(2026, 3, 29), 24)) == 23


def test_the_page_says_what_each_day_is_held_to_and_how_that_is_known():
    rows = [[str(cell[0]) for cell in row] for row in figures.limits().rows]
    assert [row[0] for row in rows[:2]] == ["Before 26 August 2014", "From 26 August 2014"]
    assert rows[2][1:6] == ["15", "39", "Inspector", "Superintendent", "may take place"]
    assert all(row[-1] for row in rows)




@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


COUNTED = {
    "searches": 20, "asian": 2, "black": 11, "white": 6, "ethnicity_not_recorded": 1, "aged_under_18": 8,
    "aged_18_24": 12, "weapons": 2, "arrests": 3, "complaints": 0,
}  # fmt: skip
TOLD = {"told_before": DAY, "told_after": date(2026, 3, 8), "reviewed_on": date(2026, 3, 20)}


@pytest.mark.django_db
def test_what_is_missing_is_said_and_due_until_it_is_there(table):
    register = registers()["section_60"]
    entry = made.authorisation(table)
    assert (hours(entry), entry.due) == (12, date(2026, 3, 12))
    assert missing(entry, DAY) == ["notice before"]
    lacking = ["notice before", "notice after", "number of searches"]
    lacking += ["searches by ethnic group", "searches by age"]
    assert missing(entry, date(2026, 3, 6)) == lacking
    assert stands(entry, date(2026, 3, 6)).standing is Standing.AMBER
    assert stands(entry, date(2026, 3, 13)).standing is Standing.RED
    edit(entry, {"told_before": DAY, "told_after": date(2026, 3, 8)} | COUNTED, by=table.actor("analyst"))
    entry = entries_of(register, table.actor("analyst")).get()
    assert (entry.due, missing(entry, date(2026, 4, 2))) == (date(2026, 4, 2), ["review"])
    edit(entry, {"reviewed_on": date(2026, 3, 20), "review": "In order."}, by=table.actor("analyst"))
    entry = entries_of(register, table.actor("analyst")).get()
    assert entry.due is None
    assert stands(entry, date(2026, 6, 1)).because == "Within the limits of its day, told before and after"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"searches": 5, "black": 6}, "searches by ethnic group are no more than all"),
        ({"searches": 5, "aged_18_24": 6}, "searches by age are no more than all"),
        ({"searches": 5, "weapons": 3, "other_finds": 3}, "searches that found are no more than all"),
        ({"extended_until": date(2026, 3, 6)}, "an extension has a day a time and a rank"),
        ({"review": "In order."}, "Day it was reviewed: enter it beside the review"),
        ({"until": date(2026, 3, 1)}, "ends after it begins"),
        ({"office": "Superintendent Mr Brown"}, "“Mr Brown”"),
        ({"office": ""}, "Office of the authoriser: enter it"),
    ],
)
def test_what_does_not_fit_is_refused(table, change, says):
    with pytest.raises(NotPossible, match=says):
        made.authorisation(table, **change)


@pytest.mark.django_db
def test_the_reference_of_the_intelligence_is_read_by_few_and_a_scrutiny_member_reads_the_rest(table, visit):
    register = registers()["section_60"]
    entry = made.authorisation(table, intelligence="LOG-77-PLANTED")
    reads = {role for role in table.seats if entries_of(register, table.actor(role)).exists()}
    assert reads == register.read.roles and "scrutiny_member" in reads and "councillor" not in reads
    knows = {role for role in reads if "intelligence" in columns_for(register, table.actor(role), register.columns)}
    assert knows == {"analyst", "panel_chair"}
    address = f"/partnerships/{table.partnership.slug}/registers/section_60/entries/{entry.public_id}/"
    pages = {role: visit(table.user(role)).get(address).content.decode() for role in ("scrutiny_member", "analyst")}
    assert [role for role, page in pages.items() if "LOG-77-PLANTED" in page] == ["analyst"]
    assert "Superintendent, South East BCU" in pages["scrutiny_member"]


@pytest.mark.django_db
def test_figures_by_quarter_with_hours_and_wilsons_interval(table):
    made.authorisation(table, **COUNTED | TOLD)
    made.authorisation(table, **{"on": date(2026, 4, 2), "until": date(2026, 4, 3)})
    rows = entries_of(registers()["section_60"], table.actor("analyst"))
    told = figures.blocks(rows, date(2026, 1, 1), date(2026, 6, 30))
    quarters = next(one for one in told if isinstance(one, Table))
    assert quarters.rows == (  # R: prop.test(2, 20, correct = FALSE)
        (("January to March 2026",), ("1",), ("12",), ("20",), ("2",), ("10.0%",), ("2.8% to 30.1%",)),
        (("April to June 2026",), ("1",), ("12",), ("not known",), ("not known",), ("",), ("",)),
        (("All",), ("2",), ("24",), ("20",), ("2",), ("10.0%",), ("2.8% to 30.1%",)),
    )
    assert [one.title for one in told if isinstance(one, Notice)] == ["No published searches"]
    assert isinstance(figures.blocks(rows, date(2020, 1, 1), date(2020, 2, 1))[0], Notice)
