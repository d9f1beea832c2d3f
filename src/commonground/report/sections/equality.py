"""Equality: who is searched beside who lives here, and what an equality analysis still needs."""

from commonground.evidence import profile
from commonground.evidence.figure import Text
from commonground.evidence.periods import Period
from commonground.evidence.reading import written
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Heading, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section

GROUPS = (
    ("Asian", "Asian"),
    ("Black", "Black"),
    ("White", "White"),
)  # as an officer records it; start of the census name
BESIDE = "White"
RESIDENTS = "Residents are not the people available to be stopped. "
AGES = ("10-17", "18-24", "25-34", "over 34")


def build(desk: Desk) -> list[Block]:
    """The purpose and limits first, then searches by ethnic group and age, then what officers must add."""
    return [
        Paragraph(
            (
                "The Equality Act 2010 (section 149) asks public bodies to consider how what they do affects "
                "people with "
                "protected characteristics. Ethnic group, sex and age stand here for that reason only. They are never "
                "used to decide whom to watch, visit or search.",
            )
        ),
        Heading("Stop and search"),
        *searches(desk),
        *desk.words(
            "equality",
            "Equality analysis",
            "For each of the nine protected characteristics: what the evidence shows, the likely effect of the "
            "strategy, who was engaged, what will be done to lessen harm, and how it will be monitored.",
        ),
    ]


def searches(desk: Desk) -> list[Block]:
    """Who is searched, by ethnic group and age, beside who lives here."""
    measure, period = desk.measure("stop_and_search"), desk.latest("stop_and_search")
    choice = period and desk.choice("stop_and_search", period)
    if not period or not choice:
        return [passages.missing(desk, measure)]
    found = desk.finding("stop_and_search", period)
    (rate,) = desk.counts("stop_and_search_find_rate", [period], method="share")
    opening: Text = (*found.statement, " ") if found else ()
    acted: Text = (
        ("Of the searches whose outcome is known, ", rate, " ended in an arrest or another action.") if rate else ()
    )
    return [
        Paragraph((*opening, *acted)),
        _by_group(desk, period, choice),
        *by_finds(desk, period),
        Caveat(
            (
                "The ethnic group of a person searched is as the officer saw it; that of residents is as they "
                "gave it in the "
                "Census of 2021. People searched may live elsewhere, and searches without a location cannot be "
                "placed in a borough. Residents are not the people available to be stopped. A disparity does not show "
                "why it exists; it asks to be explained.",
            )
        ),
        _by_age(desk, period, choice),
    ]


def _by_group(desk: Desk, period, choice) -> Table:
    used = tuple(e.id for e in choice.used(period))
    census = tuple(filter(None, [profile.edition_of(desk.evidence, "census_ethnicity")]))
    way = {
        "measure": "stop_and_search",
        "area": desk.area.code,
        "area_type": desk.area.type,
        "period": written(period),
        "source": choice.count.source,
    }
    rows: list[tuple[Text, ...]] = []
    for officer, start in GROUPS:
        searched = desk.figure(
            "count", used, **way, classification=choice.classification, officer_defined_ethnicity=officer
        )
        if officer == "White" or not census:
            rows.append(((officer,), (searched,), ("compared with",), ("",)))
            continue
        ratio, lower, upper = (
            desk.figure(name, (*used, *census), **way, residents=start, officer_defined_ethnicity=officer)
            for name in ("disparity", "disparity_lower", "disparity_upper")
        )
        rows.append(((officer,), (searched,), (ratio,), (lower, " to ", upper)))
    return Table(
        caption=f"Searches in {desk.area.name} in {period.name} by ethnic group, per resident beside White people",
        head=("Ethnic group", "Searches", "Times the rate of White people", "95% interval"),
        rows=tuple(rows),
        note=(RESIDENTS, *passages.origin(choice, [period])),
    )


def by_finds(desk: Desk, period: Period) -> list[Block]:
    """How often action followed searches of each group, with the outcome test; nothing where outcomes are not known."""
    choice = desk.choice("stop_and_search_find_rate", period)
    if choice is None:
        return []
    used = tuple(edition.id for edition in choice.used(period))
    way = {
        "measure": "stop_and_search_find_rate", "area": desk.area.code, "area_type": desk.area.type,
        "period": written(period), "source": choice.count.source,
    }  # fmt: skip
    rows: list[tuple[Text, ...]] = []
    for officer, _ in GROUPS:
        own = way | {"officer_defined_ethnicity": officer}
        share = desk.figure("share", used, **own)
        ends = ("find_rate_lower", "find_rate_upper")
        lower, upper = (desk.figure(name, used, **own, beside=BESIDE) for name in ends)
        p: Text = ("compared with",)
        if officer != BESIDE:
            p = (desk.figure("outcome_test_p", used, **own, beside=BESIDE),)
        rows.append(((officer,), (share,), (lower, " to ", upper), p))
    if all(isinstance(row[1][0], str) or row[1][0].value is None for row in rows):
        return []
    return [
        Paragraph(
            (
                "If people were searched on the same grounds, one might expect searches of each group to lead to "
                "action as often. A lower rate can mean that less was enough for a search; where groups differ in "
                "how certain cases are, it can also come about without that.",
            )
        ),
        Table(
            caption=f"Searches in {desk.area.name} in {period.name} that action followed, of those with a known end",
            head=("Ethnic group", "Action followed", "95% interval", "Same as White people? (p)"),
            rows=tuple(rows),
            note=passages.origin(choice, [period]),
        ),
    ]


def _by_age(desk: Desk, period, choice) -> Table:
    used = tuple(e.id for e in choice.used(period))
    rows = tuple(
        (
            (ages.replace("-", " to "),),
            (
                desk.figure(
                    "count",
                    used,
                    measure="stop_and_search",
                    area=desk.area.code,
                    area_type=desk.area.type,
                    period=written(period),
                    source=choice.count.source,
                    classification=choice.classification,
                    age_range=ages,
                ),
            ),
        )
        for ages in AGES
    )
    return Table(
        caption=f"Searches in {desk.area.name} in {period.name} by age band, where it was recorded",
        head=("Age", "Searches"),
        rows=rows,
        note=passages.origin(choice, [period]),
    )


SECTION = Section(key="equality", title="Equality", order=80, build=build)
