"""Harm: offences weighed by a file of weights that the user has, beside the plain count.

A murder and a shove are one offence each. An index of harm gives each offence a weight: days of imprisonment at the
guideline's starting point (Cambridge Crime Harm Index) or a score (Crime Severity Score of the Office for National
Statistics). None comes with Common Ground: their owners say who may use them, and a weight made up is no weight.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

UNNAMED = "all"
STATED = ("index", "edition", "licence", "unit")


class WrongWeights(ValueError):
    """The file of weights cannot be used; the sentence says why."""


@dataclass(frozen=True, eq=False)
class Weights:
    """An index of harm: its name, edition, licence and unit, and the weight of each code."""

    index: str
    edition: str
    licence: str
    unit: str
    of: Mapping[str, float]

    @property
    def said(self) -> str:
        return f"{self.index}, edition {self.edition}"


def code(written: str) -> str:
    """An offence code or category as it is compared: without leading noughts, spaces and the case of letters.

    >>> code("008N"), code("8/06"), code(" Robbery  of business property")
    ('8n', '8/6', 'robbery of business property')
    """
    plain = " ".join(written.split()).casefold()
    return re.sub(r"(?<![0-9a-z])0+(?=[0-9])", "", plain)


def weights(codes: Sequence[str], values: ArrayLike, stated: Mapping[str, Sequence[str]]) -> Weights:
    """The weights of a file, checked. ``stated`` has the columns index, edition, licence and unit, one value in each.

    Raises WrongWeights for a code twice or missing, a weight that is negative or no number, and for an index, edition,
    licence or unit that is not stated or not one.
    """
    given = np.asarray(values, float)
    if given.size == 0 or len(codes) != given.size:
        raise WrongWeights("there must be a weight for each code, and at least one")
    said = {name: _one(name, stated.get(name, ())) for name in STATED}
    of: dict[str, float] = {}
    written: dict[str, str] = {}
    for one, value in zip(codes, given.tolist(), strict=True):
        plain = code(one)
        if not plain:
            raise WrongWeights("a weight has no offence code")
        if plain in of:
            raise WrongWeights(
                f"the code {one} is there twice{f', also as {written[plain]}' if written[plain] != one else ''}: which "
                "weight holds?"
            )
        if not np.isfinite(value) or value < 0:
            raise WrongWeights(f"the weight of {one} is {value:g}; it must be a number, nought or more")
        of[plain], written[plain] = value, one
    if not any(of.values()):
        raise WrongWeights("all weights are nought")
    return Weights(said["index"], said["edition"], said["licence"], said["unit"], of)


def _one(name: str, column: Sequence[str]) -> str:
    found = sorted({" ".join(value.split()) for value in column})
    if not found or found == [""]:
        raise WrongWeights(
            f"the file of weights does not say its {name}: give a column {name}, the same in each row, so that it can "
            "be said beside every number"
        )
    if len(found) > 1:
        said = " and ".join(f"“{value}”" for value in found[:2])
        raise WrongWeights(f"the file of weights has more than one {name}, such as {said}: use one {name} at a time")
    return found[0]


@dataclass(frozen=True, eq=False)
class Harm:
    """Counts and harm side by side, by offence and, where there are several, by group (area, period).

    ``count`` and ``harm`` are by group and offence; the harm of an offence without a weight is nan, and it is in the
    counts alone. ``described`` says in words what a code is, where the file does.
    """

    weights: Weights
    groups: tuple[str, ...]
    offences: tuple[str, ...]
    described: Mapping[str, str]
    count: np.ndarray
    harm: np.ndarray

    def named(self, offence: str) -> str:
        """The offence in words, with its code."""
        words = self.described.get(offence, "")
        return f"{words} ({offence})" if words and words != offence else offence

    @property
    def unmatched(self) -> dict[str, int]:
        """Offences without a weight and how often they were counted, the commonest first."""
        missing = np.isnan(self.harm[0])
        counted = {name: int(n) for name, n, out in zip(self.offences, self.count.sum(0), missing, strict=True) if out}
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def total(self) -> float:
        return float(np.nansum(self.harm))

    def __str__(self) -> str:
        offences = int(self.count.sum())
        said = (
            f"{offences:,} {'offence carries' if offences == 1 else 'offences carry'} {_written(self.total)} "
            f"{self.weights.unit} by the {self.weights.said}"
        )
        if self.total > 0:
            by_offence = np.nansum(self.harm, 0)
            most = int(by_offence.argmax())
            said += (
                f"; {self.named(self.offences[most])} is {self.count.sum(0)[most] / offences:.1%} of the offences and "
                f"{by_offence[most] / self.total:.1%} of the harm"
            )
        if missing := self.unmatched:
            left_out = sum(missing.values())
            kinds = "1 kind" if len(missing) == 1 else f"{len(missing):,} kinds"
            said += f"; {left_out:,} offences of {kinds} ({left_out / max(offences, 1):.1%}) have no weight"
        return said + "."

    def table(self) -> dict[str, list]:
        """One row for each offence, or for each group where there are several: shares are of all, from 0 to 1."""
        return self._by_offence() if len(self.groups) == 1 else self._by_group()

    def _by_offence(self) -> dict[str, list]:
        count, harm = self.count[0], self.harm[0]
        order = np.lexsort((np.array(self.offences), -count, -np.nan_to_num(harm, nan=-1)))
        return {
            "offence": [self.named(self.offences[i]) for i in order],
            "count": [int(count[i]) for i in order],
            "share_of_count": _shares(count)[order].tolist(),
            "weight": [self.weights.of.get(code(self.offences[i])) for i in order],
            "harm": [None if np.isnan(harm[i]) else float(harm[i]) for i in order],
            "share_of_harm": [None if np.isnan(share) else float(share) for share in _shares(harm)[order]],
        }

    def _by_group(self) -> dict[str, list]:
        count, harm = self.count.sum(1), np.nansum(self.harm, 1)
        missing = np.isnan(self.harm[0])
        return {
            "group": list(self.groups),
            "count": [int(n) for n in count],
            "share_of_count": _shares(count).tolist(),
            "harm": harm.tolist(),
            "share_of_harm": _shares(harm).tolist(),
            "harm_per_offence": [float(h / n) if n else None for h, n in zip(harm, count, strict=True)],
            "without_weight": [int(n) for n in self.count[:, missing].sum(1)],
        }


def weigh(
    offences: Sequence[str], by: Weights, counts: ArrayLike | None = None, groups: Sequence[str] | None = None,
    described: Sequence[str] | None = None,
) -> Harm:
    """Count offences and add up their weights.

    ``offences`` are codes or categories as the weights spell them; ``counts`` how many of each row, one unless given;
    ``groups`` the area or period of each row, ``described`` the offence in words. Raises ValueError for rows of other
    lengths, for counts that are not whole or are negative, and where there is nothing to count.
    """
    number = np.ones(len(offences)) if counts is None else np.asarray(counts, float)
    where = [UNNAMED] * len(offences) if groups is None else list(groups)
    if not len(offences) or number.size != len(offences) or len(where) != len(offences):
        raise ValueError("each row needs an offence, and as many counts and groups as there are offences")
    if np.isnan(number).any() or (number < 0).any() or (number % 1 != 0).any():
        raise ValueError("a count of offences must be a whole number, nought or more")
    if blank := [row for row, name in enumerate(offences, 1) if not name.strip()]:
        raise ValueError(f"row {blank[0]:,} has no offence")
    spelt: dict[str, str] = {}
    for name in offences:
        spelt.setdefault(code(name), " ".join(name.split()))
    place = {plain: i for i, plain in enumerate(spelt)}
    group = {name: i for i, name in enumerate(dict.fromkeys(where))}
    cell = [group[g] * len(place) + place[code(name)] for g, name in zip(where, offences, strict=True)]
    count = np.bincount(cell, number, len(group) * len(place)).reshape(len(group), len(place))
    each = np.array([by.of.get(plain, np.nan) for plain in spelt])
    words = {spelt[code(name)]: said for name, said in zip(offences, described or [""] * len(offences), strict=True)}
    return Harm(by, tuple(group), tuple(spelt.values()), words, count.astype(np.int64), count * each)


def _shares(values: np.ndarray) -> np.ndarray:
    total = np.nansum(values)
    return values / total if total else np.full(values.shape, np.nan)


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value % 1 == 0 else f"{value:,.1f}"
