"""What the public says of a published plan: kept, and shown only once somebody at the table has read it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits
from commonground.plan.models import Publication, PublicComment
from commonground.plan.models.publication import COMMENT_STEPS

Kind, State = access_log.Kind, PublicComment.State
ERASED = (PublicComment.Because.NAMES, PublicComment.Because.ASKED)
"""Reasons for which the words themselves are erased."""


def comment(publication: Publication, text: str, name: str = "", *, by: Actor) -> PublicComment:
    """Keep what a member of the public wrote, until somebody decides on it. Where they wrote from is kept nowhere.

    Raises NotPossible for a plan that is not published any more.
    """
    table = publication.partnership
    visitor = Actor(name="a member of the public", partnership=table, request_id=by.request_id)
    with scope(partnership=table), access_log.acting(visitor), transaction.atomic():
        found = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if found.state != Publication.State.PUBLISHED:
            raise NotPossible("This plan is not on the public page any more, so it cannot be commented on.")
        if not text.strip():
            raise NotPossible("The comment is empty: write one.")
        same = PublicComment.objects.filter(publication=found, text=text, name=name, state=State.WAITING).first()
        if same is not None:  # sent twice by an impatient finger
            return same  # type: ignore[no-any-return]
        made = PublicComment(partnership=table, publication=found, text=text, name=name)
        fits(made, "The comment")
        made.save()
        access_log.record(Kind.COLLECTION, made, by=visitor, concerns=[made, found])
        return made


@transaction.atomic
def show(comment: PublicComment, *, by: Actor) -> PublicComment:
    """Let everybody read it."""
    found = _stepping(comment, State.SHOWN)
    _stepped(found, State.SHOWN, by, ())
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="the public", purpose="shown beside the plan")
    return found


@transaction.atomic
def refuse(comment: PublicComment, because: str, *, by: Actor) -> PublicComment:
    """Do not show it, or no longer. What names a person, and what its writer wants back, is erased."""
    found = _stepping(comment, State.REFUSED)
    if because not in PublicComment.Because.values:
        raise NotPossible("Choose why it is not shown.")
    found.because = because
    if because in ERASED:
        found.text, found.name = "", ""
    return _stepped(found, State.REFUSED, by, ("because", "text", "name"), because=because, erased=because in ERASED)


@transaction.atomic
def reply(comment: PublicComment, text: str, *, by: Actor) -> PublicComment:
    """Answer a comment that is shown, in the partnership’s name; no text takes the answer away."""
    found = _locked(comment)
    if found.state != State.SHOWN:
        raise NotPossible("Only a comment that is shown is replied to: show it first.")
    if text != found.reply:
        found.reply, found.replied_by, found.replied_at = text, by.membership, timezone.now()
        fits(found, "The reply")
        found.save(update_fields=["reply", "replied_by", "replied_at"])
        access_log.record(Kind.ALTERATION, found, by=by, replied=bool(text))
    return found


def _locked(comment: PublicComment) -> PublicComment:
    rows = PublicComment.objects.select_for_update(of=("self",)).select_related("partnership")
    return rows.get(pk=comment.pk)  # type: ignore[no-any-return]


def _stepping(comment: PublicComment, to: Any) -> PublicComment:
    found = _locked(comment)
    if (found.state, to) not in COMMENT_STEPS:
        raise NotPossible(f"This comment is {found.get_state_display().lower()} already; somebody decided on it.")
    return found


def _stepped(found: PublicComment, to: Any, by: Actor, also: tuple[str, ...], **said: Any) -> PublicComment:
    before, found.state = found.state, to
    found.decided_by, found.decided_at = by.membership, timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at", *also])
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=to, **said)
    return found
