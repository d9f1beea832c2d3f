"""Parts of the plan’s pages, as template tags: its menu, and how its answers and actions stand."""

from collections.abc import Mapping
from typing import Any

from django import template

from commonground.web import navigation

register = template.Library()


@register.inclusion_tag("plan/menu.html", takes_context=True)
def plan_menu(context: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of the plan that this person may open, with the one they are on."""
    request: Any = context["request"]
    return {"links": navigation.of_plan(request, request.actor), "here": request.path}
