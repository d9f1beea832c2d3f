"""How numbers are set and what sentences may say: exact, plain, and never a cause.

Noise is "no clear change". A count that is merely lower "was lower"; only a change beyond chance "fell" or
"rose".
"""

import math
import re
from collections.abc import Iterable
from typing import Literal

from commonground.evidence import periods
from commonground.evidence.figure import Figure, Text, plain
from commonground.evidence.finding import Among, Area, Verdict
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline, Period

Kind = Literal["count", "share", "value"]
"""What a number is: events counted, a share of them, or a rate published without its counts."""

MINUS = "−"
FEW = 20
"""Under this many, a change is given as a number: a percentage of so few says more than is known."""
TOO_FEW = "too few for a percentage"

# Numbers as they are shown.


def _rounded(value: float, decimals: int) -> float:
    """Half away from nought, as a reader with a pencil would; never minus nought."""
    scaled = abs(value) * 10**decimals
    kept = math.floor(scaled + 0.5 + 1e-9) / 10**decimals
    return -kept if value < 0 and kept else kept


def number(value: float, decimals: int = 0) -> str:
    """1,234 or, with decimals, 1,234.5; below nought with a true minus sign."""
    return f"{_rounded(value, decimals):,.{decimals}f}".replace("-", MINUS)


def count(value: float) -> str:
    """A whole number without decimals, a mean with one."""
    return number(value) if float(value).is_integer() else number(value, 1)


def signed(value: float, decimals: int | None = None) -> str:
    """A change: +12, −3, 0."""
    shown = count(value) if decimals is None else number(value, decimals)
    return f"+{shown}" if value > 0 and shown.strip("0.,") else shown


def signed_percent(value: float) -> str:
    """A change in per cent: −2.9%, +1.0%, 0.0%."""
    return "no upper limit" if value == math.inf else f"{signed(value, 1)}%"


def points(value: float) -> str:
    """A change of a share: +1.6 points."""
    return f"{signed(value, 1)} points"


def percent(value: float) -> str:
    """A share: 54.7%."""
    return f"{number(value, 1)}%"


def rate(value: float) -> str:
    """A rate to one decimal, or two where it is under one."""
    return number(value, 1 if abs(value) >= 1 else 2)


def ratio(value: float) -> str:
    """A ratio as a rate, but never as “1.0”: whether it is above one is what it is read for."""
    return number(value, 1 if abs(value) >= 1.05 else 2)


def ordinal(value: float) -> str:
    """A rank: 1st, 22nd, 13th."""
    n = int(value)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def p_value(value: float) -> str:
    """To three decimals, and never as nought."""
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def listed(names: Iterable[str]) -> str:
    """Hackney, Lambeth and Lewisham."""
    *most, last = list(names) or ["none"]
    return f"{', '.join(most)} and {last}" if most else last


# Words that no output may use.

BANNED = (
    r"caus(?:e|es|ed|ing) (?:the|a|this|of the) (?:fall|rise|change|drop|increase|decrease|reduction)",
    r"caused by", r"thanks to", r"due to", r"because of the (?:plan|strategy|programme|partnership)",
    r"as a result of", r"owing to", r"attributable to", r"led to", r"drove (?:down|up)",
    r"driven (?:down|up)",
    r"success(?:es|ful|fully)?", r"worked", r"plummet(?:s|ed|ing)?", r"soar(?:s|ed|ing)?",
    r"surg(?:e|es|ed|ing)",
    r"plung(?:e|es|ed|ing)", r"sky-?rocket\w*", r"slump\w*", r"tumbl\w+", r"spik(?:e|es|ed|ing)",
    r"crackdown",
    r"gangs?(?!,? exploitation or missing| as a factor| violence matrix)", r"gang nominals?", r"prolific",
    r"league tables?", r"worst", r"best", r"crime wave", r"epidemic", r"feral", r"thugs?", r"yobs?",
)  # fmt: skip
"""Claims of cause, drama, and labels for people. A measure's own title is checked by its author, not here."""

_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)


def banned(text: Text | str) -> list[str]:
    """The words in it that no finding may use."""
    return [found.group() for found in _BANNED.finditer(plain(text))]


_DATES = re.compile(r"\b(?:19|20)\d\d(?:/\d\d)?\b|\bthe \d+ months to\b|95% interval")


def stray_numbers(text: Text, names: Iterable[str] = ()) -> list[str]:
    """Digits that stand in the words and not in a Figure, other than dates, the named things and limits."""
    strays: list[str] = []
    for part in text:
        if isinstance(part, str):
            for name in sorted(names, key=len, reverse=True):
                part = part.replace(name, "")
            strays += re.findall(r"\d[\d,.]*", _DATES.sub("", part))
    return strays


# Sentences.


