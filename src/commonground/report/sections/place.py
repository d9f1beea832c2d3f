"""Place and population: who lives in the area, how old they are, how deprived it is."""

from commonground.evidence import profile
from commonground.evidence.figure import Figure, Text
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section

YEARS = (2012, 2017, 2022)
AGES = ("0-9", "10-17", "18-24", "25-44", "45-64", "65+")
AGES_IN = 2020
LONDON = "E12000007"


def build(desk: Desk) -> list[Block]:
    """Population over ten years and by age, deprivation, ethnic group."""
    return [*_people(desk), *_ages(desk), *_deprivation(desk), *_ethnic_groups(desk)]


def people(desk: Desk, year: int, ages: str = "all ages") -> Figure | None:
    """The residents of the area, or None where no estimate is loaded."""
    found = desk.evidence.population(desk.area, year, ages)
    if found is None:
        return None
    ids = tuple(e.id for e in found.editions)
    return desk.figure("population", ids, area=desk.area.code, area_type=desk.area.type, year=found.year, ages=ages)


def _people(desk: Desk) -> list[Block]:
    first, last = people(desk, YEARS[0]), people(desk, YEARS[-1])
    if first is None or last is None:
        return [
            Notice(
                "missing",
                "No population estimates",
                ("Load the mid-year estimates of the Office for National Statistics.",),
            )
        ]
    return [
        Paragraph(
            (f"{desk.area.name} had ", last, f" residents in mid-{YEARS[-1]}, and ", first, f" in mid-{YEARS[0]}.")
        ),
    ]


def _ages(desk: Desk) -> list[Block]:
    found = [(ages, people(desk, AGES_IN, ages)) for ages in AGES]
    rows: list[tuple[Text, ...]] = [((_words(ages),), (figure,)) for ages, figure in found if figure is not None]
    if not rows:
        return []
    return [
        Table(
            caption=f"Residents of {desk.area.name} by age, mid-{AGES_IN}", head=("Age", "Residents"), rows=tuple(rows)
        ),
        Caveat(
            (
                "Estimates by single year of age were made before the Census of 2021 and differ from the rebased "
                "totals; "
                "the resident population is a poor measure of who is in a town centre by day or at night.",
            )
        ),
    ]


def _words(ages: str) -> str:
    return ages.replace("-", " to ").replace("+", " and over")


def _deprivation(desk: Desk) -> list[Block]:
    edition = profile.edition_of(desk.evidence, "imd_2025")
    way = {"area": desk.area.code, "area_type": desk.area.type}
    figures = [desk.figure("lsoas_in_decile", (edition,), **way, decile=n) for n in range(1, 11)] if edition else []
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 10:
        return [
            Heading("Deprivation"),
            Notice("missing", "No deprivation figures", ("Load the English Indices of Deprivation 2025.",)),
        ]
    rows: list[tuple[Text, ...]] = [((_decile(n),), (figure,)) for n, figure in enumerate(known, start=1)]
    return [
        Heading("Deprivation"),
        Paragraph(
            (
                f"Of the neighbourhoods (LSOAs) of {desk.area.name}, ",
                known[0],
                " are among the most deprived tenth of England and ",
                known[1],
                " in the next, by the Index of Multiple Deprivation 2025.",
            )
        ),
        Table(
            caption="Neighbourhoods by tenth of deprivation, Index of Multiple Deprivation 2025",
            head=("Tenth of England", "LSOAs"),
            rows=tuple(rows),
        ),
        Caveat(("One part of the index is built from recorded crime, so it cannot be used to explain crime.",)),
    ]


def _decile(n: int) -> str:
    return {1: "Most deprived tenth", 10: "Least deprived tenth"}.get(
        n, f"{n}{'nd' if n == 2 else 'rd' if n == 3 else 'th'} tenth"
    )


def _ethnic_groups(desk: Desk) -> list[Block]:
    edition = profile.edition_of(desk.evidence, "census_ethnicity")
    groups = sorted(profile.ethnic_groups(desk.evidence, desk.area)) if edition else []
    if not edition or not groups:
        return [
            Heading("Ethnic groups"),
            Notice("missing", "No census figures", ("Load the Census 2021 table of ethnic group by LSOA.",)),
        ]
    way = {"area": desk.area.code, "area_type": desk.area.type}
    rows: list[tuple[Text, ...]] = [
        (
            (group,),
            *(
                (desk.figure(name, (edition,), **way, ethnicity=group),)
                for name in ("residents_of_group", "share_of_group")
            ),
        )
        for group in groups
    ]
    return [
        Heading("Ethnic groups"),
        Table(
            caption=f"Residents of {desk.area.name} by ethnic group, Census 2021",
            head=("Ethnic group", "Residents", "Share"),
            rows=tuple(rows),
        ),
        Caveat(
            (
                "Counts were slightly altered by the Office for National Statistics to protect people, so totals may "
                "differ a little. "
                "They are here for equality monitoring only.",
            )
        ),
    ]


SECTION = Section(key="place", title="Place and population", order=35, build=build)
