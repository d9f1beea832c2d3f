"""Kernels: how an event is spread over its surroundings, and how much of it falls over the edge of the window."""

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray
from scipy.special import ndtr

from commonground.methods.window import Window

Floats = NDArray[np.float64]
Kernel = Literal["quartic", "gaussian"]

FAR = 8.5  # standard deviations beyond which a Gaussian is taken for nought: 2e-16 of its top
NODES, WEIGHTS = leggauss(20)


def value(kernel: Kernel, squared: Floats, bandwidth: float) -> Floats:
    """The kernel at these squared distances: it adds up to one over the plane.

    The bandwidth is the radius of a quartic kernel and the standard deviation of a Gaussian.

    References
    ----------
    Silverman (1986) Density Estimation, equation 4.5 (quartic: K2 in the plane).

    Examples
    --------
    >>> print(float(value("quartic", np.array([0.0]), 1.0)[0] * np.pi))
    3.0
    """
    if kernel == "quartic":
        inside = np.maximum(1 - squared / bandwidth**2, 0)
        return 3 / (np.pi * bandwidth**2) * inside * inside
    return np.exp(squared / (-2 * bandwidth**2)) / (2 * np.pi * bandwidth**2)


def reach(kernel: Kernel, bandwidth: float) -> float:
    """The distance beyond which the kernel is nought.

    Examples
    --------
    >>> reach("quartic", 600), reach("gaussian", 100)
    (600, 850.0)
    """
    return bandwidth if kernel == "quartic" else FAR * bandwidth


def inside(kernel: Kernel, bandwidth: float, window: Window, x: Floats, y: Floats) -> Floats:
    """The share of the kernel round each point of the window that lies in the window: 1 well within it.

    Exact for a Gaussian; for a quartic kernel within 1e-9, by quadrature of an integral known in one direction.

    Examples
    --------
    >>> square = Window(0, 1, 0, 1)
    >>> print(np.round(inside("quartic", 0.5, square, np.array([0.0, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])), 9))
    [0.25 1.   0.5 ]
    """
    left, right, down, up = x - window.west, window.east - x, y - window.south, window.north - y
    if kernel == "gaussian":
        h = bandwidth
        return (ndtr(right / h) - ndtr(-left / h)) * (ndtr(up / h) - ndtr(-down / h))
    sides = np.minimum(np.stack([left, right, down, up]) / bandwidth, 1.0)
    found = np.ones(x.shape)
    cut = (sides < 1).any(axis=0)
    found[cut] = _quartic_inside(*sides[:, cut])
    return found


def _quartic_inside(left: Floats, right: Floats, down: Floats, up: Floats) -> Floats:
    """Of a disc of radius 1, the mass between x = -left .. right and y = -down .. up.

    Along x the mass is a polynomial; along y, put as the sine of an angle, it is smooth between the angles at which
    the disc leaves the window at the side, where the quadrature is taken in pieces.
    """
    corners = [np.arccos(side) for side in (left, right)]  # the disc reaches beyond the side between these angles
    lowest, highest = -np.arcsin(down), np.arcsin(up)
    breaks = [np.clip(angle, lowest, highest) for corner in corners for angle in (-corner, corner)]
    edges = np.sort(np.stack([lowest, *breaks, highest]), axis=0)
    total = np.zeros(left.shape)
    for start, end in pairwise(edges):
        half, middle = (end - start) / 2, (end + start) / 2
        angle = middle[:, None] + half[:, None] * NODES
        across = np.cos(angle)
        mass = _across(np.minimum(left[:, None], across), across) + _across(np.minimum(right[:, None], across), across)
        total += half * ((mass * across) @ WEIGHTS)
    return total * 3 / np.pi


def _across(to: Floats, at: Floats) -> Floats:
    """The integral of (at² - x²)² from 0 to ``to``."""
    return at**4 * to - 2 / 3 * at**2 * to**3 + to**5 / 5
