"""Entries brought in from a file: sent, its columns explained, looked at by row, brought in; the rest given back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.spreadsheets.sent import read_sent
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes import bringing as changes
from commonground.registers.models import Bringing
from commonground.registers.moving.files import to_csv, to_workbook
from commonground.registers.moving.forms import TEMPLATES, dated, template
from commonground.registers.moving.held import columns_of, counts, lines_of, mappable, sent_of
from commonground.registers.moving.judging import Verdict
from commonground.registers.moving.limits import ENTRIES, WANTED
from commonground.registers.moving.opening import read
from commonground.registers.moving.reading import bringing_of, left_out, preview, rest, waiting_for
from commonground.registers.register import Register
from commonground.registers.rules import CORRECT_REGISTERS, READ_REGISTERS
from commonground.sources.readers.refusal import Refusal
from commonground.web.door import only
from commonground.web.forms.bringing import BringInForm, ListColumnsForm, SendListForm
from commonground.web.forms.delivery import megabytes
from commonground.web.views.registers.asking import ask, register_of, show

PAGE = 50
ORDER = (Verdict.BAD, Verdict.ASK, Verdict.NEW, Verdict.THERE, Verdict.ASIDE)


@only(CORRECT_REGISTERS, post=CORRECT_REGISTERS)
def send(request: HttpRequest, register: str) -> HttpResponse:
    """Send a file with entries; or go on with one that waits."""
    found, posted = _register(request, register), request.method == "POST"
    form = SendListForm(request.POST if posted else None, request.FILES if posted else None)
    context = {
        "waiting": waiting_for(found, request.actor), "accepts": WANTED, "largest": megabytes(ENTRIES.bytes),  # type: ignore[attr-defined]
        "most": ENTRIES.rows,
    }  # fmt: skip
    return ask(request, found, form, lambda: _sent(request, found, form), "registers/bring_in.html", **context)


@only(CORRECT_REGISTERS, post=CORRECT_REGISTERS)
def columns(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Say what each column of the file means."""
    found, waits = _waiting(request, register, public_id)
    if waits.state not in ("sent", "checked"):
        return redirect(_address(request, waits))
    sent = sent_of(waits)
    names = mappable(found, request.actor)  # type: ignore[attr-defined]
    form = ListColumnsForm(found, names, sent, columns_of(waits), request.POST or None)
    context = {"waits": waits, "sent": sent}
    return ask(request, found, form, lambda: _said(request, waits, form), "registers/bring_in_columns.html", **context)


