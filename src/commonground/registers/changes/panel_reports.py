"""The report of a session becomes public: asked for by one person, approved by another, taken off again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import PanelSession, SessionReport
from commonground.registers.scrutiny.report import public_document
from commonground.report import frozen

Kind, State = access_log.Kind, SessionReport.State


@transaction.atomic
def ask_public(session: PanelSession, *, by: Actor) -> SessionReport:
    """Ask somebody else to publish the report. What the public would read is frozen from now on."""
    found = PanelSession.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=session.pk)
    if found.state != PanelSession.State.CLOSED:
        raise NotPossible("Close the session first: its report changes until then.")
    if found.reports.filter(state__in=(State.ASKED, State.PUBLIC)).exists():
        raise NotPossible("A report of this session is public or waits for approval already.")
    document = frozen.to_json(public_document(found, timezone.localdate()))
    made = SessionReport.objects.create(
        partnership_id=found.partnership_id, session=found, document=document, asked_by=by.membership
    )
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found], became=State.ASKED)
    return made


@transaction.atomic
def publish(report: SessionReport, *, by: Actor) -> SessionReport:
    """Put it on the public page. Whoever asked for it cannot."""
    found = _locked(report, State.ASKED)
    if by.user is not None and found.asked_by.user_id == by.user.pk:
        raise NotPossible("You asked for this to be published, so somebody else has to approve it.")
    _decided(found, State.PUBLIC, "", by)
    access_log.record(Kind.DISCLOSURE, found, by=by, recipient="the public", purpose="published")
    return found


@transaction.atomic
def send_back(report: SessionReport, why: str, *, by: Actor) -> SessionReport:
    """Do not publish it. Whoever asked for it cannot say so for another."""
    found = _locked(report, State.ASKED)
    if by.user is not None and found.asked_by.user_id == by.user.pk:
        raise NotPossible("You asked for this to be published, so somebody else has to decide.")
    return _decided(found, State.REFUSED, why, by)


@transaction.atomic
def take_off(report: SessionReport, why: str, *, by: Actor) -> SessionReport:
    """Take it off the public page. It is kept as it was."""
    return _decided(_locked(report, State.PUBLIC), State.TAKEN_OFF, why, by)


def _locked(report: SessionReport, state: Any) -> SessionReport:
    rows = SessionReport.objects.select_for_update(of=("self",)).select_related("asked_by")
    found: SessionReport = rows.get(pk=report.pk)
    if found.state != state:
        raise NotPossible(f"This report stands at “{found.get_state_display()}”, so that cannot be done.")
    return found


def _decided(found: SessionReport, state: Any, why: str, by: Actor) -> SessionReport:
    if state != State.PUBLIC and not why.strip():
        raise NotPossible("Say why: the reason is kept.")
    before, found.state, found.why = found.state, state, why.strip()[:400]
    found.decided_by, found.decided_at = by.membership, timezone.now()
    found.save()
    access_log.record(Kind.ALTERATION, found, by=by, was=before, became=state, purpose=why[:400])
    return found
