"""A panel session is planned, given its list, drawn, closed; its feedback is sent, and the police reply."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.models import DrawnRecord, ListedRecord, PanelSession
from commonground.registers.rules import RUN_PANEL_SESSION
from commonground.registers.scrutiny import draw as drawing
from commonground.registers.scrutiny import listing

Kind, State = access_log.Kind, PanelSession.State
MOST_DRAWN = 60


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a session is planned as."""

    held_on: date
    records: str
    start: date
    end: date
    chair: Membership
    size: int


@transaction.atomic
def plan_session(partnership: Partnership, planned: Planned, *, by: Actor) -> PanelSession:
    """Plan a session. Raises NotPossible for what cannot be."""
    if planned.end < planned.start:
        raise NotPossible("The period ends before it begins: correct one of its days.")
    if not 1 <= planned.size <= MOST_DRAWN:
        raise NotPossible(f"A panel reads from 1 to {MOST_DRAWN} records in a session: correct the number.")
    if planned.chair.role not in RUN_PANEL_SESSION.roles:
        raise NotPossible("The chair of a session must be a panel chair or a scrutiny member: choose one of them.")
    made = PanelSession.objects.create(partnership=partnership, planned_by=by.membership, **vars(planned))
    access_log.record(Kind.COLLECTION, made, by=by)
    return made


@transaction.atomic
def give_list(session: PanelSession, text: str, *, by: Actor) -> PanelSession:
    """Give the list to draw from, in the place of one given before. Raises NotPossible for one that is not taken."""
    found = _locked(session, State.PLANNED, State.LISTED, doing="given another list")
    if by.membership is not None and by.membership.pk == found.chair_id:
        raise NotPossible("You chair this session and will draw its records, so somebody else has to give the list.")
    try:
        records = listing.read(text)
    except listing.NotAList as wrong:
        raise NotPossible(str(wrong)) from None
    if len(records) < found.size:
        raise NotPossible(
            f"The list has {len(records)} records, and {found.size} are to be drawn: give a longer one, or plan a "
            "session that reads fewer."
        )
    found.listed.all().delete()
    ListedRecord.objects.bulk_create(
        ListedRecord(partnership_id=found.partnership_id, session=found, reference=one.reference, strata=one.strata)
        for one in records
    )
    found.state, found.listed_by, found.listed_at = State.LISTED, by.membership, timezone.now()
    found.list_sha256, found.list_count = drawing.digest(records), len(records)
    found.save()
    access_log.record(Kind.COLLECTION, found, by=by, became=State.LISTED, sha256=found.list_sha256, rows=len(records))
    return found


@transaction.atomic
def draw(session: PanelSession, asked: drawing.Asked, seed: int, *, by: Actor) -> PanelSession:
    """Draw the records, once and for all. Only the chair of the session may; raises NotPossible."""
    found = _locked(session, State.LISTED, doing="drawn")
    if by.membership is None or by.membership.pk != found.chair_id:
        raise NotPossible("Only the chair of this session draws its records.")
    if asked.size > MOST_DRAWN:
        raise NotPossible(f"A panel reads at most {MOST_DRAWN} records in a session: ask for fewer.")
    records = found.listing
    if drawing.digest(records) != found.list_sha256:
        raise NotPossible("The list is not the one whose digest was kept, so nothing is drawn: ask for it again.")
    try:
        references = drawing.drawn(records, asked, seed)
    except drawing.CannotDraw as wrong:
        raise NotPossible(str(wrong)) from None
    found.size, found.by, found.quotas = len(references), asked.by, dict(asked.quotas) if asked.by else {}
    found.seed, found.state, found.drawn_by, found.drawn_at = seed, State.DRAWN, by.membership, timezone.now()
    found.save()
    for number, reference in enumerate(references, 1):
        DrawnRecord.objects.create(
            partnership_id=found.partnership_id, session=found, number=number, reference=reference
        )
    access_log.record(Kind.ALTERATION, found, by=by, became=State.DRAWN, seed=str(seed), sha256=found.list_sha256)
    return found


