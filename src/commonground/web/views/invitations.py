"""Inviting someone by a link, and following one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership import seen
from commonground.partnership.changes import invitations
from commonground.partnership.models import Invitation
from commonground.partnership.rules import ANYONE, INVITE
from commonground.web.door import only
from commonground.web.forms.table import Acceptance, Offer
from commonground.web.fresh import fresh
from commonground.web.limits import limited


@only(INVITE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Invitations whose link still works."""
    found = seen.seen(Invitation, request.actor).open(timezone.now()).select_related("agency")
    request.showed("invitations", concerns=list(found))
    return TemplateResponse(request, "table/invitations.html", {"invitations": found})


@limited("invite")
@only(INVITE, post=INVITE)
@fresh
def invite(request: HttpRequest) -> HttpResponse:
    """Offer someone a seat. The link is e-mailed, and shown here this one time."""
    form = Offer(seen.agencies(request.actor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = invitations.invite(by=request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            link = request.build_absolute_uri(reverse("accept", kwargs={"secret": secret}))
            invitations.send(invitation, link)
            request.showed(invitation)
            return TemplateResponse(request, "table/invited.html", {"invitation": invitation, "link": link})
    return TemplateResponse(request, "table/invite.html", {"form": form})


@only(post=INVITE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    invitations.withdraw(get_object_or_404(seen.seen(Invitation, request.actor), public_id=public_id), by=request.actor)
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect("invitations", partnership=request.actor.partnership.slug)


@limited("invite")
@only(ANYONE, post=ANYONE)
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the seat that a link offers: as the person signed in, or with a new account."""
    try:
        return _take(request, invitations.invitation_of(secret))
    except ValidationError:  # someone followed the link in the same moment
        return _take(request, None)


def _take(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    if invitation is None:
        return TemplateResponse(request, "table/no_invitation.html", {}, status=404)
    known = invitations.person_of(invitation)
    if known or request.user.is_authenticated:
        return _accept_as_known(request, invitation, known)
    form = Acceptance(invitation.email, request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        invitations.accept(invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        messages.success(request, "Your account is made. Sign in with your e-mail address and the password you chose.")
        return redirect("account_login")
    return TemplateResponse(request, "table/accept.html", {"form": form, "invitation": invitation})


def _accept_as_known(request: HttpRequest, invitation: Invitation, known: object) -> HttpResponse:
    """Someone who has an account signs in first; whoever is signed in as another is told so."""
    if request.user == known and request.method == "POST":
        seat = invitations.accept(invitation, user=request.user)
        return redirect("partnership", partnership=seat.partnership.slug)
    shown = {"invitation": invitation, "theirs": request.user == known, "next": request.path}
    return TemplateResponse(request, "table/accept_known.html", shown)
