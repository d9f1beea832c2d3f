"""How many months of a control chart are out of the ordinary."""

from commonground.evidence.reading import chosen, place, read, windows
from commonground.evidence.recipe import recipe


@recipe
def unusual_months(evidence, editions, *, measure, area, area_type, period, source, classification=None):
    """The months named that are out of the ordinary by the rules of a control chart (XmR, shift and trend of 7)."""
    from commonground.evidence import usual

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    over = windows(period)
    values = [read(evidence, known, choice, place(area, area_type), (window,)).value for window in over]
    if usual.limits(over, values) is None:
        return None
    return int((usual.signals(over, values).labels != "").sum())
