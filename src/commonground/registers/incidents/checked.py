"""What is asked before anything is written of an incident: that it runs, and that one may."""

from datetime import datetime

from django.utils import timezone

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import Incident
from commonground.registers.rules import STEER_ANY_INCIDENT

NOT_LEAD = "Only the lead of the response, the plan owner or the panel chair may do this: ask one of them."


def running(incident: Incident) -> Incident:
    """The incident, locked, while its response runs. Raises NotPossible."""
    found = Incident.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=incident.pk)
    if not found.is_open:
        raise NotPossible(f"{found.reference} is closed and stays as it was: write a correction beside it.")
    return found


def steers(incident: Incident, by: Actor) -> bool:
    """Whether the actor leads the response, or may steer any."""
    own = by.membership is not None and incident.lead_id == by.membership.pk
    return own or STEER_ANY_INCIDENT.allows(by)


def steered(incident: Incident, by: Actor) -> Incident:
    """The incident, locked, for who steers it. Raises NotPossible."""
    found = running(incident)
    if not steers(found, by):
        raise NotPossible(NOT_LEAD)
    return found


def written_in(text: str, where: str, most: int) -> str:
    """The text, trimmed. Raises NotPossible for none, and for one that is too long."""
    text = text.strip()
    if not text:
        raise NotPossible(f"{where}: write it.")
    if len(text) > most or "\0" in text:
        raise NotPossible(f"{where}: use {most} characters or fewer, and no odd signs.")
    return text


def has_been(moment: datetime, what: str) -> datetime:
    """Raises NotPossible for what has not happened yet."""
    if moment > timezone.now():
        raise NotPossible(f"{what} is in the future: correct the day or the time.")
    return moment


def takes_part(seat: Membership, incident: Incident) -> Membership:
    """Raises NotPossible for a seat that gives no access today, or that may not read the incident."""
    sits_here(seat, incident.partnership)
    if not Incident.objects.seen_by(Actor.of_seat(seat)).filter(pk=incident.pk).exists():
        raise NotPossible(f"{seat.agency} is not told of {incident.reference}: involve it first, or choose another.")
    return seat


def sits_here(seat: Membership, partnership: Partnership) -> Membership:
    """Raises NotPossible for a seat that gives no access today."""
    if not Membership.objects.current(timezone.localdate()).filter(pk=seat.pk, partnership=partnership).exists():
        raise NotPossible("Whoever sees to it needs a seat at this table that gives access today: choose another.")
    return seat
