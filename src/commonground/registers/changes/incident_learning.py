"""Learning points are followed to closure, after the response is closed as well."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import steers, takes_part, written_in
from commonground.registers.models import Incident, LearningPoint

Kind = access_log.Kind


@transaction.atomic
def learn(
    incident: Incident, text: str, owner: Membership, due: date, action: Action | None = None, *, sure: bool = False,
    by: Actor,
) -> LearningPoint:  # fmt: skip
    """Keep what should be different next time, who sees to it and by when."""
    found = Incident.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=incident.pk)
    text = written_in(text, "What should be different", 400)
    ask_for_names(found.partnership, {"What should be different": text}, sure)
    takes_part(owner, found)
    made = LearningPoint.objects.create(
        partnership=found.partnership, incident=found, text=text, owner=owner, due=due, action=action,
        added_by=by.membership, added_at=timezone.now(),
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[found, made])
    return made


@transaction.atomic
def learned(
    point: LearningPoint, changed: str, *, on: date | None = None, sure: bool = False, by: Actor
) -> LearningPoint:
    """Close a learning point by saying what changed: its owner does, or who steers the response."""
    rows = LearningPoint.objects.select_for_update(of=("self",)).select_related("incident", "partnership")
    found = rows.get(pk=point.pk)
    own = by.membership is not None and found.owner_id == by.membership.pk
    if not (own or steers(found.incident, by)):
        raise NotPossible("Its owner says what changed, or who steers the response: ask one of them.")
    if found.closed_on is not None:
        raise NotPossible(f"This learning point was closed on {found.closed_on:%-d %B %Y}.")
    found.changed = written_in(changed, "What changed", 400)
    ask_for_names(found.partnership, {"What changed": found.changed}, sure)
    found.closed_on, found.closed_by = on or timezone.localdate(), by.membership
    found.save(update_fields=["changed", "closed_on", "closed_by"])
    access_log.record(Kind.ALTERATION, found, by=by, concerns=[found.incident, found], became="closed")
    return found
