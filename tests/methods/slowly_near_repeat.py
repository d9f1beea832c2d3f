"""Near repeats once more, slowly: every pair of events, one at a time."""

from collections.abc import Sequence
from itertools import combinations, permutations
from math import hypot, inf


def is_within(value: float, bands: Sequence[float], number: int, closed: str, outer_edge: bool) -> bool:
    """Whether a value is in the band of this number."""
    start, end = bands[number], bands[number + 1]
    if closed == "left":
        return start <= value < end or (outer_edge and number == len(bands) - 2 and value == end)
    return start < value <= end or (outer_edge and number == 0 and value == start)


def counts(
    places: Sequence[tuple[float, float]],
    times: Sequence[float],
    distances: Sequence[float],
    gaps: Sequence[float],
    metric: str = "euclidean",
    closed: str = "left",
    outer_edge: bool = False,
) -> list[list[int]]:
    """Knox's table by looking at each pair."""
    table = [[0] * (len(gaps) - 1) for _ in distances[1:]]
    for (one, start), (other, end) in combinations(zip(places, times, strict=True), 2):
        dx, dy = one[0] - other[0], one[1] - other[1]
        apart = abs(dx) + abs(dy) if metric == "manhattan" else hypot(dx, dy)
        for i in range(len(distances) - 1):
            for j in range(len(gaps) - 1):
                table[i][j] += is_within(apart, distances, i, closed, outer_edge) and is_within(
                    abs(start - end), gaps, j, closed, outer_edge
                )
    return table


def every_dealing(times: Sequence[float], areas: Sequence[int]) -> list[list[float]]:
    """All the ways to deal the times out within the areas."""
    ways: list[list[float]] = [[inf] * len(times)]
    for area in sorted(set(areas)):
        own = [i for i, other in enumerate(areas) if other == area]
        ways = [
            [dict(zip(own, dealt, strict=True)).get(i, way[i]) for i in range(len(times))]
            for way in ways
            for dealt in permutations([times[i] for i in own])
        ]
    return ways


def mean_counts(places, times, areas, distances, gaps) -> list[list[float]]:
    """The mean of Knox's table over all of them."""
    tables = [counts(places, dealt, distances, gaps) for dealt in every_dealing(times, areas)]
    return [
        [sum(table[i][j] for table in tables) / len(tables) for j in range(len(gaps) - 1)]
        for i in range(len(distances) - 1)
    ]
