"""The after-action report: times against clocks, what was done, who was told, what is learned. It names nobody."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from commonground.evidence.figure import Text
from commonground.registers.incidents.clocks import LONDON
from commonground.registers.incidents.reading import Record, Timed, phases
from commonground.registers.incidents.terms import MessageState, Service, StepState
from commonground.registers.incidents.wording import guarded, lasting, people, said, when
from commonground.report.blocks import Block, Bullets, Caveat, Definitions, Heading, Notice, Paragraph, Table
from commonground.report.document import Document, Section

NONE = "None is recorded."
COUNTS = (
    "Counts of people from 1 to 4, and ages, are not shown. Referrals are counted, never listed. No person is named: "
    "agencies are."
)
OWN_WORDS = "The partnership’s own record of the response. What is said of the incident is what was known then."
NO_CAUSE = (
    "A step that was done in time is a step that was done in time: nothing here says that it caused what came after."
)


def document(record: Record, on: datetime) -> Document:
    """The report of a record, as of a moment."""
    found = record.incident
    timed = record.timed(on)
    sections = (
        ("What happened", _happened(record)), ("Times against clocks", _times(timed)), ("What was done", _done(timed)),
        ("Meetings and what they decided", _meetings(record)), ("Communications", _communications(record)),
        ("Support for victims and families", _support(record)), ("Other boroughs", _neighbours(record)),
        ("Clocks that were paused", _pauses(record)), ("Learning", _learning(record)),
    )  # fmt: skip
    return Document(
        name=f"after-action-report-{found.reference.lower()}", title=f"After-action report {found.reference}",
        subtitle="Response to a serious incident", area=found.partnership.area_name or found.partnership.name,
        period=f"From {said(found.told_at)} to {said(found.closed_at or on)}", published=on.astimezone(LONDON).date(),
        organisation=found.partnership.name, summary=tuple(_summary(record, timed)),
        sections=tuple(
            Section(f"{number} {title}", f"part-{number}", tuple(blocks))
            for number, (title, blocks) in enumerate(sections, 1)
        ),
        sources=(OWN_WORDS,), status="" if found.closed_at else "Draft: the response still runs",
        invented=found.partnership.demonstration,
    )  # fmt: skip


def _summary(record: Record, timed: Iterable[Timed]) -> list[Block]:
    found, rows = record.incident, list(timed)
    counted = Counter(one.step.state for one in rows)
    clocked = [one for one in rows if one.step.state == StepState.DONE and one.was_in_time is not None]
    kept = sum(bool(one.was_in_time) for one in clocked)
    first = Definitions((
        ("Reference", (found.reference,)), ("Kind", (found.kind_title,)),
        ("Told", (f"{said(found.told_at)}, by {found.told_by.name}",)),
        ("Led by", (found.lead.agency.name,)),
        ("Communications led by", (found.speaks.name if found.speaks else "No agency was named",)),
        ("Checklist", (found.checklist_title,)),
        ("Closed", (said(found.closed_at) or "Not yet",)),
    ))  # fmt: skip
    words = (
        f"Of {len(rows)} steps, {counted[StepState.DONE]} were done, {counted[StepState.NOT_NEEDED]} were not needed "
        f"and {counted[StepState.LEFT] + counted[StepState.OPEN]} were left open. Of the {len(clocked)} that were done "
        f"by a clock, {kept} were in time."
    )
    closing = [Paragraph((guarded(found.closing),))] if found.closing else []
    return [first, Paragraph((words,)), *closing, Notice("note", "What is not shown", (COUNTS,))]


def _happened(record: Record) -> list[Block]:
    found = record.incident
    rows = (
        ("It happened", said(found.happened_at)), ("The partnership was told", said(found.told_at)),
        ("The response was started", said(found.started_at)),
        ("From being told to starting", lasting(found.started_at - found.told_at)),
        ("Gold decision", found.get_gold_display() + (f": {found.gold_note}" if found.gold_note else "")),
        ("Agencies told", ", ".join(dict.fromkeys(one.agency.name for one in record.involved))),
    )  # fmt: skip
    return [Paragraph((guarded(found.known),)), Definitions(tuple((name, (guarded(text),)) for name, text in rows))]


def _times(timed: Iterable[Timed]) -> list[Block]:
    rows = sorted(timed, key=lambda one: (one.step.place, one.step.turn))
    shown = tuple(((one.step.title,), (_due(one),), (_settled(one),), (_kept(one),)) for one in rows)
    return [
        Table("Each step with its clock", ("Step", "Due", "Settled", "In time"), shown, numeric=False),
        Caveat((NO_CAUSE,)),
    ]


def _due(one: Timed) -> str:
    return when(one.due) + (f" (moved: {guarded(one.step.moved_why)})" if one.step.moved_why and one.step.key else "")


def _settled(one: Timed) -> str:
    return "Open" if one.step.settled_at is None else f"{StepState(one.step.state).label}, {said(one.step.settled_at)}"


def _kept(one: Timed) -> str:
    if one.step.state != StepState.DONE or one.was_in_time is None:
        return "Does not apply"
    return "Yes" if one.was_in_time else f"Late by {lasting(one.late_by)}" if one.late_by else "No"


def _done(timed: Iterable[Timed]) -> list[Block]:
    blocks: list[Block] = []
    for title, rows in phases(timed):
        told = tuple((_told(one),) for one in rows if one.step.state != StepState.OPEN)
        blocks += [Heading(title), Bullets(told) if told else Paragraph((NONE,))]
    return blocks


def _told(one: Timed) -> str:
    step = one.step
    number = f" People reached: {people(step.people)}." if step.people is not None else ""
    label = "" if step.state == StepState.DONE else f"{StepState(step.state).label}: "
    return f"{step.title}. {label}{guarded(step.result)}{number}"


def _meetings(record: Record) -> list[Block]:
    blocks: list[Block] = []
    for one in record.meetings:
        actions = tuple(
            (f"{step.title} ({_settled_short(step.state)})",) for step in record.steps if step.meeting_id == one.pk
        )
        blocks += [Heading(f"{one.title}, {said(one.held_at)}"), Paragraph((f"Present: {', '.join(one.present)}.",))]
        blocks += [Paragraph((guarded(one.decisions),))] if one.decisions else []
        blocks += [Bullets(actions)] if actions else []
    return blocks or [Paragraph((NONE,))]


def _settled_short(state: str) -> str:
    return StepState(state).label.lower()


def _communications(record: Record) -> list[Block]:
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            (said(one.sent_at) or f"{one.get_state_display()}, not sent",), (one.get_phase_display(),),
            (one.get_audience_display(),), (one.get_channel_display(),),
            (one.approved_by.agency.name if one.approved_by else "",),
            (guarded(one.text if one.state != MessageState.HELD else f"Held back: {one.why_held}"),),
        )
        for one in record.messages
    )  # fmt: skip
    head = ("Sent", "Phase", "To", "By way of", "Approved by", "What was said")
    return [Table("Who was told what", head, rows, numeric=False)] if rows else [Paragraph((NONE,))]


def _support(record: Record) -> list[Block]:
    counted = Counter(one.service for one in record.referrals)
    rows = tuple(((Service(key).label,), (people(number),)) for key, number in sorted(counted.items()))
    if not rows:
        return [Paragraph((NONE,))]
    return [Table("Referrals made, by service", ("Service", "Referrals"), rows), Caveat((COUNTS,))]


def _neighbours(record: Record) -> list[Block]:
    told = tuple((f"{one.to_name}, {said(one.sent_at)}: {guarded(one.text)}",) for one in record.notices)
    return [Bullets(told) if told else Paragraph((NONE,))]


def _pauses(record: Record) -> list[Block]:
    told = tuple(
        (f"{one.step.title if one.step else 'All clocks'}: from {said(one.since)} to {said(one.until) or 'now'}, "
         f"{guarded(one.why)}",) for one in record.pauses
    )  # fmt: skip
    return [Bullets(told) if told else Paragraph((NONE,))]


def _learning(record: Record) -> list[Block]:
    rows = tuple(
        ((guarded(one.text),), (one.owner.agency.name,), (f"{one.due:%-d %B %Y}",),
         (one.action.ref if one.action else "",), (guarded(one.changed) if one.closed_on else "Open",))
        for one in record.learning
    )  # fmt: skip
    head = ("What should be different", "Agency that sees to it", "By", "Action of the plan", "What changed")
    return [Table("Learning points", head, rows, numeric=False)] if rows else [Paragraph((NONE,))]
