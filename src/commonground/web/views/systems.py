"""The systems that read the API: an administrator makes their keys, sees when each was used, and revokes them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership import seen
from commonground.partnership.changes.systems import NotMade, make_key, revoke_key
from commonground.partnership.models import System
from commonground.partnership.rules import MANAGE_SYSTEMS, SEE_SYSTEMS
from commonground.web.door import only
from commonground.web.forms.systems import NewKey
from commonground.web.fresh import fresh


@only(SEE_SYSTEMS)
def systems(request: HttpRequest) -> HttpResponse:
    """Every system that has or had a key."""
    now = timezone.now()
    every = list(seen.seen(System, request.actor).with_maker())
    request.showed("systems", concerns=every)
    shown = {"rows": [(one, one.state(now)) for one in every], "may_manage": MANAGE_SYSTEMS.allows(request.actor)}
    return TemplateResponse(request, "systems/list.html", shown)


@only(MANAGE_SYSTEMS, post=MANAGE_SYSTEMS)
@fresh
def make(request: HttpRequest) -> HttpResponse:
    """Make a key, and show it this once."""
    form = NewKey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            system, key = make_key(**form.cleaned_data, by=request.actor)
        except NotMade as why:
            form.add_error("name", str(why))
        else:
            return TemplateResponse(request, "systems/key.html", {"system": system, "key": key})
    return TemplateResponse(request, "systems/make.html", {"form": form})


@only(MANAGE_SYSTEMS, post=MANAGE_SYSTEMS)
@fresh
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """From now on its key opens nothing."""
    system = seen.seen(System, request.actor).filter(public_id=public_id, revoked_at__isnull=True).first()
    if system is None:
        raise Http404
    if request.method == "POST":
        revoke_key(system, by=request.actor)
        messages.success(request, f"The key of “{system}” opens nothing any more.")
        return redirect("systems", partnership=request.actor.partnership.slug)
    request.showed(system)
    return TemplateResponse(request, "systems/revoke.html", {"system": system})
