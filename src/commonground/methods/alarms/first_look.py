"""What to look at first: the alarms that stand when one allows for how many counts were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.alarms.found import Alarms, Floats, Whole

ALMOST_NONE = 0.05  # events expected, below which “times as many” says nothing
NEVER = 1e-6  # a chance below it is said as this one: a model is not known so well


@dataclass(frozen=True, eq=False)
class FirstLook:
    """The counts to look at, the surest first: which series, which point, how high, and why in words.

    ``q_value`` is the false-discovery rate of the list that ends with this row. ``looked_at`` are the counts that
    could be judged, ``alone`` those that were above their bound before allowing for their number. A count below
    ``smallest`` is not said in words, and is nan here, as is what would give it away.
    """

    names: tuple[str, ...]
    points: tuple[str, ...]
    series: Whole
    at: Whole
    observed: Floats
    expected: Floats
    upper: Floats
    times: Floats
    p_value: Floats
    q_value: Floats
    filling: NDArray[np.bool_]
    why: tuple[str, ...]
    looked_at: int
    alone: int
    rate: float

    def __str__(self) -> str:
        if not self.looked_at:
            return "None of the counts can be judged: too few events, or too short a past."
        listed = len(self.why)
        said = "none stands out" if not listed else f"{listed:,} stand{'s' if listed == 1 else ''} out"
        return (
            f"Of {self.looked_at:,} counts looked at, {said} when their number is allowed for (false-discovery rate "
            f"{self.rate:.0%}); {self.alone:,} {'was' if self.alone == 1 else 'were'} above the bound taken alone."
        )

    def table(self) -> dict[str, Sequence[str] | NDArray]:
        """One row for each, the surest first."""
        return {
            "series": self.names, "time": self.points, "observed": self.observed, "expected": self.expected,
            "upper": self.upper, "times_expected": self.times, "p_value": self.p_value, "q_value": self.q_value,
            "still_filling": self.filling, "why": self.why,
        }  # fmt: skip


def first_look(
    alarms: Alarms, names: Sequence[str], points: Sequence[str], *, rate: float = 0.05, smallest: int = 0
) -> FirstLook:
    """What to look at first among many counts.

    Where a thousand series are looked at each month, ten or so are above a bound of 1 in 100 with nothing unusual in
    any. Benjamini and Hochberg's procedure keeps the share of false ones in the list below ``rate``, on average. It is
    given the probabilities that allow for the expected counts being estimates (``Alarms.cautious``).

    Parameters
    ----------
    alarms : Alarms, with p values
    names : one for each series
    points : one for each time point judged, such as "March 2024"
    rate : float between 0 and 1
        The share of the list that may be chance.
    smallest : int
        Counts from 1 to this less 1 are not said.

    Returns
    -------
    FirstLook: those above their bound whose false-discovery rate is ``rate`` at most; of equals, the one furthest
    above its bound first. Series with almost no event before come last: a new name is likelier than a new harm.

    Raises
    ------
    ValueError
        Names or points of another number, no p values, a rate outside 0 to 1.

    References
    ----------
    Benjamini & Hochberg (1995) J R Stat Soc B 57:289.

    Examples
    --------
    >>> from commonground.methods.alarms import farrington_flexible
    >>> year = [8, 6, 9, 10, 12, 14, 15, 13, 11, 10, 9, 7]
    >>> found = farrington_flexible([year * 5 + [8, 7], year * 5 + [8, 30]], at=[61])
    >>> look = first_look(found, ["Hill", "Mill"], ["February 2024"])
    >>> for said in str(look).split("; "): print(said)
    Of 2 counts looked at, 1 stands out when their number is allowed for (false-discovery rate 5%)
    1 was above the bound taken alone.
    >>> for said in look.why[0].split("; "): print(said)
    Mill, February 2024: 30 where about 8.0 were expected and up to 15 is usual (3.8 times as many)
    so many or more would come less than 1 time in 1,000,000 if nothing had changed.
    """
    shape = np.atleast_2d(alarms.observed).shape
    if len(names) != shape[0] or len(points) != shape[1]:
        raise ValueError(f"{shape[0]} names of series and {shape[1]} of time points are needed: "
                         f"{len(names)} and {len(points)} are given")  # fmt: skip
    if not 0 < rate < 1:
        raise ValueError("the false-discovery rate must be between 0 and 1, such as 0.05")
    judged, p_value = np.atleast_2d(alarms.judged), np.atleast_2d(alarms.cautious)
    if judged.any() and np.isnan(p_value[judged]).all():
        raise ValueError(f"{alarms.method} gives no p values: use Farrington’s algorithm, EARS C1 or C2, or Bayes")
    judged = judged & ~np.isnan(p_value)
    q_value = np.full(shape, np.nan)
    if judged.any():
        q_value[judged] = false_discovery_rates(p_value[judged])
    alarm = np.atleast_2d(alarms.alarm) & judged
    with np.errstate(invalid="ignore"):
        row, column = np.nonzero(alarm & (q_value <= rate))
    score = np.nan_to_num(np.atleast_2d(alarms.score)[row, column])
    new = np.atleast_2d(alarms.expected)[row, column] <= ALMOST_NONE
    order = np.lexsort((column, row, -score, p_value[row, column], new))
    row, column = row[order], column[order]

    def picked(of: NDArray) -> Floats:
        return np.atleast_2d(of)[row, column].astype(float)

    observed, expected = picked(alarms.observed), picked(alarms.expected)
    few = (observed > 0) & (observed < smallest)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(expected > 0, observed / expected, np.inf)
    numbers = [observed, expected, picked(alarms.upper), times, picked(p_value), picked(q_value)]
    filling = np.atleast_2d(alarms.filling)[row, column]
    shown = [np.where(few, np.nan, of) for of in numbers]
    named, timed = tuple(names[int(s)] for s in row), tuple(points[int(t)] for t in column)
    why = tuple(
        _why(named[i], timed[i], [float(of[i]) for of in numbers], bool(filling[i]), smallest if few[i] else 0)
        for i in range(row.size)
    )
    return FirstLook(
        named, timed, row, alarms.at[column], shown[0], shown[1], shown[2], shown[3], shown[4], shown[5], filling, why,
        int(judged.sum()), int(alarm.sum()), rate,
    )  # fmt: skip


def false_discovery_rates(p_values: ArrayLike) -> Floats:
    """For each p value the least false-discovery rate at which it stands.

    Parameters
    ----------
    p_values : array (tests,) between 0 and 1

    Raises
    ------
    ValueError
        A p value outside 0 to 1, or not known.

    References
    ----------
    Benjamini & Hochberg (1995). Answers to ``scipy.stats.false_discovery_control``, without the second that its
    module takes to load.

    Examples
    --------
    >>> false_discovery_rates([0.01, 0.02, 0.9]).round(3).tolist()
    [0.03, 0.03, 0.9]
    """
    given = np.asarray(p_values, float)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a p value must be known, and between 0 and 1")
    order = np.argsort(given)[::-1]
    scaled = given[order] * (given.size / np.arange(given.size, 0, -1))
    found = np.empty(given.size)
    found[order] = np.minimum.accumulate(scaled)
    return np.fmin(found, 1)


def _why(name: str, point: str, numbers: Sequence[float], filling: bool, hidden: int) -> str:
    observed, expected, upper, times, p_value, _ = numbers
    if hidden:
        said = f"{name}, {point}: fewer than {hidden}, and yet more than usual"
    else:
        said = f"{name}, {point}: {observed:,.0f} where "
        if expected > ALMOST_NONE:
            said += (
                f"about {expected:,.1f} were expected and up to {np.floor(upper):,.0f} is usual ({times:,.1f} times as "
                f"many); so many or more would come {_chance(p_value)} if nothing had changed"
            )
        else:
            said += "there were almost none in the same season before: first ask whether the name or the place is new"
    return said + ("; it is still filling up." if filling else ".")


def _chance(p_value: float) -> str:
    if p_value < NEVER:
        return f"less than 1 time in {1 / NEVER:,.0f}"
    return f"about 1 time in {float(f'{1 / p_value:.2g}'):,.0f}"
