"""The map with its list, and the shapes that a browser draws it from. A place is an area, never a point."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.report.pages.atlas import Atlas, atlas
from commonground.report.pages.mapped import MapPage
from commonground.report.pages.page import Page
from commonground.web.door import only
from commonground.web.forms.evidence import offer_periods
from commonground.web.views.evidence.asking import Question, question, show

FIELDS = ("measure", "by", "area", "period", "edition")


@only(EXPLORE_EVIDENCE)
def map_of(request: HttpRequest) -> HttpResponse:
    """One measure by borough, ward or neighbourhood in one period."""
    asked = question(request, FIELDS)
    page = asked.page("mapped")
    if isinstance(page, MapPage):
        offer_periods(asked.form, page)
    return show(request, "evidence/map.html", asked, page, drawn=_drawn(asked, page))


@only(EXPLORE_EVIDENCE)
def places(request: HttpRequest) -> HttpResponse:
    """The areas of a map as GeoJSON, each with what its list says of it and nothing more; none where none is drawn."""
    asked = question(request, FIELDS)
    page = asked.page("mapped")
    if page is None:
        raise Http404
    drawn = _drawn(asked, page)
    found = {"type": "FeatureCollection", "features": drawn.features if drawn else []}
    return JsonResponse(found, content_type="application/geo+json")


def _drawn(asked: Question, page: Page | None) -> Atlas | None:
    return atlas(asked.evidence, page) if isinstance(page, MapPage) else None
