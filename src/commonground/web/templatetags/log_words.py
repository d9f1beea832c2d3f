"""How a page says what a row of the access log holds."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from commonground.partnership.access_log import name_of
from commonground.partnership.access_log.patterns import PATTERNS
from commonground.partnership.history import TOLD
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor
from commonground.partnership.rules import SEE_HISTORY

register = template.Library()


@register.filter
def role_title(key: str) -> str:
    """The role of that key in words; a key that is no longer a role, as it is."""
    return ROLES[key].title if key in ROLES else key


@register.filter
def record_words(record: str) -> str:
    """A page by its address; another record as the log names it."""
    return record.removeprefix("page:")


@register.filter
def named(names: dict[str, str], record: str) -> str:
    """What a record is called; one that is gone, or not the reader's to see, as the log names it."""
    return names.get(record) or record_words(record)


@register.filter
def in_a_list(record: str) -> list[str]:
    """What a row concerns, if it concerns its record alone."""
    return [record]


@register.filter
def asking(purpose: str, record: str) -> str:
    """The address of the rows of a record, read for the same purpose."""
    return urlencode({"purpose": purpose, "record": record})


@register.filter
def pattern_title(key: str) -> str:
    """What a pattern in the log is called."""
    return PATTERNS[key].title if key in PATTERNS else key


@register.simple_tag(takes_context=True)
def history_address(context: Mapping[str, Any], record: Any) -> str:
    """Where the history of a record is told; nothing for those who may not read it."""
    actor: Actor = context["actor"]
    kind, _, key = name_of(record).partition(":")
    if actor.partnership is None or kind not in TOLD or not SEE_HISTORY.allows(actor):
        return ""
    return reverse("history", args=[actor.partnership.slug, kind, key])
