"""Parts of the registers’ pages, as template tags: their menu, the way to a page, and how an entry stands."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from commonground.registers.register import Register, Stands
from commonground.web import navigation
from commonground.web.templatetags.parts import RAG_SHAPES

register = template.Library()


@register.inclusion_tag("registers/menu.html", takes_context=True)
def register_menu(context: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of the registers that this person may open. On a phone a page of one register leaves them out."""
    request: Any = context["request"]
    links = navigation.of_registers(request, request.actor)
    return {"links": links, "here": request.path, "register": context.get("register")}


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def register_crumbs(context: Mapping[str, Any], *steps: str) -> dict[str, Any]:
    """`{% register_crumbs "What is due" %}`: the partnership, the registers, the register and entry of the page."""
    home, of = context["partnership"], context.get("register")
    slug = home.slug
    found = [(home.name, reverse("partnership", args=(slug,))), ("Registers", reverse("registers", args=(slug,)))]
    if of is not None:
        found.append((of.title, reverse("register", args=(slug, of.key))))
    if of is not None and (entry := context.get("entry")) is not None:
        found.append((context["named"], reverse("register-entry", args=(slug, of.key, entry.public_id))))
    found = [*found, *((step, "") for step in steps)] if steps else [*found[:-1], (found[-1][0], "")]
    return {"steps": found, "whole": of is not None}


@register.inclusion_tag("parts/rag.html")
def stands(one: Stands, said: str = "") -> dict[str, str]:
    """How an entry stands: `{% stands line.stands %}` says why; a second word takes the place of that."""
    colour = str(one.standing)
    return {"colour": colour, "said": said or one.because, "shape": RAG_SHAPES[colour]}


@register.filter
def of_them(number: int, of: Register) -> str:
    """`{{ 1|of_them:register }}`: “1 shop”, “12 shops”."""
    return f"{number:,} {of.noun if number == 1 else of.nouns}"
