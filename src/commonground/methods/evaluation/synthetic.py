"""Synthetic control: the mixture of comparison areas that ran most like the area before the start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from commonground.methods.evaluation.counts import share

Floats = NDArray[np.float64]

SHOWN = 0.001  # a weight below this is not worth naming


@dataclass(frozen=True, eq=False)
class Synthetic:
    """The area, its mixture of others with their weights, and the gap between the two, month by month.

    ``importance`` is how much each predictor counted, where there were any; it adds up to 1.
    """

    observed: Floats
    weights: Floats
    synthetic: Floats
    before: int
    importance: Floats
    names: tuple[str, ...]

    @property
    def gap(self) -> Floats:
        return self.observed - self.synthetic

    @property
    def rmspe_before(self) -> float:
        """Root of the mean squared gap before the start: how well the mixture follows the area."""
        return float(np.sqrt((self.gap[: self.before] ** 2).mean()))

    @property
    def rmspe_after(self) -> float:
        return float(np.sqrt((self.gap[self.before :] ** 2).mean()))

    @property
    def mean_gap(self) -> float:
        """Mean gap after the start."""
        return float(self.gap[self.before :].mean())

    def __str__(self) -> str:
        mixture = sorted(zip(self.weights, self.names, strict=True), reverse=True)
        named = [f"{name} {weight:.0%}" for weight, name in mixture[:3] if weight >= SHOWN]
        more = int((self.weights >= SHOWN).sum()) - len(named)
        others = f" and {more} more" if more else ""
        return (
            f"After the start the area is {abs(self.mean_gap):,.2f} {'below' if self.mean_gap < 0 else 'above'} a "
            f"mixture of others that ran within {self.rmspe_before:,.2f} of it before ({', '.join(named)}{others})."
        )

    def table(self) -> dict[str, Sequence[float]]:
        """One row for each month."""
        return {
            "month": list(range(1, self.observed.size + 1)),
            "after": [int(at >= self.before) for at in range(self.observed.size)],
            "observed": self.observed.tolist(),
            "synthetic": self.synthetic.tolist(),
            "gap": self.gap.tolist(),
        }


def simplex_weights(targets: ArrayLike, donors: ArrayLike) -> Floats:
    """Weights, none below nought and adding up to 1, that bring the donors nearest to the targets.

    The nearest point of a polytope to another is had from one non-negative least squares: with D the donors less the
    targets and u free of the sum, least |Du|^2 + (1 - sum u)^2 has u in proportion to the weights wanted, for with
    u = sw its best s does not change which w is best. No search, no starting value.

    Parameters
    ----------
    targets : array (rows,)
    donors : array (rows, areas)

    Returns
    -------
    array (areas,). Where more areas than rows fit exactly, one of many mixtures.

    Raises
    ------
    ValueError
        The two have different rows, there is no donor, or a value is not known.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010) JASA 105:493, section 2.3; Lawson & Hanson (1974), chapter 23.

    Examples
    --------
    >>> print(simplex_weights([2, 3], [[1, 5, 9], [2, 6, 9]]).round(6).tolist())
    [0.75, 0.25, 0.0]
    """
    target, given = np.asarray(targets, float), np.asarray(donors, float)
    if target.ndim != 1 or given.ndim != 2 or given.shape[0] != target.size or 0 in given.shape:
        raise ValueError("a synthetic control needs as many rows for its comparison areas as for the area itself")
    if not (np.isfinite(target).all() and np.isfinite(given).all()):
        raise ValueError("a synthetic control needs every value: one is missing or infinite")
    apart = given - target[:, None]
    nearest = np.sqrt((apart**2).sum(0)).min()
    if nearest == 0:  # one of them is the same
        return (np.arange(given.shape[1]) == np.argmin((apart**2).sum(0))).astype(float)
    rows = np.vstack([apart / nearest, np.ones(given.shape[1])])
    free, _ = optimize.nnls(rows, np.concatenate([np.zeros(target.size), [1.0]]))
    return free / free.sum()


def synthetic_control(
    observed: ArrayLike, donors: ArrayLike, before: int, *, names: Sequence[str] | None = None
) -> Synthetic:
    """Weights from the months before the start alone.

    Parameters
    ----------
    observed : array (months,)
        Rates or numbers; a mixture cannot reach an area that is always above all others, or always below.
    donors : array (areas, months)
        Areas where nothing of the kind was done.
    before : int
        How many months lie before the start; the others do not touch the weights.
    names : names of the areas, optional

    Returns
    -------
    Synthetic

    Raises
    ------
    ValueError
        As ``simplex_weights``, or the start is not inside the series.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010) JASA 105:493.

    Examples
    --------
    >>> print(synthetic_control([2, 3, 2, 1], [[1, 2, 1, 2], [5, 6, 5, 6]], 3, names=["A", "B"]))
    After the start the area is 2.00 below a mixture of others that ran within 0.00 of it before (A 75%, B 25%).
    """
    y, others, called = _given(observed, donors, before, names)
    weights = simplex_weights(y[:before], others[:, :before].T)
    return Synthetic(y, weights, weights @ others, before, np.zeros(0), called)


def synthetic_control_with_predictors(
    observed: ArrayLike,
    donors: ArrayLike,
    before: int,
    predictors: ArrayLike,
    donor_predictors: ArrayLike,
    *,
    fitted_on: slice | None = None,
    names: Sequence[str] | None = None,
    starts: int = 4,
    generator: np.random.Generator | None = None,
) -> Synthetic:
    """Weights that match predictors, each of the importance that makes the mixture follow the area best.

    Predictors are first brought to one spread. Their importance is searched for from several starts (alike, by
    regression, and drawn), and the best kept: a single start can end in a worse mixture, as other packages do.

    Parameters
    ----------
    observed, donors, before, names
        As ``synthetic_control``.
    predictors : array (predictors,)
    donor_predictors : array (areas, predictors)
    fitted_on : slice, optional
        The months that the mixture is to follow; all before the start if not said.
    starts : int
        How many importances are drawn, beside the two.
    generator : numpy.random.Generator, optional
        For the draws; without it they are the same each time.

    Raises
    ------
    ValueError
        As ``simplex_weights``, or a predictor is the same everywhere.

    References
    ----------
    Abadie & Gardeazabal (2003) Am Econ Rev 93:113, appendix B; Abadie, Diamond & Hainmueller (2011) J Stat Softw 42:13.
    Answers to ``Synth::synth``.

    Examples
    --------
    >>> donors = [[1, 2, 1, 2], [5, 6, 5, 6], [9, 9, 9, 9]]
    >>> found = synthetic_control_with_predictors([2, 3, 2, 1], donors, 3, [2, 10], [[1, 12], [5, 4], [9, 0]])
    >>> print(found.weights.round(2).tolist())
    [0.75, 0.25, 0.0]
    """
    y, others, called = _given(observed, donors, before, names)
    own, theirs = np.asarray(predictors, float), np.asarray(donor_predictors, float)
    if own.ndim != 1 or theirs.shape != (len(others), own.size):
        raise ValueError("the predictors must be one row for the area, and one for each of its comparison areas")
    spread = np.vstack([own, theirs]).std(axis=0, ddof=1)
    if not (spread > 0).all():
        raise ValueError("a predictor that is the same in all areas tells nothing: leave it out")
    own, theirs = own / spread, (theirs / spread).T
    fitted = fitted_on or slice(0, before)
    target, followed = y[:before][fitted], others[:, :before][:, fitted]
    if target.size == 0:
        raise ValueError("there is no month before the start to follow")

    def mixture(importance: Floats) -> Floats:
        root = np.sqrt(importance)
        return simplex_weights(own * root, theirs * root[:, None])

    def missed(log_importance: Floats) -> float:
        return float(((target - mixture(_shares(log_importance)) @ followed) ** 2).mean())

    begin = _starts(own, theirs, target, followed, starts, generator or np.random.default_rng(0))
    search = {"maxiter": 3000, "maxfev": 3000, "xatol": 1e-2, "fatol": 1e-10}
    tried = [optimize.minimize(missed, np.log(v), method="Nelder-Mead", options=search) for v in begin]
    importance = _shares(min(tried, key=lambda found: found.fun).x)
    weights = mixture(importance)
    return Synthetic(y, weights, weights @ others, before, importance, called)


def _shares(log_importance: Floats) -> Floats:
    raised = np.exp(log_importance - log_importance.max())
    return raised / raised.sum()


def _starts(own, theirs, target, followed, number, generator) -> list[Floats]:  # type: ignore[no-untyped-def]
    """Alike; by how well each predictor foretells the months; and drawn evenly."""
    x = np.column_stack([own, theirs]).T
    outcomes = np.vstack([target, followed])
    slopes = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), outcomes, rcond=None)[0][1:]
    by_regression = np.fmax((slopes**2).sum(1), 1e-12)
    drawn = generator.dirichlet(np.ones(own.size), number)
    return [np.full(own.size, 1 / own.size), by_regression / by_regression.sum(), *np.fmax(drawn, 1e-12)]


def _given(
    observed: ArrayLike, donors: ArrayLike, before: int, names: Sequence[str] | None
) -> tuple[Floats, Floats, tuple[str, ...]]:
    y, others = np.asarray(observed, float), np.asarray(donors, float)
    if y.ndim != 1 or others.ndim != 2 or others.shape[1] != y.size or not len(others):
        raise ValueError("a synthetic control needs one series, and a table of other areas with the same months")
    if not (np.isfinite(y).all() and np.isfinite(others).all()):
        raise ValueError("a synthetic control needs every value: one is missing or infinite")
    if int(before) != before or not 1 < before < y.size:
        raise ValueError(f"the start must leave at least two of the {y.size} months before it and one after")
    called = tuple(names) if names is not None else tuple(f"area {i}" for i in range(1, len(others) + 1))
    if len(called) != len(others):
        raise ValueError(f"{len(called)} names are given for {len(others)} comparison areas")
    return y, others, called


@dataclass(frozen=True, eq=False)
class Placebos:
    """The gap of the area beside those of the others, each taken as if it had been the one.

    ``gaps`` (areas + 1, months), the area first; ``fits`` is the root mean squared gap of each before the start,
    ``mean_gaps`` the mean gap of each after it. ``p_value`` is how often a gap so large for its fit is found.
    """

    main: Synthetic
    gaps: Floats
    fits: Floats
    mean_gaps: Floats
    confidence: float

    @property
    def sizes(self) -> Floats:
        """Mean gap after the start, over the fit before."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.mean_gaps == 0, 0.0, np.abs(self.mean_gaps) / self.fits)

    @property
    def p_value(self) -> float:
        return float((self.sizes >= self.sizes[0] * (1 - 1e-12)).mean())

    @property
    def limits(self) -> tuple[float, float]:
        """Gaps that a placebo test does not rule out; infinite where the areas are too few for the confidence."""
        allowed = int((1 - self.confidence) * len(self.sizes) + 1e-9)  # areas with larger sizes that may be ruled out
        if allowed == 0:
            return -np.inf, np.inf
        reach = float(np.sort(self.sizes[1:])[::-1][allowed - 1] * self.fits[0])
        return self.main.mean_gap - reach, self.main.mean_gap + reach

    def __str__(self) -> str:
        rank = int((self.sizes >= self.sizes[0] * (1 - 1e-12)).sum())
        which = "the largest" if rank == 1 else f"number {rank} by size"
        return (
            f"For its fit before, the gap of {self.main.mean_gap:+,.2f} after the start is {which} of "
            f"{len(self.sizes)} areas, each tried as if it had been the one (p = {self.p_value:.3f})."
        )

    def table(self) -> dict[str, list]:
        """One row for each area, the area itself first."""
        return {
            "area": ["the area", *self.main.names], "mean_gap_after": self.mean_gaps.tolist(),
            "fit_before": self.fits.tolist(), "size": self.sizes.tolist(),
        }  # fmt: skip


