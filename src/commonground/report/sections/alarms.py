"""What is unusually high: the newest months of the area and its wards, held against their own past."""

from dataclasses import dataclass

from commonground.evidence import alarms as judging
from commonground.evidence.alarms import Judged, Looked, newest
from commonground.evidence.breaks import breaks_between
from commonground.evidence.figure import Argument, Figure
from commonground.evidence.reading import written
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.charts import alarms as charts
from commonground.report.desk import Desk
from commonground.report.section import Section

KEYS = (
    "violence_with_injury", "violence_without_injury", "robbery_of_personal_property", "knife_crime",
    "possession_of_weapons", "violence_against_women_and_girls", "street_level_robbery", "street_level_weapons",
)  # fmt: skip
TYPES = ("local_authority", "ward")
LISTED = 12
DRAWN_FROM = 5  # events expected in a month: with fewer most months are withheld, and there is nothing to see
SHOWN = 36  # months of a chart


@dataclass(frozen=True)
class _Numbers:
    """The figures of one area and month."""

    count: Figure
    expected: Figure
    upper: Figure
    times: Figure


def build(desk: Desk) -> list[Block]:
    """How much was looked at, what stands out, and the run of months of the surest."""
    places = [[desk.area], desk.evidence.gazetteer.within(desk.area, "ward")]
    asked = ("alarms of a report", desk.area)
    found = desk.evidence.once(asked, lambda: judging.looked(desk.evidence, KEYS, places))
    if not found.rows:
        return [
            Notice(
                "missing", "Nothing to hold against its past",
                (
                    "To say what is unusually high, a measure must be loaded month by month for more than four years, "
                    f"for {desk.area.name} or its wards.",
                ),
            )
        ]  # fmt: skip
    return [_what_was_looked_at(desk, found), *_what_stands_out(desk, found), *_cautions(desk, found)]


def _what_was_looked_at(desk: Desk, found: Looked) -> Block:
    arguments: dict[str, Argument] = {
        "keys": ",".join(KEYS), "area": desk.area.code, "types": ",".join(TYPES),
    }  # fmt: skip
    judged, above, first = (
        desk.figure("alarms_among", found.editions, **arguments, of=of) for of in ("judged", "above", "first")
    )
    return Paragraph(
        (
            f"Each measure in {desk.area.name} and in each of its wards was held, for each of the newest months, "
            "against the same season of the four years before (Farrington’s method): ", judged, " counts in all. Above "
            "the bound that about one in a hundred crosses by chance: ", above, ". When one allows for how many were "
            "looked at: ", first, ", of which about one in twenty may still be chance." if found.first else ".",
        )
    )  # fmt: skip


def _what_stands_out(desk: Desk, found: Looked) -> list[Block]:
    if not found.first:
        return [
            Paragraph(("No count stands out. In a small area only a large rise would: silence does not show that "
                       "nothing has changed.",))
        ]  # fmt: skip
    desk.guard.make_up(desk.area.code, tuple(a.code for a in desk.evidence.gazetteer.within(desk.area, "ward")))
    listed = [(row, _numbers(desk, row)) for row in found.first[:LISTED]]
    table = Table(
        caption=f"What to look at first in {desk.area.name}, the surest first",
        head=("What, where and when", "Recorded", "Expected", "Usual at most", "Times expected"),
        rows=tuple(
            ((_named(desk, row),), (n.count,), (n.expected,), (n.upper,), (n.times,)) for row, n in listed
        ),
        note=(
            "Expected: from the same season of four years, and a trend where one is plain. The newest month may still "
            "fill up.",
        ),
    )  # fmt: skip
    if all(figure.value is None for _, n in listed for figure in (n.count, n.expected, n.upper, n.times)):
        return [Paragraph(("What stands out is withheld: the numbers are small, or protect small ones.",))]
    drawn = next((row for row in found.first[:LISTED] if row.expected >= DRAWN_FROM), None)
    return [Heading("What to look at first"), table, *([_chart(desk, found, drawn)] if drawn else [])]


def _named(desk: Desk, row: Judged) -> str:
    return f"{desk.measure(row.measure).title}, {row.area.name}, {row.month.name}"


def _way(row: Judged) -> dict[str, Argument]:
    return {
        "measure": row.measure, "area": row.area.code, "area_type": row.area.type, "period": written(row.month),
        "source": row.choice.count.source, "classification": row.choice.classification,
    }  # fmt: skip


def _numbers(desk: Desk, row: Judged) -> _Numbers:
    months = [row.month.shifted(-back) for back in range(judging.PAST + 1)]
    past = tuple(dict.fromkeys(e.id for month in months for e in row.choice.used(month)))
    own = tuple(e.id for e in row.choice.used(row.month))
    return _Numbers(
        desk.figure("count", own, **_way(row)),
        *(desk.figure(method, past, **_way(row)) for method in ("alarm_expected", "alarm_upper", "alarm_times")),
    )


def _chart(desk: Desk, found: Looked, row: Judged) -> Block:
    """The months of the surest, with what was expected of those judged."""
    month = newest(row.choice)
    months = [month.shifted(-back) for back in reversed(range(SHOWN))]
    counts = desk.counts(row.measure, months, area=row.area, choice=row.choice, method="count")
    judged = {
        other.month: (other, _numbers(desk, other))
        for other in found.rows
        if (other.measure, other.area, other.choice) == (row.measure, row.area, row.choice)
    }
    points = [
        charts.Judged(judged[m][1].expected, judged[m][1].upper, judged[m][0].above, m == month)
        if m in judged
        else charts.Judged(filling=m == month)
        for m in months
    ]
    measure = desk.measure(row.measure)
    return charts.alarms(
        "alarms-first",
        f"{measure.title} in {row.area.name}, and what its own past led one to expect",
        [m.start for m in months],
        counts,
        points,
        what=f"{measure.noun} each month",
        source=passages.origin(row.choice, months),
    )


def _cautions(desk: Desk, found: Looked) -> list[Block]:
    said = [
        "An alarm is a reason to ask, and says nothing of why: more harm, more reporting, more police attention and a "
        "change of recording look alike. It does not say what will happen next, and nothing here is about a person."
    ]
    for (key, _), choice in found.ways.items():
        past = judging.whole(newest(choice))
        said += [b.sentence for b in breaks_between(desk.measure(key), choice.count, past, past, desk.area.code)]
    ends = sorted({newest(choice) for choice in found.ways.values()})
    said.append(f"The months judged end in {' or '.join(end.name for end in ends)}, as far as figures are loaded.")
    return [Caveat((" ".join(dict.fromkeys(said)),))]


SECTION = Section(key="alarms", title="What is unusually high", order=48, build=build)
