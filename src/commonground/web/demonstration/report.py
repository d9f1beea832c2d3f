"""The committee report of the demonstration: today’s plan and figures, with the officers’ words of 4 February 2019.

The worker builds it as any other. A second job, which waits for the first, writes what officers write and submits it.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django import app

from commonground.evidence.store import Store
from commonground.papers.changes import reports
from commonground.papers.legal import laws
from commonground.papers.models import Report, ReportPart, Reports
from commonground.papers.reports.kind import Legal, kinds
from commonground.partnership.access_log import acting
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.models import Snapshot
from commonground.web.demonstration.plan import kept
from commonground.web.demonstration.plan.table import Table

KIND = "committee_report"


def ask(slug: str = "lewisham") -> bool:
    """Ask the worker for the report, where there is evidence and a reviewed plan, and none was asked for before."""
    if not Store(Path(settings.HOME)).editions():
        return False
    with scopes_disabled():
        table = Table(Partnership.objects.get(slug=slug))
    with scope(partnership=table.partnership):
        reviewed = Snapshot.objects.filter(reason=Snapshot.Reason.REVIEWED).first()
        if reviewed is None or Report.objects.exists():
            return False
        _start(table, reviewed)
    return True


@transaction.atomic
def _start(table: Table, reviewed: Snapshot) -> None:
    front = reports.Front(**kept.committee()["front"])
    made = reports.start(KIND, front, timezone.localdate(), by=table.who_is("analyst"), snapshot=reviewed)
    # Jobs of one lock are done one after the other: this one once the report is built.
    write.configure(lock=f"report:{made.public_id}").defer(report=made.public_id)


@app.task(name="demonstration.write_report")
def write(report: str) -> None:
    """Write and submit it; where somebody has begun to write, or it could not be built, leave it."""
    found = Reports(Report).filter(public_id=report, state="draft").select_related("partnership", "snapshot").first()
    if found is None:
        return
    with acting(Actor.of_system("the worker, for the demonstration")), scope(partnership=found.partnership):
        if not ReportPart.objects.filter(report=found).exists():
            _write(found, Table(found.partnership).who_is("analyst"))


@transaction.atomic
def _write(found: Report, by: Actor) -> None:
    words = dict(kept.committee()["parts"])
    legal = [part for part in kinds()[KIND].parts(found.plan) if isinstance(part, Legal)]
    words |= {part.key: {"text": laws()[part.law].text} for part in legal}
    for key, answers in words.items():
        reports.write_part(found, key, answers, 0, by=by)
    reports.submit(found, by=by)
