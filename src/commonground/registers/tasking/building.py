"""What the worker does for a briefing: build it, freeze it and print it."""

import hashlib
import logging

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground import __version__
from commonground.evidence.areas import UnknownArea
from commonground.evidence.run import Evidence
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.partnership.shelves import shelves_of
from commonground.registers.models import TaskingBriefing, TaskingFile
from commonground.registers.models.tasking_briefing import Briefings
from commonground.registers.tasking.briefing import PARTS, written
from commonground.registers.tasking.jobs import WORKER
from commonground.registers.tasking.kept import rows_for
from commonground.registers.tasking.printing import printed
from commonground.registers.tasking.terms import BriefingState
from commonground.report import frozen
from commonground.report.document import Document

log = logging.getLogger(__name__)


class CannotBuild(Exception):
    """The briefing cannot be built; the message says why and what to do."""


def build(public_id: str) -> None:
    """Build and freeze a briefing that was asked for. Done before, or not to be done any more: nothing."""
    found = _waiting(public_id)
    if found is None:
        return
    try:
        document = _written(found)
        files = printed(document)
    except CannotBuild as why:
        _fail(found, str(why))
    except Exception:
        log.exception("the briefing %s could not be built", public_id)
        _fail(found, f"A fault in Common Ground stopped it. Nothing is lost: build it again. If it stops again, tell "
              f"whoever looks after the installation, with this reference: {public_id}.")  # fmt: skip
    else:
        _freeze(found, frozen.to_json(document), files)


def give_up(public_id: str, tries: int) -> None:
    """Say that the building broke off again and again."""
    if (found := _waiting(public_id)) is not None:
        _fail(found, f"Building it broke off {tries} times, perhaps for want of memory. Tell whoever looks after the "
              f"installation, with this reference: {public_id}.")  # fmt: skip


def _waiting(public_id: str) -> TaskingBriefing | None:
    waiting = Briefings(TaskingBriefing).filter(public_id=public_id, state=BriefingState.BUILDING)
    return waiting.select_related("partnership", "meeting").first()


def _written(found: TaskingBriefing) -> Document:
    evidence = Evidence(shelves_of(found.partnership))
    if not evidence.editions:
        raise CannotBuild("Nothing is loaded, so there are no figures. Add data on the data page, then build it again.")
    try:
        area = evidence.area(found.partnership.area_code, "local_authority")
    except UnknownArea:
        raise CannotBuild(
            f"The data that are loaded do not name {found.partnership.area_name}. Add a table of areas on the data "
            "page, such as the lookup of wards and boroughs, then build it again."
        ) from None
    with scope(partnership=found.partnership):
        rows = rows_for(found.meeting, found.as_of)
    return written(evidence, area, rows, today=found.as_of, organisation=found.partnership.name,
                   invented=found.partnership.demonstration, step=lambda name: _tell(found, name))  # fmt: skip


def _tell(found: TaskingBriefing, name: str) -> None:
    """Say on the page how far it is."""
    found.done += 1
    found.of = 2 * len(PARTS)
    waiting = Briefings(TaskingBriefing).filter(pk=found.pk, state=BriefingState.BUILDING)
    waiting.update(step=f"Writing: {name}"[:120], done=found.done, of=found.of)


def _freeze(found: TaskingBriefing, text: str, files: dict[str, bytes]) -> None:
    with transaction.atomic(), scope(partnership=found.partnership):
        locked = Briefings(TaskingBriefing).select_for_update().get(pk=found.pk)
        if locked.state != BriefingState.BUILDING:
            return
        locked.state, locked.built_at, locked.step, locked.said = BriefingState.BUILT, timezone.now(), "", ""
        locked.made_by, locked.document = f"Common Ground {__version__}", text
        locked.sha256 = hashlib.sha256(text.encode()).hexdigest()
        locked.save()
        for form, content in files.items():
            TaskingFile.objects.create(
                partnership=locked.partnership, briefing=locked, form=form, content=content, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
        by = Actor.of_system(WORKER, locked.partnership)
        access_log.record(access_log.Kind.COMBINATION, locked, by=by, sha256=locked.sha256)


def _fail(found: TaskingBriefing, said: str) -> None:
    with transaction.atomic():
        waiting = Briefings(TaskingBriefing).filter(pk=found.pk, state=BriefingState.BUILDING)
        if waiting.update(state=BriefingState.FAILED, said=said, step=""):
            by = Actor.of_system(WORKER, found.partnership)
            access_log.record(access_log.Kind.ALTERATION, found, by=by, became="failed")
