"""The pages that every register has: its list, map, calendar, figures, what is brought in and taken out.

A page is shown once its route exists and where its rule lets the reader in.
"""

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from commonground.registers.register import Register
from commonground.web.navigation import Link

PAGES = (
    ("List", "register"),
    ("Add", "register-add"),
    ("Map", "register-map-of"),
    ("Calendar", "register-calendar-of"),
    ("Figures", "register-figures"),
    ("Blank form", "register-blank"),
    ("Bring in", "register-import"),
    ("Take out", "register-export"),
)
KEPT = ("register-add", "register-blank")
"""Pages of those who keep the register."""


def within(request: HttpRequest, register: Register) -> list[Link]:
    """The pages of one register that this person may open, with the one they are on."""
    actor = request.actor  # type: ignore[attr-defined]
    found = []
    for title, route in PAGES:
        href = _address(route, actor.partnership.slug, register.key)
        dated = route != "register-calendar-of" or register.calendar
        kept = route not in KEPT or register.keep.allows(actor)
        if href and dated and kept and resolve(href).func.rule.allows(actor):  # type: ignore[attr-defined]
            found.append(Link(title, href, request.path == href))
    return found


def _address(route: str, partnership: str, register: str) -> str:
    try:
        return reverse(route, args=(partnership, register))
    except NoReverseMatch:
        return ""
