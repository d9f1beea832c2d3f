"""Time of day once more, slowly: minute by minute, and the exact distribution of a random walk on a circle."""

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np
from scipy import integrate, special

MINUTE = timedelta(minutes=1)


def weights(earliest: datetime, latest: datetime | None) -> dict[int, Fraction]:
    """Share of the minutes in each hour of the week, by counting them; hour 0 is Sunday at midnight."""
    if latest is None or latest <= earliest:
        return {_hour(earliest): Fraction(1)}
    if latest - earliest >= timedelta(days=7):
        return {hour: Fraction(1, 168) for hour in range(168)}
    minutes, found, at = int((latest - earliest) / MINUTE), {}, earliest
    while at < latest:
        found[_hour(at)] = found.get(_hour(at), Fraction(0)) + Fraction(1, minutes)
        at += MINUTE
    return found


def _hour(moment: datetime) -> int:
    return moment.isoweekday() % 7 * 24 + moment.hour


def rayleigh(resultant: float, n: int) -> float:
    """How often a walk of n steps in random directions ends so far out: Kluyver's integral, exactly."""
    reach = n * resultant

    def falling(t: float) -> float:
        return special.j0(t) ** n * special.j1(reach * t)

    # in pieces between nought and where the integrand has died away
    edges = np.linspace(0, 400, 401)
    return 1 - reach * sum(integrate.quad(falling, a, b)[0] for a, b in pairwise(edges))
