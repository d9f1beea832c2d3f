"""How well an order of places set beforehand holds what was counted afterwards: PAI, PEI and RRI."""

from dataclasses import dataclass

import numpy as np

from commonground.methods.predictive_accuracy import PredictiveAccuracy, predictive_accuracy
from commonground.report.analysis import Analysis, Asked, Column, Outcome
from commonground.report.blocks import Block


@dataclass(frozen=True, eq=False)
class Named:
    """The result with the places by name."""

    found: PredictiveAccuracy
    names: np.ndarray

    def __str__(self) -> str:
        return str(self.found)

    def table(self) -> dict[str, np.ndarray]:
        return {**self.found.table(), "place": self.names[self.found.order]}


def work(asked: Asked) -> Outcome:
    table = asked.table
    areas = table.columns.get("area")
    names = table["place"].astype(str) if "place" in table else np.arange(1, len(table) + 1).astype(str)
    found = predictive_accuracy(table["count"], table["score"], areas, _identity(names))
    best = predictive_accuracy(table["count"], table["count"], areas, found.order.argsort())

    def draw() -> list[Block]:
        from commonground.report.charts.predictive_accuracy import found_in_the_first

        if not found.total:
            return []
        title = "How much of it was in how little of the area"
        curves = (
            [(0.0, 0.0), *zip(order.area.tolist(), order.events.tolist(), strict=True)] for order in (found, best)
        )
        return [found_in_the_first("predictive-accuracy", title, *curves, order="score")]

    return Outcome(Named(found, names), draw)


def _identity(names: np.ndarray) -> np.ndarray:
    """Names that are numbers settle ties as numbers, others by the alphabet."""
    try:
        return names.astype(float)
    except ValueError:
        return names


ANALYSIS = Analysis(
    key="predictive_accuracy",
    title="How concentrated: PAI, PEI and RRI",
    question="If places are taken in an order set beforehand, how much of what was counted afterwards is in the first?",
    method=(
        "Predictive accuracy index (Chainey, Tompson and Uhlig 2008), its share of that of the fullest places (Hunt "
        "2016) and the ratio of scores to events (after Levine 2008) at every cut; equal scores by the place’s name."
    ),
    cannot_say=(
        "Where anybody ought to be sent: it measures how gathered harm was, and how far it stayed where it had been.",
        "Whether an order found harm, or harm was found where it was looked for before.",
    ),
    columns=(
        Column(key="count", about="events counted afterwards", kind="count"),
        Column(key="score", about="what the order rests on, such as the events of the year before"),
        Column(key="area", about="area or street length of the place; all alike if left out", required=False),
        Column(key="place", about="the place’s name, which settles equal scores", kind="text", required=False),
    ),
    example="docs/examples/predictive_accuracy.csv",
    work=work,
)
