"""The plan goes on the public page: asked for by one person, approved by another, and taken off again."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Publication
from commonground.plan.models.publication import STEPS
from commonground.plan.public_form import PublicPlan
from commonground.plan.reducing import Chosen, can_be_left_out
from commonground.plan.to_publish import as_public, closed_reviews, to_read_in

Kind, State = access_log.Kind, Publication.State


@transaction.atomic
def ask(chosen: Chosen, *, by: Actor) -> Publication:
    """Ask somebody else to publish the last closed review. What the public would read is frozen from now on.

    Raises NotPossible where no review is closed, where one is asked for already, and for a place that must stay.
    """
    partnership = by.partnership
    assert partnership is not None
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if Publication.objects.filter(state=State.ASKED).exists():
        raise NotPossible("This plan is waiting for approval already: whoever approves it publishes it or sends it "
                          "back, and then you can ask again.")  # fmt: skip
    if kept := [place for place in sorted(chosen.left_out) if not can_be_left_out(place)]:
        raise NotPossible(f"“{kept[0]}” cannot be left out: correct it in the plan, and publish the next review.")
    snapshot, plan = as_public(partnership, chosen)
    made = Publication.objects.create(
        partnership=partnership, plan=snapshot.plan, snapshot=snapshot, costs=chosen.costs,
        left_out=sorted(chosen.left_out), document=plan.model_dump(mode="json"), sha256=sha256_of(plan),
        asked_by=by.membership,
    )  # fmt: skip
    access_log.record(
        Kind.COLLECTION, made, by=by, concerns=[made, snapshot], became=State.ASKED, costs=chosen.costs,
        left_out=made.left_out, sha256=made.sha256,
    )  # fmt: skip
    return made


@transaction.atomic
def publish(publication: Publication, read: bool = False, *, by: Actor) -> Publication:
    """Put it on the public page, in the place of the one that is there. ``read`` says that the approver has read each
    place they were warned of.

    Raises NotPossible for whoever asked for it, where the places were not read, and where a later review has closed.
    """
    found = _stepping(publication, State.PUBLISHED)
    if by.user is not None and found.asked_by.user_id == by.user.pk:
        raise NotPossible("You asked for this to be published, so somebody else has to approve it.")
    latest = closed_reviews(found.partnership)[0]
    if latest.pk != found.snapshot_id:
        raise NotPossible("A later review has closed since this was asked for: send it back and ask for that one.")
    warned = to_read_in(found.shown, found.partnership)
    if warned and not read:
        raise NotPossible(f"Read the {len(warned)} places below and say that you have, before you publish.")
    _replace(found, by)
    found.approved_by, found.approved_at, found.places_read = by.membership, timezone.now(), len(warned)
    _stepped(found, State.PUBLISHED, by, ("approved_by", "approved_at", "places_read"), places_read=len(warned))
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="the public", purpose="published", sha256=found.sha256)
    return found


@transaction.atomic
def send_back(publication: Publication, why: str, *, by: Actor) -> Publication:
    """Do not publish it. Whoever asked may take it back in the same way."""
    found = _stepping(publication, State.RETURNED)
    found.returned_by, found.returned_why = by.membership, _said(why)
    return _stepped(found, State.RETURNED, by, ("returned_by", "returned_why"), purpose=why[:400])


@transaction.atomic
def withdraw(publication: Publication, why: str, *, by: Actor) -> Publication:
    """Take it off the public page, with what was said of it. It is kept as it was."""
    found = _stepping(publication, State.WITHDRAWN)
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_why = by.membership, timezone.now(), _said(why)
    changed = ("withdrawn_by", "withdrawn_at", "withdrawn_why")
    return _stepped(found, State.WITHDRAWN, by, changed, purpose=why[:400])


def sha256_of(plan: PublicPlan) -> str:
    """Over the plan in one form: keys in order, no spaces, UTF-8."""
    plain = json.dumps(plan.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _replace(by_this: Publication, by: Actor) -> None:
    for earlier in Publication.objects.filter(state=State.PUBLISHED).select_for_update(of=("self",)):
        _stepped(earlier, State.REPLACED, by, (), replaced_by=by_this.public_id)


def _said(why: str) -> str:
    if not why.strip():
        raise NotPossible("Say why: the reason is kept.")
    return why


def _stepping(publication: Publication, to: Any) -> Publication:
    """The publication, locked, if it may take the step. Raises NotPossible with where it stands."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("partnership", "asked_by__user")
    found: Publication = rows.get(pk=publication.pk)
    if (found.state, to) not in STEPS:
        stands, wanted = found.get_state_display().lower(), State(to).label.lower()
        raise NotPossible(f"This is {stands}, so it cannot become “{wanted}”.")
    return found


def _stepped(found: Publication, to: Any, by: Actor, also: Iterable[str], **said: Any) -> Publication:
    before, found.state = found.state, to
    found.save(update_fields=["state", *also])
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=to, **said)
    return found
