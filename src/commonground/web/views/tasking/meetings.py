"""Tasking meetings: all of them, one, and how one is planned, changed and held."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.seen import agencies
from commonground.registers.changes import tasking
from commonground.registers.models import TaskingMeeting
from commonground.registers.rules import APPROVE_MINUTES, BRING_TO_TASKING, READ_TASKING, RUN_TASKING
from commonground.registers.tasking import reading
from commonground.registers.tasking.terms import MeetingState
from commonground.web.door import only
from commonground.web.forms.tasking import HoldForm, MeetingForm
from commonground.web.views.tasking.asking import ask, at, begun, meeting_of, page_of, trail

EVERY = timedelta(weeks=4)


@only(READ_TASKING)
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting, the latest first."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {"meetings": reading.meetings_for(actor), "may_run": RUN_TASKING.allows(actor), "trail": trail(request)}
    return TemplateResponse(request, "tasking/meetings.html", context)


@only(READ_TASKING)
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """One meeting: its agenda with what the registers say, decisions, tasks, who came, and what comes next."""
    found, actor, today = meeting_of(request, key), request.actor, timezone.localdate()  # type: ignore[attr-defined]
    runs, frozen = RUN_TASKING.allows(actor), found.state == MeetingState.APPROVED
    return TemplateResponse(request, "tasking/meeting.html", {
        "meeting": found, "lines": reading.agenda(found, actor, today), "today": today, "trail": trail(request),
        "decisions": reading.decisions_for(actor).filter(meeting=found).order_by("ref"),
        "tasks": reading.tasks_for(actor).filter(meeting=found), "steps": steps_of(found),
        "carried": () if frozen else reading.carried(found, actor, min(today, found.held_on)),
        "attendance": found.attendance.select_related("agency"), "corrections": found.corrections.all(),
        "briefing": reading.briefings_for(actor).light().filter(meeting=found).first(),
        "may_run": runs and not frozen, "may_correct": runs and frozen,
        "may_bring": BRING_TO_TASKING.allows(actor) and found.state == MeetingState.PREPARING,
        "may_hold": runs and not frozen and found.held_on <= today,
        "may_approve": found.state == MeetingState.HELD and _chairs(found, actor),
    })  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan the next meeting: four weeks after the last, at the same place, with the same agencies and chair."""
    actor = request.actor  # type: ignore[attr-defined]
    last = reading.meetings_for(actor).first()
    form = _form(request, None, _after(last) if last is not None else _first(request))
    return ask(
        request, form, lambda: tasking.plan_meeting(form.planned(), by=actor), "The meeting is planned.",
        lambda made: page_of(request, made), title="Plan a tasking meeting", button="Plan it",
        back=at(request, "tasking"), trail=trail(request),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Move a meeting, or change who chairs it and who is invited."""
    found = meeting_of(request, key)
    form = _form(request, found, MeetingForm.values(found) | begun(found))
    return ask(
        request, form, lambda: tasking.change_meeting(
            found, form.planned(), begun=form.cleaned_data["begun"], by=request.actor,  # type: ignore[attr-defined]
        ), "The meeting is changed.", page_of(request, found), title="Change the meeting", back=page_of(request, found),
        trail=trail(request, found), caption=str(found),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def hold(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it was held, and which agencies were there."""
    found, today = meeting_of(request, key), timezone.localdate()
    form = HoldForm(found, request.POST or None)
    return ask(
        request, form, lambda: tasking.hold_meeting(found, form.attendance(), on=today, by=request.actor),  # type: ignore[attr-defined]
        "It is noted which agencies were there.", page_of(request, found), title="Who was there?", caption=str(found),
        lead="By agency: the minutes name no person.", back=page_of(request, found), trail=trail(request, found),
    )  # fmt: skip


def steps_of(found: TaskingMeeting) -> list[dict[str, Any]]:
    """The three states in order, with the day on which each was reached."""
    order = list(MeetingState)
    here = order.index(MeetingState(found.state))
    days = {MeetingState.HELD: found.held_on, MeetingState.APPROVED: found.approved_on}
    return [
        {"label": state.label, "day": days.get(state) if place <= here else None, "here": place == here,
         "done": place < here, "passed": "Done"}
        for place, state in enumerate(order)
    ]  # fmt: skip


def _chairs(found: TaskingMeeting, actor: Any) -> bool:
    return APPROVE_MINUTES.allows(actor) and found.chair_id == actor.membership.pk


def _form(request: HttpRequest, found: TaskingMeeting | None, first: dict[str, Any]) -> MeetingForm:
    actor = request.actor  # type: ignore[attr-defined]
    seats = reading.chairs(actor, timezone.localdate())
    if found is not None and found.chair is not None and found.chair not in seats:
        seats = [*seats, found.chair]
    return MeetingForm(seats, agencies(actor), request.POST or None, initial=first)


def _after(last: TaskingMeeting) -> dict[str, Any]:
    return MeetingForm.values(last) | {"held_on": max(last.held_on, _today() - EVERY) + EVERY}


def _first(request: HttpRequest) -> dict[str, Any]:
    return {"agencies": [one.public_id for one in agencies(request.actor)]}  # type: ignore[attr-defined]


def _today() -> date:
    return timezone.localdate()
