"""What anyone may read of assessments: those that are published, as long as they are, and no draft of their files."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch

from commonground.papers import kept
from commonground.papers.models import Assessment, PaperFile, Papers
from commonground.papers.reading import published
from commonground.partnership.models import Partnership
from commonground.report import frozen
from commonground.report.document import Document, Section

ORDER = ("pdf", "docx", "html", "json")


FILES = Prefetch("files", Papers(PaperFile).filter(says="published"), to_attr="given_out")


def papers(partnership: str | None = None) -> "list[Paper]":
    """Every published assessment, or those of one partnership; the newest first."""
    found = published().light().prefetch_related(FILES)
    return [Paper(one) for one in (found.filter(partnership__slug=partnership) if partnership else found)]


def paper_called(public_id: str, partnership: str | None = None) -> "Paper | None":
    """The published assessment with this identifier; none for one that is a draft, withdrawn or never was."""
    found = published().filter(public_id=public_id).select_related("partnership").prefetch_related(FILES)
    one = (found.filter(partnership__slug=partnership) if partnership else found).first()
    return Paper(one) if one else None


def publishers() -> list[Partnership]:
    """The partnerships that have something published, by name."""
    return list(Partnership.objects.filter(pk__in=published().values("partnership")).order_by("name"))


@dataclass(frozen=True)
class Paper:
    """A published assessment as the public sees it."""

    assessment: Assessment

    @property
    def title(self) -> str:
        return f"Strategic assessment of serious violence in {self.assessment.area_name}"

    @property
    def published_at(self) -> datetime:
        approved = self.assessment.approved_at
        assert approved is not None, "what is published was approved"
        return approved

    @cached_property
    def document(self) -> Document:
        """The frozen document."""
        return frozen.from_json(self.assessment.document)

    @property
    def files(self) -> list[PaperFile]:
        """The files that say it is published; none until they are made."""
        held: list[PaperFile] = self.assessment.given_out  # type: ignore[attr-defined]
        return sorted(held, key=lambda file: ORDER.index(file.form))

    def file(self, form: str) -> bytes | None:
        """The bytes of one file."""
        found = next((file for file in self.files if file.form == form), None)
        return kept.read(found.kept) if found else None

    def section(self, key: str) -> Section | None:
        return next((section for section in self.document.sections if section.key == key), None)
