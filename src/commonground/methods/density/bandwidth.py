"""Bandwidth: over what distance to smooth, chosen by how well the other events tell where each one is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize
from scipy.spatial import cKDTree

from commonground.methods.density import kernels, summing
from commonground.methods.window import Window, points

Floats = NDArray[np.float64]
Step = Callable[[int, int], object]

TRIED = 16  # bandwidths, evenly spaced on a log scale, before the best is refined
REFINED = 12  # at most
EXACT = 3_000  # events up to which every pair is visited
FINE = 1024  # cells along the longer side for more events than that
ALIKE = float(np.sqrt(8))  # radius of a quartic kernel over the standard deviation of a Gaussian that spreads as far


@dataclass(frozen=True, eq=False)
class Chosen:
    """Standard deviation of the Gaussian under which the events best tell where each other is, and its likelihood.

    ``tried`` and ``criterion`` (16,) are the bandwidths first looked at; ``of_tried`` is the best among those.
    ``quartic`` is the radius of a quartic kernel that spreads as far.
    """

    gaussian: float
    of_tried: float
    tried: Floats
    criterion: Floats

    @property
    def quartic(self) -> float:
        return self.gaussian * ALIKE

    def __str__(self) -> str:
        return (
            f"Smoothing over {self.gaussian:,.0f} m (Gaussian; quartic {self.quartic:,.0f} m) tells best where each "
            "event is from where the others are."
        )

    def table(self) -> dict[str, Floats]:
        """The bandwidths looked at, with their cross-validated log likelihood."""
        return {"bandwidth": self.tried, "log_likelihood": self.criterion}


def likelihood(x: ArrayLike, y: ArrayLike, window: Window, step: Step | None = None) -> Chosen:
    """The bandwidth of the highest leave-one-out likelihood, for a Gaussian corrected at the edges.

    The criterion is the log of the density at each event made from all the others, added up, less the integral of
    the density over the window. Above 3,000 events they are shared out to the corners of a fine grid first; the
    density is then within 2 % of the exact one from a bandwidth of four cells on, and smaller ones are not looked at.

    Parameters
    ----------
    x, y : arrays (events,)
        At least three, not all in one place, in the window.
    window : Window
    step : called with (done, all) after each bandwidth

    Raises
    ------
    ValueError
        Too few events, or all in one place; a point is unknown or outside the window.

    References
    ----------
    Loader (1999) Local Regression and Likelihood, section 5.3. ``of_tried`` answers to ``spatstat.explore::bw.ppl``,
    which stops at the best of 16; ours goes on to the top between its neighbours.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> x, y = chance.normal(500, 60, 200), chance.normal(500, 60, 200)
    >>> found = likelihood(x, y, Window(0, 1000, 0, 1000))
    >>> 15 < found.gaussian < 60
    True
    """
    across, up = points(x, y, window, least=3)
    gaps = cKDTree(np.column_stack([across, up])).query(np.column_stack([across, up]), 2)[0][:, 1]
    if not (gaps > 0).any():
        raise ValueError("every event has another in the same place: no distance between them is left to smooth over")
    cell = max(window.width, window.height) / FINE
    lowest = float(gaps[gaps > 0].min()) if across.size <= EXACT else 4 * cell
    done = 0

    def told(bandwidth: float) -> float:
        nonlocal done
        done += 1
        worth = _exact if across.size <= EXACT else _binned
        found = worth(across, up, window, bandwidth)
        if step:
            step(min(done, TRIED + REFINED), TRIED + REFINED)
        return found

    tried = np.geomspace(lowest, window.diagonal / 2, TRIED)
    criterion = np.array([told(bandwidth) for bandwidth in tried])
    best = int(np.argmax(criterion))
    bounds = np.log(tried[[max(best - 1, 0), min(best + 1, TRIED - 1)]])
    finer = optimize.minimize_scalar(
        lambda log: -told(float(np.exp(log))),
        bounds=bounds,
        method="bounded",
        options={"xatol": 1e-3, "maxiter": REFINED},
    )
    chosen = float(np.exp(finer.x)) if -finer.fun >= criterion[best] else float(tried[best])
    return Chosen(chosen, float(tried[best]), tried, criterion)


def rule_of_thumb(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Scott's rule: the standard deviation of each direction times the number of events to the power -1/6.

    Too wide wherever events gather in several places; a first look.

    Raises ValueError for fewer than two events or an unknown point.

    References
    ----------
    Scott (1992) Multivariate Density Estimation, equation 6.42. Answers to ``spatstat.explore::bw.scott``.

    Examples
    --------
    >>> rule_of_thumb([0, 2], [0, 4])[0] < rule_of_thumb([0, 2], [0, 4])[1]
    True
    """
    across, up = points(x, y, least=2)
    shrunk = across.size ** (-1 / 6)
    return float(across.std(ddof=1) * shrunk), float(up.std(ddof=1) * shrunk)


