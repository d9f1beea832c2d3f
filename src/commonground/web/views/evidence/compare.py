"""London's boroughs beside each other."""

from django.http import HttpRequest, HttpResponse

from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.web.door import only
from commonground.web.views.evidence.asking import question, show


@only(EXPLORE_EVIDENCE)
def compare(request: HttpRequest) -> HttpResponse:
    """One measure in every borough: changes and rates with their intervals, who lies outside the spread, each run."""
    asked = question(request, ("measure", "area", "from", "to", "against", "edition"))
    return show(request, "evidence/compare.html", asked, asked.page("boroughs"))
