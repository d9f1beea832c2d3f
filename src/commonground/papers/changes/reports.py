"""What is done with reports: asked for, written in, submitted, sent back, published, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction

from commonground.papers import assembling, tasks
from commonground.papers.changes import assesses
from commonground.papers.models import Report, ReportCopy, ReportPart
from commonground.papers.reports.kind import Legal, Officers, kinds
from commonground.papers.stepping import (
    NotPossible,
    approving,
    returning,
    stepped,
    stepping,
    submitting,
    told_the_groups,
    withdrawing,
)
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.models import Snapshot
from commonground.report import frozen

Kind = access_log.Kind


class Conflict(Exception):
    """Somebody saved the part meanwhile. ``theirs`` is what they saved; what was typed is not lost."""

    def __init__(self, theirs: ReportPart) -> None:
        super().__init__(f"{theirs.written_by.user} saved this part while you were writing.")
        self.theirs = theirs


@dataclass(frozen=True)
class Front:
    """What stands at the head of a report: its title, the lines of its kind, and its class."""

    title: str
    header: Mapping[str, str]
    part: int = 1


@transaction.atomic
def start(
    kind: str, front: Front, today: date, *, by: Actor, snapshot: Snapshot | None = None, last: Snapshot | None = None
) -> Report:
    """Ask for a report made from the plan as it was handed over and the evidence as it stands."""
    partnership = by.partnership
    assert partnership is not None
    if not assesses(partnership):
        raise NotPossible(f"{partnership.name} has no area of its own to report on.")
    if kinds()[kind].needs_plan and snapshot is None:
        raise NotPossible("This kind of report is made from a plan. Choose one that was handed over.")
    made = Report.objects.create(
        partnership=partnership, area_code=partnership.area_code, area_name=partnership.area_name, as_of=today,
        kind=kind, title=front.title, header=dict(front.header), part=front.part, snapshot=snapshot, last=last,
        asked_by=by.membership,
    )  # fmt: skip
    access_log.record(Kind.ALTERATION, made, by=by, became="building", of_kind=kind)
    _enqueue(made)
    return made


@transaction.atomic
def build_again(report: Report, *, by: Actor) -> Report:
    """Try once more to build one that failed."""
    found = stepping(report, "building")
    found.said, found.step, found.done = "", "", 0
    _enqueue(found)
    return stepped(found, "building", by)


@transaction.atomic
def write_front(report: Report, front: Front, *, by: Actor) -> Report:
    """Change what stands at its head, and its class, while it is a draft."""
    found = _draft(report)
    found.title, found.header, found.part = front.title, dict(front.header), front.part
    found.save(update_fields=("title", "header", "part"))
    access_log.record(Kind.ALTERATION, found, by=by, what="front")
    return found


def write_part(
    report: Report, key: str, answers: Mapping[str, str], read: int, *, by: Actor, exempt: bool = False,
    exempt_why: str = "",
) -> ReportPart:  # fmt: skip
    """Save what an officer wrote as a new version. ``read`` is the number of the version that the writer began from.

    Raises Conflict where somebody saved another meanwhile, NotPossible where the report is no draft.
    """
    part = kinds()[report.kind].part(key, report.plan)
    if not isinstance(part, (Officers, Legal)):
        raise KeyError(key)
    with transaction.atomic():
        found = _draft(report)
        newest = _newest(found, key)
        said = (dict(answers), exempt, exempt_why)
        if newest is not None and (newest.answers, newest.exempt, newest.exempt_why) == said:
            return newest
        if newest is not None and newest.number != read:
            raise Conflict(newest)
        try:
            with transaction.atomic():
                made = ReportPart.objects.create(
                    partnership=found.partnership, report=found, key=key, number=read + 1, answers=dict(answers),
                    exempt=exempt, exempt_why=exempt_why, written_by=by.membership,
                )  # fmt: skip
        except IntegrityError:  # two at the very same time
            theirs = _newest(found, key)
            assert theirs is not None
            raise Conflict(theirs) from None
        access_log.record(Kind.ALTERATION, found, by=by, part=key, version=made.number)
        return made


@transaction.atomic
def print_draft(report: Report, *, by: Actor) -> list[ReportCopy]:
    """Keep a copy of the draft as it stands, with its files."""
    found = _draft(report)
    return _copied(found, "draft", by)


@transaction.atomic
def submit(report: Report, *, by: Actor) -> Report:
    """Ask for approval. What is submitted is kept as it is now. Raises NotPossible while anything is lacking."""
    found = stepping(report, "submitted")
    _complete(found)
    copies = _copied(found, "submitted", by)
    found.sha256 = copies[-1].sha256
    stepped(submitting(found, by), "submitted", by, also=("sha256",))
    told_the_groups(found, by)
    return found


@transaction.atomic
def send_back(report: Report, why: str, *, by: Actor) -> Report:
    """Do not approve it: it is a draft again. The copy that was submitted is kept."""
    return stepped(returning(stepping(report, "draft"), why), "draft", by, purpose=why[:400])


@transaction.atomic
def publish(report: Report, *, by: Actor) -> Report:
    """Approve it. Its open copy goes on the public page, unless it is exempt as a whole.

    What is published is the copy that was submitted, letter for letter but for its status.
    """
    found = stepping(report, "published")
    _complete(found)
    stepped(approving(found, by), "published", by)
    for submitted in reversed(_last_submitted(found)):  # the open copy first, as at every occasion
        document = replace(frozen.from_json(submitted.document), status=assembling.STATUS["published"])
        _print(assembling.keep_copy(found, "published", submitted.reach, document))
    if found.part == Report.Part.OPEN:
        recipient = "the public"
        access_log.record(Kind.DISCLOSURE, found, by=by, recipient=recipient, purpose="published", sha256=found.sha256)
    return found


@transaction.atomic
def withdraw(report: Report, why: str, *, by: Actor) -> Report:
    """Take it off the public page. It is kept as it was."""
    found = withdrawing(stepping(report, "withdrawn"), why, by)
    return stepped(found, "withdrawn", by, purpose=why[:400])


def _draft(report: Report) -> Report:
    """The report, locked, while it is a draft."""
    found: Report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if found.state != "draft":
        raise NotPossible(f"This report is {found.get_state_display().lower()}, so nothing can be written in it.")
    return found


def _newest(report: Report, key: str) -> ReportPart | None:
    return ReportPart.objects.filter(report=report, key=key).select_related("written_by__user").first()


def _complete(report: Report) -> None:
    """Raises NotPossible while a part is empty, an implication is unsaid or a legal paragraph is unconfirmed."""
    if lacks := assembling.what_lacks(report):
        first = lacks[0]
        more = f" {len(lacks) - 1} more are listed on the page of the report." if len(lacks) > 1 else ""
        raise NotPossible(f"It is not complete. {first.title}: {first.why}{more}")


def _copied(report: Report, occasion: str, by: Actor) -> list[ReportCopy]:
    copies = assembling.copied(report, occasion)
    for one in copies:
        access_log.record(Kind.COMBINATION, report, by=by, occasion=occasion, reach=one.reach, sha256=one.sha256)
        _print(one)
    return copies


def _last_submitted(report: Report) -> list[ReportCopy]:
    """The copies of the last submission: the newest of each reach that was made with the hash on the report."""
    submitted = list(ReportCopy.objects.filter(report=report, occasion="submitted"))
    last = next(one for one in submitted if one.sha256 == report.sha256)
    return [last] if last.reach == "open" else [last, next(one for one in submitted if one.reach == "open")]


def _print(copy: ReportCopy) -> None:
    tasks.print_report.configure(lock=f"report-copy:{copy.public_id}").defer(copy=copy.public_id)


def _enqueue(report: Report) -> None:
    name = report.public_id
    tasks.build_report.configure(lock=f"report:{name}").defer(report=name)
