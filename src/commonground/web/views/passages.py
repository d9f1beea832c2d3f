"""The officers’ texts: what is written and what is not, one of them to write in, and its earlier versions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.papers import changes, reading
from commonground.papers.changes import Conflict
from commonground.papers.models import Passage
from commonground.papers.prompts import BY_KEY, Part
from commonground.papers.rules import READ_DRAFTS, WRITE_ASSESSMENT
from commonground.report.section import sections
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import once
from commonground.web.forms.passage import PassageForm


@only(READ_DRAFTS)
def passages(request: HttpRequest) -> HttpResponse:
    """Every part that an officer writes, under the title of its section."""
    titles = {section.key: section.title for section in sections()}
    grouped: dict[str, list[reading.Written]] = {}
    for written in reading.parts_for(request.actor):
        grouped.setdefault(titles[written.part.section], []).append(written)
    return TemplateResponse(request, "assessments/passages.html", {"sections": grouped.items()})


@only(READ_DRAFTS)
def history(request: HttpRequest, part: str) -> HttpResponse:
    """Every version of one part."""
    asked = _part(part)
    request.showed(f"passage:{part}")
    versions = reading.versions_for(request.actor, part)
    return TemplateResponse(request, "assessments/history.html", {"part": asked, "versions": versions})


@only(WRITE_ASSESSMENT, post=WRITE_ASSESSMENT)
@keeps_draft(lambda part: _part(part).title, but=("once",))
def passage(request: HttpRequest, part: str) -> HttpResponse:
    """Write in one part. Where somebody else saved meanwhile, both texts are shown."""
    asked = _part(part)
    request.showed(f"passage:{part}")
    newest = reading.versions_for(request.actor, part).first()
    form = PassageForm(asked, request.POST or None, initial=_first_values(newest) | typed(request))
    theirs = None
    if form.is_valid():
        try:
            return redirect(once(form, request.actor, lambda: _saved(request, asked, form)))
        except Conflict as conflict:
            theirs = conflict.theirs
            form = _after(form, asked, theirs)
    context = {"form": form, "part": asked, "newest": newest, "theirs": theirs}
    context["mine"] = form["text"].value() if theirs else ""
    return TemplateResponse(request, "assessments/passage.html", context)


def _part(key: str) -> Part:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _first_values(newest: Passage | None) -> dict[str, object]:
    return {"text": newest.text if newest else "", "read": newest.number if newest else 0}


def _after(form: PassageForm, part: Part, theirs: Passage) -> PassageForm:
    """The form again, with what was typed in it, now begun from the version that the other saved."""
    return PassageForm(part, initial={"text": form.cleaned_data["text"], "read": theirs.number})


def _saved(request: HttpRequest, part: Part, form: PassageForm) -> str:
    changes.write_passage(part.key, form.cleaned_data["text"], form.cleaned_data["read"], by=request.actor)
    messages.success(request, f"“{part.title}” is saved. It stands in the next assessment that is built.")
    return reverse("passages", args=(request.actor.partnership.slug,))
