"""The guard of pages: what one page withholds, no other page gives away."""

from dataclasses import replace

from commonground.evidence.choice import Choice
from commonground.evidence.disclosure.ends import UNDIVIDED
from commonground.evidence.disclosure.rules import Reason
from commonground.evidence.figure import Figure
from commonground.evidence.measure import Measure
from commonground.evidence.reading import chosen, place, windows
from commonground.evidence.run import Evidence
from commonground.report.guard import Guard
from commonground.report.pages import settled


class PageGuard(Guard):
    """A guard that guards the page as a report, and shows nothing that is settled to be shown on no page."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence)
        self.outside: set[Figure] = set()  # withheld because of what other pages may show

    def see(self, figure: Figure) -> Figure:
        """The figure as it may be shown, on this page and beside every other."""
        return self.settled(super().see(figure))

    def settled(self, figure: Figure) -> Figure:
        """The figure, unless it is settled that no page shows it. What is guarded elsewhere needs no more than this."""
        self.editions.update(figure.editions)
        if figure.withheld not in (None, "small number"):
            return figure
        reasons = self._reasons(figure)
        if not reasons or (figure.withheld and UNDIVIDED not in reasons):
            return figure
        self.outside.add(figure)
        return replace(figure, value=None, shown="withheld", withheld=UNDIVIDED if UNDIVIDED in reasons else reasons[0])

    @property
    def sentence(self) -> str:
        """How many numbers are withheld on the page; empty where none is."""
        hidden = self.summary
        said = "" if hidden is None or not (hidden.hidden or hidden.by_publisher) else hidden.sentence
        if not self.outside:
            return said
        more = "Some are withheld because, beside other pages, they would give a small number away."
        return f"{said} {more}".strip()

    def _reasons(self, figure: Figure) -> list[Reason]:
        told = dict(figure.arguments)
        if not {"measure", "area", "area_type", "period", "source"} <= told.keys():
            return []
        area = place(str(told["area"]), str(told["area_type"]))
        classification = str(told["classification"]) if told.get("classification") else None
        known, own = chosen(
            self.evidence, figure.editions, str(told["measure"]), area.type, str(told["source"]), classification
        )
        choice = whole_of(self.evidence, known, own, area.type)
        asked = dict.fromkeys(w for name in ("period", "baseline") if told.get(name) for w in windows(str(told[name])))
        found = (settled.withheld_reason(self.evidence, known, choice, area, window) for window in asked)
        return [reason for reason in found if reason]


def whole_of(evidence: Evidence, measure: Measure, choice: Choice, area_type: str) -> Choice:
    """The choice with every edition that is loaded, of which this one may be a part."""
    same = (choice.count, choice.classification)
    return next((c for c in evidence.choices(measure, area_type) if (c.count, c.classification) == same), choice)
