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

ALONE: frozenset[Reason] = frozenset({"small number", "withheld by the publisher"})


class PageGuard(Guard):
    """A guard that guards the page as a report, and shows nothing that is settled to be shown on no page."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence)
        self.outside: set[Figure] = set()  # withheld because of what other pages may show

    def see(self, figure: Figure) -> Figure:
        """The figure as it may be shown, on this page and beside every other.

        One that no page shows is not put before the guard of this one, which would take it for shown or hide another
        in its place; but for a small one that stands alone, of which the guard says how small.
        """
        reasons = self._reasons(figure)
        if reasons and not set(reasons) <= ALONE:
            return self._hide(figure, reasons)
        seen = super().see(figure)
        return self._hide(seen, reasons) if reasons and not seen.withheld else seen

    def settled(self, figure: Figure) -> Figure:
        """The figure, unless no page shows it: enough for one that is guarded already among its like."""
        self.editions.update(figure.editions)
        reasons = self._reasons(figure)
        return self._hide(figure, reasons) if reasons else figure

    def _hide(self, figure: Figure, reasons: list[Reason]) -> Figure:
        self.editions.update(figure.editions)
        self.outside.add(figure)
        why = UNDIVIDED if UNDIVIDED in reasons else next((r for r in reasons if r not in ALONE), reasons[0])
        return replace(figure, value=None, shown="withheld", withheld=why)

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
        """Why no page shows it; nothing where pages may, or where it is not known or withheld for another reason."""
        told = dict(figure.arguments)
        if figure.withheld not in (None, "missing", "small number"):
            return []
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
