"""Places that stand out together with those around them, and for how many years they have."""

from itertools import pairwise

from commonground.evidence import periods
from commonground.evidence.bordering import borders
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.periods import Baseline, Period
from commonground.evidence.reading import written
from commonground.methods.emerging import CLASSES, MEANINGS
from commonground.report import maps, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.charts.scale import Classes
from commonground.report.desk import Desk
from commonground.report.outlines import outlines
from commonground.report.section import Section

KEY = "violence_with_injury"
BY_YEAR = "violence_against_the_person"
HEADS = {"lsoa": "Neighbourhoods that stand out", "ward": "Wards that stand out"}
NAMES = {"lsoa": "neighbourhoods (LSOAs)", "ward": "wards"}
MEANS = Paragraph((
    "A place stands out here if, together with the places that border on it, it has more than chance alone would put "
    "there were the counts shuffled over the places of the area (Gi*, two-sided; of those that stand out about one in "
    "twenty is expected to by chance).",
))  # fmt: skip
BEAR_IN_MIND = Caveat((
    "Recorded places are moved to stand for several addresses, and a town centre or a hospital has the violence of "
    "those who come there. Where police look more, more is found. Places beyond the border are not counted among the "
    "neighbours. None of this says why, or where violence will be.",
))  # fmt: skip


def build(desk: Desk) -> list[Block]:
    """Neighbourhoods and wards that stand out in the last 12 months, and the neighbourhoods through the years."""
    found = [*now(desk, "lsoa"), *now(desk, "ward"), *_through_the_years(desk)]
    return [MEANS, *found, BEAR_IN_MIND] if found else [missing(desk)]


def missing(desk: Desk) -> Notice:
    """What is said where no place can be told."""
    return Notice(
        "missing", "No hot places",
        (
            "To tell which places stand out, counts by ward or neighbourhood (LSOA), the look-up that says which lie "
            f"in {desk.area.name}, and boundaries of neighbourhoods are needed; not all of them are loaded.",
        ),
    )  # fmt: skip


def now(desk: Desk, area_type: str) -> list[Block]:
    """The places of one kind that stand out in the last 12 months: how many, and which; none where nothing tells."""
    areas = desk.evidence.gazetteer.within(desk.area, area_type)
    period = desk.latest(KEY, area=areas[0]) if areas else None
    (before,) = periods.same_period_last_year(period) if period else (None,)
    choice = desk.choice(KEY, period, before, area=areas[0]) if period and before else None
    if not period or not before or not choice:
        return []
    way = _way(desk, choice, KEY, f"{area_type}s of {desk.area.name}", areas, (period,))
    if way is None:
        return []
    editions, arguments = way
    editions = tuple(dict.fromkeys((*editions, *(e.id for e in choice.used(before)))))
    arguments |= {"baseline": written(before)}
    numbers = {of: desk.figure("hot_places", editions, **arguments, of=of) for of in ("places", "standing", "both")}
    share = desk.figure("share_in_hot_places", editions, **arguments)
    if any(figure.value is None for figure in (*numbers.values(), share)):
        return []
    said: list[Block] = [Heading(HEADS[area_type]), _sentence(area_type, period, numbers, share)]
    if numbers["standing"].value:
        said.append(_table(desk, choice, editions, arguments, areas, period))
    return said


def _way(
    desk: Desk, choice: Choice, key: str, group: str, areas: list[Area], over: Baseline
) -> tuple[tuple[str, ...], dict[str, Argument]] | None:
    """The editions and the arguments that every number of a group is worked out from; None without boundaries."""
    beside = borders(desk.evidence.editions, areas[0].type, [area.code for area in areas])
    if beside is None:
        return None
    used = (*(e.id for span in over for e in choice.used(span)), *beside.editions)
    return tuple(dict.fromkeys(used)), {
        "measure": key, "group": group, "area_type": areas[0].type, "period": written(over),
        "source": choice.count.source, "classification": choice.classification,
    }  # fmt: skip


