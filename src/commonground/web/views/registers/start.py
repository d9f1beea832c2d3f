"""The page of all registers, and what is due across them."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership import seen
from commonground.registers import reading
from commonground.registers.looking import news_for
from commonground.registers.register import registers
from commonground.registers.rules import READ_A_REGISTER
from commonground.registers.terms import Group
from commonground.web.door import only
from commonground.web.forms.register_filter import DueForm
from commonground.web.views.registers.shown import lines_of

ON_A_PAGE = 50
GROUPS = list(Group)


@only(READ_A_REGISTER)
def start(request: HttpRequest) -> HttpResponse:
    """Every register under its group, with what is late, due and new in it."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    news = news_for(actor)
    rows: list[dict[str, Any]] = [
        {"glance": one, "new": news.get(one.register.key, 0),
         "keeps": one.register.keep.allows(actor)}
        for one in sorted(reading.glances(actor, today), key=lambda one: GROUPS.index(one.register.group))
    ]  # fmt: skip
    grouped = [(group, list(some)) for group, some in groupby(rows, lambda row: row["glance"].register.group)]
    context = {
        "groups": grouped, "late": sum(row["glance"].late for row in rows),
        "soon": sum(row["glance"].soon for row in rows), "new": sum(news.values()),
    }  # fmt: skip
    return TemplateResponse(request, "registers/start.html", context)


@only(READ_A_REGISTER)
def due(request: HttpRequest) -> HttpResponse:
    """What is due or has lapsed in any register, what is late first."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    form = DueForm(reading.readable(actor), seen.agencies(actor), request.GET)
    rows = form.narrowed(reading.due_for(actor, form.until(today)))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = lines_of(reading.with_details(list(page.object_list)), actor, today)
    context = {"page": page, "filter": form, "chosen": form.chosen(request.GET), "today": today, "all": registers()}
    return TemplateResponse(request, "registers/due.html", context)
