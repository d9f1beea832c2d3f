"""Months and quarters with the limits within which their number usually varies, and what lies outside them, in words.

The limits are worked out for each side of a break by itself, from the numbers that the page shows and from no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence import recipes, usual, wording
from commonground.evidence.breaks import Break
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of, written
from commonground.report import charts, passages
from commonground.report.blocks import Block, Paragraph
from commonground.report.desk import Desk

if TYPE_CHECKING:
    from commonground.methods.process_control import Run, Signals


@dataclass(frozen=True)
class Side:
    """The months, or quarters, on one side of a break, with those whose number is shown, and their limits if any."""

    windows: tuple[Period, ...]
    values: tuple[float | None, ...]
    limits: tuple[Figure, Figure, Figure] | None  # mean, lower, upper


def by_month(desk: Desk, measure: Measure, choice: Choice) -> Iterator[Block]:
    """The months with their limits, and what lies outside them."""
    run = passages.run_of(choice)
    crossed = passages.crossed(desk, measure, choice, run) if run else ()
    sides = sides_of(desk, measure, choice, run, desk.counts(measure.key, run, choice=choice), crossed)
    yield passages.by_month(desk, measure, choice, run, _drawn(run, sides))
    yield from _said(sides, crossed, "month")


def by_quarter(desk: Desk, measure: Measure, choice: Choice, quarters: int) -> Iterator[Block]:
    """The quarters beside those of the year before, with limits where all of them are on one side of any break."""
    found = passages.quarters_of(desk, measure, choice, quarters)
    run = [f.period for f in found]
    crossed = passages.crossed(desk, measure, choice, run) if run else ()
    sides = sides_of(desk, measure, choice, run, [f.count for f in found], crossed)
    yield passages.of_quarters(measure, choice, found, _drawn(run, sides))
    yield from _said(sides, crossed, "quarter")


def sides_of(
    desk: Desk, measure: Measure, choice: Choice, run: Sequence[Period], counts: Sequence[Figure | None],
    crossed: Sequence[Break],
) -> tuple[Side, ...]:  # fmt: skip
    """The sides of the breaks; of shares and published rates, none."""
    if kind_of(choice.count) != "count":
        return ()
    shown = {window: None if f is None or f.withheld else f.value for window, f in zip(run, counts, strict=True)}
    pieces = usual.sides(run, crossed)
    return tuple(
        Side(tuple(piece), tuple(shown[w] for w in piece), _limits(desk, measure, choice, piece, shown))
        for piece in pieces
    )


def _limits(
    desk: Desk, measure: Measure, choice: Choice, piece: Sequence[Period], shown: dict[Period, float | None]
) -> tuple[Figure, Figure, Figure] | None:
    """Mean, lower and upper limit, of months that the guard has let be shown.

    The limits need no guard of their own: whoever reads the page can work them out from what it shows.
    """
    known = [window for window in piece if shown[window] is not None]
    if usual.limits(known, [shown[window] for window in known]) is None:
        return None
    used = tuple(dict.fromkeys(e.id for window in known for e in choice.used(window)))
    mean, lower, upper = (
        recipes.figure(
            desk.evidence, method, used, measure=measure.key, area=desk.area.code, area_type=desk.area.type,
            period=written(tuple(known)), source=choice.count.source, classification=choice.classification,
        )
        for method in ("usual_mean", "usual_lower", "usual_upper")
    )  # fmt: skip
    return mean, lower, upper


def _drawn(run: Sequence[Period], sides: Sequence[Side]) -> list[charts.Usual]:
    return [
        charts.Usual(run.index(side.windows[0]), run.index(side.windows[-1]), *side.limits, usual.RULES)
        for side in sides if side.limits
    ]  # fmt: skip


# Words.


def _said(sides: Sequence[Side], crossed: Sequence[Break], each: str) -> Iterator[Block]:
    """What lies outside the limits; then what is unusual within them; then what has no limits, and why."""
    if not sides:
        return
    judged = [side for side in sides if side.limits]
    if judged:
        yield Paragraph((_outside(judged, each),))
        if runs := [said for side in judged for said in _within(side, each)]:
            yield Paragraph((f"{' '.join(runs)} That is unusual too; it does not say why.",))
    if caveats := " ".join(_without(sides, crossed, each)):
        yield Paragraph((caveats,))


def _outside(judged: Sequence[Side], each: str) -> str:
    high, low = ([w.name for side in judged for w, v in _known(side) if _beyond(side, v) == way] for way in (1, -1))
    parts = [f"{wording.listed(names)} {'lies' if len(names) == 1 else 'lie'} {where}"
             for names, where in ((high, "above"), (low, "below")) if names]  # fmt: skip
    if not parts:
        first, last = judged[0].windows[0].name, judged[-1].windows[-1].name
        return f"No {each} from {first} to {last} lies outside the limits within which this number usually varies."
    limits = "the limits within which this number usually varies"
    return f"{', and '.join(parts)}{',' * (len(parts) - 1)} {limits}; that is unusual, it does not say why."


def _known(side: Side) -> Iterator[tuple[Period, float]]:
    return ((w, v) for w, v in zip(side.windows, side.values, strict=True) if v is not None)


def _beyond(side: Side, value: float) -> int:
    assert side.limits
    _, lower, upper = (figure.value or 0 for figure in side.limits)
    return (value > upper) - (value < lower)


def _within(side: Side, each: str) -> Iterator[str]:
    """Shifts, trends, and what lies near a limit."""
    found = _signals(side)
    for run in found.shifts:
        lies = "above" if run.up else "below"
        yield f"{_from_to(side, run)} every {each} lies {lies} the mean: a shift."
    for run in found.trends:
        goes = "rises" if run.up else "falls"
        yield f"{_from_to(side, run)} each {each} {goes} on the one before: a trend."
    near = [w.name for w, is_near in zip(side.windows, found.two_of_three, strict=True) if is_near]
    if near:
        yield f"{wording.listed(near)} lie near a limit, two out of three in a row."


def _from_to(side: Side, run: "Run") -> str:
    return f"From {side.windows[run.first].name} to {side.windows[run.last].name}"


def _signals(side: Side) -> "Signals":
    return usual.signals(side.windows, side.values)


def _without(sides: Sequence[Side], crossed: Sequence[Break], each: str) -> Iterator[str]:
    """Where there are no limits, which numbers take no part in them, and that none reaches over a break."""
    if crossed and any(side.limits for side in sides):
        yield (
            f"The limits on each side of a break in the series are worked out apart; a {each} within a break has none."
        )
    for side in sides:
        if side.limits is None:
            yield (
                f"From {side.windows[0].name} to {side.windows[-1].name} no limits are drawn: they need the numbers of "
                f"at least twelve {each}s one after the other{', with no break between them' if crossed else ''}."
            )
    if any(value is None for side in sides if side.limits for value in side.values):
        yield f"A {each} that is withheld or has no number takes no part in the limits."
