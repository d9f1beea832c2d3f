"""The columns of an interrupted series: level, slope, time and the seasons."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def terms(period: int, harmonics: int, slope: bool) -> tuple[str, ...]:
    """The names of the columns, in their order.

    Examples
    --------
    >>> print(*terms(12, 1, slope=True))
    constant level slope time sine_1 cosine_1
    """
    waves = [f"{wave}_{k}" for k in range(1, harmonics + 1) for wave in ("sine", "cosine")]
    return ("constant", "level", *(("slope",) if slope else ()), "time", *waves)


def columns(months: int, starts: NDArray[np.int_], period: int, harmonics: int, slope: bool) -> Floats:
    """One design for each start, (starts, months, terms): time from 1, slope from 1 in the first month after.

    ``starts`` are numbers of months before: the row at that index is the first one after.

    Examples
    --------
    >>> print(columns(3, np.array([2]), 12, 0, slope=True)[0].tolist())
    [[1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 2.0], [1.0, 1.0, 1.0, 3.0]]
    """
    time = np.broadcast_to(np.arange(1.0, months + 1), (starts.size, months))
    since = np.maximum(0.0, time - starts[:, None])
    angle = 2 * np.pi * time / period
    waves = [wave(k * angle) for k in range(1, harmonics + 1) for wave in (np.sin, np.cos)]
    slopes = [since] if slope else []
    return np.stack([np.ones_like(time), (since > 0).astype(float), *slopes, time, *waves], axis=-1)


def without(design: Floats, slope: bool) -> Floats:
    """The same months had nothing been done: no level, no slope.

    Examples
    --------
    >>> print(without(columns(3, np.array([2]), 12, 0, slope=True), slope=True)[0].tolist())
    [[1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 2.0], [1.0, 0.0, 0.0, 3.0]]
    """
    bare = design.copy()
    bare[..., 1 : 2 + slope] = 0
    return bare
