"""Difference in differences over many areas: two-way fixed effects, with errors clustered by area."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from commonground.methods.evaluation import loglinear
from commonground.methods.evaluation.counts import share, whole

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Differences:
    """The log of how many times as many events a treated month had as the others point to.

    ``se`` has the small-sample factor (HC1), ``se_plain`` has not; limits are Student's with one degree of freedom
    fewer than areas. With fewer than about six treated areas they are too narrow: ask ``placebo_areas`` as well.
    """

    model: str
    estimate: float
    se: float
    se_plain: float
    areas: int
    treated_areas: int
    confidence: float

    @property
    def ratio(self) -> float:
        return float(np.exp(self.estimate))

    @property
    def _reach(self) -> float:
        return float(stats.t.ppf((1 + self.confidence) / 2, self.areas - 1)) * self.se

    @property
    def ratio_lower(self) -> float:
        return float(np.exp(self.estimate - self._reach))

    @property
    def ratio_upper(self) -> float:
        return float(np.exp(self.estimate + self._reach))

    @property
    def p_value(self) -> float:
        return float(2 * stats.t.sf(abs(self.estimate) / self.se, self.areas - 1))

    def __str__(self) -> str:
        clear = not self.ratio_lower <= 1 <= self.ratio_upper
        return (
            f"Where something was done ({self.treated_areas} of {self.areas} areas) there were {self.ratio:.2f} times "
            f"as many as the other areas point to ({self.confidence:.0%} limits {self.ratio_lower:.2f} to "
            f"{self.ratio_upper:.2f}): {'a clear difference' if clear else 'no clear difference'}."
        )

    def table(self) -> dict[str, list]:
        """The estimate on both scales."""
        return {
            "model": [self.model], "estimate": [self.estimate], "standard_error": [self.se], "ratio": [self.ratio],
            "lower": [self.ratio_lower], "upper": [self.ratio_upper], "p_value": [self.p_value],
        }  # fmt: skip


def differences(
    counts: ArrayLike,
    treated: ArrayLike,
    *,
    model: Literal["poisson", "log-linear"] = "poisson",
    confidence: float = 0.95,
) -> Differences:
    """Two-way fixed effects: an effect for each area, one for each month, and one for the treated months.

    Parameters
    ----------
    counts : array (areas, months) of whole numbers >= 0
    treated : array (areas, months) of 0 and 1
        1 where something was done in that area and month. Areas may start at different times; if they do, and effects
        grow, an average over them can mislead (Goodman-Bacon 2021).
    model : {"poisson", "log-linear"}
        Poisson counts, or least squares of log(count + 1).
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole; the arrays differ in shape; no month is treated or all
        are; the treated months cannot be told from areas and months; or, with Poisson, an area has no event.

    References
    ----------
    Bertrand, Duflo & Mullainathan (2004) Q J Econ 119:249; Cameron & Miller (2015) J Hum Resour 50:317, equation 12 for
    the factor. Answers to ``sandwich::vcovCL(type = "HC1")`` of ``lm`` and ``glm``.

    Examples
    --------
    >>> counts = [[20, 22, 12, 10], [30, 31, 29, 32], [10, 12, 11, 10], [40, 41, 43, 39]]
    >>> print(differences(counts, [[0, 0, 1, 1]] + 3 * [[0, 0, 0, 0]]))
    Where something was done (1 of 4 areas) there were 0.52 times as many as the other areas point to (95% limits 0.50 \
to 0.55): a clear difference.
    """
    y, when = _panel(counts, treated)
    share(confidence, "the confidence")
    areas, months = y.shape
    x = _effects(areas, months, when)
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("the treated months cannot be told from areas and months: some area or month must differ")
    if model == "poisson":
        if (y.sum(1) == 0).any() or (y.sum(0) == 0).any():
            raise ValueError("an area or a month without any event has no rate: leave it out, or use log-linear")
        flat = y.reshape(1, -1)
        fit = loglinear.poisson(x[None], flat, np.zeros_like(flat), np.ones_like(flat))
        estimate, bread, left = fit.estimate[0], fit.bread[0], loglinear.residual(flat, fit)[0]
    elif model == "log-linear":
        values = np.log1p(y).ravel()
        bread = np.linalg.inv(x.T @ x)
        estimate = bread @ (x.T @ values)
        left = values - x @ estimate
    else:
        raise ValueError(f"there is no model called {model!r}; there are poisson, log-linear")
    scores = (x * left[:, None]).reshape(areas, months, -1).sum(1)
    plain = float(np.linalg.norm(scores @ bread[0]))
    rows, terms = x.shape
    factor = areas / (areas - 1) * (rows - 1) / (rows - terms)
    treated_areas = int((when.sum(1) > 0).sum())
    return Differences(model, float(estimate[0]), plain * factor**0.5, plain, areas, treated_areas, confidence)


def _effects(areas: int, months: int, when: Floats) -> Floats:
    """The treated months first, then each area, then each month but the first."""
    area = np.repeat(np.eye(areas), months, axis=0)
    month = np.tile(np.eye(months), (areas, 1))[:, 1:]
    return np.column_stack([when.ravel(), area, month])


def _panel(counts: ArrayLike, treated: ArrayLike) -> tuple[Floats, Floats]:
    y, when = whole(counts, "the counts", 2), np.asarray(treated, float)
    if y.ndim != 2 or y.shape[0] < 2:
        raise ValueError("difference in differences needs a table of two areas or more, a row each, by month")
    if when.shape != y.shape:
        raise ValueError(f"treated must be as large as the counts, {y.shape}, not {when.shape}")
    if not np.isin(when, (0, 1)).all() or when.min() == when.max():
        raise ValueError("treated must be 0 and 1, with some of each")
    return y, when
