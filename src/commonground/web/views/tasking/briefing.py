"""The violence intelligence briefing of a meeting: asked for by one press, read as a page, kept as a file."""

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground import __version__
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes import tasking_briefing
from commonground.registers.models import TaskingBriefing
from commonground.registers.rules import READ_TASKING, RUN_TASKING
from commonground.registers.tasking import reading
from commonground.registers.tasking.terms import BriefingState, MeetingState
from commonground.report import frozen
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.templatetags.blocks import show_blocks
from commonground.web.views.assessments import TYPES
from commonground.web.views.tasking.asking import at, meeting_of, trail


@only(READ_TASKING)
def briefing(request: HttpRequest, key: str) -> HttpResponse:
    """The newest briefing that was built, and how far one is that was asked for."""
    found, actor = meeting_of(request, key), request.actor  # type: ignore[attr-defined]
    rows = reading.briefings_for(actor).filter(meeting=found)
    newest, built = rows.light().first(), rows.filter(state=BriefingState.BUILT).first()
    context = {
        "meeting": found, "newest": newest, "built": built, "trail": trail(request, found), "form": OnceForm(),
        "renews": request.headers.get("HX-Request") == "true",
        "may_build": RUN_TASKING.allows(actor) and found.state != MeetingState.APPROVED,
    }  # fmt: skip
    if built is not None and not context["renews"]:
        request.showed(built, concerns=[built, found], sha256=built.sha256)  # type: ignore[attr-defined]
        document = frozen.from_json(built.document)
        context |= {"document": document, "parts": _shown(built), "short": show_blocks(document.summary)}
        context["forms"] = list(reading.files_of(built).values_list("form", flat=True))
    return TemplateResponse(request, "tasking/briefing.html", context)


@only(post=RUN_TASKING)
def build(request: HttpRequest, key: str) -> HttpResponse:
    """Have one built from the evidence and the registers as they stand."""
    found, form = meeting_of(request, key), OnceForm(request.POST)
    page = at(request, "tasking-briefing", found.public_id)

    def asked() -> str:
        tasking_briefing.ask_briefing(found, on=timezone.localdate(), by=request.actor)  # type: ignore[attr-defined]
        return page

    try:
        return redirect(once(form, request.actor, asked) if form.is_valid() else page)  # type: ignore[attr-defined]
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect(page)


@only(READ_TASKING)
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The briefing as PDF or Word."""
    found = meeting_of(request, key)
    built = reading.briefings_for(request.actor).light().filter(meeting=found, state=BriefingState.BUILT).first()  # type: ignore[attr-defined]
    held = reading.files_of(built).filter(form=form).first() if built is not None else None
    if built is None or held is None:
        raise Http404
    request.showed(built, concerns=[built, found], file=form, sha256=held.sha256)  # type: ignore[attr-defined]
    response = HttpResponse(bytes(held.content), content_type=TYPES[form])
    name = f"tasking-briefing-{built.as_of.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shown(built: TaskingBriefing) -> list[tuple[str, str, str]]:
    """Each part as HTML with its key and title. It never changes, so it is drawn once and kept."""
    name = f"briefing:{built.sha256}:{built.public_id}:{__version__}"
    shown = cache.get(name)
    if shown is None:
        shown, before = [], 0
        for one in frozen.from_json(built.document).sections:
            shown.append((one.key, one.title, show_blocks(one.blocks, first_figure=before + 1, name=one.key)))
            before += sum(hasattr(block, "spec") for block in one.blocks)
        cache.set(name, shown, timeout=None)
    return shown