def least_error(x: ArrayLike, y: ArrayLike, window: Window, tried: int = 512) -> float:
    """Diggle's rule: the bandwidth of the least mean squared error if events are scattered about a random density.

    The error follows from the K function (with translation correction), for a disc of twice the bandwidth. It is
    often nearly flat over a wide stretch: take it as a hint.

    Parameters
    ----------
    x, y : arrays (events,)
    window : Window
    tried : int
        Steps of distance up to a quarter of the shorter side.

    Raises
    ------
    ValueError
        Fewer than three events, or a point unknown or outside the window.

    References
    ----------
    Diggle (1985) Appl Stat 34:138; Berman & Diggle (1989) J R Stat Soc B 51:81, equation 2. Answers to
    ``spatstat.explore::bw.diggle``.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> x, y = chance.normal(500, 60, 200), chance.normal(500, 60, 200)
    >>> 10 < least_error(x, y, Window(0, 1000, 0, 1000)) < 100
    True
    """
    from commonground.methods.point_pattern import ripley_k

    across, up = points(x, y, window, least=3)
    r = np.linspace(0, min(window.width, window.height) / 4, tried)
    k = ripley_k(across, up, window, r, correction="translate").k
    middle, rise, intensity = (r[1:] + r[:-1]) / 2, np.diff(k), across.size / window.area
    at = np.arange(
        2, (tried - 1) // 4 + 1
    )  # bandwidths whose discs, twice as wide, meet within the distances looked at
    errors = []
    for sigma in at:
        radius, disc = 2 * r[sigma], np.pi * (2 * r[sigma]) ** 2
        half = np.clip(middle / (2 * radius), 0, 1)
        shared = 2 * radius**2 * (np.arccos(half) - half * np.sqrt(1 - half**2))
        errors.append((1 / intensity - 2 * k[2 * sigma]) / disc + (shared @ rise) / disc**2)
    return float(r[at[int(np.argmin(errors))]])


def _exact(x: Floats, y: Floats, window: Window, h: float) -> float:
    others = summing.leave_one_out("gaussian", x, y, h) / kernels.inside("gaussian", h, window, x, y)
    columns = window.west + (np.arange(128) + 0.5) * window.width / 128
    rows = window.south + (np.arange(128) + 0.5) * window.height / 128
    surface = summing.over_grid("gaussian", x, y, np.ones(x.size), columns, rows, h)
    surface /= kernels.inside("gaussian", h, window, *np.meshgrid(columns, rows))
    return _log_sum(others) - float(surface.mean()) * window.area


def _binned(x: Floats, y: Floats, window: Window, h: float) -> float:
    """The same with each event shared out to the four corners of its cell, so that all sums are two products of
    matrices. Sharing out and reading off between corners each spread it by a sixth of a cell squared, which the
    kernel is narrowed by; what an event adds to itself is known and taken away."""
    cell = max(window.width, window.height) / FINE
    narrowed = np.sqrt(h * h - cell * cell / 3)
    sides = []
    for at, low, length in ((x, window.west, window.width), (y, window.south, window.height)):
        many = int(np.ceil(length / cell - 1e-9)) + 1
        place = np.minimum((at - low) / cell, many - 1 - 1e-9)
        corner = place.astype(np.int64)
        spread = np.exp(((np.arange(many) * cell / narrowed) ** 2) / -2)
        sides.append((many, corner, place - corner, spread))
    (wide, column, right, across), (tall, row, above, up) = sides
    four = [(i, j, (right if i else 1 - right) * (above if j else 1 - above)) for i in (0, 1) for j in (0, 1)]
    counts = np.zeros(tall * wide)
    for i, j, share in four:
        counts += np.bincount((row + j) * wide + column + i, share, counts.size)
    smooth = _toeplitz(up) @ counts.reshape(tall, wide) @ _toeplitz(across)
    read = sum(smooth[row + j, column + i] * share for i, j, share in four)
    own = 1.0
    for part, spread in ((right, across), (above, up)):
        own = own * (part**2 + (1 - part) ** 2 + 2 * part * (1 - part) * spread[1])
    scale = 1 / (2 * np.pi * narrowed**2)
    others = (read - own) * scale / kernels.inside("gaussian", h, window, x, y)
    east, north = window.west + np.arange(wide) * cell, window.south + np.arange(tall) * cell
    corners = np.meshgrid(np.minimum(east, window.east), np.minimum(north, window.north))
    surface = smooth * scale / kernels.inside("gaussian", h, window, *corners)
    integral = np.trapezoid(np.trapezoid(surface, corners[0][0], axis=1), corners[1][:, 0])
    return _log_sum(others) - float(integral)


def _toeplitz(spread: Floats) -> Floats:
    from scipy.linalg import toeplitz

    return toeplitz(spread)


def _log_sum(densities: Floats) -> float:
    with np.errstate(divide="ignore"):
        return float(np.log(np.maximum(densities, 0)).sum())
