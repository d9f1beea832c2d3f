"""Learning points, the after-action report and its files; a response is closed, and corrected beside once it is."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership import access_log
from commonground.plan.reading import actions_for
from commonground.registers.changes import incident_closing as closing
from commonground.registers.changes import incident_learning as learning
from commonground.registers.incidents import reading
from commonground.registers.incidents.checked import steers
from commonground.registers.incidents.report import document
from commonground.registers.incidents.terms import StepState
from commonground.registers.models import Incident
from commonground.registers.rules import READ_INCIDENTS, RESPOND_TO_INCIDENTS
from commonground.report import frozen
from commonground.report.document import Document
from commonground.report.render import render
from commonground.web.door import only
from commonground.web.forms.incident import CloseForm, CorrectForm, LearnedForm, LearnForm
from commonground.web.views.incidents.asking import around, ask, home, incident_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def written(found: Incident) -> Document:
    """The report: as it was frozen, or as it stands while the response runs."""
    return frozen.from_json(found.report) if found.report else document(reading.whole(found), timezone.now())


@only(READ_INCIDENTS)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The after-action report."""
    found = incident_of(request, public_id)
    return TemplateResponse(request, "incidents/report.html", {
        "incident": found, "document": written(found), "corrections": reading.whole(found).corrections,
        "may_correct": not found.is_open and steers(found, request.actor),  # type: ignore[attr-defined]
    })  # fmt: skip


@only(READ_INCIDENTS)
def file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The report to take away; that it left is written in the log."""
    found = incident_of(request, public_id)
    if form not in TYPES:
        raise Http404
    told: list[str] = []
    with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
        made = [path.read_bytes() for path in render(written(found), Path(folder), (form,), say=told.append)]
    if not made:
        return HttpResponse(" ".join(told), status=503, content_type="text/plain; charset=utf-8")
    access_log.handed_over(
        made[0],
        found,
        by=request.actor,
        recipient=request.actor.user.name,
        rows=1,
        fields=["after-action report"],  # type: ignore[attr-defined]
    )
    response = HttpResponse(made[0], content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{written(found).name}.{form}"'
    return response


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def learn(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a learning point."""
    found, actor = incident_of(request, public_id), request.actor  # type: ignore[attr-defined]
    seats = reading.who_may_see_to_it(found, timezone.localdate())
    form = LearnForm(seats, actions_for(actor), request.POST or None)

    def done() -> str:
        given = form.cleaned_data
        learning.learn(
            found, given["text"], given["owner"], given["due"], given["action"], sure=given["sure"], by=actor
        )
        messages.success(request, "The learning point is kept. It is followed until it is closed.")
        return home(request, found, "learning")

    return ask(request, form, done, title="Keep a learning point", **around(request, found, "learning"))


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def learned(request: HttpRequest, public_id: str, point: str) -> HttpResponse:
    """Close a learning point by saying what changed."""
    found = incident_of(request, public_id)
    row = get_object_or_404(reading.learning_for(request.actor).filter(incident=found), public_id=point)  # type: ignore[attr-defined]
    form = LearnedForm(request.POST or None)

    def done() -> str:
        learning.learned(row, form.cleaned_data["changed"], sure=form.cleaned_data["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The learning point is closed.")
        return home(request, found, "learning")

    return ask(request, form, done, title="What changed?", lead=row.text, **around(request, found, "learning"))


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the response with its report."""
    found = incident_of(request, public_id, steer=True, runs=True)
    steps = [one for one in reading.whole(found).steps if one.state == StepState.OPEN]
    form = CloseForm(steps, request.POST or None)

    def done() -> str:
        given = form.cleaned_data
        closing.close(found, given["closing"], form.left(), sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"{found.reference} is closed. Its report is kept as it is now.")
        return home(request, found)

    return ask(
        request, form, done, title="Close the response", button="Close the response", warning=True,
        lead="From then on nothing in it can change. Learning points are followed on.", **around(request, found),
    )  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write beside a closed incident what was wrong in it."""
    found = incident_of(request, public_id, steer=True)
    form = CorrectForm(request.POST or None)

    def done() -> str:
        closing.correct(found, form.cleaned_data["text"], sure=form.cleaned_data["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The correction stands beside the report.")
        return home(request, found)

    return ask(request, form, done, title="Correct what is closed", **around(request, found))
