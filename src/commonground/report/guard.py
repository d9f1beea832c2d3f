"""The guard of a report: each figure is put before it twice, once to be gathered and once to be shown.

A small number cannot be judged where it stands: it may be the difference of two others, pages apart. So a
report is built twice. The first time every count that any figure is made of is gathered; then all are
protected together; the second time each figure is shown, or withheld, by the one protection of the report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from commonground.evidence.choice import Choice
from commonground.evidence.disclosure import (
    Breakdown,
    Cell,
    Key,
    NotGuarded,
    Protection,
    Relation,
    Summary,
    protect,
    rule_of,
)
from commonground.evidence.disclosure.cells import fits
from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period, span
from commonground.evidence.reading import chosen, kind_of, place, windows
from commonground.evidence.recipes import ARGUMENTS
from commonground.evidence.run import Evidence

NOT_A_BREAKDOWN = ARGUMENTS | {"residents", "beside"}
ANY = Period(date.min, date.max)
ALL_OF = "all of "  # what a share is a share of

Asked = tuple[str, str, Period, tuple[tuple[str, str], ...], str, str | None]


class Guard:
    """What one report shows, gathered until ``close``, and protected from then on."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.cells: dict[Key, Cell] = {}
        self.asked: dict[Asked, tuple[Key, ...]] = {}
        self.places: dict[tuple[str, tuple[str, ...]], None] = {}
        self.classes: dict[str, set[str]] = {}
        self.columns: dict[str, set[str]] = {}
        self.protection: Protection | None = None
        self.editions: set[str] = set()  # that any figure is read from
        self.measures: set[str] = set()  # that any figure is of

    def close(self) -> None:
        """Protect everything gathered so far; from now on figures are shown or withheld."""
        self.protection = protect(
            self.cells.values(), self._exhausted(), places=list(self.places), families=_families(),
            breakdowns=[Breakdown(column, self._values(column)) for column in self.classes],
        )  # fmt: skip

    def _values(self, column: str) -> tuple[str, ...]:
        """The classes shown; and what is left, if the column has others."""
        shown = self.classes[column]
        left = self.columns[column] - {value.lower() for value in shown}
        return (*sorted(shown), "the rest") if left else tuple(sorted(shown))

    def _exhausted(self) -> list[Relation]:
        """Parts that add up to their measure wherever all are given: and so, a reader takes it, always."""
        found: list[Relation] = []
        for whole, (*parts, _) in _families().items():
            series: dict[Key, dict[str, set[Period]]] = {}
            for key in self.cells:
                if key.measure in (whole, *parts):
                    of = replace(key, measure=whole, period=ANY)
                    series.setdefault(of, {}).setdefault(key.measure, set()).add(key.period)
            for of, given in series.items():
                sums = {
                    period: Relation(*_sum(replace(of, period=period), parts))
                    for period in set().union(*given.values())
                }
                together = set.intersection(*given.values()) if len(given) == 1 + len(parts) else set()
                if together and all(self._adds(sums[period]) for period in together):
                    found += [relation for relation in sums.values() if fits(relation, self.cells)]
        return found

    def _adds(self, relation: Relation) -> bool:
        counts = [self.cells[key].count for key in (relation.parent, *relation.children)]
        return None not in counts and counts[0] == sum(count or 0 for count in counts[1:])

    def make_up(self, whole: str, parts: tuple[str, ...]) -> None:
        """Say that these areas together are that one, so that one of them cannot be had by subtraction."""
        self.places[whole, parts] = None

    @property
    def summary(self) -> Summary | None:
        """How many numbers are hidden; None while gathering."""
        return self.protection.summary if self.protection else None

    def see(self, figure: Figure) -> Figure:
        """The figure as it may be shown. While gathering, the figure itself."""
        self.editions.update(figure.editions)
        self.measures.update(str(value) for name, value in figure.arguments if name == "measure")
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
        found: dict[Key, None] = {}
        for counted in (arguments, *_beside(arguments)):
            for window in (*stretches, *(w for over in spans for w in over)):
                found |= dict.fromkeys(self._counted(figure, counted, window))
        return list(found)

    def _counted(self, figure: Figure, arguments: dict, window: Period) -> tuple[Key, ...]:
        """The counts in one window; none for what counts nobody or is not known.

        Raises NotGuarded for one that is new after closing.
        """
        narrowed = tuple((name, str(value)) for name, value in arguments.items() if name not in NOT_A_BREAKDOWN)
        where, way = (
            str(arguments.get("area") or arguments["group"]),
            (arguments["source"], arguments.get("classification")),
        )
        asked = (arguments["measure"], where, window, narrowed, *way)
        if asked not in self.asked:
            if self.protection is not None:
                raise NotGuarded(Key(*asked[:4]))
            self.asked[asked] = tuple(self._gathered(figure, arguments, asked))
        return self.asked[asked]

    def _gathered(self, figure: Figure, arguments: dict, asked: Asked) -> Iterator[Key]:
        measure, where, window, narrowed, source, classification = asked
        area_type = str(arguments["area_type"])
        known, choice = chosen(self.evidence, figure.editions, measure, area_type, source, classification)
        if kind_of(choice.count) == "value":
            return  # a published rate counts nobody
        areas = [place(where, area_type)] if "area" in arguments else self.evidence.areas(where)
        if "area" not in arguments:
            self.make_up(where, tuple(area.code for area in areas))
        tallies = self.evidence.tallies(known, areas, window, choice, **dict(narrowed)).values()
        withheld = any(t.withheld for t in tallies)
        if not withheld and any(t.count is None or not t.complete for t in tallies):
            return  # not known, so not shown either
        of = {f"{measure} {name}": value for name, value in narrowed}
        for name, value in of.items():
            self.classes.setdefault(name, set()).add(value)
            if name not in self.columns:
                column = name.removeprefix(f"{measure} ")
                every = self.evidence.table(known, choice, area_type, (column,))[column].unique().to_pylist()
                self.columns[name] = {str(each).lower() for each in every if each is not None}
        key = Key(measure, where, window, of, classification or "")
        yield self._put(key, None if withheld else int(sum(t.count or 0 for t in tallies)), choice)
        if kind_of(choice.count) == "share":  # with its whole, a share gives away what is left of it
            whole = replace(key, measure=f"{ALL_OF}{measure}")
            yield self._put(whole, None if withheld else int(sum(t.of or 0 for t in tallies)), choice)

    def _put(self, key: Key, count: int | None, choice: Choice) -> Key:
        """Put the count before the guard. Two sources that agree are one; if not, they are two."""
        cell = Cell(key, count, rule_of(choice.count.source))
        if self.cells.setdefault(key, cell) != cell:
            key = replace(key, edition=f"{choice.classification or ''} {choice.count.source}".strip())
            self.cells[key] = replace(cell, key=key)
        return key


