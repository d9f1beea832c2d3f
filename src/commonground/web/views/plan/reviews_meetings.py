"""Meetings of the partnership, and whether the standing items were minuted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan import review_reading as reading
from commonground.plan import review_standing
from commonground.plan.changes import review_meetings
from commonground.plan.rules import KEEP_MINUTES, READ_REVIEWED
from commonground.plan.terms import StandingItem
from commonground.web.door import only
from commonground.web.forms.review import MeetingForm
from commonground.web.views.plan.asking import ask
from commonground.web.views.plan.reviews import trail


@only(READ_REVIEWED)
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting, and in how many all four items were minuted."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.meetings_for(actor)
    counts = {
        one.pk: review_standing.carriers(item.count)
        for one in found for item in one.items.all() if item.item == StandingItem.CARRIERS
    }  # fmt: skip
    return TemplateResponse(request, "plan/reviews/meetings.html", {
        "meetings": [(one, list(one.items.all()), counts.get(one.pk, "")) for one in found],
        "items": [item.label for item in StandingItem], "share": review_standing.share(found),
        "may_keep": KEEP_MINUTES.allows(actor), "trail": trail(request),
    })  # fmt: skip


@only(KEEP_MINUTES, post=KEEP_MINUTES)
def add(request: HttpRequest) -> HttpResponse:
    """Record a meeting."""
    form = MeetingForm(request.POST or None)

    def done() -> str:
        given = form.cleaned_data
        made = review_meetings.record_meeting(given["held_on"], form.items(), by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"The {str(made).lower()[0]}{str(made)[1:]} is recorded.")
        return _all(request)

    return ask(request, form, done, title="Record a meeting", **_around(request))


@only(KEEP_MINUTES, post=KEEP_MINUTES)
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct what is recorded of a meeting."""
    known = {one.public_id: one for one in reading.meetings_for(request.actor)}  # type: ignore[attr-defined]
    if (found := known.get(public_id)) is None:
        raise Http404
    request.showed(found)  # type: ignore[attr-defined]
    form = MeetingForm(request.POST or None, initial=MeetingForm.first(found))

    def done() -> str:
        review_meetings.change_meeting(found, form.cleaned_data["held_on"], form.items(), by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The meeting is saved.")
        return _all(request)

    return ask(request, form, done, title=str(found), **_around(request))


def _all(request: HttpRequest) -> str:
    return reverse("plan-meetings", args=(request.actor.partnership.slug,))  # type: ignore[attr-defined]


def _around(request: HttpRequest) -> dict[str, Any]:
    return {"back": _all(request), "trail": [*trail(request), ("Meetings", _all(request))]}
