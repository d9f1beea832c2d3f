"""The measures, one of them in an area, and the same claim over other months and editions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.evidence.measure import measures as known
from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.report.pages.asked import VIEWS
from commonground.web.door import only
from commonground.web.forms.evidence import MeasuresForm
from commonground.web.reading_room import evidence_for
from commonground.web.views.evidence.asking import question, show
from commonground.web.views.evidence.subjects import SUBJECTS, listed

ASKED_OF_A_MEASURE = ("area", "from", "to", "against", "beside", "edition")
TRIED = ("area", "from", "to", "against", "edition")


@only(EXPLORE_EVIDENCE)
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure by subject, with what it counts and for which areas; or those that a search leaves."""
    form = MeasuresForm(list(SUBJECTS), request.GET or None)
    found = listed(evidence_for(request.actor.partnership), **form.wanted())  # type: ignore[attr-defined]
    number = sum(len(some) for some in found.values())
    context = {"form": form, "found": found, "number": number, "all": len(known())}
    return TemplateResponse(request, "evidence/measures.html", context, status=400 if form.errors else 200)


@only(EXPLORE_EVIDENCE)
def one(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure in one area: what may be said, its run, its table, what is counted and what limits it."""
    if measure not in known():
        raise Http404
    asked = question(request, ASKED_OF_A_MEASURE, measure=measure, keep=("view",))
    page = asked.page("measure")
    return show(request, "evidence/measure.html", asked, page, measure=known()[measure], views=VIEWS)


@only(EXPLORE_EVIDENCE)
def other_months(request: HttpRequest, measure: str) -> HttpResponse:
    """The same comparison over neighbouring months and from every publication."""
    if measure not in known():
        raise Http404
    asked = question(request, TRIED, measure=measure)
    return show(request, "evidence/sensitivity.html", asked, asked.page("sensitivity"), measure=known()[measure])
