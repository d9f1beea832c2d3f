"""The one door. A page is reached through ``@only(rule)``: it finds the seat, opens the scope, and logs the look.

``@only(LOOK)`` is a page to read, ``@only(LOOK, post=ACT)`` one with a form, ``@only(post=ACT)`` an act without a page
of its own. The page is rendered, and its row of the access log written, in one transaction before anything is sent. If
the row cannot be stored, nothing is shown. What a person may not know of answers as what does not exist.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Membership, Partnership
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor, Rule
from commonground.web.journal import number_of

View = Callable[..., HttpResponse]
LONGEST = 200  # characters of an address that the log keeps
log = logging.getLogger(__name__)


class NotRecorded(Exception):
    """The access log could not be written."""


class Looked:
    """What a request showed, gathered for its one row of consultation."""

    def __init__(self, request: HttpRequest) -> None:
        self.record: object = _page(request)
        self.concerns: list[object] = []
        self.details: dict[str, Any] = {"asked": request.GET.urlencode()[:1000]} if request.GET else {}

    def at(self, record: object, concerns: Iterable[object] = (), **details: Any) -> None:
        """The page shows this record, about these."""
        self.record = record
        self.concerns += concerns
        self.details |= details


@dataclass(frozen=True)
class Stated:
    """The rules of a view: one to read it, one to act in it. Other methods have none."""

    look: Rule | None
    post: Rule | None

    def __post_init__(self) -> None:
        if not (self.look or self.post):
            raise ValueError("@only names no rule")

    def of(self, method: str | None) -> Rule | None:
        """The rule of a method; HEAD is a look too."""
        return {"GET": self.look, "HEAD": self.look, "POST": self.post}.get(method or "")

    @property
    def methods(self) -> list[str]:
        return [method for method in ("GET", "HEAD", "POST") if self.of(method)]

    @property
    def first(self) -> Rule:
        """What stands for the page as a whole, as in the navigation."""
        return self.look or self.post  # type: ignore[return-value]


def only(look: Rule | None = None, *, post: Rule | None = None) -> Callable[[View], View]:
    """Let in those whom the rule of the method allows, and write down that they looked."""
    stated = Stated(look, post)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = _answer(view, request, stated, args, kwargs)
            except (NotRecorded, OperationalError):
                log.exception("Nothing was shown, since the access log could not be written.")
                response = HttpResponse(status=503)
            if stated.first.reach != "anyone" or request.user.is_authenticated:
                response.headers["Cache-Control"] = "no-store"
            return response

        guarded.rule, guarded.stated = stated.first, stated  # type: ignore[attr-defined]
        return guarded

    return guard


def _answer(view: View, request: HttpRequest, stated: Stated, args: Any, kwargs: Any) -> HttpResponse:
    rule = stated.of(request.method)
    reach = (rule or stated.first).reach
    person = request.user if request.user.is_authenticated else None
    request.looked = Looked(request)  # type: ignore[attr-defined]
    request.showed = request.looked.at  # type: ignore[attr-defined]
    request.actor = Actor(user=person, **context_of(request))  # type: ignore[arg-type, attr-defined]
    if reach != "anyone" and person is None:
        return _ask_to_sign_in(request)
    if reach == "seat":
        request.actor = _seated(request, kwargs.pop("partnership", None))  # type: ignore[attr-defined]
    if rule is None:
        return HttpResponseNotAllowed(stated.methods)
    if not rule.allows(request.actor):  # type: ignore[attr-defined]
        return _refuse(request, rule)
    with access_log.acting(request.actor):  # type: ignore[attr-defined]
        return view(request, *args, **kwargs) if reach == "anyone" else _let_in(view, request, args, kwargs)


def _seated(request: HttpRequest, slug: str | None) -> Actor:
    """The person’s seat in the partnership of the page. Without one, the page does not exist."""
    with scopes_disabled():
        current = Membership.objects.current(timezone.localdate()).filter(user=request.user, partnership__slug=slug)
        seat = current.select_related("user", "agency", "partnership").first()
    if seat is not None:
        return Actor.of_seat(seat, **context_of(request))
    knocked_at = Partnership.objects.filter(slug=slug).first()  # its log shows who tried
    _write_refusal(request, Actor(user=request.user, partnership=knocked_at, **context_of(request)), "no seat")  # type: ignore[arg-type]
    raise Http404


def _let_in(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        with _at_the_table(actor), access_log.acting(actor), transaction.atomic():
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            if _shows(request, response):
                _write_consultation(request, actor, response)
    except Http404:
        _write_refusal(request, actor, "does not exist, or is not theirs to see")
        raise
    except PermissionDenied as refused:
        return _refuse(request, None, str(refused))
    return response


def _at_the_table(actor: Actor) -> AbstractContextManager[None]:
    """Queries reach the actor’s partnership alone; without a seat, nothing that belongs to any."""
    return scope(partnership=actor.partnership) if actor.membership else nullcontext()


def _shows(request: HttpRequest, response: HttpResponse) -> bool:
    """A look shows something, and so does a form that comes back; an act that sends the person on wrote its own row."""
    return settings.ACCESS_LOG and (request.method != "POST" or not 300 <= response.status_code < 400)


def _write_consultation(request: HttpRequest, actor: Actor, response: HttpResponse) -> None:
    looked: Looked = request.looked  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            access_log.record(
                access_log.Kind.CONSULTATION, looked.record, by=actor, concerns=looked.concerns, **looked.details
            )
    except DatabaseError as error:
        response.close()  # of a file, lets go of it unread
        raise NotRecorded from error


def _write_refusal(request: HttpRequest, actor: Actor, why: str) -> None:
    kind = access_log.Kind.ALTERATION if request.method == "POST" else access_log.Kind.CONSULTATION
    try:
        access_log.record(kind, _page(request), by=actor, refused=True, why=why)
    except DatabaseError as error:
        raise NotRecorded from error


def _refuse(request: HttpRequest, rule: Rule | None, why: str = "") -> HttpResponse:
    """Tell someone at the table that this is not theirs to do, and who may."""
    _write_refusal(request, request.actor, rule.key if rule else why)  # type: ignore[attr-defined]
    who = [role for key, role in ROLES.items() if rule and key in rule.roles]
    shown = {"rule": rule, "why": why, "who": who}
    return TemplateResponse(request, "refused.html", shown, status=403).render()


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to sign in; a part of a page asked for by itself sends the whole page there."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    response = HttpResponse()
    response.headers["HX-Redirect"] = redirect_to_login(request.get_full_path()).url
    return response


def _page(request: HttpRequest) -> str:
    return f"page:{request.path}".replace("\x00", "")[:LONGEST]


def context_of(request: HttpRequest) -> dict[str, Any]:
    key = request.session.session_key or ""
    return {
        "request_id": number_of(request),
        # The log can tell sessions apart without holding what would open one.
        "session": hashlib.sha256(key.encode()).hexdigest()[:32] if key else "",
        "address": _address(request),
    }


def _address(request: HttpRequest) -> str | None:
    """Where the request comes from: what our own proxy says, if there is one."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.META.get("HTTP_X_FORWARDED_FOR", said).rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return None


class RefuseUnguarded:
    """A view that states no rule is refused, whoever asks; and nothing is kept by a browser unless its view says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "rule"):
            raise PermissionDenied(f"{view.__module__}.{getattr(view, '__name__', view)} states no rule")
