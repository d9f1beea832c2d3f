"""Hot places: areas that, with those around them, have more of an offence than chance alone would put there.

Gi* among the areas of one group, two-sided, by shuffling the counts over the other areas, with false discoveries held
to one in twenty. It says what was recorded where, and through the years how long it has been so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence.bordering import borders
from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline, Period

if TYPE_CHECKING:
    import numpy as np

    from commonground.evidence.run import Evidence
    from commonground.methods.emerging import Emerging
    from commonground.methods.neighbours import Neighbours

DRAWS = 49_999
LEAST = 5
"""Fewer areas than these make no pattern."""


@dataclass(frozen=True)
class HotPlaces:
    """The areas asked about, those that stand out, their share of the events, and how many did so a year before.

    ``editions`` are those of the boundaries.
    """

    places: int
    codes: tuple[str, ...]
    per_cent: float
    both: int | None
    editions: tuple[str, ...]

    @property
    def standing(self) -> int:
        """How many stand out."""
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class ThroughTheYears:
    """In how many of the years each area stood out, by its code, and the class that makes it."""

    years: int
    stood_out: dict[str, int]
    kinds: dict[str, str]
    editions: tuple[str, ...]

    def number(self, kind: str) -> int:
        """How many areas are of a class; ``years`` is how many years there are."""
        return self.years if kind == "years" else sum(one == kind for one in self.kinds.values())


def hot_places(
    evidence: "Evidence",
    measure: Measure,
    choice: Choice,
    areas: Sequence[Area],
    period: Period,
    before: Period | None,
    only: Sequence[str] | None = None,
) -> HotPlaces | None:
    """The areas of a group that stand out in a period; None where a count or a boundary is not known, or too few are.

    ``only`` narrows the boundaries to these editions.
    """
    found = _counted(evidence, measure, choice, areas, (period, *([before] if before else [])), only)
    if found is None:
        return None
    import numpy as np

    counts, neighbours, editions = found
    if not np.ptp(counts[0]):
        return None
    standing = [_standing(row, neighbours) if np.ptp(row) else np.zeros(row.size, bool) for row in counts]
    codes = tuple(area.code for area, stands in zip(areas, standing[0], strict=True) if stands)
    both = int((standing[0] & standing[1]).sum()) if before else None
    return HotPlaces(len(areas), codes, float(100 * counts[0][standing[0]].sum() / counts[0].sum()), both, editions)


def through_the_years(
    evidence: "Evidence",
    measure: Measure,
    choice: Choice,
    areas: Sequence[Area],
    years: Baseline,
    only: Sequence[str] | None = None,
) -> ThroughTheYears | None:
    """In how many of the years, the earliest first, each area stood out; None as ``hot_places``, or for under three."""
    found = _counted(evidence, measure, choice, areas, years, only) if len(years) >= 3 else None
    if found is None:
        return None
    import numpy as np

    counts, neighbours, editions = found
    if not np.ptp(counts, axis=1).all():
        return None
    classes = _emerging(counts, neighbours)
    codes = [area.code for area in areas]
    return ThroughTheYears(
        len(years), dict(zip(codes, classes.stood_out.tolist(), strict=True)),
        dict(zip(codes, classes.kind.tolist(), strict=True)), editions,
    )  # fmt: skip


def _standing(counts: "np.ndarray", neighbours: "Neighbours") -> "np.ndarray":
    """Whether each area stands out as high; worked out again it is the same."""
    import numpy as np

    from commonground.methods.conditional_permutation import permuted
    from commonground.methods.local_association import HIGH, gi_star

    around = neighbours.with_self()
    chance = permuted(counts, around, np.random.default_rng(0), DRAWS)
    return gi_star(counts, around).with_p_values(chance.p_value).standing() == HIGH


def _emerging(counts: "np.ndarray", neighbours: "Neighbours") -> "Emerging":
    from commonground.methods.emerging import emerging
    from commonground.methods.local_association import gi_star

    return emerging(gi_star(counts, neighbours.with_self()).z, _standing(counts, neighbours))


def _counted(
    evidence: "Evidence",
    measure: Measure,
    choice: Choice,
    areas: Sequence[Area],
    periods: Sequence[Period],
    only: Sequence[str] | None,
) -> "tuple[np.ndarray, Neighbours, tuple[str, ...]] | None":
    """Counts (periods, areas) and who borders on whom; None where anything of it is not known."""
    import numpy as np

    if len(areas) < LEAST:
        return None
    held = [e for e in evidence.editions if only is None or e.id in only]
    beside = borders(held, areas[0].type, [area.code for area in areas])
    if beside is None:
        return None
    rows = []
    for period in periods:
        tallies = evidence.tallies(measure, areas, period, choice)
        rows.append([tallies[area.code].count for area in areas])
    if any(count is None for row in rows for count in row):
        return None
    return np.array(rows, float), beside.neighbours, beside.editions
