"""What the public said of the plan: read, shown or not, and replied to."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan.changes import comments as changes
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import PublicComment
from commonground.plan.rules import MODERATE_COMMENTS
from commonground.plan.to_publish import comments_for, to_read_of
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.publishing import DecideForm, RefuseForm, ReplyForm

EACH = 25


@only(MODERATE_COMMENTS)
def comments(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, then those that were decided on."""
    every = comments_for(request.actor)
    decided = every.exclude(state=PublicComment.State.WAITING).order_by("-decided_at", "-pk")
    page = Paginator(decided, EACH).get_page(request.GET.get("page"))
    context = {"waiting": every.waiting().order_by("sent_at"), "page": page}
    return TemplateResponse(request, "plan/publish/comments.html", context)


@only(MODERATE_COMMENTS, post=MODERATE_COMMENTS)
def comment(request: HttpRequest, key: str) -> HttpResponse:
    """One of them: what looks like a person in it, and what becomes of it."""
    found = _own(request, key)
    form = {"waiting": DecideForm, "shown": RefuseForm}.get(found.state, OnceForm)(request.POST or None)

    def act() -> PublicComment:
        if form.cleaned_data.get("decision") == "shown":
            return changes.show(found, by=request.actor)
        return changes.refuse(found, form.cleaned_data.get("because", ""), by=request.actor)

    return _decide(request, found, form, act, "comment")


@only(MODERATE_COMMENTS, post=MODERATE_COMMENTS)
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """Reply to one that is shown."""
    found = _own(request, key)
    form = ReplyForm(request.POST or None, initial={"text": found.reply})
    return _decide(
        request, found, form, lambda: changes.reply(found, form.cleaned_data["text"], by=request.actor), "reply"
    )


def _own(request: HttpRequest, key: str) -> PublicComment:
    return get_object_or_404(comments_for(request.actor), public_id=key)


def _decide(
    request: HttpRequest, found: PublicComment, form: OnceForm, act: Callable[[], PublicComment], template: str
) -> HttpResponse:
    """Ask, then do it once. What cannot be done is said on the same page."""
    request.showed(found)
    if form.is_valid():
        try:
            address = once(form, request.actor, lambda: _back(request, act()))
            messages.success(request, "Your decision is kept.")
            return redirect(address)
        except NotPossible as no:
            form.add_error(None, str(no))
    context = {"comment": found, "form": form, "found": to_read_of(found)}
    return TemplateResponse(request, f"plan/publish/{template}.html", context)


def _back(request: HttpRequest, found: PublicComment) -> str:
    return reverse("plan-comments", args=(request.actor.partnership.slug,))
