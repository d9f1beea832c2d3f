"""The provision map as a whole: places for each need by age and ward beside counted need, and what ends soon.

Places and counts stand side by side. Nothing is divided, scored or ranked: that they differ is a question to ask.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import months_on, none_of, standing
from commonground.registers.figures.loaded import Loaded, loaded_for, shown, title_of
from commonground.registers.terms import Need
from commonground.report.blocks import Block, Bullets, Caveat, Heading, Paragraph, Statement, Table

BANDS = (("Under 10", 0, 9), ("10 to 14", 10, 14), ("15 to 17", 15, 17), ("18 to 24", 18, 24), ("25 and over", 25, 120))
OLDEST = 120
MEASURED = {
    Need.KNIVES: ("knife_crime", "knife_crime_with_injury"),
    Need.VICTIMS: ("knife_injury_victims_1_24",),
    Need.EXPLOITATION: ("children_in_need_criminal_exploitation", "children_in_need_sexual_exploitation"),
    Need.WAYS_OUT: ("children_in_need_gangs", "first_time_entrants"),
    Need.DOMESTIC_ABUSE: ("domestic_knife_victims", "violence_against_women_and_girls"),
    Need.EXCLUSION: ("permanent_exclusions", "suspensions"),
}
"""Counts that stand beside a need. None of them is the need itself."""
OF_WARDS = ("knife_crime", "violence_with_injury")
YOUNG = ("10 to 14", "15 to 17", "18 to 24")


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = standing(rows, end)
    if not listed:
        return none_of("services", start, end)
    loaded = loaded_for(rows)
    said = [row.details.capacity for row in listed if row.details.capacity is not None]
    waits = sorted(row.details.waiting_days for row in listed if row.details.waiting_days is not None)
    wait = f" Waiting times run from {waits[0]} to {waits[-1]} days." if waits else ""
    return [
        Statement((f"On {end:%-d %B %Y} {len(listed)} services are open. {len(said)} say how many places they have: "
                   f"{sum(said):,} together.{wait}",)),
        Heading("Needs by age"),
        _by_age(listed),
        *_none_for(listed),
        Caveat(("A service that meets several needs, or takes in several ages, stands in several rows and columns, so "
                "that they do not add up. One that gives no ages counts for all.",)),
        Heading("Needs by ward"),
        _by_need_and_ward(listed, loaded),
        *_by_ward(listed, loaded),
        Heading("Places beside counted need"),
        *_beside(listed, loaded),
        Heading("What ends within six months"),
        *_ending(listed, end),
    ]  # fmt: skip


def _by_age(listed: Sequence[Any]) -> Table:
    body = tuple(
        ((str(need.label),), *((_places(_for(listed, need, first, last)),) for _, first, last in BANDS))
        for need in Need
    )
    return Table("Services and places for each need, by age", ("Need", *(name for name, _, _ in BANDS)), body)


def _for(listed: Iterable[Any], need: Need, first: int = 0, last: int = OLDEST) -> list[Any]:
    """Services that meet a need, for somebody of these ages."""
    return [row for row in listed if need in row.details.needs and _takes(row.details, first, last)]


def _takes(service: Any, first: int, last: int) -> bool:
    """Whether it takes in somebody of these ages; where it does not say, it does."""
    oldest = OLDEST if service.ages_to is None else service.ages_to
    return (service.ages_from or 0) <= last and oldest >= first


def _places(services: Sequence[Any]) -> str:
    """How many services, and how many places in those that say so."""
    if not services:
        return "none"
    said = [row.details.capacity for row in services if row.details.capacity is not None]
    places = f"{sum(said):,} place{'' if sum(said) == 1 else 's'}" if said else "places not said"
    return f"{len(services)} service{'' if len(services) == 1 else 's'}, {places}"


def _none_for(listed: Sequence[Any]) -> list[Block]:
    gaps = [
        (need, [name for name, first, last in BANDS if name in YOUNG and not _for(listed, need, first, last)])
        for need in Need
    ]
    said = [(f"{need.label}: ages {', '.join(names)}",) for need, names in gaps if names]
    if not said:
        return [Paragraph(("Each need has a service at every age from 10 to 24.",))]
    return [Paragraph(("No service in this register for:",)), Bullets(tuple(said))]


def _by_need_and_ward(listed: Sequence[Any], loaded: Loaded | None) -> Table:
    wards = {ward.code: ward.name for ward in loaded.wards} if loaded else {}
    body = []
    for need in Need:
        found = _for(listed, need)
        everywhere = [row for row in found if not row.details.wards]
        some = {code for row in found for code in row.details.wards}
        named = sorted(wards.get(code, code) for code in some)
        left = [] if everywhere else sorted(name for code, name in wards.items() if code not in some)
        lacking = "none" if everywhere else "not known" if not wards else _all_or(left, len(wards))
        body.append(((str(need.label),), (_places(everywhere),), (", ".join(named) or "none",), (lacking,)))
    head = ("Need", "For the whole area", "More in some wards", "Wards without a service")
    return Table("Where each need is met", head, tuple(body), numeric=False)


def _all_or(left: Sequence[str], wards: int) -> str:
    return "all wards" if len(left) == wards else ", ".join(left) or "none"


def _by_ward(listed: Sequence[Any], loaded: Loaded | None) -> list[Block]:
    if loaded is None or not loaded.wards:
        return [Paragraph(("Wards are told one by one once the look-ups of wards are loaded.",))]
    wards = loaded.wards
    columns = []
    for measure in OF_WARDS:
        counts, period = loaded.counted(measure, wards)
        if period is not None:
            columns.append((f"{title_of(measure)}, {period.name}", counts))
    body = []
    for at, ward in enumerate(wards):
        own = [row for row in listed if ward.code in row.details.wards]
        body.append(((ward.name,), (str(sum(not row.details.wards for row in listed) + len(own)),), (_places(own),),
                     *(shown(counts[at]) for _, counts in columns)))  # fmt: skip
    head = ("Ward", "Services open to it", "of those, for some wards only", *(name for name, _ in columns))
    return [
        Table("Services and recorded crime by ward", head, tuple(body)),
        Caveat(("Recorded crime is counted where it happened, not where people live who need help. It stands beside "
                "the services and is not set against them.",)),
    ]  # fmt: skip


def _beside(listed: Sequence[Any], loaded: Loaded | None) -> list[Block]:
    body = []
    for need, measures in MEASURED.items():
        for measure in measures:
            counts, period = loaded.counted(measure, [loaded.area]) if loaded else ([None], None)
            if period is not None:
                body.append(((str(need.label),), (_places(_for(listed, need)),), (title_of(measure),), shown(counts[0]),
                             (period.name,)))  # fmt: skip
    if not body:
        return [Paragraph(("No measure that stands beside a need is loaded for this area.",))]
    return [
        Table("Places, and what was counted", ("Need", "Services and places", "Counted beside it", "Number", "When"),
              tuple(body), numeric=False),
        Caveat(("These counts are of what became known to an agency, at other times and of other people than the "
                "services reach. A place is not a person, and a count is not a need.",)),
    ]  # fmt: skip


def _ending(listed: Sequence[Any], end: date) -> list[Block]:
    until = months_on(end, 6)
    soon = sorted(
        (row for row in listed if row.details.funding_ends is not None and end <= row.details.funding_ends <= until),
        key=lambda row: row.details.funding_ends,
    )
    if not soon:
        return [Paragraph((f"No service’s funding is known to end by {until:%-d %B %Y}.",))]
    lost = sum(row.details.capacity or 0 for row in soon)
    body = tuple(
        ((row.details.service,), (f"{row.details.funding_ends:%-d %B %Y}",), (row.details.funder or "not said",),
         ("not said" if row.details.capacity is None else str(row.details.capacity),))
        for row in soon
    )  # fmt: skip
    return [
        Statement((f"The funding of {len(soon)} of {len(listed)} services ends by {until:%-d %B %Y}; they have "
                   f"{lost:,} of the places.",)),
        Table("Services whose funding ends", ("Service", "Ends on", "Paid by", "Places"), body, numeric=False),
    ]  # fmt: skip
