"""The violence intelligence briefing: its parts, each written twice over so that the guard protects all as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commonground.evidence.edition import Edition
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.evidence.shown import made
from commonground.registers import tension
from commonground.registers.figures.patrols import said as dose_said
from commonground.registers.tasking import places
from commonground.registers.tasking.kept import Listed, Rows
from commonground.registers.tasking.recorded import recorded_only
from commonground.report import charts
from commonground.report.blocks import Block, Bullets, Caveat, Heading, Notice, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.report.document import Document, Section, figures_of
from commonground.report.guard import Guard
from commonground.report.sections import alarms, equality, near_repeat, when
from commonground.report.sections.kinds import KINDS
from commonground.sources import sources

OLD = 3  # months: figures that are older say so as a warning
MONTH = timedelta(days=31)
VERDICTS = {"rose": "Up by", "fell": "Down by"}
UNCLEAR = {"no clear change": "No clear change", "cannot be compared": "Cannot be compared"}
BY_CHANCE = "Of twenty comparisons with no real change behind them, one is expected to look clear by chance."
CLOSING = (
    "A briefing describes what was recorded and what is planned. It says nothing of why, and nothing of what will "
    "happen. It is about places, times and services, and never about a person."
)


@dataclass(frozen=True)
class Part:
    """One part. Those ``of_places`` are held to recorded crime."""

    key: str
    title: str
    build: Callable[[Desk, Rows], Sequence[Block]]
    of_places: bool = False


def _changed(desk: Desk, rows: Rows) -> list[Block]:
    """What stands above its own past, and which of the kinds changed by more than chance leaves open."""
    found = [one for key in KINDS if (one := desk.finding(key))]
    if not found:
        nothing = Notice("missing", "Nothing to compare", ("No two years running are loaded here.",))
        return [nothing, *alarms.build(desk)]
    by_verdict: dict[str, list[str]] = {}
    for one in found:
        by_verdict.setdefault(one.verdict, []).append(desk.measure(one.measure).title)
    clear = " ".join(
        f"{said} more than chance alone would give: {'; '.join(by_verdict[key])}."
        for key, said in VERDICTS.items() if key in by_verdict
    ) or "no count changed by more than chance alone would give."  # fmt: skip
    rest = " ".join(f"{said}: {'; '.join(by_verdict[key])}." for key, said in UNCLEAR.items() if key in by_verdict)
    return [
        Statement((f"The latest 12 months beside the 12 before: {clear[0].lower()}{clear[1:]}",)),
        *(Paragraph(one.statement) for one in found if one.verdict in VERDICTS),
        *([Paragraph((rest,))] if rest else []), Caveat((BY_CHANCE,)),
        Heading("The newest months beside their own past"), *alarms.build(desk),
    ]  # fmt: skip


def _events(desk: Desk, rows: Rows) -> list[Block]:
    return _listed(desk, rows.events, "in the next six weeks", "No event is kept for the next six weeks.")


def _tensions(desk: Desk, rows: Rows) -> list[Block]:
    found, where = rows.tensions, "in force, the newest of each area"
    highest = f" The highest: {found.first}. {tension.direction()}"
    return _listed(desk, found, where, "No assessment of tension is in force.", highest)


def _listed(desk: Desk, found: Listed, when_: str, none: str, more: str = "") -> list[Block]:
    if not found.rows:
        return [Notice("missing", found.title, (none,))]
    number, ones = _number(desk, found.keys, found.title), found.noun if len(found.rows) == 1 else found.nouns
    table_rows = tuple(tuple((cell,) for cell in row) for row in found.rows)
    return [
        Statement((number, f" {ones} {when_}.{more}")),
        Table(f"{found.title}, {when_}", found.head, table_rows, note=(found.note,), numeric=False),
    ]


def _patrols(desk: Desk, rows: Rows) -> Sequence[Block]:
    if not rows.dose:
        return [Notice("missing", "No patrol places", ("No place is patrolled as a hot spot at present.",))]
    first, *rest = dose_said(rows.dose)
    return [Statement(first.text) if isinstance(first, Paragraph) else first, *rest]


def _tasks(desk: Desk, rows: Rows) -> list[Block]:
    if not rows.tasks:
        return [Paragraph(("No task is open.",))]
    late = [one for one in rows.tasks if one.due < desk.today]
    are = "task is" if len(rows.tasks) == 1 else "tasks are"
    lines: tuple[tuple[Text, ...], ...] = tuple(
        ((one.text,), (one.decision.ref if one.decision else "None",), (one.agency.name,), (f"{one.due:%-d %B %Y}",),
         ("Late" if one in late else "Open",)) for one in rows.tasks
    )
    return [
        Statement((
            _number(desk, [one.public_id for one in rows.tasks], "Tasks"), f" {are} open, ",
            _number(desk, [one.public_id for one in late], "Late tasks"), " of them late.",
        )),
        Table("Open tasks, by the day they are due", ("Task", "Of decision", "Service", "Due", "Stands"), lines,
              numeric=False),
    ]  # fmt: skip


def _number(desk: Desk, keys: Sequence[str], of: str) -> Figure:
    """How many rows of the registers, named so that anyone can count them again."""
    return desk.guard.see(made("named_rows", len(keys), (), None, None, rows="; ".join(keys), plan=of))


PARTS = (
    Part("hot_places", "Hot places", lambda desk, rows: places.build(desk), of_places=True),
    Part("when", "Times", lambda desk, rows: when.build(desk)),
    Part("near_repeat", "Near repeats", lambda desk, rows: near_repeat.build(desk)),
    Part("changed", "What changed beyond noise", _changed),
    Part("events", "Events ahead", _events),
    Part("tensions", "Community tension", _tensions),
    Part("searches", "Stop and search", lambda desk, rows: equality.searches(desk)),
    Part("patrols", "Hot-spot patrols", _patrols),
    Part("tasks", "Open tasks", _tasks),
)


def written(
    evidence: Evidence, area: Area, rows: Rows, *, today: date, organisation: str, invented: bool = False,
    step: Callable[[str], None] = lambda name: None, parts: Sequence[Part] = PARTS,
) -> Document:  # fmt: skip
    """The briefing of an area on a day. ``step`` is told the title of each part as it is begun."""
    guard = Guard(evidence)
    desk = Desk(evidence, area, today, {}, guard)
    with charts.undrawn():
        for part in parts:
            step(part.title)
            part.build(desk, rows)
    guard.close()
    sections = []
    for part in parts:
        step(part.title)
        blocks = tuple(part.build(desk, rows))
        if part.of_places:
            recorded_only(blocks, evidence.editions)
        sections.append(Section(part.title, part.key, (*_age(blocks, evidence.editions, today), *blocks)))
    used = {edition for section in sections for figure in figures_of(section.blocks) for edition in figure.editions}
    read = [edition.source for edition in evidence.editions if edition.id in used]
    return Document(
        name="briefing",
        title="Violence intelligence briefing",
        subtitle=area.name,
        area=area.name,
        period=f"As loaded and kept on {today:%-d %B %Y}",
        published=today,
        organisation=organisation,
        summary=(
            Bullets(tuple(one.text for part in sections for one in part.blocks if isinstance(one, Statement))),
            Caveat((CLOSING,)),
        ),
        sections=tuple(sections),
        sources=tuple(dict.fromkeys(sources()[key].attribution for key in read if key in sources())),
        status="For the tasking meeting",
        invented=invented or any("invented" in e.file.lower() for e in evidence.editions if e.id in used),
        opening="In short",
    )


def _age(blocks: Sequence[Block], editions: Sequence[Edition], today: date) -> list[Block]:
    """How old a part is: the newest month of each source that has months. Registers are as they are today."""
    used = {edition for figure in figures_of(tuple(blocks)) for edition in figure.editions}
    newest: dict[str, date] = {}
    for one in editions:
        if one.id in used and one.periods:
            begins, ends = max(one.periods, key=lambda period: period[1])
            if ends - begins < MONTH:
                newest[one.source] = max(ends, newest.get(one.source, ends))
    if not newest:
        return []
    told = [
        f"{sources()[key].title}: the newest month loaded is {end:%B %Y}, {months_before(end, today)}."
        for key, end in newest.items()
    ]
    old = any((today.year - end.year) * 12 + today.month - end.month > OLD for end in newest.values())
    return [Notice("warning" if old else "note", "How old this is", (" ".join(told),))]


def months_before(day: date, today: date) -> str:
    """“4 months before this briefing”."""
    months = (today.year - day.year) * 12 + today.month - day.month
    if months <= 0:
        return "the month of this briefing"
    return f"{months} {'month' if months == 1 else 'months'} before this briefing"


__all__ = ["PARTS", "Part", "months_before", "written"]
