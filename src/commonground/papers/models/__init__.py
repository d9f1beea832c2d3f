"""The records of this package: assessments and reports, their files, and every version of what officers wrote."""

from commonground.papers.models.assessment import (
    Assessment,
    Assessments,
    PaperFile,
    Papers,
    Passage,
    Passages,
)
from commonground.papers.models.report import (
    Copies,
    Files,
    Parts,
    Report,
    ReportCopy,
    ReportFile,
    ReportPart,
    Reports,
)
from commonground.papers.models.stages import STEPS, Paper, StagedQuerySet
from commonground.papers.models.word_template import WordTemplate, WordTemplates

__all__ = [
    "STEPS", "Assessment", "Assessments", "Copies", "Files", "Paper", "PaperFile", "Papers", "Parts", "Passage",
    "Passages", "Report", "ReportCopy", "ReportFile", "ReportPart", "Reports", "StagedQuerySet", "WordTemplate",
    "WordTemplates",
]  # fmt: skip
