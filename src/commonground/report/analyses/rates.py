"""Rates and shares of many areas with their intervals, also where people are harmed more than once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.methods.rates import Estimate


@dataclass(frozen=True, eq=False)
class Rates:
    """The rate of each area, and of all together."""

    names: tuple[str, ...]
    counts: np.ndarray
    below: np.ndarray
    each: "Estimate"
    whole: "Estimate"
    unit: str
    confidence: float

    @property
    def apart(self) -> int:
        """Areas whose interval does not hold the rate of all together."""
        return int(((self.each.lower > self.whole.value) | (self.each.upper < self.whole.value)).sum())

    def __str__(self) -> str:
        whole = f"{self.whole.value:,.1f} {self.unit} ({self.whole.lower:,.1f} to {self.whole.upper:,.1f})"
        if len(self.names) == 1:
            return f"{self.names[0]}: {whole}, {self.confidence:.0%} interval."
        number, by_chance = len(self.names), (1 - self.confidence) * len(self.names)
        return (
            f"All {number} areas together: {whole}; that rate is outside the {self.confidence:.0%} interval of "
            f"{self.apart} of them, where chance alone would give about {by_chance:.0f}."
        )

    def table(self) -> dict[str, list[str] | np.ndarray]:
        return {"area": list(self.names), "count": self.counts, "of": self.below, "value": self.each.value,
                "lower": self.each.lower, "upper": self.each.upper}  # fmt: skip


def work(asked: Asked) -> Outcome:
    from commonground.methods import rates, repeat_events

    table, per, confidence = asked.table, asked["per"], asked["confidence"]
    if per <= 0:
        raise ValueError("--per must be above nought")
    counts, below = table["count"], table["population"]
    squares = table.columns.get("squares")
    is_share = asked["kind"] == "share"
    scale = 100.0 if is_share else float(per)

    def estimate(count, of, square):
        if square is None:
            return (rates.proportion if is_share else rates.crude_rate)(count, of, scale, confidence)
        if is_share:
            return repeat_events.proportion(count, of, square, scale, confidence)
        return repeat_events.crude_rate(count, square, of, scale, confidence)

    unit = "per cent" if is_share else f"per {scale:,.0f}"
    found = Rates(
        tuple(str(name) for name in table["area"]), counts, below, estimate(counts, below, squares),
        estimate(counts.sum(), below.sum(), None if squares is None else squares.sum()), unit, confidence,
    )  # fmt: skip
    cautions = []
    if squares is None:
        cautions.append(
            "Events are taken as independent. If people are harmed more than once the intervals should be wider: give "
            "the sum of the squares of each person’s events as a column “squares”."
        )
    return Outcome(found, lambda: _drawn(found), tuple(cautions))


def _drawn(found: Rates):
    from commonground.report import charts

    def plain(column: np.ndarray) -> list[float | None]:
        return [None if np.isnan(value) else round(float(value), 3) for value in column]

    return [charts.ranking(
        "rates", f"Rate of each area, {found.unit}", found.names, plain(found.each.value), plain(found.each.lower),
        plain(found.each.upper), what=f"rate {found.unit}, with {found.confidence:.0%} interval", highlight="",
        reference=(round(float(found.whole.value), 3), "all together"),
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="rates",
    title="Rates",
    question="How high is the rate of each area, and how sure is it?",
    method=(
        "Crude rates with exact limits under 10 events and Byar’s from there; shares with Wilson’s; where people are "
        "harmed more than once, limits widened by their squares (Dobson 1991, Stukel 1994)."
    ),
    cannot_say=(
        "That two areas differ: overlapping intervals can, and one in twenty intervals misses the truth.",
        "How safe residents are where many who are harmed, or do harm, come from elsewhere.",
    ),
    columns=(
        Column(key="area", about="its name", kind="text"),
        Column(key="count", about="events", kind="count"),
        Column(key="population", about="residents; or, for shares, how many the count is out of", kind="number"),
        Column(key="squares", about="sum of the squares of each person’s events, for repeat victims", kind="number",
               required=False),
    ),
    options=(
        Option(key="kind", about="a rate or a share", kind="text", default="rate", choices=("rate", "share")),
        Option(key="per", about="the rate is per so many", default=1000.0),
        Option(key="confidence", about="of the intervals", default=0.95),
    ),
    example="docs/examples/rates.csv --column area=borough --column count=offences --column population=residents",
    work=work,
)  # fmt: skip
