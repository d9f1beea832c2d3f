"""How often one person, or one address, may ask for what is costly or can be guessed at.

``@limited("export")`` stands above ``@only``: too many are turned away before anything is looked up. How many, and in
how long, stands in ``LIMITS`` of the settings. Sign-in and codes have the library's own limits beside these.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def allowed(action: str, who: str) -> bool:
    """Count one more, and say whether it is within the limit.

    Each of the places is a row that only one request can add, so a burst cannot slip through between reading and
    writing; the count beside them only says where to begin to look.
    """
    many, seconds = settings.LIMITS[action]
    key = f"limit:{action}:{who}:{int(time.time()) // seconds}"
    for place in range(cache.get(key, 0), many):
        if cache.add(f"{key}:{place}", 1, seconds):
            cache.set(key, place + 1, seconds)
            return True
    return False


def limited(action: str, *, posts: bool = False) -> Callable[[View], View]:
    """Turn away who asks too often, with a page that says when to come back. ``posts``: looking is not counted."""

    def limit(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if (posts and request.method != "POST") or allowed(action, _who(request)):
                return view(request, *args, **kwargs)
            return too_many(request)

        counted.limited = action  # type: ignore[attr-defined]
        return counted

    return limit


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person-{request.user.pk}"
    return f"address-{get_adapter().get_client_ip(request)}"


def too_many(request: HttpRequest, *args: Any) -> HttpResponse:
    """The page for those turned away; the library's limits show it too."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
