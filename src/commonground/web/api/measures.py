"""Measures: what can be counted, how it is defined, and what limits it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from commonground.evidence.breaks import breaks_of
from commonground.evidence.choice import Choice, choices
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.web.api.figures import Months
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.problem import Refused
from commonground.web.reading_room import evidence_for

router = Router(tags=["Measures"])
KEY = r"^[a-z][a-z0-9_]{0,79}$"
Key = Annotated[str, Path(pattern=KEY, description="The measure’s key.", examples=["violence_against_the_person"])]


class MeasureInBrief(Schema):
    """A measure in a list."""

    key: str
    title: str
    unit: str = Field(description="What is counted: offences, victims, admissions ...")
    polarity: Literal["lower is better", "higher is better", "neither"]
    loaded: bool = Field(description="Whether there is anything to count it from.")


class MeasureList(Stretch):
    """Measures in a list."""

    items: list[MeasureInBrief]


class Break(Schema):
    """A change in how something is counted. Across it, two figures differ for a reason that is not crime."""

    key: str
    title: str
    sentence: str


class Loaded(Schema):
    """One way to count it: a source, in one classification, and the editions that have it."""

    source: str
    classification: str | None
    editions: list[str]
    area_types: list[str]
    covers: Months | None


class MeasureInFull(MeasureInBrief):
    """A measure with its definition, and all that limits it."""

    definition: str
    version: str = Field(description="Of the definition.")
    limits: str | None
    flagged_by: str | None
    population: str | None = Field(description="Whose rate is given: all ages, 10-17 ...; null where there is no rate.")
    rate_per: int | None
    comparable_from: str | None
    part_of: str | None = Field(description="The measure whose count includes this one’s: they must not be added.")
    breaks: list[Break]
    caveats: list[str]
    ways: list[Loaded]
    missing: str | None = Field(description="Why there is nothing to count it from.")


@router.get("", response=MeasureList, url_name="measures", summary="List the measures")
def listed(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Every measure, whether or not there are data to count it from."""
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    return stretch([*measures().values()], limit, offset, lambda measure: _brief(evidence, measure))


@router.get("/{key}", response=MeasureInFull, url_name="measure", summary="Describe one measure")
def one(request: HttpRequest, key: Key) -> dict[str, Any]:
    """Its definition, breaks in its series, caveats, and the editions it can be counted from."""
    if key not in measures():
        raise Refused(404, f"There is no measure “{key}”; the list of measures names them all.")
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    return _whole(evidence, measures()[key])


def _brief(evidence: Evidence, measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key, "title": measure.title, "unit": measure.unit, "polarity": measure.polarity,
        "loaded": any(choices(measure, evidence.editions)),
    }  # fmt: skip


def _whole(evidence: Evidence, measure: Measure) -> dict[str, Any]:
    broken = dict.fromkeys(b for count in measure.counts for b in breaks_of(measure, count))
    return {
        **_brief(evidence, measure), "definition": measure.definition, "version": measure.version,
        "limits": measure.limits or None, "flagged_by": measure.flagged_by or None,
        "population": measure.population, "rate_per": measure.rate_per if measure.population else None,
        "comparable_from": measure.comparable_from and measure.comparable_from.isoformat(),
        "part_of": measure.part_of or None, "breaks": said(tuple(broken)), "caveats": list(measure.caveats),
        "ways": [_way(choice) for choice in choices(measure, evidence.editions)],
        "missing": evidence.missing(measure),
    }  # fmt: skip


def said(broken: Sequence[Any]) -> list[dict[str, str]]:
    """Breaks in series, each with its sentence."""
    return [{"key": b.key, "title": b.title, "sentence": b.sentence} for b in broken]


def _way(choice: Choice) -> dict[str, Any]:
    covers = Months.of(Period(choice.periods[0][0], choice.periods[-1][1])) if choice.periods else None
    return {
        "source": choice.count.source, "classification": choice.classification, "editions": list(choice.ids),
        "area_types": sorted({kind for e in choice.editions for kind in e.area_types}), "covers": covers,
    }  # fmt: skip
