"""How many people are on no list? Every answer that the lists allow, side by side; or why they allow none."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.prevalence import graphical
from commonground.methods.prevalence.chapman import two_lists
from commonground.methods.prevalence.closed import SHAPES, Closed, closed_models
from commonground.methods.prevalence.histories import Floats, checked, design
from commonground.methods.prevalence.models import SUPPORTED, Models, all_models
from commonground.methods.prevalence.resampling import Resampled, check_asked, resampled
from commonground.methods.prevalence.selection import LEVEL, Selected, Step, by_wald, independent, stepwise

FEWEST_ON_TWO = 20
"""People on two lists or more, below whom a handful of them would settle the answer."""
WIDEST = 5.0
"""How many times the lowest the highest answer may be; beyond it the lists do not tell one answer from another."""
MOST_FAILURES = 0.025
"""The share of resampled lists without a finite estimate from which a 95% interval has no upper end."""
CRITICS = (
    "Whitehead, Jackson, Balch and Francis (2019, Journal of Human Trafficking) hold that no such estimate of hidden "
    "victims is reliable: lists pass people on to each other, lives change while they are kept, and no test on the "
    "lists themselves can show that a model is right."
)


@dataclass(frozen=True)
class Approach:
    """One answer: its title, what it takes for granted, the estimate and its limits, nan where there is none."""

    key: str
    title: str
    assumes: str
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class Prevalence:
    """Every answer that the lists allow, or the reasons why none is given.

    ``lowest`` and ``highest`` are how far apart the answers are: those of the approaches, and of every model of
    pairs that the lists support nearly as well as the best. With reasons in ``refused`` there is no approach at all.
    """

    lists: tuple[str, ...]
    seen: int
    on_two: int
    approaches: tuple[Approach, ...]
    lowest: float
    highest: float
    pairs: tuple[tuple[str, str], ...]
    refused: tuple[str, ...]
    helps: tuple[str, ...]

    def approach(self, key: str) -> Approach:
        """One of the approaches. Raises KeyError."""
        return {found.key: found for found in self.approaches}[key]

    def __str__(self) -> str:
        if self.refused:
            return f"No estimate can be given: {'; '.join(self.refused)}; what would help: {'; '.join(self.helps)}."
        if len(self.lists) == 2:
            one = self.approach("chapman")
            return (
                f"If being on {self.lists[0]} said nothing of being on {self.lists[1]}, which two lists cannot show, "
                f"there would be {one.estimate:,.0f} people ({one.lower:,.0f} to {one.upper:,.0f}), {self.seen:,} of "
                "them seen; a third list would show how far that can be believed."
            )
        known, afresh = self.approach("known"), self.approach("afresh")
        return (
            f"Between {self.lowest:,.0f} and {self.highest:,.0f} people, {self.seen:,} of them seen, so far apart are "
            f"the answers that these {len(self.lists)} lists allow; the model that their overlaps pick gives "
            f"{known.estimate:,.0f} ({known.lower:,.0f} to {known.upper:,.0f} with that model taken as known, "
            f"{afresh.lower:,.0f} to {afresh.upper:,.0f} with the choice of it allowed for), and some hold that no "
            "such estimate is reliable."
        )

    def table(self) -> dict[str, list[object]]:
        """A row for each approach; where none is given, a row for each reason."""
        if self.refused:
            return {"no_estimate_because": list(self.refused)}
        columns: dict[str, list[object]] = {"model": [found.title for found in self.approaches]}
        for name in ("estimate", "lower", "upper"):
            columns[name] = [_people(getattr(found, name)) for found in self.approaches]
        return columns | {"assumes": [found.assumes for found in self.approaches]}


def estimate(
    table: ArrayLike,
    generator: np.random.Generator,
    lists: tuple[str, ...] | None = None,
    times: int = 1000,
    level: float = LEVEL,
    step: Step | None = None,
) -> Prevalence:
    """Estimate by every approach, and say how far apart they are; or refuse, and say what would help.

    No estimate is given with fewer than 20 people on two lists or more, a list that shares nobody with the others or
    lies inside another, no finite estimate, more than 2.5% of resampled lists without one, or answers more than five
    times apart. Two lists give Chapman's estimate alone, with what it takes for granted.

    Parameters
    ----------
    table : array (2**lists,)
        People by pattern, see ``histories``.
    generator : numpy.random.Generator
    lists : names, optional
    times : int
        How often the people are resampled.
    level : float between 0 and 1
        At which a pair of lists enters a model.
    step : called with (parts done, parts), optional

    Raises
    ------
    ValueError
        As ``histories.checked`` and ``resampled``, or another number of names than lists.

    References
    ----------
    The five-list table of 2013 (Silverman 2014; Bales, Hesketh & Silverman 2015) and its critics (Whitehead et al.
    2019, J Human Trafficking 7:1).

    Examples
    --------
    >>> print(estimate([0, 40, 30, 6, 20, 0, 0, 0], np.random.default_rng(1), ("A", "B", "C")).refused[0])
    nobody on C is on any other list
    """
    rows, number = checked(table)
    if len(rows) != 1:
        raise ValueError("one table is estimated from at a time")
    names = lists or tuple(f"list {i + 1}" for i in range(number))
    if len(names) != number:
        raise ValueError(f"there are {number} lists and {len(names)} names")
    check_asked(times, level)
    counts = rows[0]
    reasons = _before(counts, names)
    if reasons:
        return _none(counts, names, reasons)
    if number == 2:
        return _of_two(counts, names)
    telling = step or (lambda done, of: None)
    chosen, tested = stepwise(counts, level), by_wald(counts, level)
    if not np.isfinite(chosen.estimate[0]):
        return _none(
            counts, names, [("no model has a finite estimate", "longer lists, or fewer of them joined by agency")]
        )
    again = resampled(counts, generator, times, level, lambda done, of: telling(done, 2 * of))
    models = all_models(counts, lambda done, of: telling(of + done, 2 * of))
    closed = closed_models(counts)
    approaches = _approaches(counts, chosen, tested, again, models, closed)
    lowest, highest = _range(approaches, models, closed)
    reasons = _after(again, lowest, highest)
    if reasons:
        return _none(counts, names, reasons)
    pairs = tuple((names[i], names[j]) for i, j in chosen.chosen())
    return Prevalence(names, int(counts.sum()), _on_two(counts), approaches, lowest, highest, pairs, (), ())


def _people(number: float) -> float:
    """People are whole; what is not known or has no end stays so."""
    return round(number) if np.isfinite(number) else number


def _on_two(counts: Floats) -> int:
    times = np.array([place.bit_count() for place in range(counts.size)])
    return int(counts[times > 1].sum())


def _none(counts: Floats, names: tuple[str, ...], reasons: list[tuple[str, str]]) -> Prevalence:
    said, helps = zip(*reasons, strict=True)
    nan = float("nan")
    return Prevalence(names, int(counts.sum()), _on_two(counts), (), nan, nan, (), said, tuple(dict.fromkeys(helps)))


def _before(counts: Floats, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """What can be seen to stand in the way before any model is fitted."""
    member = design(len(names)).member
    on, together = counts[1:] @ member, (member * counts[1:, None]).T @ member
    reasons = [(f"nobody is on {names[i]}", "leave out a list that nobody is on") for i in np.flatnonzero(on == 0)]
    lone = _apart(together > 0) if not reasons else []
    if lone:
        which = " and ".join(names[i] for i in lone)
        said = f"nobody on {which} is on any other list" if len(names) > 2 else "nobody is on both lists"
        reasons.append((said, "a longer period, or links between the records that miss fewer"))
    for i, j in combinations(range(len(names)), 2):
        small, large = (i, j) if on[i] <= on[j] else (j, i)
        if 0 < on[small] == together[i, j]:
            reasons.append((
                f"everybody on {names[small]} is on {names[large]} too, so that it adds nobody",
                f"join {names[small]} and {names[large]}, which one feeds from the other",
            ))  # fmt: skip
    if _on_two(counts) < FEWEST_ON_TWO and not reasons:
        reasons.append((
            f"fewer than {FEWEST_ON_TWO} people are on two lists or more",
            "a longer period, a larger area, or a further list",
        ))  # fmt: skip
    return reasons


def _apart(near: np.ndarray) -> list[int]:
    """The lists that no chain of overlaps joins to the largest group of lists."""
    from scipy.sparse.csgraph import connected_components

    _, group = connected_components(near, directed=False)
    return np.flatnonzero(group != np.bincount(group).argmax()).tolist()


def _of_two(counts: Floats, names: tuple[str, ...]) -> Prevalence:
    found = two_lists(counts[1] + counts[3], counts[2] + counts[3], counts[3])
    one = float(found.estimate)
    assumes = "being on one list says nothing of being on the other; nobody comes or goes; every link is right"
    petersen = float(found.petersen)
    nan = float("nan")
    return Prevalence(
        names, int(counts.sum()), int(counts[3]),
        (
            Approach("chapman", "Independent lists (Chapman)", assumes, one, float(found.lower), float(found.upper)),
            Approach("petersen", "Independent lists (Lincoln and Petersen)", assumes, petersen, nan, nan),
        ),
        min(one, petersen), max(one, petersen), (), (), (),
    )  # fmt: skip


def _approaches(
    counts: Floats, chosen: Selected, tested: Selected, again: Resampled, models: Models, closed: Closed
) -> tuple[Approach, ...]:
    number = counts.size.bit_length() - 1
    pairs = models.terms.shape[1]
    of_pairs = "pairs" if models.most_pairs == pairs else f"up to {models.most_pairs} pairs"
    known, picked = "the lists depend on each other as the chosen pairs say", "in pairs, by one rule for choosing them"
    found = [
        _selected("independent", "No list depends on another", "being on one list says nothing of the others",
                  independent(counts)),
        _selected("known", "Pairs by overlap, taken as known", known, chosen),
        Approach(
            "afresh", "Pairs by overlap, choice allowed for", f"lists depend {picked}",
            again.estimate, *again.limits(),
        ),
        _selected("wald", "Pairs by Wald’s test, taken as known", known, tested),
        Approach("aic", f"All models of {of_pairs}, averaged (AIC)", "lists depend in pairs", *models.averaged("aic")),
        Approach("bic", f"All models of {of_pairs}, averaged (BIC)", "lists depend in pairs", *models.averaged("bic")),
    ]  # fmt: skip
    if number <= graphical.MOST_LISTS:
        graphs = graphical.decomposable(counts)
        found.append(Approach(
            "graphs", "All decomposable graphs (Bayes)", "every graph is as likely beforehand",
            graphs.mean, graphs.quantile(0.025), graphs.quantile(0.975),
        ))  # fmt: skip
    return (*found, *_heterogeneous(closed))


def _selected(key: str, title: str, assumes: str, found: Selected) -> Approach:
    lower, upper = found.limits()
    return Approach(key, title, assumes, float(found.estimate[0]), float(lower[0]), float(upper[0]))


_DIFFERENCES = {
    "Chao (LB)": ("chao", "People differ: at least (Chao)"),
    "Poisson2": ("poisson", "People differ (Poisson)"),
    "Darroch": ("darroch", "People differ (Darroch)"),
    "Gamma3.5": ("gamma", "People differ (Gamma)"),
}


def _heterogeneous(closed: Closed) -> list[Approach]:
    """What would follow if some people were likelier than others to be on any list."""
    found = []
    for shape in ("Chao (LB)", *SHAPES):
        key, title = _DIFFERENCES[shape]
        place = closed.names.index(f"Mth {shape}")
        total, low, high = float("nan"), float("nan"), float("nan")
        if closed.usable[place]:
            total = float(closed.estimate[place])
            spread = np.exp(special.ndtri(0.975) * closed.log_error[place])
            low, high = (float(closed.seen + (total - closed.seen) * by) for by in (1 / spread, spread))
        assumes = "some people are likelier than others to be on any list; no list depends on another"
        found.append(Approach(key, title, assumes, total, low, high))
    return found


def _range(approaches: tuple[Approach, ...], models: Models, closed: Closed) -> tuple[float, float]:
    """How far apart the answers are. Models in which people differ count if they fit nearly as well as the best."""
    counted = [a.estimate for a in approaches if a.key in {"known", "wald", "aic", "bic", "graphs"}]
    near = (closed.aic <= models.aic.min() + SUPPORTED) & closed.usable
    counted += [float(closed.estimate[i]) for i in np.flatnonzero(near) if closed.names[i].startswith("Mth")]
    known = [number for number in (*counted, *models.range(SUPPORTED)) if np.isfinite(number)]
    return min(known), max(known)


def _after(again: Resampled, lowest: float, highest: float) -> list[tuple[str, str]]:
    """What only the fitted models show to stand in the way."""
    reasons = []
    if again.failures > MOST_FAILURES:
        reasons.append((
            f"more than {MOST_FAILURES:.1%} of resampled lists have no finite estimate, so that there is no upper end",
            "a longer period, a larger area, or a further list",
        ))  # fmt: skip
    if highest > WIDEST * lowest:
        reasons.append((
            f"models that these lists support alike give answers more than {WIDEST:.0f} times apart",
            "more people on two lists or more: a longer period, or a further list that is kept for another reason",
        ))  # fmt: skip
    return reasons
