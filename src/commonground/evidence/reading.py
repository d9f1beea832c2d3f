"""Reading a number: which editions, under which disclosure rule, over which months.

Everything that a finding, a series or a recipe says of a count is read here, so that it is read in one way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from commonground.evidence import periods, wording
from commonground.evidence.choice import Choice, Tally
from commonground.evidence.disclosure.rules import rule_of, show
from commonground.evidence.finding import Area
from commonground.evidence.measure import Count, Measure, measures
from commonground.evidence.periods import Baseline, Period
from commonground.evidence.wording import Kind

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence
    from commonground.methods.two_counts import Comparison

Value = int | float | None


class Untraceable(LookupError):
    """A figure cannot be worked out again: its recipe or one of its editions is gone."""


# What the arguments of a figure stand for.


def written(windows: Period | Baseline) -> str:
    """Periods as an argument: 2015-04..2015-09,2016-04..2016-09."""
    windows = (windows,) if isinstance(windows, Period) else windows
    return ",".join(f"{w.from_month}..{w.to_month}" for w in windows)


@lru_cache(maxsize=4096)
def windows(argument: str) -> Baseline:
    """The periods that an argument stands for."""
    return tuple(periods.parse(part) for part in argument.split(","))


def place(code: str, area_type: str) -> Area:
    """An area known by its code alone, which is all that counting needs."""
    return Area(code, code, area_type)


def narrow(choice: Choice, *spans: Period) -> Choice:
    """The choice with only the editions that numbers for these periods are read from."""
    used = [e.id for span in spans for e in choice.used(span)]
    return replace(choice, editions=tuple(e for e in choice.editions if e.id in used))


def chosen(
    evidence: "Evidence",
    editions: Sequence[str],
    measure: str,
    area_type: str,
    source: str,
    classification: str | None,
) -> tuple[Measure, Choice]:
    """The measure and the choice that a figure was made with. Raises Untraceable."""
    asked = ("chosen", tuple(editions), measure, area_type, source, classification)
    return evidence.once(asked, lambda: _chosen(evidence, editions, measure, area_type, source, classification))


def _chosen(
    evidence: "Evidence", editions: Sequence[str], measure: str, area_type: str, source: str, classification: str | None
) -> tuple[Measure, Choice]:
    if measure not in measures():
        raise Untraceable(f"there is no measure called {measure}")
    for choice in evidence.choices(measures()[measure], area_type):
        if (choice.count.source, choice.classification) == (source, classification):
            kept = tuple(e for e in choice.editions if e.id in editions)
            if kept:
                return measures()[measure], replace(choice, editions=kept)
    raise Untraceable(f"{measure} is not counted from {source} in the editions named")


@dataclass(frozen=True)
class Reading:
    """A count as its source's disclosure rule lets it be shown, with the reason where there is none."""

    value: Value
    shown: str
    withheld: str | None = None
    of: Value = None  # what a share is a share of

    @property
    def share(self) -> float | None:
        """In per cent, where there is something to share."""
        return 100 * self.value / self.of if self.value is not None and self.of else None


def kind_of(count: Count) -> Kind:
    """What the numbers of this way of counting are."""
    if count.of:
        return "share"
    return "count" if count.value in (None, "count") else "value"


def read(
    evidence: "Evidence", measure: Measure, choice: Choice, area: Area, over: Baseline, **where: str
) -> Reading:
    """The sum of the count over the windows."""
    return read_tallies([evidence.tally(measure, area, window, choice, **where) for window in over], choice)


def read_tallies(tallies: Sequence[Tally], choice: Choice) -> Reading:
    """The sum of tallies. A sum of which the publisher withholds a part is withheld."""
    if any(t.withheld for t in tallies):
        return Reading(None, "not published", "withheld by the publisher")
    if any(t.count is None or not t.complete for t in tallies):
        return Reading(None, "not known", "missing")
    value = sum(t.count for t in tallies if t.count is not None)
    below = sum(t.of or 0 for t in tallies)
    if kind_of(choice.count) == "value":  # a published rate counts nobody
        return Reading(value, wording.count(value), of=below)
    guarded = show(int(value), rule_of(choice.count.source))
    return Reading(guarded.value, guarded.text, guarded.withheld, below)


def mean(value: int | float, over: Sequence[object]) -> int | float:
    """The sum as a mean of its windows; a whole number stays one."""
    shared = value / len(over)
    return int(shared) if float(shared).is_integer() else shared


def tested(
    later: Reading, earlier: Reading, after: Baseline, before: Baseline, kind: Kind
) -> "Comparison | None":
    """Two counts set against each other exactly, months as the exposure; two shares by the ratio of risks.

    None where a number is not known, or is a published rate, of which chance cannot be judged.
    """
    from commonground.methods import two_counts

    if later.value is None or earlier.value is None or kind == "value":
        return None
    if kind == "share":
        if not later.of or not earlier.of:
            return None
        return two_counts.risk_ratio(later.value, later.of, earlier.value, earlier.of)
    months, baseline_months = (sum(w.months for w in over) for over in (after, before))
    return two_counts.exact(later.value, earlier.value, months, baseline_months)


def difference(
    later: Reading, earlier: Reading, after: Baseline, before: Baseline, kind: Kind
) -> int | float | None:
    """The later number less the earlier (means of windows); None if they run over unlike lengths."""
    if later.value is None or earlier.value is None:
        return None
    if kind == "share":
        return None if later.share is None or earlier.share is None else later.share - earlier.share
    if kind == "count" and len({w.months for w in (*after, *before)}) > 1:
        return None
    return mean(later.value, after) - mean(earlier.value, before)


def is_few(later: Reading, earlier: Reading, before: Baseline, kind: Kind) -> bool:
    """Are there so few that a change is given as a number and not in per cent?"""
    assert later.value is not None and earlier.value is not None
    return kind != "value" and min(later.value, mean(earlier.value, before)) < wording.FEW
