"""What is settled once for all pages: what none of them may show, so that no two of them give a small number away.

Two things, each kept with the evidence: between which ends of time a series may be told (``disclosure.ends``), beside
the measures it is part of and those that are part of it; and what may be told of the wards and neighbourhoods of one
borough in one year.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, combinations
from typing import Literal

from commonground.evidence import periods
from commonground.evidence.choice import Choice, Tally
from commonground.evidence.disclosure import Cell, Key
from commonground.evidence.disclosure.ends import UNDIVIDED, Ends
from commonground.evidence.disclosure.rules import Reason, rule_of
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.evidence.run import Evidence
from commonground.report.guard import Guard
from commonground.report.pages.division import Division, division_of
from commonground.report.passages import is_monthly

Counted = tuple[Measure, Choice]
SMALL = ("ward", "lsoa", "msoa")
OFTEN = {"month": 120, "quarter": 48}
"""The events of a year from which months, or quarters, say something; with fewer, years are set out."""


def withheld_reason(
    evidence: Evidence, measure: Measure, choice: Choice, area: Area, window: Period
) -> Reason | None:
    """Why no page shows the count of the area in the window; None where pages may.

    ``choice`` has every edition of its kind.
    """
    if kind_of(choice.count) == "value":  # a published rate counts nobody
        return None
    if area.type in SMALL:
        outside = None if window in years(choice) else UNDIVIDED
        return outside or _among_places(evidence, measure, choice, area, window)
    own, *others = ends_of(evidence, measure, choice, area)
    if reason := own.withheld_reason(window):
        return reason
    return None if all(ends.admits(window) for ends in others) else UNDIVIDED


# Time.


def years(choice: Choice) -> tuple[Period, ...]:
    """The years that end with the newest month, latest first; or the periods that a yearly source is published for."""
    own = [Period(*span) for span in choice.periods]
    if not own:
        return ()
    if all(each.months >= 12 for each in own):
        return tuple(reversed(own))
    year = periods.rolling(Period(own[-1].end.replace(day=1), own[-1].end))
    return tuple(w for back in range(40) if choice.covers(w := year.shifted(-12 * back)))


def ends_of(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> tuple[Ends, ...]:
    """The ends between which the series may be told, and those of all that a reader could have of it besides."""
    key = ("ends", measure.key, choice.count, choice.ids, area.code)
    return evidence.once(key, lambda: tuple(_ends(evidence, measure, choice, area)))


def _ends(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> Iterator[Ends]:
    pieces, rule = tuple(Period(*span) for span in choice.periods), rule_of(choice.count.source)

    def known(each: Measure, way: Choice, window: Period) -> Tally | None:
        found = evidence.tally(each, area, window, way)
        return found if found.count is not None and found.complete else None

    def count(window: Period) -> int | None:
        own = known(measure, choice, window)
        return None if own is None else int(own.count or 0)

    def others(window: Period) -> int | None:
        own = known(measure, choice, window)
        return None if own is None else int(own.of or 0) - int(own.count or 0)

    def left(whole: Counted, parts: tuple[Counted, ...]) -> Callable[[Period], int | None]:
        def left_over(window: Period) -> int | None:
            found = [known(each, way, window) for each, way in (whole, (measure, choice), *parts)]
            counts = [int(each.count or 0) for each in found if each]
            return counts[0] - sum(counts[1:]) if len(counts) == len(found) else 0

        return left_over

    told: list[Callable[[Period], int | None]] = [count, *([others] if choice.count.of else [])]
    told += [left(whole, parts) for whole, parts in _left_over(evidence, measure, choice, area)]
    windows = tuple(preferred(choice, grain(evidence, measure, choice, area) == "month"))
    for each in told:
        yield Ends(cache(each), pieces, windows, rule)


def preferred(choice: Choice, often: bool) -> Iterator[Period]:
    """Every window that pages like to show, the most useful first: months come early where there are enough in one."""
    months = _months(choice)
    starts = [(m.start.year, m.start.month) for m in months]
    recent = [periods.rolling(month, 3) for month in months[::-3]]
    asked = chain(
        [*recent, *months] if often else [],
        (periods.starting(*at, 12) for at in starts if at[1] == periods.FIRST_MONTH_OF_FINANCIAL_YEAR),
        (periods.starting(*at, 12) for at in starts if at[1] == 1),
        recent,
        (periods.starting(*at, 3) for at in starts if at[1] in (1, 4, 7, 10)),
        months,
        *((periods.rolling(month, n) for month in reversed(months)) for n in (12, 6, 3)),
    )
    yield from dict.fromkeys(chain(years(choice), filter(choice.covers, asked)))


def grain(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> Literal["month", "quarter", "year"]:
    """The shortest windows that say something of the area: by how many events there were in the newest year."""
    (newest, *_) = years(choice) or (None,)
    if newest is None or area.type in SMALL or kind_of(choice.count) == "value" or not is_monthly(choice):
        return "year"
    found = evidence.tally(measure, area, newest, choice).count or 0
    return "month" if found >= OFTEN["month"] else "quarter" if found >= OFTEN["quarter"] else "year"


def _months(choice: Choice) -> list[Period]:
    if not choice.periods:
        return []
    first, last = choice.periods[0][0], choice.periods[-1][1]
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [periods.starting(first.year, first.month).shifted(n) for n in range(count)]


# Measures in measures.


def family(measure: Measure) -> tuple[Measure, ...]:
    """The measure's whole, that whole's parts and its own, all the way: what can be had of one another."""
    top = measure
    while top.part_of:
        top = measures()[top.part_of]
    found = [top]
    for each in found:
        found += [m for m in measures().values() if m.part_of == each.key]
    return tuple(found)


def _kin(evidence: Evidence, measure: Measure, choice: Choice, area_type: str) -> list[Counted]:
    """The family as it is counted from the same source and classification."""
    way = choice.count.source, choice.classification
    return [
        (m, c) for m in family(measure) for c in evidence.choices(m, area_type)
        if (c.count.source, c.classification) == way
    ]  # fmt: skip


def _left_over(
    evidence: Evidence, measure: Measure, choice: Choice, area: Area
) -> list[tuple[Counted, tuple[Counted, ...]]]:
    """The wholes that the measure can be taken from, each with other parts that can be taken with it.

    Parts are settled one after the other, the largest first: each is shown where what is left of the whole, without it
    and without any of those settled before, is nought or not small.
    """
    kin = dict(_kin(evidence, measure, choice, area.type))
    before = [m for m in _by_size(evidence, kin, area) if m.part_of == measure.part_of]
    before = before[: before.index(measure)] if measure in before else []
    wholes = [m for m in kin if m.key == measure.part_of]
    found = [
        ((whole, kin[whole]), tuple((m, kin[m]) for m in some))
        for whole in wholes
        for n in range(len(before) + 1)
        for some in combinations(before, n)
    ]
    above = [m for m in kin if wholes and m.key == wholes[0].part_of]
    return [*found, *(((each, kin[each]), ()) for each in above)]


def _by_size(evidence: Evidence, kin: dict[Measure, Choice], area: Area) -> list[Measure]:
    def size(measure: Measure) -> float:
        (newest, *_) = years(kin[measure]) or (None,)
        return (evidence.tally(measure, area, newest, kin[measure]).count or 0) if newest else 0

    return sorted(kin, key=lambda measure: (-size(measure), measure.key))


# Places in places.


def _among_places(
    evidence: Evidence, measure: Measure, choice: Choice, area: Area, window: Period
) -> Reason | None:
    division = division_of(evidence, area)
    if division is None:
        return UNDIVIDED
    way = (measure.key, choice.count.source, choice.classification)
    guard = evidence.once(
        ("places", way, division.key, window), lambda: _settled_places(evidence, measure, choice, division, window)
    )
    assert guard.protection is not None
    return guard.protection.hidden.get(Key(measure.key, area.code, window))


def _settled_places(
    evidence: Evidence, measure: Measure, choice: Choice, division: Division, window: Period
) -> Guard:
    """The borough, its wards and its neighbourhoods in one year, each as far as the same source counts it."""
    guard = Guard(evidence)
    for whole, parts in division.made_of:
        guard.make_up(whole, parts)
    for kind in ("local_authority", "ward", "lsoa"):
        inside = [area for area in division.areas if area.type == kind]
        for each, way in _kin(evidence, measure, choice, kind):
            if inside and way.covers(window):
                _gather(guard, each, way, inside, window)
    guard.close()
    return guard


def _gather(guard: Guard, measure: Measure, choice: Choice, areas: list[Area], window: Period) -> None:
    rule = rule_of(choice.count.source)
    for code, found in guard.evidence.tallies(measure, areas, window, choice).items():
        if found.withheld or (found.count is not None and found.complete):
            key = Key(measure.key, code, window)
            guard.cells[key] = Cell(key, None if found.withheld else int(found.count or 0), rule)
