"""What is decided on an assessment: built again, submitted, sent back, published, taken off the public page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers import changes, reading
from commonground.papers.changes import NotPossible
from commonground.papers.models import Assessment
from commonground.papers.rules import APPROVE_ASSESSMENT, WRITE_ASSESSMENT
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.passage import ReturnForm, UnpublishForm
from commonground.web.fresh import fresh


@only(post=WRITE_ASSESSMENT)
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Build one that failed once more."""
    return _step(request, key, changes.build_again, "")


@only(WRITE_ASSESSMENT, post=WRITE_ASSESSMENT)
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for approval, having read what that means."""
    found = _own(request, key)
    return _decide(request, found, OnceForm, "assessments/submit.html", changes.submit, "It is submitted for approval.")


@only(APPROVE_ASSESSMENT, post=APPROVE_ASSESSMENT)
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """Send it back to those who wrote it."""
    found = _own(request, key)
    return _decide(request, found, ReturnForm, "assessments/send_back.html", changes.send_back, "It is a draft again.")


@only(APPROVE_ASSESSMENT, post=APPROVE_ASSESSMENT)
@fresh
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Approve it and show it to everyone."""
    found = _own(request, key)
    return _decide(request, found, OnceForm, "assessments/publish.html", changes.publish, "It is published.")


@only(APPROVE_ASSESSMENT, post=APPROVE_ASSESSMENT)
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    """Take it off the public page."""
    found = _own(request, key)
    said = "It is no longer on the public page. It is kept as it was."
    return _decide(request, found, UnpublishForm, "assessments/unpublish.html", changes.withdraw, said)


def _own(request: HttpRequest, key: str) -> Assessment:
    own = reading.assessments_for(request.actor).filter(partnership=request.actor.partnership)
    return get_object_or_404(own.select_related("partnership", "submitted_by__user"), public_id=key)


def _decide(
    request: HttpRequest, found: Assessment, form_class: type[OnceForm], template: str, change: Callable[..., Any],
    said: str,
) -> HttpResponse:  # fmt: skip
    """Ask, then do it once. What cannot be done is said on the same page."""
    request.showed(found)
    form = form_class(request.POST or None)
    if form.is_valid():
        words = (form.cleaned_data["why"],) if "why" in form.cleaned_data else ()
        try:
            return redirect(once(form, request.actor, lambda: _done(request, found, change, words, said)))
        except NotPossible as no:
            form.add_error(None, str(no))
    return TemplateResponse(request, template, {"assessment": found, "form": form})


def _step(request: HttpRequest, key: str, change: Callable[..., Any], said: str) -> HttpResponse:
    found = _own(request, key)
    try:
        return redirect(_done(request, found, change, (), said))
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect("assessment", request.actor.partnership.slug, found.public_id)


def _done(request: HttpRequest, found: Assessment, change: Callable[..., Any], words: tuple[str, ...], said: str
) -> str:  # fmt: skip
    change(found, *words, by=request.actor)
    if said:
        messages.success(request, said)
    return reverse("assessment", args=(request.actor.partnership.slug, found.public_id))
