"""The partnership submits its plan, reads what reviewers say, answers, and chooses whether the public reads that."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from commonground.partnership.seen import seen
from commonground.plan import boroughs, reading, reviewed
from commonground.plan.changes import outside
from commonground.plan.changes.possible import edition
from commonground.plan.models import Feedback, Remark, Response, Snapshot
from commonground.plan.rules import ANSWER_FEEDBACK, PUBLISH_RESPONSE, READ_FEEDBACK, SUBMIT_PLAN
from commonground.web.door import only
from commonground.web.drafting import keeps_draft, typed
from commonground.web.forms.once import OnceForm
from commonground.web.forms.outside import ReplyForm, ResponseForm, TakenOffForm
from commonground.web.fresh import fresh
from commonground.web.views.plan.asking import ask, plan_of


@only(READ_FEEDBACK)
def outside_review(request: HttpRequest) -> HttpResponse:
    """What was submitted, and what came back."""
    submitted = seen(Snapshot, request.actor).light().filter(reason=Snapshot.Reason.SUBMITTED)
    context = {
        "plan": reading.current_plan(request.actor), "submitted": submitted,
        "feedback": reviewed.feedback_for(request.actor).filter(partnership=request.actor.partnership),
        "groups": boroughs.groups_of(request.actor), "may_submit": SUBMIT_PLAN.allows(request.actor),
    }  # fmt: skip
    return TemplateResponse(request, "plan/outside/outside.html", context)


@only(SUBMIT_PLAN, post=SUBMIT_PLAN)
def submit(request: HttpRequest) -> HttpResponse:
    """Submit the plan as it stands, having read what that means."""
    plan, form = plan_of(request), OnceForm(request.POST or None)
    request.showed(plan, shown="before it is submitted")
    return ask(
        request, form, lambda: _submitted(request, plan), "plan/outside/submit.html", plan=plan,
        title="Submit the plan", button="Submit", back=_address(request, "plan-outside"), trail=_trail(request),
        groups=boroughs.groups_of(request.actor), unanswered=len(reading.unanswered(plan)),
    )  # fmt: skip


@only(READ_FEEDBACK)
def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """One formal feedback with its comments, the answers and the response."""
    found = _found(request, key)
    response, actor = reviewed.response_to(found, request.actor), request.actor
    context = {
        "feedback": found, "remarks": reviewed.remarks_of(found, actor), "response": response,
        "titles": _titles(found), "trail": _trail(request),
        "may_answer": ANSWER_FEEDBACK.allows(actor) and (response is None or response.state == "draft"),
        "may_publish": PUBLISH_RESPONSE.allows(actor), "wrote_it": response is not None and _wrote(response, actor),
    }  # fmt: skip
    return TemplateResponse(request, "plan/outside/feedback.html", context)


@only(ANSWER_FEEDBACK, post=ANSWER_FEEDBACK)
@keeps_draft("Answer to a reviewer’s comment", but=("once",))
def answer(request: HttpRequest, key: str, remark: str) -> HttpResponse:
    """Answer one comment."""
    found = _found(request, key)
    on = next((one for one in reviewed.remarks_of(found, request.actor) if one.public_id == remark), None)
    if on is None:
        raise Http404
    held = on.answered.text if on.answered else ""  # type: ignore[attr-defined]
    form = ReplyForm(request.POST or None, initial={"text": held} | typed(request))
    return ask(
        request, form, lambda: _answered(request, found, on, form), "plan/outside/answer.html", remark=on, keeps=True,
        title="Answer the comment", caption=_titles(found)[on.pk], back=_feedback_address(request, found),
        trail=_trail(request, found),
    )  # fmt: skip


@only(ANSWER_FEEDBACK, post=ANSWER_FEEDBACK)
@keeps_draft("Response to outside reviewers", but=("once",))
def respond(request: HttpRequest, key: str) -> HttpResponse:
    """Write the response to the formal feedback: it stays a draft until it is sent."""
    found = _found(request, key)
    held = reviewed.response_to(found, request.actor)
    first = ResponseForm.values(held) | {"begun": edition(held)} if held else {}
    form = ResponseForm(request.POST or None, initial=first | typed(request))
    return ask(
        request, form, lambda: _responded(request, found, form), title="Response", caption=str(found), keeps=True,
        back=_feedback_address(request, found), trail=_trail(request, found),
        lead="It stays a draft until it is sent to the reviewers with your answers to their comments.",
    )  # fmt: skip


@only(ANSWER_FEEDBACK, post=ANSWER_FEEDBACK)
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Send the response."""
    return _decide(
        request, key, OnceForm, outside.send_response, "The response is sent to the reviewers.",
        title="Send the response", button="Send",
        lead="The reviewers read it with your answers to their comments. It does not change from then on.",
    )  # fmt: skip


