"""A sparkline: a run of numbers so small that it stands in a row, with its words for who cannot see it."""

from collections.abc import Iterator, Sequence
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

    def lines(self, width: float = 120, height: float = 30) -> tuple[str, ...]:
        """The ``points`` of one polyline for each stretch without a gap, from nought at the foot to the highest."""
        top = max((n for v in self.values if (n := number(v)) is not None), default=0) or 1
        step = width / max(1, len(self.values) - 1)
        return tuple(
            " ".join(f"{i * step:.1f},{height - n / top * height:.1f}" for i, n in run) for run in self._runs()
        )

    def _runs(self) -> Iterator[list[tuple[int, float]]]:
        run: list[tuple[int, float]] = []
        for i, value in enumerate(self.values):
            if (n := number(value)) is not None:
                run.append((i, n))
            elif run:
                yield run
                run = []
        if run:
            yield run
