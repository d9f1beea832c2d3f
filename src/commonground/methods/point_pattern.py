"""Point patterns: do events lie closer together than they would if each fell anywhere in the window alike?

People, homes and streets are not everywhere, so that nearly any pattern of harm lies closer than that. What these
tests add is over what distances, and how much.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.spatial import cKDTree

from commonground.methods.window import Window, points

Floats = NDArray[np.float64]
Correction = Literal["none", "isotropic", "border", "translate"]
Step = Callable[[int, int], object]

CHUNK = 4_000_000  # pairs held at a time
CLEAR = 0.05


@dataclass(frozen=True, eq=False)
class RipleyK:
    """How many more events there are within each distance of an event than even scatter would bring.

    ``k`` (distances,) is Ripley's function in square units, ``expected`` that of even scatter (pi r²), and ``l`` =
    sqrt(k / pi). ``lower`` and ``upper`` are the least and the greatest ``l`` of the simulated patterns, distance by
    distance; ``band`` is half the width of the band about ``centre``, the mean of them all, that 95 % of them keep
    within at every distance at once. ``p_value`` compares the greatest departure from the centre with theirs. All of
    these are nan without simulations.
    """

    r: Floats
    k: Floats
    expected: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    band: float
    p_value: float
    simulations: int
    events: int
    correction: Correction

    @property
    def l(self) -> Floats:  # noqa: E743 - Besag's name for it
        """Besag's L: what the distance would be at which even scatter has as many neighbours."""
        return np.sqrt(self.k / np.pi)

    @property
    def clustered(self) -> NDArray[np.bool_]:
        """Distances at which events lie closer than 95 % of simulated patterns do anywhere."""
        return self.l > self.centre + self.band

    def __str__(self) -> str:
        if not self.simulations:
            most = int(np.nanargmax(self.l - self.r))
            times = self.k[most] / self.expected[most] if self.expected[most] else 1.0
            return (
                f"{self.events:,} events have {times:.2g} times as many neighbours within {self.r[most]:,.0f} m as "
                "even scatter would give; without simulations chance cannot be told."
            )
        p = f"p = {self.p_value:.3g}, {self.simulations:,} simulations"
        if self.p_value >= CLEAR:
            return f"{self.events:,} events: no clear departure from even scatter over the window ({p})."
        if self.clustered.any():
            near = self.r[self.clustered]
            return (
                f"{self.events:,} events lie closer together than even scatter over the window would bring them, at "
                f"distances from {near.min():,.0f} to {near.max():,.0f} m ({p})."
            )
        return f"{self.events:,} events lie farther apart than even scatter over the window would leave them ({p})."

    def table(self) -> dict[str, Floats]:
        """Every distance."""
        return {
            "r": self.r, "k": self.k, "expected": self.expected, "l": self.l, "centre": self.centre,
            "lower": self.lower, "upper": self.upper,
        }  # fmt: skip


