"""What a panel writes of a record that was drawn: its answers and grade, why it was not shown, what was escalated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, fits, unchanged_since
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.changes.panel_sessions import of_the_police
from commonground.registers.models import DrawnRecord, PanelSession
from commonground.registers.scrutiny.questions import SAID

Kind, State = access_log.Kind, PanelSession.State
CHANGED = "Somebody wrote about this record while you were writing."


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the panel found in a record: by question what is said and why, the grade, its reasons, how it was agreed."""

    grade: str
    reasons: str
    agreement: str
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@transaction.atomic
def grade(
    record: DrawnRecord, what: Found, *, begun: str | None = None, sure: bool = False, by: Actor
) -> DrawnRecord:
    """Grade a record. Raises NotPossible for what it lacks, Conflict, and PersonNamed."""
    found = _locked(record, begun)
    if what.grade not in DrawnRecord.Grade.values:
        raise NotPossible("Choose green, amber or red.")
    if not what.reasons.strip():
        raise NotPossible("Give the reasons for the grade: police learn from them and not from the colour.")
    if what.agreement not in DrawnRecord.Agreement.values:
        raise NotPossible("Say how the panel agreed on the grade.")
    if found.escalated_to and what.grade != DrawnRecord.Grade.RED:
        raise NotPossible("This record was escalated as red, so it stays red.")
    answers, reasons = _answers(found.session, what.answers), what.reasons.strip()
    values = {
        "grade": what.grade, "reasons": reasons, "agreement": what.agreement, "answers": answers, "not_shown": "",
        "not_shown_note": "",
    }  # fmt: skip
    titles = {one.key: one.title for one in found.session.asked_questions}
    texts = {"Reasons for the grade": reasons} | {titles[key]: told["why"] for key, told in answers.items()}
    return _stored(found, values, texts, sure, by)


@transaction.atomic
def could_not_be_shown(
    record: DrawnRecord, why: str, note: str = "", *, begun: str | None = None, sure: bool = False, by: Actor
) -> DrawnRecord:
    """Say why the panel could not see a record: it stays in the draw, and no other takes its place."""
    found = _locked(record, begun)
    if why not in DrawnRecord.NotShown.values:
        raise NotPossible("Choose why the record could not be shown.")
    if why == DrawnRecord.NotShown.OTHER and not note.strip():
        raise NotPossible("Say in the note what the other reason is.")
    if found.escalated_to:
        raise NotPossible("This record was escalated, so it was shown.")
    values = {
        "not_shown": why, "not_shown_note": note.strip(), "grade": "", "reasons": "", "agreement": "", "answers": {},
    }  # fmt: skip
    return _stored(found, values, {"Note": note}, sure, by)


@transaction.atomic
def escalate(record: DrawnRecord, to: str, on: date, *, by: Actor) -> DrawnRecord:
    """Pass on a record that is graded red. Raises NotPossible for any other."""
    found = _locked(record, None, State.DRAWN, State.CLOSED)
    if found.grade != DrawnRecord.Grade.RED:
        raise NotPossible("Only a record that is graded red is escalated.")
    if to not in DrawnRecord.Escalated.values:
        raise NotPossible("Choose to whom it is escalated.")
    if on < found.session.held_on:
        raise NotPossible(f"It cannot be escalated before the session, on {found.session.held_on:%-d %B %Y}.")
    return _stored(found, {"escalated_to": to, "escalated_on": on}, {}, True, by)


@transaction.atomic
def conclude(record: DrawnRecord, outcome: str, on: date, *, sure: bool = False, by: Actor) -> DrawnRecord:
    """Say for the police what came of an escalation. Raises NotPossible, and PersonNamed."""
    found = _locked(record, None, State.DRAWN, State.CLOSED)
    of_the_police(by)
    if found.escalated_on is None:
        raise NotPossible("This record was not escalated.")
    if not outcome.strip():
        raise NotPossible("Say what came of the escalation.")
    if on < found.escalated_on:
        raise NotPossible(f"The outcome cannot come before the escalation, on {found.escalated_on:%-d %B %Y}.")
    values = {"outcome": outcome.strip(), "outcome_on": on}
    return _stored(found, values, {"Outcome": outcome}, sure, by)


def _locked(record: DrawnRecord, begun: str | None, *states: Any) -> DrawnRecord:
    rows = DrawnRecord.objects.select_for_update(of=("self",)).select_related("session__partnership")
    found: DrawnRecord = rows.get(pk=record.pk)
    if found.session.state not in (states or (State.DRAWN,)):
        raise NotPossible("The session is closed, so the grades of its records stay as they are.")
    unchanged_since(found, begun, CHANGED)
    return found


def _answers(session: PanelSession, given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What was said to each question that was asked; one left out says nothing."""
    asked = {one.key: one.title for one in session.asked_questions}
    found = {}
    for key, told in given.items():
        said, why = told.get("said", ""), told.get("why", "").strip()
        if key not in asked:
            raise NotPossible(f"There is no question {key} in this session.")
        if said and said not in SAID:
            raise NotPossible(f"{asked[key]}: choose one of the answers.")
        if why and not said:
            raise NotPossible(f"{asked[key]}: choose an answer beside the reason.")
        if len(why) > 1000:
            raise NotPossible(f"{asked[key]}: the reason is longer than 1000 characters; shorten it.")
        if said:
            found[key] = {"said": said, "why": why}
    return found


def _stored(
    found: DrawnRecord, values: dict[str, Any], texts: Mapping[str, str], sure: bool, by: Actor
) -> DrawnRecord:
    if changed := assigned(found, values):
        fits(found, "The record")
        ask_for_names(found.session.partnership, texts, sure)
        found.written_by = by.membership
        found.save()
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found
