"""What is settled once for all pages: what none of them may show, so that no two of them give a small number away.

Three things, each kept with the evidence: between which ends of time a series may be told (``disclosure.ends``); what
may be told of a measure beside its parts and the measure it is part of; and what of the wards and neighbourhoods of one
borough in one year.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Literal

from commonground.evidence import periods
from commonground.evidence.choice import Choice
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

SMALL = ("ward", "lsoa", "msoa")
BACK = 60
"""Months before the newest over which a measure is shown, and settled together with its parts."""
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
    of_time = ends_of(evidence, measure, choice, area).withheld_reason(window)
    return of_time or _among_kin(evidence, measure, choice, area, window)


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


def ends_of(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> Ends:
    """The ends between which the series may be told."""
    key = ("ends", measure.key, choice.count, choice.ids, area.code)
    return evidence.once(key, lambda: _ends(evidence, measure, choice, area))


def _ends(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> Ends:
    @cache
    def counts(window: Period) -> tuple[int, ...] | None:
        found = evidence.tally(measure, area, window, choice)
        if found.count is None or not found.complete:
            return None
        counted = int(found.count)
        return (counted,) if found.of is None else (counted, int(found.of) - counted)

    pieces = tuple(Period(*span) for span in choice.periods)
    return Ends(counts, pieces, preferred(choice), rule_of(choice.count.source))


def preferred(choice: Choice) -> Iterator[Period]:
    """Every window that pages like to show, the most useful first."""
    months = _months(choice)
    starts = [(m.start.year, m.start.month) for m in months]
    asked = chain(
        (periods.starting(*at, 12) for at in starts if at[1] == periods.FIRST_MONTH_OF_FINANCIAL_YEAR),
        (periods.starting(*at, 12) for at in starts if at[1] == 1),
        (periods.rolling(month, 3) for month in months[::-3]),
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


def offered(evidence: Evidence, measure: Measure, choice: Choice, area: Area) -> list[Period]:
    """The windows that the pages of a measure set out, of the last years: settled together with its parts."""
    found = list(years(choice))
    kind = grain(evidence, measure, choice, area)
    if kind == "year":
        return found
    months = _months(choice)[-BACK:]
    found += [periods.rolling(month, 3) for month in months[::-3]]
    if kind == "month":
        found += [*months, *(periods.rolling(month) for month in months[::-1])]
    return [window for window in dict.fromkeys(found) if choice.covers(window) and window.start >= months[0].start]


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


def _kin(evidence: Evidence, measure: Measure, choice: Choice, area_type: str) -> list[tuple[Measure, Choice]]:
    """The family as it is counted from the same source and classification."""
    way = choice.count.source, choice.classification
    return [
        (m, c) for m in family(measure) for c in evidence.choices(m, area_type)
        if (c.count.source, c.classification) == way
    ]  # fmt: skip


def _among_kin(
    evidence: Evidence, measure: Measure, choice: Choice, area: Area, window: Period
) -> Reason | None:
    kin = _kin(evidence, measure, choice, area.type)
    if len(kin) < 2:
        return None
    key = ("kin", kin[0][0].key, choice.count.source, choice.classification, area.code)
    guard = evidence.once(key, lambda: _settled_kin(evidence, kin, area))
    wanted = Key(measure.key, area.code, window)
    if wanted not in guard.cells:  # a window that no page offers: settled by itself
        guard = evidence.once((*key, window), lambda: _at_once(evidence, kin, [area], window))
    return _reason(guard, wanted)


def _reason(guard: Guard, key: Key) -> Reason | None:
    assert guard.protection is not None
    return guard.protection.hidden.get(key)


def _settled_kin(evidence: Evidence, kin: list[tuple[Measure, Choice]], area: Area) -> Guard:
    return _guarded(evidence, [(m, c, offered(evidence, m, c, area)) for m, c in kin], [area])


def _guarded(
    evidence: Evidence, series: Iterable[tuple[Measure, Choice, Iterable[Period]]], areas: list[Area],
    made_of: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Guard:  # fmt: skip
    """A closed guard over these measures, each in its windows, in these areas."""
    guard = Guard(evidence)
    for whole, parts in made_of:
        guard.make_up(whole, parts)
    for measure, choice, windows in series:
        rule = rule_of(choice.count.source)
        for window in filter(choice.covers, windows):
            for kind in dict.fromkeys(area.type for area in areas):
                inside = [area for area in areas if area.type == kind]
                for code, found in evidence.tallies(measure, inside, window, choice).items():
                    if found.withheld or (found.count is not None and found.complete):
                        key = Key(measure.key, code, window)
                        guard.cells[key] = Cell(key, None if found.withheld else int(found.count or 0), rule)
    guard.close()
    return guard


def _at_once(
    evidence: Evidence, kin: list[tuple[Measure, Choice]], areas: list[Area], window: Period,
    made_of: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Guard:  # fmt: skip
    return _guarded(evidence, [(m, c, (window,)) for m, c in kin], areas, made_of)


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
    return _reason(guard, Key(measure.key, area.code, window))


def _settled_places(
    evidence: Evidence, measure: Measure, choice: Choice, division: Division, window: Period
) -> Guard:
    """The borough, its wards and its neighbourhoods in one year, each as far as the same source counts it."""
    kin, areas = [], []
    for kind in ("local_authority", "ward", "lsoa"):
        counted = _kin(evidence, measure, choice, kind)
        areas += [area for area in division.areas if area.type == kind] if counted else []
        kin += [each for each in counted if each not in kin]
    return _at_once(evidence, kin, areas, window, division.made_of)
