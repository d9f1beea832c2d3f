"""The template that the plan follows, and the versions that it can move to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan import reading
from commonground.plan.changes import plans
from commonground.plan.models import TemplateVersion
from commonground.plan.rules import EDIT_PLAN, READ_PLAN
from commonground.plan.templates.differences import differences
from commonground.plan.templates.written import WrittenTemplate
from commonground.web.door import only
from commonground.web.forms.plan import SureForm
from commonground.web.views.plan.asking import ask, may_edit, plan_of


@only(READ_PLAN)
def template(request: HttpRequest) -> HttpResponse:
    """The template in use, with the guidance to each item, and the versions after it."""
    plan = plan_of(request)
    request.showed(plan, shown="template")
    written = WrittenTemplate.model_validate(plan.version.document)
    context = {
        "plan": plan,
        "written": written,
        "themes": [(theme, written.of_theme(theme.key)) for theme in written.themes],
        "successors": reading.successors_of(plan, request.actor),
    }
    return TemplateResponse(request, "plan/template.html", context)


@only(READ_PLAN, post=EDIT_PLAN)
def version(request: HttpRequest, version: str) -> HttpResponse:
    """What another version changes, what becomes of the answers, and the step to it."""
    plan = plan_of(request)
    found: TemplateVersion = get_object_or_404(reading.successors_of(plan, request.actor), public_id=version)
    request.showed(plan, shown=f"template {found.key}")
    change = differences(*(WrittenTemplate.model_validate(one.document) for one in (plan.version, found)))

    def act() -> str:
        plans.move_to(plan, found, by=request.actor)
        messages.success(request, f"The plan follows “{found.title}” now. Nothing that was written is lost.")
        return reverse("plan", args=(request.actor.partnership.slug,))

    context = {
        "plan": plan, "version": found, "change": change, "may_edit": may_edit(request),
        "lost": [one for one in change.answers if one.standing_lost],
        "trail": [("Template", reverse("plan-template", args=(request.actor.partnership.slug,)))],
    }  # fmt: skip
    return ask(request, SureForm(request.POST or None), act, "plan/version.html", **context)
