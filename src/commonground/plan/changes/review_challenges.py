"""The board challenges an update, the owner replies, the board decides."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits, may_update, unchanged_since
from commonground.plan.changes.review_rounds import stepping
from commonground.plan.models import Challenge, ReviewRow
from commonground.plan.rules import RUN_REVIEW
from commonground.plan.terms import RoundState

Kind = access_log.Kind


@transaction.atomic
def challenge(row: ReviewRow, text: str, *, on: date | None = None, by: Actor) -> Challenge:
    """Ask something of an update. Two who ask at the same time make two challenges; neither is lost."""
    found, to = stepping(row.round, "challenge", by)
    if not text.strip():
        raise NotPossible("Write what the board asks.")
    made = Challenge.objects.create(
        partnership=found.partnership, row=row, text=text.strip(), by=by.membership, on=on or timezone.localdate()
    )
    if found.state != to:
        found.state = to
        found.save(update_fields=["state"])
        access_log.record(Kind.ALTERATION, found, by=by, was=str(RoundState.SUBMITTED), became=str(to))
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, row], ref=row.ref)
    return made


@transaction.atomic
def reply(found: Challenge, text: str, *, begun: str | None = None, on: date | None = None, by: Actor) -> Challenge:
    """Answer the board, until it has decided. Raises Conflict where somebody else answered meanwhile."""
    row = _locked(found, "reply", by)
    who = row.replied_by.user if row.replied_by else "Somebody"
    unchanged_since(row, begun, f"{who} saved a reply while you were writing.")
    if not (RUN_REVIEW.allows(by) or may_update(row.row.action, by)):
        raise NotPossible(f"{row.row.ref} is not yours: its owner, or the plan owner, replies.")
    if row.decision:
        raise NotPossible("The board has decided on this challenge, so there is nothing more to reply to.")
    if not text.strip():
        raise NotPossible("Write the reply.")
    row.reply, row.replied_by, row.replied_on = text.strip(), by.membership, on or timezone.localdate()
    return _saved(row, by, "reply", "replied_by", "replied_on")


@transaction.atomic
def settle(
    found: Challenge, decision: str, minute: str, *, begun: str | None = None, on: date | None = None, by: Actor
) -> Challenge:
    """Write what the board decided, and where the minutes have it. Raises Conflict where somebody did meanwhile."""
    row = _locked(found, "settle", by)
    who = row.decided_by.user if row.decided_by else "Somebody"
    unchanged_since(row, begun, f"{who} saved something of this challenge while you were writing.")
    if not decision.strip():
        raise NotPossible("Write what the board decided.")
    row.decision, row.minute = decision.strip(), minute.strip()
    fits(row, row.row.ref)
    row.decided_by, row.decided_on = by.membership, on or timezone.localdate()
    return _saved(row, by, "decision", "minute", "decided_by", "decided_on")


def _locked(found: Challenge, verb: str, by: Actor) -> Challenge:
    stepping(found.row.round, verb, by)
    return Challenge.objects.select_for_update(of=("self",)).with_people().get(pk=found.pk)  # type: ignore[no-any-return]


def _saved(row: Challenge, by: Actor, *fields: str) -> Challenge:
    row.save(update_fields=fields)
    access_log.record(Kind.ALTERATION, row, by=by, concerns=[row, row.row], ref=row.row.ref, fields=list(fields))
    return row
