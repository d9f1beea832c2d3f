"""A reader who subtracts: every number shown is one equation in what no table divides further.

Knows nothing of the product's links between cells, only that months add up to years, areas to the area they make
up, classes and parts to their whole with something left over. Works by linear algebra alone: a hidden count is had
if the shown numbers, added and subtracted with any weights, give it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np

from commonground.evidence.disclosure import Key
from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.reading import windows

DAY = timedelta(days=1)
WAYS = {
    "measure",
    "area",
    "group",
    "area_type",
    "period",
    "baseline",
    "source",
    "classification",
    "year",
    "ages",
    "per",
}
LINEAR = {"count": 1, "sum_of_areas": 1, "rate": 1, "change": -1}  # change: less the baseline

Series = tuple[str, str, tuple[tuple[str, str], ...], str]


def equations(figures: Iterable[Figure]) -> list[dict[tuple[Series, object], float]]:
    """What each shown number is the sum of: series and windows, with their weights."""
    found = []
    for figure in figures:
        told = dict(figure.arguments)
        if figure.value is None or figure.withheld or figure.method not in LINEAR or "measure" not in told:
            continue
        of = tuple((name, str(value).lower()) for name, value in sorted(told.items()) if name not in WAYS)
        series = (
            str(told["measure"]),
            str(told.get("area") or told.get("group")),
            of,
            str(told.get("classification")),
        )
        parts: dict[tuple[Series, object], float] = {}
        for argument, sign in (("period", 1), ("baseline", LINEAR[figure.method])):
            over = windows(str(told[argument])) if told.get(argument) else ()
            for window in over:
                parts[series, window] = parts.get((series, window), 0) + sign / len(over)
        found.append(parts)
    return found


def had(
    figures: Iterable[Figure], secrets: Sequence[Key], places: Sequence[tuple[str, Sequence[str]]] = (),
) -> list[Key]:  # fmt: skip
    """The secrets that follow from the figures."""
    shown = equations(figures)
    targets = [{(_series(key), key.period): 1.0} for key in secrets]
    every = [part for row in (*shown, *targets) for part in row]
    wholes = [*places, *_families()]
    edges = sorted({edge for _, window in every for edge in (window.start, window.end + DAY)})
    pieces = list(pairwise(edges))
    series = {s for s, _ in every}
    index: dict[tuple, int] = {}
    rows = [_row(row, pieces, index) for row in shown]
    for whole, parts in wholes:
        for s in [s for s in series if whole in s[:2]]:
            place = s.index(whole)
            inside = [p for part in parts if (p := (*s[:place], part, *s[place + 1 :])) in series]
            if inside:
                rows += [_tied(s, inside, len(inside) == len(parts), piece, index) for piece in pieces]
    for s in [s for s in series if s[2]]:
        rows += [_tied((s[0], s[1], (), s[3]), [t for t in series if t[:2] == s[:2] and t[2] and t[3] == s[3]
                  and t[2][0][0] == s[2][0][0]], False, piece, index) for piece in pieces]  # fmt: skip
    wanted = [_row(row, pieces, index) for row in targets]
    if not rows or not wanted:
        return []
    known, sought = _dense(rows, len(index)), _dense(wanted, len(index))
    _, size, right = np.linalg.svd(known, full_matrices=False)
    basis = right[size > 1e-8 * size[0]]
    residue = sought - (sought @ basis.T) @ basis
    return [key for key, rest in zip(secrets, residue, strict=True) if np.abs(rest).max() < 1e-6]


def _series(key: Key) -> Series:
    of = tuple((name.removeprefix(f"{key.measure} "), value.lower()) for name, value in key.of)
    return key.measure, key.area, of, key.edition.split()[0] if key.edition else "None"


def _families() -> list[tuple[str, Sequence[str]]]:
    parts: dict[str, list[str]] = {}
    for measure in measures().values():
        if measure.part_of:
            parts.setdefault(measure.part_of, []).append(measure.key)
    return [(whole, [*some, "what is left"]) for whole, some in parts.items()]


def _row(parts: Mapping, pieces: Sequence, index: dict) -> dict[int, float]:
    row: dict[int, float] = {}
    for (series, window), weight in parts.items():
        for start, end in pieces:
            if window.start <= start and end <= window.end + DAY:
                place = index.setdefault((series, start), len(index))
                row[place] = row.get(place, 0) + weight
    return row


def _tied(whole: Series, parts: Sequence[Series], complete: bool, piece, index: dict) -> dict[int, float]:
    row = {index.setdefault((whole, piece[0]), len(index)): -1.0}
    for part in parts:
        row[index.setdefault((part, piece[0]), len(index))] = 1.0
    if not complete:
        row[index.setdefault((whole, parts[0], "the rest", piece[0]), len(index))] = 1.0
    return row


def _dense(rows: Sequence[Mapping[int, float]], width: int) -> np.ndarray:
    found = np.zeros((len(rows), width))
    for i, row in enumerate(rows):
        for place, weight in row.items():
            found[i, place] = weight
    return found
