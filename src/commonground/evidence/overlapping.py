"""Overlapping lists of partners: the newest capture table of an area, and every answer that it allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence.finding import Area
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    import numpy as np

    from commonground.evidence.run import Evidence
    from commonground.methods.prevalence import Prevalence

SOURCE = "overlapping_lists"
TIMES = 1000
"""How often the people are resampled for an estimate that stands in a report."""


@dataclass(frozen=True, eq=False)
class Overlapping:
    """People by the lists they were on, in the order of the lists’ names; ``whole`` unless a count was held back."""

    edition: str
    period: Period
    lists: tuple[str, ...]
    counts: "np.ndarray"
    whole: bool


def overlapping(evidence: "Evidence", area: Area, editions: Sequence[str] = ()) -> Overlapping | None:
    """The newest period of the newest edition that has the area; None where none has."""
    asked = ("overlapping", area.type, area.code, tuple(editions))
    return evidence.once(asked, lambda: _newest(evidence, area, editions))


def _newest(evidence: "Evidence", area: Area, editions: Sequence[str]) -> Overlapping | None:
    import pyarrow.parquet as pq

    for edition in reversed(evidence.editions):
        if edition.source != SOURCE or (editions and edition.id not in editions):
            continue
        own = [("area_type", "=", area.type), ("area_code", "=", area.code)]
        rows = pq.read_table(edition.rows, filters=own).to_pylist()
        if rows:
            start, end = max((row["start"], row["end"]) for row in rows)
            return _table(
                edition.id, Period(start, end), [row for row in rows if (row["start"], row["end"]) == (start, end)]
            )
    return None


def _table(edition: str, period: Period, rows: list[dict]) -> Overlapping:
    import numpy as np

    patterns = [set(row["lists"].split(" + ")) for row in rows]
    lists = tuple(sorted(set().union(*patterns)))
    counts = np.zeros(1 << len(lists), np.int64)
    for row, on in zip(rows, patterns, strict=True):
        counts[sum(1 << place for place, name in enumerate(lists) if name in on)] += row["count"] or 0
    return Overlapping(edition, period, lists, counts, all(row["count"] is not None for row in rows))


def estimated(evidence: "Evidence", area: Area, editions: Sequence[str] = ()) -> "Prevalence | None":
    """Every answer that the area’s lists allow, worked out once; None without whole lists, or with one or too many."""
    from commonground.methods import prevalence

    held = overlapping(evidence, area, editions)
    if held is None or not held.whole or not held.counts.any() or not 2 <= len(held.lists) <= prevalence.MOST_LISTS:
        return None

    def work() -> "Prevalence":
        import numpy as np

        generator = np.random.default_rng(0)  # a figure is worked out again to the same number
        return prevalence.estimate(held.counts, generator, held.lists, TIMES)

    return evidence.once(("prevalence", held.edition, area.type, area.code), work)
