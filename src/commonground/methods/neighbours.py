"""Neighbours: which places lie beside which, and how much each counts.

Everything that asks whether like lies beside like needs one of these. Pairs are kept row by row, so that the sum
over a place's neighbours is one product of a sparse matrix, for a hundred thousand places as for ten.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Pairs of places: ``others[starts[i]:starts[i + 1]]`` are the neighbours of place i, in rising order, and
    ``weights`` how much each of them counts.

    ``own`` is the weight of a place for itself: nought unless ``with_self`` was asked for.
    """

    starts: Numbers
    others: Numbers
    weights: Floats
    own: Floats

    @property
    def places(self) -> int:
        """How many places there are."""
        return self.starts.size - 1

    @property
    def numbers(self) -> Numbers:
        """How many neighbours each place has, itself not counted."""
        return np.diff(self.starts)

    @property
    def of(self) -> Numbers:
        """The place whose neighbour each pair names: the row of each entry of ``others``."""
        return np.repeat(np.arange(self.places), self.numbers)

    @property
    def total(self) -> Floats:
        """The weights of each place, added."""
        return self.added(self.weights) + self.own

    @property
    def squares(self) -> Floats:
        """The squared weights of each place, added."""
        return self.added(self.weights**2) + self.own**2

    def added(self, of_pairs: Floats) -> Floats:
        """Something known of each pair, added up for each place."""
        return np.asarray(np.bincount(self.of, of_pairs, self.places), float)

    def with_self(self) -> "Neighbours":
        """Each place among its own neighbours with a weight of 1, as Gi* has it."""
        return replace(self, own=np.ones(self.places))

    def in_shares(self) -> "Neighbours":
        """Weights divided by their sum, so that a sum over neighbours is their mean ("row standardised").

        A place without neighbours keeps none.
        """
        total = self.total
        scale = 1 / np.where(total == 0, 1, total)
        return replace(self, weights=self.weights * np.repeat(scale, self.numbers), own=self.own * scale)

    def matrix(self) -> "csr_array":
        """The weights as a sparse matrix (places, places), the own ones on its diagonal."""
        from scipy import sparse

        pairs = sparse.csr_array((self.weights, self.others, self.starts), shape=(self.places, self.places))
        return pairs + sparse.diags_array(self.own, format="csr") if self.own.any() else pairs

    def sums(self, values: Floats) -> Floats:
        """The weighted sum of the values of each place's neighbours; of (places,) or (series, places)."""
        return np.asarray((self.matrix() @ values.T).T)

    def checked(self, values: ArrayLike) -> Floats:
        """The values as numbers, one for each place along the last axis.

        Raises ValueError where there are too many or too few, or one is unknown or infinite.
        """
        found = np.asarray(values, float)
        if found.ndim not in (1, 2) or found.shape[-1] != self.places:
            raise ValueError(
                f"{self.places} places need as many values: these have the shape {found.shape}; "
                "give one value for each place, in the order of the neighbours"
            )
        if not np.isfinite(found).all():
            raise ValueError("a value is unknown (nan) or infinite: leave its place out, with its pairs, before asking")
        return found


