"""Lists that were linked without certainty: the estimate over several ways in which the links may truly lie."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from commonground.methods.prevalence.histories import Floats, checked
from commonground.methods.prevalence.resampling import AT_ONCE
from commonground.methods.prevalence.selection import LEVEL, Step, stepwise

MOST_WITHOUT = 0.1
"""The share of drawn links that may be without a finite estimate; beyond it the links carry none."""


@dataclass(frozen=True, eq=False)
class OverLinkages:
    """One estimate out of those of many drawn links, its limits, and how much of its spread is of the links.

    ``seen`` and ``estimates`` are (draws,): who is counted as one person differs between draws, so that those seen
    do too. ``from_links`` is the share of the whole variance that the links bring. All of it is nan, but ``seen``
    and ``without`` (the share of draws that had no finite estimate), where the draws carry none.
    """

    seen: Floats
    estimates: Floats
    estimate: float
    lower: float
    upper: float
    from_links: float
    without: float

    def __str__(self) -> str:
        between = f"{self.seen.min():,.0f}"
        if self.seen.max() > self.seen.min():
            between += f" to {self.seen.max():,.0f}"
        if np.isnan(self.estimate):
            return (
                f"No estimate: {self.without:.0%} of the {self.seen.size} ways in which the records may be linked have "
                f"none that is finite ({between} people seen); more certain links, or longer lists, would help."
            )
        return (
            f"{self.estimate:,.0f} people ({self.lower:,.0f} to {self.upper:,.0f}), {between} of them seen, over "
            f"{self.seen.size} ways in which the records may be linked, which bring {self.from_links:.0%} of the "
            "uncertainty; by one rule for choosing a model alone, and others may differ by more."
        )

    def table(self) -> dict[str, NDArray[np.float64] | list[int]]:
        """A row for each draw."""
        return {"draw": list(range(1, self.seen.size + 1)), "seen": self.seen, "estimate": self.estimates}


def over_linkages(
    tables: ArrayLike, generator: np.random.Generator, times: int = 50, level: float = LEVEL, step: Step | None = None
) -> OverLinkages:
    """Carry the error of matching into the estimate: one estimate for each drawn set of links, pooled.

    Within a draw the people are resampled and the model is chosen afresh (``stepwise``); the spread within draws and
    that between them are added on the logarithm of the total, as for data filled in several times.

    Parameters
    ----------
    tables : array (draws, 2**lists)
        Capture tables, one for each way in which uncertain links were drawn.
    generator : numpy.random.Generator
    times : int
        How often each table is resampled.
    level : float between 0 and 1
    step : called with (tables done, tables), optional

    Raises
    ------
    ValueError
        As ``stepwise``; fewer than two draws, or fewer than 20 times.

    References
    ----------
    Rubin (1987) Multiple Imputation for Nonresponse in Surveys, equations 3.1.2 to 3.1.6. Tancredi & Liseo (2011)
    Ann Appl Statist 5:1553, why links that are taken as certain make the answer look surer than it is.

    Examples
    --------
    >>> draws = [[0, 60, 50, 16, 40, 12, 14, 5], [0, 58, 48, 18, 40, 12, 14, 5], [0, 61, 51, 15, 39, 13, 14, 5]]
    >>> found = over_linkages(draws, np.random.default_rng(1))
    >>> found.seen.tolist(), bool(found.lower < found.estimates.min() < found.upper)
    ([197.0, 195.0, 198.0], True)
    """
    rows, _ = checked(tables)
    if len(rows) < 2:
        raise ValueError("one way of linking the records says nothing of the error of matching: draw several")
    if times < 20:
        raise ValueError("resample each table at least 20 times: fewer say nothing of its spread")
    seen = rows.sum(axis=1)
    again = np.concatenate(
        [generator.multinomial(int(n), row / n, size=times) for n, row in zip(seen, rows, strict=True)]
    )
    parts = np.concatenate([rows, again])
    found = np.empty(len(parts))
    for start in range(0, len(parts), AT_ONCE):
        found[start : start + AT_ONCE] = stepwise(parts[start : start + AT_ONCE], level).estimate
        if step:
            step(min(start + AT_ONCE, len(parts)), len(parts))
    estimates, replicates = found[: len(rows)], found[len(rows) :].reshape(len(rows), times)
    usable = np.isfinite(estimates) & (np.isfinite(replicates).mean(axis=1) > 1 - MOST_WITHOUT)
    without = 1 - float(usable.mean())
    if without > MOST_WITHOUT or usable.sum() < 2:
        nan = float("nan")
        return OverLinkages(seen, estimates, nan, nan, nan, nan, without)
    middle, spread, links, freedom = _pooled(np.log(estimates[usable]), np.log(replicates[usable]))
    reach = float(stats.t.ppf(0.975, freedom)) * spread
    ends = (float(np.exp(middle + way * reach)) for way in (0, -1, 1))
    estimate, lower, upper = ends
    return OverLinkages(seen, estimates, estimate, max(lower, float(seen.min())), upper, links, without)


def _pooled(logs: Floats, replicates: Floats) -> tuple[float, float, float, float]:
    """Rubin's rules: the mean, its standard error, the share of variance between draws, the degrees of freedom."""
    within, between = float(np.nanvar(replicates, axis=1, ddof=1).mean()), float(logs.var(ddof=1))
    extra = (1 + 1 / logs.size) * between
    whole = within + extra
    freedom = (logs.size - 1) * (whole / extra) ** 2 if extra > 0 else np.inf
    return float(logs.mean()), float(np.sqrt(whole)), extra / whole if whole else 0.0, freedom
