"""A worry is reported by anyone; somebody at the table makes an entry of tension of it, or closes it with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits
from commonground.registers.changes.entries import add
from commonground.registers.models import Entry, PublicPages, PublicReport
from commonground.registers.models.public_report import PublicReports
from commonground.registers.register import registers

Kind, State = access_log.Kind, PublicReport.State
WAITING_MOST = 300
"""How many reports may wait at one table: a flood is stopped there."""
TENSION = "tension_entries"


def report(table: Partnership, values: Mapping[str, Any], *, by: Actor) -> PublicReport:
    """Keep what a member of the public wrote. Who they are and where they wrote from is kept nowhere.

    Raises NotPossible, for instance where the partnership takes no reports.
    """
    visitor = Actor(name="a member of the public", partnership=table, request_id=by.request_id)
    with scope(partnership=table), access_log.acting(visitor), transaction.atomic():
        if not PublicPages.objects.filter(partnership=table, worries=True).exists():
            raise NotPossible("This partnership takes no reports here. Call 101, or 999 in an emergency.")
        if not values.get("text", "").strip():
            raise NotPossible("Write what you are worried about.")
        waiting = PublicReport.objects.waiting()
        same = waiting.filter(**{name: values.get(name, "") for name in ("text", "place", "ward", "when")}).first()
        if same is not None:  # sent twice by an impatient finger
            return same  # type: ignore[no-any-return]
        if waiting.count() >= WAITING_MOST:
            raise NotPossible("Many reports wait to be read, so this one was not kept. Call 101 in its place.")
        made = PublicReport(partnership=table, **values)
        fits(made, "Your report")
        made.save()
        access_log.record(Kind.COLLECTION, made, by=visitor)
        return made


@transaction.atomic
def take(report: PublicReport, values: Mapping[str, Any], *, sure: bool = False, by: Actor) -> Entry:
    """Make an entry of tension of it, in words that name nobody. Raises NotPossible and PersonNamed as ``add``."""
    found = _waiting(report)
    if TENSION not in registers():
        raise NotPossible("This site has no register of tension.")
    entry = add(registers()[TENSION], found.partnership, values, sure=sure, by=by)
    found.entry = entry
    _decide(found, State.TAKEN, by, "entry")
    access_log.record(Kind.ALTERATION, found, by=by, concerns=[found, entry], became=State.TAKEN)
    return entry


@transaction.atomic
def close(report: PublicReport, because: str, *, by: Actor) -> PublicReport:
    """Close it without an entry, and say why."""
    found = _waiting(report)
    if because not in PublicReport.Because.values:
        raise NotPossible("Choose why the report is closed.")
    found.because = because
    _decide(found, State.CLOSED, by, "because")
    access_log.record(Kind.ALTERATION, found, by=by, became=State.CLOSED, because=because)
    return found


def forget(moment: datetime, *, by: Actor) -> int:
    """Erase the words of reports whose time is over; what became of each stays. How many they were."""
    past = list(PublicReports(PublicReport).past(moment))
    for one in past:
        with scope(partnership=one.partnership), transaction.atomic():
            one.text, one.place, one.erased_on = "", "", timezone.localdate(moment)
            one.save(update_fields=["text", "place", "erased_on"])
            system = Actor.of_system(by.name, one.partnership)
            access_log.record(Kind.ERASURE, one, by=system, purpose="90 days have passed")
    return len(past)


def _waiting(report: PublicReport) -> PublicReport:
    found: PublicReport = (
        PublicReport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=report.pk)
    )
    if found.state != State.WAITING:
        raise NotPossible("Somebody decided on this report already: open it again to see what became of it.")
    if found.erased_on is not None:
        raise NotPossible("The words of this report were erased after 90 days: close it.")
    return found


def _decide(found: PublicReport, to: Any, by: Actor, *also: str) -> None:
    found.state, found.decided_by, found.decided_at = to, by.membership, timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at", *also])
