"""The classic models of a closed population: equal chances, lists that differ, people who differ, and behaviour.

They answer to other worlds than ours: behaviour models take the lists in an order of time, and those of people who
differ guess how they do. Beside the pairs of lists they show how much hangs on the guess.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from commonground.methods.prevalence.existence import is_finite
from commonground.methods.prevalence.fits import ENOUGH, STEPS
from commonground.methods.prevalence.histories import Bools, Floats, checked, design

SHAPES: dict[str, Callable[[Floats], Floats]] = {
    "Poisson2": lambda times: 2.0**times - 1,
    "Darroch": lambda times: times**2 / 2,
    "Gamma3.5": lambda times: np.log(3.5) - np.log(3.5 + times),
}
"""How the chance of being seen is taken to differ between people, by how many lists they are on."""


@dataclass(frozen=True, eq=False)
class Closed:
    """Closed-population models, a place for each of ``names``.

    ``usable`` is False where the model has no finite estimate, or fewer people than were seen: the other numbers are
    then only where the search stopped. ``parameters`` is how many were fitted.
    """

    names: tuple[str, ...]
    seen: int
    estimate: Floats
    error: Floats
    log_error: Floats
    deviance: Floats
    freedom: Floats
    aic: Floats
    bic: Floats
    usable: Bools

    def table(self) -> dict[str, list[object]]:
        """Columns of equal length."""
        columns = ("estimate", "error", "deviance", "freedom", "aic", "bic", "usable")
        return {"model": list(self.names)} | {name: getattr(self, name).tolist() for name in columns}


def closed_models(table: ArrayLike) -> Closed:
    """M0, Mt, Mh and Mth (Chao's lower bound, Poisson, Darroch, Gamma), Mb and Mbh, with standard errors.

    The standard error of Mbh differs from Rcapture's, whose derivative by the chance of being seen again is not that
    of the total; see the decision record on prevalence.

    Parameters
    ----------
    table : array (2**lists,)
        For Mb and Mbh the lists are in their order of time.

    Raises
    ------
    ValueError
        As ``histories.checked``, or fewer than three lists.

    References
    ----------
    Baillargeon & Rivest (2007) J Statist Softw 19(5), section 2; Rivest & Baillargeon (2007) Biometrics 63:999,
    Chao's bound with its negative terms left out. Answers to ``Rcapture::closedp.t``.

    Examples
    --------
    >>> found = closed_models([0, 40, 30, 6, 20, 8, 9, 3])
    >>> [(name, round(float(number))) for name, number in zip(found.names[:2], found.estimate[:2])]
    [('M0', 224), ('Mt', 222)]
    """
    rows, lists = checked(table)
    if len(rows) != 1:
        raise ValueError("one table is fitted at a time")
    if lists < 3:
        raise ValueError("closed-population models need at least three lists")
    counts, member = rows[0, 1:], design(lists).member
    times = member.sum(axis=1)
    fits = []
    for name, chances in (("h", times[:, None]), ("th", member)):
        plain = np.column_stack([np.ones(times.size), chances])
        fits.append((f"M{'0' if name == 'h' else 't'}", _usual(counts, plain)))
        fits.append((f"M{name} Chao (LB)", _usual(counts, _chao(counts, plain, times, lists))))
        for shape, column in SHAPES.items():
            fits.append((f"M{name} {shape}", _usual(counts, np.column_stack([plain, column(times)]))))
    order = ("M0", "Mt", *(f"M{h} {s}" for h in ("h", "th") for s in ("Chao (LB)", *SHAPES)))
    known = dict(fits) | {"Mb": _behaviour(counts, member), "Mbh": _behaviour(counts, member, first_apart=True)}
    return _together(counts, {name: known[name] for name in (*order, "Mb", "Mbh")})


def profile_limits(table: ArrayLike, chao: bool = False, confidence: float = 0.95) -> tuple[float, float, float]:
    """The most likely total of model Mt (with ``chao``, of Mth with Chao's bound), and its profile limits.

    Parameters
    ----------
    table : array (2**lists,)
    chao : bool
    confidence : float between 0 and 1

    Returns
    -------
    Total, lower and upper limit; the upper is infinite where the likelihood does not fall.

    Raises
    ------
    ValueError
        As ``closed_models``, or the model has no finite estimate.

    References
    ----------
    Cormack (1992) Biometrics 48:567. Answers to ``Rcapture::closedpCI.t``.

    Examples
    --------
    >>> [round(float(end)) for end in profile_limits([0, 40, 30, 6, 20, 8, 9, 3])]
    [220, 175, 295]
    """
    rows, lists = checked(table)
    if len(rows) != 1 or lists < 3:
        raise ValueError("profile limits need one table of at least three lists")
    counts, member = rows[0, 1:], design(lists).member
    model = np.column_stack([np.ones(len(member)), member])
    if chao:
        model = _chao(counts, model, member.sum(axis=1), lists)
    if not is_finite(model, counts > 0):
        raise ValueError("the model has no finite estimate: too few people are on two lists or more")
    whole = np.vstack([np.eye(1, model.shape[1]), model])
    seen = counts.sum()

    def likelihood(log_unseen: float) -> float:
        unseen = np.exp(log_unseen)
        cells = np.append(unseen, counts)
        means = _glm(whole, cells, 1e-12)[2]
        return float(
            special.gammaln(seen + unseen + 1) - special.gammaln(unseen + 1)
            + special.xlogy(cells, means / (seen + unseen)).sum()
        )  # fmt: skip

    middle = float(_glm(model, counts)[0][0])
    ends = (middle - 8, middle + 8)
    best = optimize.minimize_scalar(lambda at: -likelihood(at), bounds=ends, method="bounded", options={"xatol": 1e-9})
    fall = float(special.chdtri(1, 1 - confidence)) / 2

    def short(at: float) -> float:
        return likelihood(at) + best.fun + fall

    lower = optimize.brentq(short, ends[0], best.x) if short(ends[0]) < 0 else -np.inf
    upper = optimize.brentq(short, best.x, ends[1]) if short(ends[1]) < 0 else np.inf
    total, low, high = (float(seen + np.exp(at)) for at in (best.x, lower, upper))
    return total, low, high


@dataclass(frozen=True, eq=False)
class _Fit:
    unseen: float
    variance: float
    log_error: float
    means: Floats
    columns: int
    finite: bool


def _usual(counts: Floats, model: Floats) -> _Fit:
    """The people on no list are the exponential of the intercept; variance as Rivest & Lévesque (2001), equation 5."""
    found, spread, means = _glm(model, counts)
    unseen, own = float(np.exp(found[0])), float(spread[0, 0])
    finite = is_finite(model, counts > 0)
    return _Fit(unseen, unseen + unseen**2 * own, float(np.sqrt(own)), means, model.shape[1], finite)


def _chao(counts: Floats, plain: Floats, times: Floats, lists: int) -> Floats:
    """Chao's bound: a term for each number of lists from three, those with a negative coefficient left out."""
    terms = np.maximum(times[:, None] - np.arange(2, lists), 0)
    while terms.shape[1]:
        found = _glm(np.column_stack([plain, terms]), counts)[0][plain.shape[1] :]
        if (found >= 0).all():
            break
        terms = terms[:, found >= 0]
    return np.column_stack([plain, terms])


def _behaviour(counts: Floats, member: Floats, first_apart: bool = False) -> _Fit:
    """The chance of being seen changes once one has been seen; with ``first_apart`` the first list has a chance of
    its own. Lists before the first sighting fall off geometrically, what comes after tells nothing of the total."""
    lists = member.shape[1]
    first, again = member.argmax(axis=1).astype(float), member.sum(axis=1) - 1
    waits = [(first > 0).astype(float), np.maximum(first - 1, 0)] if first_apart else [first]
    model = np.column_stack([np.ones(len(first)), *waits, again])
    found, spread, means = _glm(model, counts)
    total, slope = _behaviour_total(found, lists, first_apart)
    variance = float(slope @ spread @ slope) - total
    seen = counts.sum()
    unseen = total - seen
    log_error = np.sqrt(max(variance - unseen, 0)) / unseen if unseen > 0 else np.nan
    return _Fit(unseen, variance, float(log_error), means, model.shape[1], is_finite(model, counts > 0))


def _behaviour_total(found: Floats, lists: int, first_apart: bool) -> tuple[float, Floats]:
    """The total of a behaviour model and its derivatives by the coefficients."""
    again = special.expit(found[-1])
    log_not_again = np.log1p(-again)
    waits = int(first_apart)
    missed = float(np.exp(found[1 + waits] + log_not_again))  # the chance of being missed once more
    reached = np.exp(found[0] - (lists - 1) * log_not_again) if first_apart else 0.0
    entered = np.exp(found[0] + waits * found[1] - (lists - 1 - waits) * log_not_again)
    rest = entered / (1 - missed)
    slope = np.zeros(found.size)
    slope[0] = reached + rest
    if first_apart:
        slope[1] = rest
    slope[1 + waits] = rest * missed / (1 - missed)
    slope[-1] = again * ((lists - 1) * reached + rest * ((lists - 1 - waits) - missed / (1 - missed)))
    return float(reached + rest), slope


def _glm(model: Floats, counts: Floats, enough: float = ENOUGH) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their covariance and the means of one Poisson model, with R's start, steps and stopping rule.

    By orthogonal triangles and not by normal equations: some of these models run off to infinity, and are followed
    as far as R follows them.
    """
    means = counts + 0.1
    link, was = np.log(means), np.inf
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            root = np.sqrt(means)
            turned, triangle = np.linalg.qr(model * root[:, None])
            found = np.linalg.lstsq(triangle, turned.T @ (root * (link + (counts - means) / means)), rcond=None)[0]
            link = model @ found
            means = np.maximum(np.exp(link), np.finfo(float).tiny)
            deviance = _deviance(counts, means)
            if not np.isfinite(deviance) or abs(deviance - was) / (abs(deviance) + 0.1) < enough:
                break
            was = deviance
        inverse = np.linalg.pinv(triangle)
    return found, inverse @ inverse.T, means


def _deviance(counts: Floats, means: Floats) -> float:
    return float(2 * (special.xlogy(counts, np.where(counts > 0, counts, 1) / means) - (counts - means)).sum())


def _together(counts: Floats, fits: dict[str, _Fit]) -> Closed:
    seen, columns = counts.sum(), np.array([fit.columns for fit in fits.values()], float)
    unseen = np.array([fit.unseen for fit in fits.values()])
    means = np.array([fit.means for fit in fits.values()])
    likelihood = (special.xlogy(counts, means) - means - special.gammaln(counts + 1)).sum(axis=1)
    variance = np.array([fit.variance for fit in fits.values()])
    return Closed(
        tuple(fits), int(seen), seen + unseen, np.sqrt(np.where(variance > 0, variance, np.nan)),
        np.array([fit.log_error for fit in fits.values()]),
        np.array([_deviance(counts, row) for row in means]), counts.size - columns,
        2 * columns - 2 * likelihood, np.log(seen) * columns - 2 * likelihood,
        np.array([fit.finite for fit in fits.values()]) & (unseen >= 0),
    )  # fmt: skip
