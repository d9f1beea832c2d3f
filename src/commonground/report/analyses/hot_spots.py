"""Where events gather: cells of a grid, or areas, that stand out together with those around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from commonground.methods import conditional_permutation, emerging, grids
from commonground.methods.local_association import HIGH, LOW, LocalAssociation, gi_star
from commonground.methods.neighbours import Neighbours
from commonground.report import surroundings
from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

PERIODS = {"month": "M", "year": "Y"}


@dataclass(frozen=True, eq=False)
class Places:
    """The places asked about, what was counted in each, who is beside whom, and where each row of the table lies."""

    kind: str
    names: np.ndarray
    counts: np.ndarray
    neighbours: Neighbours
    x: np.ndarray | None = None
    y: np.ndarray | None = None
    grid: grids.Grid | None = None
    rows: np.ndarray | None = None  # the cell of each row, -1 for none


@dataclass(frozen=True, eq=False)
class HotSpots:
    """Places, how each stands with those around it, and, where there are periods, in how many of them it did."""

    places: Places
    values: np.ndarray
    of: str
    local: LocalAssociation
    normal: LocalAssociation
    lasting: emerging.Emerging | None = None

    def __str__(self) -> str:
        standing, counts = self.local.standing(), self.places.counts
        more, less = (int((standing == kind).sum()) for kind in (HIGH, LOW))
        if more:
            said = (
                f"{more:,} {'stands' if more == 1 else 'stand'} out as having more {self.of} with those around "
                f"{'it' if more == 1 else 'them'} than chance alone would put there, and "
                f"{'holds' if more == 1 else 'hold'} {counts[standing == HIGH].sum() / counts.sum():.0%} of "
                f"{counts.sum():,.0f} events in {more / counts.size:.1%} of the places"
            )
        else:
            said = f"none stands out as having more {self.of} with those around it than chance alone would put there"
        fewer = f"; {less:,} {'has' if less == 1 else 'have'} less" if less else ""
        return f"Of {counts.size:,} {self.places.kind}, {said}{fewer} (two-sided, with allowance for so many places)."

    def table(self) -> dict[str, Sequence[object] | np.ndarray]:
        places, local = self.places, self.local
        columns: dict[str, np.ndarray] = {"place": places.names}
        if places.x is not None and places.y is not None:
            degrees = places.grid is not None and places.grid.kind == "H3"
            columns |= {"longitude" if degrees else "x": places.x, "latitude" if degrees else "y": places.y}
        columns["count"] = places.counts
        if self.of != "events":
            columns["per_1,000"] = self.values
        columns |= {
            "z": local.z, "p_value_normal": self.normal.p_value, "p_value": local.p_value,
            "adjusted_p_value": local.adjusted(), "standing": local.standing(),
        }  # fmt: skip
        if self.lasting is not None:
            columns |= {"class": self.lasting.kind, "periods_standing_out": self.lasting.stood_out}
        order = np.argsort(-np.nan_to_num(local.z, nan=-np.inf), kind="stable")
        return {heading: column[order] for heading, column in columns.items()}


def work(asked: Asked) -> Outcome:
    places, cautions = _areas(asked) if "area" in asked.table else _cells(asked)
    values, around, of = places.counts, places.neighbours.with_self(), "events"
    if asked["of"] == "rates":
        values, around, of = _rates(asked, places), around.in_shares(), "events for each resident"
    normal = gi_star(values, around)
    found = HotSpots(places, values, of, _local(asked, values, around), normal)
    if asked["p"] == "permutation":
        cautions = (*cautions, _against_normal(found))
        if 2 / (asked["draws"] + 1) * values.size > 0.05:
            cautions = (*cautions, _too_few(asked["draws"], values.size))
    if asked["periods"]:
        found, said = _through_time(asked, found)
        cautions = (*cautions, said)
    return Outcome(found, lambda: _drawn(found), cautions)


def _against_normal(found: HotSpots) -> str:
    more, normal = (int((local.standing() == HIGH).sum()) for local in (found.local, found.normal))
    return (
        f"By the normal curve {normal:,} would have stood out as having more, by shuffling {more:,} do; where most "
        "places have few events and some many, the curve flags too many."
    )


def _too_few(draws: int, places: int) -> str:
    return (
        f"{draws:,} draws are few for {places:,} places: unless many stand out, none can, with allowance for so many. "
        f"Ask for --draws {80 * places} or more; they are cheap."
    )


def _local(asked: Asked, values: np.ndarray, around: Neighbours) -> LocalAssociation:
    """Gi* with p values of the kind asked for; a series with the same in all places has none."""
    found = gi_star(values, around)
    if asked["p"] == "normal":
        return found
    rows = np.atleast_2d(values)
    varied = np.ptp(rows, axis=1) > 0
    p_value = np.full(rows.shape, np.nan)
    p_value[varied] = conditional_permutation.permuted(
        rows[varied], around, asked.generator, asked["draws"], step=asked.step
    ).p_value
    return found.with_p_values(p_value.reshape(values.shape))


# Areas.


def _areas(asked: Asked) -> tuple[Places, tuple[str, ...]]:
    table = asked.table
    if "count" not in table:
        raise ValueError("a table of areas needs the column count, with nought where nothing was counted")
    if asked["periods"]:
        raise ValueError("periods need one row for each event, with x and y (or longitude and latitude) and a date")
    beside, cautions = surroundings.surroundings(asked, table["area"])
    x, y = (table.columns.get(axis) for axis in ("x", "y"))
    return Places("areas", table["area"].astype(str), table["count"], beside, x, y), cautions


def _rates(asked: Asked, places: Places) -> np.ndarray:
    if places.grid is not None or "population" not in asked.table:
        raise ValueError("rates need a table of areas with the columns count and population")
    people = asked.table["population"]
    if not (people > 0).all():
        raise ValueError(
            "a rate needs a population above nought in every area: leave out those without, with their pairs"
        )
    return 1000 * places.counts / people


# Cells.


def _cells(asked: Asked) -> tuple[Places, tuple[str, ...]]:
    table, (first, second) = asked.table, _axes(asked)
    known = ~(np.isnan(table[first]) | np.isnan(table[second]))
    if not known.any():
        raise ValueError(f"no row has both {first} and {second}: there is nothing to put on a map")
    grid = _grid(asked, table[first][known], table[second][known])
    rows = np.full(known.size, -1)
    rows[known] = grid.cell
    weight = table["count"] if "count" in table else np.ones(known.size)
    kind = (
        f"squares of {grid.side:,.0f} m" if grid.kind == "square" else f"hexagons (H3, resolution {asked['hexagons']})"
    )
    lost = int((~known).sum())
    cautions = (f"{lost:,} of {len(table):,} rows without a place are left out.",) if lost else ()
    counts = np.bincount(grid.cell, weight[known], grid.places)
    return Places(kind, grid.names, counts, grid.neighbours, grid.x, grid.y, grid, rows), cautions


def _axes(asked: Asked) -> tuple[str, str]:
    for pair in (("x", "y"), ("longitude", "latitude")):
        if all(axis in asked.table for axis in pair):
            return pair
    raise ValueError(
        "the table needs x and y in metres, or longitude and latitude, or area and count; "
        "say what they are called with --column, such as --column x=Easting"
    )


def _grid(asked: Asked, first: np.ndarray, second: np.ndarray) -> grids.Grid:
    if _axes(asked)[0] == "longitude":
        return grids.hexagons(first, second, asked["hexagons"], asked["rings"])
    if asked["side"] is None:
        raise ValueError("say how long the side of a cell is in metres, such as --side 250")
    return grids.squares(first, second, asked["side"], reach=asked["reach"])


def _through_time(asked: Asked, found: HotSpots) -> tuple[HotSpots, str]:
    """The class of each cell by the periods in which it stood out."""
    places, table = found.places, asked.table
    if "date" not in table or places.rows is None:
        raise ValueError("periods need the column date")
    kept = (places.rows >= 0) & ~np.isnat(table["date"])
    if not kept.any():
        raise ValueError("no row has a place and a date")
    period = table["date"][kept].astype(f"datetime64[{PERIODS[asked['periods']]}]")
    at = (period - period.min()).astype(np.int64)
    weight = table["count"][kept] if "count" in table else None
    size = int(at.max() + 1), places.counts.size
    counts = np.bincount(at * size[1] + places.rows[kept], weight, size[0] * size[1]).reshape(size).astype(float)
    each = _local(asked, counts, places.neighbours.with_self())
    lasting = emerging.emerging(each.z, each.standing() == HIGH)
    said = f"By {asked['periods']}, {period.min()} to {period.max()}: {str(lasting)[0].lower()}{str(lasting)[1:]}"
    return replace(found, lasting=lasting), said


# The picture.


def _drawn(found: HotSpots) -> list[Block]:
    from commonground.report.charts import hot_spots

    places = found.places
    if places.x is None or places.y is None:
        return []
    said = hot_spots.classes(found.local.adjusted(), found.local.kind)
    title = "Places that stand out together with those around them"
    if places.grid is None:
        return [hot_spots.points(
            "hot-spots", title, places.x, places.y, places.names, places.counts, said, of="Area"
        )]  # fmt: skip
    if places.grid.kind == "square":
        rings = [hot_spots.square(x, y, places.grid.side) for x, y in zip(places.x, places.y, strict=True)]
        names = [f"{x:,.0f}, {y:,.0f}" for x, y in zip(places.x, places.y, strict=True)]
    else:
        rings = [hot_spots.hexagon(str(name), float(places.y.mean())) for name in places.names]
        names = [str(name) for name in places.names]
    return [hot_spots.cells("hot-spots", title, rings, names, places.counts, said)]


ANALYSIS = Analysis(
    key="hot_spots",
    title="Hot spots",
    question="Which places have more than chance would put there, together with the places around them?",
    method=(
        "Gi* of Ord and Getis (1995), two-sided, by shuffling counts over the other places (99,999 draws) or by the "
        "normal curve, with false discoveries held to 5% (Benjamini and Hochberg 1995); classes through time by the "
        "periods in which a place stood out and the trend of Mann and Kendall."
    ),
    cannot_say=(
        "Why events gather there, or who is behind them: a place is not its people.",
        "Where the next events will be: it describes what was recorded.",
        "Whether more happens there, or more is found because more was looked for.",
        "Anything of a single address: published points are moved, and one may stand for many.",
    ),
    columns=(
        Column(key="x", about="easting of an event, or of an area’s centre, in metres", required=False, blank=True),
        Column(key="y", about="northing, in metres", required=False, blank=True),
        Column(key="longitude", about="longitude of an event, in place of x", required=False, blank=True),
        Column(key="latitude", about="latitude of an event, in place of y", required=False, blank=True),
        Column(key="date", about="day of an event, for --periods", kind="date", required=False, blank=True),
        Column(key="area", about="an area, where areas are given and not events", kind="text", required=False),
        Column(key="count", about="events of the area, or at the point", kind="count", required=False),
        Column(key="population", about="residents of the area, for --of rates", required=False),
    ),
    options=(
        Option(key="side", about="Side of a square cell in metres, for events with x and y."),
        Option(key="reach", about="Keep only squares whose centre is within so many metres of an event."),
        Option(
            key="hexagons", about="H3 resolution, for longitude and latitude: 8 is about 500 m, 9 about 200 m.",
            kind="whole", default=8,
        ),
        Option(key="rings", about="Rings of empty hexagons that are kept around the events.", kind="whole", default=1),
        *surroundings.OPTIONS,
        Option(
            key="of", about="What is compared between areas.", kind="text", default="counts",
            choices=("counts", "rates"),
        ),
        Option(key="periods", about="Classes through time, by calendar periods.", kind="text", choices=tuple(PERIODS)),
        Option(
            key="p", about="How chance is reckoned.", kind="text", default="permutation",
            choices=("permutation", "normal"),
        ),
        Option(key="draws", about="How often counts are shuffled.", kind="whole", default=99_999),
    ),
    example="docs/examples/hot_spots.csv --side 1000 --periods month",
    work=work,
    random=True,
)  # fmt: skip
