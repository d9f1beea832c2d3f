"""The guard of a report: each figure is put before it twice, once to be gathered and once to be shown.

A small number cannot be judged where it stands: it may be the difference of two others, pages apart. So a report is
built twice. The first time every count that any figure is made of is gathered; then all are protected together; the
second time each figure is shown, or withheld, by the one protection of the whole report.
"""

from dataclasses import replace

from commonground.evidence.disclosure import Cell, Key, Protection, Summary, protect, rule_of
from commonground.evidence.figure import Figure
from commonground.evidence.periods import Period
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
        self.protection: Protection | None = None

    def close(self) -> None:
        """Protect everything gathered so far; from now on figures are shown or withheld."""
        self.protection = protect(self.cells.values(), places=self.places)

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
        spans = ",".join(str(arguments[name]) for name in ("period", "baseline") if arguments.get(name))
        return [key for window in windows(spans) if (key := self._cell(figure, arguments, window))]

    def _cell(self, figure: Figure, arguments: dict, window: Period) -> Key | None:
        broken_down = {k: str(v) for k, v in arguments.items() if k not in NOT_A_BREAKDOWN}
        made_as = f"{arguments['source']} {arguments.get('classification') or ''}".strip()
        key = Key(str(arguments["measure"]), str(arguments.get("area") or arguments["group"]), window, broken_down, made_as)
        if key in self.cells or self.protection is not None:
            return key if key in self.cells else None
        known, choice = chosen(
            self.evidence, figure.editions, key.measure, str(arguments["area_type"]), str(arguments["source"]),
            arguments.get("classification"),
        )  # fmt: skip
        if kind_of(choice.count) == "value":
            return None  # a published rate counts nobody
        area_type = str(arguments["area_type"])
        areas = [place(key.area, area_type)] if "area" in arguments else self.evidence.areas(key.area)
        tallies = list(self.evidence.tallies(known, areas, window, choice, **broken_down).values())
        whole = all(t.count is not None and t.complete and not t.withheld for t in tallies)
        count = int(sum(t.count or 0 for t in tallies)) if whole else None
        self.cells[key] = Cell(key, count, rule_of(choice.count.source))
        return key
