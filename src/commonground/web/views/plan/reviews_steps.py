"""A review is opened, submitted, decided and closed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan import review_reading as reading
from commonground.plan.changes import review_rounds
from commonground.plan.models import ReviewRound
from commonground.plan.rules import LEAD_REVIEW, RUN_REVIEW
from commonground.web.door import only
from commonground.web.forms.once import OnceForm
from commonground.web.forms.review import DecideForm, OpenForm
from commonground.web.views.plan.asking import ask, plan_of
from commonground.web.views.plan.reviews import round_of, trail

OPENS = "Each person who is accountable for an action is asked how it goes, and told so by e-mail."
CLOSES = (
    "The plan and this review are written down as they stand. From then on nothing in the review can change, by "
    "anybody; a mistake is corrected in the next one. Scrutiny members and councillors can read it."
)


@only(RUN_REVIEW, post=RUN_REVIEW)
def start(request: HttpRequest) -> HttpResponse:
    """Open a review."""
    plan, actor = plan_of(request), request.actor  # type: ignore[attr-defined]
    form = OpenForm(request.POST or None, initial={"title": quarter_before(timezone.localdate())})

    def opened() -> str:
        given = form.cleaned_data
        made = review_rounds.open_round(plan, given["title"], given["due"], given["meeting_on"], by=actor)
        messages.success(request, f"The review of {made.title} is open.")
        return reverse("plan-review", args=(actor.partnership.slug, made.public_id))

    back = reverse("plan-reviews", args=(actor.partnership.slug,))
    return ask(
        request, form, opened, title="Open a review", button="Open it", lead=OPENS, back=back, trail=trail(request)
    )


@only(RUN_REVIEW, post=RUN_REVIEW)
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Bring it to the board."""
    found = round_of(request, key)
    missing = [row for row in reading.rows_of(found) if not row.received]
    form = OnceForm(request.POST or None)
    return _step(
        request, found, form, lambda: review_rounds.submit_round(found, by=request.actor),  # type: ignore[attr-defined]
        "The review is submitted to the board.", template="plan/reviews/submit.html", missing=missing,
        title="Submit it to the board", button="Submit it",
    )  # fmt: skip


@only(LEAD_REVIEW, post=LEAD_REVIEW)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the board has decided."""
    found = round_of(request, key)
    form = DecideForm(request.POST or None, initial={"meeting_on": found.meeting_on, "minute": found.minute})

    def decided() -> object:
        given = form.cleaned_data
        return review_rounds.decide_round(found, given["meeting_on"], given["minute"], by=request.actor)  # type: ignore[attr-defined]

    return _step(request, found, form, decided, "It is noted that the board decided.", title="The board has decided")


@only(LEAD_REVIEW, post=LEAD_REVIEW)
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze it."""
    found = round_of(request, key)
    form = OnceForm(request.POST or None)
    return _step(
        request, found, form, lambda: review_rounds.close_round(found, by=request.actor),  # type: ignore[attr-defined]
        "The review is closed.", title="Close the review", button="Close it", lead=CLOSES,
    )  # fmt: skip


def quarter_before(today: date) -> str:
    """The last whole quarter, in words."""
    year, first = (today.year, 3 * ((today.month - 1) // 3) - 2) if today.month > 3 else (today.year - 1, 10)
    return f"{date(year, first, 1):%B} to {date(year, first + 2, 1):%B %Y}"


def _step(
    request: HttpRequest, found: ReviewRound, form: OnceForm, act: Callable[[], object], said: str,
    template: str = "plan/ask.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, then do it once and go back to the board."""
    back = reverse("plan-review", args=(request.actor.partnership.slug, found.public_id))  # type: ignore[attr-defined]

    def done() -> str:
        act()
        messages.success(request, said)
        return back

    context |= {"back": back, "caption": str(found), "round": found, "trail": trail(request, found)}
    return ask(request, form, done, template, **context)
