"""Places as young people see them: each place by time of day, and whether they were answered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import days, none_of
from commonground.report.blocks import Block, Caveat, Paragraph, Statement
from commonground.report.charts.said_of import said_of

TIMES = {
    "before_school": "Before school", "school_day": "School day", "after_school": "After school",
    "evening": "Evening", "night": "Night",
}  # fmt: skip
WORDS = {"safe": "safe", "mixed": "mixed", "unsafe": "unsafe", "": ""}
MOST = 20
"""Places that are drawn; the table has them all."""


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    views = [row for row in rows.order_by("place", "on") if start <= row.on <= end]
    if not views:
        return none_of("places", start, end)
    places: dict[str, list[Any]] = defaultdict(list)
    for row in views:
        places[row.place.strip()].append(row.details)
    names = sorted(places, key=lambda name: (-_unsafe(places[name]), name.casefold()))
    cells = [[together([getattr(view, time) for view in places[name]]) for time in TIMES] for name in names]
    sessions = {(row.on, row.details.session) for row in views}
    return [
        Paragraph((_sessions(len(sessions), views, start, end),)),
        said_of(
            "safe-places", "Places by time of day, as young people saw them", names, list(TIMES.values()), cells,
            what="how each place feels", of="Place", most=MOST,
            source=("“Mixed” is what a session called so, or what sessions saw differently. Places that felt unsafe at "
                    "more times of day stand first.",),
        ),
        *_answers(views, end),
        Caveat(("These are the views of those who took part, who are not all young people of the area. They say how a "
                "place feels, and are no record of what happened there.",)),
    ]  # fmt: skip


def together(views: Sequence[str]) -> str:
    """Several views of one place at one time: what they share, or that they differ."""
    found = {view for view in views if view}
    return found.pop() if len(found) == 1 else "mixed" if found else ""


def _unsafe(views: Sequence[Any]) -> int:
    return sum(together([getattr(view, time) for view in views]) == "unsafe" for time in TIMES)


def _sessions(sessions: int, views: Sequence[Any], start: date, end: date) -> str:
    told = {(row.on, row.details.session): row.details.taking_part for row in views if row.details.taking_part}
    taking = f" Together {sum(told.values())} took part in the {len(told)} that counted five or more." if told else ""
    many = "one session" if sessions == 1 else f"{sessions} sessions"
    return f"Gathered in {many} from {days(start, end)}.{taking}"


def _answers(views: Sequence[Any], end: date) -> list[Block]:
    owed = [row.details for row in views if row.details.answer_due is not None and row.details.answer_due <= end]
    if not owed:
        return []
    in_time = sum(one.answered_on is not None and one.answered_on <= one.answer_due for one in owed)
    late = sum(one.answered_on is not None and one.answered_on > one.answer_due for one in owed)
    return [
        Statement((f"Of {len(owed)} answers due to young people by then, {in_time} were given in time, {late} late, "
                   f"and {len(owed) - in_time - late} not yet.",))
    ]  # fmt: skip
