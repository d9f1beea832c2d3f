"""Searches of each group per resident, beside those of another; and what the searches found.

The people who live in an area are not the people who could be stopped there: commuters, visitors and those out late
are not residents, and residents are not all out. The caution that says so is part of every result.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods import two_counts
from commonground.methods.rates import proportion

Floats = NDArray[np.float64]
Words = NDArray[np.object_]

CAUTION = (
    "residents are not the people available to be stopped, and a disparity does not show why it exists: it asks to be "
    "explained"
)
IN_SHORT = "residents are not those there to be stopped"
FEWEST = 5  # a number from 1 to 4 could tell of a person: what is made of it is left out
LEVEL = 0.05


@dataclass(frozen=True, eq=False, repr=False)
class Disparity:
    """One entry for each area and group, in the order given; nan where a small number is left out.

    ``ratio`` is searches per resident beside those of the ``beside`` group, with log-normal limits (``lower``,
    ``upper``) and exact ones; ``find_rate`` is a share from 0 to 1 with Wilson's limits; ``outcome_p`` compares it
    with that of the ``beside`` group. ``few`` says what was left out for a small number.
    """

    area: Words
    group: Words
    beside: str
    per: float
    searches: Floats
    rate: Floats
    ratio: Floats
    lower: Floats
    upper: Floats
    exact_lower: Floats
    exact_upper: Floats
    find_rate: Floats
    find_lower: Floats
    find_upper: Floats
    outcome_p: Floats
    few: NDArray[np.bool_]
    caution: str = CAUTION

    @cached_property
    def others(self) -> list[str]:
        """The groups that are set beside the one, as they come."""
        return [group for group in dict.fromkeys(self.group) if group != self.beside]

    @property
    def verdict(self) -> Words:
        """How each rate stands to that of the group beside it: only what the exact interval bears out."""
        said = np.full(self.group.shape, "no clear difference", dtype=object)
        said[self.exact_lower > 1] = "searched more"
        said[self.exact_upper < 1] = "searched less"
        said[np.isnan(self.ratio)] = "not shown"
        said[self.group == self.beside] = "compared with"
        return said

    def table(self) -> dict[str, list]:
        """One row for each area and group; the caution stands in each."""
        numbers = ("searches", "rate", "ratio", "lower", "upper", "exact_lower", "exact_upper", "find_rate",
                   "find_lower", "find_upper", "outcome_p")  # fmt: skip
        columns: dict[str, list] = {"area": list(self.area), "group": list(self.group)}
        columns |= {name: getattr(self, name).tolist() for name in numbers}
        return columns | {"verdict": list(self.verdict), "caution": [IN_SHORT] * self.group.size}

    def __str__(self) -> str:
        said = "; ".join(self._said(group) for group in self.others)
        places = len(dict.fromkeys(self.area))
        over = f" over {places} areas (lowest to highest)" if places > 1 else ""
        return (
            f"Searches per resident beside those of {self.beside} people{over}: {said}. Bear in mind: {self.caution}."
        )

    __repr__ = __str__

    def _said(self, group: str) -> str:
        own = np.flatnonzero((self.group == group) & ~np.isnan(self.ratio))
        if not own.size:
            return f"{group} people, not shown because the numbers are small"
        if own.size == 1 and (self.group == group).sum() == 1:
            (only,) = own
            return (
                f"{group} people {self.ratio[only]:.1f} times as often "
                f"(95% interval {self.exact_lower[only]:.1f} to {self.exact_upper[only]:.1f})"
            )
        clear = int((self.verdict[own] != "no clear difference").sum())
        return (
            f"{group} people {self.ratio[own].min():.1f} to {self.ratio[own].max():.1f} times as often, clearly "
            f"different in {clear} of {own.size}"
        )


def disparity(
    group: ArrayLike,
    searches: ArrayLike,
    residents: ArrayLike,
    finds: ArrayLike | None = None,
    area: ArrayLike | None = None,
    *,
    beside: str = "White",
    per: float = 1000,
    confidence: float = 0.95,
    fewest: int = FEWEST,
) -> Disparity:
    """Rates of search, their ratios, find rates and the outcome test, for many areas at once.

    Parameters
    ----------
    group : array (rows,) of str
        Ethnic group, or another; one row for each area and group.
    searches : array (rows,) of whole numbers >= 0
    residents : array (rows,) > 0
        Residents of the group in the area.
    finds : array (rows,) of whole numbers >= 0, optional
        Searches that found something, or that ended in action; no more than ``searches``.
    area : array (rows,) of str, optional
        One area when left out.
    beside : str
        The group that others are compared with; each area must have it.
    per : float
        Residents that a rate is per.
    confidence : float between 0 and 1
    fewest : int
        Results made of a number from 1 to one less are left out; 0 or 1 leaves nothing out.

    Returns
    -------
    Disparity

    Raises
    ------
    ValueError
        Lengths differ, a number is unknown, negative or not whole, an area has a group twice or lacks the one to
        compare with, there are no residents, or more finds than searches.

    References
    ----------
    Rothman, Greenland & Lash (2008) chapter 14, log-normal limits; Clopper & Pearson (1934), exact limits; Wilson
    (1927), find rates. The outcome test (Becker 1957; Ayres 2002) answers to R's ``prop.test`` without continuity
    correction.

    Examples
    --------
    >>> found = disparity(["White", "Black"], [1003, 2658], [85917, 54656], [280, 621])
    >>> print([round(float(x), 3) for x in (found.ratio[1], found.lower[1], found.upper[1], found.find_rate[1])])
    [4.166, 3.874, 4.48, 0.234]
    """
    names, places, searched, people, found = _rows(group, searches, residents, finds, area)
    row_beside = _beside(names, places, beside)
    few = _few(searched, fewest)
    unsure = few | few[row_beside]
    count, ratio_count = np.where(few, np.nan, searched), np.where(unsure, np.nan, searched)
    against = np.where(unsure, np.nan, searched[row_beside])
    exact = two_counts.exact(ratio_count, against, people, people[row_beside], confidence)
    wald = two_counts.wald(ratio_count, against, people, people[row_beside], confidence)
    own = np.asarray(names == beside)
    hidden = few | _few(found, fewest) | _few(searched - found, fewest)
    rate = proportion(
        np.where(hidden, np.nan, found), np.where(hidden | (searched == 0), np.nan, searched), 1, confidence
    )
    return Disparity(
        places, names, beside, per, count, per * count / people, exact.ratio,
        np.where(own, np.nan, wald.lower), np.where(own, np.nan, wald.upper), exact.lower, exact.upper,
        rate.value, rate.lower, rate.upper,
        np.where(own | hidden | hidden[row_beside], np.nan, _outcome(found, searched, row_beside)),
        unsure | hidden & ~np.isnan(found),
    )  # fmt: skip


def _rows(
    group: ArrayLike, searches: ArrayLike, residents: ArrayLike, finds: ArrayLike | None, area: ArrayLike | None
) -> tuple[Words, Words, Floats, Floats, Floats]:
    names = np.asarray(group, dtype=object)
    places = np.full(names.shape, "", dtype=object) if area is None else np.asarray(area, dtype=object)
    searched, people = np.asarray(searches, float), np.asarray(residents, float)
    found = np.full(names.shape, np.nan) if finds is None else np.asarray(finds, float)
    if names.ndim != 1 or not names.size or any(c.shape != names.shape for c in (places, searched, people, found)):
        raise ValueError("a disparity needs one row for each area and group: groups, searches and residents alike")
    for what, numbers in (("searches", searched), ("finds", found)):
        if what == "searches" or finds is not None:
            wrong = ~np.isfinite(numbers) | (numbers < 0) | (numbers % 1 != 0)
            if wrong.any():
                raise ValueError(f"{what} must be whole numbers, nought or more ({_where(names, places, wrong)})")
    if (wrong := ~(np.isfinite(people) & (people > 0))).any():
        raise ValueError(f"a rate per resident needs residents, more than nought ({_where(names, places, wrong)})")
    if (wrong := found > searched).any():
        raise ValueError(f"there cannot be more finds than searches ({_where(names, places, wrong)})")
    return names, places, searched, people, found


def _where(names: Words, places: Words, wrong: NDArray[np.bool_]) -> str:
    first = int(np.flatnonzero(wrong)[0])
    return f"{names[first]}{f' in {places[first]}' if places[first] else ''}"


def _beside(names: Words, places: Words, beside: str) -> NDArray[np.intp]:
    """For each row, the row of the group to compare with in the same area."""
    rows = {}
    for row, (name, place) in enumerate(zip(names, places, strict=True)):
        if (name, place) in rows:
            raise ValueError(f"{name}{f' in {place}' if place else ''} has more than one row: add them up first")
        rows[name, place] = row
    for place in dict.fromkeys(places):
        if (beside, place) not in rows:
            raise ValueError(
                f"there is no row for {beside}{f' in {place}' if place else ''}, the group to compare with: "
                f"say another of {', '.join(dict.fromkeys(map(str, names)))}"
            )
    return np.array([rows[beside, place] for place in places])


def _few(numbers: Floats, fewest: int) -> NDArray[np.bool_]:
    return (numbers > 0) & (numbers < fewest)


def _outcome(found: Floats, searched: Floats, beside: NDArray[np.intp]) -> Floats:
    """Two-sided p value of two shares being one: the chi-squared test of a table of four, uncorrected."""
    with np.errstate(divide="ignore", invalid="ignore"):
        both = searched + searched[beside]
        share = (found + found[beside]) / both
        error = np.sqrt(share * (1 - share) * (1 / searched + 1 / searched[beside]))
        z = (found / searched - found[beside] / searched[beside]) / error
    return 2 * special.ndtr(-np.abs(z))
