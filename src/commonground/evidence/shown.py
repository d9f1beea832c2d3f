"""How each kind of number is shown, and the figure of a number that is known already."""

from collections.abc import Callable, Mapping, Sequence

from commonground.evidence import wording
from commonground.evidence.figure import Argument, Figure
from commonground.evidence.reading import Value

SHOWS: Mapping[str, Callable[[float], str]] = {
    "count": wording.count,
    "share": wording.percent,
    "change": wording.signed,
    "change_in_points": wording.points,
    "change_percent": wording.signed_percent,
    "lower_percent": wording.signed_percent,
    "upper_percent": wording.signed_percent,
    "p_value": wording.p_value,
    "sum_of_areas": wording.count,
    "usual_mean": wording.count,
    "usual_lower": wording.count,
    "usual_upper": wording.count,
    "unusual_months": wording.number,
    "alarm_expected": wording.rate,
    "alarm_upper": wording.count,
    "alarm_times": wording.rate,
    "alarms_among": wording.number,
    "population": wording.number,
    "rate": wording.rate,
    "rate_lower": wording.rate,
    "rate_upper": wording.rate,
    "rows_loaded": wording.number,
    "named_rows": wording.number,
    "named_amounts": wording.number,
    "areas_compared": wording.number,
    "areas_fell": wording.number,
    "areas_rose": wording.number,
    "areas_clear_fell": wording.number,
    "areas_clear_rose": wording.number,
    "rank": wording.ordinal,
    "areas_outside": wording.number,
    "sensitivity_count": wording.number,
    "residents_of_group": wording.number,
    "share_of_group": wording.percent,
    "lsoas_in_decile": wording.number,
    "places_with_half": wording.number,
    "share_of_places": wording.percent,
    "hot_places": wording.number,
    "share_in_hot_places": wording.percent,
    "years_among_hot_places": wording.number,
    "areas_of_class": wording.number,
    "people_on_lists": wording.number,
    "people_estimated": wording.number,
    "disparity": wording.ratio,
    "disparity_lower": wording.ratio,
    "disparity_upper": wording.ratio,
    "search_rate": wording.rate,
    "search_rate_lower": wording.rate,
    "search_rate_upper": wording.rate,
    "residents_like": wording.number,
    "share_lower": wording.percent,
    "share_upper": wording.percent,
    "find_rate_lower": wording.percent,
    "find_rate_upper": wording.percent,
    "outcome_test_p": wording.p_value,
    "evaluated_expected": wording.number,
    "evaluated_percent": wording.signed_percent,
    "evaluated_missed": wording.percent,
    "evaluated_month": lambda value: wording.number(value, 1),
}
"""By the name of its recipe, how a number is written."""


def made(
    method: str,
    value: Value,
    editions: Sequence[str],
    withheld: str | None = None,
    shown: str | None = None,
    /,
    **arguments: Argument,
) -> Figure:
    """A figure whose value is known already, as when a whole map was worked out at once."""
    if withheld is None and value is None:
        withheld = "missing"
    if withheld:
        return Figure(None, shown or withheld, method, tuple(arguments.items()), tuple(editions), withheld)
    assert value is not None
    return Figure(value, shown or SHOWS[method](value), method, tuple(arguments.items()), tuple(editions))
