"""Where violence happens: wards, neighbourhoods, how far it is gathered in few of them, and for how long."""

from commonground.evidence import periods
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.periods import Period
from commonground.evidence.reading import written
from commonground.report import maps, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.outlines import outlines
from commonground.report.section import Section

KEY = "violence_with_injury"
BY_YEAR = "violence_against_the_person"


def build(desk: Desk) -> list[Block]:
    """A map of wards, a map of LSOAs, and the concentration of harm with its stability."""
    return [
        Paragraph(
            (
                "Places are shown by ward and by neighbourhood (LSOA, about 1,700 people), never as points: published "
                "locations are moved to stand for several addresses, and a pin would point at somebody’s door. A "
                "place is not its people; a ward with a town centre has the violence of those who come there.",
            )
        ),
        Heading("Wards"),
        *_mapped(desk, "ward", "ward"),
        Heading("Neighbourhoods"),
        *_mapped(desk, "lsoa", "LSOA"),
        *_concentrated(desk),
        *_through_the_years(desk),
        Caveat(
            (
                "Offences without a usable location are left out. A map describes what was recorded; it does not "
                "predict where violence will be, and where police look more, more is found.",
            )
        ),
    ]


def _mapped(desk: Desk, area_type: str, of: str) -> list[Block]:
    measure, areas = desk.measure(KEY), desk.evidence.gazetteer.within(desk.area, area_type)
    period = desk.latest(KEY, area=areas[0]) if areas else None
    choice = desk.choice(KEY, period, area=areas[0]) if period else None
    if not areas or not period or not choice:
        return [
            Notice(
                "missing",
                f"No map by {of}",
                (f"No figures by {of} are loaded, or no look-up that says which lie in {desk.area.name}.",),
            )
        ]
    desk.guard.make_up(desk.area.code, tuple(area.code for area in areas))
    values = {area.code: desk.counts(KEY, [period], area=area, choice=choice)[0] for area in areas}
    title = f"{measure.title} by {of} in {desk.area.name}, {period.name}"
    drawn = outlines(desk.evidence, areas)
    if not drawn.shapes:
        return [
            Notice(
                "missing",
                f"No map by {of}",
                (f"No boundaries of {desk.area.name} by {of} are loaded; the numbers are in the table.",),
            ),
            _table(title, of, areas, values),
        ]
    return [
        maps.choropleth(
            f"map-{area_type}",
            title,
            drawn.shapes,
            values,
            what=f"{measure.noun} by {of}",
            labelled=5 if area_type == "ward" else 0,
            of=of[:1].upper() + of[1:],
            source=passages.origin(choice, [period]),
        ),
        *([Caveat((drawn.note,))] if drawn.note else []),
    ]


def _table(title: str, of: str, areas: list[Area], values: dict[str, Figure | None]) -> Table:
    rows: list[tuple[Text, ...]] = [((a.name,), (figure,)) for a in areas if (figure := values[a.code]) is not None]
    return Table(caption=title, head=(of[:1].upper() + of[1:], "Offences"), rows=tuple(rows))


def _concentrated(desk: Desk) -> list[Block]:
    areas = desk.evidence.gazetteer.within(desk.area, "lsoa")
    period = desk.latest(KEY, area=areas[0]) if areas else None
    (before,) = periods.same_period_last_year(period) if period else (None,)
    choice = desk.choice(KEY, period, before, area=areas[0]) if period and before else None
    if not period or not before or not choice:
        return []
    found = concentration(desk, choice, KEY, f"lsoas of {desk.area.name}", "lsoa", period, before)
    if any(figure.value is None for figure in found.values()):
        return []
    return [
        Heading("How far it is gathered in few places"),
        Paragraph(
            (
                "In ",
                period.name,
                ", half of the recorded violence with injury was in ",
                found["holding"],
                " of the ",
                found["places"],
                f" neighbourhoods of {desk.area.name} (",
                found["per_cent"],
                "). If it fell on all of them alike, chance alone would still gather half of it in about ",
                found["by_chance"],
                ". Of the neighbourhoods that held half a year before, ",
                found["kept_per_cent"],
                " still did.",
            )
        ),
    ]


def concentration(
    desk: Desk, choice: Choice, key: str, group: str, area_type: str, period: Period, before: Period | None
) -> dict[str, Figure]:
    """How few places hold half of it, by name: places, holding, per_cent, by_chance, kept_per_cent."""
    used = tuple(dict.fromkeys(e.id for span in (period, before) if span for e in choice.used(span)))
    way = {
        "measure": key,
        "group": group,
        "area_type": area_type,
        "period": written(period),
        "source": choice.count.source,
        "classification": choice.classification,
        "baseline": written(before) if before else None,
    }
    numbers = {of: desk.figure("places_with_half", used, **way, of=of) for of in ("places", "holding")}
    return numbers | {
        of: desk.figure("share_of_places", used, **way, of=of) for of in ("per_cent", "by_chance", "kept_per_cent")
    }


def _through_the_years(desk: Desk) -> list[Block]:
    areas = desk.evidence.gazetteer.within(desk.area, "lsoa", "2011")
    choices = [c for c in desk.evidence.choices(desk.measure(BY_YEAR), "lsoa") if c.count.source == "mps_lsoa_annual"]
    if not areas or not choices:
        return []
    (choice, *_) = choices
    years = [Period(start, end) for start, end in choice.periods]
    rows: list[tuple[Text, ...]] = []
    for year in years:
        before = year.shifted(-12)
        group = f"2011 lsoas of {desk.area.name}"
        found = concentration(desk, choice, BY_YEAR, group, "lsoa", year, before if before in years else None)
        if found["per_cent"].value is None:
            continue
        kept: Text = (found["kept_per_cent"],) if found["kept_per_cent"].value is not None else ("no year before",)
        rows.append(((year.name,), (found["per_cent"],), kept))
    if not rows:
        return []
    return [
        Table(
            caption=f"{desk.measure(BY_YEAR).title}: how few places in {desk.area.name} held half of it, year by year",
            head=("Year", "Share of LSOAs with half", "Of those a year before, still among them"),
            rows=tuple(rows),
            note=passages.origin(choice, years),
        )
    ]


SECTION = Section(key="where", title="Where", order=60, build=build)
