"""What happened in a response, in order. Agencies are named, people are not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from commonground.registers.incidents.clocks import LONDON, moment
from commonground.registers.incidents.reading import Record
from commonground.registers.incidents.templates.written import SORTS
from commonground.registers.incidents.terms import StepState
from commonground.registers.incidents.wording import lasting
from commonground.registers.models import ClockPause, IncidentMessage

TELLING = {"told": "Who is told", "meetings": "Meetings", "clocks": "Clocks"}
ALL_SORTS = {**SORTS, **TELLING}


@dataclass(frozen=True)
class Happened:
    """One thing that happened: as `parts/timeline.html` shows it."""

    when: datetime
    sort: str
    title: str
    text: str = ""
    by: str = ""
    moment: bool = True
    href: str = ""


def timeline(record: Record) -> list[Happened]:
    """Everything, the first thing first."""
    every = (_incident, _told, _steps, _pauses, _meetings, _messages, _support, _learning)
    return sorted((one for part in every for one in part(record)), key=lambda one: one.when)


def _incident(record: Record) -> Iterator[Happened]:
    found = record.incident
    yield Happened(found.happened_at, "response", f"It happened: {found.kind_title.lower()}", found.known)
    yield Happened(found.told_at, "told", "The partnership was told", by=found.told_by.name)
    yield Happened(found.started_at, "response", f"The response was started: {found.reference}", found.checklist_title)
    if found.closed_at is not None:
        yield Happened(found.closed_at, "response", "The response was closed", found.closing)


def _told(record: Record) -> Iterator[Happened]:
    for one in record.involved:
        yield Happened(one.since, "told", f"{one.agency.name} was told", by=one.told_by.agency.name)
        if one.until is not None:
            yield Happened(one.until, "told", f"The part of {one.agency.name} ended")
    for sent in record.notices:
        yield Happened(
            sent.sent_at, "neighbours", f"{sent.to_name} was told by reference", sent.text, _of(sent.sent_by)
        )


def _steps(record: Record) -> Iterator[Happened]:
    timed = {one.step.pk: one for one in record.timed(record.incident.told_at)}
    for step in record.steps:
        if step.settled_at is None:
            continue
        late = timed[step.pk].late_by
        title = f"{StepState(step.state).label}: {step.title}"
        text = f"{step.result} (late by {lasting(late)})" if late and step.state == StepState.DONE else step.result
        yield Happened(step.settled_at, step.sort, title, text, _of(step.settled_by))


def _pauses(record: Record) -> Iterator[Happened]:
    for one in record.pauses:
        what = f"The clock of “{one.step.title}”" if one.step else "The clocks"
        yield Happened(one.since, "clocks", f"{what} {_were(one)} paused", one.why, _of(one.paused_by))
        if one.until is not None:
            yield Happened(
                one.until, "clocks", f"{what} ran on after {lasting(one.until - one.since)}", by=_of(one.resumed_by)
            )


def _were(one: ClockPause) -> str:
    return "was" if one.step else "were"


def _meetings(record: Record) -> Iterator[Happened]:
    for one in record.meetings:
        text = "\n".join(filter(None, (f"Present: {', '.join(one.present)}.", one.decisions)))
        yield Happened(one.held_at, "meetings", one.title, text, _of(one.recorded_by))


def _messages(record: Record) -> Iterator[Happened]:
    for one in record.messages:
        yield Happened(one.written_at, "communications", f"Drafted: {one}", one.text, _of(one.written_by))
        if one.held_at is not None:
            yield Happened(one.held_at, "communications", f"Held back: {one}", one.why_held)
        if one.approved_at is not None:
            yield Happened(one.approved_at, "communications", f"Approved: {one}", by=_of(one.approved_by))
        if one.sent_at is not None:
            yield Happened(one.sent_at, "communications", f"Sent: {one}", by_channel(one), _of(one.sent_by))


def by_channel(one: IncidentMessage) -> str:
    """By which way a message went."""
    return f"{one.get_channel_display()}."


def _support(record: Record) -> Iterator[Happened]:
    for one in record.referrals:
        at = max(moment(one.made_on, time(12)), record.incident.told_at)  # only its day is known
        title = f"Referral to: {one.get_service_display()}"
        yield Happened(at, "support", title, f"Reference {one.reference}.", one.agency.name, moment=False)


def _learning(record: Record) -> Iterator[Happened]:
    for one in record.learning:
        yield Happened(one.added_at, "learning", "Learning point", one.text, _of(one.added_by))
        if one.closed_on is not None:
            at = max(moment(one.closed_on, time(12)), one.added_at.astimezone(LONDON))
            yield Happened(
                at, "learning", f"Learning point closed: {one.text}", one.changed, _of(one.closed_by), moment=False
            )
    for wrong in record.corrections:
        yield Happened(wrong.written_at, "response", "Correction", wrong.text, _of(wrong.written_by))


def _of(seat: object) -> str:
    """The agency of whoever did it."""
    return seat.agency.name if seat is not None else ""  # type: ignore[attr-defined]
