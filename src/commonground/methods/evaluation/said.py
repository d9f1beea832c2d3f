"""What an evaluation says, in whole sentences. None of them names a cause."""

import numpy as np

from commonground.methods.evaluation.estimates import Estimate
from commonground.methods.evaluation.placebo_dates import PlaceboDates
from commonground.methods.evaluation.synthetic import Placebos

ASSUMPTIONS: dict[str, tuple[str, ...]] = {
    "two totals": (
        "Nothing else would have changed the number between the two times.",
        "Events are independent of each other; where they come in bursts the limits are too narrow.",
        "Recording did not change.",
    ),
    "one series": (
        "The trend and the seasons before the start would have gone on.",
        "Nothing else that matters began at the same time: one series cannot tell apart what began together.",
        "Recording did not change.",
    ),
    "with a comparison": (
        "Without it the area and its comparison would have changed alike.",
        "Nothing of the kind was done in the comparison, and nothing spilled over into it.",
        "Nothing else began in one of the two alone, and recording changed in neither, or in both.",
    ),
    "many comparisons": (
        "A mixture of other areas that ran like this one before would have gone on doing so.",
        "Nothing of the kind was done in the other areas, and nothing spilled over into them.",
        "Nothing else began in this area alone, and recording changed nowhere, or everywhere.",
    ),
    "many areas": (
        "Without it the areas would on average have changed as the others did.",
        "Nothing of the kind was done in the other areas, and nothing spilled over into them.",
        "Nothing else began in these areas alone, and recording changed nowhere, or everywhere.",
    ),
}
"""By design: what must hold for the verdict to mean anything."""

TOO_FEW = "too few events were counted for anything to be said"
TOTALS_ALONE = "Two totals show neither trend nor season; months would show more."
SAME_MONTHS = "The months before are few: the same months a year before were taken, so that a trend cannot be seen."
SEASONS_DIFFER = "The months before are few and of other seasons than the months after; a difference may be the season."
PEAK = (
    "The area or the time was chosen because numbers were high; high numbers tend to come down whatever is done "
    "(regression to the mean)."
)
PEAK_UNCHECKED = "the place was chosen at a peak, and without more years a fall may be a return to the usual"
PEAK_GONE = "without the peak for which the place was chosen no clear difference is left"
PEAK_STANDS = "Without the year before the start, for which the place was chosen, the difference is still clear."
MOVED = "together with the places nearby there is no clear difference: events may have moved there"
YEAR_BEFORE_HIGH = (
    "The year before the start was unusually high for this series; part of a fall after it may be a return to the "
    "usual (regression to the mean)."
)
NO_COMPARISON = "There is no comparison area: what changed everywhere at the time is counted in."


def of_the_asking(chosen_for_peak: bool, looks: int, alone: bool) -> list[str]:
    """Warnings that follow from how the question is put.

    Examples
    --------
    >>> of_the_asking(False, 1, False)
    []
    """
    many = f"The question is asked {looks} times: limits are widened to keep false findings as rare as for one."
    return [*([PEAK] if chosen_for_peak else []), *([many] if looks > 1 else []), *([NO_COMPARISON] if alone else [])]


def of_dates(dates: PlaceboDates) -> str:
    """What the placebo dates showed.

    Examples
    --------
    >>> of_dates(PlaceboDates(np.array([24]), np.array([0.6]), np.array([0.1]), 1))
    'At 1 earlier date, when nothing began, the method was off by 6.0 times the error that it states. Its limits are \
widened 3.2 times.'
    """
    if not dates.windows:
        return f"{dates} Its limits are widened {dates.widening:.1f} times, as such series usually need."
    return f"{dates} Its limits are widened {dates.widening:.1f} times."


def of_areas(placebos: Placebos) -> str:
    """Where the area stands among the others.

    Examples
    --------
    >>> from commonground.methods.evaluation.synthetic import placebo_areas
    >>> rows = np.random.default_rng(1).poisson(30, (6, 20))
    >>> of_areas(placebo_areas(rows[0] - 9 * (np.arange(20) > 14), rows[1:], 15))
    'Tried as if it had begun in each of 6 areas, the gap of this one is the largest for its fit before.'
    """
    rank = int((placebos.sizes >= placebos.sizes[0] * (1 - 1e-12)).sum())
    which = "the largest" if rank == 1 else f"number {rank} by size"
    areas = len(placebos.sizes)
    return f"Tried as if it had begun in each of {areas} areas, the gap of this one is {which} for its fit before."


def of_nearby(near: Estimate, expected: str) -> str:
    """What is seen where events could have moved to.

    Examples
    --------
    >>> of_nearby(Estimate("nearby", 1.0, 0.8, 1.2, 0.9), "fewer")
    'Nearby there was no clear difference; a small move of events there would not be seen.'
    """
    if not near.is_clear:
        return "Nearby there was no clear difference; a small move of events there would not be seen."
    if (near.ratio > 1) == (expected == "fewer"):
        return f"Nearby there were clearly {'more' if near.ratio > 1 else 'fewer'}: events may have moved."
    way = "fewer" if near.ratio < 1 else "more"
    return f"Nearby too there were clearly {way}: the difference may reach beyond the area."


def sentence(
    verdict: str,
    deciding: Estimate | None,
    observed: float,
    months: int,
    confidence: float,
    expected: str,
    reasons: tuple[str, ...],
) -> str:
    """The one sentence of an evaluation.

    Examples
    --------
    >>> sentence("consistent with no effect", Estimate("", 0.9, 0.7, 1.2, 0.4, 0.14, 100), 90, 12, 0.95, "fewer", ())
    'In the 12 months after the start 90 were counted where 100 would be expected, 10% fewer (95% limits 30% fewer to \
20% more): consistent with no effect, though a true fall of up to 31% could have been missed.'
    """
    when = f"In the {months} months after the start" if months != 1 else "In the month after the start"
    were = "was" if observed == 1 else "were"
    if deciding is None or np.isnan(deciding.ratio):
        return f"{when} {observed:,.0f} {were} counted: whether it made a difference cannot be told, as {reasons[0]}."
    counted = (
        f"{when} {observed:,.0f} {were} counted where {deciding.expected:,.0f} would be expected, "
        f"{percent(deciding.ratio)} "
        f"({_written(confidence)} limits {percent(deciding.lower)} to {percent(deciding.upper)})"
    )
    if verdict == "contribution possible":
        return f"{counted}: a contribution is possible, beside whatever else changed then."
    if verdict == "harm possible":
        return f"{counted}: consistent with harm, or with whatever else changed then."
    if verdict == "cannot be told":
        return f"{counted}: whether it made a difference cannot be told, as {reasons[0]}."
    fall = deciding.detectable
    unknown = np.isnan(fall) or expected == "more"
    missed = "" if unknown else f", though a true fall of up to {fall:.0%} could have been missed"
    return f"{counted}: consistent with no effect{missed}."


def percent(ratio: float) -> str:
    """A ratio as a reader takes it.

    Examples
    --------
    >>> percent(0.75), percent(1), percent(2.5), percent(float("inf"))
    ('25% fewer', 'no difference', '150% more', 'no upper limit')
    """
    if np.isinf(ratio):
        return "no upper limit"
    part = round(100 * abs(ratio - 1))
    return "no difference" if part == 0 else f"{part:,}% {'fewer' if ratio < 1 else 'more'}"


def _written(confidence: float) -> str:
    """99.5%, but 95% and not 95.0%."""
    return f"{100 * confidence:.3g}%"
