"""Assessments: the list, one of them read section by section, its files, and how each figure was made."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground import __version__
from commonground.papers import changes, kept, reading, tracing
from commonground.papers.changes import NotPossible
from commonground.papers.models import Assessment
from commonground.papers.rules import APPROVE_ASSESSMENT, READ_ASSESSMENTS, READ_DRAFTS, WRITE_ASSESSMENT
from commonground.report.document import Document
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.reading_room import evidence_for
from commonground.web.templatetags.blocks import show_blocks

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
TITLES = {"html": "Web page in one file", "pdf": "To print", "docx": "Word", "json": "Every figure and its origin"}


@only(READ_ASSESSMENTS)
def assessments(request: HttpRequest) -> HttpResponse:
    """Those of the own table, and what the partnerships of a group handed in."""
    mine = request.actor.partnership.pk
    found = list(reading.assessments_for(request.actor).light().select_related("asked_by__user"))
    context = {
        "own": [one for one in found if one.partnership_id == mine],
        "others": [one for one in found if one.partnership_id != mine],
        "may_write": WRITE_ASSESSMENT.allows(request.actor),
        "assesses": changes.assesses(request.actor.partnership),
        "form": OnceForm(),
    }
    return TemplateResponse(request, "assessments/assessments.html", context)


@only(post=WRITE_ASSESSMENT)
def build(request: HttpRequest) -> HttpResponse:
    """Ask for an assessment as the evidence stands today."""
    form = OnceForm(request.POST)
    if not form.is_valid():
        return redirect("assessments", request.actor.partnership.slug)
    try:
        return redirect(once(form, request.actor, lambda: _started(request)))
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect("assessments", request.actor.partnership.slug)


@only(READ_ASSESSMENTS)
def assessment(request: HttpRequest, key: str) -> HttpResponse:
    """One assessment: where it stands, its summary, contents and files, and what can be done with it."""
    found = _found(request, key, "page")
    context: dict[str, Any] = {"assessment": found, "form": OnceForm(), "may_read_drafts": _is_own(request, found)}
    context["renews"] = request.headers.get("HX-Request") == "true"  # the part that shows the progress asks for itself
    if found.document and not context["renews"]:
        document = reading.document_of(found)
        context |= {"document": document, "shown": _shown(found, document, "summary")}
        context |= {"files": _files(request, found), "changed": _changed(request, found)}
    context["may_write"] = _is_own(request, found) and WRITE_ASSESSMENT.allows(request.actor)
    context["may_approve"] = _is_own(request, found) and APPROVE_ASSESSMENT.allows(request.actor)
    context["submitted_it"] = found.submitted_by_id is not None and found.submitted_by.user_id == request.user.pk
    return TemplateResponse(request, "assessments/assessment.html", context)


@only(READ_ASSESSMENTS)
def section(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """One section on a page of its own."""
    found = _found(request, key, f"section {section}")
    document = _document(found)
    at = next((n for n, one in enumerate(document.sections) if one.key == section), None)
    if at is None:
        raise Http404
    context = {
        "assessment": found,
        "section": document.sections[at],
        "shown": _shown(found, document, section),
        "previous": document.sections[at - 1] if at else None,
        "next": document.sections[at + 1] if at + 1 < len(document.sections) else None,
    }
    return TemplateResponse(request, "assessments/section.html", context)


@only(READ_ASSESSMENTS)
def figures(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """How each figure of a section was made."""
    found = _found(request, key, f"figures of {section}")
    titles = {"summary": "Summary", **{one.key: one.title for one in _document(found).sections}}
    if section not in titles:
        raise Http404
    context = {
        "assessment": found, "key": section, "title": titles[section], "figures": tracing.figures(found, section)
    }  # fmt: skip
    return TemplateResponse(request, "assessments/figures.html", context)


@only(READ_ASSESSMENTS)
def figure(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One figure: method, arguments, editions, and the same worked out again now."""
    found = _found(request, key, f"figure {number}")
    made = tracing.figure(found, number) if found.document else None
    if made is None:
        raise Http404
    own = _is_own(request, found)
    again = made.again(evidence_for(found.partnership)) if own else ""
    context = {"assessment": found, "made": made, "again": again, "own": own}
    return TemplateResponse(request, "assessments/figure.html", context)


@only(READ_ASSESSMENTS)
def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """One file of it, to keep."""
    found = _found(request, key, f"file {form}")
    held = next((one for one in reading.files_of(found) if one.form == form), None)
    if held is None:
        raise Http404
    request.showed(found, file=form, sha256=held.sha256)
    response = HttpResponse(kept.read(held.kept), content_type=TYPES[form])
    name = f"assessment-{found.area_name.lower().replace(' ', '-')}-{found.as_of.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _started(request: HttpRequest) -> str:
    made = changes.start(timezone.localdate(), by=request.actor)
    return reverse("assessment", args=(request.actor.partnership.slug, made.public_id))


def _found(request: HttpRequest, key: str, what: str) -> Assessment:
    """The assessment, if this person may read it. The partnership it is of is told when somebody else does."""
    seen = reading.assessments_for(request.actor).select_related("partnership", "asked_by__user", "submitted_by__user")
    found = get_object_or_404(seen, public_id=key)
    request.showed(found, shown=what)
    reading.opened(found, what, by=request.actor)
    return found


def _document(found: Assessment) -> Document:
    if not found.document:
        raise Http404
    return reading.document_of(found)


def _shown(found: Assessment, document: Document, key: str) -> str:
    """A section as HTML. It never changes, so it is drawn once and kept; figures are numbered through."""
    name = f"assessment:{found.sha256}:{key}:{__version__}"
    shown = cache.get(name)
    if shown is None:
        before = 0
        blocks = document.summary
        for one in document.sections if key != "summary" else ():
            before += sum(hasattr(block, "spec") for block in blocks)
            blocks = one.blocks
            if one.key == key:
                break
        shown = show_blocks(blocks, first_figure=before + 1, top=3 if key == "summary" else 2)
        cache.set(name, shown, timeout=None)
    return shown


def _is_own(request: HttpRequest, found: Assessment) -> bool:
    return found.partnership_id == request.actor.partnership.pk


def _changed(request: HttpRequest, found: Assessment) -> list[Any]:
    """The parts that somebody wrote in since it was built, while that can still be mended."""
    if found.state != "draft" or not READ_DRAFTS.allows(request.actor):
        return []
    return reading.changed_since(found, reading.parts_for(request.actor))


def _files(request: HttpRequest, found: Assessment) -> list[dict[str, str]]:
    slug = request.actor.partnership.slug
    return [
        {
            "href": reverse("assessment-file", args=(slug, found.public_id, one.form)),
            "title": TITLES[one.form], "kind": one.form.upper(), "size": f"{max(1, one.size >> 10):,} KB",
        }
        for one in reading.files_of(found)
    ]  # fmt: skip
