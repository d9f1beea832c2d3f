"""The plan at a glance."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.partnership.seen import seen
from commonground.plan.models import Plan
from commonground.plan.rules import READ_REVIEWED
from commonground.web.door import only


@only(READ_REVIEWED)
def glance(request: HttpRequest) -> HttpResponse:
    """Where the plan stands."""
    found = seen(Plan, request.actor).current().first()  # type: ignore[attr-defined]
    return TemplateResponse(request, "plan/plan.html", {"plan": found})
