"""A sampler of smooth densities: Hamiltonian Monte Carlo, all chains at once, scaled by what it learns of the shape."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Density = Callable[[Floats], tuple[Floats, Floats]]

NUDGE = 1e-4  # of a parameter, to feel the curvature
WIDEST = 2.0  # standard deviations that a direction is first taken to have at most
WINDOWS = (0.0, 0.25, 0.6, 1.0)  # of the warm-up: after each the scale is worked out anew
LEAPS = 10  # in a path, so that it goes about a quarter of the way round
LONGEST = 0.3
WANTED = 0.8  # share of paths to accept


def sampled(
    density: Density,
    mode: Floats,
    generator: np.random.Generator,
    *,
    chains: int,
    draws: int,
    warm_up: int,
    step: Callable[[int, int], object] | None = None,
) -> Floats:
    """Draws from a density: an array (chains, draws, parameters).

    Parameters
    ----------
    density : function of an array (rows, parameters)
        Its log, up to a constant, and its slope, of each row. A slope that is not exact makes draws slower, not wrong.
    mode : array (parameters,)
        Where it is highest, or near.
    generator : numpy.random.Generator
    chains, draws, warm_up : int
    step : function of (done, all), optional

    References
    ----------
    Neal (2011) in Handbook of Markov Chain Monte Carlo, chapter 5; Hoffman & Gelman (2014) JMLR 15:1593, section 3.2,
    the length of a leap.

    Examples
    --------
    >>> bell = lambda at: (-(at**2).sum(axis=1) / 2, -at)
    >>> found = sampled(bell, np.zeros(2), np.random.default_rng(1), chains=4, draws=500, warm_up=200)
    >>> print(found.shape, bool(abs(found.std() - 1) < 0.1))
    (4, 500, 2) True
    """
    centre, scale = mode, _by_curvature(density, mode)
    at = centre + generator.standard_normal((chains, mode.size)) @ scale.T / 2
    length, told = _Length(), _Told(step, warm_up + draws)
    for start, end in pairwise(np.rint(np.array(WINDOWS) * warm_up).astype(int)):
        length = _Length()
        seen = _walk(density, at, centre, scale, end - start, length, generator, told, learns=True)
        at = seen[-1]
        centre, scale = _by_draws(density, seen[len(seen) // 4 :])
    length.settle()
    return _walk(density, at, centre, scale, draws, length, generator, told).swapaxes(0, 1)


def _by_curvature(density: Density, mode: Floats) -> Floats:
    """A square root of the covariance that the curvature at the mode speaks of."""
    nudges = NUDGE * np.eye(mode.size)
    curvature = (density(mode - nudges)[1] - density(mode + nudges)[1]) / (2 * NUDGE)
    values, directions = np.linalg.eigh((curvature + curvature.T) / 2)
    return directions / np.sqrt(np.maximum(values, 1 / WIDEST**2))


def _by_draws(density: Density, seen: Floats) -> tuple[Floats, Floats]:
    """Centre of the draws, and a square root of their covariance: by the curvature there in narrow directions, which
    few draws would blur, and by the draws themselves in wide ones, which curve."""
    rows = seen.reshape(-1, seen.shape[-1])
    centre = rows.mean(axis=0)
    scale = _by_curvature(density, centre)
    covariance = np.cov(np.linalg.solve(scale, (rows - centre).T))
    trust = len(rows) / (len(rows) + 5 * rows.shape[1])
    values, directions = np.linalg.eigh(trust * covariance + (1 - trust) * np.eye(len(covariance)))
    return centre, scale @ (directions * np.sqrt(np.maximum(values, 1e-9)))


def _walk(
    density: Density, at: Floats, centre: Floats, scale: Floats, turns: int, length: "_Length",
    generator: np.random.Generator, told: "_Told", learns: bool = False,
) -> Floats:  # fmt: skip
    """So many paths of all chains: an array (turns, chains, parameters)."""

    def scaled(place: Floats) -> tuple[Floats, Floats]:
        with np.errstate(all="ignore"):  # a path may stray to where nothing is likely, and is not taken
            value, slope = density(centre + place @ scale.T)
            return np.where(np.isfinite(value), value, -np.inf), np.nan_to_num(slope @ scale)

    place = np.asarray(np.linalg.solve(scale, (at - centre).T).T, np.float64)
    value, slope = scaled(place)
    seen = np.empty((turns, *place.shape))
    for turn in range(turns):
        place, value, slope, accepted = _path(scaled, place, value, slope, length.now(generator), generator)
        if learns:
            length.learn(accepted)
        seen[turn] = place
        told.one_more()
    return centre + seen @ scale.T


def _path(
    density: Density, at: Floats, value: Floats, slope: Floats, length: float, generator: np.random.Generator
) -> tuple[Floats, Floats, Floats, float]:
    """One path of leaps in each chain, taken or left; and the mean probability of taking it."""
    speed = generator.standard_normal(at.shape)
    before = value - (speed**2).sum(axis=1) / 2
    new, new_value, new_slope = at, value, slope
    for _ in range(LEAPS):
        half = speed + length / 2 * new_slope
        new = new + length * half
        new_value, new_slope = density(new)
        speed = half + length / 2 * new_slope
    with np.errstate(over="ignore", invalid="ignore"):
        ratio = np.nan_to_num(np.exp(np.minimum(0, new_value - (speed**2).sum(axis=1) / 2 - before)))
    taken = generator.uniform(size=len(at)) < ratio
    return (
        np.where(taken[:, None], new, at), np.where(taken, new_value, value),
        np.where(taken[:, None], new_slope, slope), float(ratio.mean()),
    )  # fmt: skip


class _Length:
    """The length of a leap, learnt while warming up: longer when nearly all paths are taken, shorter when few are."""

    def __init__(self) -> None:
        self.log, self.smooth, self.off, self.turn = np.log(LONGEST / 2), 0.0, 0.0, 0

    def now(self, generator: np.random.Generator) -> float:
        return float(np.exp(self.log) * generator.uniform(0.7, 1.3))

    def learn(self, accepted: float) -> None:
        self.turn += 1
        self.off += (WANTED - accepted - self.off) / (self.turn + 10)
        self.log = min(np.log(LONGEST) - np.sqrt(self.turn) / 0.05 * self.off, np.log(LONGEST))
        self.smooth += self.turn**-0.75 * (self.log - self.smooth)

    def settle(self) -> None:
        self.log = self.smooth if self.turn else self.log


class _Told:
    """Whom to tell how far it is, now and then."""

    def __init__(self, step: Callable[[int, int], object] | None, of: int) -> None:
        self.step, self.of, self.done = step, of, 0

    def one_more(self) -> None:
        self.done += 1
        if self.step and (self.done % 20 == 0 or self.done == self.of):
            self.step(self.done, self.of)


def shrinkage(draws: Floats) -> Floats:
    """Split R-hat of each quantity: near 1 when the chains, and the halves of each, tell the same.

    Parameters
    ----------
    draws : array (chains, draws, quantities)

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021) Bayesian Analysis 16:667, equations 1 to 4.

    Examples
    --------
    >>> same = np.random.default_rng(1).standard_normal((4, 500, 1))
    >>> print(shrinkage(same).round(2), bool(shrinkage(same + np.arange(4)[:, None, None])[0] > 1.5))
    [1.] True
    """
    halves = _halves(draws)
    number = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt((number - 1) / number + between / within)


def effective_draws(draws: Floats) -> Floats:
    """How many independent draws those of each quantity are worth.

    Parameters
    ----------
    draws : array (chains, draws, quantities)

    References
    ----------
    Vehtari et al. (2021), equations 10 to 13: Geyer's initial monotone sequence over split chains.

    Examples
    --------
    >>> print(effective_draws(np.random.default_rng(1).standard_normal((4, 500, 1)))[0] > 1500)
    True
    """
    halves = _halves(draws)
    chains, number, quantities = halves.shape
    centred = halves - halves.mean(axis=1, keepdims=True)
    wide = np.fft.rfft(centred, 2 * number, axis=1)
    shared = np.fft.irfft(wide * wide.conj(), axis=1)[:, :number] / number
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    total = within * (number - 1) / number + halves.mean(axis=1).var(axis=0, ddof=1)
    worth = np.empty(quantities)
    for i in range(quantities):
        if total[i] <= 0:
            worth[i] = 0.0
            continue
        likeness = 1 - (within[i] - shared[:, :, i].mean(axis=0)) / total[i]
        likeness[0] = 1
        pairs = likeness[: number // 2 * 2].reshape(-1, 2).sum(axis=1)
        stop = int(np.argmax(pairs <= 0)) if (pairs <= 0).any() else pairs.size
        tau = max(-1 + 2 * np.minimum.accumulate(pairs[:stop]).sum(), 1 / np.log10(chains * number))
        worth[i] = chains * number / tau
    return worth


def _halves(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])
