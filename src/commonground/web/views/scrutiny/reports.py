"""The report of a session: read, taken away, and asked to be public; and what is decided on that by somebody else."""

import hashlib
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.changes import panel_reports
from commonground.registers.models import SessionReport
from commonground.registers.rules import (
    APPROVE_PUBLIC_REPORT,
    ASK_PUBLIC_REPORT,
    READ_PANEL_SESSIONS,
    READ_SCRUTINY_REPORTS,
)
from commonground.registers.scrutiny import reading
from commonground.registers.scrutiny.report import document, public_document
from commonground.report import frozen
from commonground.report.document import Document
from commonground.report.render import render
from commonground.web.door import only
from commonground.web.forms.once import OnceForm
from commonground.web.forms.outside import TakenOffForm
from commonground.web.fresh import fresh
from commonground.web.limits import limited
from commonground.web.views.scrutiny.asking import ask, at, at_session, session_of, trail

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
log = logging.getLogger(__name__)


@only(READ_PANEL_SESSIONS)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report for the table."""
    found = session_of(request, public_id)
    context = {"session": found, "document": document(found, timezone.localdate()), "trail": trail(request, found)}
    return TemplateResponse(request, "scrutiny/report.html", context | {"forms": _files(request, public_id)})


@limited("export")
@only(READ_PANEL_SESSIONS)
def report_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The same as a file."""
    found = session_of(request, public_id)
    if form not in TYPES:
        raise Http404
    made = document(found, timezone.localdate())
    content = printed(made, form)
    request.showed(found, file=form, sha256=hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}.{form}"'
    return response


@only(ASK_PUBLIC_REPORT, post=ASK_PUBLIC_REPORT)
def ask_public(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for it to be published, having read what the public would read."""
    found, form = session_of(request, public_id), OnceForm(request.POST or None)

    def act() -> str:
        made = panel_reports.ask_public(found, by=request.actor)
        messages.success(request, "It waits for approval by somebody else.")
        return at(request, "scrutiny-public", made.public_id)

    return ask(
        request, form, act, "scrutiny/ask_public.html", title="Ask to publish the report", caption=str(found),
        button="Ask for approval", document=public_document(found, timezone.localdate()),
        back=at_session(request, found), trail=trail(request, found),
    )  # fmt: skip


@only(READ_SCRUTINY_REPORTS)
def public(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the public reads, or would read, and where it stands."""
    found = _report_of(request, public_id)
    context = {
        "report": found, "document": frozen.from_json(found.document),
        "may_decide": APPROVE_PUBLIC_REPORT.allows(request.actor) and found.state == "asked"
        and found.asked_by.user_id != request.user.pk,
        "may_take_off": APPROVE_PUBLIC_REPORT.allows(request.actor) and found.state == "public",
        "reads": READ_PANEL_SESSIONS.allows(request.actor),
    }  # fmt: skip
    return TemplateResponse(request, "scrutiny/public.html", context)


@only(APPROVE_PUBLIC_REPORT, post=APPROVE_PUBLIC_REPORT)
@fresh
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve it, and show it to everyone."""
    return _decide(
        request, public_id, OnceForm, panel_reports.publish, "It is on the public page.", title="Publish the report",
        button="Publish", lead="Anybody can then read it. Look for names, and for words that only one search fits.",
    )  # fmt: skip


@only(APPROVE_PUBLIC_REPORT, post=APPROVE_PUBLIC_REPORT)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do not publish it."""
    return _decide(
        request, public_id, TakenOffForm, panel_reports.send_back, "It is sent back.", title="Send the report back"
    )


@only(APPROVE_PUBLIC_REPORT, post=APPROVE_PUBLIC_REPORT)
def take_off(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it off the public page."""
    return _decide(
        request, public_id, TakenOffForm, panel_reports.take_off, "It is no longer on the public page.",
        title="Take the report off the public page", button="Take it off", warning=True,
    )  # fmt: skip


def printed(made: Document, form: str) -> bytes:
    """The document as one file. Where there is no Pango there is no PDF, and no such page."""
    with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
        files = render(made, Path(folder), (form,), say=log.warning)
        if not files:
            raise Http404
        return files[0].read_bytes()


def _files(request: HttpRequest, public_id: str) -> list[dict[str, str]]:
    return [
        {"href": at(request, "scrutiny-report-file", public_id, form), "title": "The report", "kind": kind}
        for form, kind in (("pdf", "PDF"), ("docx", "Word"))
    ]


def _report_of(request: HttpRequest, public_id: str) -> SessionReport:
    found: SessionReport = get_object_or_404(reading.reports_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def _decide(
    request: HttpRequest, public_id: str, form_class: type[OnceForm], change: Callable[..., Any], said: str,
    **words: Any,
) -> HttpResponse:  # fmt: skip
    found, form = _report_of(request, public_id), form_class(request.POST or None)

    def act() -> str:
        given = [form.cleaned_data["why"]] if "why" in form.cleaned_data else []
        change(found, *given, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, said)
        return at(request, "scrutiny-public", found.public_id)

    back = at(request, "scrutiny-public", found.public_id)
    return ask(request, form, act, caption=str(found.session), back=back, **words)
