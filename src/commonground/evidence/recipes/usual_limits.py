"""The limits within which a count usually varies."""

from commonground.evidence.reading import chosen, place, read, windows
from commonground.evidence.recipe import recipe


def _usual(evidence, editions, *, measure, area, area_type, period, source, classification=None):
    """Worked out once for all the numbers that are said of it, from the very months or quarters named."""
    from commonground.evidence import usual

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    spot, over = place(area, area_type), windows(period)
    asked = ("usual", tuple(editions), measure, spot, over, source, classification)
    return evidence.once(
        asked, lambda: usual.limits(over, [read(evidence, known, choice, spot, (w,)).value for w in over])
    )


@recipe
def usual_mean(evidence, editions, **arguments):
    """The mean of the months or quarters named, around which their usual limits lie."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.mean


@recipe
def usual_lower(evidence, editions, **arguments):
    """The lower limit of usual variation (XmR: mean less 2.66 mean moving ranges), never below nought."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.lower


@recipe
def usual_upper(evidence, editions, **arguments):
    """The upper limit of usual variation (XmR: mean and 2.66 mean moving ranges)."""
    found = _usual(evidence, editions, **arguments)
    return None if found is None else found.upper
