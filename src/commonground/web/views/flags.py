"""Looks that someone should explain: patterns in the log, each decided by a person whom it does not concern."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground.partnership.access_log.patterns import PATTERNS
from commonground.partnership.access_log.reading import flags_for, rows_of_flag
from commonground.partnership.changes.flags import decide_flag
from commonground.partnership.rules import REVIEW_LOOKS
from commonground.web.door import only
from commonground.web.forms.flag import DecideForm

SHOWN = 200


@only(REVIEW_LOOKS)
def flags(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    found = flags_for(request.actor).select_related("person", "decided_by")
    waiting, decided = found.waiting(), found.exclude(decided_at=None)[:50]
    request.showed("looks to review", [flag.person for flag in waiting])
    context = {"waiting": waiting, "decided": decided, "patterns": PATTERNS}
    return TemplateResponse(request, "access_log/flags.html", context)


@only(REVIEW_LOOKS, post=REVIEW_LOOKS)
def flag(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them: the rows that it picks out, and the decision."""
    found = get_object_or_404(flags_for(request.actor).select_related("person", "decided_by"), public_id=public_id)
    request.showed(found, [found, found.person])
    form = DecideForm(request.POST or None)
    if form.is_valid():
        try:
            decide_flag(found, **form.cleaned_data, by=request.actor)
        except ValidationError as no:
            form.add_error(None, no)
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("looks_to_review", request.actor.partnership.slug)
    context = {"flag": found, "pattern": PATTERNS[found.pattern], "rows": rows_of_flag(found, SHOWN), "form": form}
    return TemplateResponse(request, "access_log/flag.html", context)
