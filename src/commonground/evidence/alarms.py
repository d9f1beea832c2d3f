"""Alarms: which counts of the newest months stand above what their own past led one to expect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commonground.evidence.breaks import breaks_between
from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period, span, starting
from commonground.evidence.reading import kind_of

if TYPE_CHECKING:
    import numpy as np

    from commonground.evidence.run import Evidence
    from commonground.methods.alarms import Fitted

JUDGED = 3  # of the newest months
YEAR, YEARS, WINDOW, LEVELS, LEFT_OUT = 12, 4, 2, 4, 3
PAST = YEARS * YEAR + WINDOW  # months before one that it is judged by
RATE = 0.05  # of the list of what to look at first, that may be chance


@dataclass(frozen=True)
class Judged:
    """One area and month of a measure: what was counted, expected, and usual at most; ``likely`` is how likely so many
    were if nothing had changed, and ``first`` whether it stands when one allows for how many were looked at."""

    measure: str
    area: Area
    month: Period
    choice: Choice
    observed: float
    expected: float
    upper: float
    likely: float
    above: bool
    first: bool = False


@dataclass(frozen=True)
class Looked:
    """All that could be judged, the surest alarm first; and the way each measure was counted, by area type."""

    rows: tuple[Judged, ...]
    ways: Mapping[tuple[str, str], Choice]

    @property
    def above(self) -> list[Judged]:
        return [row for row in self.rows if row.above]

    @property
    def first(self) -> list[Judged]:
        return [row for row in self.rows if row.first]

    @property
    def editions(self) -> tuple[str, ...]:
        """Every edition that a number is read from."""
        return tuple(dict.fromkeys(
            e.id for choice in self.ways.values() for month in _back(newest(choice)) for e in choice.used(month)
        ))  # fmt: skip


def newest(choice: Choice) -> Period:
    """The last month that is reported on."""
    return Period(*choice.periods[-1])


def whole(month: Period, judged: int = JUDGED) -> Period:
    """The months that are judged, up to this one, with all that they are judged by."""
    return span(month.shifted(1 - judged - PAST), month)


def _back(month: Period) -> list[Period]:
    """The same, month by month, the newest first."""
    return [month.shifted(-back) for back in range(JUDGED + PAST)]


def looked(
    evidence: "Evidence", keys: Sequence[str], places: Sequence[Sequence[Area]], editions: Collection[str] | None = None
) -> Looked:
    """Every measure in every area of each group of one type; ``editions`` narrows what is counted from."""
    ways: dict[tuple[str, str], tuple[Choice, Sequence[Area]]] = {}
    for areas in places:
        for key in keys:
            if areas and (choice := _way(evidence, measures()[key], areas[0], editions)):
                ways[key, areas[0].type] = choice, areas
    rows = [
        row for (key, _), (choice, areas) in ways.items() for row in _rows(evidence, measures()[key], choice, areas)
    ]
    return Looked(_in_order(rows), {way: choice for way, (choice, _) in ways.items()})


def _way(evidence: "Evidence", measure: Measure, area: Area, editions: Collection[str] | None) -> Choice | None:
    """The first way to count the measure month by month for so long without a break that forbids comparing."""
    for choice in evidence.choices(measure, area.type):
        if editions is not None:
            choice = replace(choice, editions=tuple(e for e in choice.editions if e.id in editions))
        if kind_of(choice.count) != "count" or not choice.periods or newest(choice).months != 1:
            continue
        month = newest(choice)
        crossed = breaks_between(measure, choice.count, whole(month), month, area.code)
        if all(map(choice.covers, _back(month))) and not any(b.effect == "refuse" for b in crossed):
            return choice
    return None


def fitted(
    evidence: "Evidence", measure: Measure, choice: Choice, areas: Sequence[Area], month: Period, judged: int = 1
) -> "Fitted":
    """The months up to this one judged by those before them, for each area a row. The newest may still fill up."""
    import numpy as np

    from commonground.methods.alarms import farrington_flexible

    counts = _counts(evidence, measure, choice, areas, whole(month, judged))
    return farrington_flexible(
        counts, np.arange(PAST, PAST + judged), frequency=YEAR, years=YEARS, window=WINDOW, periods=LEVELS,
        left_out=LEFT_OUT,
    )  # fmt: skip


def _counts(
    evidence: "Evidence", measure: Measure, choice: Choice, areas: Sequence[Area], over: Period
) -> "np.ndarray":
    """Areas by months; nan where a count is not known, or a part of it is withheld."""
    import numpy as np

    first = starting(over.start.year, over.start.month)
    months = [first.shifted(step) for step in range(over.months)]
    found = np.full((len(areas), len(months)), np.nan)
    for column, month in enumerate(months):
        tallies = evidence.tallies(measure, areas, month, choice)
        for row, area in enumerate(areas):
            tally = tallies[area.code]
            if tally.count is not None and tally.complete and not tally.withheld:
                found[row, column] = tally.count
    return found


def _rows(evidence: "Evidence", measure: Measure, choice: Choice, areas: Sequence[Area]) -> list[Judged]:
    import numpy as np

    month = newest(choice)
    counts = _counts(evidence, measure, choice, areas, whole(month))
    if np.isnan(counts).all():
        return []
    found = fitted(evidence, measure, choice, areas, month, JUDGED)
    return [
        Judged(
            measure.key, areas[row], month.shifted(column + 1 - JUDGED), choice, float(found.observed[row, column]),
            float(found.expected[row, column]), float(found.upper[row, column]), float(found.cautious[row, column]),
            bool(found.alarm[row, column]),
        )
        for row, column in np.argwhere(found.judged)
    ]  # fmt: skip


def _in_order(rows: Sequence[Judged]) -> tuple[Judged, ...]:
    """The surest alarm first, each with whether it stands among so many (Benjamini and Hochberg)."""
    from commonground.methods.alarms import false_discovery_rates

    if not rows:
        return ()
    rates = false_discovery_rates([row.likely for row in rows])
    marked = [replace(row, first=row.above and rate <= RATE) for row, rate in zip(rows, rates, strict=True)]
    return tuple(sorted(marked, key=lambda row: (not row.above, row.likely, row.measure, row.area.code, row.month)))
