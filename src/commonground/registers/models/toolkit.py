"""The columns of an evidence rating: an approach of the Youth Endowment Fund’s Toolkit, and what it said on a day."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from commonground.plan.templates.approaches import approaches, what_is_known
from commonground.plan.terms import Rating
from commonground.registers.terms import Standing

RATED = ("approach", "rating", "rated_on")
HELPS = {
    "approach": "Its name in the Youth Endowment Fund’s Toolkit. Leave it empty if it is not there.",
    "rating": "As the Toolkit words it. It says what was found elsewhere, not what will happen here.",
    "rated_on": "The day somebody looked it up.",
}


def names() -> list[tuple[str, str]]:
    """The approaches that we know, by name."""
    return sorted((one.approach, one.approach) for one in approaches().values())


def approach() -> models.CharField:  # type: ignore[type-arg]
    return models.CharField("approach in the evidence toolkit", max_length=120, choices=names, blank=True)


def rating() -> models.CharField:  # type: ignore[type-arg]
    return models.CharField("evidence rating", max_length=12, choices=Rating.choices, blank=True)


def rated_on() -> models.DateField:  # type: ignore[type-arg]
    return models.DateField("date the rating was looked up", null=True, blank=True)


def rating_has_a_day(noun: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(rating="") | Q(rated_on__isnull=False), name=f"evidence_rating_of_{noun}_has_a_day"
    )


def rating_stands(row: Any, on: date) -> tuple[Standing, str] | None:
    """What an entry’s rating asks for: harmful, older than a year, or another than the one we know."""
    if row.rating == Rating.HARMFUL:
        return Standing.RED, "Rated harmful: think again"
    known = what_is_known(row.approach) if row.approach else None
    if known is not None and known.rating and row.rating and known.rating != row.rating:
        return Standing.AMBER, "Its rating differs from the one we know: look it up"
    if row.rated_on is not None and (on - row.rated_on).days > 365:
        return Standing.AMBER, "Rating looked up over a year ago"
    return None
