"""The addresses of version 1, each behind the door of the API: what is published for anyone, the rest by key."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from commonground.web.api.described import questions
from commonground.web.api.door import View, keyed, public
from commonground.web.api.problem import problem
from commonground.web.api.version_1 import api
from commonground.web.views import api as pages

PUBLISHED = "published"
"""Names of routes that begin so need no key."""


def guarded(pattern: URLPattern) -> URLPattern:
    """The pattern behind the door, asked with nothing but its own parameters."""
    door = public if str(pattern.name).startswith(PUBLISHED) else keyed
    pattern.callback = door(exact(pattern.callback, questions()[str(pattern.name)]))
    return pattern


def exact(view: View, known: frozenset[str]) -> View:
    """Refuse a parameter that means nothing here: passed over, it would give another number than was asked for."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unknown = sorted(set(request.GET) - known)
        if not unknown:
            return view(request, *args, **kwargs)
        takes = f"This takes {', '.join(sorted(known))}." if known else "This takes no parameters."
        faults = [(name, "There is no such parameter here.") for name in unknown]
        return problem(422, f"There is no parameter called “{unknown[0]}” here. {takes}", faults)

    return asked


urlpatterns = [
    path("", pages.reference, name="reference"),
    path("openapi.json", public(pages.description), name="openapi"),
    *(guarded(pattern) for pattern in api.urls[0] if pattern.name != "api-root"),
    path("<path:rest>", public(pages.nothing), name="nothing"),
]
