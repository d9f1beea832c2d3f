"""When the sun sets and when it is dark, from the day and the place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SUNSET, CIVIL = -0.833, -6.0  # degrees of the sun's centre: its upper rim on the horizon; too dark to know a face
LONDON = (51.5074, -0.1278)


@dataclass(frozen=True, eq=False)
class Twilight:
    """Hours after midnight UTC at which civil twilight begins, the sun rises and sets, and civil twilight ends.

    nan on days on which it does not happen.
    """

    dawn: Floats
    sunrise: Floats
    sunset: Floats
    dusk: Floats


def twilight(day: ArrayLike, latitude: ArrayLike = LONDON[0], longitude: ArrayLike = LONDON[1]) -> Twilight:
    """Times of the sun, within a minute or so up to 60 degrees of latitude.

    Parameters
    ----------
    day : array of datetime64
    latitude, longitude : arrays of degrees, east positive, that broadcast with ``day``
        London when left out.

    Returns
    -------
    Twilight: arrays of hours, UTC. Clock time in a British summer is an hour later.

    Raises
    ------
    ValueError
        A latitude or longitude is not one.

    References
    ----------
    Meeus (1998) Astronomical Algorithms, chapters 15, 25 and 28: position of the sun to 0.01 degrees and the equation
    of time, as in the NOAA solar calculator.

    Examples
    --------
    >>> sun = twilight(np.datetime64("2016-12-21"))
    >>> print(round(float(sun.sunset), 1), round(float(sun.dusk), 1))
    15.9 16.6
    """
    north, east = np.asarray(latitude, float), np.asarray(longitude, float)
    if not ((np.abs(north) <= 90).all() and (np.abs(east) <= 180).all()):
        raise ValueError("a latitude lies between -90 and 90 degrees and a longitude between -180 and 180")
    midnight = np.asarray(day, "datetime64[D]").astype(float)
    return Twilight(*(_when(midnight, north, east, *wanted) for wanted in
                      ((CIVIL, -1), (SUNSET, -1), (SUNSET, 1), (CIVIL, 1))))  # fmt: skip


def _when(midnight: Floats, latitude: Floats, longitude: Floats, altitude: float, side: int) -> Floats:
    """Hours UTC at which the sun stands so high before (-1) or after (1) noon: twice, the second time as it then is."""
    hours = np.full(np.broadcast(midnight, latitude, longitude).shape, 12.0)
    for _ in range(2):
        declination, equation = _sun(midnight + hours / 24)
        north = np.radians(latitude)
        cosine = np.sin(np.radians(altitude)) - np.sin(north) * np.sin(declination)
        with np.errstate(invalid="ignore", divide="ignore"):
            angle = np.degrees(np.arccos(cosine / (np.cos(north) * np.cos(declination))))
        hours = (720 - 4 * longitude - equation + side * 4 * angle) / 60
    return hours


def _sun(days: Floats) -> tuple[Floats, Floats]:
    """Declination in radians and the equation of time in minutes, days after 1 January 1970."""
    century = (days - 10_957.5) / 36_525  # from noon of 1 January 2000
    mean = np.radians(280.46646 + century * (36_000.76983 + 0.0003032 * century))
    anomaly = np.radians(357.52911 + century * (35_999.05029 - 0.0001537 * century))
    round_ = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        np.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + np.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + np.sin(3 * anomaly) * 0.000289
    )
    moon = np.radians(125.04 - 1934.136 * century)
    apparent = mean + np.radians(centre - 0.00569 - 0.00478 * np.sin(moon))
    tilt = np.radians(23.439291 - 0.0130042 * century + 0.00256 * np.cos(moon))
    y = np.tan(tilt / 2) ** 2
    equation = 4 * np.degrees(
        y * np.sin(2 * mean) - 2 * round_ * np.sin(anomaly) + 4 * round_ * y * np.sin(anomaly) * np.cos(2 * mean)
        - y * y / 2 * np.sin(4 * mean) - 1.25 * round_ * round_ * np.sin(2 * anomaly)
    )  # fmt: skip
    return np.arcsin(np.sin(tilt) * np.sin(apparent)), equation
