"""What authorisations say as a whole: how many, how long, searches and finds, beside those published."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from commonground.evidence.areas import UnknownArea
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.periods import Period, quarter_of
from commonground.evidence.run import Evidence
from commonground.methods import rates
from commonground.partnership.models import Partnership
from commonground.partnership.reading_room import evidence_for
from commonground.registers.kinds.section_60 import ETHNIC, Section60, beyond, hours
from commonground.registers.models import Entry
from commonground.registers.scrutiny.limits import LIMITS, NOTICE
from commonground.report import charts
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.pages.alike import PageGuard

MEASURE = "section_60_searches"
FEW = (
    "One authorisation can bring many searches in a few days, so quarters are uneven: a difference between two of them "
    "says little by itself, and a find rate over few searches is wide open, as its interval shows."
)
BESIDE = (
    "Published searches are those that police placed in the area by a point; about a quarter of the Met’s have none. "
    "The register counts what was told of each authorisation. The two need not agree; a large gap is a question to ask."
)
HIDDEN = "Withheld: a small number, or one that beside other pages would give a small number away."


def blocks(rows: "Sequence[Entry]", start: date, end: date) -> list[Block]:
    """Authorisations that began in these days, by quarter and by ethnic group; then beside what is published."""
    found = [one for one in rows if start <= one.on <= end]
    if not found:
        return [Notice("note", "None", ("No authorisation began in this period.",))]
    return [
        Paragraph((_in_short(found),)),
        by_quarter(found),
        *_by_group(found),
        Caveat((FEW,)),
        *beside_published(found[0].partnership, found),
        Heading("The limits of each day"),
        limits(),
        Caveat((NOTICE,)),
    ]


def limits() -> Table:
    """What each authorisation is held to, with where that is known from."""
    names = [f"From {one.since:%-d %B %Y}" for one in LIMITS]
    names[0] = f"Before {LIMITS[1].since:%-d %B %Y}"
    return Table(
        caption="What section 60 could be authorised for, by the day that the authorisation began", numeric=False,
        head=("Day", "Hours", "With an extension", "Authorised by, at least", "Extended by, at least",
              "Serious violence", "Source"),
        rows=tuple(
            tuple((cell,) for cell in (
                name, str(one.hours), str(one.extended), one.rank.label, one.extended_by.label,
                f"{one.test} take place", one.source,
            ))
            for name, one in zip(names, LIMITS, strict=True)
        ),
        note=("The hours and ranks from 2014 to 2019 are those of a scheme that forces joined, not of the law.",),
    )  # fmt: skip


def by_quarter(found: Sequence[Entry]) -> Table:
    """Each quarter, and all of them: authorisations, hours, searches, and those that found a weapon."""
    rows = _quarters(found)
    return Table(
        caption="Section 60 authorisations by quarter in which they began",
        head=("Quarter", "Authorisations", "Hours", "Searches", "Found a weapon", "Share", "95% interval"),
        rows=tuple(_row(period.name, own) for period, own in rows) + ((_row("All", found),) if len(rows) > 1 else ()),
        note=("Shares are of authorisations for which both searches and finds are known.",),
    )


def _row(name: str, own: Sequence[Entry]) -> tuple[Text, ...]:
    known = [one.details for one in own if one.details.searches is not None]
    with_finds = [one for one in known if one.weapons is not None]
    searches, of = sum(one.searches for one in known), sum(one.searches for one in with_finds)
    weapons = sum(one.weapons for one in with_finds)
    cells = (name, str(len(own)), f"{sum(hours(one) for one in own):,.0f}")
    if not known:
        return tuple((cell,) for cell in (*cells, "not known", "not known", "", ""))
    if not of:
        return tuple((cell,) for cell in (*cells, f"{searches:,}", f"{weapons:,}", "", ""))
    share = rates.proportion(weapons, of)
    interval = f"{float(share.lower):.1f}% to {float(share.upper):.1f}%"
    return tuple((cell,) for cell in (*cells, f"{searches:,}", f"{weapons:,}", f"{float(share.value):.1f}%", interval))


def _by_group(found: Sequence[Entry]) -> list[Block]:
    told = [one.details for one in found if any(getattr(one.details, name) is not None for name in ETHNIC)]
    if not told:
        return []
    labels = {name: str(Section60._meta.get_field(name).verbose_name) for name in ETHNIC}
    sums = {name: sum(getattr(one, name) or 0 for one in told) for name in ETHNIC}
    whole = sum(sums.values())
    rows = []
    for name, count in sums.items():
        share = rates.proportion(count, whole) if whole else None
        cells = ("", "")
        if share:
            cells = (f"{float(share.value):.0f}%", f"{float(share.lower):.0f}% to {float(share.upper):.0f}%")
        rows.append(tuple((cell,) for cell in (labels[name][:1].upper() + labels[name][1:], f"{count:,}", *cells)))
    head = ("Ethnic group, as recorded", "Searches", "Share", "95% interval")
    return [Table("Searches under these authorisations by ethnic group", head, tuple(rows))]


def _in_short(found: Sequence[Entry]) -> str:
    over = sum(bool(beyond(one)) for one in found)
    before = sum(one.details.told_before is not None for one in found)
    after = sum(one.details.told_after is not None for one in found)
    limits = f"{over or 'None'} went beyond the limits of their day."
    number = "One authorisation began" if len(found) == 1 else f"{len(found)} authorisations began"
    return (
        f"{number} in this period, for {sum(hours(one) for one in found):,.0f} hours in all. {limits} The community "
        f"was told before {before} and after {after} of them."
    )


# Beside what is published.


def beside_published(partnership: Partnership, found: Sequence[Entry]) -> list[Block]:
    """Searches of the register and published searches under section 60, quarter by quarter; in words where there are
    none to set beside."""
    evidence, title = evidence_for(partnership), Heading("Beside the published searches")
    quarters = _quarters(found)
    published = published_searches(evidence, partnership.area_code, [period for period, _ in quarters])
    hidden = (HIDDEN,) if any(figure and figure.withheld for figure in published) else ()
    if not any(published):
        said = "The published searches that are loaded do not reach these quarters, so there is nothing to set beside."
        return [title, Notice("missing", "No published searches", (said,))]
    rows = tuple(
        ((period.name,), (_known(own),), (figure,) if figure else ("not loaded",))
        for (period, own), figure in zip(quarters, published, strict=True)
    )
    head = ("Quarter", "In this register", "Published (data.police.uk)")
    return [title, Table("Searches under section 60, by quarter", head, rows, note=hidden), Caveat((BESIDE,))]


def published_searches(evidence: Evidence, area_code: str, quarters: Sequence[Period]) -> list[Figure | None]:
    """The published count of each quarter, guarded as on every page; None where none is loaded."""
    try:
        area: Area = evidence.area(area_code, "local_authority")
    except UnknownArea:
        return [None] * len(quarters)
    guard = PageGuard(evidence)
    desk = Desk(evidence, area, date.max, {}, guard)
    with charts.undrawn():
        _counted(desk, quarters)
    guard.close()
    return _counted(desk, quarters)


def _counted(desk: Desk, quarters: Sequence[Period]) -> list[Figure | None]:
    return [desk.counts(MEASURE, [period])[0] for period in quarters]


def _known(own: Sequence[Entry]) -> str:
    told = [one.details.searches for one in own if one.details.searches is not None]
    lacking = len(own) - len(told)
    return f"{sum(told):,}{f' (not known of {lacking})' if lacking else ''}" if told else "not known"


def _quarters(found: Sequence[Entry]) -> list[tuple[Period, list[Entry]]]:
    by_day = sorted(found, key=lambda one: one.on)
    return [(period, list(own)) for period, own in groupby(by_day, key=lambda one: quarter_of(one.on))]
