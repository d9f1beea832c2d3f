"""The plan at a glance, how it begins, and what is said of the whole of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.plan import reading
from commonground.plan.changes import plans
from commonground.plan.changes.possible import edition
from commonground.plan.glance import at_a_glance
from commonground.plan.models import Snapshot
from commonground.plan.rules import EDIT_PLAN, READ_PLAN, READ_REVIEWED
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.plan import BeginForm, PlanForm
from commonground.web.views.plan.asking import ask, may_edit, plan_of


@only(READ_REVIEWED)
def glance(request: HttpRequest) -> HttpResponse:
    """Where the plan stands; for those who do not work on it, where it stood at its last closed review."""
    if not READ_PLAN.allows(request.actor):
        return _reviewed(request)
    plan = reading.current_plan(request.actor)
    context: dict[str, Any] = {"plan": plan, "may_edit": may_edit(request)}
    if plan is not None:
        request.showed(plan)
        themes = reading.themes_shown(plan, timezone.localdate())
        context |= {"themes": themes, "glance": at_a_glance(themes, timezone.localdate())}
        context["own"] = [a for t in themes for a in t.actions if _is_own(request, a)]
    return TemplateResponse(request, "plan/plan.html", context)


@only(EDIT_PLAN, post=EDIT_PLAN)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a plan in the form of a template."""
    form = BeginForm(reading.templates_for(request.actor), request.POST or None)
    current = reading.current_plan(request.actor)
    return ask(request, form, lambda: _begun(request, form), "plan/begin.html", current=current)


@only(EDIT_PLAN, post=EDIT_PLAN)
@keeps_draft("What the plan is about", but=("once",))
def edit(request: HttpRequest) -> HttpResponse:
    """Change title, days and summaries."""
    plan = plan_of(request)
    request.showed(plan)
    first = PlanForm.values(plan) | {"begun": edition(plan)} | typed(request)
    form = PlanForm(request.POST or None, initial=first)

    def act() -> str:
        given = {name: form.cleaned_data[name] for name in (*PlanForm.values(plan), "begun")}
        plans.edit(plan, **given, by=request.actor)
        messages.success(request, "The description of the plan is saved.")
        return reverse("plan", args=(request.actor.partnership.slug,))

    return ask(request, form, act, title="Change what is said of the plan", keeps=True, back=_home(request))


def in_short(request: HttpRequest) -> dict[str, Any] | None:
    """The plan as the front page of the partnership shows it, to those who work on it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not READ_PLAN.allows(actor):
        return None
    plan, today = reading.current_plan(actor), timezone.localdate()
    if plan is None:
        return {"plan": None, "may_begin": EDIT_PLAN.allows(actor)}
    themes = reading.themes_shown(plan, today)
    own = [one for theme in themes for one in theme.actions if _is_own(request, one)]
    return {"plan": plan, "glance": at_a_glance(themes, today), "own": own}


def _is_own(request: HttpRequest, action: reading.ShownAction) -> bool:
    seat = request.actor.membership  # type: ignore[attr-defined]
    return action.row.owner_id == seat.pk and action.row.state == "open"


def _reviewed(request: HttpRequest) -> HttpResponse:
    found = reading.snapshots_for(request.actor).filter(reason=Snapshot.Reason.REVIEWED).defer(None).first()  # type: ignore[attr-defined]
    if found is not None:
        request.showed(found)  # type: ignore[attr-defined]
    context = {"snapshot": found, "written": found.written if found else None}
    return TemplateResponse(request, "plan/reviewed.html", context)


def _begun(request: HttpRequest, form: BeginForm) -> str:
    given = form.cleaned_data
    plans.begin(given["version"], given["title"], given["starts"], given["ends"], by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, "The plan is begun. Its standards wait to be answered, theme by theme.")
    return _home(request)


def _home(request: HttpRequest) -> str:
    return reverse("plan", args=(request.actor.partnership.slug,))  # type: ignore[attr-defined]
