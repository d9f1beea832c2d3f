"""Who is told what: messages of the one agency that speaks, meetings, referrals by reference, notices to others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.incident_steps import Added, add_step
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import has_been, running, steered, steers, written_in
from commonground.registers.incidents.clocks import LONDON
from commonground.registers.incidents.terms import Audience, Channel, MessagePhase, MessageState, Service
from commonground.registers.models import (
    Incident,
    IncidentMeeting,
    IncidentMessage,
    IncidentNotice,
    IncidentReferral,
    ReceivedNotice,
)
from commonground.registers.models.incident_log import REFERENCE

Kind = access_log.Kind
NOBODY_SPEAKS = "Say first which one agency leads communications, on the page of the incident’s facts."


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said, to whom, by which way."""

    phase: str
    audience: str
    channel: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A meeting, and the actions that it decided."""

    title: str
    held_at: datetime
    present: tuple[Agency, ...]
    decisions: str = ""
    actions: tuple[Added, ...] = ()


@transaction.atomic
def hold_meeting(incident: Incident, given: Held, *, sure: bool = False, by: Actor) -> IncidentMeeting:
    """Keep who was there, agency by agency, and what was decided; each decided action is a step."""
    found = running(incident)
    has_been(given.held_at, "The meeting")
    if not given.present:
        raise NotPossible("Who was there: choose the agencies.")
    title = written_in(given.title, "What the meeting was", 120)
    ask_for_names(found.partnership, {"What the meeting was": title, "Decisions": given.decisions}, sure)
    made = IncidentMeeting.objects.create(
        partnership=found.partnership, incident=found, title=title, held_at=given.held_at,
        present=[one.name for one in given.present], decisions=given.decisions.strip(), recorded_by=by.membership,
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[found, made])
    for one in given.actions:
        add_step(found, one, made, sure=sure, by=by)
    return made


@transaction.atomic
def draft(incident: Incident, given: Message, *, sure: bool = False, by: Actor) -> IncidentMessage:
    """Write a message. Only the agency that leads communications writes them, or who steers the response."""
    found = running(incident)
    _speaks(found, by)
    for word, terms, what in (
        (given.phase, MessagePhase, "phase"), (given.audience, Audience, "audience"), (given.channel, Channel, "way"),
    ):  # fmt: skip
        if word not in terms.values:
            raise NotPossible(f"Choose the {what} of the message.")
    text = written_in(given.text, "What is said", 4_000)
    ask_for_names(found.partnership, {"What is said": text}, sure)
    made = IncidentMessage.objects.create(
        partnership=found.partnership, incident=found, phase=given.phase, audience=given.audience,
        channel=given.channel, text=text, written_by=by.membership, written_at=timezone.now(),
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[found, made])
    return made


@transaction.atomic
def approve(message: IncidentMessage, *, by: Actor) -> IncidentMessage:
    """Let it be sent. Whoever wrote it cannot approve it."""
    found = _message(message, by, MessageState.DRAFTED, MessageState.HELD)
    if by.membership is None or by.membership.pk == found.written_by_id:
        raise NotPossible("Somebody else approves what you wrote: ask the lead, or a colleague who speaks for us.")
    found.approved_by, found.approved_at = by.membership, timezone.now()
    return _moved(found, MessageState.APPROVED, by, "approved_by", "approved_at")


@transaction.atomic
def hold_back(message: IncidentMessage, why: str, *, sure: bool = False, by: Actor) -> IncidentMessage:
    """Keep it from being sent for now, and say why."""
    found = _message(message, by, MessageState.DRAFTED, MessageState.APPROVED)
    found.why_held = written_in(why, "Why it is held back", 400)
    ask_for_names(found.partnership, {"Why it is held back": found.why_held}, sure)
    found.held_at, found.approved_by, found.approved_at = timezone.now(), None, None
    return _moved(found, MessageState.HELD, by, "why_held", "held_at", "approved_by", "approved_at")


@transaction.atomic
def send(message: IncidentMessage, when: datetime, *, by: Actor) -> IncidentMessage:
    """Say that it was sent, and when. Common Ground sends nothing itself."""
    found = _message(message, by, MessageState.APPROVED)
    has_been(when, "When it was sent")
    if found.approved_at is not None and when.replace(second=59) < found.approved_at.replace(second=0, microsecond=0):
        raise NotPossible("It cannot be sent before it was approved: correct the day or the time.")
    found.sent_by, found.sent_at = by.membership, when
    return _moved(found, MessageState.SENT, by, "sent_by", "sent_at")


def _speaks(incident: Incident, by: Actor) -> None:
    if incident.speaks is None:
        raise NotPossible(NOBODY_SPEAKS)
    own = by.membership is not None and by.membership.agency_id == incident.speaks_id
    if not (own or steers(incident, by)):
        raise NotPossible(f"{incident.speaks.name} leads communications: send it to them.")


def _message(message: IncidentMessage, by: Actor, *states: str) -> IncidentMessage:
    incident = running(message.incident)
    _speaks(incident, by)
    found = IncidentMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if found.state not in states:
        raise NotPossible(f"This message is {found.get_state_display().lower()}: read it again.")
    return found


def _moved(found: IncidentMessage, state: str, by: Actor, *fields: str) -> IncidentMessage:
    found.state = state
    found.save(update_fields=["state", *fields])
    access_log.record(Kind.ALTERATION, found, by=by, concerns=[found.incident, found], became=str(state))
    return found


@transaction.atomic
def refer(incident: Incident, service: str, reference: str, made_on: date, *, by: Actor) -> IncidentReferral:
    """Keep that a referral was made, and its reference at the service."""
    found, reference = running(incident), reference.strip()
    if service not in Service.values:
        raise NotPossible("Choose where the referral went.")
    if not re.fullmatch(REFERENCE, reference):
        raise NotPossible(
            "Reference: enter the number that the service gave, such as MASH-20417. Never a name, never initials alone."
        )
    if not found.happened_at.astimezone(LONDON).date() <= made_on <= timezone.localdate():
        raise NotPossible("The referral was made since the incident, and not on a day to come: correct the day.")
    if found.referrals.filter(service=service, reference=reference).exists():
        raise NotPossible(f"The referral {reference} is kept already.")
    made = IncidentReferral.objects.create(
        partnership=found.partnership, incident=found, service=service, reference=reference, made_on=made_on,
        agency=by.membership.agency, recorded_by=by.membership, recorded_at=timezone.now(),  # type: ignore[union-attr]
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, found, by=by, referral=service)
    return made


@transaction.atomic
def notify(
    incident: Incident, to: Iterable[Partnership], text: str, *, at: datetime | None = None, sure: bool = False,
    by: Actor,
) -> list[IncidentNotice]:  # fmt: skip
    """Tell other partnerships of the installation, by reference and in words that stay as they are sent."""
    found = steered(incident, by)
    text = written_in(text, "What they are told", 600)
    ask_for_names(found.partnership, {"What they are told": text}, sure)
    chosen = list(to)
    if not chosen or any(one.pk == found.partnership_id for one in chosen):
        raise NotPossible("Choose the partnerships that are told; your own is not one of them.")
    return [_notice(found, one, text, at or timezone.now(), by) for one in chosen]


def _notice(incident: Incident, to: Partnership, text: str, at: datetime, by: Actor) -> IncidentNotice:
    sender = incident.partnership
    made = IncidentNotice.objects.create(
        partnership=sender, incident=incident, to=to, to_name=to.name, text=text, sent_by=by.membership, sent_at=at
    )
    with scopes_disabled():  # the copy is a row of the other table, with no way back to this one
        copy = ReceivedNotice.objects.create(
            partnership=to, sender=sender.name, reference=incident.reference, text=text, sent_at=at
        )
    access_log.record(Kind.DISCLOSURE, incident, by=by, recipient=to.name, fields=["reference", "notice"])
    access_log.record(Kind.COLLECTION, copy, by=Actor.of_system(f"a notice of {sender.name}", to))
    return made
