"""Who is beside whom, as an analysis is told it: a file of pairs, a distance, or a number of nearest places."""

from typing import Any

import numpy as np

from commonground.methods import neighbours
from commonground.methods.neighbours import Neighbours
from commonground.report.analysis import Asked, Column, Option

COLUMNS = (
    Column(key="area", about="the area’s name or code", kind="text"),
    Column(key="count", about="events in the area, with nought where there were none", kind="count"),
    Column(key="population", about="residents", required=False),
    Column(key="x", about="easting of its centre in metres, for --distance or --nearest", required=False),
    Column(key="y", about="northing of its centre", required=False),
)
OPTIONS = (
    Option(
        key="neighbours", about="A file of the areas that lie beside each other, once or both ways round.", kind="file",
        columns=(
            Column(key="area", about="an area", kind="text"),
            Column(key="neighbour", about="an area beside it", kind="text"),
        ),
    ),
    Option(key="distance", about="Neighbours are those whose centres are at most so many metres apart."),
    Option(key="nearest", about="Neighbours are the so many nearest.", kind="whole"),
)  # fmt: skip


def surroundings(asked: Asked, names: np.ndarray) -> tuple[Neighbours, tuple[str, ...]]:
    """The neighbours of the named areas, and what to bear in mind about them. Raises ValueError."""
    twice = {name for name, number in zip(*np.unique(names, return_counts=True), strict=True) if number > 1}
    if twice:
        raise ValueError(f"the area {min(twice)} is in the table twice: give each area one row")
    found = _told(asked, names)
    alone = int((found.numbers == 0).sum())
    if not found.others.size:
        raise ValueError(
            "no area has a neighbour: are the areas spelt alike in both files, and the distance in metres?"
        )
    return found, (f"{alone:,} of {len(names):,} areas have no neighbour.",) if alone else ()


def _told(asked: Asked, names: np.ndarray) -> Neighbours:
    said = [key for key in ("neighbours", "distance", "nearest") if asked[key] is not None]
    if len(said) != 1:
        raise ValueError(
            "say who is beside whom in one way: --neighbours FILE, or --distance or --nearest with x and y"
        )
    if said == ["neighbours"]:
        return _pairs(asked["neighbours"], names)
    if not ("x" in asked.table and "y" in asked.table):
        raise ValueError(f"--{said[0]} needs the columns x and y, the centre of each area in metres")
    x, y = asked.table["x"], asked.table["y"]
    if said == ["distance"]:
        return neighbours.within(x, y, asked["distance"])
    return neighbours.nearest(x, y, asked["nearest"])


def _pairs(given: Any, names: np.ndarray) -> Neighbours:
    number = {name: at for at, name in enumerate(names)}
    first, second = ([number.get(name, -1) for name in given[column]] for column in ("area", "neighbour"))
    strange = sorted({
        name for column in ("area", "neighbour") for name in given[column] if name not in number
    })  # fmt: skip
    if strange:
        raise ValueError(
            f"{given.name} names {len(strange):,} areas that the table has not, such as {strange[0]}: "
            "give every area a row, with nought where nothing was counted"
        )
    return neighbours.from_pairs(first, second, len(names))
