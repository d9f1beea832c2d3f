"""Evidence: the store asked questions. Everything is read through an engine, once, and kept in memory."""

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import log
from typing import Any, TypeVar

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from commonground.evidence import areas, deprivation, observe, placing
from commonground.evidence.areas import force_named, force_of
from commonground.evidence.choice import UNKNOWN, Choice, Tally, choices, narrowed
from commonground.evidence.edition import Edition
from commonground.evidence.engines import DuckDB, Engine
from commonground.evidence.finding import Area
from commonground.evidence.grid import Grid
from commonground.evidence.measure import Count, Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.population import ALL_AGES, Population, Populations
from commonground.evidence.store import Shelves, Store, UnknownEdition
from commonground.sources import sources

SIMILAR_IN = 2022
"""The year whose population tells which areas are similar: the last of the rebased series."""

Found = TypeVar("Found")


class NotCounted(LookupError):
    """The measure is not counted so: not for such areas, or not broken down by such a column."""


class Evidence:
    """What the store held when this was made, ready to be counted, by any number of threads.

    Whatever is counted is counted once: a thread that asks for it meanwhile waits for it.
    """

    def __init__(self, store: Store | Shelves, engine: Engine | None = None) -> None:
        self.store = store
        self._alone = threading.RLock()
        self.engine = engine or DuckDB()
        self.editions = tuple(store.editions())
        self.placing = placing.Placing(self.editions)
        self.gazetteer = areas.Gazetteer(self.editions)
        self.populations = Populations(self.editions, self.engine)
        self._tables: dict[tuple[object, ...], tuple[tuple[Count, ...], pa.Table]] = {}
        self._grids: dict[tuple[object, ...], Grid] = {}
        self._choices: dict[tuple[Measure, str], list[Choice]] = {}
        self._once: dict[Hashable, Any] = {}
        self._working: dict[Hashable, threading.RLock] = {}

    def once(self, key: Hashable, work: Callable[[], Found]) -> Found:
        """What is worked out of this evidence, once, and kept for as long as the evidence is."""
        if key not in self._once:
            with self._alone:
                working = self._working.setdefault(key, threading.RLock())
            with working:  # who asks for something else need not wait
                if key not in self._once:
                    self._once[key] = work()
            self._working.pop(key, None)
        return self._once[key]

    def choices(self, measure: Measure, area_type: str, edition: str | None = None) -> list[Choice]:
        """The ways to count the measure for such areas, the newest first; ``edition`` narrows to one
        publication.

        Raises UnknownEdition if ``edition`` is none of this measure's.
        """
        if edition is None:
            with self._alone:
                if (measure, area_type) not in self._choices:
                    self._choices[measure, area_type] = choices(measure, self._fit(area_type))
            return self._choices[measure, area_type]
        fit = self._fit(area_type)
        narrow = narrowed(fit, edition)
        found = choices(measure, narrow)
        if not found:
            raise UnknownEdition(self._why_not(measure, fit, narrow, edition))
        return found

    def _fit(self, area_type: str) -> list[Edition]:
        return [e for e in self.editions if self._reports_on(e, area_type)]

    def _why_not(
        self, measure: Measure, fit: Sequence[Edition], narrow: Sequence[Edition], asked: str
    ) -> str:
        reasons = dict(measure.not_in)
        for edition in narrow:
            if edition.classification in reasons and edition.source in {c.source for c in measure.counts}:
                return (
                    f"{measure.title} cannot be counted in {edition.id}: {reasons[edition.classification]}."
                )
        loaded = sorted({e.id for c in choices(measure, fit) for e in c.editions})
        said = f"The editions that do: {', '.join(loaded)}." if loaded else "None that is loaded does."
        return f"No edition “{asked}” has {measure.title.lower()} for such an area. {said}"

    def missing(self, measure: Measure) -> str | None:
        """Why there is nothing to count: which sources are not loaded. None where there is something."""
        if any(choices(measure, self.editions)):
            return None
        reasons, wanted = dict(measure.not_in), {count.source for count in measure.counts}
        for edition in self.editions:
            if edition.source in wanted and edition.classification in reasons:
                return (
                    f"{measure.title} cannot be counted in {edition.id}: {reasons[edition.classification]}."
                )
        titles = " or ".join(dict.fromkeys(_title(count.source) for count in measure.counts))
        return f"{measure.title}: no edition of {titles} is loaded."

    def _reports_on(self, edition: Edition, area_type: str) -> bool:
        source = sources().get(edition.source)
        if source is None or source.holds != "events":
            return area_type in edition.area_types or (
                source is not None and area_type in dict(source.within)
            )
        if area_type == "force":
            return any(force_named(part) for part in edition.parts)
        named = f"{area_type}_code" in source.columns  # a partner names the borough itself
        return area_type in placing.TYPES and (named or self.placing.possible)

    def table(self, measure: Measure, choice: Choice, area_type: str, by: tuple[str, ...] = ()) -> pa.Table:
        """All observations: area_code, start, end, those of ``by``, count, withheld (and ``of`` for a share).

        Raises NotCounted for a breakdown that the measure does not allow.
        """
        _allow(measure, choice, by)
        counts, counted = self._counted(choice, area_type, by)
        return observe.apart(counted, counts.index(choice.count), by)

    def _counted(
        self, choice: Choice, area_type: str, by: tuple[str, ...]
    ) -> tuple[tuple[Count, ...], pa.Table]:
        """The choice's count and all others that can be made from the same rows in the same pass."""
        key = (choice.count.source, choice.classification, choice.ids, area_type, by)
        with self._alone:
            if choice.count not in self._tables.get(key, ((), None))[0]:
                rows = self._rows(choice, area_type)
                there = rows.collect_schema().names()
                alike = [c for c in _counted_alike(choice) if c.reads(there) and {*by} <= {*c.by}]
                counts = tuple(dict.fromkeys([choice.count, *alike]))
                self._tables[key] = counts, self.engine.collect(observe.together(rows, counts, by))
            return self._tables[key]

    def tally(self, measure: Measure, area: Area, period: Period, choice: Choice, **where: str) -> Tally:
        """The count in one area and period; ``where`` keeps one class of a breakdown, as in sex="female"."""
        return self.tallies(measure, [area], period, choice, **where)[area.code]

    def tallies(
        self, measure: Measure, areas: Sequence[Area], period: Period, choice: Choice, **where: str
    ) -> dict[str, Tally]:
        """The count in each area, by its code. The areas are of one type."""
        if _by_force(choice):
            return self._tallies_by_force(measure, areas, period, choice, where)
        return self._tallies(measure, areas, period, choice, where)

    def _tallies_by_force(
        self,
        measure: Measure,
        areas: Sequence[Area],
        period: Period,
        choice: Choice,
        where: Mapping[str, str],
    ) -> dict[str, Tally]:
        """A force's file counts the areas it polices: a few events of its in other areas are not all there
        were.
        """
        found: dict[str, Tally] = {}
        forces = {area.code: self._force_of(area) for area in areas}
        for force in set(forces.values()):
            of_force = [area for area in areas if forces[area.code] == force]
            if force is None:  # whose files would be whole cannot be told
                found |= {area.code: UNKNOWN for area in of_force}
                continue
            own = choice.of_parts(_is_force(force))
            found |= self._tallies(measure, of_force, period, own, where)
        return {area.code: found[area.code] for area in areas}

    def _force_of(self, area: Area) -> str | None:
        if area.type == "force":
            return area.code
        within = area if area.type == "local_authority" else self.gazetteer.parent(area)
        return force_of(within.code) if within else None

    def _tallies(
        self,
        measure: Measure,
        areas: Sequence[Area],
        period: Period,
        choice: Choice,
        where: Mapping[str, str],
    ) -> dict[str, Tally]:
        spans = choice.tiling(period)
        if not areas or spans is None or (len(spans) > 1 and not _added_up(choice)):
            return {area.code: UNKNOWN for area in areas}
        complete = choice.has_all_parts(spans) or _by_force(choice)
        grid = self._grid(measure, choice, areas[0].type, where)
        return grid.tallies((area.code for area in areas), spans, complete)

    def unplaced(self, measure: Measure, choice: Choice, area_type: str, period: Period) -> Tally:
        """What was counted in the period, but in no area that is known: ``count`` of them, ``of`` all."""
        spans = choice.tiling(period)
        if spans is None or choice.count.of or choice.count.value not in (None, "count"):
            return UNKNOWN
        table = self.table(measure, choice, area_type)
        table = table.filter(pc.is_in(table["start"], pa.array([start for start, _ in spans], pa.date32())))
        nowhere = table.filter(pc.is_null(table["area_code"]))
        every, lost = (pc.sum(part["count"]).as_py() or 0 for part in (table, nowhere))
        withheld = pc.sum(table["withheld"]).as_py() or 0
        return Tally(lost, withheld, withheld == 0, every)

    def _rows(self, choice: Choice, area_type: str) -> observe.Rows:
        source = sources().get(choice.count.source)
        won: dict[Edition, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
        for (span, part), edition in choice.taken_from.items():
            won[edition][part].append(span[0])
        parts = []
        for edition, starts in won.items():
            rows = self._scan(edition, area_type)
            if edition.partial or any(len(days) < len(edition.periods) for days in starts.values()):
                rows = observe.within(rows, starts, source.parts if source and edition.parts else None)
            parts.append(rows)
        return parts[0] if len(parts) == 1 else nw.concat(parts, how="vertical")

    def _scan(self, edition: Edition, area_type: str) -> observe.Rows:
        source = sources().get(edition.source)
        events = source is not None and source.holds == "events"
        path = self.placing.placed(edition) if events else edition.rows
        wider = dict(source.within).get(area_type) if source is not None else None
        return observe.in_areas(self.engine.scan([path]), area_type, placed=events, wider=wider)

    def _grid(self, measure: Measure, choice: Choice, area_type: str, where: Mapping[str, str]) -> Grid:
        key = (choice.count, choice.ids, area_type, *sorted(where.items()))
        if (known := self._grids.get(key)) is not None:
            return known
        with self._alone:
            if key not in self._grids:
                by = tuple(sorted(where))
                _allow(measure, choice, by)
                counts, counted = self._counted(choice, area_type, by)
                source = sources().get(choice.count.source)
                nought = _added_up(choice) and (source is None or source.absent == "nought")
                self._grids[key] = Grid(counted, counts.index(choice.count), choice.periods, where, nought)
            return self._grids[key]

    def area(self, name_or_code: str, type: str | None = None) -> Area:
        """The area with this name or code. Raises UnknownArea, with near names."""
        with self._alone:
            return self.gazetteer.find(name_or_code, type)

    def areas(self, group: str) -> list[Area]:
        """The areas of a group: london-boroughs, london-local-authorities, force-areas, wards of Lewisham,
        lsoas of Lewisham, similar to Lewisham (itself first, then the nearest). Raises UnknownArea.
        """
        with self._alone:
            return self.gazetteer.group(group, self._described)

    def population(self, area: Area, year: int, ages: str = ALL_AGES) -> Population | None:
        """The people of the area in the year, or the nearest year that is loaded; None where none is."""
        with self._alone:  # series of estimates are read one after another, each when it is first wanted
            return self.populations.of(area, year, ages)

    @cached_property
    def deprivation(self) -> dict[str, float]:
        return deprivation.by_local_authority(self.editions, self.engine)

    def _described(self, area: Area) -> tuple[float, float] | None:
        """What makes areas similar: deprivation, and the number of people on the log scale."""
        people = self.population(area, SIMILAR_IN)
        if area.code not in self.deprivation or people is None:
            return None
        return self.deprivation[area.code], log(people.people)


def _title(key: str) -> str:
    return sources()[key].title if key in sources() else key


def _is_force(code: str) -> Callable[[str], bool]:
    return lambda part: force_named(part) == code


def _by_force(choice: Choice) -> bool:
    """Whether the parts of the source are police forces."""
    return any(force_named(part) for part in choice.parts)


def _added_up(choice: Choice) -> bool:
    """Whether the numbers of several periods may be added up: not if they are rates."""
    return choice.count.value in (None, "count")


def _allow(measure: Measure, choice: Choice, by: Sequence[str]) -> None:
    if unknown := [column for column in by if column not in choice.count.by]:
        allowed = ", ".join(choice.count.by) or "nothing"
        raise NotCounted(
            f"{measure.title} cannot be broken down by {', '.join(unknown)}, but by {allowed}."
        )


def _counted_alike(choice: Choice) -> list[Count]:
    """Every count of the catalogue that is made from the choice's source and classification."""
    return [
        count
        for measure in measures().values()
        for count in measure.counts
        if count.source == choice.count.source and count.classification in (None, choice.classification)
    ]
