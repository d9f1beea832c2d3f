"""A table or chart of a page as a file, with its definition, editions, licence and what is withheld inside.

What is published and aggregate anyway is a look like any other: one row of consultation, with the file's digest. A file
from what a partner sent in confidence leaves the site, so a row of disclosure to the person's agency stands beside it.
"""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from commonground.partnership import access_log
from commonground.partnership.rules import EXPLORE_EVIDENCE
from commonground.report.pages.asked import NotOffered
from commonground.report.pages.downloads import Download, download
from commonground.report.pages.kept import KINDS
from commonground.web.door import only
from commonground.web.limits import limited
from commonground.web.views.evidence.asking import question


@limited("export")
@only(EXPLORE_EVIDENCE)
def file(request: HttpRequest, page: str, number: int, format: str) -> HttpResponse:
    """The table or chart with this number in reading order."""
    if page not in KINDS:
        raise Http404
    asked = question(request, _named(page))
    found = asked.page(page)
    if found is None:
        return TemplateResponse(request, "evidence/unclear.html", {"form": asked.form}, status=400)
    try:
        made = download(found, format, number - 1)
    except NotOffered:
        raise Http404 from None
    _write_down(request, made, found.is_open)
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.type, headers=named)


def _named(kind: str) -> tuple[str, ...]:
    """The overview is of every measure; any other page is of one."""
    return () if kind == "overview" else ("measure",)


def _write_down(request: HttpRequest, made: Download, is_open: bool) -> None:
    record, digest = f"file:{made.name}"[:200], hashlib.sha256(made.content).hexdigest()
    request.showed(record, sha256=digest, bytes=len(made.content))  # type: ignore[attr-defined]
    if not is_open:
        access_log.record(
            access_log.Kind.DISCLOSURE, record, by=request.actor, recipient=request.actor.agency,  # type: ignore[attr-defined]
            purpose="to use outside this site, as the agreement with the sender allows", sha256=digest,
        )  # fmt: skip
