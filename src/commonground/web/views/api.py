"""The API for people and for programs: a page that explains it, and its OpenAPI description."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.partnership.rules import ANYONE
from commonground.web.api.described import description_of, operations
from commonground.web.api.problem import problem
from commonground.web.door import only


@only(ANYONE)
def reference(request: HttpRequest) -> HttpResponse:
    """What can be asked, with what, and what comes back."""
    shown = {"operations": operations(description_of()), "calls": settings.LIMITS["api"][0]}
    return TemplateResponse(request, "api.html", shown)


def description(request: HttpRequest) -> HttpResponse:
    """The same for programs: OpenAPI 3.1."""
    return HttpResponse(json.dumps(description_of(), ensure_ascii=False, indent=1), content_type="application/json")


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under the API."""
    return problem(404, "There is nothing at this address; /api/v1/ says what there is.")
