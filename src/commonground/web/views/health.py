"""For probes: is the site alive, is it ready for work. Times and states alone, and nothing that is secret."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from commonground.partnership.rules import ANYONE
from commonground.web.door import only
from commonground.web.inspection.readiness import readiness


@only(ANYONE)
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@only(ANYONE)
def ready(request: HttpRequest) -> HttpResponse:
    """The database is there and in shape, and a worker runs: else 503."""
    state = readiness()
    return JsonResponse(state, status=200 if state["ready"] else 503)
