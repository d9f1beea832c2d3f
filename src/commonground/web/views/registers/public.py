"""What anyone sees of the registers, without signing in: safe havens, a directory of services, a form for a worry."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership.models import Partnership
from commonground.partnership.rules import ANYONE
from commonground.partnership.wards import places_of
from commonground.plan.changes.possible import NotPossible
from commonground.registers import public
from commonground.registers.changes.public_reports import report
from commonground.registers.mapping import Mark, Picture
from commonground.registers.models import PublicPages
from commonground.registers.register import registers
from commonground.report.ground import Ground
from commonground.web.door import only
from commonground.web.forms.public_registers import ServicesFilter, WorryForm
from commonground.web.grounds import ground_of
from commonground.web.limits import limited


@only(ANYONE)
def havens(request: HttpRequest, slug: str) -> HttpResponse:
    """Safe havens that are in force today, on a map and as a list."""
    shown = _shown(slug, "havens", public.HAVENS)
    ground = ground_of(shown.partnership)
    found = public.havens_of(shown.partnership, timezone.localdate())
    context = {"havens": found, "ground": ground, "drawn": _drawn(found, ground), "wards": _names(ground)}
    return _kept(_page(request, "published/registers/havens.html", shown, **context))


@only(ANYONE)
def services(request: HttpRequest, slug: str) -> HttpResponse:
    """The directory, narrowed to a need, an age and a ward."""
    shown = _shown(slug, "services", public.SERVICES)
    wards = places_of(shown.partnership)
    form = ServicesFilter(public.needs(), _by_name(wards), request.GET or None)
    found = public.services_of(shown.partnership, timezone.localdate(), **form.wanted())
    context = {"services": found, "filter": form, "wards": wards, "form": form if form.errors else None}
    return _kept(_page(request, "published/registers/services.html", shown, **context))


@limited("worry", posts=True)
@only(ANYONE, post=ANYONE)
def worry(request: HttpRequest, slug: str) -> HttpResponse:
    """Report a worry. Who reports it is not asked, and where from is kept nowhere."""
    shown = _shown(slug, "worries")
    form = WorryForm(_by_name(places_of(shown.partnership)), request.POST or None)
    sent = f"{reverse('public-worry', args=(slug,))}?sent=1"
    if request.method == "POST" and form.by_program():
        return redirect(sent)  # a program is thanked, and nothing is kept
    if form.is_valid():
        try:
            report(shown.partnership, form.values(), by=request.actor)  # type: ignore[attr-defined]
            return redirect(sent)
        except NotPossible as no:
            form.add_error(None, str(no))
    return _page(request, "published/registers/worry.html", shown, form=form, sent="sent" in request.GET)


def _shown(slug: str, what: str, register: str = "") -> PublicPages:
    """What the partnership shows. Where it does not show this, there is no such page."""
    found = public.shown_by(slug)
    if found is None or not getattr(found, what) or (register and register not in registers()):
        raise Http404
    return found


def _drawn(havens: list[public.Haven], ground: Ground) -> Picture:
    placed = [one for one in havens if one.at]
    spots = ground.spots([one.at for one in placed if one.at])
    marks = [Mark(one.key, at, "green") for one, at in zip(placed, spots, strict=True) if ground.holds(at)]
    return Picture(len(havens), marks=tuple(marks), off=len(havens) - len(marks))


def _names(ground: Ground) -> dict[str, str]:
    return {field.code: field.name for field in ground.fields}


def _by_name(wards: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(wards.items(), key=lambda pair: pair[1])


def _page(request: HttpRequest, template: str, shown: PublicPages, **more: Any) -> HttpResponse:
    table: Partnership = shown.partnership
    context = {"table": table, "shown": shown, "invented": table.demonstration, **more}
    return TemplateResponse(request, template, context)


def _kept(response: HttpResponse) -> HttpResponse:
    """A browser may keep it for a minute: what lapses or is withdrawn is gone soon."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
