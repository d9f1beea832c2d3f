"""Small numbers never leak: random reports, protected, against a reader who tries everything."""

from datetime import date
from itertools import pairwise

import attacker
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from commonground.evidence.disclosure import NHS, Breakdown, Cell, Key, Protection, Relation, audit, protect
from commonground.evidence.periods import Period

YEAR = Period(date(2024, 4, 1), date(2025, 3, 31))
SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
COUNT = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 14])


def month(first: int, last: int | None = None) -> Period:
    """Months of 2024, by number."""
    last = last or first
    days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return Period(date(2024, first, 1), date(2024, last, days[last - 1]))


def at(area: str, of: str | None = None, period: Period = YEAR, measure: str = "knife_crime") -> Key:
    return Key(measure, area, period, {"sex": of} if of else {})


def crossed(counts: list[list[int]]) -> tuple[list[Cell], list[tuple], dict]:
    """Wards by sexes with all margins: the cells, the sums, and what ``protect`` is told of the world."""
    wards, sexes = [f"ward {r}" for r in range(len(counts))], [f"sex {c}" for c in range(len(counts[0]))]
    value = {(w, s): counts[r][c] for r, w in enumerate(wards) for c, s in enumerate(sexes)}
    cells = [Cell(at(w, s), value[w, s]) for w in wards for s in sexes]
    cells += [Cell(at(w), sum(value[w, s] for s in sexes)) for w in wards]
    cells += [Cell(at("borough", s), sum(value[w, s] for w in wards)) for s in sexes]
    cells += [Cell(at("borough"), sum(value.values()))]
    sums = [(at(a), [at(a, s) for s in sexes]) for a in (*wards, "borough")]
    sums += [(at("borough", s), [at(w, s) for w in wards]) for s in (*sexes, None)]
    return cells, sums, {"breakdowns": [Breakdown("sex", tuple(sexes))], "places": {"borough": tuple(wards)}}


def secrets(cells) -> list[Key]:
    return [cell.key for cell in cells if cell.is_small]


def only_small_hidden(cells) -> Protection:
    """A report without secondary suppression."""
    return Protection({cell.key: cell for cell in cells}, (), dict.fromkeys(secrets(cells), "small number"))


