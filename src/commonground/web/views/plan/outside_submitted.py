"""Outside reviewers read what was submitted, comment on its parts, and send one formal feedback."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground.plan import reviewed
from commonground.plan.changes import outside
from commonground.plan.changes.outside import FeedbackValues
from commonground.plan.changes.possible import NotPossible, edition
from commonground.plan.models import Feedback, Remark, Snapshot
from commonground.plan.moving.forms import to_json
from commonground.plan.rules import READ_SUBMITTED_PLAN, REVIEW_PLAN
from commonground.plan.writing import without_names
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import OnceForm
from commonground.web.forms.outside import FeedbackForm, RemarkForm
from commonground.web.views.plan.asking import ask

ASKED = "plan/outside/ask.html"


@only(READ_SUBMITTED_PLAN)
def submissions(request: HttpRequest) -> HttpResponse:
    """What was submitted to this table, the latest first, with how far its review is."""
    given = {one.snapshot_id: one for one in reviewed.feedback_for(request.actor)}
    found = reviewed.submissions_for(request.actor).light()
    return TemplateResponse(
        request, "plan/outside/submissions.html", {"rows": [(one, given.get(one.pk)) for one in found]}
    )


@only(READ_SUBMITTED_PLAN)
def submission(request: HttpRequest, key: str) -> HttpResponse:
    """One submission by theme, with the comments written so far."""
    found = _found(request, key, "page")
    feedback = _feedback(request, found)
    remarks = reviewed.remarks_of(feedback, request.actor) if feedback else []
    context = {
        "snapshot": found, "plan": found.written, "themes": reviewed.by_theme(found.written, remarks),
        "feedback": feedback, "remarks": remarks, "may_write": feedback is None or feedback.sent_at is None,
        "whole": next((one for one in remarks if one.about == "plan"), None),
        "response": reviewed.response_to(feedback, request.actor) if feedback else None,
    }  # fmt: skip
    return TemplateResponse(request, "plan/outside/submission.html", context)


@only(REVIEW_PLAN, post=REVIEW_PLAN)
@keeps_draft("Comment on a submitted plan", but=("once",))
def remark(request: HttpRequest, key: str, about: str, ref: str) -> HttpResponse:
    """Comment on one part."""
    found = _found(request, key, f"{about} {ref}")
    title = reviewed.things_in(found.written).get((about, ref))
    if title is None:
        raise Http404
    held = _remark(request, found, about, ref)
    form = RemarkForm(request.POST or None, initial={"text": held.text if held else ""} | typed(request))
    context = {"snapshot": found, "title": "Comment", "caption": title, "back": _address(request, found), "held": held}
    return ask(
        request, form, lambda: _kept(request, found, about, ref, form), "plan/outside/remark.html", keeps=True,
        **context,
    )  # fmt: skip


@only(post=REVIEW_PLAN)
def take_out(request: HttpRequest, key: str, about: str, ref: str) -> HttpResponse:
    """Take a comment out that was not sent."""
    found = _found(request, key, f"{about} {ref}")
    held = _remark(request, found, about, ref)
    if held is None:
        raise Http404
    try:
        outside.take_out(held, by=request.actor)
        messages.success(request, "The comment is taken out.")
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect(_address(request, found))


@only(REVIEW_PLAN, post=REVIEW_PLAN)
@keeps_draft("Formal feedback on a submitted plan", but=("once",))
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write the formal feedback: it stays a draft until it is sent."""
    found = _found(request, key, "feedback")
    held = _feedback(request, found)
    first = FeedbackForm.values(held) | {"begun": edition(held)} if held else {}
    form = FeedbackForm(request.POST or None, initial=first | typed(request))
    return ask(
        request, form, lambda: _written(request, found, form), ASKED, snapshot=found, title="Formal feedback",
        caption=str(found.partnership), keeps=True, back=_address(request, found),
        lead="One for each submission. It stays a draft of your table until you send it. "
        "The partnership may publish it later with its response, so name nobody.",
    )  # fmt: skip


@only(REVIEW_PLAN, post=REVIEW_PLAN)
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Send the feedback with its comments."""
    found = _found(request, key, "feedback")
    held = _feedback(request, found)
    if held is None:
        raise Http404
    form = OnceForm(request.POST or None)
    remarks = reviewed.remarks_of(held, request.actor)
    return ask(
        request, form, lambda: _sent(request, found, held), "plan/outside/send.html", snapshot=found, feedback=held,
        remarks=remarks, title="Send the feedback", caption=str(found.partnership), button="Send",
        back=_address(request, found),
    )  # fmt: skip


@only(READ_SUBMITTED_PLAN)
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The submission as JSON, without notes and names."""
    found = _found(request, key, "JSON file")
    response = HttpResponse(to_json(without_names(found.written)), content_type="application/json")
    name = f"plan-{found.partnership.slug}-{found.as_of.isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(request: HttpRequest, key: str, what: str) -> Snapshot:
    """The submission, if this person may read it. The partnership it is of is told when another table does."""
    found = get_object_or_404(reviewed.submissions_for(request.actor), public_id=key)
    request.showed(found, shown=what)
    reviewed.opened(found, what, by=request.actor)
    return found


def _feedback(request: HttpRequest, found: Snapshot) -> Feedback | None:
    mine = reviewed.feedback_for(request.actor).filter(snapshot=found, table=request.actor.partnership)
    return mine.first()


def _remark(request: HttpRequest, found: Snapshot, about: str, ref: str) -> Remark | None:
    feedback = _feedback(request, found)
    remarks = reviewed.remarks_of(feedback, request.actor) if feedback else []
    return next((one for one in remarks if (one.about, one.ref) == (about, ref)), None)


def _address(request: HttpRequest, found: Snapshot, at: str = "") -> str:
    return reverse("plan-submission", args=(request.actor.partnership.slug, found.public_id)) + at


def _kept(request: HttpRequest, found: Snapshot, about: str, ref: str, form: RemarkForm) -> str:
    outside.remark(found, about, ref, form.cleaned_data["text"], by=request.actor)
    messages.success(request, "The comment is kept as a draft. It goes with the feedback.")
    return _address(request, found, f"#{about}-{ref}")


def _written(request: HttpRequest, found: Snapshot, form: FeedbackForm) -> str:
    given = {name: form.cleaned_data[name] for name in ("summary", "strengths", "to_do", "by_when")}
    outside.write_feedback(found, FeedbackValues(**given), begun=form.cleaned_data["begun"] or None, by=request.actor)
    messages.success(request, "The feedback is kept as a draft.")
    return _address(request, found)


def _sent(request: HttpRequest, found: Snapshot, held: Feedback) -> str:
    outside.send(held, by=request.actor)
    messages.success(request, f"The feedback is sent to {found.partnership.name}.")
    return _address(request, found)
