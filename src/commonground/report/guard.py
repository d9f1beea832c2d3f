"""The guard of a report: each figure is put before it twice, once to be gathered and once to be shown.

A small number cannot be judged where it stands: it may be the difference of two others, pages apart. So a report is
built twice. The first time every count that any figure is made of is gathered; then all are protected together; the
second time each figure is shown, or withheld, by the one protection of the whole report.
"""

from dataclasses import replace
from itertools import pairwise

from commonground.evidence.disclosure import Breakdown, Cell, Key, Protection, Summary, protect, rule_of
from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period, span
from commonground.evidence.reading import chosen, kind_of, place, windows
from commonground.evidence.run import Evidence

NOT_A_BREAKDOWN = frozenset(
    {"measure", "area", "area_type", "period", "baseline", "source", "classification", "group", "ages", "year",
     "per", "of", "residents"}
)  # fmt: skip


class Guard:
    """What one report shows, gathered until ``close``, and protected from then on."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.cells: dict[Key, Cell] = {}
        self.places: dict[str, tuple[str, ...]] = {}
        self.classes: dict[str, set[str]] = {}
        self.protection: Protection | None = None

    def close(self) -> None:
        """Protect everything gathered so far; from now on figures are shown or withheld."""
        self.protection = protect(
            self.cells.values(), places=self.places, families=_families(),
            breakdowns=[Breakdown(column, (*sorted(values), "the rest")) for column, values in self.classes.items()],
        )  # fmt: skip

    def make_up(self, whole: str, parts: tuple[str, ...]) -> None:
        """Say that these areas together are that one, so that one of them cannot be had by subtraction."""
        self.places[whole] = parts

    @property
    def summary(self) -> Summary | None:
        """How many numbers are hidden; None while gathering."""
        return self.protection.summary if self.protection else None

    def see(self, figure: Figure) -> Figure:
        """The figure as it may be shown. While gathering, the figure itself."""
        keys = self._keys(figure)
        if self.protection is None or not keys:
            return figure
        reason = self.protection.withheld_reason(keys)
        if reason is None:
            return figure
        text = self.protection.shown(keys[0]).text if figure.method == "count" and len(keys) == 1 else "withheld"
        return replace(figure, value=None, shown=text, withheld=reason)

    def _keys(self, figure: Figure) -> list[Key]:
        """The counts that the figure is made of, each gathered if it is new."""
        arguments = dict(figure.arguments)
        if not {"measure", "area_type", "period", "source"} <= arguments.keys():
            return []
        if "area" not in arguments and figure.method != "sum_of_areas":
            return []  # how many areas rose, how few places hold half: no count of people
        spans = [windows(str(arguments[name])) for name in ("period", "baseline") if arguments.get(name)]
        stretches = [whole for over in spans if (whole := _unbroken(over))]
        keys = [self._cell(figure, arguments, window) for window in [*stretches, *(w for over in spans for w in over)]]
        return list(dict.fromkeys(key for key in keys if key))

    def _cell(self, figure: Figure, arguments: dict, window: Period) -> Key | None:
        """The key of one count, put before the guard while gathering; None for what counts nobody or is not known."""
        measure, area_type = str(arguments["measure"]), str(arguments["area_type"])
        narrowed = {name: str(value) for name, value in arguments.items() if name not in NOT_A_BREAKDOWN}
        known, choice = chosen(
            self.evidence, figure.editions, measure, area_type, str(arguments["source"]), arguments.get("classification")
        )
        if kind_of(choice.count) == "value":
            return None  # a published rate counts nobody
        key = Key(
            measure, str(arguments.get("area") or arguments["group"]), window,
            {f"{measure} {name}": value for name, value in narrowed.items()}, f"{choice.count.source} {choice.classification}",
        )  # fmt: skip
        if key in self.cells:
            return key
        areas = [place(key.area, area_type)] if "area" in arguments else self.evidence.areas(key.area)
        tallies = list(self.evidence.tallies(known, areas, window, choice, **narrowed).values())
        withheld = any(t.withheld for t in tallies)
        if not withheld and any(t.count is None or not t.complete for t in tallies):
            return None  # not known, so not shown either
        if self.protection is None:
            for name, value in key.of:
                self.classes.setdefault(name, set()).add(value)
            count = None if withheld else int(sum(t.count or 0 for t in tallies))
            self.cells[key] = Cell(key, count, rule_of(choice.count.source))
        return key  # after closing, one that was never gathered is refused by the protection


def _unbroken(over: tuple[Period, ...]) -> Period | None:
    """Windows that follow one another, as one: their mean is the count of them all in other clothes."""
    in_order = sorted(over)
    if len(over) > 1 and all(a.shifted(a.months).start == b.start for a, b in pairwise(in_order)):
        return span(in_order[0], in_order[-1])
    return None


def _families() -> dict[str, tuple[str, ...]]:
    """Each measure that others are part of, with those parts and what is left."""
    parts: dict[str, list[str]] = {}
    for measure in measures().values():
        if measure.part_of:
            parts.setdefault(measure.part_of, []).append(measure.key)
    return {whole: (*some, f"the rest of {whole}") for whole, some in parts.items()}
