"""How a page says what a row of the access log holds."""

from urllib.parse import urlencode

from django import template

from commonground.partnership.access_log.patterns import PATTERNS
from commonground.partnership.roles import ROLES

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