def tables_of(rows: int, columns: int):
    return st.lists(st.lists(COUNT, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@SLOWLY
@given(st.one_of(tables_of(2, 2), tables_of(2, 3), tables_of(3, 2), tables_of(3, 3)))
def test_a_crossed_table_gives_no_small_number_away(counts):
    cells, sums, world = crossed(counts)
    leaky = attacker.pinned(attacker.read(only_small_hidden(cells)), sums, secrets(cells))
    assume(leaky)  # there is something that could leak
    guard = protect(cells, **world)
    assert attacker.pinned(attacker.read(guard), sums, secrets(cells)) == {}
    assert all(guard.shown(cell.key).value == 0 for cell in cells if cell.count == 0)


def test_without_secondary_suppression_the_reader_succeeds():
    cells, sums, world = crossed([[3, 20], [15, 30]])
    assert attacker.pinned(attacker.read(protect(cells)), sums, secrets(cells)) == {at("ward 0", "sex 0"): 3}
    assert attacker.pinned(attacker.read(protect(cells, **world)), sums, secrets(cells)) == {}


@SLOWLY
@given(tables_of(2, 3))
def test_the_audit_infers_exactly_what_the_reader_does(counts):
    cells, sums, world = crossed(counts)
    guard = protect(cells, **world)
    relations = [Relation(parent, tuple(children)) for parent, children in sums]
    hidden = {key: "small number" for key in secrets(cells)}
    few = dict(list({**guard.hidden, **hidden}.items())[:6])
    published = {key: [c.count] if key not in few else None for key, c in guard.cells.items()}
    first = {"small number": (1, 4), "protects a small number": (5, attacker.MOST - 1)}
    possible = {
        key: values
        or list(range(first.get(few[key], (1, attacker.MOST - 1))[0], first.get(few[key], (1, 59))[1] + 1))
        for key, values in published.items()
    }
    found = list(attacker.tables(possible, sums))
    for interval in audit(guard.cells, relations, few):
        seen = {table[interval.key] for table in found}
        assert interval.low == min(seen)
        assert interval.high == max(seen) or max(seen) == attacker.MOST - 1


@pytest.mark.slow
@settings(SLOWLY, max_examples=30)
@given(
    st.lists(COUNT, min_size=5, max_size=5),
    st.sets(
        st.sampled_from([(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 5), (3, 5), (4, 4), (2, 3), (5, 5)]),
        min_size=2,
        max_size=6,
    ),
)
def test_overlapping_windows_give_no_month_away(months, windows):
    """Running totals, rolling windows: no month comes out by subtraction, in a table or not."""
    cells = [Cell(at("borough", period=month(a, b)), sum(months[a - 1 : b])) for a, b in windows]
    sums = [
        (at("borough", period=month(a, b)), [at("borough", period=month(m)) for m in range(a, b + 1)])
        for a, b in windows
        if a != b
    ]
    assume(sums)
    cells_and_months = [
        *secrets(cells),
        *(at("borough", period=month(m)) for m in range(1, 6) if 1 <= months[m - 1] <= 4),
    ]
    mentioned = {k for parent, children in sums for k in (parent, *children)} | {c.key for c in cells}
    small = [key for key in dict.fromkeys(cells_and_months) if key in mentioned]
    assume(attacker.pinned(attacker.read(only_small_hidden(cells)), sums, small))
    assert attacker.pinned(attacker.read(protect(cells)), sums, small) == {}


def test_a_year_to_date_and_the_next_do_not_give_the_month_away():
    cells = [Cell(at("borough", period=month(1, m)), n) for m, n in ((8, 40), (9, 43), (10, 60))]
    guard = protect(cells)
    september = at("borough", period=month(9))
    everything = {cell.key: [cell.count] for cell in cells}
    sums = [
        (
            at("borough", period=month(1, m)),
            [at("borough", period=month(1, m - 1)), at("borough", period=month(m))],
        )
        for m in (9, 10)
    ]
    assert attacker.pinned(everything, sums, [september]) == {september: 3}
    assert attacker.pinned(attacker.read(guard), sums, [september]) == {}
    assert (guard.summary.small, guard.summary.protecting) == (0, 1)


def test_rolling_years_a_month_apart_differ_by_two_months_and_tell_neither():
    rolling = [
        Key("knife_crime", "borough", Period(date(2023, m, 1), date(2024, m - 1, [31, 29, 31][m - 2])))
        for m in (2, 3, 4)
    ]
    guard = protect([Cell(key, n) for key, n in zip(rolling, (100, 102, 99), strict=True)])
    assert guard.summary.hidden == 0
    february = Key("knife_crime", "borough", month(2))  # shown too, it gives away February a year before
    guard = protect([*guard.cells.values(), Cell(february, 5)])
    assert guard.summary.hidden > 0  # 102 - 100 = February 2024 less February 2023, so that was 3


@pytest.mark.slow
@SLOWLY
@given(tables_of(2, 2), tables_of(2, 2))
def test_tables_that_share_cells_across_a_report(first, second):
    """Wards by sex in one table, months by sex in another, and the borough's year in a sentence."""
    cells, sums, world = crossed(first)
    halves = [month(1, 6), month(7, 12)]
    year = month(1, 12)
    moved = {cell.key: Key("knife_crime", cell.key.area, year, cell.key.of) for cell in cells}
    cells = [Cell(moved[cell.key], cell.count) for cell in cells]
    sums = [(moved[parent], [moved[child] for child in children]) for parent, children in sums]
    total = {cell.key: cell.count for cell in cells}
    for column in range(2):
        whole = at("borough", f"sex {column}", year)
        part = min(total[whole], second[0][column])
        pieces = [at("borough", f"sex {column}", half) for half in halves]
        cells += [Cell(pieces[0], part), Cell(pieces[1], total[whole] - part)]
        sums.append((whole, pieces))
    assume(attacker.pinned(attacker.read(only_small_hidden(cells)), sums, secrets(cells)))
    guard = protect(cells, **world)
    assert attacker.pinned(attacker.read(guard), sums, secrets(cells)) == {}


@SLOWLY
@given(st.lists(st.sampled_from([0, 1, 3, 7, 8, 8, 8, 12, 13]), min_size=2, max_size=4))
def test_a_rounded_report_gives_nothing_away(counts):
    parts = [at(f"ward {i}") for i in range(len(counts))]
    assume(sum(counts) < attacker.MOST - 5)
    cells = [Cell(key, n, NHS) for key, n in zip(parts, counts, strict=True)] + [
        Cell(at("borough"), sum(counts), NHS)
    ]
    guard = protect(cells, places={"borough": tuple(key.area for key in parts)})
    assert attacker.pinned(attacker.read(guard), [(at("borough"), parts)], secrets(cells)) == {}


def test_even_rounded_numbers_can_pin_a_small_one():
    """Seven eights and a one make 57: each 8 prints as 10, at least 8; 57 prints as 55, at most 57."""
    parts = [at(f"ward {i}") for i in range(8)]
    cells = [Cell(key, n, NHS) for key, n in zip(parts, [8] * 7 + [1], strict=True)] + [
        Cell(at("borough"), 57, NHS)
    ]
    sums = [(at("borough"), parts)]
    assert attacker.pinned(attacker.read(protect(cells)), sums, [parts[7]]) == {parts[7]: 1}
    guard = protect(cells, places={"borough": tuple(key.area for key in parts)})
    assert attacker.pinned(attacker.read(guard), sums, [parts[7]]) == {}


def test_where_the_reason_itself_tells_the_reasons_are_not_told_apart():
    """4 = 1 + 1 + 1 + 1: whoever knows that all five are from 1 to 4 knows all five."""
    parts = [at(f"ward {i}") for i in range(4)]
    cells = [*(Cell(key, 1) for key in parts), Cell(at("borough"), 4)]
    sums = [(at("borough"), parts)]
    assert len(attacker.pinned(attacker.read(protect(cells)), sums, secrets(cells))) == 5
    guard = protect(cells, places={"borough": tuple(key.area for key in parts)})
    assert attacker.pinned(attacker.read(guard), sums, secrets(cells)) == {}
    assert {guard.shown(key).text for key in parts} == {"withheld"}
    assert guard.summary.sentence == "5 numbers are hidden because small or to protect a small one."


def test_what_the_publisher_withheld_is_not_worked_out_either():
    parts = [at(f"ward {i}") for i in range(3)]
    cells = [Cell(key, n) for key, n in zip(parts, (None, 12, 30), strict=True)] + [Cell(at("borough"), 44)]
    guard = protect(cells, places={"borough": tuple(key.area for key in parts)})
    assert attacker.pinned(attacker.read(guard), [(at("borough"), parts)], [parts[0]]) == {}
    assert guard.shown(parts[0]).withheld == "withheld by the publisher"
    assert guard.summary.by_publisher == 1 and guard.summary.protecting == 1


def test_two_sums_that_share_two_cells():
    """b = a + 2 and 8 = a + b: solving both gives a."""
    a, b, c, d = (at(name) for name in "abcd")
    cells = {key: Cell(key, n) for key, n in ((a, 3), (b, 5), (c, 2), (d, 8))}
    relations = [Relation(b, (a, c)), Relation(d, (a, b))]
    found = audit(cells, relations, {a: "small number", b: "protects a small number"})
    assert [(i.low, i.high) for i in found] == [(3, 3), (5, 5)]


@pytest.mark.parametrize("shown", ["total and one sex", "both sexes"])
def test_a_sex_that_no_table_shows_counts_too(shown):
    world = {"breakdowns": [Breakdown("sex", ("female", "male"))]}
    total, female, male = (
        Cell(at("borough"), 43),
        Cell(at("borough", "female"), 3),
        Cell(at("borough", "male"), 40),
    )
    if shown == "total and one sex":
        assert protect([total, male], **world).summary.hidden == 1
        assert protect([total, male]).summary.hidden == 0
    else:
        assert protect([female, male], **world).summary.hidden == 1


def test_two_divisions_of_a_total_that_is_not_shown():
    """By sex and by age, without the total: both add up to the same number."""
    sexes = [Cell(Key("m", "a", YEAR, {"sex": s}), n) for s, n in (("f", 3), ("m", 20))]
    ages = [Cell(Key("m", "a", YEAR, {"age": s}), n) for s, n in (("0-17", 11), ("18+", 12))]
    guard = protect(
        [*sexes, *ages], breakdowns=[Breakdown("sex", ("f", "m")), Breakdown("age", ("0-17", "18+"))]
    )
    assert guard.summary.protecting == 1


def test_months_of_one_sex_and_a_year_of_all():
    """Girls' months and the boys' year are shown: with the year of all, the month that is small comes out."""
    halves, year = [month(1, 6), month(7, 12)], month(1, 12)
    cells = [Cell(at("b", "f", h), n) for h, n in zip(halves, (3, 20), strict=True)]
    cells += [Cell(at("b", "m", year), 30), Cell(at("b", period=year), 53)]
    guard = protect(cells, breakdowns=[Breakdown("sex", ("f", "m"))])
    assert guard.summary.small == 1 and guard.summary.protecting == 1
    assert [a.end < b.start for a, b in pairwise(halves)] == [True]
