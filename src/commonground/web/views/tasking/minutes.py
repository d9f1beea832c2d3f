"""Minutes: as a page, as PDF and Word in one step, approved by the chair, corrected in a later meeting."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.changes import tasking_minutes
from commonground.registers.rules import APPROVE_MINUTES, READ_TASKING, RUN_TASKING
from commonground.registers.tasking.minutes import document_of
from commonground.registers.tasking.printing import FORMS, printed
from commonground.registers.tasking.terms import MeetingState
from commonground.web.door import only
from commonground.web.forms.once import OnceForm
from commonground.web.forms.tasking import CorrectionForm
from commonground.web.templatetags.blocks import show_blocks
from commonground.web.views.assessments import TYPES
from commonground.web.views.tasking.asking import ask, at, meeting_of, page_of, trail

APPROVES = (
    "The minutes are kept as they stand now. From then on nothing of the meeting changes, by anybody; a mistake is "
    "corrected in the next one. Tasks stay open until they are closed."
)


@only(READ_TASKING)
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes, approved or as they would stand."""
    found = meeting_of(request, key)
    document = document_of(found, timezone.localdate())
    parts = [(one.key, one.title, show_blocks(one.blocks, name=one.key)) for one in document.sections]
    return TemplateResponse(request, "tasking/minutes.html", {
        "meeting": found, "document": document, "opening": show_blocks(document.summary), "parts": parts,
        "trail": trail(request, found), "forms": FORMS, "corrections": found.corrections.select_related("meeting"),
    })  # fmt: skip


@only(READ_TASKING)
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The minutes as PDF or Word."""
    found = meeting_of(request, key)
    if form not in FORMS:
        raise Http404
    content = printed(document_of(found, timezone.localdate()), (form,)).get(form)
    if content is None:
        raise Http404
    request.showed(found, file=form, sha256=found.sha256)  # type: ignore[attr-defined]
    response = HttpResponse(content, content_type=TYPES[form])
    draft = "" if found.state == MeetingState.APPROVED else "-draft"
    response.headers["Content-Disposition"] = f'attachment; filename="tasking-minutes-{found.held_on}{draft}.{form}"'
    return response


@only(APPROVE_MINUTES, post=APPROVE_MINUTES)
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Approve the minutes, as the chair."""
    found, form = meeting_of(request, key), OnceForm(request.POST or None)
    return ask(
        request, form,
        lambda: tasking_minutes.approve_minutes(found, on=timezone.localdate(), by=request.actor),  # type: ignore[attr-defined]
        "The minutes are approved.", at(request, "tasking-minutes", found.public_id), title="Approve the minutes",
        button="Approve them", lead=APPROVES, caption=str(found), back=page_of(request, found),
        trail=trail(request, found),
    )  # fmt: skip


@only(RUN_TASKING, post=RUN_TASKING)
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Put a mistake in approved minutes right, in the next meeting."""
    found, form = meeting_of(request, key), CorrectionForm(request.POST or None)

    def corrected() -> object:
        given = form.cleaned_data
        return tasking_minutes.correct_minutes(found, given["text"], sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]

    return ask(
        request, form, corrected, "The correction stands in the next meeting.", page_of(request, found),
        title="Correct the minutes", caption=str(found), back=page_of(request, found), trail=trail(request, found),
        lead="The minutes stay as they were approved. The correction stands beside them, and in the next meeting’s.",
    )  # fmt: skip
