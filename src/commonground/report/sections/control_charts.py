"""Control charts: the main monthly numbers, each with its usual limits and whether the latest month is within them."""

from dataclasses import dataclass, replace
from datetime import date

from commonground.evidence import usual
from commonground.evidence.breaks import Break
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of, written
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Chart, Heading, Notice, Paragraph, Statement, Table
from commonground.report.charts.control import LOOKS, Lines, control
from commonground.report.desk import Desk
from commonground.report.pages.usually import Side, sides_of
from commonground.report.section import Section

KEYS = (
    "violence_against_the_person",
    "violence_with_injury",
    "knife_crime",
    "robbery_of_personal_property",
    "possession_of_weapons",
)
NEW = 6  # months after the last break, not yet enough for limits, that are left out rather than an older source taken
RULES = f"{usual.RULES}, trend of 7"

WORDS = {
    "": "is within",
    "outside limits": "is outside",
    "trend": "is part of a trend within",
    "two of three near a limit": "is one of two in three near the edge of",
    "shift": "is part of a shift within",
}


@dataclass(frozen=True)
class Charted:
    """A measure whose latest months have limits: its months, numbers, sides of breaks, and the kind of each month."""

    measure: Measure
    choice: Choice
    run: list[Period]
    counts: list[Figure | None]
    sides: tuple[Side, ...]
    crossed: tuple[Break, ...]
    kinds: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def latest(self) -> int:
        """The last month whose number is shown."""
        return max(i for i, f in enumerate(self.counts) if f is not None and f.value is not None and not f.withheld)

    @property
    def limits(self) -> tuple[Figure, Figure, Figure]:
        """Mean, lower and upper limit of the months that the latest is among."""
        limits = self.sides[-1].limits
        assert limits
        return limits

    @property
    def verdict(self) -> str:
        """What an icon would say."""
        kind = self.kinds[self.latest]
        return "common cause" if kind == "common cause" else LOOKS[kind][2]


def build(desk: Desk) -> list[Block]:
    """All of them in a table, then each with its chart."""
    charted = [found for key in KEYS if (found := _charted(desk, key))]
    if not charted:
        return [
            Notice(
                "missing",
                "No control charts",
                (
                    f"No measure of {desk.area.name} has twelve months one after the other, with ten events a month or "
                    "more, since it was last counted otherwise. Monthly recorded crime would be needed.",
                ),
            )
        ]
    return [
        Paragraph(
            (
                "A number goes up and down from month to month for no reason that can be named. A control chart shows "
                "within which limits it usually varies, and which months are out of the ordinary. What is within the "
                "limits is called common cause, and is no change; what is not is called special cause, and is a reason "
                "to ask. It does not say why. Limits are worked out anew only where offences were counted otherwise "
                "from a known day on, and the chart says so.",
            )
        ),
        _table(desk, charted),
        *(block for found in charted for block in _told(desk, found)),
        Caveat(
            (
                f"Rules: {RULES} (NHS England, Making data count): outside the limits, a trend, two of three near a "
                "limit, a shift to one side of the mean. Months that are high every year may look unusual, or hide "
                "what is.",
            )
        ),
    ]


def _charted(desk: Desk, key: str) -> Charted | None:
    """By the newest monthly way of counting that has limits for its latest months.

    Which that is, is settled once, before anything is withheld: else the guard would meet another one’s counts late.
    """
    asked = ("control chart", key, desk.area, desk.edition)
    choices = desk.choices(key, desk.area.type)
    choice = desk.evidence.once(asked, lambda: next((one for one in choices if _by(desk, key, one)), None))
    return _by(desk, key, choice) if choice else None


def _by(desk: Desk, key: str, choice: Choice) -> Charted | None:
    """By one way of counting; None where it is not monthly, the numbers are small, or the latest months lack limits."""
    measure = desk.measure(key)
    if not passages.is_monthly(choice) or kind_of(choice.count) != "count":
        return None
    run = passages.run_of(choice)
    year = Period(run[-12].start, run[-1].end) if len(run) >= usual.LEAST else None
    if year is None or not desk.is_at_least(12 * passages.FEW_A_MONTH, key, year, choice):
        return None
    crossed = passages.crossed(desk, measure, choice, run)
    counts = desk.counts(key, run, choice=choice)
    sides = tuple(_guarded(desk, side) for side in sides_of(desk, measure, choice, run, counts, crossed))
    while sides and not sides[-1].limits:  # after a break there are too few months yet
        sides = sides[:-1]
    if not sides or run.index(sides[-1].windows[-1]) < len(run) - NEW:
        return None
    run = run[: run.index(sides[-1].windows[-1]) + 1]
    kinds, rules = _judged(run, sides)
    return Charted(measure, choice, run, counts[: len(run)], sides, crossed, kinds, rules)