def from_pairs(
    first: ArrayLike, second: ArrayLike, places: int, weights: ArrayLike | None = None, mutual: bool = True
) -> Neighbours:
    """Neighbours that are given as pairs, such as areas that share a border.

    Parameters
    ----------
    first, second : arrays (pairs,) of whole numbers from 0 to places - 1
        Each pair once or both ways round; a place paired with itself is left out.
    places : int
        How many places there are, those without neighbours too.
    weights : array (pairs,) above 0, optional
        How much each pair counts; 1 if not given. With weights no pair may be named twice.
    mutual : bool
        Whether a pair counts for both of its places.

    Raises
    ------
    ValueError
        There is no place, a number names no place, arrays differ in length, or a weight is not above nought.

    Examples
    --------
    >>> beside = from_pairs([0, 1], [1, 2], places=4)
    >>> print(beside.numbers.tolist(), beside.others.tolist())
    [1, 2, 1, 0] [1, 0, 2, 1]
    """
    one, two = _whole(first, places), _whole(second, places)
    if one.shape != two.shape:
        raise ValueError("pairs of neighbours need two numbers each: the two columns differ in length")
    weight = np.ones(one.size) if weights is None else np.asarray(weights, float)
    if weight.shape != one.shape or not (np.isfinite(weight) & (weight > 0)).all():
        raise ValueError("each pair of neighbours needs a weight above nought")
    apart = one != two
    one, two, weight = one[apart], two[apart], weight[apart]
    if mutual:
        one, two, weight = np.r_[one, two], np.r_[two, one], np.r_[weight, weight]
    key, at = np.unique(one * places + two, return_index=True)
    if weights is not None and key.size < one.size:
        raise ValueError("a pair of neighbours with a weight is named twice: name each once")
    return _rows(key // places, key % places, weight[at], places)


def within(x: ArrayLike, y: ArrayLike, distance: float) -> Neighbours:
    """All places whose centres are at most so far away.

    Parameters
    ----------
    x, y : arrays (places,)
        Centres, in metres or any one unit; not degrees.
    distance : float above 0
        In the same unit.

    Raises
    ------
    ValueError
        There is no place, a coordinate is unknown or infinite, or the distance is not above nought.

    References
    ----------
    Answers to ``spdep::dnearneigh(coordinates, 0, distance)``.

    Examples
    --------
    >>> print(within([0, 100, 250], [0, 0, 0], distance=160).numbers.tolist())
    [1, 2, 1]
    """
    from scipy.spatial import cKDTree

    centres = _centres(x, y)
    if not (np.isfinite(distance) and distance > 0):
        raise ValueError("a distance between neighbours must be above nought")
    pairs = cKDTree(centres).query_pairs(distance, output_type="ndarray")
    return from_pairs(pairs[:, 0], pairs[:, 1], len(centres))


def nearest(x: ArrayLike, y: ArrayLike, k: int) -> Neighbours:
    """The k nearest places to each; of equally near ones, those that come first.

    Being among the nearest is not mutual: the nearest to a farm is in the village, but not the other way round.

    Parameters
    ----------
    x, y : arrays (places,)
        Centres, in metres or any one unit; not degrees.
    k : int from 1 to places - 1

    Raises
    ------
    ValueError
        There is no place, a coordinate is unknown or infinite, or there are not so many other places.

    References
    ----------
    Answers to ``spdep::knearneigh``.

    Examples
    --------
    >>> print(nearest([0, 1, 3, 7], [0, 0, 0, 0], k=1).others.tolist())
    [1, 0, 1, 2]
    """
    from scipy.spatial import cKDTree

    centres = _centres(x, y)
    n = len(centres)
    if not 1 <= k < n:
        raise ValueError(f"of {n} places each has {n - 1} others: ask for 1 to {n - 1} nearest")
    asked = k
    while True:  # a tie at the edge of what was asked for may hide a place that comes before it
        asked = min(n, asked + 2)
        away, found = cKDTree(centres).query(centres, asked)
        away = np.where(found == np.arange(n)[:, None], -1.0, away)
        order = np.lexsort((found, away))
        away, found = np.take_along_axis(away, order, 1), np.take_along_axis(found, order, 1)
        if asked == n or (away[:, k] < away[:, -1]).all():
            chosen = found[:, 1 : k + 1].ravel()
            return from_pairs(np.repeat(np.arange(n), k), chosen, n, mutual=False)
        asked = 2 * asked


def beside(column: ArrayLike, row: ArrayLike, corners: bool = True) -> Neighbours:
    """Squares of a grid that share an edge, or an edge or a corner.

    Parameters
    ----------
    column, row : arrays (places,) of whole numbers
        Where each square lies; squares may be missing, but none given twice.
    corners : bool
        Whether to touch at a corner is enough: eight neighbours (a queen's move), not four (a rook's).

    Raises
    ------
    ValueError
        There is no square, one is given twice, or a number is not whole.

    Examples
    --------
    >>> print(beside([0, 1, 0, 1], [0, 0, 1, 1], corners=False).numbers.tolist())
    [2, 2, 2, 2]
    """
    across, up = _positions(column), _positions(row)
    if across.shape != up.shape or not across.size:
        raise ValueError("squares of a grid need a column and a row each, and at least one square")
    across, up = across - across.min() + 1, up - up.min() + 1
    width = int(across.max()) + 2
    key = up * width + across
    order = np.argsort(key, kind="stable")
    held = key[order]
    if (np.diff(held) == 0).any():
        raise ValueError("a square of the grid is given twice: give each once")
    steps = [1, width, width + 1, width - 1] if corners else [1, width]
    pairs = [_met(key, held, order, step) for step in steps]
    first, second = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return from_pairs(first, second, key.size)


def _met(key: Numbers, held: Numbers, order: Numbers, step: int) -> tuple[Numbers, Numbers]:
    """Places and those a step further on in the grid, where there is one."""
    at = np.minimum(np.searchsorted(held, key + step), held.size - 1)
    there = held[at] == key + step
    return np.flatnonzero(there), order[at[there]]


def _rows(of: Numbers, others: Numbers, weights: Floats, places: int) -> Neighbours:
    starts = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=places)))).astype(np.int64)
    return Neighbours(starts, others.astype(np.int64), weights, np.zeros(places))


def _positions(given: ArrayLike) -> Numbers:
    found = np.asarray(given, float)
    if found.ndim != 1 or not np.isfinite(found).all() or (found % 1 != 0).any():
        raise ValueError("places are numbered by whole numbers, one each")
    return found.astype(np.int64)


def _whole(given: ArrayLike, places: int) -> Numbers:
    if places < 1:
        raise ValueError("neighbours need at least one place")
    found = _positions(given)
    if ((found < 0) | (found >= places)).any():
        raise ValueError(f"a pair of neighbours names a place outside 0 to {places - 1}")
    return found


def _centres(x: ArrayLike, y: ArrayLike) -> Floats:
    first, second = np.asarray(x, float), np.asarray(y, float)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise ValueError("places need an x and a y each, and at least one place")
    if not (np.isfinite(first) & np.isfinite(second)).all():
        raise ValueError("a coordinate is unknown (nan) or infinite: leave its place out first")
    return np.column_stack((first, second))
