"""The files of an entry: added, taken to keep, and taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commonground.partnership.kept import content_type
from commonground.partnership.seen import seen
from commonground.registers.changes import attachments
from commonground.registers.files import may_open
from commonground.registers.models import Attachment
from commonground.registers.rules import KEEP_REGISTERS, READ_REGISTERS
from commonground.web.door import only
from commonground.web.forms.attachment import AttachForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.registers.asking import ask, entry_of, register_of
from commonground.web.views.registers.writing import address_of

NOT_YET = "The virus scanner has not let this file through yet. Try again in ten minutes."
NOT_YOURS = "This register has columns that your role does not read, and a file may show what they say: ask an analyst."


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def add(request: HttpRequest, register: str, public_id: str) -> HttpResponse:
    """Put a file beside an entry."""
    found = register_of(request, register, keep=True)
    entry = entry_of(request, found, public_id, change=True)
    form = AttachForm(request.POST or None, request.FILES or None)

    def act() -> str:
        sent = form.cleaned_data["file"]
        made = attachments.add_file(entry, sent.name, sent.chunks(), by=request.actor)  # type: ignore[attr-defined]
        said = "It can be opened once the virus scanner has let it through." if made.waits else ""
        messages.success(request, f"“{made.name}” is added. {said}".strip())
        return address_of(entry)

    return ask(
        request, found, form, act, title="Add a file or photograph", entry=entry, back=address_of(entry),
        button="Add it", sends_file=True,
    )  # fmt: skip


@only(READ_REGISTERS)
def one(request: HttpRequest, register: str, public_id: str, file: str) -> HttpResponse:
    """A file, to keep: never shown in a page."""
    found = _file(request, register, public_id, file)
    if found.waits:
        raise PermissionDenied(NOT_YET)
    if not may_open(found, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    path = attachments.FILES.path_of(found.kept)
    if not path.exists():
        raise Http404
    request.showed(found, sha256=found.sha256)  # type: ignore[attr-defined]
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=content_type(found.kept)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@only(KEEP_REGISTERS, post=KEEP_REGISTERS)
def remove(request: HttpRequest, register: str, public_id: str, file: str) -> HttpResponse:
    """Take a file away, having been asked once more."""
    of, found = register_of(request, register, keep=True), _file(request, register, public_id, file)
    entry = entry_of(request, of, public_id, change=True)
    form = OnceForm(request.POST or None)

    def act() -> str:
        attachments.remove_file(found, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, f"“{found.name}” is erased.")
        return address_of(entry)

    return ask(
        request, of, form, act, title=f"Take away “{found.name}”", entry=entry, back=address_of(entry), warning=True,
        button="Erase it", lead="The file is erased. That it was there, and who took it away, stays in the history.",
    )  # fmt: skip


def _file(request: HttpRequest, register: str, public_id: str, file: str) -> Attachment:
    rows = seen(Attachment, request.actor).select_related("entry")  # type: ignore[attr-defined]
    found: Attachment = get_object_or_404(rows, public_id=file, entry__public_id=public_id, entry__register=register)
    request.showed(found, [found.entry])  # type: ignore[attr-defined]
    return found
