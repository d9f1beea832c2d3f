"""Log-linear models of counts, many series in one call: Poisson, quasi-Poisson and negative binomial.

A placebo date is one more series with other rows left out, a simulated series is one more row: so the fit works on a
stack of series at once, which a loop over ``statsmodels`` cannot. The tests hold it to R's numbers and to
``statsmodels``.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

ROUNDS = 60
CONVERGED = 1e-8  # of the deviance, relative: R stops here, and so do we, to give its digits
STEEPEST = 30.0  # a mean is kept within exp(-30) and exp(30)
NO_SPREAD = 1e7  # a theta from which on a negative binomial count cannot be told from a Poisson one


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (series, terms), means (series, rows) and the inverse of the information (series, terms, terms).

    ``weight`` (series, rows) is that of the last step, from which R too works out the information and the dispersion.
    """

    estimate: Floats
    mean: Floats
    weight: Floats
    bread: Floats
    deviance: Floats
    converged: NDArray[np.bool_]


def poisson(
    design: Floats,
    counts: Floats,
    offset: Floats,
    used: Floats,
    theta: float | None = None,
    start: Floats | None = None,
) -> Fit:
    """Maximum likelihood by iteratively reweighted least squares, for each series of a stack.

    Parameters
    ----------
    design : (series or 1, rows, terms)
    counts, offset : (series, rows), offset (series or 1, rows) on the log scale
    used : (series or 1, rows)
        1 for the rows that count, 0 for those left out.
    theta : float, optional
        Size of a negative binomial count whose variance is mean + mean^2 / theta; None for Poisson.
    start : (series, rows), optional
        Means to begin with.

    Raises
    ------
    ValueError
        The terms cannot be told apart in the rows that count.

    References
    ----------
    McCullagh & Nelder (1989) Generalized Linear Models, section 2.5. Answers to R's ``glm``.

    Examples
    --------
    >>> x = np.ones((1, 4, 1))
    >>> fit = poisson(x, np.array([[1.0, 2, 3, 6]]), np.zeros((1, 4)), np.ones((1, 4)))
    >>> print(round(float(np.exp(fit.estimate[0, 0])), 6))
    3.0
    """
    scale = np.abs(design * used[..., None]).max(axis=-2, keepdims=True)
    if not (scale > 0).all() or np.linalg.matrix_rank(design * used[..., None] / scale).min() < design.shape[-1]:
        raise ValueError("the months are too few to tell level, trend and season apart")
    scaled = design / scale
    mean = np.where(used > 0, counts + 0.1, 1.0) if start is None else start
    empty, none = np.zeros(0), np.zeros(counts.shape[0], bool)
    fit = Fit(empty, empty, empty, empty, (used * _deviance(counts, mean, theta)).sum(-1), none)
    for _ in range(ROUNDS):
        fit = _step(scaled, counts, offset, used, theta, mean, fit)
        mean = fit.mean
        if fit.converged.all():
            break
    unscale = scale[..., 0, :]
    weighed = scaled * fit.weight[..., None]
    bread = np.linalg.inv(np.swapaxes(weighed, -1, -2) @ scaled)
    return replace(fit, estimate=fit.estimate / unscale, bread=bread / (unscale[..., None] * unscale[..., None, :]))


def _step(
    design: Floats, counts: Floats, offset: Floats, used: Floats, theta: float | None, mean: Floats, before: Fit
) -> Fit:
    """One weighted least squares; a series that has converged stays as it is, whatever the others do."""
    weight = used * _weight(mean, theta)
    working = np.log(mean) - offset + (counts - mean) / mean
    weighed = np.swapaxes(design * weight[..., None], -1, -2)
    estimate = np.linalg.solve(weighed @ design, weighed @ working[..., None])[..., 0].astype(float)
    line = np.clip((design @ estimate[..., None])[..., 0] + offset, -STEEPEST, STEEPEST)
    deviance = (used * _deviance(counts, np.exp(line), theta)).sum(-1)
    converged = np.abs(deviance - before.deviance) <= CONVERGED * (np.abs(deviance) + 0.1)
    done = before.converged[:, None]
    if not done.any():
        return Fit(estimate, np.exp(line), weight, before.bread, deviance, converged)
    return Fit(
        np.where(done, before.estimate, estimate), np.where(done, before.mean, np.exp(line)),
        np.where(done, before.weight, weight), before.bread, np.where(before.converged, before.deviance, deviance),
        converged | before.converged,
    )  # fmt: skip


def _weight(mean: Floats, theta: float | None) -> Floats:
    return mean if theta is None else mean / (1 + mean / theta)


