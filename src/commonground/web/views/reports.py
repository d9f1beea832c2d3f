"""Reports: the list, a new one, one of them read chapter by chapter, and its files."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground import __version__
from commonground.papers import kept, report_reading
from commonground.papers.assembling import kind_of
from commonground.papers.changes import assesses, reports
from commonground.papers.changes.reports import NotPossible
from commonground.papers.models import Report, ReportCopy
from commonground.papers.reports.kind import Kind, kinds
from commonground.papers.rules import APPROVE_REPORT, GIVE_TEMPLATE, READ_REPORT_DRAFTS, READ_REPORTS, WRITE_REPORT
from commonground.report.blocks import Block
from commonground.report.document import Document
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.report import FrontForm, NewForm
from commonground.web.templatetags.blocks import show_blocks
from commonground.web.views.assessments import TITLES, TYPES


@only(READ_REPORTS)
def index(request: HttpRequest) -> HttpResponse:
    """Those of the own table, and what the partnerships of a group handed in."""
    mine = request.actor.partnership.pk
    found = list(report_reading.reports_for(request.actor).light())
    context = {
        "own": [(one, kind_of(one).title) for one in found if one.partnership_id == mine],
        "others": [(one, kind_of(one).title) for one in found if one.partnership_id != mine],
        "may_write": WRITE_REPORT.allows(request.actor) and assesses(request.actor.partnership),
        "may_give": GIVE_TEMPLATE.allows(request.actor),
    }
    return TemplateResponse(request, "reports/reports.html", context)


@only(WRITE_REPORT)
def choose(request: HttpRequest) -> HttpResponse:
    """The kinds of report there are."""
    return TemplateResponse(request, "reports/choose.html", {"kinds": list(kinds().values())})


@only(WRITE_REPORT, post=WRITE_REPORT)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The head of a new report, and the plan that it is made from."""
    asked = _kind(kind)
    plans = report_reading.plans_for(request.actor)
    form = NewForm(asked, plans, request.POST or None)
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _started(request, asked, form)))
        except NotPossible as no:
            form.add_error(None, str(no))
    return TemplateResponse(request, "reports/new.html", {"form": form, "kind": asked, "plans": plans})


