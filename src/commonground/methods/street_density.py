"""Street density: how many events to the kilometre of street, smoothed along the streets and not over the roofs.

From each event its kernel runs along the street in both directions and over every crossing within reach. Where it
divides, so does its mass: equally among the other streets (discontinuous), or among all of them with what turns back
taken off, so that the density does not jump at a crossing (continuous).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from commonground.methods.street_network import Streets

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Split = Literal["continuous", "discontinuous"]
Kernel = Literal["quartic", "epanechnikov", "triangular"]
Step = Callable[[int, int], object]

KM = 1000.0
CHUNK = 256  # events followed at a time
MOST = 4_000_000  # paths held at a time
SMALLEST = 1e-6  # of an event: paths that carry less are not followed further
TWO_SIDED = 1.959963984540054


@dataclass(frozen=True, eq=False)
class StreetDensity:
    """Events to the kilometre on every short piece of street (lixel), each the mean over the piece.

    ``street``, ``begins`` and ``ends`` (lixels,) say which street and from how far along to how far; ``lower`` and
    ``upper`` are 95 % limits, taking events as a Poisson scatter about a density that is smooth on the scale of the
    bandwidth. With continuous splits, values times lengths add up to the number of events.
    """

    street: Whole
    begins: Floats
    ends: Floats
    values: Floats
    lower: Floats
    upper: Floats
    network: Streets
    events: int
    bandwidth: float
    split: Split

    @property
    def mean(self) -> float:
        """Events to the kilometre of all streets."""
        return self.events / self.network.total * KM

    def __str__(self) -> str:
        top = int(np.argmax(self.values))
        return (
            f"{self.events:,} events on {self.network.total / KM:,.4g} km of street, {self.mean:,.3g} per km; smoothed "
            f"along the streets over {self.bandwidth:,.0f} m they are densest on street {self.street[top] + 1:,}, "
            f"{self.begins[top]:,.0f} to {self.ends[top]:,.0f} m along: {self.values[top]:,.3g} per km "
            f"(95% limits {self.lower[top]:,.3g} to {self.upper[top]:,.3g})."
        )

    def table(self) -> dict[str, NDArray]:
        """Every piece; streets are numbered from 1, in their order."""
        found: dict[str, NDArray] = {
            "street": self.street + 1, "begins": self.begins, "ends": self.ends, "events_per_km": self.values,
            "lower": self.lower, "upper": self.upper,
        }  # fmt: skip
        return found

    def lines(self) -> Floats:
        """x and y of the start and of the end of every piece (lixels, 4). Raises ValueError without coordinates."""
        if self.network.ends is None:
            raise ValueError("this network has no coordinates: it cannot be drawn")
        ends, length = self.network.ends[self.street], self.network.length[self.street]
        shares = self.begins / length, self.ends / length
        parts = [ends[:, :2] + share[:, None] * (ends[:, 2:] - ends[:, :2]) for share in shares]
        return np.hstack(parts)


def street_density(
    network: Streets,
    street: ArrayLike,
    along: ArrayLike,
    bandwidth: float,
    lixel: float,
    split: Split = "continuous",
    kernel: Kernel = "quartic",
    step: Step | None = None,
) -> StreetDensity:
    """Network kernel density by the equal-split rules, followed along every path within the bandwidth.

    Parameters
    ----------
    network : Streets
    street : array (events,) of whole numbers
        On which street each event lies, numbered from nought.
    along : array (events,)
        How far along it from its start, in metres, up to its length.
    bandwidth : float > 0
        Metres along the streets at which an event counts for nothing.
    lixel : float > 0
        Length of the pieces; a street is divided evenly into pieces no longer than that.
    split : {'continuous', 'discontinuous'}
        At a crossing of m streets a path goes on into each of the others with 2 / m of what it carries and turns
        back with 2 / m - 1 (continuous; at a dead end all turns back), or with 1 / (m - 1) into each of the others
        (discontinuous; at a dead end it stops, and its mass is lost).
    kernel : {'quartic', 'epanechnikov', 'triangular'}
    step : called with (done, all) events

    Raises
    ------
    ValueError
        There are no events, one is not on the network, a bandwidth or lixel is not above nought, or the bandwidth
        reaches over so many crossings that the paths from one event cannot be held.

    References
    ----------
    Okabe, Satoh & Sugihara (2009) Int J Geogr Inf Sci 23:7 (equal-split rules); McSwiggan, Baddeley & Nair (2017)
    Scand J Stat 44:324, equations 7 to 9 (as sums over paths). Answers to ``spatstat.linnet::density.lpp`` with
    ``kernel`` given and ``continuous``, and to ``spNetwork::nkde``, but gives the mean over a lixel, not its middle.

    Examples
    --------
    >>> from commonground.methods.street_network import streets
    >>> found = street_density(streets([0], [1], [1000.0]), [0], [500], bandwidth=100, lixel=50, kernel="triangular")
    >>> print(found.values[8:12].round(6))
    [2.5 7.5 7.5 2.5]
    """
    place, position = _on_network(network, street, along)
    for what, given in (("bandwidth", bandwidth), ("lixel", lixel)):
        if not (np.isfinite(given) and given > 0):
            raise ValueError(f"the {what} must be a length above nought, in metres")
    if split not in ("continuous", "discontinuous") or kernel not in SUMS:
        raise ValueError("the split is ‘continuous’ or ‘discontinuous’, the kernel one of " + ", ".join(SUMS))
    pieces = _Pieces(network, lixel)
    total, squares = np.zeros(pieces.street.size), np.zeros(pieces.street.size)
    done = 0
    for chunk, event, piece, share in _shares(network, place, position, pieces, bandwidth, split, kernel):
        each = sparse.coo_array((share, (event, piece)), shape=(chunk, total.size)).tocsr()
        total += each.sum(axis=0)
        squares += each.power(2).sum(axis=0)
        done += chunk
        if step:
            step(done, place.size)
    values = np.maximum(total, 0) * KM  # what turns back cancels but for rounding
    root, half = np.sqrt(values), np.zeros(values.size)
    seen = values > 0
    half[seen] = TWO_SIDED * np.sqrt(squares[seen]) * KM / (2 * root[seen])
    return StreetDensity(
        pieces.street, pieces.begins, pieces.ends, values, np.maximum(root - half, 0) ** 2, (root + half) ** 2,
        network, place.size, float(bandwidth), split,
    )  # fmt: skip


class _Pieces:
    """The lixels of every street, one street after another."""

    def __init__(self, network: Streets, lixel: float) -> None:
        self.many = np.ceil(network.length / lixel - 1e-9).astype(np.int64)
        self.many = np.maximum(self.many, 1)
        self.first = np.cumsum(self.many) - self.many
        self.street = np.repeat(np.arange(network.length.size), self.many)
        number = np.arange(self.street.size) - self.first[self.street]
        self.long = (network.length / self.many)[self.street]
        self.begins, self.ends = number * self.long, (number + 1) * self.long

    def of(self, street: Whole) -> tuple[Whole, Whole]:
        """For each street asked for, its pieces: the position of the asking, and the piece."""
        many = self.many[street]
        asked = np.repeat(np.arange(street.size), many)
        return asked, self.first[street][asked] + np.arange(asked.size) - np.repeat(np.cumsum(many) - many, many)


def _on_network(network: Streets, street: ArrayLike, along: ArrayLike) -> tuple[Whole, Floats]:
    given, position = np.asarray(street, float).ravel(), np.asarray(along, float).ravel()
    if given.size != position.size or given.size == 0:
        raise ValueError("there must be events, each with its street and how far along it")
    known = np.isfinite(given) & np.isfinite(position) & (given == np.floor(given))
    there = known & (given >= 0) & (given < network.length.size)
    if not there.all():
        raise ValueError(f"event {int(np.argmin(there)) + 1:,} is on no street of the network")
    place = given.astype(np.int64)
    within = (position >= 0) & (position <= network.length[place] * (1 + 1e-9))
    if not within.all():
        wrong = int(np.argmin(within))
        raise ValueError(
            f"event {wrong + 1:,} is {position[wrong]:g} m along street {place[wrong] + 1:,}, which is "
            f"{network.length[place[wrong]]:g} m long"
        )
    return place, position


Shares = tuple[int, Whole, Whole, Floats]


def _shares(
    network: Streets, place: Whole, position: Floats, pieces: _Pieces, bandwidth: float, split: Split, kernel: Kernel
) -> Iterator[Shares]:
    """Chunk by chunk of events: how many, and who adds how much (to the metre) to which piece."""
    waiting = [slice(first, min(first + CHUNK, place.size)) for first in range(0, place.size, CHUNK)][::-1]
    while waiting:
        part = waiting.pop()
        found = _followed(network, place[part], position[part], pieces, bandwidth, split, kernel)
        if found is None:  # too many paths to hold: half the events at a time
            if part.stop - part.start == 1:
                raise ValueError(
                    f"{bandwidth:g} m reach over so many crossings that the paths from one event cannot be followed; "
                    "take a smaller bandwidth"
                )
            middle = (part.start + part.stop) // 2
            waiting += [slice(middle, part.stop), slice(part.start, middle)]
            continue
        yield (part.stop - part.start, *found)


def _followed(
    network: Streets, place: Whole, position: Floats, pieces: _Pieces, bandwidth: float, split: Split, kernel: Kernel
) -> tuple[Whole, Whole, Floats] | None:
    """Every path from these events, all at once, one crossing at a time; None when there are too many."""
    sums, darts = SUMS[kernel], network.darts
    event, piece = pieces.of(place)
    near, far = ((edge[piece] - position[event]) / bandwidth for edge in (pieces.begins, pieces.ends))
    given = [(event, piece, (sums(far) - sums(near)) / pieces.long[piece])]
    walker = np.tile(np.arange(place.size), 2)
    dart = np.concatenate([2 * place, 2 * place + 1])
    gone = np.concatenate([network.length[place] - position, position])  # on reaching the end of the dart
    carried, held = np.ones(walker.size), event.size
    while True:
        on = (gone < bandwidth) & (np.abs(carried) > SMALLEST)
        walker, dart, gone, carried = walker[on], dart[on], gone[on], carried[on]
        if walker.size == 0:
            break
        walker, dart, gone, carried = _over_crossing(darts, walker, dart, gone, carried, split)
        step, piece = pieces.of(dart // 2)
        held += step.size
        if held > MOST:
            return None
        back = (dart[step] % 2).astype(bool)
        long = darts.length[dart[step]]
        begins = np.where(back, long - pieces.ends[piece], pieces.begins[piece])
        near, far = ((gone[step] + edge) / bandwidth for edge in (begins, begins + pieces.long[piece]))
        share = carried[step] * (sums(far) - sums(near)) / pieces.long[piece]
        some = near < 1
        given.append((walker[step][some], piece[some], share[some]))
        gone = gone + darts.length[dart]
    events, touched, shares = zip(*given, strict=True)
    return np.concatenate(events), np.concatenate(touched), np.concatenate(shares)


def _over_crossing(
    darts, walker: Whole, dart: Whole, gone: Floats, carried: Floats, split: Split
) -> tuple[Whole, Whole, Floats, Floats]:
    """Each path goes on along every street that leaves the crossing it has come to."""
    crossing = darts.head[dart]
    many = darts.degree[crossing]
    path = np.repeat(np.arange(walker.size), many)
    onward = darts.leaving[darts.first[crossing][path] + np.arange(path.size) - np.repeat(np.cumsum(many) - many, many)]
    returns = onward == (dart[path] ^ 1)
    meet = many[path].astype(float)
    factor = 2 / meet - returns if split == "continuous" else np.where(returns, 0.0, 1 / np.maximum(meet - 1, 1))
    kept = factor != 0
    path, onward, factor = path[kept], onward[kept], factor[kept]
    return walker[path], onward, gone[path], carried[path] * factor


def _quartic(t: Floats) -> Floats:
    t = np.clip(t, -1, 1)
    return 15 / 16 * (t - 2 / 3 * t**3 + t**5 / 5)


def _epanechnikov(t: Floats) -> Floats:
    t = np.clip(t, -1, 1)
    return 3 / 4 * (t - t**3 / 3)


def _triangular(t: Floats) -> Floats:
    t = np.clip(t, -1, 1)
    return t - np.abs(t) * t / 2


SUMS: dict[str, Callable[[Floats], Floats]] = {
    "quartic": _quartic, "epanechnikov": _epanechnikov, "triangular": _triangular,
}  # fmt: skip
"""The integral of each kernel from nought, in bandwidths: a half at the end of its reach."""
