"""What pages read of panel sessions: those that somebody sees, one with what was drawn, and reports that are public."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.partnership.seen import people, seen
from commonground.registers.models import DrawnRecord, PanelSession, SessionReport
from commonground.registers.models.scrutiny import OfReports
from commonground.registers.rules import RUN_PANEL_SESSION


def sessions_for(actor: Actor) -> "QuerySet[PanelSession] | Any":
    """The sessions that the actor sees, the newest first, each with how many records are done."""
    done = Count("drawn", filter=~Q(drawn__grade="") | ~Q(drawn__not_shown=""))
    rows = seen(PanelSession, actor).select_related("partnership", "chair__user", "listed_by__user", "drawn_by__user")
    return rows.annotate(done=done).order_by("-held_on", "-pk")


def records_for(actor: Actor) -> "QuerySet[DrawnRecord] | Any":
    """The drawn records that the actor sees, each with its session."""
    return seen(DrawnRecord, actor).select_related("session__partnership", "session__chair", "written_by__user")


def reports_for(actor: Actor) -> "QuerySet[SessionReport] | Any":
    """The reports that were asked to be public, as far as the actor sees them."""
    return seen(SessionReport, actor).select_related("session", "asked_by__user", "decided_by__user")


def chairs(actor: Actor, on: Any) -> list[Membership]:
    """Who may chair a session: those of the table whose seat is open on the day."""
    return [one for one in people(actor, on) if one.role in RUN_PANEL_SESSION.roles]


def public_reports() -> "QuerySet[SessionReport]":
    """Every report that anybody may read, by partnership, the newest session first."""
    rows = OfReports(SessionReport).public().select_related("partnership", "session").defer("document")
    return rows.order_by("partnership__name", "-session__held_on")


def public_report(slug: str, public_id: str) -> SessionReport | None:
    """One of them; none where it is not public or never was."""
    rows = OfReports(SessionReport).public().select_related("partnership", "session")
    return rows.filter(partnership__slug=slug, public_id=public_id).first()