@only(READ_REPORTS)
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One report: where it stands, what it lacks, its contents and copies, and what can be done with it."""
    found = found_by(request, key, "page")
    context: dict[str, Any] = {"report": found, "kind": kind_of(found), "form": OnceForm()}
    context["renews"] = request.headers.get("HX-Request") == "true"  # the part that shows the progress asks for itself
    context |= _may(request, found)
    if found.worked_out and not context["renews"]:
        document = _document(request, found)
        context |= {"document": document, "shown": drawn_blocks(document.summary, document, 3)}
        context |= _to_write(found) if context["may_draft"] and found.state == "draft" else {}
        copies = report_reading.copies_for(request.actor, found)
        context["copies"] = [(one, _files(request, found, one)) for one in copies]
    return TemplateResponse(request, "reports/report.html", context)


@only(READ_REPORTS)
def chapter(request: HttpRequest, key: str, chapter: str) -> HttpResponse:
    """One chapter on a page of its own."""
    found = found_by(request, key, f"chapter {chapter}")
    document = _document(request, found)
    at = next((n for n, one in enumerate(document.sections) if one.key == chapter), None)
    if at is None:
        raise Http404
    here = document.sections[at]
    context: dict[str, Any] = {
        "report": found, "section": here, "shown": drawn_blocks(here.blocks, document, 2),
        "previous": document.sections[at - 1] if at else None,
        "next": document.sections[at + 1] if at + 1 < len(document.sections) else None,
    }  # fmt: skip
    if found.state == "draft" and _may(request, found)["may_write"]:
        context["lines"] = next((ls for c, ls in report_reading.lines_of(found) if f"chapter-{c.key}" == chapter), [])
    return TemplateResponse(request, "reports/chapter.html", context)


@only(WRITE_REPORT, post=WRITE_REPORT)
def front(request: HttpRequest, key: str) -> HttpResponse:
    """Change the head of a draft, and its class."""
    found = own(request, key)
    request.showed(found)
    first = {"title": found.title, "part": found.part, **found.header}
    form = FrontForm(kind_of(found), request.POST or None, initial=first)
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _front_saved(request, found, form)))
        except NotPossible as no:
            form.add_error(None, str(no))
    return TemplateResponse(request, "reports/front.html", {"form": form, "report": found})


@only(READ_REPORTS)
def file(request: HttpRequest, key: str, copy: str, form: str) -> HttpResponse:
    """One file of a copy, to keep."""
    found = found_by(request, key, f"file {form}")
    held = report_reading.file_for(request.actor, copy, form)
    if held is None or held.copy.report_id != found.pk:
        raise Http404
    request.showed(found, file=form, copy=copy, sha256=held.sha256)
    response = HttpResponse(kept.read(held.kept), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(held.copy, found, form)}"'
    return response


def file_name(copy: ReportCopy, report: Report, form: str) -> str:
    """What the file is called where it is saved: it says so where it holds what is exempt."""
    exempt = "-part-2-exempt" if copy.reach == "full" else ""
    area = report.area_name.lower().replace(" ", "-")
    return f"{report.kind.replace('_', '-')}-{area}-{report.as_of.isoformat()}{exempt}.{form}"


def found_by(request: HttpRequest, key: str, what: str) -> Report:
    """The report, if this person may read it. The partnership it is of is told when somebody else does."""
    seen = report_reading.reports_for(request.actor).select_related(
        "partnership", "asked_by__user", "submitted_by__user", "snapshot", "last"
    )
    found: Report = get_object_or_404(seen, public_id=key)
    request.showed(found, shown=what)
    report_reading.opened(found, what, by=request.actor)
    return found


def own(request: HttpRequest, key: str) -> Report:
    """A report of the own table."""
    seen = report_reading.reports_for(request.actor).filter(partnership=request.actor.partnership)
    seen = seen.select_related("partnership", "submitted_by__user", "snapshot", "last")
    return get_object_or_404(seen, public_id=key)


def _kind(key: str) -> Kind:
    if key not in kinds():
        raise Http404
    return kinds()[key]


def _started(request: HttpRequest, kind: Kind, form: NewForm) -> str:
    made = reports.start(
        kind.key, form.front, timezone.localdate(), by=request.actor, snapshot=form.chosen("snapshot"),
        last=form.chosen("last"),
    )  # fmt: skip
    return reverse("report", args=(request.actor.partnership.slug, made.public_id))


def _front_saved(request: HttpRequest, found: Report, form: FrontForm) -> str:
    reports.write_front(found, form.front, by=request.actor)
    messages.success(request, "The head of the report is saved.")
    return reverse("report", args=(request.actor.partnership.slug, found.public_id))


def _document(request: HttpRequest, found: Report) -> Document:
    document = report_reading.shown_to(request.actor, found) if found.worked_out else None
    if document is None:
        raise Http404
    return document


def _may(request: HttpRequest, found: Report) -> dict[str, bool]:
    is_own = found.partnership_id == request.actor.partnership.pk
    return {
        "is_own": is_own,
        "may_draft": is_own and READ_REPORT_DRAFTS.allows(request.actor),
        "may_write": is_own and WRITE_REPORT.allows(request.actor),
        "may_approve": is_own and APPROVE_REPORT.allows(request.actor),
        "submitted_it": found.submitted_by_id is not None and found.submitted_by.user_id == request.user.pk,
    }


def _to_write(found: Report) -> dict[str, Any]:
    lines = report_reading.lines_of(found)
    return {"lines": lines, "lacks": [line for _, own in lines for line in own if line.why]}


def drawn_blocks(blocks: tuple[Block, ...], document: Document, top: int) -> str:
    """Blocks as HTML, figures numbered through the document. Drawing takes seconds, so it is kept by its content."""
    before = 0
    for one in document.sections:
        if one.blocks is blocks:
            break
        before += sum(hasattr(block, "spec") for block in one.blocks)
    name = f"report:{sha256(repr((blocks, before, top)).encode()).hexdigest()}:{__version__}"
    shown: str | None = cache.get(name)
    if shown is None:
        shown = show_blocks(blocks, first_figure=before + 1, top=top)
        cache.set(name, shown, timeout=7 * 86_400)
    return shown


def _files(request: HttpRequest, found: Report, copy: ReportCopy) -> list[dict[str, str]]:
    slug = request.actor.partnership.slug
    files = sorted(copy.files.all(), key=lambda one: report_reading.ORDER.index(one.form))
    return [
        {
            "href": reverse("report-file", args=(slug, found.public_id, copy.public_id, one.form)),
            "title": TITLES[one.form], "kind": one.form.upper(), "size": f"{max(1, one.size >> 10):,} KB",
        }
        for one in files
    ]  # fmt: skip
