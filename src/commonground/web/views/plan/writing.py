"""Actions are added and changed, a short part at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership import seen
from commonground.plan import reading
from commonground.plan.changes import actions, parts
from commonground.plan.changes.actions import ActionValues, values_of
from commonground.plan.changes.parts import Expected
from commonground.plan.changes.possible import edition
from commonground.plan.models import Action, Plan
from commonground.plan.rules import EDIT_PLAN
from commonground.plan.writing import answers_of
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.action import (
    AddActionForm,
    CostForm,
    ExpectForm,
    HelpersForm,
    ServesForm,
    WaitsForm,
    WhatForm,
    WhenForm,
)
from commonground.web.forms.once import OnceForm
from commonground.web.views.evidence.subjects import by_subject
from commonground.web.views.plan.asking import action_of, ask, plan_of


@only(EDIT_PLAN)
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Under which theme a new action stands."""
    plan = plan_of(request)
    return TemplateResponse(request, "plan/choose_theme.html", {"plan": plan, "themes": plan.version.themes.all()})


@only(EDIT_PLAN, post=EDIT_PLAN)
@keeps_draft("A new action", but=("once",))
def add(request: HttpRequest, theme: str) -> HttpResponse:
    """Add an action under a theme."""
    plan = plan_of(request)
    under = plan.version.themes.filter(key=theme).first()
    if under is None:
        raise Http404
    answers = [row for row in answers_of(plan) if row.item.theme_id == under.pk]
    first = {"serves": request.GET.getlist("serves")} | typed(request)
    form = AddActionForm(seen.people(request.actor, timezone.localdate()), answers, request.POST or None, initial=first)

    def act() -> str:
        given = form.cleaned_data
        named = {name: given[name] for name in ("title", "kind", "owner", "due", "success")}
        made = actions.add_action(plan, ActionValues(theme=under, **named), by=request.actor)
        parts.serve(made, given["serves"], by=request.actor)
        messages.success(request, f"{made.ref} is added. Say now which tasks it has and what should move.")
        return _address(made)

    context = {"trail": _trail(request), "back": reverse("plan-theme", args=(request.actor.partnership.slug, theme))}
    return ask(request, form, act, title="Add an action", caption=under.title, keeps=True, button="Add it", **context)


@dataclass(frozen=True)
class Part:
    """A part of an action: its title, its form as it is begun, and what is done with the answers."""

    title: str
    form: Callable[[HttpRequest, Action], OnceForm]
    act: Callable[[Action, dict[str, Any], Any], object]


@only(EDIT_PLAN, post=EDIT_PLAN)
@keeps_draft("An action of the plan", but=("once",))
def edit(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """Change one part of an action."""
    if part not in PARTS:
        raise Http404
    found, chosen = action_of(request, public_id), PARTS[part]
    form = chosen.form(request, found)

    def act() -> str:
        chosen.act(found, form.cleaned_data, request.actor)
        messages.success(request, f"{found.ref} is saved.")
        return _address(found)

    return ask(
        request, form, act, title=chosen.title, caption=f"{found.ref}: {found.title}", keeps=True,
        back=_address(found), trail=[*_trail(request), (found.ref, _address(found))],
    )  # fmt: skip


def _fields(form_class: type[Any], *names: str) -> Callable[[HttpRequest, Action], OnceForm]:
    """A form over fields of the row itself."""

    def form(request: HttpRequest, action: Action) -> OnceForm:
        first = {name: getattr(action, name) for name in names} | {"begun": edition(action)} | typed(request)
        made = form_class(request.POST or None, initial=first)
        made.values = lambda row: {name: getattr(row, name) for name in names}
        return made  # type: ignore[no-any-return]

    return form


def _what(request: HttpRequest, action: Action) -> OnceForm:
    names = ("title", "description", "success", "level", "notes")
    first = {name: getattr(action, name) for name in names} | {"theme": action.theme.key, "begun": edition(action)}
    made = WhatForm(_plan(action).version.themes.all(), request.POST or None, initial=first | typed(request))
    made.values = lambda row: {"theme": row.theme, **{name: getattr(row, name) for name in names}}
    return made


def _serves(request: HttpRequest, action: Action) -> OnceForm:
    first = {"serves": [row.answer.public_id for row in action.serves.select_related("answer")]}
    return ServesForm(answers_of(_plan(action)), request.POST or None, initial=first | typed(request))


def _helpers(request: HttpRequest, action: Action) -> OnceForm:
    first = {"agencies": [row.agency.public_id for row in action.contributions.select_related("agency")]}
    return HelpersForm(seen.agencies(request.actor), request.POST or None, initial=first | typed(request))  # type: ignore[attr-defined]


def _waits(request: HttpRequest, action: Action) -> OnceForm:
    first = {"on": [row.on.public_id for row in action.depends_on.select_related("on")]}
    others = reading.actions_for(request.actor).filter(plan=action.plan_id).exclude(pk=action.pk)  # type: ignore[attr-defined]
    return WaitsForm(others, request.POST or None, initial=first | typed(request))


def _expects(request: HttpRequest, action: Action) -> OnceForm:
    return ExpectForm(by_subject(), request.POST or None, initial=typed(request))


def _save(action: Action, given: dict[str, Any], by: Any) -> object:
    """The fields of a form go over the action as it stands."""
    names = {name: given[name] for name in given if name in ActionValues.__dataclass_fields__}
    return actions.edit_action(action, replace(values_of(action), **names), begun=given["begun"], by=by)


def _expect(action: Action, given: dict[str, Any], by: Any) -> object:
    kept = [Expected(one.measure, one.direction, one.by, one.why) for one in action.expectations.all()]
    new = Expected(given["measure"], given["direction"], given["by"], given["why"])
    return parts.expect(action, [*kept, new], by=by)


WHEN = ("starts", "due", "priority", "weight", "weight_reason")
PARTS = {
    "what": Part("What is done", _what, _save),
    "when": Part("Dates and priority", _fields(WhenForm, *WHEN), _save),
    "cost": Part("Cost and funding", _fields(CostForm, "cost_band", "funder", "funded_until"), _save),
    "serves": Part("What it serves", _serves, lambda row, given, by: parts.serve(row, given["serves"], by=by)),
    "helpers": Part("Who helps", _helpers, lambda row, given, by: parts.contribute(row, given["agencies"], by=by)),
    "waits": Part("What it waits for", _waits, lambda row, given, by: parts.depend(row, given["on"], by=by)),
    "measures": Part("A measure that should move", _expects, _expect),
}


def _plan(action: Action) -> Plan:
    return action.plan


def _trail(request: HttpRequest) -> list[tuple[str, str]]:
    return [("Actions", reverse("plan-actions", args=(request.actor.partnership.slug,)))]  # type: ignore[attr-defined]


def _address(action: Action) -> str:
    return reverse("plan-action", args=(action.partnership.slug, action.public_id))
