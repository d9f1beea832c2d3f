"""How far events are gathered in few places."""

from dataclasses import dataclass

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Outcome
from commonground.report.blocks import Block


@dataclass(frozen=True, eq=False)
class Concentrated:
    """How few places hold half and four fifths of the events."""

    places: int
    events: int
    shares: tuple[float, ...]
    holding: tuple[int, ...]
    gini: float

    def __str__(self) -> str:
        held = " and ".join(
            f"{share:.0%} in {number:,} ({number / self.places:.1%})"
            for share, number in zip(self.shares, self.holding, strict=True)
        )
        return (
            f"Of {self.events:,} events in {self.places:,} places, {held}; generalised Gini {self.gini:.2f} "
            "(0: as even as so few events can be; 1: all in one place)."
        )

    def table(self) -> dict[str, list[float] | list[int]]:
        return {
            "share_of_events": list(self.shares),
            "places": list(self.holding),
            "share_of_places": [number / self.places for number in self.holding],
        }


def work(asked: Asked) -> Outcome:
    from commonground.methods import concentration

    counts = asked.table["count"]
    shares = (0.5, 0.8)
    holding = tuple(concentration.places_that_hold(counts, share) for share in shares)
    found = Concentrated(
        counts.size, int(np.sum(counts)), shares, holding, concentration.generalised_gini(counts)
    )

    def draw() -> list[Block]:
        from commonground.report import charts

        curve = concentration.lorenz(counts)
        return [
            charts.concentration(
                "concentration",
                "Share of events in the fullest places",
                list(1 - curve.places[::-1]),
                list(1 - curve.events[::-1]),
                what="share of events",
                half=holding[0] / counts.size,
            )
        ]

    return Outcome(found, draw)


ANALYSIS = Analysis(
    key="concentration",
    title="Concentration",
    question="In how few places (or people harmed, or shops) is most of it?",
    method="Lorenz curve, generalised Gini coefficient (Bernasco and Steenbeek 2017), places that hold 50% and 80%.",
    cannot_say=(
        "Whether the places will be the same next year.",
        "Anything of places that are not in the file: give the empty ones too, with 0.",
    ),
    columns=(Column(key="count", about="events in the place", kind="count"),),
    example="docs/examples/concentration.csv --column count=offences",
    work=work,
)
