"""Which streets events lie dense on, smoothed along the streets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.street_density import StreetDensity
    from commonground.methods.street_network import Streets


@dataclass(frozen=True, eq=False)
class OnStreets:
    """A street density with its densest pieces first, and what the streets are called."""

    found: "StreetDensity"
    names: Sequence[str]

    def __str__(self) -> str:
        top = int(np.argmax(self.found.values))
        number = self.found.street[top]
        return str(self.found).replace(f"on street {number + 1:,}, ", f"on {self.names[number]}, ", 1)

    def table(self) -> dict[str, np.ndarray]:
        pieces = self.found.table()
        order = np.argsort(-pieces["events_per_km"], kind="stable")
        named = {"name": np.array([self.names[street] for street in self.found.street], object)}
        return {heading: column[order] for heading, column in (named | pieces).items()}


def work(asked: Asked) -> Outcome:
    from commonground.methods.street_density import street_density
    from commonground.methods.street_network import from_lines, nearest

    roads: Given | None = asked["streets"]
    if roads is None:
        raise ValueError("say which file has the streets: --streets FILE, with the columns x1, y1, x2 and y2 in metres")
    network = from_lines(*(roads[side] for side in ("x1", "y1", "x2", "y2")))
    x, y = asked.table["x"], asked.table["y"]
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        raise ValueError("no row has both x and y: there is nothing to put on a street")
    place = nearest(network, x[known], y[known])
    near = place.off <= asked["within"]
    if not near.any():
        raise ValueError(f"no event lies within {asked['within']:g} m of a street; are both files in the same metres?")
    found = street_density(
        network, place.street[near], place.along[near], asked["bandwidth"], asked["lixel"], asked["split"],
        asked["kernel"], asked.step,
    )  # fmt: skip
    lost = int((~known).sum())
    said = [f"Events lie {np.median(place.off[near]):,.0f} m from their street in the middle."]
    if lost:
        said.append(f"{lost:,} of {len(asked.table):,} rows without a point are left out.")
    if far := int((~near).sum()):
        said.append(f"{far:,} events farther than {asked['within']:g} m from any street are left out.")
    if network.parts > 1:
        said.append(
            f"The streets are in {network.parts:,} parts that nothing joins; what should meet must end at one point."
        )
    names = _names(roads, network)
    return Outcome(OnStreets(found, names), lambda: _drawn(found, names), tuple(said))


def _names(roads: Given, network: "Streets") -> list[str]:
    if "name" not in roads:
        return [f"street {number:,}" for number in range(1, network.length.size + 1)]
    return [str(name) or f"street {number:,}" for number, name in enumerate(roads["name"], 1)]


def _drawn(found: "StreetDensity", names: Sequence[str]) -> Sequence[Block]:
    from commonground.report.charts import density

    pieces = [
        f"{names[street]}, {begins:,.0f} to {ends:,.0f} m"
        for street, begins, ends in zip(found.street, found.begins, found.ends, strict=True)
    ]
    return [density.streets(
        "street-density", "Streets on which events lie dense", found.lines(), pieces, found.values, what="events",
        unit="per km of street",
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="street_density",
    title="Street density",
    question="Which streets do events lie dense on?",
    method=(
        "Network kernel density by the equal-split rules (Okabe, Satoh and Sugihara 2009), followed along every path "
        "(McSwiggan, Baddeley and Nair 2017); each event goes to the nearest street."
    ),
    cannot_say=(
        "Whether a street has more than chance: it smooths, it does not test.",
        "Whether a street is dangerous: it needs to be known how many people use it.",
        "Anything of one address: published points are moved to stand for several.",
    ),
    columns=(
        Column(key="x", about="easting of an event in metres", blank=True),
        Column(key="y", about="northing in metres", blank=True),
    ),
    options=(
        Option(
            key="streets", about="The file of the streets, each a straight piece.", kind="file",
            columns=(
                Column(key="x1", about="easting of a street’s start"), Column(key="y1", about="its northing"),
                Column(key="x2", about="easting of its end"), Column(key="y2", about="its northing"),
                Column(key="name", about="what the street is called", kind="text", required=False, blank=True),
            ),
        ),
        Option(key="bandwidth", about="Metres along the streets to smooth over.", default=200.0),
        Option(key="lixel", about="Length of the pieces in metres.", default=25.0),
        Option(key="within", about="Leave out events farther than this from any street.", default=50.0),
        Option(key="split", about="At a crossing.", kind="text", default="continuous",
               choices=("continuous", "discontinuous")),
        Option(key="kernel", about="How an event is spread.", kind="text", default="quartic",
               choices=("quartic", "epanechnikov", "triangular")),
    ),
    example="docs/examples/street_density.csv --streets docs/examples/street_density_streets.csv",
    work=work,
)  # fmt: skip
