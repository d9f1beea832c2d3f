"""Who is harmed: victims as far as published figures tell, and what only partners can tell."""

from commonground.evidence.figure import Text
from commonground.evidence.measure import measures
from commonground.evidence.reading import written
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section

GROUP = "london-boroughs"
BREAKDOWNS = (("age_group", "Age"), ("sex", "Sex"), ("method", "How they were killed"), ("domestic", "Domestic abuse"))


def build(desk: Desk) -> list[Block]:
    """Young victims of knives here; those killed in London by age, sex and method; women and girls."""
    return [
        Paragraph(
            (
                "Published figures say little about the people behind them, and for a single borough almost "
                "nothing can be "
                "shown without pointing at someone. Deaths are therefore set out for London as a whole.",
            )
        ),
        *_killed(desk),
        *passages.measured(desk, "violence_against_women_and_girls"),
        Heading("Victims of domestic knife crime"),
        *domestic_knife_victims(desk),
    ]


def _killed(desk: Desk) -> list[Block]:
    measure = desk.measure("homicide_victims")
    period = desk.latest("homicide_victims", months=12)
    choice = period and desk.choice("homicide_victims", period)
    if not period or not choice or not desk.is_london:
        return [passages.missing(desk, measure)]
    used = tuple(e.id for e in choice.used(period))
    way = {
        "measure": measure.key,
        "group": GROUP,
        "area_type": "local_authority",
        "period": written(period),
        "source": choice.count.source,
        "classification": choice.classification,
    }
    blocks: list[Block] = [
        Heading("People killed in London"),
        Paragraph(
            (
                "In the 32 boroughs together ",
                desk.figure("sum_of_areas", used, **way),
                f" people were victims of homicide in {period.name}.",
            )
        ),
    ]
    for column, head in BREAKDOWNS:
        rows: list[tuple[Text, ...]] = [
            ((value,), (desk.figure("sum_of_areas", used, **way, **{column: value}),))
            for value in _values(desk, choice, column)
        ]
        blocks.append(
            Table(
                caption=f"Victims of homicide in London in {period.name}: {head.lower()}",
                head=(head, "Victims"),
                rows=tuple(rows),
                note=passages.origin(choice, [period]),
            )
        )
    return [*blocks, Caveat((" ".join((*measure.caveats, *choice.count.caveats)),))]


def _values(desk: Desk, choice, column: str) -> list[str]:
    table = desk.evidence.table(desk.measure("homicide_victims"), choice, "local_authority", (column,))
    return sorted({str(value) for value in table[column].to_pylist() if value is not None})


def domestic_knife_victims(desk: Desk) -> list[Block]:
    """Victims of domestic knife crime by sex, or why that is not known."""
    measure = measures()["domestic_knife_victims"]
    period = desk.latest(measure.key) or desk.reported(measure.key)
    if period is None:
        return [
            Notice(
                "missing",
                "Not known from published figures",
                (
                    "How many victims of domestic knife crime there are, and how many of them are women, needs a "
                    "police extract "
                    "by victim with the domestic flag. In 2019 Lewisham reported that women were more than half "
                    "of them.",
                ),
            )
        ]
    rows: list[tuple[Text, ...]] = []
    for sex in ("female", "male"):
        (figure,) = desk.counts(measure.key, [period], sex=sex)
        rows.append(((sex.capitalize(),), (figure,)) if figure else ((sex.capitalize(),), ("not known",)))
    return [Table(caption=f"{measure.title} in {period.name} by sex", head=("Sex", "Victims"), rows=tuple(rows))]


SECTION = Section(key="who", title="Who is harmed", order=50, build=build)
