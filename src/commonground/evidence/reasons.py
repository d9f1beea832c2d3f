"""Reasons: why two periods cannot be compared from what is loaded, and what would help, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commonground.evidence import breaks, wording
from commonground.evidence.areas import CALLED
from commonground.evidence.choice import Choice
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import MONTHS, Period, span
from commonground.sources import sources

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence

CLASSIFICATIONS = {
    "mps-old": "the Metropolitan Police’s own categories (editions to 2019)",
    "home-office-2019": "the Home Office categories of 2019",
    "home-office-2024": "the Home Office categories of 2024",
}


def why_not(
    evidence: "Evidence", measure: Measure, area: Area, spans: Sequence[Period], choices: Sequence[Choice]
) -> str:
    """Completes "... cannot be compared between these periods: ..."; no full stop."""
    later, *earlier = spans
    if not choices:
        return _not_loaded(evidence, measure, area)
    if all(any(choice.covers(each) for choice in choices) for each in spans):
        whole = [choice for choice in choices if all(choice.covers(each) for each in spans)]
        return (
            f"the loaded editions have no figures for {area.name}"
            if whole
            else _apart(later, earlier, choices)
        )
    lacking = [each for each in spans if not any(choice.covers(each) for choice in choices)]
    return _partial(lacking, choices) or _other_grain(lacking, choices) or _outside(lacking, choices)


def _not_loaded(evidence: "Evidence", measure: Measure, area: Area) -> str:
    if reason := evidence.missing(measure):
        said = reason.removeprefix(f"{measure.title}: ").rstrip(".")
        return f"{said} (‘commonground load’ adds files, ‘commonground sources’ lists those that are known)"
    kind = CALLED.get(area.type, area.type)
    return f"no loaded edition has it for such an area ({kind})"


def _apart(later: Period, earlier: Sequence[Period], choices: Sequence[Choice]) -> str:
    """Each period is there, but never all of them in one way of counting."""
    of_later = [choice for choice in choices if choice.covers(later)]
    of_earlier = [
        c for c in choices if any(c.covers(each) for each in earlier) and c not in of_later
    ] or list(choices)
    one, other = of_later[0], of_earlier[0]
    if one.count.source != other.count.source:
        return f"the periods come from different sources, {_title(one)} and {_title(other)}"
    between = [b.sentence for b in breaks.between_classifications(one.classification, other.classification)]
    names = wording.listed(
        CLASSIFICATIONS.get(c.classification or "", str(c.classification)) for c in (one, other)
    )
    said = f"the loaded editions have them only in different classifications, {names}"
    return f"{said}. {between[0]}".rstrip(" .") if between else said


def _partial(lacking: Sequence[Period], choices: Sequence[Choice]) -> str:
    months = sorted(
        {
            Period(*each)
            for c in choices
            for each in c.partial
            if any(Period(*each).overlaps(p) for p in lacking)
        }
    )
    if not months:
        return ""
    verb = "is" if len(months) == 1 else "are"
    named = wording.listed(m.name for m in months)
    return f"{named} {verb} loaded only in part, and a part is not compared"


def _other_grain(lacking: Sequence[Period], choices: Sequence[Choice]) -> str:
    """The months are reported on, but inside longer periods that do not begin and end with them."""
    for choice in choices:
        longer = [Period(*each) for each in choice.periods if Period(*each).months > 1]
        if longer and any(each.overlaps(period) for each in longer for period in lacking):
            last = longer[-1]
            runs = f"{MONTHS[last.start.month - 1]} to {MONTHS[last.end.month - 1]}"
            return (
                f"{_title(choice)} is published for periods of {last.months} months such as {runs}: name "
                "whole ones, "
                f"for example --from {last.from_month} --to {last.to_month}"
            )
    return ""


def _outside(lacking: Sequence[Period], choices: Sequence[Choice]) -> str:
    stretches = []
    for source in dict.fromkeys(choice.count.source for choice in choices):
        spans = sorted({each for c in choices if c.count.source == source for each in c.periods})
        if spans:
            first, last = Period(*spans[0]), Period(*spans[-1])
            whole = span(first, last).name.removeprefix("the ")
            stretches.append(f"{sources()[source].title}, {whole}")
    held = wording.listed(stretches) if stretches else "no whole month"
    return (
        f"{wording.listed(p.name for p in lacking)} {'is' if len(lacking) == 1 else 'are'} not wholly in "
        "what is "
        f"loaded ({held}); load an edition that has {'it' if len(lacking) == 1 else 'them'}"
    )


def _title(choice: Choice) -> str:
    return sources()[choice.count.source].title
