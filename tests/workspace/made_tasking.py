"""Tasking meetings in any state, as tests need them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scope
from people import Table

from commonground.evidence.figure import Figure
from commonground.partnership.models import Agency
from commonground.registers.changes import tasking, tasking_minutes, tasking_tasks
from commonground.registers.changes.tasking import Planned
from commonground.registers.models import (
    Entry,
    TaskingBriefing,
    TaskingDecision,
    TaskingFile,
    TaskingItem,
    TaskingMeeting,
    TaskingTask,
)
from commonground.registers.tasking.terms import AgendaItem
from commonground.report import blocks, frozen
from commonground.report.document import Document, Section

MET = date(2026, 3, 10)
DUE = MET + timedelta(days=14)
RECORDED = {
    "place": "Example Street", "crime": "robbery_of_personal_property", "source": "points", "recorded": 40,
    "recorded_from": date(2025, 1, 1), "recorded_to": date(2025, 12, 31), "because": "Robberies after school.",
    "minutes": 15, "visits": 14,
}  # fmt: skip


def planned(table: Table, held_on: date = MET, **given: Any) -> Planned:
    chosen = {"place": "Room 1", "chair": table.seats["panel_chair"], "agencies": (table.council, table.police)}
    return Planned(**{"held_on": held_on} | chosen | given)


def decided(table: Table, **given: Any) -> dict[str, Any]:
    """What is written down of a decision."""
    text = {"text": "Patrol the station square after school.", "reason": "40 robberies were recorded there."}
    return {**text, "agency": table.police, "due": DUE, "item": None} | given


def asked(table: Table, **given: Any) -> dict[str, Any]:
    """What is asked in a task."""
    chosen = {"text": "Draw up the patrol plan", "agency": table.police, "owner": table.seats["practitioner"]}
    return {**chosen, "due": DUE, "decision": None} | given


def meeting(table: Table, state: str = "preparing", held_on: date = MET) -> TaskingMeeting:
    """A meeting with a decision and a task, as far along as asked."""
    with scope(partnership=table.partnership):
        runs = table.actor("plan_owner")
        found = tasking.plan_meeting(planned(table, held_on), by=runs)
        if state == "preparing":
            return found
        came = {table.council.pk: "came", table.police.pk: "came"}
        found = tasking.hold_meeting(found, came, on=held_on, by=runs)
        decision(table, found, due=held_on + timedelta(days=14))
        task(table, found, due=held_on + timedelta(days=14))
        if state == "approved":
            found = tasking_minutes.approve_minutes(found, on=held_on, by=table.actor("panel_chair"))
    return found


def decision(table: Table, found: TaskingMeeting, **given: Any) -> TaskingDecision:
    return tasking.decide(found, decided(table, **given), by=table.actor("plan_owner"))


def task(table: Table, found: TaskingMeeting, **given: Any) -> TaskingTask:
    return tasking_tasks.give_task(found, asked(table, **given), by=table.actor("plan_owner"))


def briefing(table: Table, found: TaskingMeeting) -> TaskingBriefing:
    """A built briefing with one of each piece, without building one from evidence."""
    said = (blocks.Paragraph(("Recorded: ", Figure(4820, "4,820", "count", (), ()), ".")),)
    document = Document(
        name="briefing", title="Violence intelligence briefing", subtitle="Lewisham", area="Lewisham", period="March",
        published=MET, organisation="Safer Lewisham", summary=said, sections=(Section("Hot places", "hot", said),),
        sources=(), status="For the meeting",
    )  # fmt: skip
    with scope(partnership=table.partnership):
        made = TaskingBriefing.objects.create(
            partnership=table.partnership, meeting=found, as_of=MET, state="built", document=frozen.to_json(document),
            sha256="0" * 64, built_at=timezone.now(), made_by="Common Ground", asked_by=table.seats["analyst"],
        )  # fmt: skip
        TaskingFile.objects.create(
            partnership=table.partnership, briefing=made, form="pdf", content=b"%PDF-", size=5, sha256="0" * 64
        )
    return made


def other_agency(table: Table) -> Agency:
    return Agency.objects.create(partnership=table.partnership, name="Health board", kind="health")


# For addresses


def current(table: Table) -> TaskingMeeting:
    """A meeting that was held, with a decision, a task and a built briefing."""
    with scope(partnership=table.partnership):
        found = TaskingMeeting.objects.filter(partnership=table.partnership, state="held").first()
        found = found or meeting(table, "held")
        if not found.briefings.exists():
            briefing(table, found)
    return found


def closed(table: Table) -> TaskingMeeting:
    """A meeting whose minutes are approved, before one that is not."""
    current(table)
    with scope(partnership=table.partnership):
        found = TaskingMeeting.objects.filter(partnership=table.partnership, state="approved").first()
        return found or meeting(table, "approved", MET - timedelta(days=28))


def prepared(table: Table) -> TaskingMeeting:
    with scope(partnership=table.partnership):
        found = TaskingMeeting.objects.filter(partnership=table.partnership, state="preparing").first()
        return found or meeting(table, "preparing", MET + timedelta(days=28))


def item_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        return TaskingItem.objects.get(meeting=current(table), kind=AgendaItem.BRIEFING).public_id


def decision_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        return TaskingDecision.objects.filter(meeting=current(table))[0].public_id


def task_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        return TaskingTask.objects.open().filter(meeting=current(table))[0].public_id


def place(table: Table) -> Entry:
    """A patrol place with one patrol."""
    from made_register import entry

    with scope(partnership=table.partnership):
        found = Entry.objects.filter(partnership=table.partnership, register="patrol_places").first()
        return found or entry(table, "patrol_places", **RECORDED)


CURRENT = {"key": lambda table: current(table).public_id}
IN_ADDRESSES = {
    **{f"tasking-{name}": CURRENT for name in (
        "meeting", "change", "hold", "decide", "task-add", "minutes", "approve", "briefing", "briefing-build",
    )},
    "tasking-minutes-file": CURRENT | {"form": lambda table: "docx"},
    "tasking-briefing-file": CURRENT | {"form": lambda table: "pdf"},
    "tasking-bring": {"key": lambda table: prepared(table).public_id},
    "tasking-correct": {"key": lambda table: closed(table).public_id},
    "tasking-item": {"public_id": item_key},
    "tasking-decision": {"public_id": decision_key}, "tasking-decision-change": {"public_id": decision_key},
    "tasking-decision-entries": {"public_id": decision_key},
    "tasking-task": {"public_id": task_key}, "tasking-task-change": {"public_id": task_key},
    "patrol-place": {"public_id": lambda table: place(table).public_id},
    "patrol-recorded": {"public_id": lambda table: place(table).public_id},
}  # fmt: skip
