"""Forms whose text is never lost: ``@keeps_draft("Text of the assessment")`` under ``@only``.

What is typed is kept on the server in two ways. With JavaScript, a part of the form sends itself every few seconds
(`{% include "drafts/autosave.html" %}` inside the form). Without, the POST itself is kept when it comes after the
sitting has ended (`sitting.py`): the row of the session outlives the sitting by a day, so the site still knows whose
text it is, keeps it as that person's draft and asks them to sign in. Only the same person ever sees it again. Where
the session is gone altogether (ended from another device, or the browser closed), nothing can be kept without
JavaScript, since nobody knows any more whose text it would be.

In the view, ``typed(request)`` goes over the first values of the form, and `{% include "drafts/kept.html" %}` before
the form says that it did:

    @only(LOOK, post=WRITE)
    @keeps_draft("Text of the assessment")
    def write(request, key):
        form = Passage(request.POST or None, initial={"text": passage.text} | typed(request))

The title may be made of the address: ``@keeps_draft(lambda key: PARTS[key].title)``. What a form keeps beside the text
to notice that somebody else saved meanwhile (the number of the version that was read) belongs into the draft too, or
the older text would go over the newer one unnoticed. A POST that is answered by a redirect has been saved, and its
draft is let go.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch

from commonground.partnership.changes import drafts
from commonground.partnership.rule import Actor

View = Callable[..., HttpResponse]
NEVER = {"csrfmiddlewaretoken", "draft_page", "next"}


def keeps_draft(title: str | Callable[..., str], but: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Keep what is typed here, except the fields named (a password, an idempotency key)."""

    def keep(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            reading = request.method != "POST"
            request.draft = drafts.draft_for(actor, request.path) if reading else None  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if not reading and 300 <= response.status_code < 400:
                drafts.let_go(request.path, by=actor, why="saved")
            return response

        keeping.keeps_draft, keeping.never_kept = title, {*NEVER, *but}  # type: ignore[attr-defined]
        return keeping

    return keep


def title_of(found: ResolverMatch) -> str:
    """What is being written at an address, in words."""
    title = found.func.keeps_draft  # type: ignore[attr-defined]
    words = {name: value for name, value in found.kwargs.items() if name != "partnership"}
    return title(**words) if callable(title) else title


def typed(request: HttpRequest) -> dict[str, Any]:
    """What the person had typed here and not saved, as first values of a form."""
    draft = getattr(request, "draft", None)
    return draft.initial if draft else {}


def worth_keeping(posted: QueryDict, view: Any) -> dict[str, list[str]]:
    """The fields of a form as it was sent, without those that are not text of the person."""
    return {name: values for name, values in posted.lists() if name not in view.never_kept}
