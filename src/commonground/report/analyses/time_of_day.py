"""In which hours of the week events happen, where each is known only to lie between two times."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block, Table

if TYPE_CHECKING:
    from commonground.methods.time_of_day import TimeOfDay

LISTED = 200  # events with faulty times that are listed in the document


def work(asked: Asked) -> Outcome:
    from commonground.methods.time_of_day import aoristic

    earliest, latest = asked.table["earliest"], asked.table["latest"]
    found = aoristic(earliest, latest, "leave out" if asked["leave_out"] else "start")
    return Outcome(found, lambda: _drawn(found, earliest, latest), _cautions(asked, found, earliest))


def _cautions(asked: Asked, found: "TimeOfDay", earliest: np.ndarray) -> tuple[str, ...]:
    said = []
    if found.backwards.size:
        rows = ", ".join(f"{row + 1:,}" for row in found.backwards[:10])
        then = "counted in their starting hour" if found.counted_backwards else "left out"
        more = " and others" if found.backwards.size > 10 else ""
        said.append(
            f"These events end before they start, and are {then}: row {rows}{more}. Correct them at the source."
        )
    if found.endless.size:
        said.append(f"{found.endless.size:,} events have no end and are in their starting hour.")
    if found.long.size:
        said.append(f"{found.long.size:,} events could have happened at any time of a week or more: they say no hour.")
    midnight = int((earliest == earliest.astype("datetime64[D]")).sum())
    if midnight > max(5, earliest.size / 24):
        said.append(f"{midnight:,} events start at midnight to the second: often that means the time is not known.")
    if found.over_change.size and asked["clocks"] == "United Kingdom":
        said.append(
            f"{found.over_change.size:,} events lie over a change of the clocks of the United Kingdom; times are taken "
            "as the clock showed them, so that an hour of each may be an hour out."
        )
    return tuple(said)


def _drawn(found: "TimeOfDay", earliest: np.ndarray, latest: np.ndarray) -> Sequence[Block]:
    from commonground.report import charts

    counts = [[round(float(value), 2) for value in row] for row in found.by_day]
    blocks: list[Block] = [charts.heat_map(
        "time-of-day", "Events by hour and day of the week", counts,
        what="events, each shared out over the hours in which it can have happened",
    )]  # fmt: skip
    if found.backwards.size:
        rows = tuple(
            ((f"{row + 1:,}",), (_moment(earliest[row]),), (_moment(latest[row]),)) for row in found.backwards[:LISTED]
        )
        blocks.append(
            Table("Events that end before they start", ("Row of the file", "Earliest", "Latest"), rows, numeric=False)
        )
    return blocks


def _moment(time: np.datetime64) -> str:
    return str(time.astype("datetime64[m]")).replace("T", " ")


ANALYSIS = Analysis(
    key="time_of_day",
    title="Time of day",
    question="In which hours of the week does it happen?",
    method=(
        "Aoristic weights (Ratcliffe 2002): an event between two times is shared out over the hours between them; mean "
        "direction with limits (Fisher 1993) and Rayleigh’s test for the hours of the day."
    ),
    cannot_say=(
        "When a single event happened: it is shared out evenly over its span, which no event is.",
        "Whether there are two peaks in a day: Rayleigh’s test looks for one middle, so look at the picture.",
        "Whether an hour is risky: it needs to be known how many people were about.",
        "When police or a hospital heard of it: only when it can have happened.",
    ),
    columns=(
        Column(key="earliest", about="first time at which it can have happened (local time)", kind="time"),
        Column(key="latest", about="last time; empty where it is the same or not known", kind="time", blank=True),
    ),
    options=(
        Option(
            key="leave_out", about="Leave out events that end before they start; else they count at their start.",
            kind="yes or no", default=False,
        ),
        Option(
            key="clocks", about="Whose changes of clocks are told of.", kind="text", default="United Kingdom",
            choices=("United Kingdom", "none"),
        ),
    ),
    example="docs/examples/time_of_day.csv --clocks none",
    work=work,
)  # fmt: skip