def ripley_k(
    x: ArrayLike,
    y: ArrayLike,
    window: Window,
    r: ArrayLike,
    correction: Correction = "isotropic",
    simulations: int = 0,
    generator: np.random.Generator | None = None,
    step: Step | None = None,
) -> RipleyK:
    """Ripley's K function, corrected for the neighbours that lie beyond the edge, with simulated envelopes.

    Parameters
    ----------
    x, y : arrays (events,), at least two, in the window
    window : Window
    r : array (distances,) >= 0, ascending
        Up to half of the window's diagonal; with ``border``, less than half of its shorter side.
    correction : {'isotropic', 'translate', 'border', 'none'}
        Weigh each pair by the part of the circle through the second event about the first that lies in the window
        (Ripley), or by how far the window overlaps itself when moved from one to the other; use only events farther
        from the edge than the distance; or do nothing.
    simulations : int >= 0
        Patterns of as many events scattered evenly over the window, for which a ``generator`` is needed.
    step : called with (done, all) after each simulation

    Raises
    ------
    ValueError
        A point is unknown or outside the window, distances are not ascending or too long, or there are fewer than
        two events, or simulations without a generator.

    References
    ----------
    Ripley (1977) J R Stat Soc B 39:172; Besag (1977) the same:193 (L); Ohser (1983) Math Oper Stat 14:63
    (translation); Ripley (1988) Statistical Inference for Spatial Processes, chapter 3 (border); Myllymäki et al.
    (2017) J R Stat Soc B 79:381 (global band). Answers to ``spatstat.explore::Kest``, and the band to
    ``envelope(global = TRUE)`` about the mean of the simulations.

    Examples
    --------
    >>> found = ripley_k([1, 2, 2], [1, 1, 2], Window(0, 4, 0, 4), [0, 1], correction="none")
    >>> print(found.k.round(2).tolist())
    [0.0, 10.67]
    """
    across, up = points(x, y, window, least=2)
    at = _distances(r, window, correction)
    if correction not in ("none", "isotropic", "border", "translate"):
        raise ValueError("the correction is ‘isotropic’, ‘translate’, ‘border’ or ‘none’")
    if simulations < 0 or (simulations and generator is None):
        raise ValueError("simulations must be nought or more, and need a generator of random numbers")
    k = _k(across, up, window, at, correction)
    nothing = np.full(at.size, np.nan)
    if not simulations or generator is None:
        return RipleyK(at, k, np.pi * at**2, nothing, nothing, nothing, np.nan, np.nan, 0, across.size, correction)
    drawn = np.empty((simulations, at.size))
    for number in range(simulations):
        east = generator.uniform(window.west, window.east, across.size)
        north = generator.uniform(window.south, window.north, across.size)
        drawn[number] = np.sqrt(_k(east, north, window, at, correction) / np.pi)
        if step:
            step(number + 1, simulations)
    seen = np.sqrt(k / np.pi)
    centre = (drawn.sum(axis=0) + seen) / (simulations + 1)  # all alike, so that the p value is exact
    away, of_drawn = np.abs(seen - centre).max(), np.abs(drawn - centre).max(axis=1)
    p_value = (1 + int((of_drawn >= away).sum())) / (simulations + 1)
    every = np.sort(np.append(of_drawn, away))
    band = every[min(int(np.ceil(0.95 * every.size)) - 1, every.size - 1)]
    return RipleyK(
        at, k, np.pi * at**2, centre, drawn.min(axis=0), drawn.max(axis=0), float(band), p_value, simulations,
        across.size, correction,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class ClarkEvans:
    """Mean distance to the nearest other event over that of even scatter: under 1 closer, over 1 farther apart.

    ``ratio`` is uncorrected; ``corrected`` allows for nearest events beyond the edge of a rectangle, and ``z`` and
    ``p_value`` (two-sided) are of that one.
    """

    ratio: float
    corrected: float
    mean: float
    expected: float
    z: float
    p_value: float
    events: int

    def __str__(self) -> str:
        p = "p < 0.001" if self.p_value < 0.001 else f"p = {self.p_value:.3f}"
        said = "no clear departure from even scatter"
        if self.p_value < CLEAR:
            said = "closer together than even scatter" if self.corrected < 1 else "farther apart than even scatter"
        return (
            f"{self.events:,} events, {self.mean:,.0f} m from one to the nearest other on average: {said} "
            f"(Clark–Evans {self.corrected:.2f}, {p})."
        )

    def table(self) -> dict[str, list[float]]:
        """One row."""
        return {
            "ratio": [self.ratio], "corrected": [self.corrected], "mean_distance": [self.mean],
            "expected_distance": [self.expected], "z": [self.z], "p_value": [self.p_value],
        }  # fmt: skip


def clark_evans(x: ArrayLike, y: ArrayLike, window: Window) -> ClarkEvans:
    """Clark and Evans's ratio, plain and with Donnelly's correction for the edge of a rectangle.

    Parameters
    ----------
    x, y : arrays (events,), at least two, in the window
    window : Window

    Raises
    ------
    ValueError
        Fewer than two events, or a point unknown or outside the window.

    References
    ----------
    Clark & Evans (1954) Ecology 35:445; Donnelly (1978) Simulation Methods in Archaeology, 91. Answers to
    ``spatstat.explore::clarkevans`` with corrections "none" and "Donnelly".

    Examples
    --------
    >>> found = clark_evans([1, 1, 3, 3], [1, 3, 1, 3], Window(0, 4, 0, 4))
    >>> print(found.ratio, round(found.corrected, 2))
    2.0 1.55
    """
    across, up = points(x, y, window, least=2)
    both = np.column_stack([across, up])
    mean, n, area, edge = float(cKDTree(both).query(both, 2)[0][:, 1].mean()), across.size, window.area, window.edge
    even = 0.5 * np.sqrt(area / n)
    expected = even + (0.0514 + 0.041 / np.sqrt(n)) * edge / n
    error = np.sqrt(0.0703 * area / n**2 + 0.037 * edge * np.sqrt(area / n**5))
    z = (mean - expected) / error
    p_value = float(2 * special.ndtr(-abs(z)))
    return ClarkEvans(mean / even, mean / expected, mean, float(expected), float(z), p_value, n)


@dataclass(frozen=True, eq=False)
class Quadrats:
    """Counts in equal parts of the window against an even spread.

    ``counts`` (rows, columns) has its first row in the south. ``p_value`` is two-sided (twice the smaller tail);
    ``clustered`` is the chance of a spread as uneven as this or more.
    """

    counts: NDArray[np.int64]
    chi2: float
    df: int
    p_value: float
    clustered: float

    @property
    def expected(self) -> float:
        """Events to a part."""
        return float(self.counts.mean())

    @property
    def ratio(self) -> float:
        """Variance over mean: 1 for even scatter, more where events gather."""
        return self.chi2 / self.df

    def __str__(self) -> str:
        p = "p < 0.001" if self.p_value < 0.001 else f"p = {self.p_value:.3f}"
        if self.p_value >= CLEAR:
            said = "no clear departure from even scatter"
        else:
            said = "more unevenly spread than chance" if self.ratio > 1 else "more evenly spread than chance"
        few = "; fewer than 5 to a part are expected, and p is rough" if self.expected < 5 else ""
        return (
            f"{self.counts.sum():,} events in {self.counts.size} equal parts: {said} (chi² {self.chi2:.1f}, {p}{few})."
        )

    def table(self) -> dict[str, list]:
        """Every part, from the south-west, with its count and what even scatter would give."""
        rows, columns = np.indices(self.counts.shape)
        return {
            "row": rows.ravel().tolist(), "column": columns.ravel().tolist(), "events": self.counts.ravel().tolist(),
            "expected": [self.expected] * self.counts.size,
        }  # fmt: skip


def quadrat_test(x: ArrayLike, y: ArrayLike, window: Window, columns: int = 5, rows: int = 5) -> Quadrats:
    """Chi-squared test of the counts in so many equal parts of the window.

    Parameters
    ----------
    x, y : arrays (events,), in the window
    window : Window
    columns, rows : int >= 1, together at least two parts

    Raises
    ------
    ValueError
        There are no events, a point is unknown or outside the window, or there are fewer than two parts.

    References
    ----------
    Greig-Smith (1952) Ann Bot 16:293. Answers to ``spatstat.explore::quadrat.test``.

    Examples
    --------
    >>> print(quadrat_test([1, 1, 1, 3], [1, 1, 1, 3], Window(0, 4, 0, 4), 2, 2).chi2)
    6.0
    """
    across, up = points(x, y, window)
    if columns != int(columns) or rows != int(rows) or min(columns, rows) < 1 or columns * rows < 2:
        raise ValueError("quadrats need whole numbers of columns and rows, two parts or more together")
    sides = [(window.south, window.north), (window.west, window.east)]
    counts = np.histogram2d(up, across, bins=(int(rows), int(columns)), range=sides)[0].astype(np.int64)
    expected = across.size / counts.size
    chi2, df = float(((counts - expected) ** 2 / expected).sum()), counts.size - 1
    more, less = float(special.chdtrc(df, chi2)), float(special.chdtr(df, chi2))
    return Quadrats(counts, chi2, df, min(1.0, 2 * min(more, less)), more)


def _distances(r: ArrayLike, window: Window, correction: Correction) -> Floats:
    at = np.asarray(r, float).ravel()
    if at.size == 0 or not np.isfinite(at).all() or at[0] < 0 or (np.diff(at) <= 0).any():
        raise ValueError("the distances must be known, nought or more, and ascending")
    most = min(window.width, window.height) / 2 if correction == "border" else window.diagonal / 2
    if at[-1] > most or (correction == "border" and at[-1] == most):
        raise ValueError(f"the distances must not exceed {most:,.0f}, beyond which too little of the window is seen")
    if correction == "translate" and at[-1] >= min(window.width, window.height):
        raise ValueError("the distances must be less than the shorter side of the window")
    return at


def _k(x: Floats, y: Floats, window: Window, r: Floats, correction: Correction) -> Floats:
    if correction == "border":
        return _border(x, y, window, r)
    total = np.zeros(r.size + 1)
    for i, j, apart in _near(x, y, float(r[-1])):
        if correction == "isotropic":
            weight = 1 / _circle_inside(x[i], y[i], apart, window) + 1 / _circle_inside(x[j], y[j], apart, window)
        elif correction == "translate":
            overlap = (window.width - np.abs(x[i] - x[j])) * (window.height - np.abs(y[i] - y[j]))
            weight = 2 * window.area / overlap
        else:
            weight = np.full(apart.size, 2.0)
        total += np.bincount(np.searchsorted(r, apart), weight, r.size + 1)
    return np.cumsum(total[:-1]) * window.area / (x.size * (x.size - 1))


def _border(x: Floats, y: Floats, window: Window, r: Floats) -> Floats:
    """Neighbours of the events that are farther from the edge than the distance; nan where there is none."""
    depth = np.minimum(np.minimum(x - window.west, window.east - x), np.minimum(y - window.south, window.north - y))
    until = np.searchsorted(r, depth)  # distances at which the event is used: those less than its depth
    used = np.cumsum(np.bincount(until, minlength=r.size + 1)[::-1])[::-1][1:]
    rise = np.zeros(r.size + 1)
    for i, j, apart in _near(x, y, float(r[-1])):
        first = np.searchsorted(r, apart)
        for event in (i, j):
            counted = first < until[event]
            rise += np.bincount(first[counted], minlength=r.size + 1)
            rise -= np.bincount(until[event][counted], minlength=r.size + 1)
    with np.errstate(invalid="ignore"):
        return np.where(used > 0, np.cumsum(rise)[:-1] / used, np.nan) * window.area / x.size


def _near(x: Floats, y: Floats, most: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats]]:
    """Every pair no farther apart than ``most``, once, in pieces that fit in memory."""
    both = np.column_stack([x, y])
    every, wider = cKDTree(both), most * (1 + 1e-9)  # the tree rounds: whether a pair is near is settled below
    pairs = max(1, int(every.count_neighbors(every, wider)))
    chunk = max(1, min(x.size, x.size * CHUNK // pairs))
    for first in range(0, x.size, chunk):
        some = cKDTree(both[first : first + chunk])
        found = some.sparse_distance_matrix(every, wider, output_type="ndarray")
        i, j = found["i"] + first, found["j"]
        i, j = i[i < j], j[i < j]
        apart = np.hypot(x[i] - x[j], y[i] - y[j])
        near = apart <= most
        yield i[near], j[near], apart[near]


def _circle_inside(x: Floats, y: Floats, radius: Floats, window: Window) -> Floats:
    """The share of the circle about each point that lies in the window: for each side the arc beyond it, less what
    lies beyond two sides at once. Only circles that reach a side are worked out."""
    sides = np.stack([x - window.west, window.east - x, y - window.south, window.north - y])
    cut = np.flatnonzero(sides.min(axis=0) < radius)
    left, right, down, up = np.arccos(np.minimum(sides[:, cut] / radius[cut], 1))
    beyond = 2 * (left + right + down + up)
    for along, across in ((left, down), (left, up), (right, down), (right, up)):
        beyond -= np.maximum(along + across - np.pi / 2, 0)
    found = np.ones(x.size)
    found[cut] -= beyond / (2 * np.pi)
    return found
