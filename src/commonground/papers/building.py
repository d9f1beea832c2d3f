"""What a job does for an assessment: build and freeze it; and print it again once it is published."""

import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground import __version__
from commonground.evidence.areas import UnknownArea
from commonground.evidence.run import Evidence
from commonground.papers import kept
from commonground.papers.models import Assessment, Assessments, PaperFile, Papers, Passage, Passages
from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.partnership.shelves import shelves_of
from commonground.report import assessment as report
from commonground.report import frozen
from commonground.report.document import Document
from commonground.report.render import FORMATS, render
from commonground.report.section import sections

WORKER = "the worker, for assessments"
SAYS = {"draft": "Draft for the partnership", "published": "Published by the partnership"}
log = logging.getLogger(__name__)


class CannotBuild(Exception):
    """The assessment cannot be built; the message says why and what to do."""


def build(public_id: str) -> None:
    """Build and freeze an assessment that was asked for. Done before, or not to be done any more: nothing."""
    found = Assessments(Assessment).filter(public_id=public_id, state="building").select_related("partnership").first()
    if found is None:
        return
    try:
        texts = texts_of(found.partnership)
        document, ledger = _written(found, texts)
        files = _printed(document, ledger, lambda name: _tell(found, name))
    except CannotBuild as why:
        _fail(found, str(why))
    except Exception:
        log.exception("the assessment %s could not be built", public_id)
        _fail(found, f"A fault in Common Ground stopped it. Nothing is lost: build it again. If it stops again, tell "
              f"whoever looks after the installation, with this reference: {public_id}.")  # fmt: skip
    else:
        _freeze(found, texts, frozen.to_json(document), ledger, files)


def print_published(public_id: str) -> None:
    """Make the files of a published assessment, which no longer say that it is a draft."""
    found = Assessments(Assessment).filter(public_id=public_id, state="published").select_related("partnership").first()
    if found is None or Papers(PaperFile).filter(assessment=found, says="published").exists():
        return
    document = replace(frozen.from_json(found.document), status=SAYS["published"])
    files = _printed(document, found.ledger, lambda name: None)
    with transaction.atomic(), scope(partnership=found.partnership):
        locked = Assessments(Assessment).select_for_update().get(pk=found.pk)
        if not Papers(PaperFile).filter(assessment=locked, says="published").exists():
            _keep(locked, "published", files)


def give_up(public_id: str, tries: int) -> None:
    """Say that the building broke off again and again."""
    found = Assessments(Assessment).filter(public_id=public_id, state="building").select_related("partnership").first()
    if found is not None:
        _fail(found, f"Building it broke off {tries} times, perhaps for want of memory. Tell whoever looks after the "
              f"installation, with this reference: {public_id}.")  # fmt: skip


def texts_of(partnership: Partnership) -> dict[str, str]:
    """The officers’ texts as they stand, and the name for the front page."""
    newest = Passages(Passage).filter(partnership=partnership).newest()
    written = {passage.key: passage.text for passage in newest if passage.text.strip()}
    return {"organisation": partnership.name, **dict(sorted(written.items()))}


def _written(found: Assessment, texts: Mapping[str, str]) -> tuple[Document, str]:
    evidence = Evidence(shelves_of(found.partnership))
    if not evidence.editions:
        raise CannotBuild("Nothing is loaded, so there is nothing to say. Add data on the data page, then build it.")
    try:
        area = evidence.area(found.area_code, "local_authority")
    except UnknownArea:
        raise CannotBuild(
            f"The data that are loaded do not name {found.area_name} ({found.area_code}). Load a table of areas, such "
            "as the lookup of wards and boroughs, then build it again."
        ) from None
    document = report.write(
        evidence, area, today=found.as_of, texts=texts, step=lambda name: _tell(found, f"Writing: {name}")
    )
    ledger = json.dumps(report.ledger(document, evidence), ensure_ascii=False, separators=(",", ":"))
    return replace(document, status=SAYS["draft"]), ledger


def _printed(document: Document, ledger: str, tell: Callable[[str], None]) -> dict[str, bytes]:
    """The files, by their form. Where there is no Pango there is no PDF."""
    files = {"json": ledger.encode()}
    with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
        for form in FORMATS:
            tell(f"Printing: {form.upper()}")
            for path in render(document, Path(folder), (form,), say=log.warning):
                files[form] = path.read_bytes()
    return files


def _tell(found: Assessment, step: str) -> None:
    """Say on the page how far it is."""
    found.done += 1
    found.of = 2 * len(sections()) + len(FORMATS)
    Assessments(Assessment).filter(pk=found.pk, state="building").update(step=step[:120], done=found.done, of=found.of)


def _freeze(found: Assessment, texts: dict[str, str], document: str, ledger: str, files: dict[str, bytes]) -> None:
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    with transaction.atomic(), scope(partnership=found.partnership):
        locked = Assessments(Assessment).select_for_update().get(pk=found.pk)
        if locked.state != "building":
            return
        locked.state, locked.built_at, locked.step, locked.said = Assessment.State.DRAFT, timezone.now(), "", ""
        locked.made_by, locked.texts = f"Common Ground {__version__}", texts
        locked.document, locked.ledger, locked.sha256 = document, ledger, sha256
        locked.save()
        _keep(locked, "draft", files)
        access_log.record(
            access_log.Kind.COMBINATION, locked, by=Actor.of_system(WORKER, locked.partnership), sha256=sha256
        )


def _keep(assessment: Assessment, says: str, files: dict[str, bytes]) -> None:
    names = {form: kept.keep(content) for form, content in files.items()}
    try:
        for form, content in files.items():
            PaperFile.objects.create(
                partnership=assessment.partnership, assessment=assessment, form=form, says=says, kept=names[form],
                size=len(content), sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
    except BaseException:
        for name in names.values():
            kept.erase(name)
        raise


def _fail(found: Assessment, said: str) -> None:
    with transaction.atomic():
        still = Assessments(Assessment).filter(pk=found.pk, state="building")
        if still.update(state=Assessment.State.FAILED, said=said, step=""):
            access_log.record(
                access_log.Kind.ALTERATION, found, by=Actor.of_system(WORKER, found.partnership), became="failed"
            )
