"""Where events lie dense, smoothed: to the square kilometre, or to a thousand people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.density import Chosen, Density, DualDensity

CELLS = 120  # along the longer side, unless a side is given
POINT = "A point may be somebody’s home: smooth widely enough that no single event can be seen before this is shown."
NARROW = (
    "It is the narrowest that was tried, as happens when many events share one place, because points were moved or "
    "rounded: say over how many metres with --bandwidth."
)


@dataclass(frozen=True, eq=False)
class Surface:
    """A density with its densest cells first, and without those that have none."""

    found: "Density | DualDensity"
    by: str

    def __str__(self) -> str:
        return str(self.found)

    def table(self) -> dict[str, np.ndarray]:
        cells = self.found.table()
        kept = np.flatnonzero(np.nan_to_num(cells[self.by]) > 0)
        order = kept[np.argsort(-cells[self.by][kept], kind="stable")]
        return {heading: column[order] for heading, column in cells.items()}


def work(asked: Asked) -> Outcome:
    from commonground.methods.density import dual_density, kernel_density, likelihood
    from commonground.methods.window import around

    x, y, lost = _points(asked)
    cautions = [f"{lost:,} of {len(asked.table):,} rows without a point are left out."] if lost else []
    people = asked["people"]
    every = (np.append(x, people["x"]), np.append(y, people["y"])) if people is not None else (x, y)
    cell = asked["cell"] or _cell(*every)
    window = around(*every, cell)
    bandwidth = asked["bandwidth"]
    if bandwidth is None:
        chosen = likelihood(x, y, window, asked.step)
        bandwidth = _whole(chosen, asked["kernel"])
        cautions.append(f"No bandwidth was given, and one was chosen. {chosen}")
        if chosen.of_tried == chosen.tried[0]:
            cautions.append(NARROW)
    cautions.append(POINT)
    if people is not None:
        if asked["edge"] != "none":
            raise ValueError("a rate of people needs no correction at the edge: leave --edge out")
        found: Density | DualDensity = dual_density(
            x, y, people["x"], people["y"], people["people"], bandwidth, cell, window, asked["kernel"], asked["least"]
        )
    else:
        found = kernel_density(x, y, bandwidth, cell, window, asked["kernel"], asked["edge"])
    by = "events_per_km2" if people is None else "events_per_1000_people"
    return Outcome(Surface(found, by), lambda: _drawn(found), tuple(cautions))


def _points(asked: Asked) -> tuple[np.ndarray, np.ndarray, int]:
    x, y = asked.table["x"], asked.table["y"]
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        raise ValueError("no row has both x and y: there is nothing to put on a map")
    if max(np.abs(x[known]).max(), np.abs(y[known]).max()) <= 360:
        raise ValueError("x and y look like degrees: give easting and northing in metres")
    return x[known], y[known], int((~known).sum())


def _cell(x: np.ndarray, y: np.ndarray) -> float:
    """A side of 1, 2 or 5 times a power of ten, with at most so many cells along the longer side."""
    least = max(np.ptp(x), np.ptp(y), 1.0) / CELLS
    power = 10 ** np.floor(np.log10(least))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= least))


def _whole(chosen: "Chosen", kernel: str) -> float:
    return float(f"{chosen.quartic if kernel == 'quartic' else chosen.gaussian:.3g}")


def _drawn(found: "Density | DualDensity") -> Sequence[Block]:
    from commonground.methods.density import DualDensity
    from commonground.report.charts import density

    if isinstance(found, DualDensity):
        return [density.surface(
            "density", "Events for the people there", found.events.x, found.events.y, found.rates,
            what="events for the people there", unit="per 1,000 people",
        )]  # fmt: skip
    return [density.surface(
        "density", "Where events lie dense", found.x, found.y, found.values, what="events", unit="per km²"
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="density",
    title="Density",
    question="Where do events lie dense, to the square kilometre or for the people there?",
    method=(
        "Kernel density (Silverman 1986), quartic or Gaussian, exact at the middle of every cell; bandwidth by "
        "leave-one-out likelihood (Loader 1999); edges by Jones (1993) or Diggle (1985); rates as the ratio of two "
        "densities of one bandwidth (Kelsall and Diggle 1995)."
    ),
    cannot_say=(
        "Whether a peak is more than chance: for that ask hot-spots.",
        "What lies between the streets: it smooths over rivers, railways and roofs; for streets ask street-density.",
        "Where the next event will be, or anything of the people who live there.",
        "Anything finer than the points: published ones are moved, and one may stand for many addresses.",
    ),
    columns=(
        Column(key="x", about="easting of an event in metres", blank=True),
        Column(key="y", about="northing in metres", blank=True),
    ),
    options=(
        Option(key="bandwidth", about="Metres to smooth over: radius (quartic) or standard deviation (gaussian)."),
        Option(key="cell", about="Side of a cell in metres."),
        Option(key="kernel", about="How an event is spread.", kind="text", default="quartic",
               choices=("quartic", "gaussian")),
        Option(key="edge", about="Make good what falls over the edge of the map.", kind="text", default="none",
               choices=("none", "divide", "keep total")),
        Option(
            key="people", about="A file of small areas, for rates.", kind="file",
            columns=(
                Column(key="x", about="easting of the middle of a small area, in metres"),
                Column(key="y", about="its northing"),
                Column(key="people", about="its residents, or others at risk"),
            ),
        ),
        Option(key="least", about="People to the km² below which no rate is given.", default=100.0),
    ),
    example="docs/examples/hot_spots.csv --bandwidth 2000 --cell 500",
    work=work,
)  # fmt: skip
