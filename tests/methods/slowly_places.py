"""Places and their neighbours once more, slowly: plain loops, straight from the definitions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import sqrt

Weights = Sequence[Mapping[int, float]]


def pairs(weights: Weights) -> list[tuple[int, int]]:
    return [(i, j) for i, around in enumerate(weights) for j in around]


def gi_star(x: Sequence[float], weights: Weights) -> list[float]:
    """Ord and Getis, with each place among its own neighbours."""
    n = len(x)
    mean = sum(x) / n
    spread = sqrt(sum((v - mean) ** 2 for v in x) / n)
    found = []
    for i, around in enumerate(weights):
        own = {**around, i: 1.0}
        total, squares = sum(own.values()), sum(w * w for w in own.values())
        above = sum(w * x[j] for j, w in own.items()) - mean * total
        below = (n * squares - total**2) / (n - 1)
        found.append(above / (spread * sqrt(below)) if below > 1e-9 else float("nan"))
    return found


def moran(x: Sequence[float], weights: Weights) -> float:
    mean, n = sum(x) / len(x), len(x)
    crossed = sum(w * (x[i] - mean) * (x[j] - mean) for i, around in enumerate(weights) for j, w in around.items())
    total = sum(w for around in weights for w in around.values())
    return n / total * crossed / sum((v - mean) ** 2 for v in x)


def geary(x: Sequence[float], weights: Weights) -> float:
    mean, n = sum(x) / len(x), len(x)
    apart = sum(w * (x[i] - x[j]) ** 2 for i, around in enumerate(weights) for j, w in around.items())
    total = sum(w for around in weights for w in around.values())
    return (n - 1) * apart / (2 * total * sum((v - mean) ** 2 for v in x))


def global_g(x: Sequence[float], weights: Weights) -> float:
    above = sum(w * x[i] * x[j] for i, around in enumerate(weights) for j, w in around.items())
    return above / sum(x[i] * x[j] for i in range(len(x)) for j in range(len(x)) if i != j)


def moments(statistic, x: Sequence[float], weights: Weights) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Mean and variance of a statistic over every order of the values."""
    values = [statistic(order, weights) for order in permutations(x)]
    mean = sum(values) / len(values)
    return mean, sum((v - mean) ** 2 for v in values) / len(values)


def tails(x: Sequence[float], i: int, others: Sequence[int], drawn_from: Sequence[int]) -> tuple[Fraction, Fraction]:
    """The shares of all ways to fill a place's neighbours whose sum is at least, and at most, the one seen."""
    seen = sum(x[j] for j in others)
    sums = [sum(x[j] for j in chosen) for chosen in combinations(drawn_from, len(others))]
    return (
        Fraction(sum(s >= seen - 1e-9 for s in sums), len(sums)),
        Fraction(sum(s <= seen + 1e-9 for s in sums), len(sums)),
    )


def false_discovery(p: Sequence[float]) -> list[float]:
    """For each test the least level at which Benjamini and Hochberg would count it a discovery."""
    n = len(p)
    ranked = sorted(p)
    return [min(1.0, min(ranked[k] * n / (k + 1) for k in range(n) if ranked[k] >= own)) for own in p]


def kendall(x: Sequence[float]) -> tuple[int, float]:
    """S and its variance with ties."""
    n = len(x)
    s = sum((x[j] > x[i]) - (x[j] < x[i]) for i in range(n) for j in range(i + 1, n))
    ties = sum(t * (t - 1) * (2 * t + 5) for t in (list(x).count(v) for v in set(x)))
    return s, (n * (n - 1) * (2 * n + 5) - ties) / 18


def accuracy(count: Sequence[int], score: Sequence[float], area: Sequence[float]) -> list[float]:
    """PAI at every cut, by adding one place at a time."""
    order = sorted(range(len(count)), key=lambda i: (-score[i] / area[i], i))
    found = []
    for cut in range(1, len(order) + 1):
        chosen = order[:cut]
        share = sum(count[i] for i in chosen) / sum(count)
        found.append(share / (sum(area[i] for i in chosen) / sum(area)))
    return found
