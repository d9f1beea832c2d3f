"""Breaks in series, as data: where the way of counting changed, and what that means for a comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from commonground.evidence.measure import Count, Measure
from commonground.evidence.periods import Period
from commonground.sources import sources


@dataclass(frozen=True, kw_only=True)
class Break:
    """A change in recording or classification.

    ``first`` is the first day that may be counted the new way and ``last`` the last that may still be counted
    the old way; for a change on one day ``last`` is the day before, for one that took time the window between
    them belongs to neither. A change between classifications has no dates: it lies between two editions, not
    two days.
    """

    key: str
    title: str
    affects: str
    effect: Literal["warn", "refuse"]
    sentence: str
    source: str
    first: date | None = None
    last: date | None = None
    forces: tuple[str, ...] = ()  # codes of the police force areas it touches, where not all

    def lies_between(self, first: date, last: date) -> bool:
        """Whether a stretch of days, both included, reaches over the break or into its window."""
        return self.first is not None and self.last is not None and first <= self.last and last >= self.first

    def touches(self, area: str | None) -> bool:
        """Whether it touches the area with this code; for all but forces the source answers for that."""
        is_force = area is not None and area.startswith(("E23", "W15"))
        return not self.forces or not is_force or area in self.forces


_ALL = (
    Break(
        key="mps_april_2013",
        title="MPS recording aligned to the Home Office, April 2013",
        first=date(2013, 4, 1),
        last=date(2013, 3, 31),
        affects="all offences recorded by the Metropolitan Police",
        forces=("E23000001",),
        effect="warn",
        sentence=(
            "In April 2013 the Metropolitan Police aligned its recording with Home Office practice: "
            "part of a change across that month may come from recording and not from crime."
        ),
        source="Mayor of London, answer to Mayor’s question 2014/5790",
    ),
    Break(
        key="ndqis",
        title="Home Office method for finding knife offences (NDQIS)",
        first=date(2020, 1, 1),
        last=date(2021, 12, 31),
        affects="offences flagged as involving a knife or sharp instrument",
        effect="warn",
        sentence=(
            "In these years police forces moved, at different dates, from flags set by hand to the "
            "Home Office’s National Data Quality Improvement Service, which reads the crime record; "
            "the date for the Metropolitan Police is not confirmed, so part of a change may come "
            "from the method."
        ),
        source=(
            "ONS, Police recorded offences involving knives or sharp instruments: methodology "
            "changes; Office for Statistics Regulation, letter on knife-enabled crime statistics"
        ),
    ),
    Break(
        key="mps_connect_2024",
        title="MPS move to CONNECT, February 2024",
        first=date(2024, 2, 1),
        last=date(2024, 2, 29),
        affects="all offences recorded by the Metropolitan Police",
        forces=("E23000001",),
        effect="warn",
        sentence=(
            "In February 2024 the Metropolitan Police moved its crime recording to a new system, "
            "CONNECT: figures before and after that month are not counted in quite the same way."
        ),
        source="London Borough of Bexley, Serious Violence Strategy 2025, appendix E",
    ),
    Break(
        key="recording_2014",
        title="Fuller recording of violence after the inspection of 2014",
        first=date(2014, 1, 1),
        last=date(2014, 12, 31),
        affects="recorded violence in England and Wales",
        effect="warn",
        sentence=(
            "After inspections in 2014 police forces recorded more of the violence reported to them: "
            "part of a rise since then comes from recording."
        ),
        source="Home Office, Police recorded crime open data tables: user guide, 24 October 2024",
    ),
    Break(
        key="gmp_knife_2018",
        title="Greater Manchester knife offences, January 2018",
        first=date(2018, 1, 1),
        last=date(2017, 12, 31),
        affects="knife offences recorded by Greater Manchester Police",
        effect="refuse",
        sentence=(
            "Greater Manchester Police counted too few knife offences before January 2018: earlier "
            "figures cannot be compared with later ones."
        ),
        source="ONS, Crime in England and Wales: year ending June 2019",
        forces=("E23000005",),
    ),
    Break(
        key="search_outcomes_2018",
        title="New outcome labels for stop and search, January 2018",
        first=date(2018, 1, 1),
        last=date(2017, 12, 31),
        affects="outcomes of searches by the Metropolitan Police",
        effect="warn",
        sentence=(
            "From January 2018 the Metropolitan Police publishes the outcomes of searches under "
            "other headings: part of a change across that month may come from the labels."
        ),
        source="data.police.uk, stop and search files of the Metropolitan Police, 2016 to 2019",
    ),
    Break(
        key="ecds_july_2025",
        title="Assault data inside the Emergency Care Data Set, July 2025",
        first=date(2025, 7, 1),
        last=date(2025, 6, 30),
        affects="assault attendances at emergency departments",
        effect="warn",
        sentence=(
            "Since 1 July 2025 major emergency departments send assault data inside the Emergency "
            "Care Data Set, version 4: figures before and after may not cover the same attendances."
        ),
        source="Bevan Brittan, Information sharing to tackle violence, 6 June 2025",
    ),
    Break(
        key="classification_2019",
        title="Home Office classification instead of the MPS’s own, 2019",
        affects="categories of crime published by the Metropolitan Police",
        effect="refuse",
        sentence=(
            "Editions up to February 2019 use the Metropolitan Police’s own categories and later "
            "ones the Home Office’s: violence against the person, for one, held harassment and "
            "offensive weapons before. Counts in the two are of different things and cannot be "
            "compared."
        ),
        source="London Datastore, MPS Recorded Crime: Geographic Breakdown",
    ),
    Break(
        key="classification_2024",
        title="Home Office classification as revised in 2024",
        affects="categories of crime published by the Metropolitan Police",
        effect="refuse",
        sentence=(
            "Editions since 2024 have stalking and harassment as a category of its own and all "
            "weapons in one: counts in them and in earlier editions are of different things and "
            "cannot be compared."
        ),
        source="London Datastore, MPS Recorded Crime: Geographic Breakdown",
    ),
)

BREAKS: Mapping[str, Break] = MappingProxyType({found.key: found for found in _ALL})
"""Every break by key."""

CLASSIFICATIONS = ("mps-old", "home-office-2019", "home-office-2024")
BETWEEN = ("classification_2019", "classification_2024")  # the break after each classification but the last


def named(keys: Iterable[str]) -> tuple[Break, ...]:
    """The breaks with these keys, each once. Raises KeyError for a key that is none."""
    return tuple(BREAKS[key] for key in dict.fromkeys(keys))


def breaks_of(measure: Measure, count: Count) -> tuple[Break, ...]:
    """Every dated break that the measure, counted so, may meet: its own and those of the source."""
    source = sources().get(count.source)
    return named((*measure.breaks, *(source.breaks if source else ())))


def breaks_between(
    measure: Measure, count: Count, baseline: Period, period: Period, area: str | None = None
) -> tuple[Break, ...]:
    """The breaks that a comparison of the two periods reaches over, or into; ``area`` is a code."""
    first, last = min(baseline.start, period.start), max(baseline.end, period.end)
    return tuple(
        found
        for found in breaks_of(measure, count)
        if found.lies_between(first, last) and found.touches(area)
    )


def between_classifications(one: str | None, other: str | None) -> tuple[Break, ...]:
    """The changes that lie between two classifications; none between one and itself."""
    if one == other or one not in CLASSIFICATIONS or other not in CLASSIFICATIONS:
        return ()
    first, last = sorted((CLASSIFICATIONS.index(one), CLASSIFICATIONS.index(other)))
    return named(BETWEEN[first:last])
