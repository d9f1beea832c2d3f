"""Densities and point patterns once more, slowly: every pair in a loop, areas by counting small squares."""

from collections.abc import Sequence
from math import exp, hypot, pi

import numpy as np

from commonground.methods.window import Window

Pairs = Sequence[tuple[float, float]]


def kernel(name: str, apart: float, h: float) -> float:
    """Events to the square unit at this distance from one."""
    if name == "quartic":
        return 3 / (pi * h * h) * (1 - (apart / h) ** 2) ** 2 if apart < h else 0.0
    return exp(-((apart / h) ** 2) / 2) / (2 * pi * h * h)


def density(name: str, points: Pairs, h: float, at: tuple[float, float]) -> float:
    return sum(kernel(name, hypot(at[0] - x, at[1] - y), h) for x, y in points)


def inside(name: str, h: float, window: Window, at: tuple[float, float], parts: int = 400) -> float:
    """The share of the kernel in the window, by small squares."""
    wide, tall = window.width / parts, window.height / parts
    total = 0.0
    for column in range(parts):
        for row in range(parts):
            x, y = window.west + (column + 0.5) * wide, window.south + (row + 0.5) * tall
            total += kernel(name, hypot(at[0] - x, at[1] - y), h)
    return total * wide * tall


def circle_inside(window: Window, at: tuple[float, float], radius: float, parts: int = 3600) -> float:
    """The share of a circle in the window, by points along it."""
    angles = np.linspace(0, 2 * pi, parts, endpoint=False)
    return float(window.holds(at[0] + radius * np.cos(angles), at[1] + radius * np.sin(angles)).mean())


def k(points: Pairs, window: Window, r: float, correction: str) -> float:
    """Ripley's K at one distance."""
    n, total, used = len(points), 0.0, 0
    for i, (x, y) in enumerate(points):
        depth = min(x - window.west, window.east - x, y - window.south, window.north - y)
        if correction == "border" and not depth > r:
            continue
        used += 1
        for j, (u, v) in enumerate(points):
            apart = hypot(x - u, y - v)
            if i == j or apart > r:
                continue
            if correction == "isotropic":
                total += 1 / circle_inside(window, (x, y), apart) if apart else 1
            elif correction == "translate":
                total += window.area / ((window.width - abs(x - u)) * (window.height - abs(y - v)))
            else:
                total += 1
    if correction == "border":
        return total / used * window.area / n if used else float("nan")
    return total * window.area / (n * (n - 1))
