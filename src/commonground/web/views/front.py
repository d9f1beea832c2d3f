"""The first pages: the site’s, a partnership’s, and what each role may do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from commonground.papers.public import papers
from commonground.partnership.changes.seats import seats_of
from commonground.partnership.roles import ROLES
from commonground.partnership.rules import ANYONE, SEE_HOME
from commonground.registers.public import shown_by_all
from commonground.web.door import only
from commonground.web.rulebook import rules_of, table
from commonground.web.views import daily
from commonground.web.views.evidence.overview import in_short
from commonground.web.views.plan import glance as plan

NEWEST = 3  # published assessments on the front page


@only(ANYONE)
def home(request: HttpRequest) -> HttpResponse:
    """Where a visitor arrives; a person with one seat goes straight to its table."""
    seats = seats_of(request.user)
    if len(seats) == 1:
        return redirect("partnership", partnership=seats[0].partnership.slug)
    context = {"seats": seats, "papers": papers()[:NEWEST], "helps": shown_by_all()}
    return TemplateResponse(request, "home.html", context)


@only(SEE_HOME)
def partnership(request: HttpRequest) -> HttpResponse:
    """The front page of a partnership, for those at its table."""
    context = {"short": in_short(request), "plan_short": plan.in_short(request), "daily": daily.in_short(request)}
    return TemplateResponse(request, "partnership.html", context)


@only(ANYONE)
def roles(request: HttpRequest) -> HttpResponse:
    """The ten roles, and all of them against all rules."""
    return TemplateResponse(request, "roles.html", {"roles": ROLES.values(), "table": table()})


@only(ANYONE)
def role(request: HttpRequest, key: str) -> HttpResponse:
    """What one role may do, as the rules say it."""
    if key not in ROLES:
        raise Http404
    return TemplateResponse(request, "role.html", {"role": ROLES[key], **rules_of(key)})
