"""Risky acts ask who is there: within a quarter of an hour of signing in, or after signing in again.

``@fresh`` stands under ``@only``, so that only those who may do the thing at all are asked:

    @only(EXPORT_LOG)
    @fresh
    def export(request): ...

A form that was sent is kept while the person signs in again, and then goes through.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether this person has shown who they are within the time that counts as fresh."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return bool(records) and time.time() - records[-1]["at"] < settings.FRESH


def fresh(view: View) -> View:
    """Ask for a fresh sign-in before the view; for a demonstration person, who has no password, there is none."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invented = settings.DEMONSTRATION and request.user.demonstration  # type: ignore[union-attr]
        if not invented and not signed_in_lately(request):
            raise ReauthenticationRequired  # answered by allauth's middleware, which keeps the request
        return view(request, *args, **kwargs)

    asked.fresh = True  # type: ignore[attr-defined]
    return asked
