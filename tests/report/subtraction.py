"""A reader who subtracts: every number shown is one equation in what no table divides further.

Knows nothing of the product's links between cells, only that months add up to years, areas to the area they
make up, classes and parts to their whole with something left over. Works by linear algebra alone: a hidden
count is had if the shown numbers, added and subtracted with any weights, give it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
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
LINEAR = {"count": 1, "sum_of_areas": 1, "usual_mean": 1, "rate": 1, "change": -1}  # change: less the baseline

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
    figures: Iterable[Figure], secrets: Sequence[Key], places: Sequence[tuple[str, Sequence[str]]] = ()
) -> list[Key]:
    """The secrets that follow from the figures."""
    shown = [row for row in equations(figures) if row]
    targets = [{(_series(key), key.period): 1.0} for key in secrets]
    edges: dict[Series, set[date]] = {}
    for series, window in (part for row in (*shown, *targets) for part in row):
        edges.setdefault(series, set()).update((window.start, window.end + DAY))
    groups = _groups(list(edges), [*places, *_families()])
    for _ in range(4):  # the cuts of parts are cuts of their whole, and of one another
        for whole, parts, _ in groups:
            cut = set().union(*(edges[part] for part in parts))
            for part in parts:
                edges[part] |= cut
            edges[whole] |= cut
    index: dict[tuple, int] = {}
    rows = [_row(row, edges, index) for row in shown]
    for whole, parts, complete in groups:
        cut = sorted(set().union(*(edges[part] for part in parts)))
        rows += [_tied(whole, parts, complete, piece, edges, index) for piece in pairwise(cut)]
    wanted = [_row(row, edges, index) for row in targets]
    return [key for key, follows in zip(secrets, _follow(rows, wanted, len(index)), strict=True) if follows]


def _groups(series: list[Series], wholes: list[tuple[str, Sequence[str]]]) -> list[tuple[Series, list[Series], bool]]:
    """Each whole that is shown with those of its parts that are; and whether these are all of them."""
    known, found = set(series), []
    for name, parts in wholes:
        for place in (0, 1):
            for whole in (s for s in series if s[place] == name):
                inside = [p for part in parts if (p := (*whole[:place], part, *whole[place + 1 :])) in known]
                found += [(whole, inside, len(inside) == len(parts))] if inside else []
    for whole in (s for s in series if not s[2]):
        columns: dict[str, list[Series]] = {}
        for s in series:
            if len(s[2]) == 1 and (s[0], s[1], s[3]) == (whole[0], whole[1], whole[3]):
                columns.setdefault(s[2][0][0], []).append(s)
        found += [(whole, classes, False) for classes in columns.values()]
    return found


def _follow(rows: Sequence[Mapping], wanted: Sequence[Mapping], width: int) -> list[bool]:
    """Is each of the wanted rows a sum of the others with some weights? Asked part by unconnected part."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    table, sought = _sparse(rows, width), _sparse(wanted, width)
    both = sparse.vstack([table, sought])
    _, label = connected_components(abs(both).T @ abs(both), directed=False)
    answers = []
    bases: dict[int, np.ndarray] = {}
    for target in range(sought.shape[0]):
        line = sought[[target]].toarray()[0]
        part = label[np.flatnonzero(line)[0]]
        inside = np.flatnonzero(label == part)
        if part not in bases:
            of_part = table[:, inside]
            of_part = of_part[np.flatnonzero(abs(of_part).sum(axis=1))].toarray()
            _, size, right = np.linalg.svd(of_part, full_matrices=False)
            bases[part] = right[size > 1e-9 * size.max(initial=0)] if len(size) else np.zeros((0, len(inside)))
        short = line[inside]
        answers.append(bool(np.abs(short - bases[part].T @ (bases[part] @ short)).max() < 1e-6))
    return answers


def _series(key: Key) -> Series:
    of = tuple((name.removeprefix(f"{key.measure} "), value.lower()) for name, value in key.of)
    return key.measure, key.area, of, key.edition.split()[0] if key.edition else "None"


def _families() -> list[tuple[str, Sequence[str]]]:
    parts: dict[str, list[str]] = {}
    for measure in measures().values():
        if measure.part_of:
            parts.setdefault(measure.part_of, []).append(measure.key)
    return [(whole, [*some, "what is left"]) for whole, some in parts.items()]


def _row(parts: Mapping, edges: Mapping[Series, set[date]], index: dict) -> dict[int, float]:
    row: dict[int, float] = {}
    for (series, window), weight in parts.items():
        for place in _pieces(series, window.start, window.end + DAY, edges, index):
            row[place] = row.get(place, 0) + weight
    return row


def _tied(whole: Series, parts: Sequence[Series], complete: bool, piece, edges, index: dict) -> dict[int, float]:
    row = {place: -1.0 for place in _pieces(whole, *piece, edges, index)}
    for part in parts:
        row |= dict.fromkeys(_pieces(part, *piece, edges, index), 1.0)
    if not complete:
        row[index.setdefault((whole, parts[0], "the rest", piece[0]), len(index))] = 1.0
    return row


def _pieces(series: Series, start: date, end: date, edges: Mapping[Series, set[date]], index: dict) -> list[int]:
    """The places of the pieces into which a stretch of a series is cut."""
    cut = sorted(edge for edge in edges[series] if start <= edge < end)
    return [index.setdefault((series, first), len(index)) for first in cut]


def _sparse(rows: Sequence[Mapping[int, float]], width: int):
    from scipy import sparse

    table = sparse.lil_array((len(rows), width))
    for i, row in enumerate(rows):
        for place, weight in row.items():
            table[i, place] = weight
    return table.tocsr()
