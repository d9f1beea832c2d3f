"""Looking up in a dictionary, for the pages of outside review."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(words: Mapping[Any, Any], key: Any) -> Any:
    """`{{ titles|of:remark.pk }}`."""
    return words.get(key, "")
