"""How a standard stands in a partnership of a group, in words and a shape: one mark for each word, drawn once."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonground.plan.boroughs import NO_VERSION, NOT_ANSWERED, NOT_SHARED, OTHER_TEMPLATE, WORDS
from commonground.plan.terms import Rag
from commonground.web.templatetags.plan import stands

register = template.Library()

UNKNOWN = {NOT_ANSWERED: "ring", NOT_SHARED: "dash", NO_VERSION: "square", OTHER_TEMPLATE: "diamond"}


@register.simple_tag
@cache
def standing(word: str) -> SafeString:
    """`{% standing word %}`: a word of the comparison. Not shared, not answered and not met never look alike."""
    unknown = {"colour": "grey", "said": WORDS.get(word, ""), "shape": UNKNOWN.get(word, "")}
    return render_to_string("parts/rag.html", unknown if word in UNKNOWN else stands(word))


@register.simple_tag
@cache
def goes(word: str | None) -> SafeString:
    """`{% goes action.rag %}`: red, amber or green as a partnership shares it."""
    return render_to_string("parts/rag.html", stands(Rag(word) if word else "", "Not said yet"))
