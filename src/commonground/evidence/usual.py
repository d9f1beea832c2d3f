"""Usual limits: within which limits the months, or quarters, on one side of a break usually vary."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from commonground.evidence.breaks import Break
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    from commonground.methods.process_control import ProcessLimits, Shift, Signals

LEAST = 12  # points on one side of a break, one after the other, below which limits say too little
SHIFT: "Shift" = 7
RULES = f"XmR, Making data count, shift of {SHIFT}"


def sides(run: Sequence[Period], crossed: Sequence[Break]) -> list[list[Period]]:
    """The run in the pieces that the breaks leave, in order. What lies within a break belongs to none."""
    found: dict[tuple[bool, ...], list[Period]] = {}
    for window in run:
        if not any(b.lies_between(window.start, window.end) for b in crossed):
            after = tuple(b.first is not None and window.start >= b.first for b in crossed)
            found.setdefault(after, []).append(window)
    return list(found.values())


def in_order(windows: Sequence[Period], values: Sequence[float | None]) -> list[float]:
    """The values one after the other, nan where one is not known or a window is left out."""
    found: list[float] = []
    for i, (window, value) in enumerate(zip(windows, values, strict=True)):
        if i and windows[i - 1].shifted(window.months).start != window.start:
            found.append(float("nan"))
        found.append(float("nan") if value is None else value)
    return found


def limits(windows: Sequence[Period], values: Sequence[float | None]) -> "ProcessLimits | None":
    """The limits of a count: never below nought; None where too few are known, or none differs from the next."""
    from dataclasses import replace

    from commonground.methods import process_control

    points = in_order(windows, values)
    follow = sum(a == a and b == b for a, b in pairwise(points))  # nan is not equal to itself
    if follow < LEAST - 1:
        return None
    found = process_control.limits(points)
    return replace(found, lower=max(0.0, found.lower)) if found.moving_range else None


def signals(windows: Sequence[Period], values: Sequence[float | None]) -> "Signals":
    """Which are unusual, by the rules; where a window is left out between two, a place stands for it."""
    from commonground.methods import process_control

    points = in_order(windows, values)
    return process_control.signals(points, process_control.limits(points), SHIFT)