def _sentence(area_type: str, period: Period, numbers: dict[str, Figure], share: Figure) -> Paragraph:
    opening: Text = (
        "In ", period.name, ", ", numbers["standing"], " of the ", numbers["places"], f" {NAMES[area_type]} stood out ",
        "as having more recorded violence with injury with those around them",
    )  # fmt: skip
    if not numbers["standing"].value:
        return Paragraph((*opening, "."))
    return Paragraph(
        (
            *opening, ", and had ", share, " of it. Of these, ", numbers["both"],
            " stood out in the 12 months before as well. One that stands out may have few itself, beside others with "
            "many.",
        )
    )  # fmt: skip


def _table(
    desk: Desk,
    choice: Choice,
    editions: tuple[str, ...],
    arguments: dict[str, Argument],
    areas: list[Area],
    period: Period,
) -> Table:
    """The places that stand out, by name: the list says where, and each count goes through the guard."""
    from commonground.evidence.recipes.hot_places import found_again

    found = found_again(desk.evidence, editions, **arguments)
    rows: list[tuple[Text, ...]] = []
    for area in areas:
        if area.code in found.codes:
            (count,) = desk.counts(KEY, [period], area=area, choice=choice)
            rows.append(((area.name,), (count,) if count is not None else ("not known",)))
    kind = areas[0].type
    return Table(
        caption=f"The {NAMES[kind]} that stood out, {period.name}", head=("Place", "Offences"), rows=tuple(rows),
        note=passages.origin(choice, [period]),
    )  # fmt: skip


def _through_the_years(desk: Desk) -> list[Block]:
    areas = desk.evidence.gazetteer.within(desk.area, "lsoa", "2011")
    choices = [c for c in desk.choices(BY_YEAR, "lsoa") if c.count.source == "mps_lsoa_annual"]
    if not areas or not choices:
        return []
    choice, years = choices[0], tuple(Period(start, end) for start, end in choices[0].periods)
    way = _way(desk, choice, BY_YEAR, f"2011 lsoas of {desk.area.name}", areas, years)
    if way is None:
        return []
    editions, arguments = way
    number = {of: desk.figure("areas_of_class", editions, **arguments, of=of) for of in ("years", *CLASSES[:-1])}
    if any(figure.value is None for figure in number.values()):
        return []
    span = f"{years[0].name} to {years[-1].name}"
    title = f"In how many years each neighbourhood of {desk.area.name} stood out, {span}"
    stood = {area.code: desk.figure("years_among_hot_places", editions, **arguments, spot=area.code) for area in areas}
    drawn = outlines(desk.evidence, areas)
    rows = tuple(
        ((kind.capitalize(),), (MEANINGS[kind],), (number[kind],)) for kind in CLASSES[:-1] if number[kind].value
    )
    opening = ("By recorded violence against the person, over ", number["years"], f" years ({span})")
    by_class = Table(
        caption=f"Neighbourhoods of {desk.area.name} by the years in which they stood out",
        head=("Class", "What it means", "Neighbourhoods"), rows=rows, note=passages.origin(choice, list(years)),
    )  # fmt: skip
    return [
        Heading("Through the years"),
        Paragraph((*opening, ":" if rows else ", no neighbourhood stood out in a lasting or a new way.")),
        *([by_class] if rows else []),
        *(
            [
                maps.choropleth(
                    "map-hot-places", title, drawn.shapes, stood, what="years in which each LSOA stood out", labelled=0,
                    of="LSOA", source=passages.origin(choice, list(years)), scale=_scale(len(years)),
                )
            ]
            if drawn.shapes
            else []
        ),
    ]  # fmt: skip


def _scale(years: int) -> Classes:
    """None of the years, few, up to half, most, and nearly every one."""
    edges = tuple(sorted({1, 1 + years // 4, 1 + years // 2, max(1, round(0.9 * years))}))
    spans = pairwise((0, *edges, years + 1))
    return Classes(edges, tuple(str(a) if b == a + 1 else f"{a} to {b - 1}" for a, b in spans))


SECTION = Section(key="hot_places", title="Hot places", order=62, build=build)
