"""Meetings, messages, referrals and notices of a response."""

from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.changes import incident_telling as telling
from commonground.registers.changes.incident_steps import Added
from commonground.registers.changes.incident_telling import Held, Message
from commonground.registers.incidents import reading
from commonground.registers.incidents.clocks import moment
from commonground.registers.incidents.terms import MessageState
from commonground.registers.rules import READ_INCIDENTS, RESPOND_TO_INCIDENTS
from commonground.web.door import only
from commonground.web.forms.incident import NotifyForm, WhyForm, moment_of, now_as
from commonground.web.forms.incident_step import ACTIONS, MeetingForm, MessageForm, ReferForm, SentForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.incidents.asking import (
    address,
    agencies_of,
    around,
    ask,
    home,
    incident_of,
    message_of,
    told_agencies,
)

EVENING = time(17)  # of the day by which an action of a meeting is due
WAYS = {
    "approve": ("Approve it", (MessageState.DRAFTED, MessageState.HELD)),
    "hold": ("Hold it back", (MessageState.DRAFTED, MessageState.APPROVED)),
    "send": ("Say that it was sent", (MessageState.APPROVED,)),
}


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a meeting and what it decided."""
    found = incident_of(request, public_id, runs=True)
    seats = reading.who_may_see_to_it(found, timezone.localdate())
    form = MeetingForm(agencies_of(request), seats, request.POST or None, initial=now_as("held") | {
        "title": "Meeting of key partners", "present": [one.public_id for one in told_agencies(request, found)],
    })  # fmt: skip

    def done() -> str:
        given = form.cleaned_data
        held = Held(
            title=given["title"], held_at=given["held"], present=form.agencies(), decisions=given["decisions"],
            actions=_actions(form),
        )  # fmt: skip
        telling.hold_meeting(found, held, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The meeting is kept. Its actions are among the steps.")
        return home(request, found, "meetings")

    return ask(request, form, done, title="Keep a meeting", **around(request, found, "meetings"))


def _actions(form: MeetingForm) -> tuple[Added, ...]:
    given = form.cleaned_data
    return tuple(
        Added(title=title, owner=given[f"owner_{n}"], due=moment(given[f"due_{n}_on"], EVENING))
        for n in ACTIONS if (title := given[f"action_{n}"])
    )  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a message."""
    found = incident_of(request, public_id, runs=True)
    form = MessageForm(request.POST or None)

    def done() -> str:
        given = form.cleaned_data
        values = Message(**{name: given[name] for name in ("phase", "audience", "channel", "text")})
        telling.draft(found, values, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The message is drafted. Somebody else approves it.")
        return home(request, found, "communications")

    lead = f"{found.speaks} leads communications." if found.speaks else telling.NOBODY_SPEAKS
    return ask(request, form, done, title="Write a message", lead=lead, **around(request, found, "communications"))


@only(READ_INCIDENTS)
def message(request: HttpRequest, public_id: str, message: str) -> HttpResponse:
    """A message, and how it stands."""
    found = message_of(request, public_id, message)
    ways = [(key, title) for key, (title, states) in WAYS.items() if found.state in states]
    return TemplateResponse(request, "incidents/message.html", {
        "incident": found.incident, "message": found, "ways": ways if found.incident.is_open else [],
    })  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def go_on(request: HttpRequest, public_id: str, message: str, way: str) -> HttpResponse:
    """Approve a message, hold it back, or say that it was sent."""
    found, actor = message_of(request, public_id, message), request.actor  # type: ignore[attr-defined]
    if way not in WAYS:
        raise Http404
    data = request.POST or None
    form: OnceForm = {
        "approve": lambda: OnceForm(data), "hold": lambda: WhyForm(data),
        "send": lambda: SentForm(data, initial=now_as("sent")),
    }[way]()  # fmt: skip

    def done() -> str:
        given = form.cleaned_data
        if way == "approve":
            telling.approve(found, by=actor)
        elif way == "hold":
            telling.hold_back(found, given["why"], sure=given["sure"], by=actor)
        else:
            telling.send(found, given["sent"], by=actor)
        return home(request, found.incident, "communications")

    if isinstance(form, SentForm) and form.is_valid():
        form.cleaned_data["sent"] = moment_of(form, "sent")
    back = address(request, "incident-message", public_id, message)
    return ask(
        request, form, done, title=WAYS[way][0], lead=found.text, button=WAYS[way][0],
        **around(request, found.incident) | {"back": back},
    )  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def refer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep that a referral was made: a reference, and never who."""
    found = incident_of(request, public_id, runs=True)
    form = ReferForm(request.POST or None, initial={"made_on": timezone.localdate()})

    def done() -> str:
        given = form.cleaned_data
        telling.refer(found, given["service"], given["reference"], given["made_on"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The reference of the referral is kept.")
        return home(request, found, "support")

    lead = "Who was referred stands at the service and nowhere here."
    return ask(request, form, done, title="Keep a referral", lead=lead, **around(request, found, "support"))


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def notify(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell other partnerships by reference."""
    found = incident_of(request, public_id, steer=True, runs=True)
    form = NotifyForm(reading.others(found.partnership), request.POST or None)

    def done() -> str:
        given = form.cleaned_data
        telling.notify(found, form.chosen(), given["text"], sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "They are told. They see what you wrote and nothing else.")
        return home(request, found, "neighbours")

    return ask(
        request, form, done, title="Tell another borough", button="Tell them", **around(request, found, "neighbours")
    )
