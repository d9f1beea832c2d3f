"""A step of a paper from one state to another: under a lock, only where it is allowed, and with its line of the log."""

from typing import Any, TypeVar

from django.utils import timezone

from commonground.papers.models import STEPS, Paper
from commonground.partnership import access_log
from commonground.partnership.models import Grouping
from commonground.partnership.rule import Actor

P = TypeVar("P", bound=Paper)
Kind = access_log.Kind
STEPPED = [
    "state", "said", "step", "done", "submitted_by", "submitted_at", "returned_why", "approved_by", "approved_at",
    "withdrawn_by", "withdrawn_at", "withdrawn_why",
]  # fmt: skip


class NotPossible(Exception):
    """The step cannot be taken now; the message says why, for the person who asked."""


def stepping(paper: P, to: str) -> P:
    """The paper, locked, if it may take the step. Raises NotPossible with where it stands."""
    found: P = type(paper).objects.select_for_update(of=("self",)).get(pk=paper.pk)  # type: ignore[attr-defined]
    if found.state == "building" or (found.state, to) not in STEPS:  # the worker alone ends the building
        noun = found._meta.verbose_name
        stands, wanted = found.get_state_display().lower(), Paper.State(to).label.lower()
        raise NotPossible(f"This {noun} is {stands}, so it cannot become {wanted}.")
    return found


def stepped(found: P, to: str, by: Actor, *, also: tuple[str, ...] = (), **said: Any) -> P:
    """Store the step. ``also`` names what changed beside it."""
    before, found.state = found.state, to
    found.save(update_fields=[*STEPPED, *also])
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=to, **said)
    return found


def submitting(found: P, by: Actor) -> P:
    """Who asks for approval, and when."""
    found.submitted_by, found.submitted_at, found.returned_why = by.membership, timezone.now(), ""
    return found


def told_the_groups(found: Paper, by: Actor) -> None:
    """From now on the reviewers of the partnership’s groups may read it: the log says so."""
    for group in Grouping.objects.filter(partnership=found.partnership).select_related("group"):
        access_log.record(
            Kind.DISCLOSURE, found, by=by, recipient=f"reviewers of {group.group.name}"[:200], purpose="submitted"
        )


def returning(found: P, why: str) -> P:
    """Why it is sent back; nobody has submitted it any more."""
    found.returned_why, found.submitted_by, found.submitted_at = why, None, None
    return found


def approving(found: P, by: Actor) -> P:
    """Who approves it. Raises NotPossible for the one who submitted it."""
    if found.submitted_by is not None and by.user is not None and found.submitted_by.user_id == by.user.pk:
        raise NotPossible(f"You submitted this {found._meta.verbose_name}, so somebody else has to approve it.")
    found.approved_by, found.approved_at = by.membership, timezone.now()
    return found


def withdrawing(found: P, why: str, by: Actor) -> P:
    """Who takes it off the public page, and why."""
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_why = by.membership, timezone.now(), why
    return found
