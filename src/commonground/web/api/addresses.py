"""The addresses of version 1, each behind the door of the API: what is published for anyone, the rest by key."""

from django.urls import URLPattern, path

from commonground.web.api.door import keyed, public
from commonground.web.api.version_1 import api
from commonground.web.views import api as pages

PUBLISHED = "published"
"""Names of routes that begin so need no key."""


def guarded(pattern: URLPattern) -> URLPattern:
    """The pattern behind the door."""
    pattern.callback = (public if str(pattern.name).startswith(PUBLISHED) else keyed)(pattern.callback)
    return pattern


urlpatterns = [
    path("", pages.reference, name="reference"),
    path("openapi.json", public(pages.description), name="openapi"),
    *(guarded(pattern) for pattern in api.urls[0] if pattern.name != "api-root"),
    path("<path:rest>", public(pages.nothing), name="nothing"),
]
