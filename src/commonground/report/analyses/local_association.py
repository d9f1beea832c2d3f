"""Areas that are like their neighbours, or unlike them."""

from dataclasses import dataclass

import numpy as np

from commonground.methods import smoothed_rates
from commonground.methods.conditional_permutation import permuted
from commonground.methods.local_association import LocalAssociation, gi, local_geary, local_moran
from commonground.methods.neighbours import Neighbours
from commonground.report import surroundings
from commonground.report.analysis import Analysis, Asked, Option, Outcome
from commonground.report.blocks import Block


@dataclass(frozen=True, eq=False)
class Alike:
    """Each area with its neighbours: local Moran, which the sentence is of, and Geary and Gi beside it."""

    names: np.ndarray
    values: np.ndarray
    smoothed: np.ndarray | None
    moran: LocalAssociation
    geary: LocalAssociation
    gi: LocalAssociation

    def __str__(self) -> str:
        return str(self.moran)

    def table(self) -> dict[str, np.ndarray]:
        columns = {"area": self.names, "value": self.values}
        if self.smoothed is not None:
            columns["smoothed_value"] = self.smoothed
        return columns | {
            "moran": self.moran.value, "z": self.moran.z, "p_value": self.moran.p_value,
            "adjusted_p_value": self.moran.adjusted(), "standing": self.moran.standing(),
            "geary": self.geary.value, "geary_p_value": self.geary.p_value, "gi": self.gi.z,
        }  # fmt: skip


def work(asked: Asked) -> Outcome:
    table = asked.table
    beside, cautions = surroundings.surroundings(asked, table["area"])
    means, values, smoothed, what = beside.in_shares(), table["count"], None, "events"
    if "population" in table:
        rates = smoothed_rates.towards_neighbours(table["count"], table["population"], beside)
        values, smoothed, what = 1000 * rates.raw, 1000 * rates.smoothed, "events per 1,000 residents"
        if np.isnan(values).any():
            raise ValueError("a rate needs a population above nought in every area: leave out those without")
    moran = local_moran(values, means, asked["moments"], asked["divisor"])
    geary = local_geary(values, means)
    if asked["p"] == "permutation":
        moran = moran.with_p_values(_shuffled(asked, values, means, 0))
        geary = geary.with_p_values(_shuffled(asked, values, means, 1))
    found = Alike(table["area"].astype(str), values, smoothed, moran, geary, gi(values, means))

    def draw() -> list[Block]:
        from commonground.report.charts.association import beside_neighbours

        around = np.where(means.numbers > 0, means.sums(values), np.nan)
        title = "Each area against the mean of its neighbours"
        return [beside_neighbours("local-association", title, table["area"], values, around, what=what)]

    return Outcome(found, draw, cautions)


def _shuffled(asked: Asked, values: np.ndarray, means: Neighbours, part: int) -> np.ndarray:
    def step(done: int, of: int) -> None:
        asked.step(part * of + done, 2 * of)

    statistic = ("sum", "difference")[part]
    return permuted(values, means, asked.generator, asked["draws"], statistic, step).p_value  # type: ignore[arg-type]


ANALYSIS = Analysis(
    key="local_association",
    title="Like and unlike neighbours",
    question="Which areas are like their neighbours, high beside high or low beside low, and which stand apart?",
    method=(
        "Local Moran and Geary of Anselin (1995) and Gi of Ord and Getis (1995) over the mean of the neighbours; rates "
        "smoothed towards the neighbours (Marshall 1991); p values two-sided, by shuffling values over the other "
        "areas or by the moments, with false discoveries held to 5% (Benjamini and Hochberg 1995)."
    ),
    cannot_say=(
        "Why an area is unlike its neighbours: a town centre, a border or the way of recording may be behind it.",
        "Anything of people from areas: an area’s rate is not its residents’.",
        "What comes next: it describes what was recorded.",
    ),
    columns=surroundings.COLUMNS,
    options=(
        *surroundings.OPTIONS,
        Option(
            key="p", about="How chance is reckoned.", kind="text", default="permutation",
            choices=("permutation", "normal"),
        ),
        Option(key="draws", about="How often values are shuffled.", kind="whole", default=49_999),
        Option(
            key="moments", about="What chance moves: the other areas, or all of them.", kind="text",
            default="conditional", choices=("conditional", "total"),
        ),
        Option(
            key="divisor", about="What the variance is divided by: n as in spdep, n - 1 as in PySAL.", kind="text",
            default="n", choices=("n", "n - 1"),
        ),
    ),
    example="docs/examples/association.csv --neighbours docs/examples/association_neighbours.csv",
    work=work,
    random=True,
)  # fmt: skip
