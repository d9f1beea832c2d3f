"""What passes between the board and owners: a challenge, the reply, the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.plan import review_reading as reading
from commonground.plan.changes import review_challenges
from commonground.plan.changes.possible import edition
from commonground.plan.models import Challenge, ReviewRow
from commonground.plan.rules import LEAD_REVIEW, REPLY_TO_CHALLENGE
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import OnceForm
from commonground.web.forms.review import ChallengeForm, ReplyForm, SettleForm
from commonground.web.views.plan.asking import NOT_YOURS, ask
from commonground.web.views.plan.reviews import row_of, trail


@only(LEAD_REVIEW, post=LEAD_REVIEW)
@keeps_draft("Challenge of an update", but=("once",))
def challenge(request: HttpRequest, key: str, row: str) -> HttpResponse:
    """Ask something of an update."""
    found = row_of(request, key, row)
    form = ChallengeForm(request.POST or None, initial=typed(request))

    def done() -> None:
        review_challenges.challenge(found, form.cleaned_data["text"], by=request.actor)  # type: ignore[attr-defined]

    return _said(request, found, form, done, "The challenge is noted.", title="Challenge an update", button="Challenge")


@only(REPLY_TO_CHALLENGE, post=REPLY_TO_CHALLENGE)
@keeps_draft("Reply to a challenge", but=("once",))
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the board."""
    found = _challenge(request, public_id)
    if not reading.is_theirs(found.row, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    form = ReplyForm(request.POST or None, initial=_first(found, ReplyForm.values(found), request))

    def done() -> None:
        given = form.cleaned_data
        review_challenges.reply(found, given["reply"], begun=given["begun"], by=request.actor)  # type: ignore[attr-defined]

    return _said(request, found.row, form, done, "The reply is noted.", title="Reply", lead=found.text)


@only(LEAD_REVIEW, post=LEAD_REVIEW)
@keeps_draft("Decision on a challenge", but=("once",))
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write what the board decided."""
    found = _challenge(request, public_id)
    form = SettleForm(request.POST or None, initial=_first(found, SettleForm.values(found), request))

    def done() -> None:
        given = form.cleaned_data
        review_challenges.settle(
            found, given["decision"], given["minute"], begun=given["begun"], by=request.actor  # type: ignore[attr-defined]
        )  # fmt: skip

    return _said(request, found.row, form, done, "The decision is noted.", title="Decision", lead=found.text)


def _challenge(request: HttpRequest, public_id: str) -> Challenge:
    found: Challenge = get_object_or_404(
        reading.challenges_for(request.actor).select_related("row__action__plan"), public_id=public_id  # type: ignore[attr-defined]
    )  # fmt: skip
    request.showed(found, concerns=[found, found.row])  # type: ignore[attr-defined]
    return found


def _first(found: Challenge, values: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    return values | {"begun": edition(found)} | typed(request)


def _said(
    request: HttpRequest, row: ReviewRow, form: OnceForm, act: Callable[[], None], said: str, **context: Any
) -> HttpResponse:
    """Ask, then do it once and go back to the row on the board."""
    page = reverse("plan-review", args=(request.actor.partnership.slug, row.round.public_id))  # type: ignore[attr-defined]
    back = f"{page}#{row.public_id}"

    def done() -> str:
        act()
        messages.success(request, said)
        return back

    return ask(
        request, form, done, back=back, trail=trail(request, row.round), caption=f"{row.ref}: {row.title}", keeps=True,
        **context,
    )  # fmt: skip
