"""How far events are gathered in few places, and whether further than chance alone would gather them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.methods.gathering import Gathered


@dataclass(frozen=True, eq=False)
class Concentrated:
    """How few places hold half and four fifths of the events, and what chance would give."""

    places: int
    events: int
    shares: tuple[float, ...]
    holding: tuple[int, ...]
    gini: float
    chance: "Gathered"
    of: str

    def __str__(self) -> str:
        held = " and ".join(
            f"{share:.0%} in {number:,} ({number / self.places:.1%})"
            for share, number in zip(self.shares, self.holding, strict=True)
        )
        p = self.chance.p_value["generalised_gini"]
        verdict = "more gathered than chance alone gives" if p < 0.05 else "no more gathered than chance alone gives"
        seen, low, high = (int(of["repeats"]) for of in (self.chance.seen, self.chance.lower, self.chance.upper))
        return (
            f"Of {self.events:,} events in {self.places:,} {self.of}, {held}; {seen:,} fell where there had been one "
            f"already (by chance {low:,} to {high:,}): {verdict} (p = {p:.3f}); generalised Gini coefficient "
            f"{self.gini:.2f} (0: as even as so few events can be; 1: all in one place)."
        )

    def table(self) -> dict[str, list[float] | list[int]]:
        names = ("half", "four_fifths")
        return {
            "share_of_events": list(self.shares),
            "places": list(self.holding),
            "share_of_places": [number / self.places for number in self.holding],
            "by_chance": [self.chance.expected[name] for name in names],
            "by_chance_lower": [self.chance.lower[name] for name in names],
            "by_chance_upper": [self.chance.upper[name] for name in names],
            "p_value": [self.chance.p_value[name] for name in names],
        }


def work(asked: Asked) -> Outcome:
    from commonground.methods import concentration
    from commonground.methods.gathering import gathered

    counts, exposure = asked.table["count"], asked.table.columns.get("exposure")
    counts, exposure = _with_the_empty(counts, exposure, asked["places"])
    shares = (0.5, 0.8)
    chance = gathered(counts, asked.generator, exposure, int(asked["throws"]), asked.step)
    holding = tuple(concentration.places_that_hold(counts, share) for share in shares)
    found = Concentrated(
        counts.size, int(np.sum(counts)), shares, holding, concentration.generalised_gini(counts), chance, asked["of"]
    )

    def draw():
        from commonground.report import charts
        from commonground.report.blocks import Table

        curve = concentration.lorenz(counts)
        rows = chance.table()
        return [
            charts.concentration(
                "concentration", f"Share of events by share of {asked['of']}, fullest first",
                (1 - curve.places[::-1]).tolist(), (1 - curve.events[::-1]).tolist(),
                what=f"share of events by share of {asked['of']}", of=asked["of"], half=holding[0] / counts.size,
            ),
            Table(
                "What was seen, and what chance alone would give", ("What", "Seen", "By chance", "95% of throws", "p"),
                tuple(
                    ((WORDS[what],), (f"{seen:,.4g}",), (f"{mean:,.4g}",), (f"{low:,.4g} to {high:,.4g}",),
                     (f"{p:.3f}",))
                    for what, seen, mean, low, high, p in zip(*rows.values(), strict=True)
                ),
            ),
        ]  # fmt: skip

    cautions = [
        f"Chance gives every one of the {asked['of']} {'the same' if exposure is None else 'its exposure’s'} part of "
        f"{int(asked['throws'])} throws of the same number of events."
    ]
    if (counts > 0).all():
        cautions.append(f"None of the {asked['of']} is empty. If such are left out, say how many in all with --places.")
    return Outcome(found, draw, tuple(cautions))


WORDS = {
    "repeats": "events where there had been one already",
    "repeated": "places with two events or more",
    "fullest": "events in the fullest place",
    "half": "fewest places with half of the events",
    "four_fifths": "fewest places with four fifths",
    "gini": "Gini coefficient",
    "generalised_gini": "generalised Gini coefficient",
}


def _with_the_empty(counts: np.ndarray, exposure: np.ndarray | None, places: int | None):
    """The places of the file, and those that it leaves out because they are empty."""
    if places is None:
        return counts, exposure
    if places < counts.size:
        raise ValueError(f"--places {places}: the file alone has {counts.size}")
    if exposure is not None and places > counts.size:
        raise ValueError("--places cannot be used with an exposure: give the empty places in the file, with theirs")
    return np.concatenate([counts, np.zeros(places - counts.size)]), exposure


ANALYSIS = Analysis(
    key="concentration",
    title="Concentration",
    question="In how few places (or people harmed, or shops) is most of it, and is that more than chance?",
    method=(
        "Lorenz curve, generalised Gini coefficient (Bernasco and Steenbeek 2017), places that hold 50% and 80%; the "
        "same number of events thrown at random again and again."
    ),
    cannot_say=(
        "Whether the places will be the same next year.",
        "Anything of places that are not in the file: give the empty ones too, with 0, or say how many with --places.",
        "Who will be harmed again: it is said of all together, never of one person.",
    ),
    columns=(
        Column(key="count", about="events in the place, or to the person or shop", kind="count"),
        Column(key="exposure", about="how likely each is to be hit by chance: residents, opening hours", kind="number",
               required=False),
    ),
    options=(
        Option(key="places", about="how many there are in all, if the file leaves the empty ones out", kind="whole"),
        Option(key="of", about="what they are, as in places, people, shops", kind="text", default="places"),
        Option(key="throws", about="how often chance throws", kind="whole", default=999),
    ),
    example="docs/examples/concentration.csv --column count=offences",
    random=True,
    work=work,
)  # fmt: skip
