"""What a claim of the plan rests on: attached to an answer or an action, opened, and taken away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.partnership.kept import content_type
from commonground.plan import reading
from commonground.plan.changes import evidence
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.possible import may_update
from commonground.plan.models import Action, Answer, Evidence
from commonground.plan.rules import EDIT_PLAN, READ_PLAN, UPDATE_OWN_ACTIONS
from commonground.plan.templates.written import slug
from commonground.plan.terms import EvidenceKind
from commonground.web.door import only
from commonground.web.forms.plan import EvidenceForm, SureForm
from commonground.web.views.evidence.subjects import by_subject
from commonground.web.views.plan.asking import NOT_YOURS, action_of, answer_of, ask, may_edit
from commonground.web.views.plan.counts import counts_by_register

TITLES = {
    EvidenceKind.MEASURE: "Attach a measure",
    EvidenceKind.REGISTER: "Attach a count from a register",
    EvidenceKind.MINUTES: "Attach minutes",
    EvidenceKind.LINK: "Attach a link",
    EvidenceKind.FILE: "Attach a file",
}
LEADS = {
    EvidenceKind.MEASURE: "Its figures stay those of the measure’s own page: they are shown with every reservation, "
    "and are new whenever new data are loaded.",
    EvidenceKind.REGISTER: "It counts itself: the number of each quarter follows from the entries of the register.",
    EvidenceKind.MINUTES: "What a meeting noted. Say which meeting, which day and which item.",
    EvidenceKind.LINK: "A page that others can open, such as a published report.",
    EvidenceKind.FILE: "It is checked for viruses and kept for this table alone.",
}


@only(EDIT_PLAN, post=EDIT_PLAN)
def to_answer(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Attach something to the answer to a standard or option."""
    found = answer_of(request, public_id)
    return _attach(request, found, kind, found.item.ref, _address(found))


@only(UPDATE_OWN_ACTIONS, post=UPDATE_OWN_ACTIONS)
def to_action(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Attach something to an action of one’s own, or to any for those who edit the plan."""
    found = action_of(request, public_id, own=True)
    return _attach(request, found, kind, f"{found.ref}: {found.title}", _address(found))


@only(READ_PLAN)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file that was attached, to keep."""
    found = _evidence(request, public_id)
    if not found.kept:
        raise Http404
    request.showed(found, sha256=found.sha256)
    name = f"{slug(found.title)}.{found.kept.rpartition('.')[2]}"
    return FileResponse(
        evidence.FILES.path_of(found.kept).open("rb"), as_attachment=True, filename=name,
        content_type=content_type(found.kept),
    )  # fmt: skip


@only(UPDATE_OWN_ACTIONS, post=UPDATE_OWN_ACTIONS)
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it away, having been asked once more."""
    found = _evidence(request, public_id)
    claim: Any = found.answer or found.action
    if not (may_update(claim, request.actor) if isinstance(claim, Action) else may_edit(request)):
        raise PermissionDenied(NOT_YOURS)
    there, form = _address(claim), SureForm(request.POST or None)

    def act() -> str:
        evidence.remove(found, by=request.actor)
        messages.success(request, f"“{found.title}” is no longer attached.")
        return there

    lead = "A file is erased. That it was there, and who took it away, stays in the history."
    return ask(
        request, form, act, title=f"Take away “{found.title}”?", lead=lead, button="Take it away", back=there,
        warning=True,
    )  # fmt: skip


def _attach(request: HttpRequest, to: Answer | Action, kind: str, caption: str, there: str) -> HttpResponse:
    if kind not in TITLES:
        raise Http404
    posted = request.method == "POST"
    choices = counts_by_register() if kind == EvidenceKind.REGISTER else by_subject()
    form = EvidenceForm(kind, choices, request.POST if posted else None, request.FILES if posted else None)
    act = _attaching(request, to, form, there)
    return ask(
        request, form, act, title=TITLES[EvidenceKind(kind)], caption=caption, lead=LEADS[EvidenceKind(kind)],
        button="Attach", back=there, sends_file=kind == EvidenceKind.FILE,
    )  # fmt: skip


def _attaching(request: HttpRequest, to: Answer | Action, form: EvidenceForm, there: str) -> Callable[[], str]:
    def act() -> str:
        given = form.cleaned_data
        asked = ("title", "of", "measure", "per_quarter", "address", "note")
        named = {name: given[name] for name in asked if given.get(name) not in (None, "")}
        values = EvidenceValues(kind=form.kind, **named)
        actor = request.actor  # type: ignore[attr-defined]
        if form.kind == EvidenceKind.FILE:
            sent = given["file"]
            evidence.attach_file(to, sent.name, sent.chunks(), values, by=actor)
        else:
            evidence.attach(to, values, by=actor)
        messages.success(request, f"“{values.title}” is attached.")
        return there

    return act


def _evidence(request: HttpRequest, public_id: str) -> Evidence:
    found: Evidence = get_object_or_404(reading.evidence_for(request.actor), public_id=public_id)  # type: ignore[arg-type, attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def _address(claim: Answer | Action) -> str:
    route = "plan-answer" if isinstance(claim, Answer) else "plan-action"
    return reverse(route, args=(claim.partnership.slug, claim.public_id)) + "#evidence"
