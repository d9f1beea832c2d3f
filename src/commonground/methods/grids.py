"""Grids: points counted into equal cells, so that places can be compared.

Squares are in metres of a projected system; H3 cells (hexagons of one world-wide grid) are found from longitude and
latitude. Cells without an event are cells too: without them nothing can stand out.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.neighbours import Floats, Neighbours, Numbers, beside, from_pairs

MOST = 4_000_000  # cells: beyond that the side was hardly meant


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells with their centres, the number of events in each, and the cell of each point (-1 outside).

    ``kind`` is ``square`` or ``H3``; ``side`` the length of an edge in metres (of an H3 cell, on average); ``names``
    are ``column,row`` or the H3 index.
    """

    kind: Literal["square", "H3"]
    side: float
    x: Floats
    y: Floats
    counts: Numbers
    cell: Numbers
    names: NDArray[np.str_]
    neighbours: Neighbours

    @property
    def places(self) -> int:
        """How many cells there are."""
        return self.counts.size

    def counted(self, chosen: ArrayLike) -> Numbers:
        """The events of each cell among the points chosen, by truth or by number."""
        cells = self.cell[np.asarray(chosen)]
        return np.bincount(cells[cells >= 0], minlength=self.places)

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Columns, one row for each cell."""
        return {"cell": self.names, "x": self.x, "y": self.y, "count": self.counts}

    def __str__(self) -> str:
        cells = f"{self.places:,} {'squares' if self.kind == 'square' else 'hexagons'} of {self.side:,.0f} m"
        return f"{int(self.counts.sum()):,} events in {cells}, {int((self.counts == 0).sum()):,} of them empty."


def squares(
    x: ArrayLike,
    y: ArrayLike,
    side: float,
    bounds: tuple[float, float, float, float] | None = None,
    reach: float | None = None,
    corners: bool = True,
) -> Grid:
    """A square grid over points, its lines at whole multiples of the side.

    Parameters
    ----------
    x, y : arrays (points,)
        Eastings and northings in metres, or any one unit.
    side : float above 0
        In the same unit.
    bounds : (west, south, east, north), optional
        What the grid covers; the points themselves if not given. Points outside are in no cell; one on the east or
        north edge is in the last.
    reach : float, optional
        Keep only cells whose centre is within so far of an event: a simple way to leave out lakes and fields where
        nothing could be counted. What is left out cannot stand out, and makes the rest stand out less.
    corners : bool
        Whether cells that touch at a corner are neighbours.

    Raises
    ------
    ValueError
        There is no point, a coordinate is unknown or infinite, the side is not above nought, bounds are the wrong way
        round or hold no point, or there would be more than four million cells.

    Examples
    --------
    >>> grid = squares([10, 20, 260, 990], [10, 40, 30, 480], side=250)
    >>> print(grid.counts.tolist())
    [2, 1, 0, 0, 0, 0, 0, 1]
    """
    points = _points(x, y)
    if not (np.isfinite(side) and side > 0):
        raise ValueError("the side of a cell must be above nought")
    west, south, east, north = bounds or (*points.min(axis=0), *points.max(axis=0))
    if not (west <= east and south <= north):
        raise ValueError("the bounds of a grid are west, south, east, north, in this order")
    first = np.floor(np.array([west, south]) / side).astype(np.int64)
    last = np.floor(np.array([east, north]) / side)
    if bounds:  # an edge on a line of the grid needs no further cells
        last = np.maximum(first, np.ceil(np.array([east, north]) / side) - 1)
    columns, rows = (int(number) for number in last.astype(np.int64) - first + 1)
    if columns * rows > MOST:
        raise ValueError(f"a grid with a side of {side:g} would have {columns * rows:,} cells: take a longer side")
    inside = ((points >= [west, south]) & (points <= [east, north])).all(axis=1)
    if not inside.any():
        raise ValueError("no point lies inside the bounds: are both in the same coordinates?")
    at = np.minimum(np.floor(points / side).astype(np.int64) - first, [columns - 1, rows - 1])
    cell = np.where(inside, at[:, 1] * columns + at[:, 0], -1)
    column, row = np.tile(np.arange(columns), rows), np.repeat(np.arange(rows), columns)
    centres: Floats = np.asarray((np.column_stack((column, row)) + first + 0.5) * side, float)
    if reach is not None:
        column, row, centres, cell = _near(column, row, centres, cell, points[inside], reach)
    return Grid(
        "square", float(side), centres[:, 0], centres[:, 1], np.bincount(cell[cell >= 0], minlength=len(centres)),
        cell, np.array([f"{c},{r}" for c, r in zip(column, row, strict=True)]), beside(column, row, corners),
    )  # fmt: skip


def _near(
    column: Numbers, row: Numbers, centres: Floats, cell: Numbers, points: Floats, reach: float
) -> tuple[Numbers, Numbers, Floats, Numbers]:
    """Only the cells near an event, and those that hold one."""
    from scipy.spatial import cKDTree

    if not (np.isfinite(reach) and reach > 0):
        raise ValueError("the reach around events must be above nought")
    kept = cKDTree(points).query(centres, distance_upper_bound=reach)[0] <= reach
    kept[cell[cell >= 0]] = True
    renumbered = np.where(kept, np.cumsum(kept) - 1, -1)
    return column[kept], row[kept], centres[kept], np.where(cell >= 0, renumbered[cell], -1)


def hexagons(longitude: ArrayLike, latitude: ArrayLike, resolution: int, rings: int = 1) -> Grid:
    """Hexagons of the H3 grid: those with an event, and those within so many rings of one.

    Parameters
    ----------
    longitude, latitude : arrays (points,)
        In degrees (WGS 84).
    resolution : int from 0 to 15
        8 has an edge of about 530 m, 9 of about 200 m, 10 of about 75 m.
    rings : int >= 0
        How many rings of empty hexagons are kept around the events.

    Returns
    -------
    Grid whose ``x`` and ``y`` are the longitude and latitude of the centres.

    Raises
    ------
    ValueError
        There is no point, one is not on the globe, or the resolution or the rings are out of range.

    References
    ----------
    Uber's H3, https://h3geo.org; the library ``h3`` finds the cells.

    Examples
    --------
    >>> grid = hexagons([-0.02, -0.02, -0.01], [51.45, 51.45, 51.46], resolution=8)
    >>> print(int(grid.counts.sum()), int(grid.counts.max()), int(grid.neighbours.numbers.max()))
    3 2 6
    """
    import h3

    points = _points(longitude, latitude)
    if (np.abs(points) > [180, 90]).any():
        raise ValueError("hexagons need longitude and latitude in degrees: a point is not on the globe")
    if not 0 <= resolution <= 15 or rings < 0:
        raise ValueError("the resolution of hexagons is 0 to 15, and the rings around events 0 or more")
    held, of = np.unique(points, axis=0, return_inverse=True)  # recorded places are few beside events
    own = [h3.latlng_to_cell(lat, lon, resolution) for lon, lat in held]
    names = sorted({near for cell in set(own) for near in h3.grid_disk(cell, rings)})
    number = {name: at for at, name in enumerate(names)}
    pairs = [
        (at, number[near]) for name, at in number.items() for near in h3.grid_disk(name, 1) if number.get(near, -1) > at
    ]
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    cell = np.array([number[name] for name in own])[of.ravel()]
    centres = np.array([h3.cell_to_latlng(name) for name in names])
    return Grid(
        "H3", h3.average_hexagon_edge_length(resolution, unit="m"), centres[:, 1], centres[:, 0],
        np.bincount(cell, minlength=len(names)), cell, np.array(names), from_pairs(first, second, len(names)),
    )  # fmt: skip


def _points(x: ArrayLike, y: ArrayLike) -> Floats:
    first, second = np.asarray(x, float), np.asarray(y, float)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise ValueError("a grid needs an x and a y for each point, and at least one point")
    if not (np.isfinite(first) & np.isfinite(second)).all():
        raise ValueError("a coordinate is unknown (nan) or infinite: leave its point out first")
    return np.column_stack((first, second))
