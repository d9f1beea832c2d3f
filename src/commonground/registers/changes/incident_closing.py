"""A response is closed with its report, and never changes again; a mistake is corrected beside it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import steered, steers, written_in
from commonground.registers.incidents.reading import whole
from commonground.registers.incidents.report import document
from commonground.registers.incidents.terms import IncidentState, MessageState, StepState
from commonground.registers.models import Incident, IncidentCorrection, ResponseStep
from commonground.report import frozen

Kind = access_log.Kind


@transaction.atomic
def close(
    incident: Incident, closing: str, left: Mapping[str, str] | None = None, *, at: datetime | None = None,
    sure: bool = False, by: Actor,
) -> Incident:  # fmt: skip
    """Close it. ``left`` says, by the step’s identifier, why each step that is still open is left open."""
    found, now = steered(incident, by), at or timezone.now()
    closing = written_in(closing, "What the response came to", 4_000)
    reasons = {key: why.strip() for key, why in (left or {}).items() if why.strip()}
    ask_for_names(found.partnership, {"What the response came to": closing} | {
        f"Why it is left open ({number})": why for number, why in enumerate(dict.fromkeys(reasons.values()), 1)
    }, sure)  # fmt: skip
    _settled(found, reasons, now, by)
    if found.messages.filter(state=MessageState.APPROVED).exists():
        raise NotPossible("A message is approved and neither sent nor held back: say which, then close.")
    found.pauses.filter(until=None).update(until=now, resumed_by=by.membership)
    found.closing, found.closed_at, found.closed_by = closing, now, by.membership
    found.state = IncidentState.CLOSED
    found.report = frozen.to_json(document(whole(found), now))
    found.sha256 = sha256(found.report.encode()).hexdigest()
    found.save(update_fields=["closing", "closed_at", "closed_by", "state", "report", "sha256"])
    access_log.record(Kind.ALTERATION, found, by=by, became="closed", sha256=found.sha256)
    return found


def _settled(incident: Incident, reasons: Mapping[str, str], now: datetime, by: Actor) -> None:
    rows = list(incident.steps.filter(state=StepState.OPEN))
    if missing := [one for one in rows if one.public_id not in reasons]:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise NotPossible(f"Say what became of “{missing[0].title}”{more}, or why it is left open.")
    for one in rows:
        one.state, one.result = StepState.LEFT, written_in(reasons[one.public_id], one.title, 2_000)
        one.settled_at, one.settled_by = now, by.membership
    ResponseStep.objects.bulk_update(rows, ["state", "result", "settled_at", "settled_by"])


@transaction.atomic
def correct(incident: Incident, text: str, *, sure: bool = False, by: Actor) -> IncidentCorrection:
    """Write what was wrong in a closed incident, and what is right."""
    found = Incident.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=incident.pk)
    if found.is_open:
        raise NotPossible("The response still runs: change what is wrong.")
    if not steers(found, by):
        raise NotPossible("Only who led the response, the plan owner or the panel chair may correct it: ask them.")
    text = written_in(text, "What was wrong, and what is right", 2_000)
    ask_for_names(found.partnership, {"What was wrong, and what is right": text}, sure)
    made = IncidentCorrection.objects.create(
        partnership=found.partnership, incident=found, text=text, written_by=by.membership, written_at=timezone.now()
    )
    access_log.record(Kind.COLLECTION, found, by=by, concerns=[found], became="corrected")
    return made
