"""What the pages of the plan begin with, the plan and the row of the address; and how its forms are asked."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commonground.plan import reading
from commonground.plan.changes.possible import may_update
from commonground.plan.models import Action, Answer, Plan
from commonground.plan.rules import EDIT_PLAN
from commonground.web.forms.once import OnceForm
from commonground.web.views import asking

NOT_YOURS = "Only the person who is accountable for an action, and those who edit the plan, may say how it goes."


def ask(
    request: HttpRequest, form: OnceForm, act: Callable[[], str], template: str = "plan/ask.html", **context: Any
) -> HttpResponse:
    """A form of the plan."""
    return asking.ask(request, form, act, template, **context)


def plan_of(request: HttpRequest) -> Plan:
    """The plan that is being worked on. Where there is none, its pages do not exist."""
    found = reading.current_plan(request.actor)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def action_of(request: HttpRequest, public_id: str, *, own: bool = False) -> Action:
    """The action. With ``own``, only for those who may say how it goes."""
    found = get_object_or_404(reading.actions_for(request.actor).select_related("owner"), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    if own and not may_update(found, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    return found


def answer_of(request: HttpRequest, public_id: str) -> Answer:
    """The answer to a standard or an option."""
    found: Answer = get_object_or_404(reading.answers_for(request.actor), public_id=public_id)  # type: ignore[arg-type, attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def may_edit(request: HttpRequest) -> bool:
    """Whether this person may write in the plan."""
    return EDIT_PLAN.allows(request.actor)  # type: ignore[attr-defined]
