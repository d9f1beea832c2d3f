"""What the evidence says, for a report: findings with chart, definition, edition, period and uncertainty."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commonground.evidence.figure import Text
from commonground.evidence.finding import Area, Finding
from commonground.evidence.measure import measures
from commonground.papers.reports.bench import Bench
from commonground.report import passages
from commonground.report.blocks import Block, Bullets, Caveat, Definitions, Heading, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.sections.who import domestic_knife_victims
from commonground.sources import sources

ELSEWHERE = {"sharp_object_admissions": ("London", "region")}
"""Measures that are published for no borough, and the area they are published for."""


def compared(*keys: str) -> Callable[[Bench], list[Block]]:
    """A passage for each measure: the sentence, the months and the quarters beside those of the year before."""

    def build(bench: Bench) -> list[Block]:
        blocks: list[Block] = [Caveat((said,)) for said in passages.general_caveats()]
        for key in keys:
            blocks += passages.measured(bench.desk, key, area=_elsewhere(bench.desk, key))
        return blocks

    return build


def domestic_knife(bench: Bench) -> list[Block]:
    """Victims of knife crime in the home by sex, or why that is not known."""
    return [Heading("Knife crime and domestic abuse: victims by sex"), *domestic_knife_victims(bench.desk)]


def defined(*keys: str) -> Callable[[Bench], list[Block]]:
    """What each measure counts, and which editions its figures were read from."""

    def build(bench: Bench) -> list[Block]:
        known = [measures()[key] for key in keys]
        read = [e for e in bench.desk.evidence.editions if e.id in bench.desk.guard.editions]
        shown = [e for e in read if sources()[e.source].holds != "reference"]
        hidden: Text = (bench.desk.guard.summary.sentence,) if bench.desk.guard.summary else ()
        lines = [(f"{sources()[e.source].title}, {sources()[e.source].publisher}"
                  f"{f', published {e.published}' if e.published else ''}; file hash {e.sha256[:12]}.",) for e in shown]
        return [
            Heading("How to read these figures"),
            Paragraph((
                "A change is called a rise or a fall only where it is larger than chance alone would explain; "
                "otherwise it is no clear change. Small counts are withheld. ", *hidden,
            )),
            Definitions(tuple((one.title, (one.definition,)) for one in known)),
            *((Heading("Editions read", 4), Bullets(tuple(lines))) if lines else ()),
        ]  # fmt: skip

    return build


@dataclass(frozen=True)
class Indicator:
    """A line of a performance pack: a measure of the catalogue, or why there is none."""

    title: str
    measure: str = ""
    why_missing: str = ""


NATIONAL = (
    Indicator("Hospital admissions for assault with a knife or sharp object", "sharp_object_admissions"),
    Indicator("Knife crime recorded by police", "knife_crime"),
    Indicator("Homicide", "homicide"),
)
"""The three measures of the Serious Violence Duty, reported every quarter to the local policing body."""

INDICATORS = (
    Indicator("Knife crime", "knife_crime"),
    Indicator("Knife crime with injury", "knife_crime_with_injury"),
    Indicator("Knife injury victims under 25, not domestic abuse", "knife_injury_victims_1_24_non_domestic"),
    Indicator(
        "Serious youth violence",
        why_missing="No open publication counts it by borough, and the ages differ between definitions.",
    ),
    Indicator(
        "Gun crime and lethal-barrelled discharges",
        why_missing="No source of it is in the catalogue: the police would have to supply an extract.",
    ),
    Indicator("Violence with injury", "violence_with_injury"),
    Indicator("Victims of domestic knife crime", "domestic_knife_victims"),
    Indicator("Homicide", "homicide"),
    Indicator("Robbery with a knife", "robbery_with_a_knife"),
    Indicator("Hospital admissions for assault with a sharp object", "sharp_object_admissions"),
    Indicator("Assault attendances at emergency departments", "assault_attendances"),
    Indicator("Stop and search", "stop_and_search"),
    Indicator("Section 60 searches", "section_60_searches"),
    Indicator(
        "Weapons removed",
        why_missing="No publication counts it; what the registers of sweeps and surrender bins hold stands with them.",
    ),
    Indicator("Permanent exclusions", "permanent_exclusions"),
    Indicator("First-time entrants to the youth justice system", "first_time_entrants"),
    Indicator(
        "Victims referred to support",
        why_missing="The services that receive the referrals count them; no extract is in the catalogue.",
    ),
)


def scorecard(indicators: Iterable[Indicator], caption: str) -> Callable[[Bench], list[Block]]:
    """A table of the indicators that have figures, and the others with the reason why they have none."""
    asked = tuple(indicators)

    def build(bench: Bench) -> list[Block]:
        found = [(one, _found(bench.desk, one)) for one in asked]
        rows = tuple(_row(one, finding, bench.desk) for one, finding in found if finding)
        lacking = tuple((f"{one.title}. {_why(bench.desk, one)}",) for one, finding in found if not finding)
        blocks: list[Block] = []
        if rows:
            head = ("Measure", "Number", "Before", "Change", "95% interval", "Reading")
            blocks += [Table(caption=caption, head=head, rows=rows), Caveat((
                "Each measure has its own months, named beside it. The more of them are compared, the more likely it "
                "is that one looks clear by chance. The kinds overlap and must not be added together.",
            ))]  # fmt: skip
        if lacking:
            blocks += [Heading("What cannot be given, and why"), Bullets(lacking)]
        return blocks

    return build


def _elsewhere(desk: Desk, key: str) -> Area | None:
    return desk.evidence.area(*ELSEWHERE[key]) if key in ELSEWHERE and desk.is_london else None


def _found(desk: Desk, one: Indicator) -> Finding | None:
    return desk.finding(one.measure, area=_elsewhere(desk, one.measure)) if one.measure else None


def _why(desk: Desk, one: Indicator) -> str:
    return one.why_missing or "".join(str(part) for part in passages.missing(desk, desk.measure(one.measure)).text)


def _row(one: Indicator, f: Finding, desk: Desk) -> tuple[Text, ...]:
    in_per_cent = f.change_percent.value is not None
    change: Text = (f.change, " (", f.change_percent, ")") if in_per_cent else (f.change,)
    interval: Text = (f.lower_percent, " to ", f.upper_percent) if in_per_cent else (
        "too few" if f.change.value is not None else "",
    )  # fmt: skip
    place = f" ({f.area.name})" if f.area != desk.area else ""
    name = f"{one.title}{place}, {f.period.name}{passages.across(f)}"
    return (name,), (f.count,), (f.baseline_count,), change, interval, (passages.said(f),)
