"""Published reports of scrutiny panels, for anyone: the list, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.partnership.rules import ANYONE
from commonground.registers.scrutiny import reading
from commonground.report import frozen
from commonground.web.door import only


@only(ANYONE)
def reports(request: HttpRequest) -> HttpResponse:
    """Every published report, by partnership."""
    return _kept(TemplateResponse(request, "published/scrutiny_reports.html", {"reports": reading.public_reports()}))


@only(ANYONE)
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One report. One that waits, or was taken off, is as if it never was."""
    found = reading.public_report(slug, public_id)
    if found is None:
        raise Http404
    context = {
        "report": found, "document": frozen.from_json(found.document), "table": found.partnership,
        "invented": found.partnership.demonstration,
    }  # fmt: skip
    return _kept(TemplateResponse(request, "published/scrutiny_report.html", context))


def _kept(response: HttpResponse) -> HttpResponse:
    """A browser may keep it for a minute: what is taken off is gone soon."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
