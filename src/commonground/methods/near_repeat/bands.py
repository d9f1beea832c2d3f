"""Bands: how distances, or gaps in time, are told apart, and what each band is called.

A band is always said as an interval: ``[0, 100)`` holds 0 and not 100. The Near Repeat Calculator writes
another thing than it counts, so its labels are a view and never the rule.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Closed = Literal["left", "right"]


@dataclass(frozen=True, eq=False)
class Bands:
    """Bands between ``breaks``, ascending from nought or more; the last break may be infinite.

    ``closed`` says which end of a band belongs to it. ``outer_edge`` adds the one end that would otherwise
    belong to no band: the last of bands closed on the left, the first of bands closed on the right.
    """

    breaks: Floats
    closed: Closed = "left"
    outer_edge: bool = False

    def __len__(self) -> int:
        return len(self.breaks) - 1

    @cached_property
    def most(self) -> Floats:
        """The largest number that is still below each break, so that ``value <= most`` decides every end."""
        belongs = np.full(len(self.breaks), self.closed == "right")
        if self.outer_edge:
            belongs[-1 if self.closed == "left" else 0] = self.closed == "left"
        return np.where(belongs, self.breaks, np.nextafter(self.breaks, -np.inf))

    @property
    def is_open(self) -> bool:
        """Whether the last band has no end."""
        return bool(np.isinf(self.breaks[-1]))

    @property
    def closed_breaks(self) -> Floats:
        """``most`` of the breaks that are finite."""
        return self.most[:-1] if self.is_open else self.most

    def place(self, values: ArrayLike) -> NDArray[np.intp]:
        """Number of the band of each value: 0 the first, -1 below it, ``len`` of the bands beyond the last."""
        return np.searchsorted(self.most, np.asarray(values, float), side="left") - 1

    @property
    def names(self) -> tuple[str, ...]:
        """Each band as an interval, as in ``[0, 100)``."""
        last = len(self) - 1
        names = []
        for number, (start, end) in enumerate(pairwise(self.breaks)):
            with_start = self.closed == "left" or (self.outer_edge and number == 0)
            with_end = self.closed == "right" or (self.outer_edge and number == last)
            ends = "]" if with_end and np.isfinite(end) else ")"
            names.append(f"{'[' if with_start else '('}{_said(start)}, {_said(end)}{ends}")
        return tuple(names)


def bands(breaks: ArrayLike, closed: Closed = "left", outer_edge: bool = False, of: str = "distance") -> Bands:
    """Bands between breaks, checked.

    Parameters
    ----------
    breaks : array (bands + 1,) >= 0, rising
        In the unit of what they divide; the last may be infinite.
    closed : "left" for ``[a, b)`` or "right" for ``(a, b]``
    outer_edge : bool
        Whether the outermost end that belongs to no band is put into the outermost band.
    of : str
        What is divided, for the words of an error.

    Returns
    -------
    Bands

    Raises
    ------
    ValueError
        There are fewer than two breaks, one is negative or unknown, or they do not rise.

    Examples
    --------
    >>> bands([0, 100, 200, 400]).names
    ('[0, 100)', '[100, 200)', '[200, 400)')
    >>> bands([0, 7, 14], closed="right", outer_edge=True).names
    ('[0, 7]', '(7, 14]')
    """
    edges = np.asarray(breaks, float)
    if closed not in ("left", "right"):
        raise ValueError(f"bands are closed on the left or on the right, not {closed!r}")
    if edges.ndim != 1 or edges.size < 2:
        raise ValueError(f"{of} bands need two breaks or more, where a band begins and where it ends")
    if np.isnan(edges).any() or edges[0] < 0:
        raise ValueError(f"the breaks of {of} bands must be known numbers, nought or more")
    if np.isinf(edges[:-1]).any() or not (np.diff(edges) > 0).all():
        raise ValueError(f"the breaks of {of} bands must rise from one to the next")
    return Bands(edges, closed, outer_edge)


def calculator_breaks(width: float, number: int, of: Literal["distance", "time"]) -> Floats:
    """Breaks that count what the Near Repeat Calculator counts for ``number`` bands of one width.

    Parameters
    ----------
    width : float >= 1
        In metres (or feet), or days.
    number : int > 0
    of : "distance" or "time"
        Distances begin with a band for the same place, nearer than 1.

    Returns
    -------
    array: the breaks of bands closed on the left, the last without an end.

    Raises
    ------
    ValueError
        The width is under 1, or not above 1 for distances, or there is no band.

    References
    ----------
    Ratcliffe (2009) Near Repeat Calculator, version 1.3, as its published tables show.

    Examples
    --------
    >>> print(calculator_breaks(200, 3, "distance"), calculator_breaks(1, 3, "time"))
    [  0.   1. 200. 400. 600.  inf] [ 0.  1.  2.  3. inf]
    """
    least = 1 if of == "time" else 1 + 1e-9
    if not (np.isfinite(width) and width >= least and number >= 1):
        raise ValueError("bands of the Calculator are one or more, each at least a day, or more than a metre, wide")
    steps = width * np.arange(1, number + 1)
    return np.concatenate([[0.0], [1.0] if of == "distance" else [], steps, [np.inf]])


def calculator_labels(breaks: ArrayLike, of: Literal["distance", "time"] = "time") -> tuple[str, ...]:
    """What the Near Repeat Calculator writes beside bands ``[a, b)``; its "a to b" counts ``[a - 1, b)``.

    Parameters
    ----------
    breaks : array (bands + 1,), rising, nought first
    of : "distance" or "time"
        Of distances the band ``[0, 1)`` is the same place.

    Returns
    -------
    tuple of str, one for each band. They are for a reader who has the Calculator's table beside ours.

    Raises
    ------
    ValueError
        As ``bands``, or the first break is not nought.

    Examples
    --------
    >>> calculator_labels([0, 1, 2, 3, float("inf")])
    ('0 to 1', '2 to 2', '3 to 3', 'More than 3')
    >>> calculator_labels([0, 1, 200, 400, float("inf")], "distance")
    ('Same location', '1 to 200', '201 to 400', 'More than 400')
    """
    edges = bands(breaks, of="Calculator").breaks
    if edges[0] != 0:
        raise ValueError("the Calculator's bands begin at nought")
    same_place = of == "distance" and edges[1] == 1
    return tuple(
        _as_the_calculator(number, start, end, same_place) for number, (start, end) in enumerate(pairwise(edges))
    )


def _as_the_calculator(number: int, start: float, end: float, same_place: bool) -> str:
    if same_place and number == 0:
        return "Same location"
    if np.isinf(end):
        return f"More than {_said(start)}"
    first = start if number == 0 or (same_place and number == 1) else start + 1
    return f"{_said(first)} to {_said(end)}"


def _said(value: float) -> str:
    if np.isinf(value):
        return "∞"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
