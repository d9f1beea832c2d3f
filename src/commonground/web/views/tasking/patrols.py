"""Hot-spot patrols: the places and their dose, one place by the seven steps, and what was recorded there."""

from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground import __version__
from commonground.evidence.areas import UnknownArea
from commonground.evidence.run import Evidence
from commonground.plan.changes.possible import edition
from commonground.registers.beside import beside_of
from commonground.registers.models import Entry
from commonground.registers.rules import READ_REGISTERS
from commonground.registers.tasking import patrolling
from commonground.report.blocks import Notice
from commonground.web.door import only
from commonground.web.reading_room import evidence_for
from commonground.web.templatetags.blocks import show_blocks
from commonground.web.views.tasking.asking import Trail, at

SHOWN = 10
DAY = 24 * 60 * 60  # seconds


@only(READ_REGISTERS)
def patrols(request: HttpRequest) -> HttpResponse:
    """Every patrol place with its dose of twelve weeks, planned and made."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    places = list(patrolling.places_for(actor))
    made = patrolling.patrols_at(places, actor, today)
    return TemplateResponse(request, "tasking/patrols.html", {
        "places": patrolling.patrolled(places, made, today), "college": patrolling.COLLEGE, "koper": patrolling.KOPER,
        "dose": show_blocks(patrolling.said(patrolling.dose(places, made, today))), "steps": patrolling.STEPS,
    })  # fmt: skip


@only(READ_REGISTERS)
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place: its plan by the seven steps, planned and made visits week by week, and the last patrols."""
    found, actor, today = _place(request, public_id), request.actor, timezone.localdate()  # type: ignore[attr-defined]
    made = patrolling.patrols_at([found], actor, today)
    return TemplateResponse(request, "tasking/patrol_place.html", {
        "place": found, "steps": patrolling.steps_of(found), "patrols": made[:SHOWN], "koper": patrolling.KOPER,
        "dose": show_blocks(patrolling.said(patrolling.dose([found], made, today))), "college": patrolling.COLLEGE,
        "decisions": beside_of(found, actor).decisions, "trail": _trail(request),
    })  # fmt: skip


@only(READ_REGISTERS)
def recorded(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was recorded at a place and in its comparison areas, before and since, with what may be said of it."""
    from commonground.registers.tasking.tested import recorded_at  # what evaluates takes longer to import than the rest

    found, today = _place(request, public_id), timezone.localdate()
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    name = _name(found, evidence, today)
    if (shown := cache.get(name)) is None:
        try:
            area = evidence.area(found.partnership.area_code, "local_authority")
            blocks = recorded_at(evidence, area, found, today)
        except UnknownArea:
            blocks = [Notice("missing", "No figures", ("Nothing that is loaded tells of this area.",))]
        cache.set(name, shown := show_blocks(blocks), timeout=DAY)
    back = at(request, "patrol-place", found.public_id)
    context = {"place": found, "shown": shown, "trail": [*_trail(request), (found.place, back)]}
    return TemplateResponse(request, "tasking/patrol_recorded.html", context)


def _name(found: Entry, evidence: Evidence, today: date) -> str:
    """What the page is kept under for a day: another for each edition of the entry, and for other evidence."""
    made = " ".join((edition(found), edition(found.details), __version__, *sorted(e.id for e in evidence.editions)))
    return f"patrol-recorded:{found.public_id}:{today}:{sha256(made.encode()).hexdigest()[:24]}"


def _place(request: HttpRequest, public_id: str) -> Entry:
    found: Entry = get_object_or_404(patrolling.places_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def _trail(request: HttpRequest) -> Trail:
    return [("Hot-spot patrols", at(request, "patrols"))]
