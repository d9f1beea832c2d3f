"""A sparkline: a run of numbers so small that it stands in a row, with its words for who cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonground.evidence.periods import Period
from commonground.report.charts.alternative import gaps
from commonground.report.charts.values import Value, number, written


@dataclass(frozen=True)
class Spark:
    """Windows of time and the number in each; one that may not be shown leaves a gap."""

    windows: tuple[Period, ...]
    values: tuple[Value, ...]

    @classmethod
    def of(cls, windows: Sequence[Period], values: Sequence[Value]) -> "Spark":
        return cls(tuple(windows), tuple(values))

    @property
    def said(self) -> str:
        """From where to where, its highest and its lowest."""
        known = [(w, n) for w, v in zip(self.windows, self.values, strict=True) if (n := number(v)) is not None]
        if len(known) < 2:
            return ""
        (first, start), (last, end) = known[0], known[-1]
        low, high = (pick(n for _, n in known) for pick in (min, max))
        said = f"From {written(start)} in {first.name} to {written(end)} in {last.name}; "
        said += f"lowest {written(low)}, highest {written(high)}."
        return f"{said} {gaps(self.values)}".strip()

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The numbers to draw, None where there is a gap."""
        return tuple(map(number, self.values))
