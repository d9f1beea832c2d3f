"""The plan on the public page: asked for, looked through, approved, taken off again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan.changes import publishing as changes
from commonground.plan.changes.possible import NotPossible
from commonground.plan.giveaways import Giveaway
from commonground.plan.models import Publication
from commonground.plan.public import by_theme, counted
from commonground.plan.public_form import PublicPlan
from commonground.plan.reducing import Chosen, can_be_left_out, texts_of
from commonground.plan.rules import APPROVE_PUBLICATION, ASK_TO_PUBLISH, MODERATE_COMMENTS, READ_PLAN
from commonground.plan.to_publish import as_public, closed_reviews, comments_for, publications_for, to_read_in
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.passage import ReturnForm
from commonground.web.forms.publishing import AskForm, PublishForm, UnpublishForm
from commonground.web.fresh import fresh
from commonground.web.views.published_plans import meanings

SUMMARY = "plan/plain_summary"


@only(READ_PLAN)
def publications(request: HttpRequest) -> HttpResponse:
    """What is published, what waits for approval, and what was published before."""
    every = list(publications_for(request.actor))
    context = {
        "published": next((one for one in every if one.state == "published"), None),
        "asked": next((one for one in every if one.state == "asked"), None),
        "earlier": [one for one in every if one.state not in ("published", "asked")],
        "review": next(iter(closed_reviews(request.actor.partnership)), None),
        "may_ask": ASK_TO_PUBLISH.allows(request.actor),
        "may_moderate": MODERATE_COMMENTS.allows(request.actor),
        "waiting": comments_for(request.actor).waiting().count(),
    }
    return TemplateResponse(request, "plan/publish/publications.html", context)


@only(ASK_TO_PUBLISH, post=ASK_TO_PUBLISH)
def ask(request: HttpRequest) -> HttpResponse:
    """Choose what is published of the last closed review, and ask for approval."""
    try:
        snapshot, plan = as_public(request.actor.partnership, Chosen())
    except NotPossible as no:
        return TemplateResponse(request, "plan/publish/ask.html", {"none": str(no)})
    found = to_read_in(plan, request.actor.partnership)
    form = AskForm(*_places(plan, found), request.POST or None, initial={"plain_summary": plan.plain_summary})
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _asked(request, form.chosen())))
        except NotPossible as no:
            form.add_error(None, str(no))
    context = {"form": form, "found": found, "snapshot": snapshot, "plan": plan}
    return TemplateResponse(request, "plan/publish/ask.html", context)


@only(READ_PLAN)
def publication(request: HttpRequest, key: str) -> HttpResponse:
    """One of them: where it stands, and what somebody has to read before it is public."""
    found = _own(request, key)
    request.showed(found)
    plan = found.shown
    context = {
        "publication": found, "plan": plan, "found": to_read_in(plan, found.partnership),
        "may_approve": APPROVE_PUBLICATION.allows(request.actor), "asked_it": _asked_by(request, found),
    }  # fmt: skip
    return TemplateResponse(request, "plan/publish/publication.html", context)


@only(READ_PLAN)
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """It, as the public would read it."""
    found = _own(request, key)
    request.showed(found)
    plan = found.shown
    context = {"plan": plan, "themes": by_theme(plan), "counts": counted(plan), "meanings": meanings(plan),
               "preview": found, "table": found.partnership}  # fmt: skip
    return TemplateResponse(request, "plan/publish/preview.html", context)


@only(APPROVE_PUBLICATION, post=APPROVE_PUBLICATION)
@fresh
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Approve it and show it to everyone."""
    found = _own(request, key)
    warned = to_read_in(found.shown, found.partnership)
    form = PublishForm(len(warned), request.POST or None)

    def act() -> Publication:
        return changes.publish(found, form.cleaned_data.get("read", False), by=request.actor)

    return _decide(request, found, form, "publish", act, "It is on the public page.", found=warned)


@only(APPROVE_PUBLICATION, post=APPROVE_PUBLICATION)
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """Do not publish it, and say what has to change."""
    found, form = _own(request, key), ReturnForm(request.POST or None)

    def act() -> Publication:
        return changes.send_back(found, form.cleaned_data["why"], by=request.actor)

    return _decide(request, found, form, "send_back", act, "It was sent back.")


@only(APPROVE_PUBLICATION, post=APPROVE_PUBLICATION)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take it off the public page."""
    found, form = _own(request, key), UnpublishForm(request.POST or None)

    def act() -> Publication:
        return changes.withdraw(found, form.cleaned_data["why"], by=request.actor)

    said = "It is no longer on the public page. It is kept as it was."
    return _decide(request, found, form, "withdraw", act, said)


def _own(request: HttpRequest, key: str) -> Publication:
    return get_object_or_404(publications_for(request.actor), public_id=key)


def _places(plan: PublicPlan, found: list[Giveaway]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The texts that can be left out: those that were pointed out, and the others. The summary is rewritten instead."""
    warned = {one.place for one in found}
    texts = [one for one in texts_of(plan) if one.words and can_be_left_out(one.place) and one.place != SUMMARY]
    pointed_out = [(one.place, one.title) for one in texts if one.place in warned]
    return pointed_out, [(one.place, one.title) for one in texts if one.place not in warned]


def _asked_by(request: HttpRequest, found: Publication) -> bool:
    return found.asked_by.user_id == request.actor.user.pk


def _asked(request: HttpRequest, chosen: Chosen) -> str:
    messages.success(request, "Somebody else at your table can now approve it.")
    return _at(request, changes.ask(chosen, by=request.actor))


def _at(request: HttpRequest, found: Publication) -> str:
    return reverse("plan-publication", args=(request.actor.partnership.slug, found.public_id))


def _decide(
    request: HttpRequest, of: Publication, form: OnceForm, template: str, act: Callable[[], Publication], said: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, then do it once. What cannot be done is said on the same page."""
    request.showed(of)
    if form.is_valid():
        try:
            address = once(form, request.actor, lambda: _at(request, act()))
            messages.success(request, said)
            return redirect(address)
        except NotPossible as no:
            form.add_error(None, str(no))
    context = {"publication": of, "form": form, "asked_it": _asked_by(request, of), **more}
    return TemplateResponse(request, f"plan/publish/{template}.html", context)