def placebo_areas(
    observed: ArrayLike,
    donors: ArrayLike,
    before: int,
    *,
    names: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Placebos:
    """The synthetic control of the area and, in its turn, of each of the others.

    Parameters
    ----------
    observed, donors, before, names
        As ``synthetic_control``. The area itself is among the donors of none.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        As ``synthetic_control``, or there is only one other area.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), section 2.4; Firpo & Possebom (2018) J Causal Inference 6, for the limits.

    Examples
    --------
    >>> rows = np.random.default_rng(1).poisson(30, (6, 20)).astype(float)
    >>> print(placebo_areas(rows[0] - 9 * (np.arange(20) > 14), rows[1:], 15))
    For its fit before, the gap of -6.24 after the start is the largest of 6 areas, each tried as if it had been the \
one (p = 0.167).
    """
    main = synthetic_control(observed, donors, before, names=names)
    share(confidence, "the confidence")
    others = np.asarray(donors, float)
    if len(others) < 2:
        raise ValueError("a placebo test needs two or more comparison areas")
    tried = [synthetic_control(own, np.delete(others, at, 0), before) for at, own in enumerate(others)]
    every = [main, *tried]
    return Placebos(
        main, np.array([one.gap for one in every]), np.array([one.rmspe_before for one in every]),
        np.array([one.mean_gap for one in every]), confidence,
    )  # fmt: skip
