"""The door of the API. A system shows its key; what it is given is written down as disclosed to it, before it is sent.

What leaves for another system is a disclosure and not a consultation: nobody here sees what becomes of it. The
recipient is the system, by the name that an administrator gave it. What is published needs no key and leaves no row.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django_scopes import scope, scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import System
from commonground.partnership.rule import Actor
from commonground.partnership.rules import ANYONE, READ_API
from commonground.web.api.problem import problem
from commonground.web.door import Stated, context_of
from commonground.web.limits import allowed

View = Callable[..., HttpResponse]
log = logging.getLogger(__name__)
NO_KEY = "This needs a key, in the header “Authorization: Bearer …”. An administrator of the partnership makes one."
WRONG_KEY = "This key is unknown, or it has expired or been revoked."
TOO_MANY = "Too many requests in this minute: wait {} seconds and ask again."
NOT_RECORDED = "Nothing was sent, since the access log could not be written. Ask again later."


def keyed(view: View) -> View:
    """Let in systems with a key that works, and write down what they were given."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = _system(request)
        if isinstance(found, HttpResponse):
            return found
        request.actor = found.actor(**context_of(request))  # type: ignore[attr-defined]
        return _disclosed(view, request, found, args, kwargs)

    return _guarded(view, answer, READ_API)


def public(view: View) -> View:
    """Let in everybody, so many times a minute."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.actor = Actor(**context_of(request))  # type: ignore[attr-defined]
        if not allowed("api-public", f"address-{request.actor.address}"):  # type: ignore[attr-defined]
            return _too_many("api-public")
        with scopes_disabled():
            response = view(request, *args, **kwargs)
        return _tagged(request, response, "public, max-age=300")

    return _guarded(view, answer, ANYONE)


def _guarded(view: View, answer: View, rule: Any) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return problem(405, "This can only be read, with GET.", Allow="GET, HEAD")
        request.method = "GET"  # the server leaves out the body of an answer to HEAD
        try:
            return answer(request, *args, **kwargs)
        except DatabaseError:
            log.exception("Nothing was sent, since the access log could not be written.")
            return problem(503, NOT_RECORDED, Retry_After="60")

    guarded.rule, guarded.stated = rule, Stated(rule, None)  # type: ignore[attr-defined]
    return guarded


def _system(request: HttpRequest) -> System | HttpResponse:
    """The system whose key this is; or the answer that turns it away."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return problem(401, NO_KEY, WWW_Authenticate="Bearer")
    with scopes_disabled():
        system = System.objects.with_key(key.strip())
        if system is None or system.state(timezone.now()) != "in use":
            return _wrong_key(request, system)
        if allowed("api", f"system-{system.public_id}"):
            System.objects.filter(pk=system.pk).note_use()
            return system
    if allowed("api-said", f"system-{system.public_id}"):  # once a minute is enough for the log
        _write_refusal(request, system, "too many requests")
    return _too_many("api")


def _wrong_key(request: HttpRequest, system: System | None) -> HttpResponse:
    """One answer for every key that does not work; the log of its table shows whose it was."""
    if not allowed("api-key", f"address-{context_of(request)['address']}"):
        return _too_many("api-key")
    _write_refusal(request, system, "its key has expired or been revoked" if system else "an unknown key")
    return problem(401, WRONG_KEY, WWW_Authenticate='Bearer error="invalid_token"')


def _too_many(action: str) -> HttpResponse:
    window = settings.LIMITS[action][1]
    seconds = str(window - int(time.time()) % window)
    return problem(429, TOO_MANY.format(seconds), Retry_After=seconds)


def _disclosed(view: View, request: HttpRequest, system: System, args: Any, kwargs: Any) -> HttpResponse:
    with scope(partnership=system.partnership), transaction.atomic():
        response = view(request, *args, **kwargs)
        if settings.ACCESS_LOG and response.status_code == 200:
            _write_disclosure(request, system, response)
    if response.status_code == 404:
        _write_refusal(request, system, "does not exist, or is not theirs to see")
    return _tagged(request, response, "private, no-cache")


def _write_disclosure(request: HttpRequest, system: System, response: HttpResponse) -> None:
    access_log.record(
        access_log.Kind.DISCLOSURE, _named(request), by=request.actor, recipient=system.name,  # type: ignore[attr-defined]
        purpose=system.purpose, system=system.public_id, asked=request.GET.urlencode()[:1000],
        sha256=hashlib.sha256(response.content).hexdigest(), bytes=len(response.content),
    )  # fmt: skip


def _write_refusal(request: HttpRequest, system: System | None, why: str) -> None:
    context = context_of(request)
    actor = system.actor(**context) if system else Actor(name="an unknown system", **context)
    more = {"system": system.public_id} if system else {}
    access_log.record(access_log.Kind.CONSULTATION, _named(request), by=actor, refused=True, why=why, **more)


def _named(request: HttpRequest) -> str:
    return f"api:{request.path}".replace("\x00", "")[:200]


def _tagged(request: HttpRequest, response: HttpResponse, cached: str) -> HttpResponse:
    """With a tag by which the next call can ask whether anything changed."""
    if response.status_code != 200:
        return response
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    for name, value in {"ETag": tag, "Cache-Control": cached, "Vary": "Authorization"}.items():
        response.headers[name] = value
    return get_conditional_response(request, etag=tag, response=response) or response
