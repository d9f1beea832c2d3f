"""Spread: which areas of a group lie apart from the rest in one period, by more than the group's own spread?

Boroughs differ in a hundred ways that no count knows, so the limits are widened until they hold most of the
differences between them. An area outside even so is worth a question; it is not a place in an order.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.evidence import wording
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of, narrow, read_tallies, written
from commonground.evidence.shown import made

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence
    from commonground.methods.funnel import Limits

FEWEST = 10
"""A funnel of fewer areas than this says nothing of their spread."""
ENOUGH = 0.8
"""The share of the areas that must be known: without the small ones the spread would be that of the large."""


@dataclass(frozen=True)
class Place:
    """One area of a funnel: its rate, its people, and the limits (95 and 99.8%) for rates like its own."""

    area: Area
    rate: Figure
    people: int
    inner: tuple[float, float]
    outer: tuple[float, float]

    @property
    def stands(self) -> str:
        """Inside the limits, or outside the outer ones: "higher", "lower" or "within"."""
        assert self.rate.value is not None
        return (
            "lower"
            if self.rate.value < self.outer[0]
            else "higher"
            if self.rate.value > self.outer[1]
            else "within"
        )


@dataclass(frozen=True)
class Funnel:
    """The areas of a group in one period, and what may be said of those outside the limits."""

    measure: str
    group: str
    period: Period
    per: int
    rate: float  # of all areas together
    overdispersion: float  # mean squared score: 1 if chance alone set the areas apart
    places: tuple[Place, ...]
    withheld: int
    statement: Text

    @property
    def outside(self) -> tuple[Place, ...]:
        """The areas beyond the outer limits, by name as given."""
        return tuple(place for place in self.places if place.stands != "within")


def funnel(
    evidence: "Evidence", measure: Measure, period: Period, group: str = "london-boroughs", *,
    edition: str | None = None, only: frozenset[str] | None = None,
) -> Funnel | None:  # fmt: skip
    """The rates of the areas, with limits that allow for their own spread.

    None where they are not loaded for the period, have no population to divide by, or are too few. ``only``
    leaves out every edition but these. Raises UnknownEdition and UnknownArea.
    """
    areas = evidence.areas(group)
    for choice in evidence.choices(measure, areas[0].type, edition):
        kept = tuple(e for e in choice.editions if only is None or e.id in only)
        if kept and choice.covers(period) and kind_of(choice.count) == "count" and measure.population:
            return _funnel(evidence, measure, period, group, areas, narrow(choice, period))
    return None


def _funnel(
    evidence: "Evidence", measure: Measure, period: Period, group: str, areas: list[Area], choice: Choice
) -> Funnel | None:
    from commonground.methods import funnel as limits

    middle = period.shifted(period.months // 2).start.year
    tallies = evidence.tallies(measure, areas, period, choice)
    counts = {area: read_tallies([tallies[area.code]], choice) for area in areas}
    found_people = [(a, evidence.population(a, middle, measure.population or "")) for a in areas]
    people = {area: found for area, found in found_people if found is not None and found.people}
    events = {a: float(value) for a in areas if a in people and (value := counts[a].value) is not None}
    shown = list(events)
    if len(shown) < max(FEWEST, ENOUGH * len(areas)):
        return None
    observed = np.array([events[a] for a in shown])
    residents = np.array([people[a].people for a in shown], float)
    overall = observed.sum() / residents.sum()
    if not overall:
        return None
    # A square root bears counts of nought, of which a logarithm does not exist.
    found = limits.overdispersed(observed, residents * overall, kind="square-root ratio")
    scale = overall * measure.rate_per

    def place(i: int, area: Area) -> Place:
        estimate = people[area]
        way: dict[str, Argument] = {
            "measure": measure.key, "area": area.code, "area_type": area.type, "period": written(period),
            "source": choice.count.source, "classification": choice.classification, "year": estimate.year,
            "ages": estimate.ages, "per": measure.rate_per,
        }  # fmt: skip
        ids = tuple(dict.fromkeys((*(e.id for e in choice.editions), *(e.id for e in estimate.editions))))
        return Place(
            area, made("rate", float(measure.rate_per * observed[i] / residents[i]), ids, **way),
            estimate.people, _reach(found.inner, i, scale), _reach(found.outer, i, scale),
        )  # fmt: skip

    places = tuple(place(i, area) for i, area in enumerate(shown))
    return Funnel(
        measure.key, group, period, measure.rate_per, float(scale), found.phi, places, len(areas) -
        len(shown), _statement(measure, period, group, places),
    )  # fmt: skip


def _reach(of: "Limits", i: int, scale: float) -> tuple[float, float]:
    return float(scale * of.lower[i]), float(scale * of.upper[i])


def _statement(measure: Measure, period: Period, group: str, places: tuple[Place, ...]) -> Text:
    ids = tuple(dict.fromkeys(i for p in places for i in p.rate.editions))

    def number(of: str, value: int) -> Figure:
        return made(
            "areas_outside", value, ids, measure=measure.key, group=group, period=written(period), of=of
        )  # fmt: skip

    start = f"In {period.name} the rate of {measure.noun} was "
    areas: Text = (" of the ", number("areas", len(places)), f" {wording.group_name(group)}")
    allowing = ", allowing for the spread between them."
    names = {way: [p.area.name for p in places if p.stands == way] for way in ("higher", "lower")}
    found = [way for way in names if names[way]]
    if not found:
        return (f"{start}as expected in all", *areas, allowing)
    parts: list[Text] = [
        (f"{way} than expected in ", number(way, len(names[way])), *areas, _named(names[way]))
        for way in found
    ]
    return (start, *parts[0], *((", and ", *parts[1]) if len(parts) > 1 else ()), allowing)


def _named(names: list[str]) -> str:
    return f" ({wording.listed(names)})" if len(names) <= wording.NAMED else ""
