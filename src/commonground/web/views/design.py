"""Every part of a page, with invented content, so that who builds a page need not guess."""

from operator import itemgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static

from commonground.partnership.rules import ANYONE
from commonground.web.door import only
from commonground.web.forms.sample import Look, Narrowed, Sent, asked_and_wrong
from commonground.web.listing import order
from commonground.web.views import sample


@only(ANYONE)
def design(request: HttpRequest) -> HttpResponse:
    """The parts, one under the other."""
    chosen = order(request, sample.COLUMNS, "place")
    rows = sorted(sample.PLACES, key=itemgetter(chosen.by.removeprefix("-")), reverse=chosen.descending)
    messages.info(request, "An invented notice: the list of agencies was checked on 4 September 2026.")
    context = {
        "filter": Narrowed(request.GET or {"place": "harbour"}),
        "look": Look(),
        "sent": Sent(),
        "wrong": asked_and_wrong(),
        "rows": rows,
        "sort": chosen.sort,
        "boundaries": static("invented-places.json"),
        "page": Paginator(range(80), 10).get_page(request.GET.get("page", 4)),
    }
    return TemplateResponse(request, "design.html", context | sample.everything())
