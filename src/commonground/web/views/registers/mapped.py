"""Entries of registers on a map of the borough, with the list that says the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.mapping import FEW, JUDGED, Picture, picture
from commonground.registers.reading import readable
from commonground.registers.register import Register
from commonground.registers.rules import READ_REGISTERS
from commonground.report.ground import Ground
from commonground.web.door import only
from commonground.web.forms.places import MapFilter
from commonground.web.grounds import ground_of
from commonground.web.views.registers.asking import register_of
from commonground.web.views.registers.within import within


@only(READ_REGISTERS)
def every(request: HttpRequest) -> HttpResponse:
    """The entries of all registers that the reader may read."""
    return _map(request, None)


@only(READ_REGISTERS)
def one(request: HttpRequest, register: str) -> HttpResponse:
    """The entries of one register."""
    return _map(request, register_of(request, register))


def _map(request: HttpRequest, register: Register | None) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    ground = ground_of(actor.partnership)
    wards = [(field.code, field.name) for field in sorted(ground.fields, key=lambda one: one.name)]
    form = MapFilter(readable(actor), wards, register, request.GET or None)
    drawn = picture(form.asked(), actor, ground, timezone.localdate())
    context = {
        "register": register, "within": within(request, register) if register else (), "filter": form,
        "chosen": form.chosen(request.GET), "drawn": drawn, "ground": ground, "wards": dict(wards),
        "by_ward": _by_ward(request, drawn, ground), "few": FEW, "judged": JUDGED,
        "form": form if form.is_bound and not form.is_valid() else None,
    }  # fmt: skip
    return TemplateResponse(request, "registers/map.html", context)


def _by_ward(request: HttpRequest, drawn: Picture, ground: Ground) -> list[tuple[str, str, int]]:
    """Where entries are many: each ward with its number, and the address that narrows the map to it."""
    names = {field.code: field.name for field in ground.fields}
    found = []
    for code, number in drawn.by_ward:
        query = request.GET.copy()
        query["ward"] = code
        href = f"?{query.urlencode()}" if code in names else ""
        found.append((names.get(code, "Another area" if code else "No ward given"), href, number))
    return found
