"""How few places hold half of the events."""

from commonground.evidence.reading import chosen, windows
from commonground.evidence.recipe import recipe


@recipe
def places_with_half(evidence, editions, *, of="holding", **arguments):
    """How few places of a group hold half of the events; ``of`` names what else is known of them."""
    found = _concentrated(evidence, editions, **arguments)
    return None if found is None else getattr(found, of)


@recipe
def share_of_places(evidence, editions, *, of="per_cent", **arguments):
    """The share of a group's places that hold half of the events; or would by chance, or still do."""
    found = _concentrated(evidence, editions, **arguments)
    return None if found is None else getattr(found, of)


def _concentrated(
    evidence, editions, *, measure, group, area_type, period, baseline=None, source, classification=None
):
    """Worked out once for all the numbers that are said of it."""
    from commonground.evidence.concentrated import concentrated

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    (window,) = windows(period)
    before = windows(baseline)[0] if baseline else None
    asked = ("concentrated", editions, measure, group, area_type, window, before, source, classification)
    return evidence.once(
        asked, lambda: concentrated(evidence, known, choice, evidence.areas(group), window, before)
    )
