"""Parts of maps and calendars of registers: a mark by its standing, the key to it, and the address of an entry."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from commonground.registers.files import files_of, may_open
from commonground.registers.models import Entry
from commonground.registers.terms import Standing
from commonground.web.templatetags.parts import RAG_SHAPES

register = template.Library()
SHAPES = {
    "cross": "M2.3.2 6 3.9 9.7.2l2.1 2.1L8.1 6l3.7 3.7-2.1 2.1L6 8.1l-3.7 3.7-2.1-2.1L3.9 6 .2 2.3z",
    "half": "M6 .4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 6 .4zm0 1.8v7.6a3.8 3.8 0 1 0 0-7.6z",
    "tick": "M.2 6.4l2.1-2.1 2.4 2.4 5-5.5L12 3.3l-7.2 8z",
    "ring": "M6 .4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 6 .4zm0 2a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2z",
    "diamond": "M6 .4L11.6 6 6 11.6.4 6z",
}
"""Those of ``parts/shape.html``, to stand within a picture."""


@register.inclusion_tag("registers/pin.html")
def pin(colour: str, x: float, y: float, key: str = "") -> dict[str, Any]:
    """A mark at a spot of the picture: its shape says how the entry stands, as its colour does."""
    shape = SHAPES[RAG_SHAPES.get(colour, "diamond")]
    return {"colour": colour or "none", "shape": shape, "x": round(x, 1), "y": round(y, 1), "key": key}


@register.inclusion_tag("registers/pins_key.html")
def pins_key() -> dict[str, Any]:
    """What each mark of the map means, in words."""
    said = [(str(one), one.label) for one in Standing]
    return {"kinds": [*said, ("", "Has no standing")]}


@register.simple_tag(takes_context=True)
def entry_address(context: Mapping[str, Any], entry: Entry) -> str:
    """The page of an entry."""
    try:
        return reverse("register-entry", args=(context["partnership"].slug, entry.register, entry.public_id))
    except NoReverseMatch:
        return ""


@register.simple_tag
def place_of(line: Any, wards: Mapping[str, str]) -> str:
    """Where an entry was: the place in words, and its ward."""
    return ", ".join(filter(None, (line.place, wards.get(line.ward, line.ward)))) or "Not said"


@register.inclusion_tag("registers/attachment_list.html", takes_context=True)
def attachments(context: Mapping[str, Any], entry: Entry, may_change: bool = False) -> dict[str, Any]:
    """The files of an entry, each with what its reader may do with it."""
    actor = context["actor"]
    files = [(one, may_open(one, actor) and not one.waits) for one in files_of(entry, actor)]
    return {"entry": entry, "files": files, "may_change": may_change, "partnership": context["partnership"]}


@register.simple_tag
def ward_line(haven: Any, wards: Mapping[str, str]) -> str:
    """The kind of premises and the ward of a safe haven."""
    return ", ".join(filter(None, (haven.premises, wards.get(haven.ward, ""))))


@register.simple_tag
def wards_line(codes: Any, wards: Mapping[str, str]) -> str:
    """The wards that a service is for, by name."""
    return ", ".join(sorted(wards.get(code, code) for code in codes)) or "The whole area"
