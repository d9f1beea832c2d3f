"""Whether events come in pairs that are nearer and sooner than chance would bring them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.near_repeat import NearRepeat

DEGREES = 400  # coordinates all smaller than this, either way, are hardly metres


@dataclass(frozen=True, eq=False)
class Answered:
    """Knox's table, with the Calculator's names of the bands beside ours where they are wanted."""

    found: "NearRepeat"
    labels: tuple[tuple[str, ...], tuple[str, ...]] | None

    def __str__(self) -> str:
        return str(self.found)

    def table(self) -> dict[str, list]:
        table = self.found.table()
        if self.labels is None:
            return table
        far, long = self.labels
        return {
            "calculator_distance": [name for name in far for _ in long],
            "calculator_time": list(long) * len(far),
        } | table


def work(asked: Asked) -> Outcome:
    from commonground.methods import near_repeat

    x, y, when = asked.table["x"], asked.table["y"], asked.table["date"]
    if len(x) and max(np.abs(x).max(), np.abs(y).max()) < DEGREES:
        raise ValueError(
            "x and y look like degrees: distances need metres or feet, such as easting and northing; convert them first"
        )
    days = when.astype("datetime64[s]").astype(np.int64) / 86_400
    areas = asked.table.columns.get("area")
    found = near_repeat.knox(
        x, y, days, asked["distances"], asked["days"], asked.generator, permutations=int(asked["permutations"]),
        metric=asked["metric"], areas=areas, units=(asked["unit"], "days"), step=asked.step,
    )  # fmt: skip
    labels = None
    if asked["calculator_labels"]:
        labels = (
            near_repeat.calculator_labels(asked["distances"], "distance"),
            near_repeat.calculator_labels(asked["days"]),
        )
    return Outcome(Answered(found, labels), lambda: drawn(found), tuple(_cautions(found)))


def _cautions(found: "NearRepeat") -> list[str]:
    cautions = []
    if found.alike:
        cautions.append(
            f"{found.alike:,} events share place and time with another: true repeats, or one event recorded twice. "
            "They count as pairs in the first band; take out what was recorded twice."
        )
    if not found.within_areas:
        cautions.append(
            "Places that are busy in different seasons look like near repeats: give an area column to deal times out "
            "within each area."
        )
    return cautions


def drawn(found: "NearRepeat") -> list[Block]:
    from commonground.report.charts.near_repeat import ratios

    length, span = found.units
    return [
        ratios(
            "near-repeat", "Pairs of events beside what chance gives", found.distances.names, found.times.names,
            found.ratio.tolist(), found.raised.tolist(), found.observed.tolist(), found.expected.tolist(),
            what=f"pairs of events by distance ({length}) and time apart ({span}), as times what chance gives",
        )
    ]  # fmt: skip


ANALYSIS = Analysis(
    key="near_repeat",
    title="Near repeats",
    question="After one event, are others nearer and sooner than chance would bring them, and for how long?",
    method=(
        "Knox’s test: pairs of events in bands of distance and time, beside the exact mean over all ways to deal the "
        "times out; p values by permutation, adjusted for the number of bands."
    ),
    cannot_say=(
        "Why events come in pairs: the same people, the same opportunity, or how it was recorded.",
        "Which address is next: most places near an event have no second one.",
        "Anything of points that are moved or have only a month: it needs places and days as they were.",
    ),
    columns=(
        Column(key="x", about="easting, in metres or feet"),
        Column(key="y", about="northing, in the same unit"),
        Column(key="date", about="day of the event, or day and time", kind="time"),
        Column(key="area", about="area within which times are dealt out", kind="text", required=False),
    ),
    options=(
        Option(
            key="distances", kind="numbers", default=(0, 1, 100, 200, 400),
            about="breaks of the bands of distance; 0,1 is the same place",
        ),
        Option(key="days", kind="numbers", default=(0, 7, 14, 28), about="breaks of the bands of time, in days"),
        Option(key="metric", kind="text", default="euclidean", choices=("euclidean", "manhattan"),
               about="straight lines, or along a grid of streets"),
        Option(key="permutations", kind="whole", default=999, about="ways to deal the times out that are tried"),
        Option(key="unit", kind="text", default="metres", about="what x and y are measured in"),
        Option(key="calculator_labels", kind="yes or no", default=False,
               about="also name the bands as the Near Repeat Calculator does"),
    ),
    random=True,
    example="docs/examples/near_repeat.csv",
    work=work,
)  # fmt: skip
