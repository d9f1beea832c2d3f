"""What stands on the shelves, source by source, and how old it is on the day that somebody looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commonground.evidence.edition import Edition
from commonground.evidence.store import Shelves
from commonground.sources import Source, sources

OLD = {"month": 6, "year": 18}  # months after which newer data are due, by how often a source is published
QUARTER = 100  # days


@dataclass(frozen=True)
class Held:
    """One source and its editions, the newest first."""

    key: str
    source: Source | None  # None where this version of Common Ground knows it no more
    editions: tuple[Edition, ...]
    own: frozenset[str]  # the editions on the partnership’s own shelf
    today: date

    @property
    def title(self) -> str:
        return self.source.title if self.source else self.key

    @property
    def is_reference(self) -> bool:
        return self.source is not None and self.source.holds == "reference"

    @cached_property
    def first(self) -> date | None:
        return min((e.periods[0][0] for e in self.editions if e.periods), default=None)

    @cached_property
    def last(self) -> date | None:
        """The last day of the last whole period."""
        return max((end for e in self.editions for _, end in e.periods), default=None)

    @property
    def months_old(self) -> int:
        if self.last is None:
            return 0
        return max(0, (self.today.year - self.last.year) * 12 + self.today.month - self.last.month - 1)

    @property
    def freshness(self) -> str:
        """fresh, late (newer data are due) or missing, as the page marks it."""
        if not self.editions or (self.last is None and not self.is_reference):
            return "missing"
        lengths = [(end - start).days for e in self.editions for start, end in e.periods[-1:]]
        often = "year" if lengths and min(lengths) > QUARTER else "month"
        return "late" if self.last and self.months_old > OLD[often] else "fresh"

    @property
    def age(self) -> str:
        """In words: 3 months old."""
        years, months = divmod(self.months_old, 12)
        said = [_counted(years, "year") if years else "", _counted(months, "month") if months else ""]
        return f"{' and '.join(part for part in said if part)} old" if any(said) else "from the last month"

    @property
    def rows(self) -> int:
        return sum(edition.rows_loaded for edition in self.editions)

    @property
    def rejected(self) -> int:
        return sum(edition.rows_rejected for edition in self.editions)

    @property
    def rejections(self) -> list[tuple[str, int]]:
        """Why rows were rejected, in all editions together, the commonest reason first."""
        counted: dict[str, int] = {}
        for edition in self.editions:
            for reason, count in edition.rejections:
                counted[reason] = counted.get(reason, 0) + count
        return sorted(counted.items(), key=lambda one: (-one[1], one[0]))

    @property
    def warnings(self) -> list[str]:
        return list(dict.fromkeys(warning for edition in self.editions for warning in edition.warnings))


def holdings(shelves: Shelves, today: date, key: str | None = None) -> list[Held]:
    """Every source with an edition, by title; with ``key`` that source alone, also where nothing of it is loaded."""
    editions = shelves.editions(key)
    by_source: dict[str, list[Edition]] = {key: []} if key and key in sources() else {}
    for edition in editions:
        by_source.setdefault(edition.source, []).append(edition)
    found = [_held(one, by_source[one], shelves, today) for one in by_source]
    return sorted(found, key=lambda held: held.title)


def not_loaded(held: Iterable[Held]) -> list[Source]:
    """The sources that could be loaded and of which there is nothing."""
    there = {one.key for one in held}
    return sorted((source for key, source in sources().items() if key not in there), key=lambda source: source.title)


def _held(key: str, editions: list[Edition], shelves: Shelves, today: date) -> Held:
    own = frozenset(edition.id for edition in editions if shelves.is_own(edition))
    return Held(key, sources().get(key), tuple(reversed(editions)), own, today)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
