"""What the public reported: read, made an entry of tension, or closed; and what of the registers is public at all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership.seen import seen
from commonground.partnership.wards import places_of
from commonground.registers.changes import public_reports as changes
from commonground.registers.changes.public_pages import show_in_public
from commonground.registers.models import PublicPages, PublicReport
from commonground.registers.register import registers
from commonground.registers.rules import READ_PUBLIC_REPORTS, READ_REGISTERS, SHOW_IN_PUBLIC
from commonground.web.door import only
from commonground.web.forms.once import OnceForm, once
from commonground.web.forms.public_registers import CloseForm, PublicPagesForm, TakeForm
from commonground.web.views.asking import ask

EACH = 25


@only(READ_PUBLIC_REPORTS)
def reports(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, then those that were decided on."""
    every = seen(PublicReport, request.actor).select_related("decided_by__user")  # type: ignore[attr-defined]
    decided = every.exclude(state=PublicReport.State.WAITING).order_by("-decided_at", "-pk")
    page = Paginator(decided, EACH).get_page(request.GET.get("page"))
    context = {"waiting": every.waiting().order_by("sent_at"), "page": page, "shown": _shown(request)}
    return TemplateResponse(request, "registers/reports.html", context)


@only(READ_PUBLIC_REPORTS)
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, and what can become of it."""
    found = _report(request, public_id)
    ward = places_of(found.partnership).get(found.ward, found.ward)
    context = {"report": found, "ward": ward, "can_be_taken": changes.TENSION in registers()}
    return TemplateResponse(request, "registers/report.html", context)


@only(READ_PUBLIC_REPORTS, post=READ_PUBLIC_REPORTS)
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an entry of tension of it."""
    found = _report(request, public_id)
    register = registers().get(changes.TENSION)
    kinds = register.choices("kind").items() if register else ()
    wards = sorted(places_of(found.partnership).items(), key=lambda pair: pair[1])
    first = {"heard": found.text, "place": found.place, "ward": found.ward}
    form = TakeForm(kinds, wards, request.POST or None, initial=first)

    def act() -> Any:
        given = form.cleaned_data
        values = {name: given[name] for name in ("kind", "heard", "place", "ward")}
        values |= {"on": timezone.localdate(found.sent_at), "source": "public", "reliability": "untested",
                   "known": "not_known"}  # fmt: skip
        return changes.take(found, values, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]

    return _decide(request, found, form, act, "registers/report_take.html", "It is in the register of tension.")


@only(READ_PUBLIC_REPORTS, post=READ_PUBLIC_REPORTS)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close it, and say why."""
    found = _report(request, public_id)
    form = CloseForm(request.POST or None)
    by = request.actor  # type: ignore[attr-defined]
    return _decide(
        request, found, form, lambda: changes.close(found, form.cleaned_data["because"], by=by),
        "registers/report_close.html", "The report is closed.",
    )  # fmt: skip


@only(READ_REGISTERS, post=SHOW_IN_PUBLIC)
def shown(request: HttpRequest) -> HttpResponse:
    """What of the registers anyone may see; the plan owner decides."""
    row, actor = _shown(request), request.actor  # type: ignore[attr-defined]
    form = PublicPagesForm(request.POST or None, initial=PublicPagesForm.values(row))
    here = reverse("register-public", args=(actor.partnership.slug,))

    def act() -> str:
        show_in_public({name: form.cleaned_data[name] for name in PublicPagesForm.values(None)}, by=actor)
        messages.success(request, "What is public is changed.")
        return here

    if form.is_valid():
        return redirect(once(form, actor, act))
    context = {"shown": row, "form": form, "may_change": SHOW_IN_PUBLIC.allows(actor)}
    return TemplateResponse(request, "registers/public.html", context)


def _shown(request: HttpRequest) -> PublicPages | None:
    found: PublicPages | None = seen(PublicPages, request.actor).select_related("changed_by__user").first()  # type: ignore[attr-defined]
    return found


def _report(request: HttpRequest, public_id: str) -> PublicReport:
    rows = seen(PublicReport, request.actor).select_related("decided_by__user", "partnership", "entry")  # type: ignore[attr-defined]
    found: PublicReport = get_object_or_404(rows, public_id=public_id)
    request.showed(found)  # type: ignore[attr-defined]
    return found


def _decide(
    request: HttpRequest, found: PublicReport, form: OnceForm, act: Callable[[], Any], template: str, said: str
) -> HttpResponse:
    """Ask, then do it once. What cannot be done is said on the same page."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    back = reverse("register-public-reports", args=(actor.partnership.slug,))

    def done() -> str:
        act()
        messages.success(request, said)
        return back

    return ask(request, form, done, template, report=found, back=back)
