"""Testing: the recorded crime at a patrol place and beside it, before and since, with what may be said of it.

It is the same evaluation that reports ask of any named action: numbers, limits and a verdict, and never that patrols
changed anything.
"""

import csv
import io
from datetime import date

from commonground.evidence import periods
from commonground.evidence.areas import UnknownArea
from commonground.evidence.evaluated import months_of
from commonground.evidence.figure import Text
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.registers.models import Entry
from commonground.report import charts, passages
from commonground.report.blocks import Block, Caveat, Notice, Table
from commonground.report.desk import Desk
from commonground.report.guard import Guard
from commonground.report.sections import evaluation

NOT_CAUSED = (
    "A place is chosen when its numbers are high, and high numbers tend to be lower afterwards whatever is done. The "
    "neighbourhood is larger than the place. What is recorded may change because more is reported or found. None of "
    "this says that patrols changed anything; at most they may have contributed."
)
NO_AREA = (
    "The place names no neighbourhood (LSOA) or ward, so there is nothing to count: change the entry and add its code."
)


def recorded_at(evidence: Evidence, area: Area, place: Entry, today: date) -> list[Block]:
    """The counts of place and comparison areas, and the evaluation, each number guarded."""
    code = place.lsoa or place.ward
    if not code:
        return [Notice("missing", "No neighbourhood is named", (NO_AREA,))]
    guard = Guard(evidence)
    desk = Desk(evidence, area, today, {evaluation.LIST: _asked(place, code)}, guard)
    with charts.undrawn():
        _built(desk, place, code)
    guard.close()
    return _built(desk, place, code)


def _built(desk: Desk, place: Entry, code: str) -> list[Block]:
    return [*_counts(desk, place, code), *evaluation.build(desk), Caveat((NOT_CAUSED,))]


def _asked(place: Entry, code: str) -> str:
    """The place as a row of the list that evaluations are read from."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(evaluation.COLUMNS)
    own = place.details
    rows.writerow([
        f"Patrols: {place.place}", own.crime, code, place.on.isoformat(), own.comparison_codes,
        "its numbers were high",
    ])  # fmt: skip
    return text.getvalue()


def _counts(desk: Desk, place: Entry, code: str) -> list[Block]:
    """What was recorded in the year before and since, here and in each comparison area."""
    measure = desk.measure(place.details.crime)
    try:
        own = desk.evidence.area(code)
        names = [name.strip() for name in place.details.comparison_codes.split(";") if name.strip()]
        others = [desk.evidence.area(name, own.type) for name in names]
    except UnknownArea as unknown:
        return [Notice("missing", "An area is not known", (str(unknown),))]
    months = months_of(desk.evidence, measure, own, place.on)
    if isinstance(months, str):
        return []  # the evaluation says why
    before, since = periods.span(months.run[max(0, months.before - 12)], months.run[months.before - 1]), months.after
    rows: list[tuple[Text, ...]] = []
    for one, what in ((own, "patrolled"), *((other, "compared with") for other in others)):
        counts = desk.counts(measure.key, [before, since], area=one, choice=months.choice)
        cells: list[Text] = [(figure,) if figure is not None else ("not known",) for figure in counts]
        rows.append(((one.name,), (what,), *cells))
    return [
        Table(
            caption=f"{measure.title} recorded in each neighbourhood", rows=tuple(rows),
            head=("Neighbourhood", "", f"Before: {before.name}", f"Since: {since.name}"),
            note=passages.origin(months.choice, [before, since]),
        )
    ]  # fmt: skip
