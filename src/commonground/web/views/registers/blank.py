"""A blank form to print: boxes to tick and lines to write on, from the declaration."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from commonground.registers.register import Register
from commonground.registers.rules import KEEP_REGISTERS
from commonground.web.door import only
from commonground.web.forms.questions import needed
from commonground.web.views.registers.asking import register_of, show

ON_PAPER_ALONE = ("longitude", "latitude", "drawn", "lsoa")
"""What nobody writes by hand: a point and an area are drawn on the map, and the neighbourhood follows."""


@only(KEEP_REGISTERS)
def blank(request: HttpRequest, register: str) -> HttpResponse:
    """The questions of a register on paper, to be entered afterwards."""
    found = register_of(request, register, keep=True)
    parts = [
        (part.title, part.help, [_asked(found, name) for name in part.columns if name not in ON_PAPER_ALONE])
        for part in found.parts
    ]
    return show(request, found, "registers/blank.html", parts=[part for part in parts if part[2]])


def _asked(register: Register, name: str) -> dict[str, Any]:
    """A question as paper asks it: with boxes, or with as many lines as its answer takes."""
    column, choices = register.field(name), list(register.choices(name).values())
    if isinstance(column, models.BooleanField):
        choices = [register.nil] if name == "nil" and register.nil else ["Yes", "No"]
    long = isinstance(column, models.TextField)
    lines = 0 if choices else 4 if long else 1
    return {
        "label": register.label(name), "help": register.helps.get(name, ""), "choices": choices, "lines": range(lines),
        "needed": needed(register, name), "restricted": name in register.restricted,
    }  # fmt: skip
