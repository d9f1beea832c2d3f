"""The veil of darkness: at the same time of day, is who is stopped another when faces cannot be seen?

Between the earliest and the latest dusk of the year the same clock time is light on some days and dark on others. If
officers see whom they stop, and that matters, the share of a minority among those stopped is higher in the light.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Curve = Literal["natural spline", "cubic"]

STEPS = 50  # of Newton's method: far more than a fit that exists needs
KNOTS = 4  # inner knots, at even shares of the times, where none are given
FEWEST = 5  # stops of each kind in the light and in the dark


@dataclass(frozen=True, eq=False)
class Darkness:
    """``coefficient`` of darkness (log odds that one stopped is of the minority), its standard error, the odds ratio
    with its limits, two-sided p, and the deviance of the model."""

    coefficient: float
    error: float
    odds_ratio: float
    lower: float
    upper: float
    p_value: float
    deviance: float
    stops: int
    in_darkness: int
    minority_in_light: float
    minority_in_darkness: float
    curve: Curve

    @property
    def verdict(self) -> str:
        if self.lower <= 1 <= self.upper:
            return "no clear difference between light and dark"
        return "a smaller share in the dark" if self.upper < 1 else "a larger share in the dark"

    def table(self) -> dict[str, list]:
        return {
            "light": ["daylight", "darkness"],
            "stops": [self.stops - self.in_darkness, self.in_darkness],
            "share_of_minority": [self.minority_in_light, self.minority_in_darkness],
            "odds_ratio": [1.0, self.odds_ratio],
            "lower": [float("nan"), self.lower],
            "upper": [float("nan"), self.upper],
            "p_value": [float("nan"), self.p_value],
        }

    def __str__(self) -> str:
        return (
            f"At the same clock time, the odds that a person stopped was of the minority were {self.odds_ratio:.2f} "
            f"times as high in darkness as in daylight (95% interval {self.lower:.2f} to {self.upper:.2f}, "
            f"{self.stops:,} stops): {self.verdict}."
        )


def veil_of_darkness(
    minority: ArrayLike,
    dark: ArrayLike,
    time: ArrayLike,
    area: ArrayLike | None = None,
    *,
    curve: Curve = "natural spline",
    knots: ArrayLike | None = None,
    boundary: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> Darkness:
    """Logistic regression of who is stopped on darkness, with a smooth curve of clock time and the area.

    Parameters
    ----------
    minority : array (stops,) of 0 and 1
    dark : array (stops,) of 0 and 1
        Leave out stops in twilight, when it is neither light nor dark, and at hours that are always one of both.
    time : array (stops,)
        Clock time in hours.
    area : array (stops,), optional
    curve : "natural spline" or "cubic"
    knots : array, optional
        Inner knots of the spline in hours; four at even shares of the times when left out.
    boundary : (first, last), optional
        Its outer knots, beyond which it is straight; the first and last time when left out.
    confidence : float between 0 and 1

    Returns
    -------
    Darkness

    Raises
    ------
    ValueError
        Lengths differ, a value is not 0 or 1 or not known, there are too few stops of a kind in light or dark, the
        knots do not rise, or the area or time of day separates the groups so that no estimate exists.

    References
    ----------
    Grogger & Ridgeway (2006) JASA 101:878. Answers to R's ``glm(minority ~ dark + ns(time) + area, binomial)``.

    Examples
    --------
    >>> generator = np.random.default_rng(1)
    >>> dark, time = generator.integers(0, 2, 4000), generator.uniform(17, 22, 4000)
    >>> found = veil_of_darkness(generator.uniform(size=4000) < 0.4 - 0.1 * dark, dark, time)
    >>> found.verdict
    'a smaller share in the dark'
    """
    seen, night, clock = (np.asarray(column, float) for column in (minority, dark, time))
    _checked(seen, night, clock)
    if curve == "natural spline":
        smooth = _natural_spline(clock, knots, boundary)
    elif curve == "cubic":
        centred = (clock - clock.mean()) / (clock.std() or 1.0)
        smooth = np.stack([centred, centred**2, centred**3], axis=1)
    else:
        raise ValueError(f"a curve of time is a natural spline or a cubic, not {curve!r}")
    columns = [np.ones((seen.size, 1)), night[:, None], smooth, _areas(area, seen.size)]
    coefficient, error, deviance = _logistic(np.concatenate(columns, axis=1), seen)
    reach = special.ndtri((1 + confidence) / 2) * error
    return Darkness(
        coefficient, error, float(np.exp(coefficient)), float(np.exp(coefficient - reach)),
        float(np.exp(coefficient + reach)), float(2 * special.ndtr(-abs(coefficient / error))), deviance, seen.size,
        int(night.sum()), float(seen[night == 0].mean()), float(seen[night == 1].mean()), curve,
    )  # fmt: skip


def _checked(minority: Floats, dark: Floats, time: Floats) -> None:
    if minority.ndim != 1 or not minority.shape == dark.shape == time.shape:
        raise ValueError("every stop needs its group, whether it was dark, and its time: three rows of one length")
    if not (np.isin(minority, (0, 1)).all() and np.isin(dark, (0, 1)).all()):
        raise ValueError("whether one stopped is of the minority, and whether it was dark, must be 0 or 1")
    if not np.isfinite(time).all():
        raise ValueError("every stop needs a known time in hours")
    for light, name in ((0, "daylight"), (1, "darkness")):
        of_minority = minority[dark == light]
        if min(of_minority.sum(), (1 - of_minority).sum()) < FEWEST:
            raise ValueError(
                f"there are too few stops in {name}: {FEWEST} of the minority and {FEWEST} others are needed"
            )
    if np.ptp(time) == 0:
        raise ValueError("all stops are at one time of day: darkness needs the same times in light and in dark")


def _natural_spline(time: Floats, knots: ArrayLike | None, boundary: tuple[float, float] | None) -> Floats:
    """A basis of the cubics between knots that are straight beyond the outer ones, without the constant."""
    ends = (float(time.min()), float(time.max())) if boundary is None else boundary
    inner = (
        np.unique(np.quantile(time, np.arange(1, KNOTS + 1) / (KNOTS + 1)))
        if knots is None
        else np.asarray(knots, float)
    )
    every = np.concatenate([[ends[0]], inner, [ends[1]]])
    if knots is None and boundary is None:
        every = np.unique(every)
    if not np.isfinite(every).all() or not (np.diff(every) > 0).all():
        raise ValueError("the knots of a spline must rise from the first boundary to the last")
    width = every[-1] - every[0]
    at, every = (time - every[0]) / width, (every - every[0]) / width

    def above(knot: float) -> Floats:
        return (np.clip(at - knot, 0, None) ** 3 - np.clip(at - every[-1], 0, None) ** 3) / (every[-1] - knot)

    return np.stack([at, *(above(knot) - above(every[-2]) for knot in every[:-2])], axis=1)


def _areas(area: ArrayLike | None, stops: int) -> Floats:
    if area is None:
        return np.zeros((stops, 0))
    names, which = np.unique(np.asarray(area).astype(str), return_inverse=True)
    if which.size != stops:
        raise ValueError(f"every stop needs an area: there are {stops:,} stops and {which.size:,} areas")
    return (which[:, None] == np.arange(1, names.size)).astype(float)


def _logistic(design: Floats, seen: Floats) -> tuple[float, float, float]:
    """Coefficient and standard error of the second column, and the deviance, by Newton's method."""
    beta, before = np.zeros(design.shape[1]), np.inf
    for _ in range(STEPS):
        fitted = special.expit(design @ beta)
        information = (design.T * (fitted * (1 - fitted))) @ design
        try:
            beta = beta + np.linalg.solve(information, design.T @ (seen - fitted))
        except np.linalg.LinAlgError:
            break
        linear = design @ beta
        deviance = 2 * float(np.sum(np.logaddexp(0, linear) - seen * linear))
        if not np.isfinite(deviance) or np.abs(beta).max() > 1e3:
            break
        if abs(before - deviance) <= 1e-12 * (abs(deviance) + 0.1):
            fitted = special.expit(linear)
            covariance = np.linalg.inv((design.T * (fitted * (1 - fitted))) @ design)
            return float(beta[1]), float(np.sqrt(covariance[1, 1])), deviance
        before = deviance
    raise ValueError(
        "no estimate exists: in some area or at some time of day all stopped were of one group, or it was always dark "
        "or always light; join small areas, or leave those hours out"
    )
