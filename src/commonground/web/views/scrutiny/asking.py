"""What the pages of scrutiny begin with, a session or a record; and how its forms are asked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.registers.models import DrawnRecord, PanelSession
from commonground.registers.scrutiny import reading
from commonground.web.forms.once import OnceForm
from commonground.web.views import asking


def ask(
    request: HttpRequest, form: OnceForm, act: Callable[[], str], template: str = "scrutiny/ask.html", **context: Any
) -> HttpResponse:
    """A form of scrutiny."""
    return asking.ask(request, form, act, template, **context)


def session_of(request: HttpRequest, public_id: str) -> PanelSession:
    """The session, if this person may read it."""
    found: PanelSession = get_object_or_404(reading.sessions_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def record_of(request: HttpRequest, public_id: str) -> DrawnRecord:
    """The drawn record, if this person may read its session."""
    found: DrawnRecord = get_object_or_404(reading.records_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, [found.session])  # type: ignore[attr-defined]
    return found


def at(request: HttpRequest, route: str, *words: str) -> str:
    """An address at this table."""
    return reverse(route, args=(request.actor.partnership.slug, *words))  # type: ignore[attr-defined]


def at_session(request: HttpRequest, session: PanelSession) -> str:
    """The address of a session."""
    return at(request, "scrutiny-session", session.public_id)


def trail(request: HttpRequest, session: PanelSession | None = None) -> list[tuple[str, str]]:
    """The way to a page of a session."""
    return [(str(session), at_session(request, session))] if session else []
