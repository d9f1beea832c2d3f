"""Concentration: how few places hold half of the harm, and whether they are the same places a year later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence

HALF = 0.5


@dataclass(frozen=True)
class Concentrated:
    """Places, how many of them hold half of the events, how many would if events fell on them at random; and of those
    of a year before, how many still do. Per cent where it says so."""

    places: int
    holding: int
    per_cent: float
    by_chance: float
    kept_per_cent: float | None = None


def concentrated(
    evidence: "Evidence", measure: Measure, choice: Choice, areas: Sequence[Area], period: Period, before: Period | None
) -> Concentrated | None:
    """Over all the areas of a group; None where one of them is not known.

    ``by_chance`` is the per cent of places that would hold half if each event fell on any place alike: with few
    events, some places have more than others by chance alone. It is the mean of a fixed number of such throws.
    """
    import numpy as np

    from commonground.methods.concentration import places_that_hold
    from commonground.methods.stability import stability

    counts = _counts(evidence, measure, choice, areas, period)
    if counts is None or not counts.sum():
        return None
    holding = places_that_hold(counts, HALF)
    generator = np.random.default_rng(0)  # a figure is worked out again to the same number
    thrown = generator.multinomial(int(counts.sum()), np.full(len(counts), 1 / len(counts)), size=99)
    by_chance = float(np.mean([places_that_hold(throw, HALF) for throw in thrown]))
    earlier = None if before is None else _counts(evidence, measure, choice, areas, before)
    kept = None if earlier is None or not earlier.sum() else 100 * stability(earlier, counts, HALF).kept
    return Concentrated(len(counts), holding, 100 * holding / len(counts), 100 * by_chance / len(counts), kept)


def _counts(evidence: "Evidence", measure: Measure, choice: Choice, areas: Sequence[Area], period: Period):
    import numpy as np

    tallies = evidence.tallies(measure, areas, period, choice)
    counts = [tallies[area.code].count for area in areas]
    return None if not counts or any(count is None for count in counts) else np.array(counts, float)