def _deviance(counts: Floats, mean: Floats, theta: float | None) -> Floats:
    own = special.xlogy(counts, counts / mean)
    if theta is None:
        return 2 * (own - (counts - mean))
    return 2 * (own - (counts + theta) * np.log((counts + theta) / (mean + theta)))


def dispersion(counts: Floats, fit: Fit, used: Floats) -> Floats:
    """Pearson's chi-squared over its degrees of freedom, for each series; 1 where counts vary as Poisson counts do.

    Examples
    --------
    >>> x, y, one = np.ones((1, 4, 1)), np.array([[1.0, 2, 3, 6]]), np.ones((1, 4))
    >>> print(round(float(dispersion(y, poisson(x, y, 0 * one, one), one)[0]), 6))
    1.555556
    """
    free = used.sum(-1) - fit.estimate.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return (fit.weight * used * (counts - fit.mean) ** 2 / fit.mean**2).sum(-1) / free


def residual(counts: Floats, fit: Fit) -> Floats:
    """Count less mean (of a negative binomial count, over 1 + mean / theta), nought in rows left out.

    Examples
    --------
    >>> x, y = np.ones((1, 2, 1)), np.array([[1.0, 3]])
    >>> print(residual(y, poisson(x, y, 0 * y, y**0)).round(3).tolist())
    [[-1.0, 1.0]]
    """
    return fit.weight * (counts - fit.mean) / fit.mean


def newey_west(design: Floats, residual: Floats, bread: Floats, lags: int) -> Floats:
    """Covariance of the coefficients where neighbouring months resemble each other; no small-sample factor.

    Parameters
    ----------
    design : (series or 1, rows, terms)
    residual : (series, rows)
        As ``residual`` gives them.
    bread : (series, terms, terms)
    lags : int >= 0
        Months over which the resemblance fades, by Bartlett's weights.

    References
    ----------
    Newey & West (1987) Econometrica 55:703; answers to ``sandwich::NeweyWest(prewhite = FALSE, adjust = FALSE)``.

    Examples
    --------
    >>> x, residual = np.ones((1, 3, 1)), np.array([[1.0, -2, 1]])
    >>> print(newey_west(x, residual, np.ones((1, 1, 1)), 0).item())
    6.0
    """
    scores = design * residual[..., None]
    meat = np.swapaxes(scores, -1, -2) @ scores
    for lag in range(1, min(lags, scores.shape[-2] - 1) + 1):
        crossed = np.swapaxes(scores[..., lag:, :], -1, -2) @ scores[..., :-lag, :]
        meat = meat + (1 - lag / (lags + 1)) * (crossed + np.swapaxes(crossed, -1, -2))
    return bread @ meat @ bread


def negative_binomial(design: Floats, counts: Floats, offset: Floats) -> tuple[Fit, float, float]:
    """One series with its theta by maximum likelihood: the fit, theta, and twice the log likelihood.

    Standard errors take theta as known, as R's ``glm.nb`` does. Where counts vary no more than Poisson counts theta
    is ``NO_SPREAD``. Parameters as ``poisson`` for a stack of one.

    References
    ----------
    Lawless (1987) Can J Stat 15:209; answers to ``MASS::glm.nb``.

    Examples
    --------
    >>> x, y = np.ones((1, 6, 1)), np.array([[1.0, 9, 3, 20, 2, 1]])
    >>> print(round(negative_binomial(x, y, np.zeros((1, 6)))[1], 3))
    1.034
    """
    used, y = np.ones_like(counts), counts[0]
    fit, theta = poisson(design, counts, offset, used), 0.0
    for _ in range(ROUNDS):
        before, theta = theta, _theta(y, fit.mean[0])
        fit = poisson(design, counts, offset, used, theta, fit.mean)
        if abs(theta - before) <= CONVERGED * theta:
            break
    return fit, theta, 2 * _likelihood(theta, y, fit.mean[0])


def _theta(y: Floats, mean: Floats) -> float:
    if _score(np.log(NO_SPREAD), y, mean) >= 0:
        return NO_SPREAD
    return float(np.exp(optimize.brentq(_score, np.log(1e-6), np.log(NO_SPREAD), args=(y, mean), xtol=1e-12)))


def _score(log_theta: float, y: Floats, mean: Floats) -> float:
    """Slope of the log likelihood in theta."""
    theta = np.exp(log_theta)
    slope = special.digamma(y + theta) - special.digamma(theta) + np.log(theta / (theta + mean))
    return float((slope + 1 - (y + theta) / (theta + mean)).sum())


def _likelihood(theta: float, y: Floats, mean: Floats) -> float:
    own = special.gammaln(y + theta) - special.gammaln(theta) - special.gammaln(y + 1)
    return float((own + theta * np.log(theta / (theta + mean)) + special.xlogy(y, mean / (theta + mean))).sum())
