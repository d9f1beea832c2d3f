"""Decisions: all of them, one with what came of it, and how one is written down, mended and linked to entries."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.seen import agencies
from commonground.registers.changes import tasking
from commonground.registers.models import TaskingMeeting
from commonground.registers.register import registers
from commonground.registers.rules import READ_TASKING, RUN_TASKING
from commonground.registers.tasking import reading
from commonground.registers.tasking.terms import MeetingState
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.tasking import DecisionForm, EntriesForm
from commonground.web.views.tasking.asking import ask, begun, decision_of, meeting_of, page_of, trail

ON_A_PAGE = 50


@only(READ_TASKING)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first."""
    found = Paginator(reading.decisions_for(request.actor), ON_A_PAGE)  # type: ignore[attr-defined]
    context = {"page": found.get_page(request.GET.get("page")), "trail": trail(request)}
    return TemplateResponse(request, "tasking/decisions.html", context)


@only(READ_TASKING)
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    """One decision: why, whose, its tasks, and the entries of the registers that it asked for."""
    found, actor = decision_of(request, public_id), request.actor  # type: ignore[attr-defined]
    runs = RUN_TASKING.allows(actor)
    return TemplateResponse(request, "tasking/decision.html", {
        "decision": found, "tasks": reading.tasks_for(actor).filter(decision=found), "today": timezone.localdate(),
        "entries": [(registers()[one.register], one) for one in reading.entries_of(found, actor)],
        "may_change": runs and found.meeting.state != MeetingState.APPROVED, "may_link": runs,
        "trail": trail(request, found.meeting),
    })  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
@keeps_draft("Decision of the tasking meeting", but=("once",))
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write a decision down."""
    found = meeting_of(request, key)
    form = _form(request, found, {})

    def decided() -> object:
        return tasking.decide(found, form.given(), sure=form.cleaned_data["sure"], by=request.actor)  # type: ignore[attr-defined]

    return ask(
        request, form, decided, "The decision is written down.", f"{page_of(request, found)}#decisions",
        title="Write a decision down", caption=str(found), back=page_of(request, found), keeps=True,
        trail=trail(request, found),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
@keeps_draft("Decision of the tasking meeting", but=("once",))
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mend a decision while the minutes are not approved."""
    found = decision_of(request, public_id)
    form = _form(request, found.meeting, DecisionForm.values(found) | begun(found))

    def changed() -> object:
        given = form.cleaned_data
        return tasking.change_decision(
            found, form.given(), begun=given["begun"], sure=given["sure"], by=request.actor,  # type: ignore[attr-defined]
        )  # fmt: skip

    return ask(
        request, form, changed, "The decision is changed.", page_of(request, found), title=f"Change {found.ref}",
        caption=str(found.meeting), back=page_of(request, found), keeps=True, trail=trail(request, found.meeting),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def entries(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which entries of the registers a decision asked for."""
    found, actor = decision_of(request, public_id), request.actor  # type: ignore[attr-defined]
    linked = reading.entries_of(found, actor)
    known = {one.public_id: one for one in reading.linkable(found, linked, actor)}
    titles = {one.key: one.title for one in registers().values()}
    first = {"entries": [one.public_id for one in linked]}
    form = EntriesForm(known, titles, request.POST or None, initial=first)

    def chosen() -> object:
        return tasking.asked_for(found, [known[key] for key in form.cleaned_data["entries"]], by=actor)

    return ask(
        request, form, chosen, "It is noted what the decision asked for.", page_of(request, found),
        title=f"What {found.ref} asked for", lead="Entries of the registers since the meeting, the latest first.",
        back=page_of(request, found), trail=[*trail(request, found.meeting), (found.ref, page_of(request, found))],
    )  # fmt: skip


def _form(request: HttpRequest, meeting: TaskingMeeting, first: dict[str, Any]) -> DecisionForm:
    tables = agencies(request.actor)  # type: ignore[attr-defined]
    return DecisionForm(tables, meeting.items.all(), request.POST or None, initial=first | typed(request))
