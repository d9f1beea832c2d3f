"""The files of an entry: added, taken to keep, and taken away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from commonground.partnership.kept import content_type
from commonground.partnership.seen import seen
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes import attachments
from commonground.registers.changes.entries import may_change
from commonground.registers.files import may_open
from commonground.registers.models import Attachment, Entry
from commonground.registers.reading import entries_of
from commonground.registers.rules import KEEP_REGISTERS, READ_REGISTERS
from commonground.web.door import only
from commonground.web.forms.attachment import AttachForm
from commonground.web.forms.once import OnceForm, once
from commonground.web.views.registers.mapped import register_of


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def add(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Put a file beside an entry."""
    entry, actor = _entry(request, register, public_id), request.actor  # type: ignore[attr-defined]
    _may_change(entry, request)
    form = AttachForm(request.POST or None, request.FILES or None)

    def act() -> str:
        sent = form.cleaned_data["file"]
        made = attachments.add_file(entry, sent.name, sent.chunks(), by=actor)
        said = "It can be opened once the virus scanner has let it through." if made.waits else ""
        messages.success(request, f"“{made.name}” is added. {said}".strip())
        return _page_of(request, entry)

    context = {"entry": entry, "form": form, "back": _page_of(request, entry)}
    return _ask(request, form, act, "registers/attach.html", context)


@only(READ_REGISTERS)
def one(request: HttpRequest, register: str, public_id: str, file: str) -> HttpResponse:
    """A file, to keep: never shown in a page."""
    found = _file(request, register, public_id, file)
    if found.waits:
        raise PermissionDenied("The virus scanner has not let this file through yet. Try again in ten minutes.")
    if not may_open(found, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(
            "This register has columns that your role does not read, and a file may show what they say: ask an analyst."
        )
    path = attachments.FILES.path_of(found.kept)
    if not path.exists():
        raise Http404
    request.showed(found, [found.entry], sha256=found.sha256)  # type: ignore[attr-defined]
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=content_type(found.kept)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def remove(request: HttpRequest, register: str, public_id: str, file: str) -> HttpResponse:
    """Take a file away, having been asked once more."""
    found = _file(request, register, public_id, file)
    _may_change(found.entry, request)
    form, back = OnceForm(request.POST or None), _page_of(request, found.entry)

    def act() -> str:
        attachments.remove_file(found, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"“{found.name}” is erased.")
        return back

    return _ask(request, form, act, "registers/attachment_remove.html", {"file": found, "form": form, "back": back})


def _ask(request: HttpRequest, form: OnceForm, act: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, act))  # type: ignore[attr-defined]
        except NotPossible as no:
            form.add_error("file" if "file" in form.fields else None, str(no))
    return TemplateResponse(request, template, context)


def _entry(request: HttpRequest, register: str, public_id: str) -> Entry:
    found: Entry = get_object_or_404(
        entries_of(register_of(request, register), request.actor), public_id=public_id  # type: ignore[attr-defined]
    )  # fmt: skip
    request.showed(found)  # type: ignore[attr-defined]
    return found


def _file(request: HttpRequest, register: str, public_id: str, file: str) -> Attachment:
    rows = seen(Attachment, request.actor).select_related("entry")  # type: ignore[attr-defined]
    found: Attachment = get_object_or_404(rows, public_id=file, entry__public_id=public_id, entry__register=register)
    request.showed(found, [found.entry])  # type: ignore[attr-defined]
    return found


def _may_change(entry: Entry, request: HttpRequest) -> None:
    try:
        may_change(entry, request.actor)  # type: ignore[attr-defined]
    except NotPossible as no:
        raise PermissionDenied(str(no)) from None


def _page_of(request: HttpRequest, entry: Entry) -> str:
    slug = request.actor.partnership.slug  # type: ignore[attr-defined]
    try:
        return reverse("register-entry", args=(slug, entry.register, entry.public_id))
    except NoReverseMatch:
        return reverse("register-map-of", args=(slug, entry.register))
