"""Areas that stand out together with those around them, and for how long they have."""

from commonground.evidence.reading import chosen, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"spot"})
"""The code of one of the areas of a group: of a place that stands out nobody is counted."""


@recipe
def hot_places(evidence, editions, *, of="standing", **arguments):
    """The areas of a group that have more than chance would put there, with those around them; ``of`` what else."""
    found = found_again(evidence, editions, **arguments)
    return None if found is None else getattr(found, of)


@recipe
def share_in_hot_places(evidence, editions, **arguments):
    """The share of a group's events that is in the areas that stand out."""
    found = found_again(evidence, editions, **arguments)
    return None if found is None else found.per_cent


@recipe
def years_among_hot_places(evidence, editions, *, spot, **arguments):
    """In how many of the years an area stood out."""
    found = _through(evidence, editions, **arguments)
    return None if found is None else found.stood_out.get(spot)


@recipe
def areas_of_class(evidence, editions, *, of, **arguments):
    """The areas of a group that are new, persistent, former and so on by the years in which they stood out."""
    found = _through(evidence, editions, **arguments)
    return None if found is None else found.number(of)


def found_again(evidence, editions, *, measure, group, area_type, period, baseline=None, source, classification=None):
    """The hot places of a group, worked out once for all that is said of them, from the editions named."""
    from commonground.evidence.hot_places import hot_places

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (window,) = windows(period)
    before = windows(baseline)[0] if baseline else None
    asked = ("hot places", tuple(editions), measure, group, area_type, window, before, source, classification)
    return evidence.once(
        asked, lambda: hot_places(evidence, known, choice, evidence.areas(group), window, before, editions)
    )


def _through(evidence, editions, *, measure, group, area_type, period, source, classification=None):
    from commonground.evidence.hot_places import through_the_years

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    over = windows(period)
    asked = ("hot through the years", tuple(editions), measure, group, area_type, over, source, classification)
    return evidence.once(
        asked, lambda: through_the_years(evidence, known, choice, evidence.areas(group), over, editions)
    )
