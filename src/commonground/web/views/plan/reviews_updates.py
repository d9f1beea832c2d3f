"""What an owner says of their actions in a review: all of them, one short form each, and a correction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan import review_reading as reading
from commonground.plan.changes import review_updates
from commonground.plan.changes.possible import NotPossible, edition, may_update
from commonground.plan.models import ReviewRow
from commonground.plan.rules import CORRECT_UPDATE, UPDATE_OWN_ACTIONS
from commonground.plan.terms import RoundState
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.review import CorrectionForm, UpdateForm
from commonground.web.views.plan.asking import NOT_YOURS, ask
from commonground.web.views.plan.counts import counts_of
from commonground.web.views.plan.reviews import round_of, row_of, trail


@only(UPDATE_OWN_ACTIONS)
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """All of a person’s actions in one review, each with its form or one press."""
    found, actor = round_of(request, key), request.actor  # type: ignore[attr-defined]
    updates = reading.updates_of(found, actor, timezone.localdate())
    context = {
        "round": found, "updates": updates, "missing": sum(not one.row.received for one in updates),
        "is_open": found.state == RoundState.OPEN, "trail": trail(request, found),
    }  # fmt: skip
    return TemplateResponse(request, "plan/reviews/mine.html", context)


@only(UPDATE_OWN_ACTIONS, post=UPDATE_OWN_ACTIONS)
@keeps_draft("Quarterly update", but=("once",))
def update(request: HttpRequest, key: str, row: str) -> HttpResponse:
    """One short form: how the action goes."""
    found = _own(request, key, row)
    if found.round.state != RoundState.OPEN and request.method != "POST":
        return TemplateResponse(request, "plan/reviews/late.html", {"row": found, "trail": trail(request, found.round)})
    today = timezone.localdate()
    asked = reading.asked_of(found, today)
    first = UpdateForm.values(found) if found.received else {}
    form = UpdateForm(
        asked.tasks, asked.last, asked.follows, request.POST or None,
        initial=first | {"begun": edition(found)} | typed(request),
    )  # fmt: skip
    return ask(
        request, form, lambda: _told(request, found, form, today), "plan/reviews/update.html", keeps=True, row=found,
        counts=counts_of(found.action.evidence.all(), request.actor, today),  # type: ignore[attr-defined]
        title=f"{found.ref}: {found.title}", back=_mine(request, found), trail=trail(request, found.round),
        button="Send the update",
    )  # fmt: skip


@only(post=UPDATE_OWN_ACTIONS)
def same(request: HttpRequest, key: str, row: str) -> HttpResponse:
    """Nothing has changed since last time, in one press."""
    found = _own(request, key, row)
    try:
        review_updates.nothing_changed(found, on=timezone.localdate(), by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"It is noted that nothing has changed in {found.ref}.")
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect(_mine(request, found))


@only(CORRECT_UPDATE, post=CORRECT_UPDATE)
def correct(request: HttpRequest, key: str, row: str) -> HttpResponse:
    """Correct what a closed review holds, beside it."""
    found = row_of(request, key, row)
    if found.round.state != RoundState.CLOSED:
        raise Http404
    if not reading.is_theirs(found, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    form = CorrectionForm(request.POST or None)

    def done() -> str:
        made = review_updates.correct(found, form.cleaned_data["text"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"The correction of {found.ref} stands in the review of {made.round.title}.")
        return _board(request, found)

    return ask(
        request, form, done, title=f"Correct {found.ref}: {found.title}", button="Add the correction",
        lead=f"The review of {found.round.title} stays as it was. The correction stands beside it, in the current one.",
        back=_board(request, found), trail=trail(request, found.round),
    )  # fmt: skip


def _own(request: HttpRequest, key: str, row: str) -> ReviewRow:
    found = row_of(request, key, row)
    if found.corrects_id is not None:
        raise Http404
    if not may_update(found.action, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    return found


def _told(request: HttpRequest, found: ReviewRow, form: UpdateForm, today: Any) -> str:
    told = form.update()
    review_updates.tell(found, told, begun=form.cleaned_data["begun"], on=today, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, f"Your update of {found.ref} is in.")
    return _mine(request, found)


def _mine(request: HttpRequest, found: ReviewRow) -> str:
    return reverse("plan-review-updates", args=(request.actor.partnership.slug, found.round.public_id))  # type: ignore[attr-defined]


def _board(request: HttpRequest, found: ReviewRow) -> str:
    page = reverse("plan-review", args=(request.actor.partnership.slug, found.round.public_id))  # type: ignore[attr-defined]
    return f"{page}#{found.public_id}"
