"""What is published, for anyone: the list, an assessment part by part, its files, and a feed of them."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers.public import Paper, paper_called, papers, publishers
from commonground.papers.report_reading import published as published_reports
from commonground.partnership.rules import ANYONE
from commonground.report.blocks import Block, Notice
from commonground.web.door import only

TYPES = {
    "pdf": ("application/pdf", "To print and to keep", "PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "To quote from", "Word"),
    "html": ("text/html", "To read without a connection", "one web page"),
    "json": ("application/json", "Every figure with where it comes from", "JSON"),
}


@only(ANYONE)
def published(request: HttpRequest) -> HttpResponse:
    """Every published assessment, by partnership."""
    by_name = sorted(papers(), key=lambda one: one.assessment.partnership.name)
    by_table = [(table, list(own)) for table, own in groupby(by_name, key=lambda one: one.assessment.partnership)]
    context = {"by_table": by_table, "reports": published_reports()}
    return _kept(TemplateResponse(request, "published/list.html", context))


@only(ANYONE)
def paper(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One assessment: its summary, its contents and its files."""
    found = _found(slug, public_id)
    return _page(request, "published/paper.html", found, blocks=shown(found.document.summary), files=_files(found))


@only(ANYONE)
def section(request: HttpRequest, slug: str, public_id: str, key: str) -> HttpResponse:
    """One section of it."""
    found = _found(slug, public_id)
    here = found.section(key)
    if here is None:
        raise Http404
    every = found.document.sections
    place = every.index(here)
    around = {"before": every[place - 1] if place else None, "after": every[place + 1 :][:1]}
    return _page(request, "published/section.html", found, section=here, blocks=shown(here.blocks), **around)


@only(ANYONE)
def file(request: HttpRequest, slug: str, public_id: str, form: str) -> HttpResponse:
    """One file of it, to be saved."""
    found = _found(slug, public_id)
    content = found.file(form)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[form][0])
    name = f"assessment-{slug}-{found.assessment.as_of:%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(response)


@only(ANYONE)
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """An Atom feed of what a partnership has published."""
    table = next((one for one in publishers() if one.slug == slug), None)
    if table is None:
        raise Http404
    own = papers(slug)
    context = {"table": table, "papers": own, "updated": max(one.published_at for one in own)}
    return _kept(TemplateResponse(request, "published/feed.xml", context, content_type="application/atom+xml"))


def shown(blocks: tuple[Block, ...]) -> list[Block]:
    """What is said: not the places where an officer left something unwritten."""
    return [block for block in blocks if not (isinstance(block, Notice) and block.kind == "officer")]


def _found(slug: str, public_id: str) -> Paper:
    """The published assessment at this address. A draft, and one that is withdrawn, is as if it never was."""
    found = paper_called(public_id, slug)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, found: Paper, **more: Any) -> HttpResponse:
    table = found.assessment.partnership
    context = {"paper": found, "table": table, "document": found.document, "invented": table.demonstration}
    return _kept(TemplateResponse(request, template, context | more))


def _files(found: Paper) -> list[dict[str, str]]:
    at = (found.assessment.partnership.slug, found.assessment.public_id)
    return [
        {
            "href": reverse("paper_file", args=(*at, f.form)),
            "title": TYPES[f.form][1],
            "kind": TYPES[f.form][2],
            "size": filesizeformat(f.size),
        }
        for f in found.files
    ]


def _kept(response: HttpResponse) -> HttpResponse:
    """A browser may keep it for a minute: what is withdrawn is gone soon."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
