"""What a job does for a report: work out its computed parts and freeze them; print a copy that was made."""

import hashlib
import logging
import tempfile
from contextlib import suppress
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground import __version__
from commonground.evidence.areas import UnknownArea
from commonground.evidence.run import Evidence
from commonground.papers import kept
from commonground.papers.assembling import kind_of
from commonground.papers.models import (
    Copies,
    Files,
    Report,
    ReportCopy,
    ReportFile,
    Reports,
    WordTemplate,
    WordTemplates,
)
from commonground.papers.reports.counted import in_plan
from commonground.papers.reports.kind import Computed
from commonground.papers.reports.writing import worked_out
from commonground.papers.word_form import NotATemplate, filled
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.partnership.shelves import shelves_of
from commonground.registers.counting import Counts, with_entries
from commonground.registers.models import Entry
from commonground.report import frozen
from commonground.report.document import Document
from commonground.report.render import FORMATS, render

WORKER = "the worker, for reports"
log = logging.getLogger(__name__)


class CannotBuild(Exception):
    """The report cannot be built; the message says why and what to do."""


def build(public_id: str) -> None:
    """Work out and freeze a report that was asked for. Done before, or not to be done any more: nothing."""
    found = _waiting(public_id)
    if found is None:
        return
    try:
        document, editions = _worked_out(found)
    except CannotBuild as why:
        _fail(found, str(why))
    except Exception:
        log.exception("the report %s could not be built", public_id)
        _fail(found, f"A fault in Common Ground stopped it. Nothing is lost: build it again. If it stops again, tell "
              f"whoever looks after the installation, with this reference: {public_id}.")  # fmt: skip
    else:
        _freeze(found, frozen.to_json(document), editions)


def give_up(public_id: str, tries: int) -> None:
    """Say that the building broke off again and again."""
    if (found := _waiting(public_id)) is not None:
        _fail(found, f"Building it broke off {tries} times, perhaps for want of memory. Tell whoever looks after the "
              f"installation, with this reference: {public_id}.")  # fmt: skip


def print_copy(public_id: str) -> None:
    """Make the files of a copy. They are made once."""
    found = Copies(ReportCopy).filter(public_id=public_id).select_related("report__partnership").first()
    if found is None or Files(ReportFile).filter(copy=found).exists():
        return
    template = _template(found.report)
    files = printed(frozen.from_json(found.document), found.ledger, template)
    with transaction.atomic(), scope(partnership=found.partnership):
        Reports(Report).select_for_update().get(pk=found.report_id)  # two workers print one copy once
        if not Files(ReportFile).filter(copy=found).exists():
            _keep(found, files, template)


def printed(document: Document, ledger: str, template: WordTemplate | None) -> dict[str, bytes]:
    """The files, by their form. Where there is no Pango there is no PDF."""
    files = {"json": ledger.encode()}
    with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
        for form in FORMATS:
            for path in render(document, Path(folder), (form,), say=log.warning):
                files[form] = path.read_bytes()
    if template is not None:
        try:
            files["docx"] = filled(kept.read(template.kept), document)
        except NotATemplate as why:  # it was tried when it was given, but not with this report
            log.warning("the Word file has the shipped look: %s", why)
    return files


def _waiting(public_id: str) -> Report | None:
    waiting = Reports(Report).filter(public_id=public_id, state="building")
    return waiting.select_related("partnership", "snapshot", "last").first()


def _template(report: Report) -> WordTemplate | None:
    """The council’s own Word template for this kind of report, if it gave one."""
    return WordTemplates(WordTemplate).in_use().filter(partnership=report.partnership, kind=report.kind).first()


def _worked_out(found: Report) -> tuple[Document, list[dict[str, object]]]:
    evidence = Evidence(shelves_of(found.partnership))
    if not evidence.editions:
        raise CannotBuild("Nothing is loaded, so there are no figures. Add data on the data page, then build it again.")
    try:
        area = evidence.area(found.area_code, "local_authority")
    except UnknownArea:
        raise CannotBuild(
            f"The data that are loaded do not name {found.area_name} ({found.area_code}). Add a table of areas on the "
            "data page, such as the lookup of wards and boroughs, then build it again."
        ) from None
    document = worked_out(
        kind_of(found), evidence, area, today=found.as_of, organisation=found.partnership.name, plan=found.plan,
        last=found.last_plan, counts=_counts(found), step=lambda name: _tell(found, name),
    )  # fmt: skip
    used = {edition for figure in document.figures for edition in figure.editions}
    return document, [e.to_json() | {"file": e.name} for e in evidence.editions if e.id in used]


def _counts(found: Report) -> Counts:
    """What the registers of the table counted in five quarters up to the day of the report, and what was promised."""
    with scope(partnership=found.partnership):  # whoever may read the report may know how many
        return with_entries(Entry.objects.kept(), found.as_of, {one.measure for _, one in in_plan(found.plan)})


def _tell(found: Report, step: str) -> None:
    """Say on the page how far it is."""
    found.done += 1
    found.of = sum(isinstance(part, Computed) for part in kind_of(found).parts(found.plan))
    said = f"Working out: {step.replace('-', ' ')}"[:120]
    Reports(Report).filter(pk=found.pk, state="building").update(step=said, done=found.done, of=found.of)


def _freeze(found: Report, text: str, editions: list[dict[str, object]]) -> None:
    with transaction.atomic(), scope(partnership=found.partnership):
        locked = Reports(Report).select_for_update().get(pk=found.pk)
        if locked.state != "building":
            return
        locked.state, locked.built_at, locked.step, locked.said = Report.State.DRAFT, timezone.now(), "", ""
        locked.made_by, locked.worked_out, locked.editions = f"Common Ground {__version__}", text, editions
        locked.save()
        by = Actor.of_system(WORKER, locked.partnership)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        access_log.record(access_log.Kind.COMBINATION, locked, by=by, sha256=sha256)


def _fail(found: Report, said: str) -> None:
    with transaction.atomic():
        still = Reports(Report).filter(pk=found.pk, state="building")
        if still.update(state=Report.State.FAILED, said=said, step=""):
            by = Actor.of_system(WORKER, found.partnership)
            access_log.record(access_log.Kind.ALTERATION, found, by=by, became="failed")


def _keep(copy: ReportCopy, files: dict[str, bytes], template: WordTemplate | None) -> None:
    names = {form: kept.keep(content) for form, content in files.items()}
    try:
        for form, content in files.items():
            ReportFile.objects.create(
                partnership=copy.partnership, copy=copy, form=form, kept=names[form], size=len(content),
                sha256=hashlib.sha256(content).hexdigest(), template=template if form == "docx" else None,
            )  # fmt: skip
    except BaseException:
        for name in names.values():
            with suppress(OSError):
                kept.erase(name)
        raise


