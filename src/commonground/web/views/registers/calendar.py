"""The calendar of the registers: a month as a page, and the private address at which one’s own calendar reads it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_scopes import scope

from commonground.partnership.rules import ANYONE
from commonground.partnership.seen import seen
from commonground.partnership.wards import places_of
from commonground.registers.calendar import Dated, dated, month_before, next_month, span_of, weeks_of, with_calendar
from commonground.registers.changes import calendar_feeds
from commonground.registers.icalendar import calendar
from commonground.registers.models import CalendarFeed
from commonground.registers.register import Register
from commonground.registers.rules import READ_REGISTERS
from commonground.web.door import context_of, only
from commonground.web.forms.once import OnceForm, once
from commonground.web.limits import limited
from commonground.web.views.registers.asking import register_of
from commonground.web.views.registers.within import within

BEHIND, AHEAD = timedelta(days=92), timedelta(days=550)
FIELDS = ("name", "register", "days", "hours", "place", "ward")


@only(READ_REGISTERS)
def every(request: HttpRequest) -> HttpResponse:
    """A month of all registers that stand in the calendar."""
    return _month(request, None)


@only(READ_REGISTERS)
def one(request: HttpRequest, register: str) -> HttpResponse:
    """A month of one register."""
    found = register_of(request, register)
    if not found.calendar:
        raise Http404
    return _month(request, found)


def _month(request: HttpRequest, register: Register | None) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    month, today = _asked(request), timezone.localdate()
    found = dated([register] if register else with_calendar(actor), actor, *span_of(month))
    weeks = weeks_of(month, found)
    context = {
        "register": register, "month": month, "today": today, "weeks": weeks, "before": month_before(month),
        "after": next_month(month), "wards": places_of(actor.partnership), "registers": with_calendar(actor),
        "within": within(request, register) if register else (),
        "number": sum(one.last >= month and one.first < next_month(month) for one in found),
    }  # fmt: skip
    return TemplateResponse(request, "registers/calendar.html", context)


def _asked(request: HttpRequest) -> date:
    """The month of the address, “2026-03”; the one that it is, where it says none."""
    year, _, month = request.GET.get("month", "").partition("-")
    try:
        found = date(int(year), int(month), 1)
    except ValueError:
        return timezone.localdate().replace(day=1)
    return found if 1990 <= found.year <= 2100 else timezone.localdate().replace(day=1)


@only(READ_REGISTERS, post=READ_REGISTERS)
def address(request: HttpRequest) -> HttpResponse:
    """Make an address of one’s own, which is shown once, or revoke it."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = OnceForm(request.POST or None)
    here = reverse("register-calendar-address", args=(actor.partnership.slug,))
    if form.is_valid():
        made: list[str] = []
        once(form, actor, lambda: _do(request, here, made))
        if not made:
            return redirect(here)
        return _address_page(request, OnceForm(), made[0])
    return _address_page(request, form, "")


def _do(request: HttpRequest, here: str, made: list[str]) -> str:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if request.POST.get("revoke"):
        calendar_feeds.revoke_address(by=actor)
        messages.success(request, "The address is revoked. Calendars that used it get nothing more.")
    else:
        made.append(calendar_feeds.make_address(by=actor)[1])
    return here


def _address_page(request: HttpRequest, form: OnceForm, secret: str) -> HttpResponse:
    live = seen(CalendarFeed, request.actor).live().first()  # type: ignore[attr-defined]
    shown = request.build_absolute_uri(reverse("calendar-feed", args=(secret,))) if secret else ""
    context = {"live": live, "address": shown, "form": form}
    return TemplateResponse(request, "registers/calendar_address.html", context)


@limited("calendar")
@only(ANYONE)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar for a program that has the address. Revoked, or of a seat that gives no access: there is none."""
    found = calendar_feeds.reader_of(secret, timezone.localdate(), **context_of(request))
    if found is None:
        raise Http404
    row, actor = found
    table: Any = actor.partnership
    with scope(partnership=table):
        today = timezone.localdate()
        entries = dated(with_calendar(actor), actor, today - BEHIND, today + AHEAD)
        name = f"{table.name}: registers"
        content = calendar(name, entries, places_of(table), _address_of(request, table.slug), timezone.now())
        calendar_feeds.handed_over(row, content, len(entries), FIELDS, by=actor)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _address_of(request: HttpRequest, slug: str) -> Any:
    root = f"{'https' if settings.HTTPS else 'http'}://{request.get_host()}"

    def address_of(one: Dated) -> str:
        try:
            return root + reverse("register-entry", args=(slug, one.register.key, one.entry.public_id))
        except NoReverseMatch:
            return ""

    return address_of
