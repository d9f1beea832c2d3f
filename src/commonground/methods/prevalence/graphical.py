"""Bayesian averaging over decomposable graphs of the lists: every way in which they may hang together, weighed."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.prevalence.histories import Floats, checked
from commonground.methods.prevalence.selection import Step

MOST_LISTS = 6  # 18,154 graphs; there are 617,675 of seven lists
REACH = 15
"""How many unseen people there may be, as a multiple of those seen."""
ROUGH = 1000
"""Numbers of unseen people at which all graphs are weighed, before the likely ones are weighed at every number."""
NEGLIGIBLE = -20.0  # the logarithm of a weight, beside the best graph's, that cannot be seen in an answer
AT_ONCE = 2048


@dataclass(frozen=True, eq=False)
class Averaged:
    """The posterior of everybody, from those seen upwards: ``total`` and ``probability``, arrays of one length.

    ``graphs`` names the five best graphs by their cliques (places of lists, from 0), with their probabilities;
    ``independence`` is the probability that no two lists depend on each other.
    """

    total: NDArray[np.int64]
    probability: Floats
    graphs: tuple[tuple[tuple[int, ...], ...], ...]
    graph_probability: Floats
    independence: float
    tried: int

    @property
    def mean(self) -> float:
        """The posterior mean."""
        return float(self.total @ self.probability)

    def quantile(self, probability: float) -> int:
        """The smallest total at which the posterior reaches a probability."""
        place = int(np.searchsorted(np.cumsum(self.probability), probability))
        return int(self.total[min(place, self.total.size - 1)])


def decomposable(table: ArrayLike, step: Step | None = None) -> Averaged:
    """Weigh every decomposable graph of the lists together with every number of unseen people.

    The prior of the total is 1/N up to sixteen times those seen, that of each graph's probabilities is
    hyper-Dirichlet with 2**-lists in each pattern, and all graphs are equal beforehand. Nothing is random.

    Parameters
    ----------
    table : array (2**lists,)
        Of two to six lists.
    step : called with (totals done, totals), optional

    Raises
    ------
    ValueError
        As ``histories.checked``, or more than six lists.

    References
    ----------
    Madigan & York (1997) Biometrika 84:19. Answers to ``dga::bma.cr``.

    Examples
    --------
    >>> found = decomposable([0, 40, 30, 6, 20, 0, 0, 0])
    >>> print(round(found.mean, 2), found.quantile(0.5), found.graphs[0])
    327.04 274 ((0, 2), (1, 2))
    """
    rows, lists = checked(table)
    if len(rows) != 1:
        raise ValueError("one table is weighed at a time")
    if lists > MOST_LISTS:
        raise ValueError(f"there are too many graphs of {lists} lists to weigh them all: at most {MOST_LISTS}")
    counts, signs = rows[0], graphs(lists)
    seen = int(counts.sum())
    rough = np.unique(np.append(np.round(np.geomspace(1, REACH * seen, ROUGH)), 0).astype(np.int64))
    weight = np.empty((len(signs), rough.size))
    for rows_of in np.array_split(np.arange(len(signs)), 16):
        weight[rows_of] = _weight(counts, signs[rows_of], rough)
    peak = weight.max()
    likely = np.flatnonzero(weight.max(axis=1) > peak + NEGLIGIBLE)
    np.exp(np.subtract(weight, peak, out=weight), out=weight)
    of_graph = weight @ (np.diff(rough, prepend=rough[0]) + np.diff(rough, append=rough[-1])) / 2  # trapezia
    of_graph[likely] = 0
    del weight
    unseen = np.arange(REACH * seen + 1)
    of_total = np.empty(unseen.size)
    for start in range(0, unseen.size, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        fine = np.exp(_weight(counts, signs[likely], unseen[part]) - peak)
        of_total[part] = fine.sum(axis=0)
        of_graph[likely] += fine.sum(axis=1)
        if step:
            step(min(start + AT_ONCE, unseen.size), unseen.size)
    of_graph, of_total = of_graph / of_graph.sum(), of_total / of_total.sum()
    best = np.argsort(-of_graph, kind="stable")[:5]
    alone = (signs[:, [1 << i for i in range(lists)]] > 0).all(axis=1)
    return Averaged(
        seen + unseen, of_total, tuple(_cliques(signs[row]) for row in best), of_graph[best],
        float(of_graph[alone].sum()), len(signs),
    )  # fmt: skip


@cache
def graphs(lists: int) -> NDArray[np.int8]:
    """Every decomposable graph, as what it adds up over sets of lists: 1 for a clique, -1 for each time it separates.

    Lists whose neighbours are all neighbours of each other are taken away one after the other, in all graphs at
    once; a graph in which none is left to take has a hole in it, and is not decomposable.

    Returns
    -------
    Array (graphs, 2**lists); a set of lists is the number whose bits are its lists.

    Examples
    --------
    >>> [len(graphs(lists)) for lists in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    """
    pairs = list(combinations(range(lists), 2))
    number = np.arange(1 << len(pairs))
    near = np.zeros((lists, number.size), np.int64)
    for place, (i, j) in enumerate(pairs):
        edge = (number >> place) & 1
        near[i] |= edge << j
        near[j] |= edge << i
    signs = np.zeros((number.size, 1 << lists), np.int8)
    left, whole = np.full(number.size, (1 << lists) - 1), np.ones(number.size, bool)
    for _ in range(lists):
        waiting = whole.copy()
        for v in range(lists):
            around = near[v] & left
            simple = waiting & ((left >> v) & 1 == 1)
            for w in range(lists):
                simple &= ((around >> w) & 1 == 0) | (around & ~(near[w] | 1 << w) == 0)
            taken = np.flatnonzero(simple)
            signs[taken, around[taken] | 1 << v] += 1
            signs[taken, around[taken]] -= 1
            left[taken] &= ~(1 << v)
            waiting &= ~simple
        whole &= ~waiting
    signs[:, 0] = 0
    return signs[whole]


def _weight(counts: Floats, signs: NDArray[np.int8], unseen: NDArray[np.int64]) -> Floats:
    """The logarithm of each graph's posterior weight (graphs, totals), but for one constant.

    For every set of lists, the Dirichlet weight of its table, in which only the cell of nobody changes.
    """
    size = counts.size
    sets, total = np.zeros((size, unseen.size)), counts.sum() + unseen
    for among in range(1, size):
        cells = np.bincount(np.arange(size) & among, weights=counts, minlength=size)
        prior = 0.5 ** int(among).bit_count()
        own = np.array([cell for cell in range(1, size) if cell & among == cell])
        known = (special.gammaln(prior + cells[own]) - special.gammaln(prior)).sum()
        sets[among] = known + special.gammaln(prior + cells[0] + unseen) - special.gammaln(prior)
        sets[among] -= special.gammaln(1 + total)
    return signs.astype(float) @ sets + (special.gammaln(total + 1) - special.gammaln(unseen + 1) - np.log(total))


def _cliques(signs: NDArray[np.int8]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        sorted(tuple(i for i in range(int(s).bit_length()) if s >> i & 1) for s in np.flatnonzero(signs > 0).tolist())
    )
