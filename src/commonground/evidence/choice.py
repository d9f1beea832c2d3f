"""A choice: one way to count a measure, from the editions that allow it, and the periods they report on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from commonground.evidence.edition import Edition
from commonground.evidence.measure import Count, Is, Measure
from commonground.evidence.periods import Period
from commonground.sources import sources

Span = tuple[date, date]


@dataclass(frozen=True)
class Tally:
    """One number: a count, how many cells under it the publisher withheld, and whether it is all there is.

    ``count`` is None where nothing is known: the editions do not report on the area or the period, or every
    cell is withheld. With some cells withheld it is the sum of the others, and not complete. ``of`` is what
    a share is a share of.
    """

    count: int | float | None
    withheld: int = 0
    complete: bool = True
    of: int | float | None = None

    @property
    def per_cent(self) -> float | None:
        """A share in per cent, where there is anything to share."""
        return None if self.count is None or not self.of else 100 * self.count / self.of


UNKNOWN = Tally(None, 0, False)


@dataclass(frozen=True)
class Choice:
    """A count, and the editions of one source and classification it is made from, the latest published last.
    """

    count: Count
    classification: str | None
    editions: tuple[Edition, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Which editions."""
        return tuple(edition.id for edition in self.editions)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of the source that some edition holds; "" alone where it has none."""
        return frozenset(part for edition in self.editions for part in edition.parts or ("",))

    @cached_property
    def periods(self) -> tuple[Span, ...]:
        """Every whole period that some edition reports on, in order."""
        return tuple(sorted({span for edition in self.editions for span in edition.periods}))

    @cached_property
    def partial(self) -> tuple[Span, ...]:
        """Periods of which no edition has more than a part."""
        return tuple(
            sorted({span for edition in self.editions for span in edition.partial} - set(self.periods))
        )

    @property
    def published(self) -> str:
        """The latest publication date among the editions; empty where none of them says."""
        return max(edition.published or "" for edition in self.editions)

    @cached_property
    def taken_from(self) -> dict[tuple[Span, str], Edition]:
        """The edition that each period, and each part of the source, is read from: the latest published.

        Most sources have no parts; of street-level crime each force is one, of the annual files each
        category.
        """
        return {
            (span, part): edition
            for edition in self.editions
            for span in edition.periods
            for part in edition.parts or ("",)
        }

    def has_all_parts(self, spans: Sequence[Span]) -> bool:
        """Whether every part of the source is there in each period: each hospital that ever sent its data."""
        return all((span, part) in self.taken_from for span in spans for part in self.parts)

    def of_parts(self, wanted: Callable[[str], bool]) -> "Choice":
        """The choice with only the editions that hold one of the parts wanted."""
        return replace(self, editions=tuple(e for e in self.editions if any(map(wanted, e.parts))))

    def tiling(self, period: Period) -> tuple[Span, ...] | None:
        """The published periods that make up this one exactly, the shortest that do; None where none do."""
        span = period.start, period.end
        if span not in self._tiled:
            self._tiled[span] = self._tiling(*span)
        return self._tiled[span]

    @cached_property
    def _tiled(self) -> dict[Span, tuple[Span, ...] | None]:
        return {}

    def _tiling(self, first: date, last: date) -> tuple[Span, ...] | None:
        if first > last:
            return ()
        for span in self._beginning.get(first, ()):
            rest = self._tiling(span[1] + timedelta(days=1), last) if span[1] <= last else None
            if rest is not None:
                return (span, *rest)
        return None

    @cached_property
    def _beginning(self) -> dict[date, list[Span]]:
        """The periods by their first day, the shortest first."""
        found: dict[date, list[Span]] = {}
        for span in self.periods:
            found.setdefault(span[0], []).append(span)
        return found

    def covers(self, period: Period) -> bool:
        """Whether the published periods make up this one exactly."""
        return self.tiling(period) is not None

    def used(self, period: Period) -> tuple[Edition, ...]:
        """The editions that a number for the period is read from."""
        spans = set(self.tiling(period) or ())
        taken = {e.id for (span, _), e in self.taken_from.items() if span in spans}
        return tuple(edition for edition in self.editions if edition.id in taken)


def choices(measure: Measure, editions: Sequence[Edition]) -> list[Choice]:
    """Every way to count the measure from these editions: the preferred source first, then the newest
    edition."""
    found: list[Choice] = []
    for count in measure.counts:
        fit = [e for e in editions if e.source == count.source and e.periods]
        fit = [e for e in fit if count.classification in (None, e.classification)]
        for classification in dict.fromkeys(e.classification for e in fit):
            alike = [e for e in fit if e.classification == classification and _has_part(e, count)]
            if not alike:
                continue
            found.append(
                Choice(count, classification, tuple(sorted(alike, key=lambda e: (e.published or "", e.id))))
            )
    place = {count.source: i for i, count in reversed(list(enumerate(measure.counts)))}
    found.sort(key=lambda choice: choice.published, reverse=True)
    return sorted(found, key=lambda choice: place[choice.count.source])


def _has_part(edition: Edition, count: Count) -> bool:
    """Whether the edition holds a part of the source that is counted; true where the source has no parts."""
    source = sources().get(edition.source)
    wanted = [
        {value.lower() for value in condition.values}
        for condition in (*count.where, *count.of)
        if isinstance(condition, Is) and source and condition.column == source.parts
    ]
    return all(values & {part.lower() for part in edition.parts} for values in wanted)


def narrowed(editions: Sequence[Edition], to: str) -> list[Edition]:
    """The editions whose id is, or begins with, ``to``, or that were published then."""
    exact = [e for e in editions if e.id == to]
    return exact or [e for e in editions if e.id.startswith(to) or (e.published or "").startswith(to)]
