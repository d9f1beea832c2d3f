"""People are written to: that a response runs, and that a step is late. A reference and a link, and no content.

At any hour, at weekends too: the clocks do not wait. Each is kept as sent in the same transaction, so that a second run
writes to nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.registers.incidents.clocks import LONDON, Stands
from commonground.registers.incidents.reading import Timed, whole
from commonground.registers.incidents.terms import Alerted
from commonground.registers.models import Incident, IncidentAlert
from commonground.registers.rules import READ_INCIDENTS

SUBJECT = "Common Ground: {reference}"
LETTER = "Reference {reference}\n\n{link}\n\nSign in to see what is asked of you. Nothing else is sent by e-mail.\n"
Key = tuple[int, str, int | None, datetime | None]


def send_alerts(now: datetime, site: str) -> int:
    """Write to whom it is time to write; returns how many letters went."""
    if settings.DEMONSTRATION:
        return 0
    with scopes_disabled():
        running = Incident.objects.running().filter(partnership__demonstration=False)
        return sum(_write(one, now, site) for one in running.select_related("partnership", "lead"))


def alerts_due(incident: Incident, now: datetime) -> dict[Membership, list[Key]]:
    """What each person is to be told of an incident, without what went already. Late steps go to lead and chair."""
    seats = Membership.objects.current(now.astimezone(LONDON).date()).filter(partnership=incident.partnership_id)
    people = {one.pk: one for one in seats.select_related("user", "agency", "partnership")}
    record = whole(incident)
    wanted: list[Key] = [
        (key, str(Alerted.TOLD), None, None) for key in _told(incident, people.values(), record.agencies_now)
    ]
    for timed in record.timed(now):
        if timed.stands == Stands.LATE:
            wanted += [
                (key, str(Alerted.LATE), timed.step.pk, timed.due.moment) for key in _of_late(incident, timed, people)
            ]
    gone = set(incident.alerts.values_list("to", "kind", "step", "due"))
    found: dict[Membership, list[Key]] = {}
    for one in dict.fromkeys(wanted):
        if one not in gone:
            found.setdefault(people[one[0]], []).append(one)
    return found


def _told(incident: Incident, seats: Iterable[Membership], agencies: set[int]) -> list[int]:
    """The lead, and of each agency that is told its contact, or those who lead it."""
    found = []
    for seat in seats:
        leads_it = seat.agency.contact_id == seat.pk or (seat.agency.contact_id is None and seat.role == "agency_lead")
        reads = READ_INCIDENTS.allows(Actor.of_seat(seat))
        if reads and (seat.pk == incident.lead_id or (seat.agency_id in agencies and leads_it)):
            found.append(seat.pk)
    return found


def _of_late(incident: Incident, timed: Timed, people: dict[int, Membership]) -> list[int]:
    chairs = [key for key, seat in people.items() if seat.role == "panel_chair"]
    own = [key for key in (timed.step.owner_id, incident.lead_id) if key in people]
    return [*own, *chairs]


@transaction.atomic
def _write(incident: Incident, now: datetime, site: str) -> int:
    due = alerts_due(incident, now)
    link = f"{site}/partnerships/{incident.partnership.slug}/incidents/{incident.public_id}/"
    for seat, keys in due.items():
        IncidentAlert.objects.bulk_create(
            IncidentAlert(
                partnership=incident.partnership, incident=incident, to_id=to, kind=kind, step_id=step, due=moment,
                sent_at=now,
            )
            for to, kind, step, moment in keys
        )  # fmt: skip
        send_mail(
            subject=SUBJECT.format(reference=incident.reference), from_email=None,
            message=LETTER.format(reference=incident.reference, link=link), recipient_list=[seat.user.email],
        )  # fmt: skip
    return len(due)
