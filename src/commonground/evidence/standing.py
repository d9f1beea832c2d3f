"""Standing: how many areas of a group had a lower count, and where one of them is in the order of change."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline
from commonground.evidence.reading import Kind, Reading, kind_of, read_tallies

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence


@dataclass(frozen=True)
class Change:
    """One area's two rates month for month, or shares, and whether they differ by more than chance would
    give.

    The ratio of the later to the earlier is exact, so that equal is equal; None where the earlier is nought.
    """

    area: Area
    ratio: Fraction | None
    direction: int  # -1 lower, 1 higher, 0 neither
    is_clear: bool


@dataclass(frozen=True)
class Standing:
    """The areas of a group that could be compared, and how many could not: small, or unknown."""

    compared: tuple[Change, ...]
    withheld: int
    unknown: int

    @cached_property
    def fell(self) -> tuple[Change, ...]:
        """Areas with a lower count, by name as given."""
        return tuple(c for c in self.compared if c.direction < 0)

    @cached_property
    def rose(self) -> tuple[Change, ...]:
        """Areas with a higher count."""
        return tuple(c for c in self.compared if c.direction > 0)

    @property
    def clear_fell(self) -> tuple[Change, ...]:
        """Of those with a lower count, those where chance alone would not give it."""
        return tuple(c for c in self.fell if c.is_clear)

    @property
    def clear_rose(self) -> tuple[Change, ...]:
        """Of those with a higher count, those where chance alone would not give it."""
        return tuple(c for c in self.rose if c.is_clear)

    def rank(self, code: str) -> int | None:
        """The place of an area by change in per cent, 1 the largest fall; ties share the better place."""
        by_code = {c.area.code: c.ratio for c in self.compared}
        mine = by_code.get(code)
        return None if mine is None else 1 + sum(o < mine for o in by_code.values() if o is not None)


def standing(
    evidence: "Evidence",
    measure: Measure,
    choice: Choice,
    areas: Sequence[Area],
    after: Baseline,
    before: Baseline,
    **where: str,
) -> Standing:
    """Every area of the group over the same two periods."""
    later, earlier = (_read(evidence, measure, choice, areas, over, **where) for over in (after, before))
    pairs = [(area, later[area.code], earlier[area.code]) for area in areas]
    both = [(a, x, y) for a, x, y in pairs if x.value is not None and y.value is not None]
    unknown = sum("missing" in (x.withheld, y.withheld) for _, x, y in pairs)
    compared = _changes(both, after, before, kind_of(choice.count)) if both else ()
    return Standing(compared, len(pairs) - len(both) - unknown, unknown)


def _read(
    evidence: "Evidence",
    measure: Measure,
    choice: Choice,
    areas: Sequence[Area],
    over: Baseline,
    **where: str,
) -> dict[str, Reading]:
    by_window = [evidence.tallies(measure, areas, window, choice, **where) for window in over]
    return {area.code: read_tallies([tallies[area.code] for tallies in by_window], choice) for area in areas}


def _changes(
    both: Sequence[tuple[Area, Reading, Reading]], after: Baseline, before: Baseline, kind: Kind
) -> tuple[Change, ...]:
    return tuple(
        Change(
            area,
            exact_ratio(later, earlier, after, before, kind),
            direction(later, earlier, after, before, kind),
            bool(clear),
        )
        for (area, later, earlier), clear in zip(both, _clear(both, after, before, kind), strict=True)
    )


def _clear(
    both: Sequence[tuple[Area, Reading, Reading]], after: Baseline, before: Baseline, kind: Kind
) -> Sequence[bool]:
    """Of each area, whether the whole 95% interval lies to one side; never of rates without their counts."""
    from commonground.methods import two_counts

    if kind == "value":
        return [False] * len(both)
    x, y = [later.value for _, later, _ in both], [earlier.value for _, _, earlier in both]
    if kind == "share":
        wholes = ([later.of or 1 for _, later, _ in both], [earlier.of or 1 for _, _, earlier in both])
        found = two_counts.risk_ratio(_floats(x), wholes[0], _floats(y), wholes[1])
    else:
        found = two_counts.exact(
            _floats(x), _floats(y), *(sum(w.months for w in over) for over in (after, before))
        )
    return ((found.upper < 1) | (found.lower > 1)).tolist()


def _floats(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else float(value) for value in values]


def direction(later: Reading, earlier: Reading, after: Baseline, before: Baseline, kind: Kind) -> int:
    """-1 if the later is lower month for month (or as a share), 1 if higher, 0 if neither. Both are known."""
    now, then = _weighed(later, earlier, after, before, kind)
    return (now > then) - (now < then)


def exact_ratio(
    later: Reading, earlier: Reading, after: Baseline, before: Baseline, kind: Kind
) -> Fraction | None:
    """The later over the earlier, month for month or as shares; None where the earlier is nought."""
    now, then = _weighed(later, earlier, after, before, kind)
    return now / then if then else None


def _weighed(
    later: Reading, earlier: Reading, after: Baseline, before: Baseline, kind: Kind
) -> tuple[Fraction, Fraction]:
    assert later.value is not None and earlier.value is not None
    below: tuple[float, float] = (1, 1)
    if kind == "count":
        below = (sum(w.months for w in after), sum(w.months for w in before))
    elif kind == "share":
        below = (later.of or 1, earlier.of or 1)
    return Fraction(later.value) / Fraction(below[0]), Fraction(earlier.value) / Fraction(below[1])
