"""Least squares with errors that resemble the month before, by restricted maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Autoregressive:
    """Coefficients, their covariance and the correlation phi of one month's error with the next."""

    estimate: Floats
    covariance: Floats
    phi: float

    @property
    def se(self) -> Floats:
        return np.sqrt(np.diag(self.covariance))


def generalised_least_squares(design: Floats, values: Floats) -> Autoregressive:
    """A straight-line model whose errors follow AR(1).

    Parameters
    ----------
    design : (rows, terms)
    values : (rows,)

    Raises
    ------
    ValueError
        There are no more rows than terms, or the terms cannot be told apart.

    References
    ----------
    Pinheiro & Bates (2000) Mixed-Effects Models in S and S-PLUS, section 5.3; answers to
    ``nlme::gls(correlation = corAR1())``, which is fitted by REML.

    Examples
    --------
    >>> rows = np.arange(8.0)
    >>> found = generalised_least_squares(np.c_[np.ones(8), rows], np.array([1.0, 2, 4, 3, 5, 6, 8, 7]))
    >>> print(found.estimate.round(2).tolist())
    [1.12, 0.98]
    """
    rows, terms = design.shape
    if rows <= terms or np.linalg.matrix_rank(design) < terms:
        raise ValueError("the months are too few to tell level, trend and season apart")
    search = {"bounds": (-0.9999, 0.9999), "method": "bounded", "options": {"xatol": 1e-9}}
    best = optimize.minimize_scalar(lambda phi: -_restricted(phi, design, values), **search)
    x, y = _whitened(best.x, design), _whitened(best.x, values)
    estimate = np.linalg.lstsq(x, y, rcond=None)[0].astype(float)
    variance = float(((y - x @ estimate) ** 2).sum()) / (rows - terms)
    return Autoregressive(estimate, variance * np.linalg.inv(x.T @ x), float(best.x))


def _whitened(phi: float, values: Floats) -> Floats:
    """Rows less phi times the row before, the first shrunk: independent errors of one variance."""
    return np.concatenate([np.sqrt(1 - phi**2) * values[:1], values[1:] - phi * values[:-1]])


def _restricted(phi: float, design: Floats, values: Floats) -> float:
    """The restricted log likelihood with the variance at its best."""
    x, y = _whitened(phi, design), _whitened(phi, values)
    rows, terms = design.shape
    left = ((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2).sum()
    _, information = np.linalg.slogdet(x.T @ x)
    return float(-(rows - terms) / 2 * np.log(left) + np.log(1 - phi**2) / 2 - information / 2)
