"""The access log on a page: for the governance lead, for a purpose; and for each person, what it holds of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.partnership.access_log import reading
from commonground.partnership.rules import READ_LOG, SEE_OWN_LOOKS
from commonground.web.door import only
from commonground.web.forms.access_log import CopyForm, PurposeForm, WantedForm
from commonground.web.fresh import fresh
from commonground.web.limits import limited
from commonground.web.spreadsheet import csv_of

ON_A_PAGE = 50


@only(READ_LOG)
def log(request: HttpRequest) -> HttpResponse:
    """The rows of the partnership. Nothing is shown before a purpose is given."""
    why = PurposeForm(request.GET if {"purpose", "asked"} & request.GET.keys() else None)
    if not why.is_valid():
        kept = [(name, said) for name, said in request.GET.items() if name not in ("purpose", "asked")]
        return TemplateResponse(request, "access_log/purpose.html", {"form": why, "kept": kept})
    form = WantedForm(reading.people_for(request.actor), request.GET)
    form.is_valid()
    page = Paginator(reading.rows_for(request.actor, form.wanted()), ON_A_PAGE).get_page(request.GET.get("page"))
    people = reading.who_is_shown(page.object_list, request.actor)
    request.showed(reading.LOG, people, purpose=why.said, shown=[row.pk for row in page.object_list])
    names = reading.names_of(page.object_list, request.actor)
    context = {"form": form, "page": page, "names": names, "why": why.said, "purpose": why.cleaned_data["purpose"]}
    return TemplateResponse(request, "access_log/log.html", context)


@limited("export")
@only(READ_LOG, post=READ_LOG)
@fresh
def copy(request: HttpRequest) -> HttpResponse:
    """Take a copy of the log away: a disclosure, with its recipient."""
    form = CopyForm(request.POST or None, initial={"purpose": request.GET.get("purpose")})
    narrowed = WantedForm(reading.people_for(request.actor), request.GET)
    narrowed.is_valid()
    rows = reading.rows_for(request.actor, narrowed.wanted())
    if not form.is_valid():
        return TemplateResponse(request, "access_log/copy.html", {"form": form, "count": rows.count()})
    table = list(reading.table_of(rows))
    content = csv_of(reading.HEADS, table)
    recipient = form.cleaned_data["recipient"]
    reading.hand_over(content, len(table), recipient=recipient, purpose=form.said, by=request.actor)
    attached = {"Content-Disposition": 'attachment; filename="access-log.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=attached)


@only(SEE_OWN_LOOKS)
def mine(request: HttpRequest) -> HttpResponse:
    """What the log holds of what I did."""
    page = Paginator(reading.own_rows(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "access_log/mine.html", {"page": page})
