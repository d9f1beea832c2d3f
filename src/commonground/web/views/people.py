"""Who is at the table: the list, a person’s seat, training, the end of a seat, and changes of role."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership import seen
from commonground.partnership.belongings import belongings_of
from commonground.partnership.changes import role_changes as roles
from commonground.partnership.changes import seats
from commonground.partnership.models import Invitation, Membership, RoleChange
from commonground.partnership.rules import APPROVE_ROLES, INVITE, SEE_MEMBERS
from commonground.web.door import only
from commonground.web.forms.table import Decision, Ending, Filter, NewRole, Training
from commonground.web.fresh import fresh

ON_A_PAGE = 25


@only(SEE_MEMBERS)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with a seat."""
    actor, today = request.actor, timezone.localdate()
    form = Filter(request.GET or None, seen.agencies(actor))
    page = Paginator(seen.people(actor, today, **form.asked()), ON_A_PAGE).get_page(request.GET.get("page"))
    request.showed("people", concerns=list(page))
    shown: dict[str, Any] = {"filter": form, "page": page, "rows": [(seat, seat.standing(today)) for seat in page]}
    shown["waiting"] = seen.seen(RoleChange, actor).waiting().count()
    shown["invitations"] = seen.seen(Invitation, actor).open(timezone.now()).count()
    shown["may_invite"], shown["may_approve"] = INVITE.allows(actor), APPROVE_ROLES.allows(actor)
    return TemplateResponse(request, "table/people.html", shown)


@only(SEE_MEMBERS)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One seat: whose, for whom, since when, and whether it gives access."""
    seat = _seat(request, public_id)
    request.showed(seat)
    knows_more = INVITE.allows(request.actor) or seat.user == request.user
    shown = {"seat": seat, "standing": seat.standing(timezone.localdate()), "facts": _facts(seat, knows_more)}
    shown["may_change"] = INVITE.allows(request.actor)
    shown["changes"] = seen.seen(RoleChange, request.actor).filter(membership=seat).waiting()
    return TemplateResponse(request, "table/person.html", shown)


@only(INVITE, post=INVITE)
def train(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that someone was trained."""
    seat = _open_seat(request, public_id)
    form = Training(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seats.record_training(seat, form.cleaned_data["until"], by=request.actor)
        messages.success(request, "The training is recorded.")
        return _back_to(request, seat)
    return TemplateResponse(request, "table/train.html", {"form": form, "seat": seat})


@only(INVITE, post=INVITE)
@fresh
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a seat, every session with it, and list what the person owned."""
    seat = _open_seat(request, public_id)
    form = Ending(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            owned = seats.end_seat(seat, by=request.actor, reason=form.cleaned_data["reason"])
            return TemplateResponse(request, "table/ended.html", {"seat": seat, "owned": owned})
        except ValidationError as wrong:
            form.add_error(None, wrong)
    return TemplateResponse(request, "table/end.html", {"form": form, "seat": seat, "owned": belongings_of(seat)})


@only(INVITE, post=INVITE)
@fresh
def ask_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask that someone gets another role; a second person decides."""
    seat = _open_seat(request, public_id)
    form = NewRole(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            roles.ask(seat, form.cleaned_data["role"], by=request.actor, reason=form.cleaned_data["reason"])
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, "You have asked for the change. Another person now has to approve it.")
            return _back_to(request, seat)
    return TemplateResponse(request, "table/ask_role.html", {"form": form, "seat": seat})


@only(APPROVE_ROLES)
def role_changes(request: HttpRequest) -> HttpResponse:
    """Changes of role that wait for someone to decide."""
    waiting = seen.seen(RoleChange, request.actor).waiting().select_related("membership__user", "asked_by__user")
    request.showed("role changes", concerns=[change.membership for change in waiting])
    return TemplateResponse(request, "table/role_changes.html", {"waiting": waiting})


@only(APPROVE_ROLES, post=APPROVE_ROLES)
@fresh
def decide_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve or refuse a change that someone else asked for someone else."""
    waiting = seen.seen(RoleChange, request.actor).waiting().select_related("membership__user", "asked_by__user")
    change = get_object_or_404(waiting, public_id=public_id)
    request.showed(change, concerns=[change.membership])
    form, own = Decision(request.POST or None), not roles.may_decide(change, request.actor)
    if request.method == "POST" and (form.is_valid() or own):  # own: refused by the change itself, and so logged
        roles.decide(change, request.POST.get("decision") == "approve", by=request.actor)
        messages.success(request, "Your decision is recorded.")
        return redirect("role_changes", partnership=request.actor.partnership.slug)
    return TemplateResponse(request, "table/decide_role.html", {"form": form, "change": change, "own": own})


def _facts(seat: Membership, knows_more: bool) -> list[tuple[str, Any]]:
    """What the page says of a seat: address and dates only to the person and to those who look after seats."""
    facts = [("Role", seat.get_role_display()), ("Agency", seat.agency.name)]
    if not knows_more:
        return facts
    dates = [
        ("Since", seat.start),
        ("No access from", seat.end),
        ("Training counts until", seat.trained_until),
        ("Confirmed by the agency until", seat.confirmed_until),
    ]
    return [*facts, ("E-mail", seat.user.email), *((name, f"{day:%-d %B %Y}") for name, day in dates if day)]


def _seat(request: HttpRequest, public_id: str) -> Membership:
    found = seen.seen(Membership, request.actor).select_related("user", "agency", "partnership")
    return get_object_or_404(found, public_id=public_id)


def _open_seat(request: HttpRequest, public_id: str) -> Membership:
    """A seat that can still be changed."""
    seat = _seat(request, public_id)
    if seat.standing(timezone.localdate()) == "ended":
        raise Http404
    request.showed(seat)
    return seat


def _back_to(request: HttpRequest, seat: Membership) -> HttpResponse:
    return redirect("person", partnership=request.actor.partnership.slug, public_id=seat.public_id)
