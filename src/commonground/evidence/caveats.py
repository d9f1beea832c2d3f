"""Caveats: what limits a finding, the weightiest first, each in a sentence and none twice."""

from collections.abc import Iterable

from commonground.evidence import wording
from commonground.evidence.breaks import Break
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Verdict
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline, Period
from commonground.evidence.reading import Kind
from commonground.sources import sources

RECORDED = (
    "These are {unit} that the police came to know of and recorded: a fall in recorded crime is not a fall "
    "in "
    "violence, nor is a rise a rise in it."
)
INDEPENDENT = (
    "The interval takes each of the {unit} as independent of the others; they are not quite, so that it is "
    "if "
    "anything too narrow."
)
FEW = (
    f"Where there are fewer than {wording.FEW}, a change is given as a number: a percentage of so few "
    "misleads."
)
MEAN = (
    "The baseline is the mean of {number} periods; the later period is tested against all of them together."
)
UNEVEN = (
    "The periods differ in length ({later} and {earlier} months): the change is month for month, which "
    "takes no "
    "account of the season."
)
ROUNDED = "Both counts are rounded as the source requires, and what is worked out from them is worked out so."
REVISED = (
    "The two periods are read from publications of different dates; past months are revised in later ones."
)
CHANCE_OF_ONE = 20
MANY = (
    f"Where many areas are compared at once, about one in {CHANCE_OF_ONE} seems to differ though nothing has "
    "changed."
)
NO_COUNTS = "The source gives rates without the counts behind them, so that chance cannot be judged."


def caveats_of(
    measure: Measure,
    choice: Choice,
    period: Period,
    windows: Baseline,
    crossed: Iterable[Break],
    verdict: Verdict,
    kind: Kind,
    count: Figure,
    baseline_count: Figure,
) -> tuple[str, ...]:
    """What a reader of this comparison must know."""
    source = sources()[choice.count.source]
    found = [b.sentence for b in crossed]
    if measure.recorded:
        found.append(RECORDED.format(unit=measure.unit))
    if verdict != "cannot be compared":
        found.append(INDEPENDENT.format(unit=measure.unit if kind == "count" else "events"))
    if kind == "value":
        found.append(NO_COUNTS)
    numbers = [f.value for f in (count, baseline_count) if f.value is not None]
    if kind == "count" and any(n < wording.FEW for n in numbers):
        found.append(FEW)
    if len(windows) > 1:
        found.append(MEAN.format(number=len(windows)))
    if kind == "count" and windows[0].months != period.months:
        found.append(UNEVEN.format(later=period.months, earlier=windows[0].months))
    if source.disclosure == "nhs":
        found.append(ROUNDED)
    if len({e.published for w in (period, *windows) for e in choice.used(w)}) > 1:
        found.append(REVISED)
    found += [*choice.count.caveats, *measure.caveats, *source.caveats]
    return tuple(dict.fromkeys(found))
