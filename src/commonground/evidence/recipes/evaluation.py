"""What an action's measure would have been had its months gone on as before, and how far it is from that."""

from math import isfinite

from commonground.evidence.reading import Untraceable, chosen, place, windows
from commonground.evidence.recipe import recipe

ARGUMENTS = frozenset({"before", "compared", "expected", "peak", "looks", "nth"})


@recipe
def evaluated_expected(evidence, editions, **arguments):
    """What would be expected in the months after the start, by the estimate that decides."""
    found = _evaluated(evidence, editions, **arguments)
    return None if found is None or not isfinite(found.deciding.expected) else round(found.deciding.expected)


@recipe
def evaluated_percent(evidence, editions, *, of="ratio", **arguments):
    """How far the months after the start are from what would be expected, in per cent; ``of`` a limit of it."""
    found = _evaluated(evidence, editions, **arguments)
    number = None if found is None else 100 * (getattr(found.deciding, of) - 1)
    return number if number is not None and isfinite(number) else None


@recipe
def evaluated_missed(evidence, editions, **arguments):
    """The fall, in per cent, that such limits would show as clear only four times in five."""
    found = _evaluated(evidence, editions, **arguments)
    number = None if found is None else 100 * found.deciding.detectable
    return number if number is not None and isfinite(number) else None


@recipe
def evaluated_month(evidence, editions, *, nth, **arguments):
    """What would be expected in one month after the start, had the pattern of the months before gone on."""
    found = _evaluated(evidence, editions, **arguments)
    series = None if found is None else found.series
    return None if series is None else float(series.counterfactual[series.start + int(nth)])


def _evaluated(
    evidence, editions, *, measure, area, area_type, period, source, before, classification=None, compared="",
    expected="fewer", peak=False, looks=1,
):  # fmt: skip
    """Worked out once for all the numbers that are said of it; None where nothing was decided."""
    from commonground.evidence.evaluated import Months, evaluated

    known, choice = chosen(evidence, editions, measure, area_type, source, classification)
    run = windows(period)
    if not 0 < before < len(run):
        raise Untraceable("the start is not among the months")
    others = [place(code, area_type) for code in compared.split(";") if code]
    asked = ("evaluated", tuple(editions), measure, area, area_type, run, source, classification, before, compared,
             expected, peak, looks)  # fmt: skip
    found = evidence.once(asked, lambda: evaluated(
        evidence, known, place(area, area_type), Months(choice, run, before), others, expected=expected,
        chosen_for_peak=bool(peak), looks=looks,
    ))  # fmt: skip
    return None if found is None or found.evaluation.deciding is None else found.evaluation
