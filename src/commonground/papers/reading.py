"""Assessments as a person, or anyone, may read them."""

import json
from dataclasses import dataclass, replace
from typing import Any

from commonground.papers.models import Assessment, Assessments, PaperFile, Papers, Passage, Passages
from commonground.papers.prompts import PARTS, Part
from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.report import frozen
from commonground.report.document import Document


def assessments_for(actor: Actor) -> Assessments:
    """What the actor may read: of the own table, and of a group’s partnerships what they handed in."""
    return Assessments(Assessment).seen_by(actor)


def published() -> Assessments:
    """What anyone may read, in every partnership, the newest first."""
    return Assessments(Assessment).published()


def files_of(assessment: Assessment) -> list[PaperFile]:
    """Its files: those that say it is published, once they are made; until then those of the draft."""
    files = list(Papers(PaperFile).filter(assessment=assessment))
    says = "published" if any(f.says == "published" for f in files) else "draft"
    return [file for file in files if file.says == says]


def document_of(assessment: Assessment) -> Document:
    """The frozen document."""
    return frozen.from_json(assessment.document)


def opened(assessment: Assessment, what: str, *, by: Actor) -> None:
    """Somebody of another table reads it: its own partnership’s log shows that it was disclosed."""
    if by.partnership is not None and by.partnership.pk != assessment.partnership_id:
        access_log.record(
            access_log.Kind.DISCLOSURE, assessment, by=replace(by, partnership=assessment.partnership),
            recipient=by.partnership.name, purpose=f"read as {what}",
        )  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A part that an officer writes, and its newest version."""

    part: Part
    passage: Passage | None

    @property
    def text(self) -> str:
        return self.passage.text if self.passage else ""


def parts_for(actor: Actor) -> list[Written]:
    """Every part, in order, with the text as it stands."""
    newest = {p.key: p for p in Passage.objects.seen_by(actor).newest().select_related("written_by__user")}
    return [Written(part, newest.get(part.key)) for part in PARTS]


def versions_for(actor: Actor, key: str) -> Passages:
    """Every version of one part, the newest first."""
    return Passage.objects.seen_by(actor).filter(key=key).select_related("written_by__user", "written_by__agency")


def changed_since(assessment: Assessment, parts: list[Written]) -> list[Part]:
    """The parts whose text is another than when the assessment was built."""
    return [w.part for w in parts if w.text.strip() != assessment.texts.get(w.part.key, "").strip()]


def ledger_of(assessment: Assessment) -> dict[str, Any]:
    """Every figure and where it comes from."""
    return json.loads(assessment.ledger)  # type: ignore[no-any-return]


def partnerships_with_published() -> list[Partnership]:
    return list(Partnership.objects.filter(assessments__state="published").distinct())
