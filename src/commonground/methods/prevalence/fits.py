"""Poisson log-linear models of many capture tables at once, by iterated weighted least squares.

The steps, the start and the stopping rule are those of R's ``glm``, whose standard errors come from the weights of
its last step; so ours agree with it to the last digits, also where a table is too thin for either to be trusted.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from commonground.methods.prevalence.existence import layout
from commonground.methods.prevalence.histories import Bools, Design, Floats

STEPS = 50
ENOUGH = 1e-8  # relative change of the deviance at which R stops
HALVINGS = 30
AT_ONCE = 4_000_000  # numbers of the largest array: 32 MB


@dataclass(frozen=True, eq=False)
class Fits:
    """A fitted model for each table.

    ``coefficients`` and ``variances`` are (tables, columns), nought and nan for what is not in the model; ``means``
    is (tables, patterns). ``deviance``, ``log_likelihood`` and ``parameters`` are (tables,), over the patterns that
    can occur.
    """

    coefficients: Floats
    variances: Floats
    means: Floats
    deviance: Floats
    log_likelihood: Floats
    parameters: Floats

    @property
    def unseen(self) -> Floats:
        """The people on no list, as the model has them."""
        return np.exp(self.coefficients[:, 0])

    @property
    def log_error(self) -> Floats:
        """The standard error of the logarithm of the people on no list."""
        return np.sqrt(self.variances[:, 0])

    @property
    def aic(self) -> Floats:
        """Akaike's criterion; the smaller, the better the model for its size."""
        return 2 * self.parameters - 2 * self.log_likelihood


def fitted(of: Design, tables: Floats, terms: Bools, start: Floats | None = None) -> Fits:
    """The model of each table, which must have a finite estimate (see ``has_estimate``).

    Parameters
    ----------
    of : Design
    tables : array (tables, 2**lists)
    terms : bool array (tables, pairs)
    start : array (tables, columns), optional
        Coefficients to start from, when a smaller model has been fitted; as R starts if left out.

    References
    ----------
    McCullagh & Nelder (1989) Generalized Linear Models, 2nd ed., section 2.5. Answers to ``stats::glm``.

    Examples
    --------
    >>> from commonground.methods.prevalence.histories import design
    >>> independent = fitted(design(3), np.array([[0., 40, 30, 6, 20, 0, 0, 0]]), np.zeros((1, 3), bool))
    >>> print(round(float(96 + independent.unseen[0]), 1), round(float(independent.deviance[0]), 2))
    539.1 8.87
    """
    columns, kept = layout(of, tables, terms)
    part = max(1, AT_ONCE // of.products.shape[1])
    found = [
        _fitted(of, tables[i : i + part, 1:], columns[i : i + part], kept[i : i + part],
                None if start is None else start[i : i + part])
        for i in range(0, max(1, len(tables)), part)
    ]  # fmt: skip
    coefficients, variances, means, deviance = (np.concatenate(parts) for parts in zip(*found, strict=True))
    counts = tables[:, 1:]
    likelihood = (special.xlogy(counts, np.where(kept, means, 1)) - means - special.gammaln(counts + 1)).sum(axis=1)
    return Fits(coefficients, variances, means, deviance, likelihood, columns.sum(axis=1).astype(float))


def _fitted(
    of: Design, counts: Floats, columns: Bools, kept: Bools, start: Floats | None
) -> tuple[Floats, Floats, Floats, Floats]:
    size = columns.shape[1]
    order = np.argsort(~columns, axis=1, kind="stable")[:, : int(columns.sum(axis=1).max(initial=1))]
    free = np.take_along_axis(columns, order, axis=1)
    found = np.zeros((len(counts), size)) if start is None else np.where(columns, start, 0.0)
    link = np.log(counts + 0.1) if start is None else found @ of.columns.T
    means = np.where(kept, counts + 0.1 if start is None else np.exp(link), 0.0)
    deviance, variances = _deviance(counts, means, kept), np.full((len(counts), size), np.nan)
    left = np.arange(len(counts))
    for turn in range(STEPS):
        weight, few = means[left], order[left]
        gram = _chosen(weight @ of.products, few, free[left])
        # weights times the working response, without dividing by means that may be minute
        right = (weight * link[left] + np.where(kept[left], counts[left] - weight, 0)) @ of.columns
        right = np.where(free[left], np.take_along_axis(right, few, axis=1), 0.0)
        step = np.zeros((len(left), size))
        np.put_along_axis(step, few, _solved(gram, right), axis=1)
        before, was = found[left], deviance[left]
        found[left], link[left], means[left], deviance[left] = _stepped(
            of, counts[left], kept[left], before, step, _high(was, start is None and not turn)
        )
        done = np.abs(deviance[left] - was) / (np.abs(deviance[left]) + 0.1) < ENOUGH
        if done.any():
            own = np.where(free[left[done]], np.diagonal(np.linalg.inv(gram[done]), axis1=1, axis2=2), np.nan)
            settled = variances[left[done]]
            np.put_along_axis(settled, few[done], own, axis=1)
            variances[left[done]] = settled
        left = left[~done]
        if not left.size:
            break
    return found, variances, means, deviance


def _chosen(gram: Floats, few: np.ndarray, free: Bools) -> Floats:
    """The rows and columns that are in each model; ones on the diagonal for the padding."""
    number, most = few.shape
    places = few[:, :, None] * int(np.sqrt(gram.shape[1])) + few[:, None, :]
    small = np.take_along_axis(gram, places.reshape(number, most * most), axis=1).reshape(number, most, most)
    small *= free[:, :, None] & free[:, None, :]
    diagonal = np.arange(most)
    small[:, diagonal, diagonal] += ~free
    return small


def _stepped(
    of: Design, counts: Floats, kept: Bools, before: Floats, after: Floats, high: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """The new coefficients and what follows of them; half the way back as long as the deviance is too high."""
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(HALVINGS):
            link = after @ of.columns.T
            means = np.where(kept, np.exp(link), 0.0)
            deviance = _deviance(counts, means, kept)
            wild = ~(deviance < high)
            if not wild.any():
                break
            after = np.where(wild[:, None], (after + before) / 2, after)
    return after, link, means, deviance


def _high(was: Floats, at_start: bool) -> Floats:
    """What a step may not reach: it has gone too far. R's start is beside every count, and has no deviance to keep."""
    return np.full(was.shape, np.inf) if at_start else 2 * was + 10


def _solved(gram: Floats, right: Floats) -> Floats:
    """The next coefficients; of least length where means have vanished on the way and left them open."""
    try:
        found = np.linalg.solve(gram, right[:, :, None])
    except np.linalg.LinAlgError:
        found = np.linalg.pinv(gram, hermitian=True) @ right[:, :, None]
    return np.asarray(found[:, :, 0], np.float64)


def _deviance(counts: Floats, means: Floats, kept: Bools) -> Floats:
    ratio = np.where(kept & (counts > 0), counts / np.where(kept, means, 1), 1.0)
    return 2 * (special.xlogy(counts, ratio) - np.where(kept, counts - means, 0)).sum(axis=1)
