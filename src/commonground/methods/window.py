"""The window: the rectangle in which events could have been seen, beyond which nothing is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A rectangle with its sides along the axes, in the unit of the points (metres, if areas are to be km²).

    Raises ValueError where a side is not above nought or not finite.

    Examples
    --------
    >>> Window(0, 6000, 0, 5000).area
    30000000.0
    """

    west: float
    east: float
    south: float
    north: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.area) and self.east > self.west and self.north > self.south):
            raise ValueError("a window needs four finite sides, east of west and north of south")

    @property
    def width(self) -> float:
        return float(self.east - self.west)

    @property
    def height(self) -> float:
        return float(self.north - self.south)

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def edge(self) -> float:
        """Its length all round."""
        return 2 * (self.width + self.height)

    @property
    def diagonal(self) -> float:
        return float(np.hypot(self.width, self.height))

    def holds(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie in it, its edge counted in."""
        across, up = np.asarray(x, float), np.asarray(y, float)
        return (across >= self.west) & (across <= self.east) & (up >= self.south) & (up <= self.north)


def points(x: ArrayLike, y: ArrayLike, window: Window | None = None, least: int = 1) -> tuple[Floats, Floats]:
    """The coordinates as arrays (events,), each known and in the window.

    Raises
    ------
    ValueError
        The two differ in length, are fewer than ``least``, unknown or infinite, or lie outside the window.

    Examples
    --------
    >>> points([1, 2], [3, 4])
    (array([1., 2.]), array([3., 4.]))
    """
    across, up = np.asarray(x, float).ravel(), np.asarray(y, float).ravel()
    if across.size != up.size:
        raise ValueError(f"there are {across.size:,} x and {up.size:,} y coordinates; each event needs both")
    if across.size < least:
        said = "event is" if least == 1 else "events are"
        raise ValueError(f"{least:,} {said} needed, and there {'is' if across.size == 1 else 'are'} {across.size:,}")
    known = np.isfinite(across) & np.isfinite(up)
    if not known.all():
        raise ValueError(f"event {int(np.argmin(known)) + 1:,} has no point: a coordinate is missing or infinite")
    if window is not None and not (inside := window.holds(across, up)).all():
        raise ValueError(
            f"{int((~inside).sum()):,} of {across.size:,} events lie outside the window, the first is event "
            f"{int(np.argmin(inside)) + 1:,}; leave them out or widen it"
        )
    return across, up


def around(x: ArrayLike, y: ArrayLike, unit: float) -> Window:
    """The smallest window round the points whose sides are whole multiples of ``unit``.

    Examples
    --------
    >>> around([130, 470], [20, 260], 100)
    Window(west=100.0, east=500.0, south=0.0, north=300.0)
    """
    if not unit > 0:
        raise ValueError("the unit of a window must be above nought")
    across, up = points(x, y)
    west, south = np.floor(across.min() / unit) * unit, np.floor(up.min() / unit) * unit
    east, north = np.ceil(across.max() / unit) * unit, np.ceil(up.max() / unit) * unit
    return Window(float(west), float(max(east, west + unit)), float(south), float(max(north, south + unit)))
