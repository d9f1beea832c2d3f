"""Outside review as each side reads it: what was submitted, what was said of it, and what the public may read."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.models import Feedback, Remark, Reply, Response, Snapshot
from commonground.plan.models.outside import Feedbacks, Remarks, Replies, Responses
from commonground.plan.models.snapshot import Snapshots
from commonground.plan.terms import Tier
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan, WrittenTheme

Thing = tuple[str, str]
"""What a remark is on: ("answer", "G1"), ("action", "A3"), ("theme", "governance"), ("plan", "plan")."""

WHOLE = (str(Remark.About.PLAN), "plan")


def submissions_for(actor: Actor) -> Snapshots:
    """The submissions that the actor may read, the latest first."""
    return Snapshots(Snapshot).seen_by(actor).filter(reason=Snapshot.Reason.SUBMITTED).select_related("partnership")


def feedback_for(actor: Actor) -> Feedbacks:
    """The feedback that the actor may read, with its submission (without the document) and its response."""
    found = Feedbacks(Feedback).seen_by(actor).select_related("snapshot", "table", "partnership", "response")
    return found.defer("snapshot__document")


def remarks_of(feedback: Feedback, actor: Actor) -> list[Remark]:
    """Its comments, each with the answer that the actor may read, or None, as ``answered``."""
    answered = Prefetch("reply", Replies(Reply).seen_by(actor).select_related("written_by__user"), to_attr="answered")
    return list(Remarks(Remark).seen_by(actor).filter(feedback=feedback).prefetch_related(answered))


def response_to(feedback: Feedback, actor: Actor) -> Response | None:
    """The response, where the actor may read it yet."""
    found = Responses(Response).seen_by(actor).filter(feedback=feedback)
    return found.select_related("written_by__user", "sent_by__user", "published_by__user").first()


def opened(snapshot: Snapshot, what: str, *, by: Actor) -> None:
    """Somebody of another table reads it: its own partnership’s log shows that it was disclosed."""
    if by.partnership is not None and by.partnership.pk != snapshot.partnership_id:
        access_log.record(
            access_log.Kind.DISCLOSURE, snapshot, by=replace(by, partnership=snapshot.partnership),
            recipient=by.partnership.name, purpose=f"read as {what}",
        )  # fmt: skip


def things_in(plan: WrittenPlan) -> dict[Thing, str]:
    """Everything that a remark can be on, with what a page calls it."""
    about = Remark.About
    return (
        {WHOLE: "The plan as a whole"}
        | {(str(about.THEME), one.key): f"Theme: {one.title}" for one in plan.themes}
        | {(str(about.ANSWER), one.ref): f"{one.ref}: {one.text}" for one in plan.answers}
        | {(str(about.ACTION), one.ref): f"{one.ref}: {one.title}" for one in plan.actions}
    )


@dataclass(frozen=True)
class Said:
    """A part of the submission with the reviewers’ own remark on it, if there is one."""

    part: WrittenAnswer | WrittenAction
    remark: Remark | None


@dataclass(frozen=True)
class ThemeSaid:
    """A theme of the submission, with all that is in it."""

    theme: WrittenTheme
    remark: Remark | None
    standards: tuple[Said, ...]
    options: tuple[Said, ...]
    actions: tuple[Said, ...]


def by_theme(plan: WrittenPlan, remarks: list[Remark]) -> list[ThemeSaid]:
    """The submission by theme, each part with the remark on it."""
    on = {(one.about, one.ref): one for one in remarks}
    answers = [Said(one, on.get(("answer", one.ref))) for one in plan.answers]
    actions = [Said(one, on.get(("action", one.ref))) for one in plan.actions]
    return [
        ThemeSaid(
            theme, on.get(("theme", theme.key)),
            tuple(one for one in answers if (one.part.theme, one.part.tier) == (theme.key, Tier.MINIMUM)),  # type: ignore[union-attr]
            tuple(one for one in answers if (one.part.theme, one.part.tier) == (theme.key, Tier.OPTION)),  # type: ignore[union-attr]
            tuple(one for one in actions if one.part.theme == theme.key),
        )
        for theme in plan.themes
    ]  # fmt: skip


@dataclass(frozen=True)
class PublicResponse:
    """What anyone may read of an outside review: of bodies, no person; the comments on single parts stay inside."""

    body: str
    submitted: date
    given: date
    summary: str
    strengths: str
    to_do: str
    by_when: date | None
    response: str
    answered: date


def public_responses(partnership: str) -> list[PublicResponse]:
    """The published responses of a partnership, by its slug, each with the formal feedback it answers."""
    rows = Responses(Response).published().filter(partnership__slug=partnership).select_related("feedback__snapshot")
    return [_public(one) for one in rows.defer("feedback__snapshot__document").order_by("-sent_at")]


def _public(row: Response) -> PublicResponse:
    feedback = row.feedback
    assert feedback.sent_at is not None and row.sent_at is not None, "what is published was sent"
    return PublicResponse(
        feedback.body, feedback.snapshot.as_of, feedback.sent_at.date(), feedback.summary, feedback.strengths,
        feedback.to_do, feedback.by_when, row.text, row.sent_at.date(),
    )  # fmt: skip