@transaction.atomic
def close(session: PanelSession, themes: str, members: int | None, *, sure: bool = False, by: Actor) -> PanelSession:
    """Close the session: its grades stay as they are. Raises NotPossible, and PersonNamed."""
    found = _locked(session, State.DRAWN, doing="closed")
    if by.membership is None or by.membership.pk != found.chair_id:
        raise NotPossible("Only the chair of this session closes it.")
    left = [one.number for one in found.drawn.all() if not one.is_done]
    if left:
        records = "record" if len(left) == 1 else "records"
        raise NotPossible(
            f"{len(left)} {records} of the draw ({', '.join(map(str, left))}) have neither a grade nor a reason why "
            "they could not be shown: say one of the two of each, then close the session."
        )
    found.themes, found.members, found.state = themes.strip(), members, State.CLOSED
    found.closed_by, found.closed_at = by.membership, timezone.now()
    _named(found, {"Themes": found.themes}, sure)
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, became=State.CLOSED)
    return found


@transaction.atomic
def send_feedback(session: PanelSession, words: str, on: date, *, sure: bool = False, by: Actor) -> PanelSession:
    """Write down what the panel told the police, and when. A reply ends it. Raises NotPossible, and PersonNamed."""
    found = _locked(session, State.DRAWN, State.CLOSED, doing="given feedback")
    if found.replied_on:
        raise NotPossible("The police have replied to this feedback, so it stays as it was sent.")
    _said(words, "Say what the panel tells the police.")
    _not_before(on, found.held_on, "The feedback cannot be sent before the session")
    found.feedback, found.feedback_sent_on = words.strip(), on
    _named(found, {"Feedback": found.feedback}, sure)
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, fields=["feedback"], what="feedback sent")
    return found


@transaction.atomic
def reply(session: PanelSession, words: str, on: date, *, sure: bool = False, by: Actor) -> PanelSession:
    """Write down what the police replied. Only the police may. Raises NotPossible, and PersonNamed."""
    found = _locked(session, State.DRAWN, State.CLOSED, doing="replied to")
    of_the_police(by)
    if found.feedback_sent_on is None:
        raise NotPossible("No feedback has been sent yet, so there is nothing to reply to.")
    if found.replied_on:
        raise NotPossible("The police have replied already; what they said stays as it was.")
    _said(words, "Say what the police reply.")
    _not_before(on, found.feedback_sent_on, "The reply cannot come before the feedback was sent")
    found.reply, found.replied_on, found.replied_by = words.strip(), on, by.membership
    _named(found, {"Reply": found.reply}, sure)
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, fields=["reply"], what="reply received")
    return found


def of_the_police(by: Actor) -> None:
    """Raises NotPossible unless the actor sits for the police."""
    if by.membership is None or by.membership.agency.kind != Agency.Kind.POLICE:
        raise NotPossible("Only the police can say this: it is their reply.")


def _locked(session: PanelSession, *states: Any, doing: str) -> PanelSession:
    """The session, locked, if it stands as it must. Raises NotPossible with where it stands."""
    rows = PanelSession.objects.select_for_update(of=("self",)).select_related("partnership")
    found: PanelSession = rows.get(pk=session.pk)
    if found.state not in states:
        raise NotPossible(f"This session stands at “{found.get_state_display()}”, so it cannot be {doing}.")
    return found


def _named(found: PanelSession, texts: dict[str, str], sure: bool) -> None:
    fits(found, "The session")
    ask_for_names(found.partnership, texts, sure)


def _said(words: str, wanted: str) -> None:
    if not words.strip():
        raise NotPossible(wanted)


def _not_before(day: date, earliest: date, said: str) -> None:
    if day < earliest:
        raise NotPossible(f"{said}, on {earliest:%-d %B %Y}: correct the day.")
