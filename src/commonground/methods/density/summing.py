"""Sums of kernels: at the middles of a grid, and at the events themselves with each left out of its own sum.

Every sum is exact: only near cells or near events are visited, and what is not visited adds nothing. A Gaussian is
a product of its two directions, so that a tile of the grid is one product of matrices.
"""

import numpy as np
from numpy.typing import NDArray

from commonground.methods.density.kernels import Kernel, reach, value

Floats = NDArray[np.float64]

CHUNK = 4_000_000  # numbers held at a time
TILE = 64  # cells along the side of a tile


def over_grid(kernel: Kernel, x: Floats, y: Floats, mass: Floats, columns: Floats, rows: Floats, h: float) -> Floats:
    """The sum (rows, columns) of all events' kernels, each times its mass, at evenly spaced middles of cells.

    Examples
    --------
    >>> middles = np.array([0.5, 1.5])
    >>> print(over_grid("quartic", np.array([0.5]), np.array([0.5]), np.array([np.pi / 3]), middles, middles, 2.0))
    [[0.25     0.140625]
     [0.140625 0.0625  ]]
    """
    # Sums of things near each other: from the origin of the grid, so that large coordinates lose no digits.
    x, y, columns, rows = x - columns[0], y - rows[0], columns - columns[0], rows - rows[0]
    spread = _quartic if kernel == "quartic" else _gaussian
    return spread(x, y, mass, columns, rows, h)


def _quartic(x: Floats, y: Floats, mass: Floats, columns: Floats, rows: Floats, h: float) -> Floats:
    """Cell by cell of the stencil: all events at once, each in the cell so many steps from its own."""
    across, up = _step(columns), _step(rows)
    own, level = np.floor(x / across + 0.5).astype(np.int64), np.floor(y / up + 0.5).astype(np.int64)
    beside = np.arange(-int(np.floor(h / across + 0.5)), int(np.floor(h / across + 0.5)) + 1)
    total = np.zeros(rows.size * columns.size)
    chunk = max(1, CHUNK // (4 * beside.size))
    for first in range(0, x.size, chunk):
        part = slice(first, first + chunk)
        column = own[part, None] + beside
        at = np.clip(column, 0, columns.size - 1)
        near = ((x[part, None] - column * across) / h) ** 2
        seen = column == at
        for above in range(-int(np.floor(h / up + 0.5)), int(np.floor(h / up + 0.5)) + 1):
            row = level[part] + above
            far = ((y[part] - row * up) / h) ** 2
            left = 1 - far[:, None] - near
            there = seen & ((row >= 0) & (row < rows.size))[:, None] & (left > 0)
            # weights by the place of the cell; np.add.at would be ten times slower
            place = (row[:, None] * columns.size + at)[there]
            share = (mass[part, None] * left * left)[there]
            total += np.bincount(place, share, total.size)
    return (3 / (np.pi * h * h) * total).reshape(rows.size, columns.size)


def _gaussian(x: Floats, y: Floats, mass: Floats, columns: Floats, rows: Floats, h: float) -> Floats:
    total = np.zeros((rows.size, columns.size))
    far = reach("gaussian", h)
    order = np.argsort(y, kind="stable")
    x, y, mass = x[order], y[order], mass[order]
    for bottom in range(0, rows.size, TILE):
        level = rows[bottom : bottom + TILE]
        low, high = np.searchsorted(y, [level[0] - far, level[-1] + far])
        for left in range(0, columns.size, TILE):
            along = columns[left : left + TILE]
            near = low + np.flatnonzero((x[low:high] >= along[0] - far) & (x[low:high] <= along[-1] + far))
            for part in np.array_split(near, 1 + near.size * 2 * TILE // CHUNK):
                wide = np.exp(((x[part, None] - along) / h) ** 2 / -2) * mass[part, None]
                tall = np.exp(((y[part, None] - level) / h) ** 2 / -2)
                total[bottom : bottom + TILE, left : left + TILE] += tall.T @ wide
    return total / (2 * np.pi * h * h)


def leave_one_out(kernel: Kernel, x: Floats, y: Floats, h: float) -> Floats:
    """At each event, the sum of the kernels of all the others.

    Examples
    --------
    >>> print(leave_one_out("quartic", np.array([0.0, 0.0, 9.0]), np.array([0.0, 0.0, 0.0]), 1.0) * np.pi)
    [3. 3. 0.]
    """
    far = reach(kernel, h)
    order = np.argsort(x, kind="stable")
    across, up = x[order], y[order]
    ends = np.searchsorted(across, across + far, "right")
    begins = np.searchsorted(across, across - far, "left")
    total = np.empty(x.size)
    first = 0
    while first < x.size:
        last = min(x.size, first + 256)
        near = slice(begins[first], ends[last - 1])
        squared = (across[first:last, None] - across[near]) ** 2 + (up[first:last, None] - up[near]) ** 2
        own = (np.arange(first, last) - begins[first])[:, None]
        np.put_along_axis(squared, own, np.inf, axis=1)
        total[first:last] = value(kernel, squared, h).sum(axis=1)
        first = last
    out = np.empty(x.size)
    out[order] = total
    return out


def _step(middles: Floats) -> float:
    return float(middles[1] - middles[0]) if middles.size > 1 else 1.0
