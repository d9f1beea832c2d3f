"""Whether events lie closer together than even scatter would bring them, and over what distances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.point_pattern import ClarkEvans, Quadrats, RipleyK
    from commonground.methods.window import Window

STEPS = 20  # distances, unless they are given
WINDOW = (
    "The window is the smallest rectangle round the events. Where they cannot have happened everywhere in it (parks, a "
    "river, the sea), they lie closer together for that alone: give --window, and read the test as a description."
)


@dataclass(frozen=True, eq=False)
class Pattern:
    """K by distance, with the nearest-neighbour ratio and the quadrat test beside it."""

    k: "RipleyK"
    nearest: "ClarkEvans"
    quadrats: "Quadrats"

    def __str__(self) -> str:
        return str(self.k)

    def table(self) -> dict[str, np.ndarray]:
        return self.k.table()


def work(asked: Asked) -> Outcome:
    from commonground.methods.point_pattern import clark_evans, quadrat_test, ripley_k
    from commonground.methods.window import points

    x, y = asked.table["x"], asked.table["y"]
    known = np.isfinite(x) & np.isfinite(y)
    x, y = points(x[known], y[known], least=2)
    window = _window(asked, x, y)
    inside = window.holds(x, y)
    x, y = points(x[inside], y[inside], least=2)
    k = ripley_k(
        x, y, window, _distances(asked, window), asked["correction"], asked["simulations"], asked.generator, asked.step
    )
    found = Pattern(
        k, clark_evans(x, y, window), quadrat_test(x, y, window, asked["quadrats_across"], asked["quadrats_up"])
    )
    said = [str(found.nearest), str(found.quadrats)]
    lost = int((~known).sum()), int((~inside).sum())
    if lost[0]:
        said.append(f"{lost[0]:,} rows without a point are left out.")
    if lost[1]:
        said.append(f"{lost[1]:,} events outside the window are left out.")
    if asked["window"] is None:
        said.append(WINDOW)
    same = x.size - np.unique(np.column_stack([x, y]), axis=0).shape[0]
    if same:
        said.append(
            f"{same:,} events are in the very place of another, as moved or rounded points are; they count as 0 m."
        )
    return Outcome(found, lambda: _drawn(found.k), tuple(said))


def _window(asked: Asked, x: np.ndarray, y: np.ndarray) -> "Window":
    from commonground.methods.window import Window

    given = asked["window"]
    if given is None:
        return Window(float(x.min()), float(x.max()), float(y.min()), float(y.max()))
    if len(given) != 4:
        raise ValueError("a window is four numbers in metres: west,east,south,north")
    return Window(*given)


def _distances(asked: Asked, window: "Window") -> np.ndarray:
    if asked["distances"] is not None:
        return np.array(asked["distances"])
    return np.linspace(0, min(window.width, window.height) / 4, STEPS + 1)


def _drawn(k: "RipleyK") -> Sequence[Block]:
    from commonground.report.charts import point_pattern

    title = "How much closer than even scatter events lie"
    return [point_pattern.closeness("point-pattern", title, k.r, k.l - k.r, k.centre - k.r, k.band)]


ANALYSIS = Analysis(
    key="point_pattern",
    title="Point pattern",
    question="Do events lie closer together than even scatter would bring them, and over what distances?",
    method=(
        "Ripley’s K (1977) with edge correction, as Besag’s L, against simulated even scatter with a band for all "
        "distances at once; Clark and Evans’s ratio with Donnelly’s correction; chi-squared test of quadrats."
    ),
    cannot_say=(
        "That anything is wrong: people and streets are not evenly scattered either, and nearly every pattern is so.",
        "Where events gather: for that ask hot-spots or density.",
        "Whether events follow each other in time: for that ask near-repeat.",
    ),
    columns=(
        Column(key="x", about="easting of an event in metres", blank=True),
        Column(key="y", about="northing in metres", blank=True),
    ),
    options=(
        Option(key="window", about="West, east, south and north of the window in metres.", kind="numbers"),
        Option(key="distances", about="Distances in metres.", kind="numbers"),
        Option(key="correction", about="For the neighbours beyond the edge.", kind="text", default="isotropic",
               choices=("isotropic", "translate", "border", "none")),
        Option(key="simulations", about="Even scatters to compare with.", kind="whole", default=99),
        Option(key="quadrats_across", about="Quadrats from west to east.", kind="whole", default=5),
        Option(key="quadrats_up", about="Quadrats from south to north.", kind="whole", default=5),
    ),
    example="docs/examples/hot_spots.csv --distances 0,250,500,1000,2000,4000 --simulations 39",
    work=work,
    random=True,
)  # fmt: skip
