"""What the evidence store holds beside a register: the area, its wards, counted need, and what schools were counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from commonground.evidence.areas import UnknownArea
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.partnership.models import Partnership
from commonground.partnership.reading_room import evidence_for
from commonground.report.desk import Desk
from commonground.report.pages.alike import PageGuard

EXCLUSIONS = "dfe_exclusions"
TYPES = {"State-funded primary": "primary", "State-funded secondary": "secondary", "Special": "special"}
"""What the Department for Education calls the phases that it counts."""


@dataclass(frozen=True)
class Loaded:
    """The evidence of a table, and the area that it is for."""

    evidence: Evidence
    area: Area

    @property
    def wards(self) -> list[Area]:
        """The wards of the area, by name; none where the look-ups are not loaded."""
        return self.evidence.gazetteer.within(self.area, "ward")

    def counted(self, measure: str, areas: Sequence[Area]) -> tuple[list[Figure | None], Period | None]:
        """The latest 12 months of a measure in these areas, each as every page shows it, and which months they are."""
        asked = ("counted beside a register", measure, tuple(areas))
        return self.evidence.once(asked, lambda: self._counted(measure, areas))

    def _counted(self, measure: str, areas: Sequence[Area]) -> tuple[list[Figure | None], Period | None]:
        guard = PageGuard(self.evidence)
        desk = Desk(self.evidence, self.area, date.today(), {}, guard)
        period = desk.latest(measure, area=areas[0]) if areas else None
        if period is None:
            return [None] * len(areas), None
        guard.make_up(self.area.code, tuple(area.code for area in areas if area != self.area))
        for _ in range(2):  # first to gather what is shown, then to show it
            found = [desk.counts(measure, [period], area=area)[0] for area in areas]
            if guard.protection is None:
                guard.close()
                desk = replace(desk, known={})
        return found, period

    def schools_counted(self) -> "SchoolsCounted | None":
        """What the Department for Education counted in the latest school year loaded; None where none is."""
        return self.evidence.once(("schools counted", self.area.code), self._schools_counted)

    def _schools_counted(self) -> "SchoolsCounted | None":
        editions = [edition for edition in self.evidence.editions if edition.source == EXCLUSIONS]
        if not editions:
            return None
        rows = self.evidence.engine.scan([editions[-1].rows]).filter(nw.col("area_code") == self.area.code)
        table = self.evidence.engine.collect(rows).to_pylist()
        if not table:
            return None
        start, end = max((row["start"], row["end"]) for row in table)
        numbers = {
            (TYPES.get(row["school_type"], row["school_type"].lower()), row["counted"]):
            None if row["count"] is None else int(row["count"])
            for row in table if row["start"] == start
        }  # fmt: skip
        return SchoolsCounted(Period(start, end), numbers)


@dataclass(frozen=True)
class SchoolsCounted:
    """Numbers by (phase or “total”, what is counted); None is withheld by the publisher."""

    period: Period
    numbers: dict[tuple[str, str], int | None]

    @property
    def year(self) -> str:
        """The school year: “2016/17”."""
        return f"the school year {self.period.start.year}/{self.period.end.year % 100:02d}"

    def number(self, phase: str, counted: str) -> int | None:
        return self.numbers.get((phase, counted))

    def has(self, phase: str, counted: str) -> bool:
        return (phase, counted) in self.numbers


def loaded_for(rows: Any) -> Loaded | None:
    """The evidence of the table whose entries these are; None where it has no area, or there are no entries."""
    first = rows.first()
    return loaded_at(first.partnership) if first is not None else None


def loaded_at(partnership: Partnership) -> Loaded | None:
    """The evidence of a table and its area; None where it has no area of its own, or that is not known."""
    if not partnership.area_code:
        return None
    evidence = evidence_for(partnership)
    try:
        return Loaded(evidence, evidence.area(partnership.area_code))
    except UnknownArea:
        return None


def ward_names(rows: Any) -> dict[str, str]:
    """What the wards of the area are called, by code."""
    loaded = loaded_for(rows)
    return {ward.code: ward.name for ward in loaded.wards} if loaded else {}


def title_of(measure: str) -> str:
    return measures()[measure].title


def shown(figure: Figure | None) -> Text:
    """A count in a cell: as it may be shown, or that there is none."""
    return (figure,) if figure is not None else ("not loaded",)
