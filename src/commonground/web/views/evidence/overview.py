"""The overview of an area, in full on a page of its own and in short on the front page of its partnership."""

from django.http import HttpRequest, HttpResponse

from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.report.blocks import Table
from commonground.report.pages.overview import Overview
from commonground.web.door import only
from commonground.web.views.evidence.asking import question, show


@only(EXPLORE_EVIDENCE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every measure of the area, sorted by what may be said of it, and what is missing."""
    asked = question(request, ("area",))
    page = asked.page("overview")
    blocks = page.blocks if page else ()
    table = [block for block in blocks if isinstance(block, Table)]
    notes = [block for block in blocks if not isinstance(block, Table)]
    return show(request, "evidence/overview.html", asked, page, table=table, notes=notes)


def in_short(request: HttpRequest) -> Overview | None:
    """What rose and what fell in the partnership's own area, for those who may explore the evidence."""
    if not EXPLORE_EVIDENCE.allows(request.actor):  # type: ignore[attr-defined]
        return None
    found = question(request, own=True).page("overview")
    return found if isinstance(found, Overview) else None
