"""A panel session: planned, given its list, drawn, closed; its feedback and the reply of the police."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.changes import panel_sessions
from commonground.registers.models import PanelSession
from commonground.registers.rules import (
    ASK_PUBLIC_REPORT,
    GIVE_LIST,
    PLAN_PANEL_SESSION,
    READ_PANEL_SESSIONS,
    REPLY_TO_PANEL,
    RUN_PANEL_SESSION,
)
from commonground.registers.scrutiny import draw as drawing
from commonground.registers.scrutiny import listing, reading
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.scrutiny import CloseForm, DrawForm, ListForm, PlanForm, SayForm
from commonground.web.views.scrutiny.asking import ask, at, at_session, session_of, trail


@only(PLAN_PANEL_SESSION, post=PLAN_PANEL_SESSION)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    form = PlanForm(reading.chairs(request.actor, timezone.localdate()), request.POST or None)

    def act() -> str:
        made = panel_sessions.plan_session(request.actor.partnership, form.planned, by=request.actor)
        return _done(request, made, "The session is planned. Somebody who does not chair it gives the list next.")

    lead = "The panel reads records drawn at random from a list of all of one kind and period."
    return ask(request, form, act, title="Plan a panel session", lead=lead, back=at(request, "scrutiny"))


@only(READ_PANEL_SESSIONS)
def session(request: HttpRequest, public_id: str) -> HttpResponse:
    """One session: where it stands, what is next, what was drawn and how it was graded."""
    found = session_of(request, public_id)
    drawn = list(found.drawn.all())
    counts = Counter(one.grade or ("not shown" if one.not_shown else "left") for one in drawn)
    report = found.reports.filter(state__in=("asked", "public")).first()
    context = {"session": found, "drawn": drawn, "counts": counts, "report": report, "today": timezone.localdate()}
    return TemplateResponse(request, "scrutiny/session.html", context | _may(request, found))


@only(GIVE_LIST, post=GIVE_LIST)
def give_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the list to draw from: references and at most their classes."""
    found = session_of(request, public_id)
    form = ListForm(request.POST or None, request.FILES or None)

    def act() -> str:
        panel_sessions.give_list(found, form.listing, by=request.actor)
        return _done(request, found, "The list is kept, with its digest. The chair can draw now.")

    return ask(
        request, form, act, "scrutiny/list.html", title="Give the list to draw from", caption=str(found),
        sends_file=True, allowed=listing.ALLOWED, back=at_session(request, found), trail=trail(request, found),
    )  # fmt: skip


@only(READ_PANEL_SESSIONS)
def list_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list as the one text that its digest is of: once it is drawn, so that no seed is chosen for what it draws."""
    found = session_of(request, public_id)
    if found.seed is None:
        raise Http404
    response = HttpResponse(drawing.written(found.listing), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="list-{found.public_id}.csv"'
    request.showed(found, file="list", sha256=found.list_sha256)
    return response


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw the records: the digest of the list is shown, then a seed is said."""
    found = session_of(request, public_id)
    records = found.listing
    strata = sorted(records[0].strata) if records else []
    form = DrawForm(found, strata, request.POST or None)

    def act() -> str:
        panel_sessions.draw(found, form.asked, form.cleaned_data["seed"], by=request.actor)
        return _done(request, found, "The records are drawn.")

    classes = {name: sorted(Counter(one.strata[name] for one in records).items()) for name in strata}
    return ask(
        request, form, act, "scrutiny/draw.html", title="Draw the records", caption=str(found), session=found,
        classes=classes, back=at_session(request, found), trail=trail(request, found),
    )  # fmt: skip


@only(READ_PANEL_SESSIONS)
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """How anybody makes the draw again, and what it gives when the site makes it again now."""
    found = session_of(request, public_id)
    if found.seed is None:
        raise Http404
    records = found.listing
    again = drawing.drawn(records, found.asked, found.seed)
    kept = [one.reference for one in found.drawn.all()]
    same = again == kept and drawing.digest(records) == found.list_sha256
    context = {"session": found, "again": again, "same": same, "trail": trail(request, found)}
    return TemplateResponse(request, "scrutiny/check.html", context)


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
@keeps_draft("Themes of a panel session", but=("once",))
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the session, with its themes."""
    found = session_of(request, public_id)
    form = CloseForm(request.POST or None, initial={"themes": found.themes} | typed(request))

    def act() -> str:
        given = form.cleaned_data
        panel_sessions.close(found, given["themes"], given["members"], sure=given["sure"], by=request.actor)
        return _done(request, found, "The session is closed. Its grades stay as they are.")

    lead = "Its grades stay as they are from then on. Feedback, the reply and what was escalated can still be written."
    return _ask_of(request, found, form, act, title="Close the session", button="Close it", lead=lead, keeps=True)


@only(RUN_PANEL_SESSION, post=RUN_PANEL_SESSION)
@keeps_draft("Feedback of a scrutiny panel", but=("once",))
def feedback(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what the panel tells the police."""
    found = session_of(request, public_id)
    first = {"words": found.feedback, "on": timezone.localdate()}
    form = SayForm("What the panel tells the police", request.POST or None, initial=first | typed(request))

    def act() -> str:
        given = form.cleaned_data
        panel_sessions.send_feedback(found, given["words"], given["on"], sure=given["sure"], by=request.actor)
        return _done(request, found, "The feedback is kept. The police reply within 28 days.")

    return _ask_of(request, found, form, act, title="Feedback to the police", keeps=True)


@only(REPLY_TO_PANEL, post=REPLY_TO_PANEL)
@keeps_draft("Reply to a scrutiny panel", but=("once",))
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Reply for the police."""
    found = session_of(request, public_id)
    form = SayForm("Reply of the police", request.POST or None, initial={"on": timezone.localdate()} | typed(request))

    def act() -> str:
        given = form.cleaned_data
        panel_sessions.reply(found, given["words"], given["on"], sure=given["sure"], by=request.actor)
        return _done(request, found, "The reply is kept.")

    lead = "What was done about what the panel found, and what will be. It may be published with the panel’s report."
    return _ask_of(request, found, form, act, title="Reply to the panel", lead=lead, keeps=True)


def _ask_of(request: HttpRequest, found: PanelSession, form: Any, act: Any, **words: Any) -> HttpResponse:
    return ask(
        request, form, act, caption=str(found), back=at_session(request, found), trail=trail(request, found), **words
    )


def _may(request: HttpRequest, found: PanelSession) -> dict[str, bool]:
    """What this person can do with the session as it stands."""
    actor, state = request.actor, found.state
    chairs = actor.membership.pk == found.chair_id
    police = actor.membership.agency.kind == "police"
    return {
        "chairs": chairs,
        "may_list": GIVE_LIST.allows(actor) and state in ("planned", "listed") and not chairs,
        "may_draw": RUN_PANEL_SESSION.allows(actor) and state == "listed" and chairs,
        "may_grade": RUN_PANEL_SESSION.allows(actor) and state == "drawn",
        "may_close": chairs and state == "drawn",
        "may_feed": RUN_PANEL_SESSION.allows(actor) and state in ("drawn", "closed") and not found.replied_on,
        "may_reply": REPLY_TO_PANEL.allows(actor) and police and bool(found.reply_due),
        "may_ask": ASK_PUBLIC_REPORT.allows(actor) and state == "closed",
    }  # fmt: skip


def _done(request: HttpRequest, found: PanelSession, said: str) -> str:
    messages.success(request, said)
    return at_session(request, found)
