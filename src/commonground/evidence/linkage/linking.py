"""Linking: partner lists in, tables of who is on how many of them out. No person and no link leaves this module."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonground.evidence.linkage import forms
from commonground.evidence.linkage.engines import LinkageEngine
from commonground.evidence.linkage.fingerprint import MARK
from commonground.evidence.linkage.forms import Words
from commonground.evidence.linkage.model import CannotLink, needs_splink, score
from commonground.methods import uncertain_links
from commonground.methods.uncertain_links import Quality

Step = Callable[[int, int], object]

MOST_LISTS = 10


@dataclass(frozen=True, eq=False)
class Linkage:
    """How many people are on each combination of lists, how sure that is, and how good the links are.

    ``capture`` is the table of the likelier links, ``draws`` has one such table a draw of the doubt about them; both
    are by combination of lists, the first list the lowest bit. ``known`` is the share of each list's records that have
    a field that can be read.
    """

    lists: tuple[str, ...]
    records: tuple[int, ...]
    known: tuple[Mapping[str, float], ...]
    compared: int
    threshold: float
    quality: Quality
    capture: np.ndarray
    draws: np.ndarray

    @property
    def people(self) -> int:
        """How many people the records come down to, by the likelier links."""
        return int(self.capture.sum())

    @property
    def people_range(self) -> tuple[int, int]:
        """The middle 95% of the draws."""
        return _range(self.draws.sum(1))

    def __str__(self) -> str:
        low, high = self.people_range
        several = int(sum(self.capture[p] for p in range(1, 1 << len(self.lists)) if p.bit_count() > 1))
        return (
            f"The {sum(self.records):,} records of {len(self.lists)} lists come down to about {self.people:,} people "
            f"({low:,} to {high:,} over the doubt about the links), {several:,} of them on more than one list; by "
            f"the model’s own probabilities {_percent(self.quality.precision)} of the {self.quality.links:,} links are "
            f"right and {_percent(self.quality.recall)} of those that could be found are made."
        )

    def table(self) -> dict[str, list]:
        """One row a combination of lists, with a column of 0 and 1 for each list, as ``prevalence`` reads it."""
        patterns = range(1, 1 << len(self.lists))
        ranges = [_range(self.draws[:, pattern]) for pattern in patterns]
        return {
            **{name: [pattern >> place & 1 for pattern in patterns] for place, name in enumerate(self.lists)},
            "count": [int(self.capture[pattern]) for pattern in patterns],
            "lower": [low for low, _ in ranges],
            "upper": [high for _, high in ranges],
        }


def link(
    lists: Mapping[str, Sequence[Words]],
    generator: np.random.Generator,
    kinds: Sequence[str] = (),
    *,
    draws: int = 200,
    threshold: float = 0.5,
    engine: LinkageEngine | None = None,
    step: Step | None = None,
) -> Linkage:
    """Link the records of two lists or more, duplicates within each included.

    ``lists`` has the words of each record (``forms.words`` of a plain record, or a fingerprint), ``kinds`` the kind of
    each list (``presets.PRESETS``). Raises CannotLink.
    """
    needs_splink()
    _check(lists, kinds, draws, threshold)
    records = [record for each in lists.values() for record in each]
    on = np.repeat(np.arange(len(lists)), [len(each) for each in lists.values()])
    pairs = score(records, kinds or ("other",), engine)
    share = uncertain_links.share_that_match(pairs.weight, pairs.pairs)
    chance = uncertain_links.probabilities(pairs.weight, share)
    likely = chance >= threshold
    person = uncertain_links.people(pairs.first[likely], pairs.second[likely], len(records))
    return Linkage(
        lists=tuple(lists),
        records=tuple(len(each) for each in lists.values()),
        known=tuple(forms.known(each) for each in lists.values()),
        compared=chance.size,
        threshold=threshold,
        quality=uncertain_links.quality(chance, threshold),
        capture=uncertain_links.capture_table(person, on, len(lists)),
        draws=uncertain_links.capture_draws(
            pairs.first, pairs.second, chance, on, len(lists), draws, generator, step
        ),
    )  # fmt: skip


def _check(lists: Mapping[str, Sequence[Words]], kinds: Sequence[str], draws: int, threshold: float) -> None:
    if not 2 <= len(lists) <= MOST_LISTS:
        raise CannotLink(f"linking needs two to {MOST_LISTS} lists, each with its own name; {len(lists)} are given")
    if kinds and len(kinds) != len(lists):
        raise CannotLink(f"{len(lists)} lists need {len(lists)} kinds, in the same order; {len(kinds)} are given")
    if empty := [name for name, each in lists.items() if not each]:
        raise CannotLink(f"{empty[0]} has no record")
    marks = {name: {record.get(MARK) for record in each} for name, each in lists.items()}
    if len(set().union(*marks.values())) > 1:
        first, *others = marks
        odd = next((name for name in others if marks[name] != marks[first]), first)
        raise CannotLink(
            f"{odd} was made with another key than {first}, or only one of them is fingerprinted: nothing in them can "
            "be compared; make all fingerprints with one key"
        )
    if draws < 1:
        raise CannotLink("at least one draw is needed")
    if not 0 < threshold <= 1:
        raise CannotLink("the threshold must be above 0 and up to 1")


def _range(values: np.ndarray) -> tuple[int, int]:
    low, high = np.quantile(values, (0.025, 0.975), method="nearest")
    return int(low), int(high)


def _percent(share: float) -> str:
    return "no share" if share != share else f"{share:.1%}"
