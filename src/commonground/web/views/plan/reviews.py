"""The quarterly reviews: all of them, one as the board reads it, and any two side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan import review_reading as reading
from commonground.plan import review_standing
from commonground.plan.models import ReviewRound, ReviewRow
from commonground.plan.reading import current_plan
from commonground.plan.review_steps import may
from commonground.plan.rules import READ_REVIEWED, RUN_REVIEW
from commonground.plan.terms import RoundState
from commonground.web.differences import marked
from commonground.web.door import only
from commonground.web.forms.review import CompareForm


@only(READ_REVIEWED)
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review, the one that is open first, and how often the standing items were minuted."""
    actor = request.actor  # type: ignore[attr-defined]
    rounds = list(reading.rounds_for(actor))
    current = next((one for one in rounds if one.state != RoundState.CLOSED), None)
    return TemplateResponse(request, "plan/reviews/reviews.html", {
        "current": current, "closed": [one for one in rounds if one is not current],
        "share": review_standing.share(reading.meetings_for(actor)), "next": current and next_of(request, current),
        "may_open": RUN_REVIEW.allows(actor) and current is None and current_plan(actor) is not None,
        "steps": steps_of(current) if current else (), "mine": _mine(request, current),
    })  # fmt: skip


@only(READ_REVIEWED)
def review(request: HttpRequest, key: str) -> HttpResponse:
    """One review as the board reads it."""
    found, actor = round_of(request, key), request.actor  # type: ignore[attr-defined]
    board = reading.board(found, actor, timezone.localdate())
    answer, correct = may("reply", found.state, actor), reading.may_correct(found, actor)
    for row in board.rows:
        row.actor_replies = answer and reading.is_theirs(row, actor)
        row.actor_corrects = correct and reading.is_theirs(row, actor)
    return TemplateResponse(request, "plan/reviews/review.html", {
        "board": board, "round": found, "unsaid": UNSAID[found.state == RoundState.OPEN],
        "steps": steps_of(found), "next": next_of(request, found), "trail": trail(request),
        "may_ask": may("challenge", found.state, actor), "may_settle": may("settle", found.state, actor),
    })  # fmt: skip


@only(READ_REVIEWED)
def compare(request: HttpRequest) -> HttpResponse:
    """Two closed reviews, action by action; the last two where none are asked for."""
    rounds = list(reading.rounds_for(request.actor).closed())  # type: ignore[attr-defined]
    by_key = {one.public_id: one for one in rounds}
    later = by_key.get(request.GET.get("later", "")) or (rounds[0] if rounds else None)
    earlier = by_key.get(request.GET.get("earlier", "")) or (rounds[1] if len(rounds) > 1 else None)
    pairs = reading.compared(earlier, later) if earlier and later and earlier != later else []
    shown = [(pair, [(one.name, *marked(one.before, one.after)) for one in pair.texts]) for pair in pairs]
    shown.sort(key=lambda one: not one[0].moved)
    form = CompareForm(rounds, initial={"earlier": earlier and earlier.public_id, "later": later and later.public_id})
    return TemplateResponse(request, "plan/reviews/compare.html", {
        "form": form, "earlier": earlier, "later": later, "trail": trail(request), "rounds": rounds,
        "differing": [one for one in shown if one[0].differs], "same": sum(not one.differs for one in pairs),
    })  # fmt: skip


def round_of(request: HttpRequest, key: str) -> ReviewRound:
    """The review, where the person may read it."""
    rounds = reading.rounds_for(request.actor).select_related("partnership", "snapshot")  # type: ignore[attr-defined]
    found = get_object_or_404(rounds, public_id=key)
    request.showed(found)  # type: ignore[attr-defined]
    return found


def row_of(request: HttpRequest, key: str, row: str) -> ReviewRow:
    """One row of a review."""
    rows = reading.rows_for(request.actor).filter(round__public_id=key)  # type: ignore[attr-defined]
    found: ReviewRow = get_object_or_404(rows.select_related("action__plan"), public_id=row)
    request.showed(found, concerns=[found, found.action])  # type: ignore[attr-defined]
    return found


def trail(request: HttpRequest, found: ReviewRound | None = None) -> list[tuple[str, str]]:
    """The steps of the breadcrumbs between the plan and a page of a review."""
    slug = request.actor.partnership.slug  # type: ignore[attr-defined]
    steps = [("Review", reverse("plan-reviews", args=(slug,)))]
    return steps if found is None else [*steps, (found.title, reverse("plan-review", args=(slug, found.public_id)))]


def steps_of(found: ReviewRound) -> list[dict[str, Any]]:
    """The five states in order, with the day on which each was reached."""
    days = {
        RoundState.OPEN: found.opened_on, RoundState.SUBMITTED: found.submitted_on,
        RoundState.DECIDED: found.decided_on, RoundState.CLOSED: found.closed_on,
    }  # fmt: skip
    order = list(RoundState)
    here = order.index(RoundState(found.state))
    return [
        {"label": state.label, "day": days.get(state) if place <= here else None, "here": place == here,
         "done": place < here}
        for place, state in enumerate(order)
    ]  # fmt: skip


UNSAID = {True: "Not received yet", False: "No update received"}
NEXT = {
    "submit": ("Submit it to the board", "plan-review-submit"),
    "decide": ("Say what the board decided", "plan-review-decide"),
    "close": ("Close the review", "plan-review-close"),
}
SAID = {
    RoundState.OPEN: "Owners say how their actions go, until {due:%-d %B %Y}. Then the plan owner submits the review.",
    RoundState.SUBMITTED: "The board reads the updates. The chair challenges what it asks about, or says that it has "
    "decided.",
    RoundState.CHALLENGED: "Owners reply to the challenges. The chair writes what the board decided on each.",
    RoundState.DECIDED: "The chair closes the review. From then on nothing in it can change.",
    RoundState.CLOSED: "It is closed and kept as it was. A mistake is corrected in the next review, beside this one.",
}


def next_of(request: HttpRequest, found: ReviewRound) -> dict[str, str]:
    """What comes next, and the button for whoever does it."""
    said = SAID[RoundState(found.state)].format(due=found.due)
    for verb, (title, route) in NEXT.items():
        if may(verb, found.state, request.actor):  # type: ignore[attr-defined]
            slug = request.actor.partnership.slug  # type: ignore[attr-defined]
            return {"said": said, "title": title, "href": reverse(route, args=(slug, found.public_id))}
    return {"said": said}


def _mine(request: HttpRequest, current: ReviewRound | None) -> dict[str, int] | None:
    """How many updates are asked of the person, and how many are missing."""
    if current is None or current.state != RoundState.OPEN:
        return None
    mine = reading.updates_of(current, request.actor, timezone.localdate())  # type: ignore[attr-defined]
    return {"asked": len(mine), "missing": sum(not one.row.received for one in mine)} if mine else None
