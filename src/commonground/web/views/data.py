"""Data: what is loaded, how old it is, what was rejected; files that an analyst sends; editions withdrawn."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.deliveries import changes
from commonground.deliveries.allowed import WANTED
from commonground.deliveries.changes import NotPossible
from commonground.deliveries.holdings import holdings, not_loaded
from commonground.deliveries.models import Delivery
from commonground.deliveries.reading import deliveries_for, withdrawals_for
from commonground.deliveries.rules import SEE_DATA, SEND_FILES, WITHDRAW_EDITION
from commonground.evidence.edition import Edition
from commonground.evidence.store import Shelves, UnknownEdition
from commonground.partnership.shelves import shelves_of
from commonground.web.door import only
from commonground.web.forms.delivery import DeliveryForm, WithdrawForm, megabytes
from commonground.web.forms.once import once


@only(SEE_DATA)
def data(request: HttpRequest) -> HttpResponse:
    """Every source with what is loaded of it."""
    held = holdings(_shelves(request), timezone.localdate())
    context = {
        "held": held,
        "not_loaded": not_loaded(held),
        "deliveries": deliveries_for(request.actor).select_related("sent_by__user")[:20],
        "withdrawals": withdrawals_for(request.actor).select_related("withdrawn_by__user")[:20],
        "may_send": SEND_FILES.allows(request.actor),
    }
    return TemplateResponse(request, "data/data.html", context)


@only(SEE_DATA)
def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source: what it holds, under which licence, and each edition of it."""
    held = holdings(_shelves(request), timezone.localdate(), source)
    if not held:
        raise Http404
    return TemplateResponse(request, "data/source.html", {"held": held[0], "source": held[0].source})


@only(SEE_DATA)
def edition(request: HttpRequest, key: str) -> HttpResponse:
    """One edition: what was read, loaded and rejected of one file."""
    found = _edition(request, key)
    held = holdings(_shelves(request), timezone.localdate(), found.source)[0]
    request.showed(f"edition:{found.id}")
    own = found.id in held.own
    context = {"edition": found, "held": held, "own": own, "may": own and WITHDRAW_EDITION.allows(request.actor)}
    return TemplateResponse(request, "data/edition.html", context)


@only(WITHDRAW_EDITION, post=WITHDRAW_EDITION)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an edition off the own shelf."""
    found = _edition(request, key)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _withdrawn(request, found, form)))
        except NotPossible as no:
            form.add_error(None, str(no))
    return TemplateResponse(request, "data/withdraw.html", {"form": form, "edition": found})


@only(SEND_FILES, post=SEND_FILES)
def add(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    files = request.FILES  # read first: it is then that a file is found to be too large
    too_large = getattr(request, "too_large", False)
    posted = request.method == "POST"
    form = DeliveryForm(request.POST if posted else None, files if posted else None, too_large=too_large)
    if form.is_valid():
        return redirect(once(form, request.actor, lambda: _sent(request, form)))
    context = {"form": form, "accepts": WANTED, "largest": megabytes(settings.LARGEST_UPLOAD)}
    return TemplateResponse(request, "data/add.html", context)


@only(SEE_DATA)
def delivery(request: HttpRequest, key: str) -> HttpResponse:
    """One file that was sent: what it is, what was rejected, and what can be done with it."""
    found = _delivery(request, key)
    request.showed(found)
    renews = request.headers.get("HX-Request") == "true"  # the part that shows the progress asks for itself
    context = {"delivery": found, "may": SEND_FILES.allows(request.actor), "renews": renews}
    return TemplateResponse(request, "data/delivery.html", context)


@only(post=SEND_FILES)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Load what the preview showed."""
    return _decide(request, key, changes.confirm)


@only(post=SEND_FILES)
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Erase the file instead."""
    return _decide(request, key, changes.cancel)


def _decide(request: HttpRequest, key: str, change: object) -> HttpResponse:
    found = _delivery(request, key)
    try:
        change(found, by=request.actor)  # type: ignore[operator]
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("delivery", partnership=request.actor.partnership.slug, key=key)


def _sent(request: HttpRequest, form: DeliveryForm) -> str:
    file = form.cleaned_data["file"]
    made = changes.send(file.name, file.chunks(), form.cleaned_data["published"], by=request.actor)
    return reverse("delivery", args=(request.actor.partnership.slug, made.public_id))


def _withdrawn(request: HttpRequest, found: Edition, form: WithdrawForm) -> str:
    changes.withdraw(found.id, form.cleaned_data["reason"], by=request.actor)
    messages.success(request, f"{found.id} is withdrawn. Assessments built from it keep their figures.")
    return reverse("data", args=(request.actor.partnership.slug,))


def _shelves(request: HttpRequest) -> Shelves:
    return shelves_of(request.actor.partnership)


def _edition(request: HttpRequest, key: str) -> Edition:
    try:
        found = _shelves(request).edition(key)
    except UnknownEdition:
        raise Http404 from None
    if found.id != key:
        raise Http404
    return found


def _delivery(request: HttpRequest, key: str) -> Delivery:
    return get_object_or_404(deliveries_for(request.actor).select_related("sent_by__user"), public_id=key)
