"""Where one can go: the service navigation of a partnership and the links in the foot of every page.

A place is shown to those whom the rule of its view lets in; one whose page is not made yet is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from commonground.partnership.rule import Actor, Rule


@dataclass(frozen=True)
class Place:
    """A page by its title and the name of its route."""

    title: str
    route: str
    of_groups: bool = False  # a page that only a policing unit or a region has
    holds: tuple["Place", ...] = ()  # pages found under it by those who may open it: they do not stand beside it


REGISTERS = (
    Place("Registers", "registers"),
    Place("What is due", "register-due"),
    Place("Map of entries", "register-map"),
    Place("Calendar", "register-calendar"),
    Place("Tasking", "tasking"),
    Place("Hot-spot patrols", "patrols"),
    Place("Incidents", "incidents"),
    Place("Scrutiny", "scrutiny"),
    Place("Reports from the public", "register-public-reports"),
)
PARTNERSHIP = (
    Place("Start", "partnership"),
    Place("Overview", "overview"),
    Place("Measures", "measures"),
    Place("Compare", "compare"),
    Place("Map", "map"),
    Place("Plan", "plan"),
    Place("Submitted plans", "plan-submitted"),
    Place("Registers", "registers", holds=REGISTERS),
    Place("Scrutiny", "scrutiny"),
    Place("Assessment", "assessments"),
    Place("Reports", "reports"),
    Place("Data", "data"),
    Place("Partnerships", "boroughs", of_groups=True),
    Place("People", "people"),
    Place("Agencies", "agencies"),
    Place("Access log", "access_log"),
    Place("Systems", "systems"),
    Place("Settings", "settings"),
)
PLAN = (
    Place("Plan", "plan"),
    Place("Actions", "plan-actions"),
    Place("Review", "plan-reviews"),
    Place("Practice", "practice"),
    Place("Submitted plans", "plan-submitted"),
    Place("Boroughs", "plan-boroughs", of_groups=True),
    Place("Outside review", "plan-outside"),
    Place("Sharing", "plan-sharing"),
    Place("Public page", "plan-publish"),
    Place("Import", "plan-import"),
    Place("Export", "plan-export"),
)
FOOT = (
    Place("Help", "help"),
    Place("Accessibility", "accessibility"),
    Place("What each role can do", "roles"),
    Place("Privacy: your views are recorded", "privacy"),
)


@dataclass(frozen=True)
class Link:
    """A place as one page shows it."""

    title: str
    href: str
    current: bool = False


def service(request: HttpRequest, actor: Actor) -> list[Link]:
    """The pages of the partnership that this person may open, with the one they are on."""
    return _links(PARTNERSHIP, request, actor)


def of_plan(request: HttpRequest, actor: Actor) -> list[Link]:
    """The pages of the plan, likewise."""
    return _links(PLAN, request, actor)


def of_registers(request: HttpRequest, actor: Actor) -> list[Link]:
    """The pages of the registers and of the partnership’s daily work, likewise."""
    return _links(REGISTERS, request, actor)


def _links(places: Iterable[Place], request: HttpRequest, actor: Actor) -> list[Link]:
    if actor.partnership is None:
        return []
    slug = actor.partnership.slug
    found = {
        place: href
        for place in places
        if (actor.partnership.is_group or not place.of_groups)
        and (href := _address(place.route, slug)) and _rule(place.route).allows(actor)
    }
    held = {one.route: place for place in found for one in place.holds if one.route != place.route}
    pages = [*found.items(), *((place, _address(route, slug)) for route, place in held.items())]
    here = {href: place for place, href in pages if href and request.path.startswith(href)}
    current = here.get(max(here, key=len, default=""))
    return [Link(place.title, href, place is current) for place, href in found.items() if place.route not in held]


def foot() -> list[Link]:
    """The links that stand in the same place on every page."""
    return [Link(place.title, href) for place in FOOT if (href := _address(place.route))]


def _address(route: str, partnership: str = "") -> str:
    try:
        return reverse(route, kwargs={"partnership": partnership} if partnership else None)
    except NoReverseMatch:
        return ""


@cache
def _rule(route: str) -> Rule:
    return resolve(reverse(route, kwargs={"partnership": "any"})).func.rule  # type: ignore[attr-defined, no-any-return]
