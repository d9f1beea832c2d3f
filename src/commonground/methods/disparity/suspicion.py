"""The model of the threshold test: what stops, searches and finds are to be expected, and how that changes.

The chance of a find that an officer sees follows a beta distribution of mean ``phi`` and size ``lam``. Integrals of it
above a threshold, and their slopes, are taken over the log odds of that chance, where it is smooth at any shape: so one
pass of exponentials gives the likelihood and all its slopes.

Thousands of stops pin a cell's threshold to a hair's breadth once ``phi`` and ``lam`` are known. So it is integrated
out by Laplace's method, and what is left to sample is smooth and has one parameter less for each cell.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

NODES = 40  # of Gauss and Legendre: the integrals are right to six digits
WIDTH = 34.0  # beyond it a density that falls as exp(-x) is nothing to a double
FALL = 20.0  # e to the minus so much is left out
NUDGE = 1e-4  # to feel how a bend changes
SIZE = 8.0
PRIORS = {"phi": (-2.0, 1.0, 0.0), "level": (-2.0, 1.0, 0.0), "lam": (0.0, 0.1, 0.25)}
"""Middle and standard deviation of each group's own part, and of the part that groups share: about a tenth of people
carry something, searches begin at about a chance in ten, and the same officers look at all groups. How well they can
tell people apart (``lam``) moves all thresholds together and is hardly seen in the numbers: its prior is narrow, and
lies about a size that is given."""
SPREADS = {"spread": 0.5, "phi_spread": 1.0}
LEAST = {"spread": 0.03, "phi_spread": 0.0}  # places never agree to a hair
NEWTON = 2  # steps to a cell's best threshold, from that which its searches alone speak of
TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Cells:
    """Stops, searches and finds of each group in each place, arrays (cells,)."""

    group: NDArray[np.intp]
    place: NDArray[np.intp]
    stops: Floats
    searches: Floats
    finds: Floats


@dataclass(frozen=True, eq=False)
class Masses:
    """Share of the distribution above the threshold (``search``), those with and without a find among it, and the slope
    of each: along ``a``, ``b`` and the log odds of the threshold; ``bends`` are the second slopes along the last."""

    search: Floats
    find: Floats
    none: Floats
    slopes: tuple[tuple[Floats, Floats, Floats], ...]
    bends: tuple[Floats, ...]


def masses(a: Floats, b: Floats, threshold: Floats) -> Masses:
    """Integrals of a beta distribution above a threshold.

    Parameters
    ----------
    a, b : arrays > 0
        Shapes of the distribution.
    threshold : array
        Log odds.

    Returns
    -------
    Masses

    Examples
    --------
    >>> found = masses(np.array([2.0]), np.array([2.0]), np.array([0.0]))
    >>> print(found.search.round(6), found.find.round(6))
    [0.5] [0.34375]
    """
    nodes, weights = _gauss()
    middle = np.log(a / b)
    # From its mode the density falls along a parabola first, then as exp(-a u) on the left and exp(-b u) on the right;
    # right of the mode of a distribution with a small ``a`` it falls by the weight of 1 - x alone.
    left = np.sqrt(2 * FALL * (1 / a + 1 / np.maximum(b, 1)))
    right = np.sqrt(2 * FALL * (1 / np.maximum(a, 1) + 1 / b))
    foot = np.maximum(threshold, middle - np.maximum(left, WIDTH / np.minimum(a, 20.0)))
    head = np.maximum(threshold, middle) + np.maximum(right, WIDTH / np.minimum(b, 20.0))
    head = np.maximum(head, np.log(np.expm1(FALL / (a + b))))
    half = (head - foot) / 2
    at = foot[..., None] + half[..., None] * (nodes + 1)
    against = np.exp(-at)
    x = 1 / (1 + against)
    log_x = np.log(x)
    rest = log_x - at  # log of 1 - x
    constant = special.betaln(a, b)
    density = np.exp(a[..., None] * log_x + b[..., None] * rest - constant[..., None]) * (weights * half[..., None])
    both, total = special.digamma(a + b), []
    edge = np.exp(a * -np.logaddexp(0, -threshold) - b * np.logaddexp(0, threshold) - constant)
    chance = special.expit(threshold)
    under_a, under_b = both - special.digamma(a), both - special.digamma(b)
    with_find = density * x
    for part, at_edge in ((density, edge), (with_find, edge * chance)):
        mass = part.sum(axis=-1)
        along_a = np.einsum("...n,...n->...", part, log_x) + mass * under_a
        along_b = np.einsum("...n,...n->...", part, rest) + mass * under_b
        total.append((mass, (along_a, along_b, -at_edge)))
    (search, of_search), (find, of_find) = total
    none = (density - with_find).sum(axis=-1)
    of_none = tuple(all_ - some for all_, some in zip(of_search, of_find, strict=True))
    falls = edge * (a - (a + b) * chance)
    bend = -falls, -(falls + edge * (1 - chance)) * chance
    return Masses(search, find, none, (of_search, of_find, of_none), (*bend, bend[0] - bend[1]))


@cache
def _gauss() -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(NODES)


class Model:
    """Log density of the parameters and its slope, for many sets of them at once.

    A set of parameters is one row: of each group its level of ``phi``, ``lam`` and the threshold, and the log of how
    far thresholds of places lie apart; of each place its share in ``phi``, and the log of how far those lie apart.

    Examples
    --------
    >>> cells = Cells(np.array([0, 1]), np.array([0, 0]), *np.array([[90.0, 90.0], [9, 9], [3, 3]]))
    >>> model = Model(cells)
    >>> value, slope = model.density(model.start[None])
    >>> bool(np.isfinite(value[0])), slope.shape == (1, model.start.size)
    (True, True)
    """

    def __init__(self, cells: Cells, size: float = SIZE) -> None:
        self.middle = {"lam": np.log(size)}
        self.cells = cells
        self.groups, self.places = int(cells.group.max()) + 1, int(cells.place.max()) + 1
        self.by_group = (cells.group[:, None] == np.arange(self.groups)).astype(float)
        self.by_place = (cells.place[:, None] == np.arange(self.places)).astype(float)
        self.counts = cells.stops - cells.searches, cells.finds, cells.searches - cells.finds
        sizes = {
            "phi": self.groups, "lam": self.groups, "level": self.groups, "spread": self.groups,
            "phi_place": self.places, "phi_spread": 1,
        }  # fmt: skip
        ends = np.cumsum([0, *sizes.values()])
        self.where = {name: slice(ends[i], ends[i + 1]) for i, name in enumerate(sizes)}
        self.size = int(ends[-1])

    @cached_property
    def start(self) -> Floats:
        """A place to begin looking for the mode: a tenth of stops carry something."""
        at = np.zeros(self.size)
        at[self.where["phi"]], at[self.where["lam"]], at[self.where["level"]] = -2.2, self.middle["lam"], -1.7
        for name in LEAST:
            at[self.where[name]] = -1.5
        return at

    def _parts(self, at: Floats) -> dict[str, Floats]:
        part = {name: at[:, where] for name, where in self.where.items()}
        for name, least in LEAST.items():
            part[f"{name} over"] = np.exp(np.clip(part[name], -12, 4))
            part[name] = part[f"{name} over"] + least
        return part

    def _shapes(self, part: dict[str, Floats]) -> tuple[Floats, Floats]:
        """``phi`` and ``lam`` of each cell."""
        group, place = self.cells.group, self.cells.place
        logit = part["phi"][:, group] + part["phi_place"][:, place]
        log = part["lam"][:, group]
        return np.clip(special.expit(logit), 1e-4, 1 - 1e-4), np.exp(np.clip(log, -4, 7))

    def _best(self, part: dict[str, Floats]) -> tuple[Floats, Floats, Floats, Masses]:
        """Each cell's best threshold in log odds, how sharply it is the best, the log density there, and the masses."""
        phi, lam = self._shapes(part)
        a, b = phi * lam, (1 - phi) * lam
        level, wide = part["level"][:, self.cells.group], part["spread"][:, self.cells.group]
        cells = self.cells
        rate = (cells.searches + 0.5) / (cells.stops + 1)
        at = special.logit(np.clip(special.betaincinv(a, b, 1 - rate), 1e-9, 1 - 1e-9))
        informed = cells.searches / (cells.searches + 1 / wide**2)  # few searches: begin nearer the group's level
        at = level + informed * (at - level)
        for _ in range(NEWTON):
            found = masses(a, b, at)
            slope, bend = self._along(found)
            at = np.clip(at + np.clip((slope - (at - level) / wide**2) / (bend + 1 / wide**2), -1, 1), -12, 12)
        found = masses(a, b, at)
        sharp = np.maximum(self._along(found)[1] + 1 / wide**2, 1e-9)
        value = np.zeros_like(at)
        for number, mass in zip(self.counts, (1 - found.search, found.find, found.none), strict=True):
            value += number * np.log(np.maximum(mass, TINY))
        return at, sharp, value - ((at - level) / wide) ** 2 / 2 - np.log(wide * np.sqrt(sharp)), found

    def _along(self, found: Masses) -> tuple[Floats, Floats]:
        """Slope of the log likelihood along each threshold, and how it bends (minus the second slope, above nought)."""
        slope, bend = np.zeros_like(found.search), np.zeros_like(found.search)
        for number, mass, sign, i in zip(
            self.counts, (1 - found.search, found.find, found.none), (-1, 1, 1), range(3), strict=True
        ):
            relative = sign * found.slopes[i][2] / np.maximum(mass, TINY)
            slope = slope + number * relative
            bend = bend + number * (relative**2 - sign * found.bends[i] / np.maximum(mass, TINY))
        return slope, np.maximum(bend, 1e-6)

    def density(self, at: Floats) -> tuple[Floats, Floats]:
        """Log density up to a constant and its slope, of each row of parameters."""
        part = self._parts(at)
        phi, lam = self._shapes(part)
        a, b = phi * lam, (1 - phi) * lam
        best, sharp, value, found = self._best(part)
        over_a, over_b = self._over(found, 0), self._over(found, 1)
        here, bend = self._along(found)
        still = np.zeros_like(a)
        moves = ((a * NUDGE, still, still), (still, b * NUDGE, still), (still, still, still + NUDGE))
        changes = []
        for more_a, more_b, more_t in moves:
            there, bent = self._along(masses(a + more_a, b + more_b, best + more_t))
            size = more_a + more_b + more_t
            changes.append(((there - here) / size, (bent - bend) / size))
        (turn_a, bend_a), (turn_b, bend_b), (_, bend_t) = changes
        over_a = over_a - (bend_a + bend_t * turn_a / sharp) / (2 * sharp)  # how the width of the integral changes
        over_b = over_b - (bend_b + bend_t * turn_b / sharp) / (2 * sharp)
        over_logit = (over_a - over_b) * lam * phi * (1 - phi)
        over_log = (over_a * phi + over_b * (1 - phi)) * lam
        wide = part["spread"][:, self.cells.group]
        away = (best - part["level"][:, self.cells.group]) / wide
        over_level = away / wide - bend_t / (2 * sharp**2 * wide**2)
        over_wide = (away**2 - 1 + 1 / (wide**2 * sharp)) / wide - bend_t * away / (sharp * wide) ** 2
        slope = np.zeros((len(at), self.size))
        for name, over in (
            ("phi", over_logit), ("lam", over_log), ("level", over_level),
            ("spread", over_wide * part["spread over"][:, self.cells.group]),
        ):  # fmt: skip
            slope[:, self.where[name]] = over @ self.by_group
        slope[:, self.where["phi_place"]] = over_logit @ self.by_place
        return self._with_priors(value.sum(axis=1), slope, part)

    def _over(self, found: Masses, along: int) -> Floats:
        """Slope of the log likelihood of each cell along ``a`` (0), ``b`` (1) or the threshold (2)."""
        parts = zip((-1, 1, 1), self.counts, (1 - found.search, found.find, found.none), found.slopes, strict=True)
        over = np.zeros_like(found.search)
        for sign, number, mass, slopes in parts:
            over += sign * number * slopes[along] / np.maximum(mass, TINY)
        return over

    def _with_priors(self, value: Floats, slope: Floats, part: dict[str, Floats]) -> tuple[Floats, Floats]:
        """Normal priors of the levels, the sizes of groups tied to one another; half-normal ones of the spreads."""
        for name, widest in SPREADS.items():
            at = part[f"{name} over"]
            value = value + (np.log(at) - (at / widest) ** 2 / 2).sum(axis=1)
            slope[:, self.where[name]] += 1 - (at / widest) ** 2
        for name, (middle, wide, tied) in PRIORS.items():
            away = part[name] - self.middle.get(name, middle)
            apart = away - away.sum(axis=1, keepdims=True) * tied**2 / (wide**2 + self.groups * tied**2)
            value = value - (away * apart).sum(axis=1) / (2 * wide**2)
            slope[:, self.where[name]] -= apart / wide**2
        place, far = part["phi_place"], part["phi_spread"]
        value = value - (place**2 / (2 * far**2) + np.log(far)).sum(axis=1)
        slope[:, self.where["phi_place"]] -= place / far**2
        of_spread = ((place / far) ** 2 - 1).sum(axis=1, keepdims=True) / far
        slope[:, self.where["phi_spread"]] += of_spread * part["phi_spread over"]
        return value, slope

    def thresholds(self, at: Floats, generator: np.random.Generator) -> Floats:
        """A draw of each cell's threshold, between 0 and 1, for each row of parameters: an array (rows, cells)."""
        best, sharp, _, _ = self._best(self._parts(at))
        return special.expit(best + generator.standard_normal(best.shape) / np.sqrt(sharp))

    def misfit(self, at: Floats) -> float:
        """Largest difference of a cell's searches, or finds, from what is expected, in standard errors."""
        *_, found = self._best(self._parts(at[:: max(1, len(at) // 200)]))
        cells = self.cells
        away = []
        for number, share, of in (
            (cells.searches, found.search.mean(axis=0), cells.stops),
            (cells.finds, (found.find / np.maximum(found.search, TINY)).mean(axis=0), cells.searches),
        ):
            error = np.sqrt(np.maximum(of * share * (1 - share), 0.25))
            away.append(np.abs(number - of * share) / error)
        return float(np.max(away))
