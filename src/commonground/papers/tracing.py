"""How each figure of an assessment was made: what its ledger says, in words, and the figure worked out again."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from commonground.evidence import periods, recipes
from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.periods import UnreadablePeriod
from commonground.evidence.reading import Untraceable, windows
from commonground.evidence.run import Evidence
from commonground.papers.models import Assessment
from commonground.papers.reading import document_of, ledger_of
from commonground.report.document import figures_of
from commonground.sources import sources

PERIODS = ("period", "baseline")


@dataclass(frozen=True)
class Made:
    """One figure: its number in the assessment, where it stands, and how it was made."""

    number: int
    where: str
    figure: Figure
    home: tuple[str, str] = ("", "")  # code and name of the area that the assessment is of

    @property
    def about(self) -> str:
        """What its method does."""
        known = recipes.RECIPES.get(self.figure.method)
        return known.about if known else self.figure.method

    @property
    def is_withheld(self) -> bool:
        return bool(self.figure.withheld) or self.figure.value is None

    @cached_property
    def arguments(self) -> list[tuple[str, Any]]:
        """What the method was given, by name, in words where there are any."""
        given = {name: value for name, value in self.figure.arguments if value is not None}
        return [(name.replace("_", " ").capitalize(), self._in_words(name, value)) for name, value in given.items()]

    @property
    def measure(self) -> str:
        """The measure that it is a number of, if it is of one."""
        return next((str(value) for name, value in self.arguments if name == "Measure"), "")

    @property
    def period(self) -> str:
        return next((str(value) for name, value in self.arguments if name == "Period"), "")

    def _in_words(self, name: str, value: Any) -> Any:
        if name == "measure" and value in measures():
            return measures()[str(value)].title
        if name == "source" and value in sources():
            return sources()[str(value)].title
        if name == "area" and value == self.home[0]:
            return self.home[1]
        if name == "area_type":
            return str(value).replace("_", " ")
        if name in PERIODS:
            with suppress(UnreadablePeriod):
                return periods.name(windows(str(value)))
        return value

    def again(self, evidence: Evidence) -> str:
        """What comes of working it out again from what is loaded now, in a sentence."""
        if self.is_withheld:
            return f"It is withheld ({self.figure.withheld or 'missing'}), so it is not worked out here."
        try:
            value = recipes.recompute(self.figure, evidence)
        except Untraceable as why:
            return f"It cannot be worked out from what is loaded now: {why}"
        except (KeyError, TypeError):  # a method that is gone, or that is asked otherwise than it was then
            return "It cannot be worked out again: this version of Common Ground works such figures out in another way."
        if recipes.agrees(self.figure, value):
            return "Worked out again just now from the same editions: it agrees."
        return "Worked out again just now, it differs. The assessment keeps the figure it was built with."


def figures(assessment: Assessment, section: str) -> list[Made]:
    """The figures of one section in reading order; of the summary for “summary”."""
    return [made for key, made in _every(assessment) if key == section]


def figure(assessment: Assessment, number: int) -> Made | None:
    """One figure by its number, counted from 1."""
    return next((made for _, made in _every(assessment) if made.number == number), None)


def _every(assessment: Assessment) -> Iterator[tuple[str, Made]]:
    """Every figure with the key of its section: the ledger has them in the order of the document."""
    document, listed = document_of(assessment), ledger_of(assessment)["figures"]
    number = 0
    for key, blocks in (("summary", document.summary), *((s.key, s.blocks) for s in document.sections)):
        for one in figures_of(blocks):
            number += 1
            yield key, Made(number, listed[number - 1]["where"], one, (assessment.area_code, assessment.area_name))
