"""One's drafts: kept while typing, listed, discarded."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

from commonground.partnership.changes import drafts
from commonground.partnership.rules import SIGNED_IN
from commonground.web.door import only
from commonground.web.drafting import title_of, worth_keeping
from commonground.web.forms.once import was_sent
from commonground.web.sitting import seat_at


@only(SIGNED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """What one has typed and not saved, and until when it is kept."""
    return TemplateResponse(request, "drafts/index.html", {"drafts": drafts.drafts_of(request.actor)})  # type: ignore[attr-defined]


@only(post=SIGNED_IN)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is in a form now. The form asks for it while someone types, and shows the answer beneath."""
    page = request.POST.get("draft_page", "")
    try:
        found = resolve(page)
    except Resolver404:
        raise Http404 from None
    by = seat_at(request.user, found.kwargs.get("partnership"))
    if by is None or not hasattr(found.func, "keeps_draft"):
        raise Http404
    token = request.POST.get("once", "")
    draft = drafts.keep(
        page, title_of(found), worth_keeping(request.POST, found.func), saved=lambda: was_sent(token, by), by=by
    )
    return TemplateResponse(request, "drafts/line.html", {"draft": draft})


keep.autosaves = True  # type: ignore[attr-defined]


@only(post=SIGNED_IN)
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget one of one's drafts; whoever was in its form goes back there."""
    page = drafts.discard(public_id, by=request.actor)  # type: ignore[attr-defined]
    if not page:
        raise Http404
    messages.success(request, "The draft has been deleted.")
    return redirect(page if "form" in request.POST else "drafts")
