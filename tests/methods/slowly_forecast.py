"""Exponential smoothing once more, slowly: one series, one model, one month at a time, from the published equations."""

from collections.abc import Sequence


def one_step_means(
    y: Sequence[float], trend: str, season: str, alpha: float, beta: float, gamma: float, phi: float,
    level: float, slope: float, seasons: Sequence[float],
) -> list[float]:  # fmt: skip
    """The mean of each month before it was seen (Hyndman et al. 2008, table 2.2)."""
    old, means = list(seasons), []
    for month, value in enumerate(y):
        now = month % len(seasons)
        drawn = level + (phi * slope if trend != "N" else 0)
        mean = drawn * old[now] if season == "M" else drawn + (old[now] if season == "A" else 0)
        means.append(mean)
        error = value - mean
        before = old[now]
        if season == "M":
            old[now] = before + gamma * error / drawn
            error = error / before
        elif season == "A":
            old[now] = before + gamma * error
        level = drawn + alpha * error
        slope = (phi * slope if trend != "N" else 0) + beta * error
    return means
