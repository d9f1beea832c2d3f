"""The threshold test: how likely did it have to be that something is found, before a person was searched?

Find rates mislead when groups differ in how many of them carry something: with one threshold for all, the group with
more certain cases has the higher find rate. So the test takes the officer to see, at each stop, a chance of a find
drawn from a distribution of that group and place, and to search above a threshold of that group and place. How often
stops become searches, and searches finds, says where the thresholds lie.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from commonground.methods.disparity.sampling import effective_draws, sampled, shrinkage
from commonground.methods.disparity.suspicion import SIZE, Cells, Model

Floats = NDArray[np.float64]
Words = NDArray[np.object_]

CHAINS = 8
SETTLED, ENOUGH = 1.05, 100  # R-hat at most, effective draws at least: else the draws say too little
POOR_FIT = 4.0  # standard errors between what is seen in a cell and what the model expects there


@dataclass(frozen=True, eq=False)
class Thresholds:
    """One entry for each group: the threshold over all places (weighted by their stops), with its 95 % interval.

    ``higher`` has, for each two groups, the probability that the first has the higher threshold. ``r_hat`` and
    ``effective`` are of the draws of each group's threshold; ``misfit`` is the largest difference, in standard errors,
    between a cell's searches or finds and what the model expects.
    """

    group: Words
    threshold: Floats
    lower: Floats
    upper: Floats
    higher: Floats
    r_hat: Floats
    effective: Floats
    misfit: float
    stops: int
    draws: int

    @property
    def converged(self) -> bool:
        """Whether the chains agree and have drawn enough."""
        return bool((self.r_hat <= SETTLED).all() and (self.effective >= ENOUGH).all())

    @property
    def fits(self) -> bool:
        """Whether no cell is far from what the model expects."""
        return self.misfit <= POOR_FIT

    def table(self) -> dict[str, list]:
        return {
            "group": list(self.group), "threshold": self.threshold.tolist(), "lower": self.lower.tolist(),
            "upper": self.upper.tolist(), "r_hat": self.r_hat.tolist(), "effective_draws": self.effective.tolist(),
        }  # fmt: skip

    def __str__(self) -> str:
        said = "; ".join(
            f"{group} people {middle:.1%} (95% interval {low:.1%} to {high:.1%})"
            for group, middle, low, high in zip(self.group, self.threshold, self.lower, self.upper, strict=True)
        )
        return f"The chance of a find above which people seem to have been searched: {said}; {self._sure()}."

    def _sure(self) -> str:
        if not self.converged:
            return (
                "the draws have not settled, so these numbers may not be used: draw more, or join groups and places "
                "with few searches"
            )
        if not self.fits:
            return (
                f"but the model does not fit (a cell is {self.misfit:.0f} standard errors away), so do not rely on it"
            )
        return f"from {self.stops:,} stops, if the model holds"


def threshold_test(
    group: ArrayLike,
    place: ArrayLike,
    stops: ArrayLike,
    searches: ArrayLike,
    finds: ArrayLike,
    generator: np.random.Generator,
    *,
    draws: int = 500,
    warm_up: int = 250,
    size: float = SIZE,
    step: Callable[[int, int], object] | None = None,
) -> Thresholds:
    """Thresholds of suspicion by group, from a hierarchical model of stops, searches and finds.

    Parameters
    ----------
    group, place : arrays (cells,) of str
        Ethnic group, and the borough or team; one row for each that occur together. Two groups and two places or more.
    stops, searches, finds : arrays (cells,) of whole numbers
        Stops of which some became searches, of which some found something. Stop and search data hold only searches:
        stops must come from elsewhere.
    generator : numpy.random.Generator
    draws, warm_up : int
        Of each of eight chains, kept and thrown away.
    size : float > 0
        Size of the beta distribution of chances, about which its prior lies: how well officers tell people apart.
        Stops, searches and finds hardly say, and all thresholds move with it.
    step : function of (done, all), optional

    Returns
    -------
    Thresholds; see ``converged`` and ``fits`` before using them.

    Raises
    ------
    ValueError
        Lengths differ, a number is unknown, negative or not whole, finds are more than searches or searches more than
        stops, a group has a place twice, there are fewer than two groups or places, or nothing was searched or found.

    References
    ----------
    Simoiu, Corbett-Davies & Goel (2017) Annals of Applied Statistics 11:1193, the model and its priors; Vehtari et al.
    (2021) Bayesian Analysis 16:667, R-hat and effective draws.

    Examples
    --------
    >>> found = threshold_test(
    ...     ["A", "B"] * 3, [1, 1, 2, 2, 3, 3], [900] * 6, [90, 160, 120, 200, 60, 130], [30, 33, 41, 44, 21, 27],
    ...     np.random.default_rng(1), draws=100, warm_up=100)
    >>> bool(found.threshold[0] > found.threshold[1])
    True
    """
    cells, groups = _cells(group, place, stops, searches, finds)
    if draws < 50 or warm_up < 50:
        raise ValueError("a threshold test needs 50 draws or more, and as many to warm up")
    if not (np.isfinite(size) and size > 0):
        raise ValueError("the size of the distribution of chances must be above nought")
    model = Model(cells, size)
    mode = optimize.minimize(
        lambda at: _downhill(model, at), model.start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}
    ).x
    chains = sampled(model.density, mode, generator, chains=CHAINS, draws=draws, warm_up=warm_up, step=step)
    rows = chains.reshape(-1, mode.size)
    unpacked = model.thresholds(rows, generator).reshape(*chains.shape[:2], -1)
    weight = np.bincount(cells.place, cells.stops)[cells.place]
    member = cells.group[:, None] == np.arange(len(groups))
    share = weight[:, None] * member / (weight[:, None] * member).sum(axis=0)
    of_group = unpacked @ share  # chains, draws, groups
    every = of_group.reshape(-1, len(groups))
    lower, upper = np.quantile(every, [0.025, 0.975], axis=0)
    return Thresholds(
        np.array(groups, dtype=object), every.mean(axis=0), lower, upper,
        (every[:, :, None] > every[:, None, :]).mean(axis=0), shrinkage(of_group), effective_draws(of_group),
        model.misfit(rows), int(cells.stops.sum()), len(every),
    )  # fmt: skip


def _downhill(model: Model, at: Floats) -> tuple[float, Floats]:
    with np.errstate(all="ignore"):
        value, slope = model.density(at[None])
    return (-float(value[0]), -slope[0]) if np.isfinite(value[0]) else (1e300, np.zeros(at.size))


def _cells(
    group: ArrayLike, place: ArrayLike, stops: ArrayLike, searches: ArrayLike, finds: ArrayLike
) -> tuple[Cells, list[str]]:
    names, where = np.asarray(group).astype(str), np.asarray(place).astype(str)
    numbers = [np.asarray(column, float) for column in (stops, searches, finds)]
    if names.ndim != 1 or any(column.shape != names.shape for column in (where, *numbers)):
        raise ValueError("a threshold test needs a group, a place, stops, searches and finds in each row")
    for what, column in zip(("stops", "searches", "finds"), numbers, strict=True):
        if (wrong := ~np.isfinite(column) | (column < 0) | (column % 1 != 0)).any():
            first = int(np.flatnonzero(wrong)[0])
            raise ValueError(f"{what} must be whole numbers, nought or more ({names[first]} in {where[first]})")
    stopped, searched, found = numbers
    for more, less, said in ((stopped, searched, "searches than stops"), (searched, found, "finds than searches")):
        if (wrong := less > more).any():
            first = int(np.flatnonzero(wrong)[0])
            raise ValueError(f"there cannot be more {said} ({names[first]} in {where[first]})")
    if len(set(zip(names, where, strict=True))) < names.size:
        raise ValueError("a group has two rows for one place: add them up first")
    groups, places = list(dict.fromkeys(names.tolist())), list(dict.fromkeys(where.tolist()))
    if len(groups) < 2 or len(places) < 2:
        raise ValueError("thresholds are told from each other by two groups or more in two places or more")
    for name in groups:
        own = names == name
        if not 0 < searched[own].sum() < stopped[own].sum() or found[own].sum() == 0:
            raise ValueError(f"of {name} people, some must be stopped, fewer searched, and something found on some")
    kept = stopped > 0
    number = {name: i for i, name in enumerate(groups)}, {name: i for i, name in enumerate(places)}
    return Cells(
        np.array([number[0][name] for name in names[kept]]), np.array([number[1][name] for name in where[kept]]),
        stopped[kept], searched[kept], found[kept],
    ), groups  # fmt: skip
