"""The actions of the plan: the list of them, one of them with all that belongs to it, and those that nobody owns."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership.rules import SEE_HISTORY
from commonground.plan import reading
from commonground.plan.changes.possible import may_update
from commonground.plan.glance import is_open
from commonground.plan.narrowing import Wanted, narrowed
from commonground.plan.reading import ShownAction
from commonground.plan.rules import READ_PLAN
from commonground.web.door import only
from commonground.web.forms.action import ActionsFilter
from commonground.web.views.evidence.overview import in_short
from commonground.web.views.plan.asking import action_of, may_edit, plan_of
from commonground.web.views.plan.counts import counts_of
from commonground.web.views.plan.evidence import TITLES

ON_A_PAGE = 50


@only(READ_PLAN)
def actions(request: HttpRequest) -> HttpResponse:
    """Every action, one’s own first, or those that a filter leaves."""
    plan, today = plan_of(request), timezone.localdate()
    request.showed(plan, shown="actions")
    shown = reading.actions_shown(plan, today)
    asked = request.GET if request.GET else QueryDict("state=open")
    form = ActionsFilter(shown, asked)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    found = narrowed(shown, wanted)
    yours = [one for one in found if one.row.owner_id == request.actor.membership.pk]
    others = Paginator([one for one in found if one not in yours], ON_A_PAGE)
    context = {
        "plan": plan, "filter": form, "chosen": _chosen(form, asked), "all": len(shown), "number": len(found),
        "yours": yours, "page": others.get_page(request.GET.get("page")), "may_edit": may_edit(request),
        "today": today,
    }  # fmt: skip
    return TemplateResponse(request, "plan/actions.html", context)


@only(READ_PLAN)
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything about one action: who, when, how it goes and why, what should move, what it rests on."""
    found, today = action_of(request, public_id), timezone.localdate()
    shown = reading.action_shown(found, today)
    context = {
        "shown": shown, "action": shown.row, "today": today, "plan": found.plan, "is_open": is_open(shown),
        "evidence": reading.aged(shown.row.evidence.all(), today),
        "counts": counts_of(shown.row.evidence.all(), request.actor, today),
        "expected": _expected(request, shown), "attachable": TITLES.items(),
        "trail": [("Actions", reverse("plan-actions", args=(request.actor.partnership.slug,)))],
        "may_edit": may_edit(request) and not found.plan.ended_on,
        "may_update": may_update(found, request.actor) and not found.plan.ended_on,
        "may_see_history": SEE_HISTORY.allows(request.actor),
    }  # fmt: skip
    return TemplateResponse(request, "plan/action.html", context)


@only(READ_PLAN)
def orphans(request: HttpRequest) -> HttpResponse:
    """Actions that nobody who sits at the table answers for."""
    plan, today = plan_of(request), timezone.localdate()
    request.showed(plan, shown="orphans")
    found = [one for one in reading.actions_shown(plan, today) if one.is_orphan]
    return TemplateResponse(request, "plan/orphans.html", {"plan": plan, "found": found, "may_edit": may_edit(request)})


def _expected(request: HttpRequest, shown: ShownAction) -> list[dict[str, Any]]:
    """Each measure that should move beside what it did: its run as far as the overview of the own area has it."""
    rows = list(zip(shown.row.expectations.all(), shown.judged.movements, strict=True))
    told = {}
    if rows and shown.row.partnership.area_code and (overview := in_short(request)):
        told = {one.measure.key: one for group in overview.groups for one in group.told}
    return [{"row": row, "movement": moved, "told": told.get(row.measure)} for row, moved in rows]


def _chosen(form: ActionsFilter, asked: QueryDict) -> list[tuple[str, str]]:
    """What is applied, each with the address without it."""
    found = []
    for name, value in asked.items():
        if name in form.fields and value:
            rest = asked.copy()
            rest[name] = ""
            words = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
            found.append((f"{form[name].label}: {words}", f"?{rest.urlencode()}"))
    return found
