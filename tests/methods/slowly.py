"""The methods once more, slowly: fractions and ``math`` only, straight from the definitions."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, comb, exp, sqrt


def binomial_at_most(x: int, n: int, share: Fraction) -> Fraction:
    """Probability of x or less out of n, exactly."""
    return sum((Fraction(comb(n, i)) * share**i * (1 - share) ** (n - i) for i in range(x + 1)), Fraction(0))


def central_p(x: int, y: int, null: Fraction) -> Fraction:
    """Twice the smaller tail of x out of x + y, at most one."""
    n = x + y
    most = binomial_at_most(x, n, null)
    least = 1 - (binomial_at_most(x - 1, n, null) if x else Fraction(0))
    return min(Fraction(1), 2 * min(most, least))


def mid_tail(x: int, y: int, share: Fraction) -> Fraction:
    """Probability of more than x out of x + y, and half of that of x itself."""
    n = x + y
    below = binomial_at_most(x - 1, n, share) if x else Fraction(0)
    return 1 - (below + binomial_at_most(x, n, share)) / 2


def poisson_at_most(x: int, mean: float) -> float:
    """Probability of x events or fewer."""
    term = total = exp(-mean)
    for i in range(1, x + 1):
        term *= mean / i
        total += term
    return total


def wilson(x: int, n: int, z: float) -> tuple[float, float]:
    """The two shares p at which (x/n - p)² = z² p (1 - p) / n, by the formula for a quadratic."""
    a, b, c = 1 + z * z / n, -(2 * x / n + z * z / n), (x / n) ** 2
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def gini(counts: Sequence[int]) -> Fraction:
    """Mean difference between all pairs of places, over twice the mean."""
    n, total = len(counts), sum(counts)
    return Fraction(sum(abs(a - b) for a in counts for b in counts), 2 * n * total)


def fewest(counts: Sequence[int], share: Fraction) -> int:
    """Fewest places that hold the share, by adding the fullest one at a time."""
    held, goal = 0, share * sum(counts)
    for places, count in enumerate(sorted(counts, reverse=True), start=1):
        held += count
        if held >= goal:
            return places if sum(counts) else 0
    return 0


def ranks(values: Sequence[int]) -> list[Fraction]:
    """Rank from 1, ties sharing their mean."""
    return [
        Fraction(sum(other < value for other in values))
        + Fraction(sum(other == value for other in values) + 1, 2)
        for value in values
    ]


def quantile(values: Sequence[int], number: int) -> list[int]:
    """Quantile of each value, 1 the highest, as the whole part of a fraction."""
    return [1 + number * sum(other > value for other in values) // len(values) for value in values]


def distances(rows: Sequence[Sequence[int]], of: int) -> list[Fraction]:
    """Squared differences from one row, each over its column's variance, added."""
    n = len(rows)

    def variance(column: int) -> Fraction:
        values = [row[column] for row in rows]
        return Fraction(sum(v * v for v in values), n) - Fraction(sum(values), n) ** 2

    spreads = [variance(column) for column in range(len(rows[of]))]
    return [
        sum(
            (Fraction((a - b) ** 2) / v for a, b, v in zip(row, rows[of], spreads, strict=True) if v),
            Fraction(0),
        )
        for row in rows
    ]


def half_to_even(value: Fraction) -> int:
    """The nearest whole number, and of two the even one."""
    up = ceil(value - Fraction(1, 2))
    return up + 1 if value - up == Fraction(1, 2) and up % 2 else up


def process_limits(values: Sequence[int | None], screen: bool) -> tuple[Fraction, Fraction, Fraction]:
    """Lower limit, mean and upper limit of an individuals chart, a point that is not known being None."""
    known = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    usual = Fraction(sum(ranges), len(ranges))
    if screen:
        kept = [r for r in ranges if r < Fraction(3267, 1000) * usual]
        usual = Fraction(sum(kept), len(kept)) if kept else Fraction(0)
    mean, reach = Fraction(sum(known), len(known)), Fraction(266, 100) * usual
    return mean - reach, mean, mean + reach


def in_a_shift(values: Sequence[int | None], mean: Fraction, points: int) -> list[bool]:
    """Whether each point and its neighbours on the same side of the mean are so many."""

    def stretch(of: Sequence[int | None], at: int, above: bool) -> int:
        length = 0
        for value in of[at:]:
            if value is None or value == mean or (value > mean) != above:
                break
            length += 1
        return length

    back = list(values)[::-1]
    return [
        value is not None
        and stretch(values, i, value > mean) + stretch(back, len(values) - 1 - i, value > mean) > points
        for i, value in enumerate(values)
    ]
