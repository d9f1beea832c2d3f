"""Entries on a map: each as a mark where they are few, counted in cells by the database where they are many.

Whoever may not read where exactly an entry was sees it counted on its ward, and so does everyone where nothing more
is known. The list beside the map holds the same entries, or where they are many the same counts by ward.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, When
from django.db.models.functions import Floor

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.called import called
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register, Stands
from commonground.report.ground import Ground, Spot

FEW = 300
"""Up to so many entries each has its own mark and line; above it they are counted in cells."""
JUDGED = 2_000
"""How an entry stands follows from a rule that the database does not know: it is worked out for up to so many."""
CELL = 40  # units of the picture
POINT = ("longitude", "latitude")


@dataclass(frozen=True)
class Asked:
    """What the map is narrowed to."""

    registers: Sequence[Register]
    ward: str = ""
    start: date | None = None
    end: date | None = None
    standing: str = ""


@dataclass(frozen=True)
class Line:
    """One entry of the list. ``marked`` is whether it has a mark or an area of its own on the map."""

    entry: Entry
    register: Register
    name: str
    place: str
    ward: str
    stands: Stands | None
    marked: bool


@dataclass(frozen=True)
class Mark:
    """One entry, at a point."""

    key: str
    at: Spot
    colour: str


@dataclass(frozen=True)
class Cell:
    """Entries counted at one spot: of a cell of the picture, or of an area that is all that is known."""

    at: Spot
    number: int
    of_area: bool = False

    @property
    def radius(self) -> float:
        """From small to the half of a cell, by area."""
        return float(min(12 + 2.2 * self.number**0.4, CELL * 0.62))

    @property
    def short(self) -> str:
        """The number in at most four signs."""
        return f"{self.number}" if self.number < 10_000 else f"{self.number // 1000}k"


@dataclass(frozen=True)
class Picture:
    """What is drawn, and what stands beside it."""

    total: int
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    cells: tuple[Cell, ...] = ()
    by_ward: tuple[tuple[str, int], ...] = ()
    off: int = 0
    unjudged: bool = False

    @property
    def many(self) -> bool:
        """Whether entries are counted and not shown one by one."""
        return bool(self.by_ward)


@dataclass
class _Tally:
    """What falls into one cell."""

    number: int = 0
    longitude: float = 0
    latitude: float = 0


@dataclass
class _Counting:
    cells: dict[tuple[int, int], _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    areas: Counter[str] = field(default_factory=Counter)
    wards: Counter[str] = field(default_factory=Counter)
    nowhere: int = 0


def picture(asked: Asked, actor: Actor, ground: Ground, today: date) -> Picture:
    """The map of what is asked for, as the actor may see it."""
    every = _rows(asked, actor)
    held = {one["register"]: one["number"] for one in every.values("register").order_by().annotate(number=Count("pk"))}
    total = sum(held.values())
    judged = bool(asked.standing) and total <= JUDGED
    if total > FEW and not judged:
        return _counted(asked, actor, ground, every, total)
    lines = [line for one in asked.registers if one.key in held for line in _lines(one, asked, actor, today)]
    if judged:
        lines = [one for one in lines if one.stands is not None and one.stands.standing == asked.standing]
    lines.sort(key=lambda one: (one.entry.on, one.entry.pk), reverse=True)
    return _shown(lines, actor, ground) if len(lines) <= FEW else _summed(lines, actor, ground)


def _rows(asked: Asked, actor: Actor) -> Any:
    rows = seen(Entry, actor).kept().filter(register__in=[one.key for one in asked.registers])
    return _narrowed(rows, asked, actor)


def _narrowed(rows: Any, asked: Asked, actor: Actor) -> Any:
    if asked.ward:
        told = [one.key for one in asked.registers if columns_for(one, actor, ("ward",))]
        rows = rows.filter(ward=asked.ward, register__in=told)
    return rows.during(asked.start or date.min, asked.end or date.max) if asked.start or asked.end else rows


def _lines(register: Register, asked: Asked, actor: Actor, today: date) -> Iterator[Line]:
    told = columns_for(register, actor, ("place", "ward", "drawn", *POINT))
    for entry in _narrowed(entries_of(register, actor).kept(), asked, actor):
        marked = ("drawn" in told and entry.drawn) or (set(POINT) <= set(told) and entry.longitude is not None)
        yield Line(
            entry, register, called(register, entry, actor), entry.place if "place" in told else "",
            entry.ward if "ward" in told else "", register.stands(entry, today), bool(marked),
        )  # fmt: skip


# Few: each has its mark


def _shown(lines: Sequence[Line], actor: Actor, ground: Ground) -> Picture:
    points, areas, counted, nowhere = [], [], Counter[str](), 0
    for line in lines:
        entry, told = line.entry, columns_for(line.register, actor, ("ward", "lsoa", "drawn", *POINT))
        if entry.drawn and "drawn" in told:
            areas.append((entry.public_id, ground.path(entry.drawn)))
        if entry.longitude is not None and entry.latitude is not None and set(POINT) <= set(told):
            points.append((line, (entry.longitude, entry.latitude)))
        elif not (entry.drawn and "drawn" in told):
            area = _area_of(entry.lsoa if "lsoa" in told else "", entry.ward if "ward" in told else "", ground)
            counted[area] += bool(area)
            nowhere += not area
    spots = ground.spots([at for _, at in points])
    marks = [
        Mark(line.entry.public_id, at, str(line.stands.standing) if line.stands else "")
        for (line, _), at in zip(points, spots, strict=True) if ground.holds(at)
    ]  # fmt: skip
    return Picture(
        len(lines), tuple(lines), tuple(marks), tuple(areas), tuple(_area_cells(counted, ground)),
        off=nowhere + len(points) - len(marks),
    )  # fmt: skip


def _area_of(lsoa: str, ward: str, ground: Ground) -> str:
    """The code of the smallest area of the ground that is known; none where it is not on it."""
    return next((code for code in (lsoa, ward) if code in ground.small), "")


def _area_cells(counted: Counter[str], ground: Ground) -> Iterator[Cell]:
    return (Cell(ground.small[code], number, of_area=True) for code, number in sorted(counted.items()) if number)


# Many: they are counted in cells


def _counted(asked: Asked, actor: Actor, ground: Ground, rows: "QuerySet[Entry]", total: int) -> Picture:
    """One query: how many in each cell, ward and neighbourhood."""
    exact = Q(longitude__isnull=False) & ~Q(register__in=_silent(asked, actor, POINT))
    west, south, across, down = _steps(ground)

    def told(name: str) -> Case:
        return Case(When(register__in=_silent(asked, actor, (name,)), then=None), default=F(name))

    def cell(name: str, start: float, step: float) -> Case:
        return Case(When(exact, then=Floor((F(name) - start) / step)), default=None, output_field=FloatField())

    found = rows.order_by().values(
        in_ward=told("ward"), in_lsoa=Case(When(exact, then=None), default=told("lsoa")),
        x=cell("longitude", west, across), y=cell("latitude", south, down),
    ).annotate(number=Count("pk"), longitudes=Sum("longitude"), latitudes=Sum("latitude"))  # fmt: skip
    counting = _Counting()
    for one in found:
        at = None if one["x"] is None else (one["x"], one["y"])
        ward, lsoa = one["in_ward"] or "", one["in_lsoa"] or ""
        _add(counting, one["number"], ward, lsoa, at, one["longitudes"], one["latitudes"], ground)
    return _drawn(counting, ground, total, unjudged=bool(asked.standing))


def _summed(lines: Iterable[Line], actor: Actor, ground: Ground) -> Picture:
    """The same of entries that were looked at one by one."""
    counting = _Counting()
    west, south, across, down = _steps(ground)
    for line in lines:
        entry, told = line.entry, columns_for(line.register, actor, ("lsoa", *POINT))
        at = None
        if entry.longitude is not None and entry.latitude is not None and set(POINT) <= set(told):
            at = ((entry.longitude - west) // across, (entry.latitude - south) // down)
        _add(counting, 1, line.ward, entry.lsoa if "lsoa" in told else "", at, entry.longitude, entry.latitude, ground)
    return _drawn(counting, ground, sum(counting.wards.values()))


def _silent(asked: Asked, actor: Actor, names: Sequence[str]) -> list[str]:
    """The registers of which the actor may not read all these columns: few, so that the question stays short."""
    return [one.key for one in asked.registers if columns_for(one, actor, names) != tuple(names)]


def _steps(ground: Ground) -> tuple[float, float, float, float]:
    """Where the cells begin, and how wide and high they are, in degrees."""
    (west, south), (east, north) = ground.degrees((0, ground.height)), ground.degrees((ground.width, 0))
    return west, south, (east - west) * CELL / ground.width, (north - south) * CELL / ground.height


def _add(
    counting: _Counting, number: int, ward: str, lsoa: str, cell: Any, longitude: Any, latitude: Any, ground: Ground
) -> None:
    counting.wards[ward] += number
    if cell is not None:
        tally = counting.cells[cell]
        tally.number += number
        tally.longitude += longitude
        tally.latitude += latitude
    elif area := _area_of(lsoa, ward, ground):
        counting.areas[area] += number
    else:
        counting.nowhere += number


def _drawn(counting: _Counting, ground: Ground, total: int, *, unjudged: bool = False) -> Picture:
    tallies = list(counting.cells.values())
    spots = ground.spots([(one.longitude / one.number, one.latitude / one.number) for one in tallies])
    cells = [Cell(at, one.number) for one, at in zip(tallies, spots, strict=True) if ground.holds(at)]
    off = counting.nowhere + sum(one.number for one in tallies) - sum(one.number for one in cells)
    names = {one.code: one.name for one in ground.fields}
    by_ward = sorted(counting.wards.items(), key=lambda pair: (names.get(pair[0], "~"), pair[0]))
    return Picture(
        total, cells=(*sorted(cells, key=lambda one: -one.number), *_area_cells(counting.areas, ground)),
        by_ward=tuple(by_ward), off=off, unjudged=unjudged,
    )  # fmt: skip
