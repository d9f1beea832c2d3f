"""Parts of the pages of incidents, as template tags: the way to a page, how a step stands, moments and lengths."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse

from commonground.registers.incidents import wording
from commonground.registers.incidents.clocks import Due, Stands
from commonground.registers.incidents.reading import Timed
from commonground.registers.incidents.terms import StepState

register = template.Library()

OPEN = {
    Stands.LATE: ("red", "cross", "Late"), Stands.SOON: ("amber", "half", "Due within 24 hours"),
    Stands.RUNNING: ("green", "tick", "Not due yet"), Stands.PAUSED: ("grey", "square", "Paused"),
    Stands.UNKNOWN: ("grey", "ring", "No day yet"),
}  # fmt: skip
SETTLED = {
    StepState.DONE: ("blue", "circle", "Done"), StepState.NOT_NEEDED: ("grey", "dash", "Not needed"),
    StepState.LEFT: ("grey", "ring", "Left open"),
}  # fmt: skip


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def incident_crumbs(context: Mapping[str, Any], *steps: str) -> dict[str, Any]:
    """`{% incident_crumbs "Timeline" %}`: the partnership, its registers and incidents, the incident, this page."""
    home, incident = context["partnership"], context.get("incident")
    found = [
        (home.name, reverse("partnership", args=(home.slug,))),
        ("Registers", reverse("registers", args=(home.slug,))),
    ]
    trail = [("Incidents", reverse("incidents", args=(home.slug,)))]
    if incident is not None:
        trail.append((incident.reference, reverse("incident", args=(home.slug, incident.public_id))))
    shown = [*trail, *((step, "") for step in steps)]
    return {"steps": [*found, *shown[:-1], (shown[-1][0], "")]}


@register.inclusion_tag("parts/rag.html")
def step_stands(timed: Timed) -> dict[str, str]:
    """How a step stands, in words and a shape."""
    if timed.stands is not None:
        colour, shape, said = OPEN[timed.stands]
    else:
        colour, shape, said = SETTLED[StepState(timed.step.state)]
        said = f"{said}, late by {wording.lasting(timed.late_by)}" if timed.late_by and said == "Done" else said
    return {"colour": colour, "shape": shape, "said": said}


@register.filter
def said(moment: datetime | None) -> str:
    """A moment as people in London say it."""
    return wording.said(moment)


@register.filter
def due(found: Due) -> str:
    """When something is due, or how much time is left of what is paused."""
    return wording.when(found)
