"""The one door. A page is reached through ``@only(rule)``: it finds the seat, opens the scope, and logs the look.

The page is rendered, and the row of the access log written, in one transaction before anything is sent. If the row
cannot be stored, nothing is shown.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor, Rule

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD", "OPTIONS")


class Looked:
    """What a request showed, gathered for its one row of consultation."""

    def __init__(self, path: str) -> None:
        self.record: object = f"page:{path}"
        self.concerns: list[object] = []
        self.details: dict[str, Any] = {}

    def at(self, record: object, concerns: Any = (), **details: Any) -> None:
        """The page shows this record, about these."""
        self.record = record
        self.concerns += concerns
        self.details |= details


def only(rule: Rule) -> Callable[[View], View]:
    """Let in those whom the rule allows, and write down that they looked."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if rule.reach == "anyone":
                request.actor = Actor(request_id=uuid4())  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = _actor(request, kwargs.get("partnership"), rule)
            request.actor = actor  # type: ignore[attr-defined]
            if not rule.allows(actor):
                return _refuse(request, rule, actor)
            return _let_in(view, request, actor, args, kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return guard


def _actor(request: HttpRequest, slug: str | None, rule: Rule) -> Actor:
    """The person’s seat in the partnership of the page. Without one, the page does not exist."""
    context = {
        "request_id": _request_id(request),
        "session": _digest(request.session.session_key or ""),
        "address": request.META.get("REMOTE_ADDR") or None,
    }
    if rule.reach == "account":
        return Actor(user=request.user, **context)  # type: ignore[arg-type]
    with scopes_disabled():
        seat = (
            Membership.objects.current(timezone.localdate())
            .filter(user=request.user, partnership__slug=slug)
            .select_related("user", "agency", "partnership")
            .first()
        )
    if seat is None:
        raise Http404
    return Actor.of_seat(seat, **context)


def _let_in(view: View, request: HttpRequest, actor: Actor, args: Any, kwargs: Any) -> HttpResponse:
    request.looked = looked = Looked(request.path)  # type: ignore[attr-defined]
    kwargs.pop("partnership", None)
    with scope(partnership=actor.partnership), transaction.atomic():
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        if request.method in READING and settings.ACCESS_LOG:
            try:
                access_log.record(
                    access_log.Kind.CONSULTATION, looked.record, by=actor, concerns=looked.concerns, **looked.details
                )
            except DatabaseError:
                transaction.set_rollback(True)
                response = HttpResponse(status=503)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refuse(request: HttpRequest, rule: Rule, actor: Actor) -> HttpResponse:
    access_log.record(access_log.Kind.CONSULTATION, f"page:{request.path}", by=actor, refused=True, rule=rule.key)
    raise PermissionDenied(rule.sentence)


def _request_id(request: HttpRequest) -> UUID:
    return uuid4()


def _digest(session_key: str) -> str:
    """The log can tell sessions apart without holding what would open one."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32] if session_key else ""


class RefuseUnguarded:
    """A view that states no rule is refused, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "rule"):
            raise PermissionDenied(f"{view.__module__}.{getattr(view, '__name__', view)} states no rule")