def _sum(whole: Key, parts: Sequence[str]) -> tuple[Key, tuple[Key, ...]]:
    return whole, tuple(replace(whole, measure=part) for part in parts)


def _beside(arguments: dict) -> tuple[dict, ...]:
    """The other count that a disparity is made of: that of the group it is measured against."""
    other = "White" if "residents" in arguments else arguments.get("beside")
    return (arguments | {"officer_defined_ethnicity": other},) if other else ()


def _unbroken(over: tuple[Period, ...]) -> Period | None:
    """Windows that follow one another, as one: their mean is the count of them all in other clothes."""
    in_order = sorted(over)
    if len(over) > 1 and all(a.shifted(a.months).start == b.start for a, b in pairwise(in_order)):
        return span(in_order[0], in_order[-1])
    return None


def _families() -> dict[str, tuple[str, ...]]:
    """Each measure that others are part of, with those parts and the rest; and the whole of each share."""
    parts: dict[str, list[str]] = {}
    for measure in measures().values():
        if measure.part_of:
            parts.setdefault(measure.part_of, []).append(measure.key)
        if any(count.of for count in measure.counts):
            parts[f"{ALL_OF}{measure.key}"] = [measure.key]
    return {whole: (*some, f"the rest of {whole}") for whole, some in parts.items()}
