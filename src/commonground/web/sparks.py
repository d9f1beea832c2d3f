"""The geometry of a sparkline, so that its template only draws."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, EDGE, FOOT = 160, 4, 40  # in a box of 160 by 44; nought is at the foot

Point = tuple[float, float]


@dataclass(frozen=True)
class Spark:
    """A line with gaps where nothing is known, the area under it, and the place of the last point."""

    path: str
    area: str
    x: float
    y: float

    @classmethod
    def of(cls, values: Sequence[float | None]) -> "Spark | None":
        """From nought to the highest value, so that a small change looks small. None if nothing is known."""
        runs = _runs(values)
        if not runs:
            return None
        path = "".join(_line(run) for run in runs)
        area = "".join(f"M{run[0][0]},{FOOT}{_line(run).replace('M', 'L')}L{run[-1][0]},{FOOT}Z" for run in runs)
        return cls(path, area, *runs[-1][-1])


def _runs(values: Sequence[float | None]) -> list[list[Point]]:
    """The points in unbroken runs."""
    top = max((value for value in values if value is not None), default=0) or 1
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    runs: list[list[Point]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((round(EDGE + i * step, 1), round(FOOT - value / top * (FOOT - EDGE), 1)))
    return [run for run in runs if run]


def _line(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in run)
