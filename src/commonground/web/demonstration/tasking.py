"""Invented tasking meetings: three that are past and one ahead, with decisions, tasks and what was said of them."""

import json
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.evidence.store import Store
from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes import tasking, tasking_minutes, tasking_tasks
from commonground.registers.changes.tasking import Planned
from commonground.registers.changes.tasking_briefing import ask_briefing
from commonground.registers.models import Entry, TaskingBriefing, TaskingItem, TaskingMeeting
from commonground.registers.tasking.reading import next_meeting

TOLD = Path(__file__).parent / "tasking.json"


def make(partnership: Partnership, on: date) -> int:
    """Add the meetings that are not there yet, and say how many those were. Days are counted from ``on``."""
    if TaskingMeeting.objects.filter(partnership=partnership).exists():
        return 0
    table = _Table(partnership, on)
    meetings = json.loads(TOLD.read_text("utf-8"))
    for told in meetings:
        table.meet(told)
    return len(meetings)


def ask(table: str = "lewisham") -> bool:
    """Ask the worker for the briefing of the meeting ahead, where there is evidence and none was asked for before."""
    if not Store(Path(settings.HOME)).editions():
        return False
    today = timezone.localdate()
    with scopes_disabled():
        runs = Membership.objects.current(today).filter(partnership__slug=table, role="plan_owner")[0]
    with scope(partnership=runs.partnership):
        ahead = next_meeting(Actor.of_seat(runs))
        if ahead is None or TaskingBriefing.objects.exists():
            return False
        ask_briefing(ahead, on=today, by=Actor.of_seat(runs))
    return True


class _Table:
    """Who sits there: a chair, whoever runs the meetings, and the agencies by name."""

    def __init__(self, partnership: Partnership, on: date) -> None:
        self.partnership, self.on = partnership, on
        seats = list(Membership.objects.current(on).filter(partnership=partnership).select_related("agency", "user"))
        self.chair = next(seat for seat in seats if seat.role == "panel_chair")
        self.runs = Actor.of_seat(next(seat for seat in seats if seat.role == "plan_owner"))
        self.seats = {seat.agency_id: seat for seat in reversed(seats) if seat.role in ("practitioner", "agency_lead")}
        self.agencies = {agency.name: agency for agency in Agency.objects.filter(partnership=partnership)}

    def meet(self, told: Mapping[str, Any]) -> None:
        """One meeting, as far along as the file has it. A meeting falls on a Tuesday."""
        held_on = self.day(told["day"])
        held_on -= timedelta(days=(held_on.weekday() - 1) % 7)
        agencies = tuple(self.agencies[name] for name in told["came"])
        planned = Planned(held_on=held_on, starts=time(10), place=told["place"], chair=self.chair, agencies=agencies)
        meeting = tasking.plan_meeting(planned, by=self.runs)
        for brought in told.get("brought", ()):
            seat = self.seats[self.agencies[brought["agency"]].pk]
            tasking.bring_item(meeting, brought["title"], brought["text"], sure=True, by=Actor.of_seat(seat))
        if told["state"] != "preparing":
            self._hold(meeting, told)
        if told["state"] == "approved":
            tasking_minutes.approve_minutes(meeting, on=held_on + timedelta(days=7), by=Actor.of_seat(self.chair))

    def _hold(self, meeting: TaskingMeeting, told: Mapping[str, Any]) -> None:
        came = {self.agencies[name].pk: how for name, how in told["came"].items()}
        tasking.hold_meeting(meeting, came, on=meeting.held_on, by=self.runs)
        for kind, minute in told.get("minutes", {}).items():
            item = TaskingItem.objects.get(meeting=meeting, kind=kind)
            tasking.minute_item(item, minute, sure=True, by=self.runs)
        for one in told["decisions"]:
            agency = self.agencies[one["agency"]]
            decision = tasking.decide(meeting, {
                "text": one["text"], "reason": one["reason"], "agency": agency, "item": None,
                "due": meeting.held_on + timedelta(days=one["due"]),
            }, sure=True, by=self.runs)  # fmt: skip
            asked = Entry.objects.filter(partnership=self.partnership, brought__in=one.get("entries", ()))
            if asked:
                tasking.asked_for(decision, asked, by=self.runs)
            for task in one.get("tasks", ()):
                self._give(meeting, decision, task)

    def _give(self, meeting: TaskingMeeting, decision: Any, told: Mapping[str, Any]) -> None:
        agency = self.agencies[told["agency"]]
        owner = self.seats.get(agency.pk) if told.get("owner", True) else None
        given = tasking_tasks.give_task(meeting, {
            "text": told["text"], "agency": agency, "owner": owner, "decision": decision,
            "due": meeting.held_on + timedelta(days=told["due"]),
        }, sure=True, by=self.runs)  # fmt: skip
        by = Actor.of_seat(owner) if owner else self.runs
        for said in told.get("said", ()):
            day = min(meeting.held_on + timedelta(days=said["day"]), self.on)
            later = meeting.held_on + timedelta(days=said["due"]) if "due" in said else None
            tasking_tasks.tell_task(given, said["state"], said["text"], due=later, on=day, sure=True, by=by)

    def day(self, number: int) -> date:
        return self.on + timedelta(days=number)
