"""A plan is submitted, reviewers comment and send their feedback, the partnership answers and may publish that."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Grouping
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, fits, unchanged_since
from commonground.plan.changes.snapshots import take
from commonground.plan.models import Feedback, Plan, Remark, Reply, Response, Snapshot
from commonground.plan.models.outside import STEPS, Feedbacks, Remarks
from commonground.plan.reviewed import things_in

Kind = access_log.Kind


@dataclass(frozen=True, kw_only=True)
class FeedbackValues:
    """What the formal feedback says."""

    summary: str
    strengths: str = ""
    to_do: str = ""
    by_when: date | None = None


@transaction.atomic
def submit(plan: Plan, on: date | None = None, *, by: Actor) -> Snapshot:
    """Submit the plan as it stands. From now on the reviewers of its table and of its groups may read this version."""
    found = Plan.objects.select_for_update().select_related("partnership", "version").get(pk=plan.pk)
    if found.ended_on:
        raise NotPossible(f"“{found.title}” has ended and is kept as it stood: submit the plan that took its place.")
    made = take(found, Snapshot.Reason.SUBMITTED, on or timezone.localdate(), by=by)
    groups = Grouping.objects.filter(partnership=found.partnership).select_related("group")
    for name in [found.partnership.name, *(one.group.name for one in groups)]:
        access_log.record(
            Kind.DISCLOSURE, made, by=by, recipient=f"reviewers of {name}"[:200], purpose="submitted for outside review"
        )
    return made


@transaction.atomic
def write_feedback(snapshot: Snapshot, values: FeedbackValues, *, begun: str | None = None, by: Actor) -> Feedback:
    """Keep the draft of the formal feedback. ``begun`` is the ``edition`` that the form was begun from, if any."""
    found = _draft(snapshot, by)
    unchanged_since(found, begun, "Another reviewer changed the feedback while you were writing.")
    if changed := assigned(found, values.__dict__):
        fits(found, "The feedback")
        found.save(update_fields=changed)
        _recorded(Kind.ALTERATION, found, by, fields=changed)
    return found


@transaction.atomic
def remark(snapshot: Snapshot, about: str, ref: str, text: str, *, by: Actor) -> Remark:
    """Keep a comment on one thing of the submission, until the feedback goes."""
    if (about, ref) not in things_in(snapshot.written):
        raise NotPossible("The submission has no such part; go back to it and choose one.")
    if not text.strip():
        raise NotPossible("The comment is empty: write one, or take it out.")
    feedback = _draft(snapshot, by)
    found = Remarks(Remark).filter(feedback=feedback, about=about, ref=ref).first()
    found = found or Remark(partnership=feedback.partnership, feedback=feedback, about=about, ref=ref)
    if found.pk is None or found.text != text:
        found.text, found.written_by = text, by.user  # type: ignore[assignment]
        fits(found, "The comment")
        found.save()
        _recorded(Kind.ALTERATION, found, by, about=f"{about} {ref}")
    return found


@transaction.atomic
def take_out(remark: Remark, *, by: Actor) -> None:
    """Remove a comment that was not sent."""
    feedback = _locked(remark.feedback)
    access_log.record(Kind.ERASURE, remark, by=by, concerns=[remark, feedback])
    Remarks(Remark).filter(pk=remark.pk).delete()


@transaction.atomic
def send(feedback: Feedback, *, by: Actor) -> Feedback:
    """Send the formal feedback with its comments. None of it changes from now on."""
    found = _locked(feedback)
    if not found.summary.strip():
        raise NotPossible("The feedback has no summary: write one before you send it.")
    if bool(found.to_do.strip()) != bool(found.by_when):
        raise NotPossible("Say both what is to be done and by when, or leave out both.")
    found.sent_by, found.sent_at = by.user, timezone.now()
    found.save(update_fields=["sent_by", "sent_at"])
    _recorded(Kind.ALTERATION, found, by, became="sent")
    return found


@transaction.atomic
def answer(remark: Remark, text: str, *, by: Actor) -> Reply:
    """Answer one comment. The reviewers read it once the response is sent."""
    feedback = Feedback.objects.select_for_update().get(pk=remark.feedback_id)
    _unanswered(feedback)
    if not text.strip():
        raise NotPossible("The answer is empty: write one.")
    found = Reply.objects.filter(remark=remark).first() or Reply(partnership=feedback.partnership, remark=remark)
    if found.pk is None or found.text != text:
        found.text, found.written_by = text, by.membership  # type: ignore[assignment]
        fits(found, "The answer")
        found.save()
        access_log.record(Kind.ALTERATION, remark, by=by, concerns=[remark, feedback], what="answered")
    return found


@transaction.atomic
def write_response(feedback: Feedback, text: str, *, begun: str | None = None, by: Actor) -> Response:
    """Keep the draft of the response to the formal feedback."""
    found_feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if found_feedback.sent_at is None:
        raise NotPossible("The feedback has not been sent yet; there is nothing to answer.")
    _unanswered(found_feedback)
    if not text.strip():
        raise NotPossible("The response is empty: write one.")
    found = Response.objects.filter(feedback=found_feedback).first()
    if found is not None:
        unchanged_since(found, begun, "Somebody changed the response while you were writing.")
    found = found or Response(partnership=found_feedback.partnership, feedback=found_feedback)
    if found.pk is None or found.text != text:
        found.text, found.written_by = text, by.membership  # type: ignore[assignment]
        fits(found, "The response")
        found.save()
        access_log.record(Kind.ALTERATION, found, by=by, concerns=[found, found_feedback])
    return found


@transaction.atomic
def send_response(response: Response, *, by: Actor) -> Response:
    """Send the response and the answers to the reviewers. None of it changes from now on."""
    found = _stepping(response, "sent")
    found.sent_by, found.sent_at = by.membership, timezone.now()
    _stepped(found, "sent", by)
    access_log.record(
        Kind.DISCLOSURE, found, by=by, recipient=f"reviewers of {found.feedback.table.name}"[:200], purpose="response"
    )
    return found


@transaction.atomic
def publish_response(response: Response, *, by: Actor) -> Response:
    """Show the formal feedback and the response beside the public plan. Whoever wrote or sent it cannot."""
    found = _stepping(response, "published")
    if by.user is not None and by.user.pk in {found.sent_by and found.sent_by.user_id, found.written_by.user_id}:
        raise NotPossible("You wrote or sent this response, so somebody else has to publish it.")
    found.published_by, found.published_at = by.membership, timezone.now()
    _stepped(found, "published", by)
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="the public", purpose="published")
    return found


@transaction.atomic
def withdraw_response(response: Response, why: str, *, by: Actor) -> Response:
    """Take it off the public page again."""
    if not why.strip():
        raise NotPossible("Say why it is taken off the public page.")
    found = _stepping(response, "withdrawn")
    found.withdrawn_why = why
    return _stepped(found, "withdrawn", by, purpose=why[:400])


def _draft(snapshot: Snapshot, by: Actor) -> Feedback:
    """The table’s feedback on the submission, begun if there is none, locked while it may still be changed."""
    assert by.partnership is not None and by.user is not None
    if snapshot.reason != Snapshot.Reason.SUBMITTED:
        raise NotPossible("This version of the plan was not submitted for outside review.")
    found, new = Feedbacks(Feedback).get_or_create(
        snapshot=snapshot, table=by.partnership,
        defaults={"partnership": snapshot.partnership, "body": by.agency[:120], "begun_by": by.user},
    )  # fmt: skip
    if new:
        access_log.record(Kind.COLLECTION, found, by=by, concerns=[found, snapshot])
    return _locked(found)


def _locked(feedback: Feedback) -> Feedback:
    rows = Feedbacks(Feedback).select_for_update(of=("self",)).select_related("partnership", "table")
    found = rows.get(pk=feedback.pk)
    if found.sent_at is not None:
        raise NotPossible("This feedback was sent, and is kept as it was sent.")
    return found


def _recorded(kind: str, row: Feedback | Remark, by: Actor, **details: Any) -> None:
    """In the log of the reviewers’ table; and once it is sent, in that of the plan’s own, too."""
    access_log.record(kind, row, by=by, **details)
    if details.get("became") == "sent" and by.partnership != row.partnership:
        access_log.record(Kind.COLLECTION, row, by=replace(by, partnership=row.partnership), **details)


def _unanswered(feedback: Feedback) -> None:
    if Response.objects.filter(feedback=feedback, sent_at__isnull=False).exists():
        raise NotPossible("The response was sent, and is kept as it was sent.")


def _stepping(response: Response, to: str) -> Response:
    rows = Response.objects.select_for_update(of=("self",))
    found = rows.select_related("feedback__table", "sent_by", "written_by").get(pk=response.pk)
    if (found.state, to) not in STEPS:
        stands, wanted = found.get_state_display().lower(), Response.State(to).label.lower()
        raise NotPossible(f"This response is in the state “{stands}”, so it cannot become “{wanted}”.")
    return found


def _stepped(found: Response, to: str, by: Actor, **said: Any) -> Response:
    before, found.state = found.state, to
    found.save(update_fields=["state", "sent_by", "sent_at", "published_by", "published_at", "withdrawn_why"])
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=to, **said)
    return found
