"""Whether who is stopped at one time of day is another in the dark than in the light."""

from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.disparity import Darkness

CAUTION = "Street lamps, headlights and who is out when it is dark can hide a difference, or make one."


def work(asked: Asked) -> Outcome:
    from commonground.methods import disparity

    table = asked.table
    minority, cautions = table["minority"], [CAUTION]
    if "dark" in table and "hour" in table:
        dark, hour, kept = table["dark"], table["hour"], np.full(len(table), True)
    elif "stopped" in table:
        dark, hour, kept = _by_the_sun(table, asked["latitude"], asked["longitude"], asked["zone"])
        cautions.append(
            f"Of {len(table):,} stops, {int(kept.sum()):,} are at hours that are dark on some days and light on "
            "others, and not in twilight; the rest say nothing here."
        )
    else:
        raise ValueError("give either “stopped”, the day and time of each stop, or both “dark” and “hour”")
    areas = table["area"][kept] if "area" in table else None
    found = disparity.veil_of_darkness(
        minority[kept], dark[kept], hour[kept], areas, curve=asked["curve"],
        knots=asked["knots"], boundary=_boundary(asked["boundary"]),
    )  # fmt: skip
    return Outcome(found, lambda: drawn(found), tuple(cautions))


def _boundary(ends: tuple[float, ...] | None) -> tuple[float, float] | None:
    if ends is None:
        return None
    if len(ends) != 2:
        raise ValueError("--boundary takes two hours, such as 17,22")
    return ends[0], ends[1]


def _by_the_sun(
    table: Given, latitude: float, longitude: float, zone: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether it was dark, the hour, and which stops are between the dusks of the year and not in twilight."""
    from commonground.methods import disparity

    stopped = table["stopped"]
    days = stopped.astype("datetime64[D]")
    hour = (stopped - days).astype("timedelta64[s]").astype(float) / 3600
    each, which = np.unique(days, return_inverse=True)
    sun, ahead = disparity.twilight(each, latitude, longitude), _ahead(each, zone)
    sunset, dusk = (sun.sunset + ahead)[which], (sun.dusk + ahead)[which]
    year = np.arange(each[0], each[0] + np.timedelta64(366, "D"))
    dusks = disparity.twilight(year, latitude, longitude).dusk + _ahead(year, zone)
    dark = hour >= dusk
    between = (hour >= np.nanmin(dusks)) & (hour <= np.nanmax(dusks))
    return dark, hour, between & (dark | (hour < sunset))


def _ahead(days: np.ndarray, zone: str) -> np.ndarray:
    """Hours that the clock of the zone is ahead of UTC, on the evening of each day."""
    from datetime import UTC, datetime, time
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"--zone {zone} is not a time zone: write it as Europe/London") from None
    offsets = (datetime.combine(day, time(18), UTC).astimezone(place).utcoffset() for day in days.tolist())
    return np.array([offset.total_seconds() / 3600 if offset else 0.0 for offset in offsets])


def drawn(found: "Darkness") -> list[Block]:
    from commonground.report.charts.disparity import Row, forest

    return [
        forest(
            "veil-of-darkness", "Odds that a person stopped was of the minority, in darkness beside daylight",
            [Row("In darkness", found.odds_ratio, found.lower, found.upper, found.verdict)],
            what="times the odds in daylight at the same clock time", even="as in daylight", source=(CAUTION,),
        )
    ]  # fmt: skip


ANALYSIS = Analysis(
    key="veil_of_darkness",
    title="Veil of darkness",
    question="At the same time of day, is who is stopped another when it is dark?",
    method=(
        "Logistic regression of who is stopped on darkness, with a natural spline (or cubic) of clock time and areas "
        "(Grogger and Ridgeway 2006); civil twilight worked out from day and place."
    ),
    cannot_say=(
        "That officers do or do not stop people for how they look: in the dark too something may be seen.",
        "Anything of stops by day or late at night: it looks at the hours between the earliest and the latest dusk.",
        "Anything where times are rounded to midnight, as some forces publish them.",
    ),
    columns=(
        Column(key="minority", about="whether the person is of the minority", kind="yes or no"),
        Column(key="stopped", about="day and time of the stop by the clock", kind="time", required=False),
        Column(key="dark", about="whether it was dark, where that is known already", kind="yes or no", required=False),
        Column(key="hour", about="clock time in hours, beside dark", required=False),
        Column(key="area", about="area of the stop", kind="text", required=False),
    ),
    options=(
        Option(key="curve", kind="text", default="natural spline", choices=("natural spline", "cubic"),
               about="how the hour is allowed for"),
        Option(key="knots", kind="numbers", about="inner knots of the spline, in hours; else at even shares of stops"),
        Option(key="boundary", kind="numbers", about="first and last knot, in hours; else the first and last stop"),
        Option(key="latitude", kind="number", default=51.5074, about="of the place, in degrees"),
        Option(key="longitude", kind="number", default=-0.1278, about="of the place, in degrees, east positive"),
        Option(key="zone", kind="text", default="Europe/London", about="time zone of the clock"),
    ),
    example="docs/examples/veil_of_darkness.csv --knots 18,19,20,21 --boundary 17,22",
    work=work,
)  # fmt: skip
