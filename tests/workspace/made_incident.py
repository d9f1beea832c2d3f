"""Responses to serious incidents, as tests need them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scope, scopes_disabled
from people import Table

from commonground.partnership.models import Partnership
from commonground.registers.changes import incident_checklists, incident_closing, incident_learning, incident_running
from commonground.registers.changes import incident_telling as telling
from commonground.registers.changes.incident_running import Facts, Started
from commonground.registers.changes.incident_telling import Message
from commonground.registers.incidents.templates.written import shipped
from commonground.registers.models import Incident, IncidentMessage, LearningPoint, ReceivedNotice, ResponseStep

HOUR = timedelta(hours=1)


def incident(table: Table, by: str = "plan_owner", **changed: Any) -> Incident:
    """One that the plan owner leads: the council and, as those who told it, police are told."""
    told_at = changed.pop("told_at", timezone.now() - 2 * HOUR)
    given = Started(**{
        "happened_at": told_at - HOUR / 2, "told_at": told_at, "told_by": table.police, "kind": "stabbing",
        "place": "Outside shops", "known": "An assault with a knife. The scene is closed.",
        "lead": table.seats["plan_owner"], **changed,
    })  # fmt: skip
    return incident_running.start(given, by=table.actor(by))


def facts(table: Table, found: Incident, **changed: Any) -> Facts:
    """Its facts as they are, but for what is named."""
    names = ("known", "lead", "speaks", "gold", "gold_note", "trial_on", "review_on")
    return Facts(**{name: getattr(found, name) for name in names} | changed)


def spoken_for(table: Table) -> Incident:
    """One for which the council speaks."""
    found = incident(table)
    return incident_running.change_facts(found, facts(table, found, speaks=table.council), by=table.actor("plan_owner"))


def step(found: Incident, key: str = "holding") -> ResponseStep:
    return found.steps.select_related("incident__partnership").get(key=key, turn=1)


def message(table: Table, found: Incident | None = None, state: str = "drafted") -> IncidentMessage:
    """A holding statement that the analyst wrote; the plan owner approves it."""
    given = Message(phase="holding", audience="media", channel="press", text="We are responding. Ring 101.")
    made = telling.draft(found or spoken_for(table), given, by=table.actor("analyst"))
    if state in ("approved", "sent"):
        made = telling.approve(made, by=table.actor("plan_owner"))
    return made


def point(table: Table, found: Incident | None = None) -> LearningPoint:
    """A learning point that the analyst sees to."""
    due = timezone.localdate() + timedelta(days=30)
    return incident_learning.learn(
        found or incident(table), "Tell schools the evening before", table.seats["analyst"], due,
        by=table.actor("plan_owner"),
    )  # fmt: skip


def reasons(found: Incident) -> dict[str, str]:
    """Why each open step is left."""
    return {one.public_id: "It is in the diary." for one in found.steps.filter(state="open")}


def closed(table: Table) -> Incident:
    found = incident(table)
    return incident_closing.close(found, "It ran for a day.", reasons(found), by=table.actor("plan_owner"))


def received(table: Table) -> ReceivedNotice:
    """A notice that Greenwich sent."""
    with scopes_disabled():
        sender = Partnership.objects.get(slug="greenwich").name
        return ReceivedNotice.objects.create(
            partnership=table.partnership, sender=sender, reference="I-2026-009", text="It may touch schools of yours.",
            sent_at=timezone.now(),
        )  # fmt: skip


def checklist(table: Table) -> Any:
    """A version of the table’s own, without its last step."""
    return incident_checklists.keep_checklist(
        shipped().without("publication"), "We have no such review.", by=table.actor("plan_owner")
    )


# What an address needs: made once at a table, and found from then on


def _running(table: Table) -> Incident:
    with scope(partnership=table.partnership):
        return Incident.objects.filter(state="open", speaks__isnull=False).first() or spoken_for(table)


def running_id(table: Table) -> str:
    return _running(table).public_id


def closed_id(table: Table) -> str:
    with scope(partnership=table.partnership):
        return (Incident.objects.filter(state="closed").first() or closed(table)).public_id


def step_id(table: Table) -> str:
    found = _running(table)
    with scope(partnership=table.partnership):
        return step(found).public_id


def message_id(table: Table) -> str:
    found = _running(table)
    with scope(partnership=table.partnership):
        return (found.messages.first() or message(table, found)).public_id


def point_id(table: Table) -> str:
    found = _running(table)
    with scope(partnership=table.partnership):
        return (found.learning.first() or point(table, found)).public_id


def notice_id(table: Table) -> str:
    with scope(partnership=table.partnership):
        return (ReceivedNotice.objects.first() or received(table)).public_id


OF_ONE = {"public_id": running_id}
PAGES = (
    "", "-timeline", "-facts", "-agencies", "-pause", "-resume", "-step-add", "-meeting-add", "-message-add", "-refer",
    "-notify", "-learn", "-report", "-close",
)  # fmt: skip
IN_ADDRESSES: dict[str, dict[str, Any]] = {
    **{f"incident{page}": OF_ONE for page in PAGES},
    "incident-correct": {"public_id": closed_id},
    "incident-step": OF_ONE | {"step": step_id},
    "incident-step-go-on": OF_ONE | {"step": step_id, "way": lambda table: "done"},
    "incident-message": OF_ONE | {"message": message_id},
    "incident-message-go-on": OF_ONE | {"message": message_id, "way": lambda table: "approve"},
    "incident-learned": OF_ONE | {"point": point_id},
    "incident-report-file": OF_ONE | {"form": lambda table: "docx"},
    "incident-notice": {"public_id": notice_id},
    "incident-checklist-step": {"key": lambda table: "holding"},
    "incident-checklist-leave-out": {"key": lambda table: "holding"},
    "incident-checklist-file": {"name": lambda table: "checklist"},
}
