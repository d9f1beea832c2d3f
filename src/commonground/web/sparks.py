"""The geometry of a sparkline, so that its template only draws."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, EDGE, FOOT = 120, 4, 28  # in a box of 120 by 32


@dataclass(frozen=True)
class Spark:
    """A path with gaps where nothing is known, and the place of the last point."""

    path: str
    x: float
    y: float

    @classmethod
    def of(cls, values: Sequence[float | None]) -> "Spark | None":
        """From nought to the highest value, so that a small change looks small. None if nothing is known."""
        known = [value for value in values if value is not None]
        if not known:
            return None
        top = max(known) or 1
        step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
        points = [
            None if value is None else (round(EDGE + i * step, 1), round(FOOT - value / top * (FOOT - EDGE), 1))
            for i, value in enumerate(values)
        ]
        return cls(_path(points), *[point for point in points if point][-1])


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point:
            parts.append(f"{pen}{point[0]},{point[1]}")
        pen = "L" if point else "M"
    return "".join(parts)
