"""Density: how many events to the square kilometre, place by place, smoothed by a kernel; and as a rate of people."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.density import kernels, summing
from commonground.methods.density.kernels import Kernel
from commonground.methods.window import Window, around, points

Floats = NDArray[np.float64]
Edge = Literal["none", "divide", "keep total"]

SQUARE_KM = 1e6  # square metres
MOST_CELLS = 25_000_000
TWO_SIDED = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Density:
    """Events to the square kilometre at the middles of a grid's cells.

    ``values`` (rows, columns) has its first row in the south; ``x`` (columns,) and ``y`` (rows,) are the middles.
    ``peak`` is the fullest cell's value with 95 % limits, taking events as a Poisson scatter about a density that is
    smooth on the scale of the bandwidth: at a peak the smoothed density is too low on purpose, by what it spreads.
    """

    values: Floats
    x: Floats
    y: Floats
    window: Window
    events: float
    bandwidth: float
    kernel: Kernel
    edge: Edge
    peak: tuple[float, float, float]

    @property
    def mean(self) -> float:
        """Events to the square kilometre over the whole window."""
        return self.events / self.window.area * SQUARE_KM

    @property
    def fullest(self) -> tuple[float, float]:
        """Where the peak is: the middle of its cell."""
        row, column = np.unravel_index(int(np.argmax(self.values)), self.values.shape)
        return float(self.x[column]), float(self.y[row])

    def __str__(self) -> str:
        at, (value, lower, upper) = self.fullest, self.peak
        return (
            f"{self.events:,.0f} events, {self.mean:,.3g} per km² on average; smoothed over {self.bandwidth:,.4g} m "
            f"({self.kernel}) they are densest round {at[0]:,.0f}, {at[1]:,.0f}: {value:,.3g} per km² "
            f"(95% limits {lower:,.3g} to {upper:,.3g})."
        )

    def table(self) -> dict[str, Floats]:
        """Every cell: its middle and its value."""
        across, up = np.meshgrid(self.x, self.y)
        return {"x": across.ravel(), "y": up.ravel(), "events_per_km2": self.values.ravel()}


def kernel_density(
    x: ArrayLike,
    y: ArrayLike,
    bandwidth: float,
    cell: float,
    window: Window | None = None,
    kernel: Kernel = "quartic",
    edge: Edge = "none",
    mass: ArrayLike | None = None,
) -> Density:
    """Kernel density in events per square kilometre, exact at the middle of every cell.

    Parameters
    ----------
    x, y : arrays (events,)
        Metres on a plane (easting and northing), not degrees.
    bandwidth : float > 0
        Metres: the radius of a quartic kernel, the standard deviation of a Gaussian. A quartic kernel spreads as far
        as a Gaussian whose standard deviation is its radius over the root of 8.
    cell : float > 0
        Side of a cell in metres.
    window : Window
        Where events could have been seen; its sides are whole numbers of cells. Left out: the smallest such rectangle
        round the events.
    kernel : {'quartic', 'gaussian'}
    edge : {'none', 'divide', 'keep total'}
        Make good what falls over the edge of the window: divide the density at a place by the share of its kernel
        that lies inside (unbiased where density is even), or each event's kernel by its own share (adds up to the
        number of events).
    mass : array (events,) >= 0
        What each event counts for; left out, 1.

    Raises
    ------
    ValueError
        A point is unknown or outside the window, a bandwidth or cell is not above nought, a mass is negative, the
        window is not whole cells, or there are more than 25 million cells.

    References
    ----------
    Silverman (1986) Density Estimation, section 4.2; Diggle (1985) Appl Stat 34:138 and Jones (1993) Stat Comput
    3:135 (edges). Answers to ``spatstat.explore::density.ppp`` (Gaussian; ``edge = TRUE`` is 'divide',
    ``diggle = TRUE`` is 'keep total') but without binning, and to ``SpatialKDE::kde`` times 3 / (pi bandwidth²) times
    a million: that package adds up (1 - d²/h²)² and calls it a density.

    Examples
    --------
    >>> found = kernel_density([500, 500], [500, 500], bandwidth=500, cell=200, window=Window(0, 1000, 0, 1000))
    >>> print(found.values.shape, round(float(found.values[2, 2]), 2))
    (5, 5) 7.64
    """
    across, up = points(x, y)
    if not (np.isfinite(bandwidth) and bandwidth > 0):
        raise ValueError("the bandwidth must be a length above nought, in metres")
    if not (np.isfinite(cell) and cell > 0):
        raise ValueError("the side of a cell must be a length above nought, in metres")
    if kernel not in ("quartic", "gaussian") or edge not in ("none", "divide", "keep total"):
        raise ValueError("the kernel is ‘quartic’ or ‘gaussian’, and the edge ‘none’, ‘divide’ or ‘keep total’")
    weight = np.ones(across.size) if mass is None else np.asarray(mass, float).ravel()
    if weight.size != across.size or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError("each event needs a mass of its own, known and nought or more")
    window = window or around(across, up, cell)
    points(across, up, window)
    columns, rows = _middles(window, cell)
    inside = kernels.inside(kernel, bandwidth, window, across, up) if edge == "keep total" else 1.0
    weighed = weight / inside
    values = summing.over_grid(kernel, across, up, weighed, columns, rows, bandwidth) * SQUARE_KM
    share = np.ones(values.shape)
    if edge == "divide":
        wide, tall = np.meshgrid(columns, rows)
        share = kernels.inside(kernel, bandwidth, window, wide, tall)
    values /= share
    top = np.unravel_index(int(np.argmax(values)), values.shape)
    spread = _error(kernel, bandwidth, (across - columns[top[1]]) ** 2 + (up - rows[top[0]]) ** 2, weighed)
    peak = _limits(float(values[top]), spread / float(share[top]))
    return Density(values, columns, rows, window, float(weight.sum()), float(bandwidth), kernel, edge, peak)


@dataclass(frozen=True, eq=False)
class DualDensity:
    """Events to a thousand people, place by place: one density over another.

    ``rates`` (rows, columns) is nan where there are fewer than ``least`` people to the square kilometre: a rate of
    hardly anybody says nothing.
    """

    rates: Floats
    events: Density
    people: Density
    least: float
    peak: tuple[float, float, float]

    @property
    def mean(self) -> float:
        """Events to a thousand people over the whole window."""
        return 1000 * self.events.events / self.people.events

    def __str__(self) -> str:
        said = f"{self.events.events:,.0f} events, {self.mean:,.3g} per 1,000 people on average"
        if np.isnan(self.peak[0]):
            return f"{said}; no place has {self.least:,.0f} people or more to the km², and no rate is given."
        row, column = np.unravel_index(int(np.nanargmax(self.rates)), self.rates.shape)
        value, lower, upper = self.peak
        return (
            f"{said}; the rate is highest round {self.events.x[column]:,.0f}, {self.events.y[row]:,.0f}: "
            f"{value:,.3g} per 1,000 (95% limits {lower:,.3g} to {upper:,.3g})."
        )

    def table(self) -> dict[str, Floats]:
        """Every cell: its middle, the rate, and the two densities."""
        return self.events.table() | {
            "people_per_km2": self.people.values.ravel(), "events_per_1000_people": self.rates.ravel(),
        }  # fmt: skip


def dual_density(
    x: ArrayLike,
    y: ArrayLike,
    people_x: ArrayLike,
    people_y: ArrayLike,
    people: ArrayLike,
    bandwidth: float,
    cell: float,
    window: Window | None = None,
    kernel: Kernel = "quartic",
    least: float = 100.0,
) -> DualDensity:
    """Dual kernel density: events per 1,000 of the people (or homes, or pupils) at risk.

    Both densities have the same bandwidth, so that what the smoothing spreads it spreads alike, and no correction at
    the edge, which would cancel.

    Parameters
    ----------
    x, y : arrays (events,)
        Metres, as in ``kernel_density``.
    people_x, people_y, people : arrays (places,)
        Where people are (the middle of each small area) and how many, nought or more.
    bandwidth, cell, window, kernel
        As in ``kernel_density``; left out, the window is the smallest round both.
    least : float >= 0
        People to the square kilometre below which no rate is given.

    Raises
    ------
    ValueError
        As ``kernel_density``, or where there are no people at all.

    References
    ----------
    Bithell (1990) Stat Med 9:691 (ratio of densities); Kelsall & Diggle (1995) Stat Med 14:2335 (one bandwidth).

    Examples
    --------
    >>> found = dual_density([500], [500], [500, 500], [500, 500], [600, 400], bandwidth=500, cell=200)
    >>> print(round(float(np.nanmax(found.rates)), 6))
    1.0
    """
    if not least >= 0:
        raise ValueError("the least number of people to the km² must be nought or more")
    across, up = points(x, y)
    there, yonder = points(people_x, people_y)
    window = window or around(np.concatenate([across, there]), np.concatenate([up, yonder]), cell)
    below = kernel_density(there, yonder, bandwidth, cell, window, kernel, mass=people)
    if below.events == 0:
        raise ValueError("there are no people: a rate needs some")
    above = kernel_density(across, up, bandwidth, cell, window, kernel)
    enough = (below.values >= least) & (below.values > 0)
    rates = np.full(above.values.shape, np.nan)
    rates[enough] = 1000 * above.values[enough] / below.values[enough]
    if not enough.any():
        return DualDensity(rates, above, below, least, (float("nan"),) * 3)
    top = np.unravel_index(int(np.nanargmax(rates)), rates.shape)
    squared = (across - above.x[top[1]]) ** 2 + (up - above.y[top[0]]) ** 2
    spread = _error(kernel, bandwidth, squared, np.ones(across.size))
    peak = _limits(float(rates[top]), 1000 * spread / float(below.values[top]))
    return DualDensity(rates, above, below, float(least), peak)


def _middles(window: Window, cell: float) -> tuple[Floats, Floats]:
    wide, tall = window.width / cell, window.height / cell
    if wide * tall > MOST_CELLS:
        raise ValueError(f"that is {wide * tall:,.0f} cells, and {MOST_CELLS:,} are the most; take larger cells")
    many = round(wide), round(tall)
    if max(abs(wide - many[0]), abs(tall - many[1])) > 1e-6 or min(many) < 1:
        raise ValueError(
            f"the window of {window.width:g} by {window.height:g} is not a whole number of cells of {cell:g}"
        )
    columns, rows = (np.arange(number, dtype=np.float64) + 0.5 for number in many)
    return np.asarray(window.west + columns * cell), np.asarray(window.south + rows * cell)


def _error(kernel: Kernel, bandwidth: float, squared: Floats, mass: Floats) -> float:
    """Standard error of a sum of kernels, per square kilometre: events fall or do not, each alone."""
    return float(np.sqrt(((mass * kernels.value(kernel, squared, bandwidth)) ** 2).sum())) * SQUARE_KM


def _limits(value: float, error: float) -> tuple[float, float, float]:
    """95 % limits on the scale of square roots, on which a Poisson sum is nearly even-sided."""
    if value == 0:
        return 0.0, 0.0, 0.0
    root, half = np.sqrt(value), TWO_SIDED * error / (2 * np.sqrt(value))
    return value, float(max(root - half, 0) ** 2), float((root + half) ** 2)
