"""The parts of a report that officers write or confirm: one of them to write in, and its earlier versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers import report_reading
from commonground.papers.assembling import kind_of
from commonground.papers.changes import reports
from commonground.papers.changes.reports import Conflict, NotPossible
from commonground.papers.legal import laws
from commonground.papers.models import Report, ReportPart
from commonground.papers.reports.kind import Legal, Officers
from commonground.papers.rules import READ_REPORT_DRAFTS, WRITE_REPORT
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import once
from commonground.web.forms.report import LawForm, PartForm
from commonground.web.views.reports import own


@only(WRITE_REPORT, post=WRITE_REPORT)
@keeps_draft(lambda key, part: f"Report, {part.replace('-', ' ')}", but=("once",))
def part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Write in one part, or confirm a legal paragraph. Where somebody else saved meanwhile, both texts are shown."""
    found = own(request, key)
    asked = _part(found, part)
    request.showed(found, part=part)
    newest = report_reading.versions_of(found, part).first()
    form = _form(asked, request.POST or None, _first_values(asked, newest) | typed(request))
    context: dict[str, Any] = {"report": found, "part": asked, "title": _title(asked), "newest": newest}
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _saved(request, found, part, form)))
        except NotPossible as no:
            form.add_error(None, str(no))
        except Conflict as conflict:
            context |= {"theirs": conflict.theirs, "both": _both(asked, conflict.theirs, form)}
            form = _form(asked, None, {**form.cleaned_data, "read": conflict.theirs.number, "once": None})
    template = "reports/law.html" if isinstance(asked, Legal) else "reports/part.html"
    return TemplateResponse(request, template, context | {"form": form, "law": _law(asked)})


@only(READ_REPORT_DRAFTS)
def versions(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Every version of one part."""
    found = own(request, key)
    asked = _part(found, part)
    request.showed(found, part=part)
    context = {"report": found, "part": asked, "title": _title(asked), "said": _said(asked, found)}
    return TemplateResponse(request, "reports/versions.html", context)


def _part(found: Report, key: str) -> Officers | Legal:
    part = kind_of(found).part(key, found.plan)
    if not isinstance(part, (Officers, Legal)):
        raise Http404
    return part


def _law(part: Officers | Legal) -> Any:
    return laws()[part.law] if isinstance(part, Legal) else None


def _title(part: Officers | Legal) -> str:
    return laws()[part.law].title if isinstance(part, Legal) else part.title


def _form(part: Officers | Legal, posted: Any, initial: dict[str, Any]) -> PartForm | LawForm:
    if isinstance(part, Legal):
        return LawForm(laws()[part.law], posted, initial=initial)
    return PartForm(part, posted, initial=initial)


def _first_values(part: Officers | Legal, newest: ReportPart | None) -> dict[str, Any]:
    read = newest.number if newest else 0
    if isinstance(part, Legal):
        text = newest.answers.get("text", "") if newest else ""
        does = ("confirm" if text else "leave") if newest else None
        return {"read": read, "text": text or laws()[part.law].text, "does": does}
    if newest is None:
        return {"read": 0, **part.first}
    return {"read": read, **newest.answers, "exempt": newest.exempt, "exempt_why": newest.exempt_why}


def _both(part: Officers | Legal, theirs: ReportPart, form: PartForm | LawForm) -> list[tuple[str, str, str]]:
    """Each answer as the other saved it, and as it was typed here, where they differ."""
    labels = {one.key: one.label or part.title for one in part.questions} if isinstance(part, Officers) else {}
    pairs = [(labels.get(key, "Text"), theirs.answers.get(key, ""), mine) for key, mine in form.answers.items()]
    return [pair for pair in pairs if pair[1] != pair[2]] or pairs[:1]


def _said(part: Officers | Legal, found: Report) -> list[tuple[ReportPart, list[tuple[str, str]]]]:
    """Each version with its answers under their questions."""
    labels = {one.key: one.label for one in part.questions} if isinstance(part, Officers) else {}
    return [
        (one, [(labels.get(key, ""), text) for key, text in one.answers.items() if text])
        for one in report_reading.versions_of(found, part.key)
    ]


def _saved(request: HttpRequest, found: Report, key: str, form: PartForm | LawForm) -> str:
    exempt = form.cleaned_data.get("exempt", False)
    why = form.cleaned_data.get("exempt_why", "") if exempt else ""
    reports.write_part(
        found, key, form.answers, form.cleaned_data["read"], by=request.actor, exempt=exempt, exempt_why=why
    )
    messages.success(request, f"“{_title(_part(found, key))}” is saved.")
    for warning in form.warnings:
        messages.warning(request, f"{warning} Until that is mended, the paragraph is left out of every copy.")
    return reverse("report", args=(request.actor.partnership.slug, found.public_id))
