"""A named action and a measure: did the recorded numbers change from its start by more than they would have?

The plan may ask this of an action by its measure, area and start; a report asks it of the actions that officers list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from commonground.evidence import periods
from commonground.evidence.breaks import breaks_of
from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of, read

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence
    from commonground.methods.evaluation.evaluate import Evaluation

BEFORE, AFTER = 84, 12  # months at most on each side of the start
LEAST_BEFORE, LEAST_AFTER = 24, 3
Way = Literal["fewer", "more"]


@dataclass(frozen=True, eq=False)
class Months:
    """How the measure is counted, month by month without a gap or a break, and how many of the months lie before."""

    choice: Choice
    run: tuple[Period, ...]
    before: int

    @property
    def after(self) -> Period:
        """The months from the start on."""
        return periods.span(self.run[self.before], self.run[-1])


@dataclass(frozen=True, eq=False)
class Evaluated:
    """The evaluation, from which months, and beside how many areas."""

    evaluation: "Evaluation"
    months: Months
    compared: int


def months_of(
    evidence: "Evidence", measure: Measure, area: Area, started: date, edition: str | None = None
) -> Months | str:
    """The months that the newest fit way of counting has around the start; or why there are none."""
    first = periods.parse(f"{started:%Y-%m}")
    choices = [choice for choice in evidence.choices(measure, area.type, edition) if kind_of(choice.count) == "count"]
    if not choices:
        return f"no counts of {measure.noun} are loaded for {area.name}"
    for choice in choices:
        covered = [first.shifted(by) for by in range(-BEFORE, AFTER) if choice.covers(first.shifted(by))]
        run = _unbroken(covered, first, measure, choice, area)
        before = sum(month < first for month in run)
        if before >= LEAST_BEFORE and len(run) - before >= LEAST_AFTER:
            return Months(choice, run, before)
    return (
        f"for {measure.noun} in {area.name}, {LEAST_BEFORE} months before {first.name} and {LEAST_AFTER} from then on, "
        "one after the other and counted in one way, are not loaded"
    )


def _unbroken(
    covered: Sequence[Period], first: Period, measure: Measure, choice: Choice, area: Area
) -> tuple[Period, ...]:
    """The months around the first one after the start that follow one another, with no break in the series."""
    if first not in covered:
        return ()
    breaks = [b for b in breaks_of(measure, choice.count) if b.touches(area.code)]

    def goes_on(earlier: Period, later: Period) -> bool:
        whole = periods.span(earlier, later)
        return earlier.shifted(1) == later and not any(b.lies_between(whole.start, whole.end) for b in breaks)

    run = [first]
    while (earlier := run[0].shifted(-1)) in covered and goes_on(earlier, run[0]):
        run.insert(0, earlier)
    while (later := run[-1].shifted(1)) in covered and goes_on(run[-1], later):
        run.append(later)
    return tuple(run)


def evaluated(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    months: Months,
    comparison: Sequence[Area] = (),
    *,
    expected: Way | None = None,
    chosen_for_peak: bool = False,
    looks: int = 1,
) -> Evaluated | None:
    """The evaluation of one measure in one area; None where a month of the area may not be shown or is not known.

    ``expected`` is by default what would be better. A comparison area with such a month is left out.
    """
    import numpy as np

    from commonground.methods.evaluation.evaluate import evaluate

    rows = [_counts(evidence, measure, months, one) for one in (area, *comparison)]
    own, others = rows[0], [row for row in rows[1:] if row is not None]
    if own is None:
        return None
    better: Way = "more" if measure.polarity == "higher is better" else "fewer"
    found = evaluate(
        np.array(own), months.before, comparison=np.array(others) if others else None, expected=expected or better,
        chosen_for_peak=chosen_for_peak, looks=looks,
    )  # fmt: skip
    return Evaluated(found, months, len(others))


def _counts(evidence: "Evidence", measure: Measure, months: Months, area: Area) -> list[float] | None:
    found = [read(evidence, measure, months.choice, area, (month,)).value for month in months.run]
    known = [float(value) for value in found if value is not None]
    return known if len(known) == len(found) else None


def compared_with(evidence: "Evidence", names: str, area: Area) -> list[Area]:
    """The areas of a group, or of names with semicolons between them, without the area itself. Raises UnknownArea."""
    if not names.strip():
        return []
    group = names.strip()
    if group.lower() in ("london-boroughs", "london-local-authorities") or group.lower().startswith("similar to "):
        found = evidence.areas(group)
    else:
        found = [evidence.area(name.strip(), area.type) for name in names.split(";") if name.strip()]
    return [one for one in found if one.code != area.code]
