"""Other people’s views, let in through our door: each pattern of an include states a rule, to look and to act."""

from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver

from commonground.partnership.rule import Rule
from commonground.web.door import only


def guarded(rule: Rule, module: str) -> list[URLPattern | URLResolver]:
    """The patterns of a URL module, each behind the rule."""
    return [_behind(rule, pattern) for pattern in import_module(module).urlpatterns]


def _behind(rule: Rule, pattern: Any) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        if not hasattr(pattern.callback, "rule"):
            pattern.callback = only(rule, post=rule)(pattern.callback)
        return pattern
    for inner in pattern.url_patterns:
        _behind(rule, inner)
    return pattern
