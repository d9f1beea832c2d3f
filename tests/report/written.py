"""An assessment as it is written, with the guard and both passes kept for the tests to look into."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from commonground.evidence.run import Evidence
from commonground.report import assessment
from commonground.report.blocks import Block
from commonground.report.document import Document
from commonground.report.guard import Guard

TODAY = date(2026, 5, 1)


@dataclass
class Written:
    document: Document
    guard: Guard
    passes: list[dict[str, list[Block]]]  # the blocks of each section, as gathered and as shown
    evidence: Evidence

    @property
    def blocks(self) -> list[Block]:
        return list(self.document.blocks)


def write(evidence: Evidence, name: str, texts: Mapping[str, str] | None = None, guard: type[Guard] = Guard) -> Written:
    """Write the assessment of a local authority. ``guard`` may be one that was tampered with."""
    kept: list[Guard] = []
    passes: list[dict[str, list[Block]]] = []

    class Kept(guard):  # type: ignore[misc,valid-type]
        def __init__(self, evidence: Evidence) -> None:
            super().__init__(evidence)
            kept.append(self)

    def recorded(section):
        def build(desk):
            if section.key not in (passes[-1] if passes else {section.key: None}):
                passes[-1][section.key] = blocks = section.build(desk)
            else:
                blocks = section.build(desk)
                passes.append({section.key: blocks})
            return blocks

        return replace(section, build=build)

    own = tuple(recorded(section) for section in assessment.sections())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessment, "Guard", Kept)
        patch.setattr(assessment, "sections", lambda: own)
        area = evidence.area(name, "local_authority")
        document = assessment.write(evidence, area, today=TODAY, texts=texts or {})
    return Written(document, kept[0], passes, evidence)