@only(CORRECT_REGISTERS, post=CORRECT_REGISTERS)
def look(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """What would become of each row; then bring in what is in order, or nothing."""
    found, waits = _waiting(request, register, public_id)
    if waits.state == "sent":
        return redirect("register-import-columns", request.actor.partnership.slug, found.key, public_id)  # type: ignore[attr-defined]
    if waits.state != "checked":
        renews = request.headers.get("HX-Request") == "true"  # the part that shows the progress asks for itself
        context = {"waits": waits, "left": left_out(waits), "renews": renews}
        return show(request, found, "registers/bring_in_done.html", **context)
    if "shown" in request.POST:
        return _sure(request, waits)
    lines, left = lines_of(waits), left_out(waits)
    number = counts(lines)
    sure = number[Verdict.BAD] + number[Verdict.ASK] - len(left)
    form = BringInForm(number[Verdict.NEW] + sure, len(left), request.POST or None)
    context = _shown(request, waits) | {"waits": waits, "new": number[Verdict.NEW] + sure, "left": len(left)}
    return ask(request, found, form, lambda: _brought(request, waits, form), "registers/bring_in_look.html", **context)


@only(CORRECT_REGISTERS)
def remaining(request: HttpRequest, register: str, public_id: str, form: str) -> HttpResponse:
    """The rows that stay out, as a file to mend and send again."""
    found, waits = _waiting(request, register, public_id)
    rows = rest(waits) if waits.held and form in TEMPLATES else []
    if len(rows) < 2:
        raise Http404
    content = to_csv(rows) if form == "csv" else to_workbook([("Rows to mend", rows)])
    actor: Any = request.actor  # type: ignore[attr-defined]
    access_log.handed_over(
        content, waits, by=actor, recipient=actor.agency, rows=len(rows) - 1, fields=[str(one) for one in rows[0]],
        purpose="rows that were not brought in, to be mended",
    )  # fmt: skip
    return _file(content, TEMPLATES[form], f"to-mend-{dated(found, timezone.localdate(), form)}")


@only(post=CORRECT_REGISTERS)
def forget(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Erase what is held of the file."""
    found, waits = _waiting(request, register, public_id)
    try:
        changes.forget(waits, by=request.actor)  # type: ignore[attr-defined]
    except NotPossible:
        return redirect(_address(request, waits))
    return redirect("register-import", request.actor.partnership.slug, found.key)  # type: ignore[attr-defined]


@only(READ_REGISTERS)
def empty(request: HttpRequest, register: str, form: str) -> HttpResponse:
    """An empty list with the headings, to be filled in and brought in."""
    found = register_of(request, register)
    if form not in TEMPLATES:
        raise Http404
    return _file(template(found, request.actor, form), TEMPLATES[form], f"{found.key.replace('_', '-')}.{form}")  # type: ignore[attr-defined]


def _register(request: HttpRequest, key: str) -> Register:
    found = register_of(request, key)
    if not found.correct.allows(request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(f"Your role does not bring {found.nouns} in from a file.")
    return found


def _waiting(request: HttpRequest, key: str, public_id: str) -> tuple[Register, Bringing]:
    found = _register(request, key)
    waits = bringing_of(found, request.actor, public_id)  # type: ignore[attr-defined]
    if waits is None or waits.state == "forgotten":
        raise Http404
    request.showed(waits)  # type: ignore[attr-defined]
    return found, waits


def _sent(request: HttpRequest, register: Register, form: SendListForm) -> str:
    file = form.cleaned_data["file"]
    try:
        sent = read_sent(file.name, file.chunks(), ENTRIES, read)
    except Refusal as refusal:
        raise NotPossible(str(refusal)) from None
    made = changes.send(register, sent, by=request.actor)  # type: ignore[attr-defined]
    return reverse("register-import-columns", args=(request.actor.partnership.slug, register.key, made.public_id))  # type: ignore[attr-defined]


def _said(request: HttpRequest, waits: Bringing, form: ListColumnsForm) -> str:
    done = changes.explain(waits, form.mapped(), look_again=form.moved, by=request.actor)  # type: ignore[attr-defined]
    return _address(request, done)


def _sure(request: HttpRequest, waits: Bringing) -> HttpResponse:
    shown, sure = ([int(n) for n in request.POST.getlist(name) if n.isdecimal()] for name in ("shown", "sure"))
    try:
        changes.say_sure(waits, shown, sure, by=request.actor)  # type: ignore[attr-defined]
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect(f"{_address(request, waits)}?show=ask")


def _brought(request: HttpRequest, waits: Bringing, form: BringInForm) -> str:
    without = form.cleaned_data.get("without_the_rest", False)
    return _address(request, changes.bring_in(waits, without_the_rest=without, by=request.actor))  # type: ignore[attr-defined]


def _shown(request: HttpRequest, waits: Bringing) -> dict[str, Any]:
    """One page of the rows of one verdict, and how many there are of each."""
    lines = lines_of(waits)
    number = counts(lines)
    asked = request.GET.get("show", "")
    show_ = next((one for one in ORDER if one == asked), next((one for one in ORDER if number[one]), Verdict.NEW))
    page = Paginator([line for line in lines if line.verdict == show_], PAGE).get_page(request.GET.get("page"))
    return {
        "counts": [(one, number[one]) for one in ORDER if number[one]], "verdict": show_, "page": page,
        "rows": preview(waits, page.object_list, request.actor), "notes": sent_of(waits).notes,  # type: ignore[arg-type, attr-defined]
    }  # fmt: skip


def _address(request: HttpRequest, waits: Bringing) -> str:
    return reverse("register-import-file", args=(request.actor.partnership.slug, waits.register, waits.public_id))  # type: ignore[attr-defined]


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=named)