def _verdict(verdict: Verdict, measure: Measure, period: Period, baseline: Baseline, kind: Kind) -> str:
    what = {"count": "the recorded number" if measure.recorded else "the number", "share": "the share"}.get(
        kind, "it"
    )
    said = f"{what} {verdict}" if verdict in ("fell", "rose") else "no clear change"
    uneven = kind == "count" and any(window.months != period.months for window in baseline)
    return f"month for month, {said}" if uneven else said


def _opening(
    measure: Measure,
    area: Area,
    period: Period,
    baseline: Baseline,
    kind: Kind,
    count: Figure,
    before: Figure,
) -> Text:
    then: Text = (
        ", compared with ",
        before,
        f"{' in' if len(baseline) == 1 else ','} {periods.name(baseline)}",
    )
    if before.shown == "withheld":
        then = (f"; the number{' in' if len(baseline) == 1 else ','} {periods.name(baseline)} is ", before)
    if kind == "count":
        return (f"{area.name} had ", count, f" {measure.noun} in {period.name}", *then)
    if kind == "value":
        return (f"{measure.title} in {area.name}: ", count, f" {measure.unit} in {period.name}", *then)
    return (f"{measure.title} in {area.name} was ", count, f" in {period.name}", *then)


def statement(
    measure: Measure,
    area: Area,
    period: Period,
    baseline: Baseline,
    verdict: Verdict,
    kind: Kind,
    count: Figure,
    baseline_count: Figure,
    change: Figure,
    change_percent: Figure,
    lower_percent: Figure,
    upper_percent: Figure,
) -> Text:
    """What a comparison allows to be said, in one sentence."""
    if count.shown == "withheld":
        return (
            f"How many {measure.noun} {area.name} had in {period.name} is withheld, so that a small number cannot be "
            "worked out from it.",
        )
    opening = _opening(measure, area, period, baseline, kind, count, baseline_count)
    withheld = {f.withheld for f in (count, baseline_count)} - {None}
    if "withheld by the publisher" in withheld:
        return (*opening, "; the publisher withholds part of the figures, so that they cannot be compared.")
    if withheld:
        return (*opening, "; numbers so small are not compared, so that nobody can be recognised in them.")
    if verdict == "cannot be compared":
        return (*opening, " (", change, "); whether chance alone could give the difference is not known.")
    detail: Text = ()
    if change_percent.value is not None:
        detail = (" (", change_percent, "; 95% interval ", lower_percent, " to ", upper_percent, ")")
    elif change.value is not None:
        detail = (" (", change, ")")
    beyond = ", by more than chance alone would give" if verdict in ("fell", "rose") else ""
    return (*opening, f": {_verdict(verdict, measure, period, baseline, kind)}", *detail, f"{beyond}.")


def not_comparable(measure: Measure, area: Area, period: Period, baseline: Baseline, reason: str) -> Text:
    """Why there is no comparison."""
    return (
        f"{measure.title} in {area.name} cannot be compared between {period.name} and "
        f"{periods.name(baseline)}: "
        f"{reason}.",
    )


NAMED = 6
"""Up to so many areas are named in a sentence."""

GROUPS = {
    "london-boroughs": "London boroughs",
    "london-local-authorities": "London local authorities",
}


def group_name(group: str) -> str:
    """A group of areas in words: London boroughs; areas similar to Lewisham."""
    return GROUPS.get(group) or (
        f"areas {group}" if group.startswith("similar to ") else group.replace("-", " ")
    )


def before(period: Period, baseline: Baseline) -> str:
    """What a count is said to be lower than: "a year before", or the baseline's own name."""
    if baseline == periods.same_period_last_year(period) and period.months <= 12:
        return "a year before"
    return f"in {baseline[0].name}" if len(baseline) == 1 else periods.name(baseline)


def among(
    where: Among,
    fell: Figure,
    areas: Figure,
    clear: Figure,
    period: Period,
    baseline: Baseline,
    kind: Kind = "count",
) -> Text:
    """How many areas had a lower count, which, and how many by more than chance alone would give."""
    group = group_name(where.group)
    than = before(period, baseline)
    number = {"count": "count", "share": "share", "value": "rate"}[kind]
    what = f"The {number} was lower than {than} in "
    if where.withheld:
        group += " whose numbers are large enough to compare"
    if not where.fell:
        return (f"{what}none of the ", areas, f" {group}.")
    names = f" ({listed(where.names_fell)})" if where.names_fell and where.fell <= NAMED else ""
    opening: Text = (what, fell, " of the ", areas, f" {group}{names}")
    if kind == "value":  # of a rate without its counts nobody can say what chance would give
        return (*opening, ".")
    if where.fell == 1:
        chance = "more than chance alone would" if where.clear_fell else "no more than chance alone could"
        return (*opening, f"; there the difference is {chance} give.")
    if not where.clear_fell:
        return (*opening, "; in none of them by more than chance alone could give.")
    if where.clear_fell == where.fell:
        return (*opening, "; in all of them by more than chance alone would give.")
    return (*opening, "; in ", clear, " of them by more than chance alone would give.")
