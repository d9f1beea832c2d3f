"""Classes for maps and heat maps: a few round edges, so that the legend can be read aloud."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from commonground.report.charts.values import written


@dataclass(frozen=True)
class Classes:
    """Half-open classes between edges: a value on an edge is in the class above it."""

    edges: tuple[float, ...]  # between the classes, rising
    labels: tuple[str, ...]  # one more than edges


def classes(values: Sequence[float], wanted: int = 5) -> Classes:
    """About so many classes holding about as many values each, their edges rounded to two figures."""
    known = sorted(values)
    if not known:
        return Classes((), ())
    whole = all(float(v).is_integer() for v in known)
    cuts = [known[min(len(known) - 1, len(known) * i // wanted)] for i in range(1, wanted)]
    rounded = dict.fromkeys(round_figures(cut, whole) for cut in cuts)
    edges = tuple(e for e in rounded if known[0] < e <= known[-1])
    return Classes(edges, _labels(known[0], known[-1], edges, whole))


def place(scale: Classes, value: float) -> int:
    """The class that holds the value, counted from nought."""
    return bisect_right(scale.edges, value)


def round_figures(value: float, whole: bool) -> float:
    """Two significant figures: 1,234 becomes 1,200. Counts under ten stay whole."""
    if value == 0:
        return 0
    digits = 1 - floor(log10(abs(value)))
    return round(value, min(digits, 0) if whole else digits)


def _labels(low: float, high: float, edges: tuple[float, ...], whole: bool) -> tuple[str, ...]:
    if not edges:
        return (written(low) if low == high else f"{written(low)} to {written(high)}",)
    starts, ends = (low, *edges), (*edges, high)
    if not whole:
        first, last = f"under {_short(edges[0])}", f"{_short(edges[-1])} and over"
        return (first, *(f"{_short(a)} to {_short(b)}" for a, b in pairwise(edges)), last)
    said = []
    for a, b in zip(starts, ends, strict=True):
        end = b if b == high and a == edges[-1] else b - 1
        said.append(written(a) if a == end else f"{written(a)} to {written(end)}")
    return tuple(said)


def _short(value: float) -> str:
    return f"{value:,.6g}".replace("-", "−")