@only(PUBLISH_RESPONSE, post=PUBLISH_RESPONSE)
@fresh
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show feedback and response beside the public plan."""
    return _decide(
        request, key, OnceForm, outside.publish_response, "The response is published.",
        title="Publish the response", button="Publish",
        lead="Anyone can then read the formal feedback and the response beside the public plan. The comments on single "
        "parts and your answers to them stay between you and the reviewers. Look for names before you publish.",
    )  # fmt: skip


@only(PUBLISH_RESPONSE, post=PUBLISH_RESPONSE)
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    """Take it off the public page."""
    return _decide(
        request, key, TakenOffForm, outside.withdraw_response, "It is no longer on the public page.",
        title="Take it off the public page", button="Take it off", warning=True,
        lead="It is kept as it was, and cannot be published again.",
    )  # fmt: skip


def _decide(
    request: HttpRequest, key: str, form_class: type[OnceForm], change: Callable[..., Any], said: str, **words: Any
) -> HttpResponse:
    """Ask, then do it once."""
    found = _found(request, key)
    response = reviewed.response_to(found, request.actor)
    if response is None:
        raise Http404
    form = form_class(request.POST or None)

    def act() -> str:
        given = [form.cleaned_data["why"]] if "why" in form.cleaned_data else []
        change(response, *given, by=request.actor)
        messages.success(request, said)
        return _feedback_address(request, found)

    return ask(
        request, form, act, "plan/outside/decide.html", feedback=found, response=response, caption=str(found),
        back=_feedback_address(request, found), trail=_trail(request, found), **words,
    )  # fmt: skip


def _found(request: HttpRequest, key: str) -> Feedback:
    own = reviewed.feedback_for(request.actor).filter(partnership=request.actor.partnership)
    found = get_object_or_404(own, public_id=key)
    request.showed(found)
    return found


def _titles(feedback: Feedback) -> dict[int, str]:
    """What each comment is on, in words."""
    things = reviewed.things_in(feedback.snapshot.written)
    return {one.pk: things.get((one.about, one.ref), one.ref) for one in feedback.remarks.all()}


def _wrote(response: Response, actor: Any) -> bool:
    return actor.user.pk in {response.written_by.user_id, response.sent_by and response.sent_by.user_id}


def _address(request: HttpRequest, route: str, *words: str) -> str:
    return reverse(route, args=(request.actor.partnership.slug, *words))


def _feedback_address(request: HttpRequest, found: Feedback) -> str:
    return _address(request, "plan-feedback", found.public_id)


def _trail(request: HttpRequest, found: Feedback | None = None) -> list[tuple[str, str]]:
    first = [("Outside review", _address(request, "plan-outside"))]
    return [*first, (str(found), _feedback_address(request, found))] if found else first


def _submitted(request: HttpRequest, plan: Any) -> str:
    outside.submit(plan, timezone.localdate(), by=request.actor)
    messages.success(request, "The plan is submitted as it stands today. What you change from now on stays with you.")
    return _address(request, "plan-outside")


def _answered(request: HttpRequest, found: Feedback, on: Remark, form: ReplyForm) -> str:
    outside.answer(on, form.cleaned_data["text"], by=request.actor)
    messages.success(request, "The answer is kept. It goes with the response.")
    return _feedback_address(request, found)


def _responded(request: HttpRequest, found: Feedback, form: ResponseForm) -> str:
    given = form.cleaned_data
    outside.write_response(found, given["text"], begun=given["begun"] or None, by=request.actor)
    messages.success(request, "The response is kept as a draft.")
    return _feedback_address(request, found)
