"""What is decided on a report: printed as a draft, submitted, sent back, published, taken off the public page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers.assembling import what_lacks
from commonground.papers.changes import reports
from commonground.papers.changes.reports import NotPossible
from commonground.papers.models import Report
from commonground.papers.rules import APPROVE_REPORT, WRITE_REPORT
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.passage import ReturnForm, UnpublishForm
from commonground.web.fresh import fresh
from commonground.web.views.reports import own

PRINTED = "A copy of the draft is kept as it stands. Its files are ready in a minute."
WITHDRAWN = "It is no longer on the public page. It is kept as it was."


@only(post=WRITE_REPORT)
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Build one that failed once more."""
    return _step(request, key, reports.build_again, "")


@only(post=WRITE_REPORT)
def print_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a copy of the draft, with its files."""
    return _step(request, key, reports.print_draft, PRINTED)


@only(WRITE_REPORT, post=WRITE_REPORT)
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for approval, having read what that means and what is still lacking."""
    return _decide(request, key, OnceForm, "reports/submit.html", reports.submit, "It is submitted for approval.")


@only(APPROVE_REPORT, post=APPROVE_REPORT)
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """Send it back to those who wrote it."""
    return _decide(request, key, ReturnForm, "reports/send_back.html", reports.send_back, "It is a draft again.")


@only(APPROVE_REPORT, post=APPROVE_REPORT)
@fresh
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Approve it, and show its open copy to everyone."""
    return _decide(request, key, OnceForm, "reports/publish.html", reports.publish, "It is approved.")


@only(APPROVE_REPORT, post=APPROVE_REPORT)
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    """Take it off the public page."""
    return _decide(request, key, UnpublishForm, "reports/unpublish.html", reports.withdraw, WITHDRAWN)


def _decide(
    request: HttpRequest, key: str, form_class: type[OnceForm], template: str, change: Callable[..., Any], said: str
) -> HttpResponse:
    """Ask, then do it once. What cannot be done is said on the same page."""
    found = own(request, key)
    request.showed(found)
    form = form_class(request.POST or None)
    if form.is_valid():
        words = (form.cleaned_data["why"],) if "why" in form.cleaned_data else ()
        try:
            return redirect(once(form, request.actor, lambda: _done(request, found, change, words, said)))
        except NotPossible as no:
            form.add_error(None, str(no))
    lacks = what_lacks(found) if found.state == "draft" else []
    return TemplateResponse(request, template, {"report": found, "form": form, "lacks": lacks})


def _step(request: HttpRequest, key: str, change: Callable[..., Any], said: str) -> HttpResponse:
    found = own(request, key)
    try:
        return redirect(_done(request, found, change, (), said))
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect("report", request.actor.partnership.slug, found.public_id)


def _done(request: HttpRequest, found: Report, change: Callable[..., Any], words: tuple[str, ...], said: str) -> str:
    change(found, *words, by=request.actor)
    if said:
        messages.success(request, said)
    return reverse("report", args=(request.actor.partnership.slug, found.public_id))