def _guarded(desk: Desk, side: Side) -> Side:
    """With limits only where all of its months are shown, and their total too: a mean is a total in other clothes."""
    if not side.limits or None in side.values:
        return replace(side, limits=None)
    mean, lower, upper = (desk.guard.see(figure) for figure in side.limits)
    return replace(side, limits=None if mean.withheld or lower.withheld or upper.withheld else (mean, lower, upper))


def _judged(run: list[Period], sides: tuple[Side, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kind of each month, and the rule that makes it so."""
    from commonground.methods.control_chart import kinds_of

    kinds, rules = dict.fromkeys(run, "common cause"), dict.fromkeys(run, "")
    for side in sides:
        if side.limits:
            values = [float("nan") if value is None else value for value in side.values]
            signals, mean = usual.signals(side.windows, side.values), float(side.limits[0].value or 0)
            # High and low, never better and worse: fewer recorded offences are not less violence.
            found = kinds_of(values, signals, mean, "neither")
            kinds |= dict(zip(side.windows, found, strict=True))
            rules |= dict(zip(side.windows, signals.labels.tolist(), strict=True))
    return tuple(kinds[window] for window in run), tuple(rules[window] for window in run)


def _table(desk: Desk, charted: list[Charted]) -> Table:
    rows: list[tuple[Text, ...]] = []
    for found in charted:
        _, lower, upper = found.limits
        count = found.counts[found.latest]
        assert count
        month = found.run[found.latest].name
        rows.append(((found.measure.title,), (month,), (count,), (lower, " to ", upper), (found.verdict,)))
    return Table(
        caption=f"Which monthly numbers of {desk.area.name} are out of the ordinary",
        head=("Measure", "Latest month", "Number", "Usual limits", "Reading"),
        rows=tuple(rows),
        note=(f"Limits: {RULES}.",),
    )


def _told(desk: Desk, found: Charted) -> list[Block]:
    """The sentence, then the chart."""
    mean, lower, upper = found.limits
    count, at = found.counts[found.latest], found.latest
    assert count
    month, noun = found.run[at].name, found.measure.noun
    lies = WORDS[found.rules[at]]
    said: Text = (
        f"In {month} there were ", count, f" {noun}. That {lies} the limits within which the number usually varies, ",
        lower, " to ", upper, " around a mean of ", mean, ". Of the months since the limits were last worked out, ",
        _unusual(desk, found), " are out of the ordinary.",
    )  # fmt: skip
    return [Heading(found.measure.title), Statement(said, found.verdict), _drawn(desk, found)]


def _unusual(desk: Desk, found: Charted) -> Figure:
    """How many of the months that the latest is among."""
    months = found.sides[-1].windows
    used = tuple(dict.fromkeys(e.id for window in months for e in found.choice.used(window)))
    return desk.figure(
        "unusual_months", used, measure=found.measure.key, area=desk.area.code, area_type=desk.area.type,
        period=written(months), source=found.choice.count.source, classification=found.choice.classification,
    )  # fmt: skip


def _drawn(desk: Desk, found: Charted) -> Chart:
    limits: dict[Period, tuple[int, tuple[Figure, Figure, Figure]]] = {
        window: (i, side.limits) for i, side in enumerate(found.sides) if side.limits for window in side.windows
    }
    each = [limits.get(window) for window in found.run]
    mean, lower, upper = ([None if one is None else one[1][place] for one in each] for place in range(3))
    begins = {b.first: b.title for b in found.crossed}
    reasons = [
        (i, title) for i, window in enumerate(found.run) for day, title in begins.items()
        if day and (window.start <= day <= window.end)
    ]  # fmt: skip
    title = f"{found.measure.title} in {desk.area.name}: control chart"
    months: list[date] = [window.start for window in found.run]
    return control(
        f"control-{found.measure.key}", title, months, found.counts, found.kinds,
        Lines(mean, lower, upper, [-1 if one is None else one[0] for one in each], reasons),
        what=f"{found.measure.noun} each month", rules=RULES, verdict=f"Latest month: {found.verdict}.",
        notes=[rule or "usual variation" for rule in found.rules],
        source=passages.origin(found.choice, found.run),
    )  # fmt: skip


SECTION = Section(key="control_charts", title="What is out of the ordinary", order=42, build=build)
