"""Upper bounds for a count, and how likely so high a count is, from what is expected and how far counts scatter."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy import special

from commonground.methods.alarms.found import Floats

Bound = Literal["nbPlugin", "muan", "delta"]
Power = Literal["2/3", "1/2", "none"]
BOUNDS: tuple[Bound, ...] = ("nbPlugin", "muan", "delta")
POWERS: dict[Power, float] = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}

HARDLY = 1e-9  # more scatter than chance by so little is none: the gamma of it would be too peaked to work out
LARGEST = 1e12  # a bound above it bounds nothing


def whole_bound(mean: Floats, dispersion: Floats, alpha: float) -> Floats:
    """The least whole number that is exceeded with probability alpha at most: (1 - alpha) quantile.

    Negative binomial with this mean and variance dispersion × mean; Poisson where the dispersion is 1.

    Examples
    --------
    >>> whole_bound(np.array([5.0]), np.array([1.0]), 0.01).tolist()
    [11.0]
    """
    return least(lambda count: exceeding(count + 1, mean, dispersion) <= alpha, mean)


def exceeding(count: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """Probability of so many or more.

    Of a negative binomial count this is an incomplete beta function, and of a Poisson count an incomplete gamma.

    Examples
    --------
    >>> exceeding(np.array([1.0]), np.array([2.0]), np.array([1.0])).round(3).tolist()
    [0.865]
    """
    mean, dispersion, count = np.broadcast_arrays(mean, dispersion, count)
    over = dispersion - 1
    scattered = over > HARDLY
    with np.errstate(divide="ignore", invalid="ignore"):
        size = mean / np.where(scattered, over, 1)
        found = np.where(
            scattered,
            special.betainc(np.fmax(count, 1), size, np.where(scattered, over, 1) / np.where(scattered, dispersion, 2)),
            special.gammainc(np.fmax(count, 1), mean),
        )
    found = np.where(count <= 0, 1.0, np.where(mean == 0, 0.0, found))
    return np.where(np.isnan(mean) | np.isnan(dispersion) | np.isnan(count), np.nan, found)


def least(enough: Callable[[Floats], np.ndarray], near: Floats) -> Floats:
    """The least whole number at which ``enough`` holds, as it does from there on; nan where there is none.

    Examples
    --------
    >>> least(lambda count: count**2 >= 50, np.array([3.0])).tolist()
    [8.0]
    """
    known = np.isfinite(near) & (near < LARGEST)
    low, high = np.full(near.shape, -1.0), np.where(known, 1.0, 0.0)
    while (short := known & (high < LARGEST) & ~enough(high)).any():
        low, high = np.where(short, high, low), np.where(short, 2 * high + 1, high)
    known &= high < LARGEST
    while (apart := known & (high - low > 1)).any():
        middle = np.floor((low + high) / 2)
        held = enough(middle)
        low, high = np.where(apart & ~held, middle, low), np.where(apart & held, middle, high)
    return np.where(known, high, np.nan)


def powered_bound(mean: Floats, dispersion: Floats, error: Floats, alpha: float, power: Power) -> Floats:
    """The bound by the delta method: normal on the scale of a power, 2/3 to take the skew from a count.

    ``error`` is the standard error of the mean. Farrington et al. (1996), section 3.5: 2/3 for a Poisson count.

    Examples
    --------
    >>> powered_bound(np.array([5.0]), np.array([1.0]), np.array([0.0]), 0.01, "2/3").round(2).tolist()
    [11.02]
    """
    exponent = POWERS[power]
    z = special.ndtri(1 - alpha)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = exponent * np.sqrt(_variance(mean, dispersion, error)) / mean
        found = mean * np.fmax(1 + z * spread, 0) ** (1 / exponent)
    return np.where(mean > 0, found, np.nan)


def powered_exceeding(count: Floats, mean: Floats, dispersion: Floats, error: Floats, power: Power) -> Floats:
    """Probability of so many or more on the same scale.

    Examples
    --------
    >>> powered_exceeding(np.array([5.0]), np.array([5.0]), np.array([1.0]), np.array([0.0]), "2/3").tolist()
    [0.5]
    """
    exponent = POWERS[power]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = exponent * np.sqrt(_variance(mean, dispersion, error)) * mean ** (exponent - 1)
        return special.ndtr(-(count**exponent - mean**exponent) / spread)


def _variance(mean: Floats, dispersion: Floats, error: Floats) -> Floats:
    return dispersion * mean + error**2
