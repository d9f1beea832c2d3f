"""A record that was drawn: read, graded, said why it was not shown, escalated, and what came of that."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.plan.changes.possible import edition
from commonground.registers.changes import panel_records
from commonground.registers.models import DrawnRecord
from commonground.registers.rules import READ_PANEL_SESSIONS, REPLY_TO_PANEL, RUN_PANEL_SESSION
from commonground.registers.scrutiny.questions import SAID
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.scrutiny import EscalateForm, GradeForm, NotShownForm, SayForm
from commonground.web.views.scrutiny.asking import ask, at, record_of, trail


@only(READ_PANEL_SESSIONS)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the panel said of one record."""
    found = record_of(request, public_id)
    told = [(one, found.answers.get(one.key)) for one in found.session.asked_questions]
    answers = [(one, SAID[said["said"]] if said else "Not answered", said["why"] if said else "") for one, said in told]
    runs, open_ = RUN_PANEL_SESSION.allows(request.actor), found.session.state == "drawn"
    context = {
        "record": found, "answers": answers, "trail": trail(request, found.session),
        "may_grade": runs and open_, "may_escalate": runs and found.grade == "red" and not found.outcome_on,
        "may_conclude": REPLY_TO_PANEL.allows(request.actor) and bool(found.escalated_on) and not found.outcome_on
        and request.actor.membership.agency.kind == "police",
        "next": found.session.drawn.filter(number__gt=found.number).first(),
    }  # fmt: skip
    return TemplateResponse(request, "scrutiny/record.html", context)


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
@keeps_draft("Grade of a record", but=("once",))
def grade(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the questions and grade the record."""
    found = record_of(request, public_id)
    first = GradeForm.values(found) | {"begun": edition(found)}
    form = GradeForm(found.session.asked_questions, request.POST or None, initial=first | typed(request))

    def act() -> str:
        begun = form.cleaned_data["begun"] or None
        panel_records.grade(found, form.found, begun=begun, sure=form.cleaned_data["sure"], by=request.actor)
        return _done(request, found, f"Record {found.number} is graded.")

    lead = "Answer what could be told from the record and the video. The grade is the panel’s; no answer decides it."
    return _ask_of(request, found, form, act, title="Grade the record", lead=lead, keeps=True)


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
def not_shown(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say why the record could not be shown."""
    found = record_of(request, public_id)
    form = NotShownForm(request.POST or None)

    def act() -> str:
        given = form.cleaned_data
        panel_records.could_not_be_shown(found, given["why"], given["note"], sure=given["sure"], by=request.actor)
        return _done(request, found, f"Record {found.number}: it is kept why it was not shown.")

    lead = "It stays in the draw, and no other record takes its place."
    return _ask_of(request, found, form, act, title="It could not be shown", lead=lead)


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
def escalate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass on a red record."""
    found = record_of(request, public_id)
    form = EscalateForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        panel_records.escalate(found, form.cleaned_data["to"], form.cleaned_data["on"], by=request.actor)
        return _done(request, found, f"Record {found.number} is escalated.")

    return _ask_of(request, found, form, act, title="Escalate the record")


@only(REPLY_TO_PANEL, post=REPLY_TO_PANEL)
@keeps_draft("Outcome of an escalation", but=("once",))
def conclude(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say for the police what came of it."""
    found = record_of(request, public_id)
    form = SayForm("What came of it", request.POST or None, initial={"on": timezone.localdate()} | typed(request))

    def act() -> str:
        given = form.cleaned_data
        panel_records.conclude(found, given["words"], given["on"], sure=given["sure"], by=request.actor)
        return _done(request, found, f"The outcome of record {found.number} is kept.")

    return _ask_of(request, found, form, act, title="What came of the escalation", keeps=True)


def _ask_of(request: HttpRequest, found: DrawnRecord, form: Any, act: Any, **words: Any) -> HttpResponse:
    way = [*trail(request, found.session), (f"Record {found.number}", _address(request, found))]
    back = _address(request, found)
    return ask(request, form, act, caption=f"Record {found.number}: {found.reference}", back=back, trail=way, **words)


def _address(request: HttpRequest, found: DrawnRecord) -> str:
    return at(request, "scrutiny-record", found.public_id)


def _done(request: HttpRequest, found: DrawnRecord, said: str) -> str:
    messages.success(request, said)
    return _address(request, found)
