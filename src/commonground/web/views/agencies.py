"""The agencies at the table, the partnership’s settings, and the partnerships that a group holds together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.papers.rules import READ_ASSESSMENTS
from commonground.partnership import seen
from commonground.partnership.changes import confirming, setting_up
from commonground.partnership.models import Agency
from commonground.partnership.rules import CONFIRM_OWN_AGENCY, SEE_GROUPED, SEE_MEMBERS, SET_UP
from commonground.web.door import only
from commonground.web.forms.table import AgencyForm, AgencyWithContact, Confirmation, Settings


@only(SEE_MEMBERS)
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency and its contact."""
    shown = {"agencies": seen.agencies(request.actor), "may_change": SET_UP.allows(request.actor)}
    return TemplateResponse(request, "table/agencies.html", shown)


@only(SEE_MEMBERS)
def agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """One agency and its people."""
    found = _agency(request, public_id)
    today = timezone.localdate()
    members = list(seen.people(request.actor, today, agency=public_id))
    request.showed(found, concerns=members)
    shown = {"agency": found, "rows": [(seat, seat.standing(today)) for seat in members]}
    shown["may_change"] = SET_UP.allows(request.actor)
    shown["may_confirm"] = confirming.may_confirm(found, request.actor)
    return TemplateResponse(request, "table/agency.html", shown)


@only(SET_UP, post=SET_UP)
def add_agency(request: HttpRequest) -> HttpResponse:
    """Seat an agency."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = setting_up.add_agency(request.actor.partnership, by=request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return _done(request, added, f"{added} is at the table.")
    return TemplateResponse(request, "table/edit_agency.html", {"form": form})


@only(SET_UP, post=SET_UP)
def edit_agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """An agency’s name, kind and contact."""
    found = _agency(request, public_id)
    is_now = {"name": found.name, "kind": found.kind, "contact": found.contact.public_id if found.contact else ""}
    members = seen.people(request.actor, timezone.localdate(), agency=public_id)
    form = AgencyWithContact(members, request.POST or None, initial=is_now)
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.edit_agency(found, by=request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return _done(request, found, "The agency is changed.")
    return TemplateResponse(request, "table/edit_agency.html", {"form": form, "agency": found})


@only(CONFIRM_OWN_AGENCY, post=CONFIRM_OWN_AGENCY)
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who still works for the agency, said by its contact each quarter."""
    found = _agency(request, public_id)
    members = list(confirming.whom_to_confirm(found, by=request.actor))
    request.showed(found, concerns=members)
    form = Confirmation(members, request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = confirming.confirm(found, form.chosen(), by=request.actor)
        return _done(request, found, f"{count} confirmed for another quarter.")
    return TemplateResponse(request, "table/confirm.html", {"form": form, "agency": found, "members": members})


@only(SET_UP, post=SET_UP)
def settings(request: HttpRequest) -> HttpResponse:
    """The partnership’s name and colour."""
    ours = request.actor.partnership
    form = Settings(request.POST or None, initial={"name": ours.name, "colour": ours.colour})
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.settle(ours, by=request.actor, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, "The settings are saved.")
            return redirect("settings", partnership=ours.slug)
    return TemplateResponse(request, "table/settings.html", {"form": form})


@only(SEE_GROUPED)
def boroughs(request: HttpRequest) -> HttpResponse:
    """The partnerships of a policing unit or a region. A borough’s own partnership has no such page."""
    if not request.actor.partnership.is_group:
        raise Http404
    grouped = list(seen.grouped(request.actor))
    request.showed("partnerships of the group", concerns=grouped)
    shown = {"grouped": grouped, "may_read": READ_ASSESSMENTS.allows(request.actor)}
    return TemplateResponse(request, "table/boroughs.html", shown)


def _agency(request: HttpRequest, public_id: str) -> Agency:
    return get_object_or_404(seen.agencies(request.actor), public_id=public_id)


def _done(request: HttpRequest, agency: Agency, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("agency", partnership=request.actor.partnership.slug, public_id=agency.public_id)
