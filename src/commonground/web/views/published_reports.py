"""Published reports, for anyone: one of them, chapter by chapter, and the files of its open copy."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers.report_reading import Published, published_called
from commonground.partnership.rules import ANYONE
from commonground.web.door import only
from commonground.web.views.published import TYPES, _kept
from commonground.web.views.reports import drawn_blocks, file_name


@only(ANYONE)
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One report: its head, its contents and its files."""
    found = _found(slug, public_id)
    document = found.document
    shown = drawn_blocks(document.summary, document, 3)
    return _page(request, "published/report.html", found, shown=shown, files=_files(found))


@only(ANYONE)
def chapter(request: HttpRequest, slug: str, public_id: str, chapter: str) -> HttpResponse:
    """One chapter of it."""
    found = _found(slug, public_id)
    document = found.document
    place = next((n for n, one in enumerate(document.sections) if one.key == chapter), None)
    if place is None:
        raise Http404
    here = document.sections[place]
    around = {"before": document.sections[place - 1] if place else None, "after": document.sections[place + 1 :][:1]}
    shown = drawn_blocks(here.blocks, document, 2)
    return _page(request, "published/report_chapter.html", found, section=here, shown=shown, **around)


@only(ANYONE)
def file(request: HttpRequest, slug: str, public_id: str, form: str) -> HttpResponse:
    """One file of it, to be saved."""
    found = _found(slug, public_id)
    content = found.file(form)
    if content is None or form not in TYPES:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[form][0])
    name = file_name(found.copy, found.report, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(response)


def _found(slug: str, public_id: str) -> Published:
    """The published report at this address. One that is a draft, exempt or withdrawn is as if it never was."""
    found = published_called(slug, public_id)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, found: Published, **more: Any) -> HttpResponse:
    table = found.report.partnership
    context = {"report": found.report, "table": table, "document": found.document, "invented": table.demonstration}
    return _kept(TemplateResponse(request, template, context | more))


def _files(found: Published) -> list[dict[str, str]]:
    at = (found.report.partnership.slug, found.report.public_id)
    return [
        {
            "href": reverse("published_report_file", args=(*at, one.form)), "title": TYPES[one.form][1],
            "kind": TYPES[one.form][2], "size": filesizeformat(one.size),
        }
        for one in found.files
    ]  # fmt: skip
