"""Rates as they would be if areas had the same ages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.methods.rates import Estimate


@dataclass(frozen=True, eq=False)
class Standardised:
    """Each area’s rate by the standard’s ages, and its ratio to what the ages of all areas would give."""

    names: tuple[str, ...]
    counts: np.ndarray
    direct: "Estimate"
    ratio: "Estimate"
    per: float

    def __str__(self) -> str:
        known = ~np.isnan(self.direct.value)
        if not known.any():
            return "No area has 10 events or more: no rate is standardised; the table has the ratios."
        value = self.direct.value
        low, high = int(np.nanargmin(value)), int(np.nanargmax(value))
        few = f"; {int((~known).sum())} with fewer than 10 events have none" if not known.all() else ""
        return (
            f"Standardised by age, rates per {self.per:,.0f} run from {self._said(low)} to {self._said(high)} in "
            f"{int(known.sum())} areas{few}."
        )

    def _said(self, at: int) -> str:
        limits = f"{self.direct.lower[at]:,.1f} to {self.direct.upper[at]:,.1f}"
        return f"{self.direct.value[at]:,.1f} ({limits}) in {self.names[at]}"

    def table(self) -> dict[str, list[str] | np.ndarray]:
        return {
            "area": list(self.names), "count": self.counts, "rate": self.direct.value, "lower": self.direct.lower,
            "upper": self.direct.upper, "ratio": self.ratio.value, "ratio_lower": self.ratio.lower,
            "ratio_upper": self.ratio.upper,
        }  # fmt: skip


def work(asked: Asked) -> Outcome:
    from commonground.methods import rates, repeat_events

    names, counts, people, standard, squares = _bands(asked)
    per, confidence = asked["per"], asked["confidence"]
    if per <= 0:
        raise ValueError("--per must be above nought")
    expected = rates.expected_count(people, counts.sum(axis=0), people.sum(axis=0))
    observed = counts.sum(axis=1)
    if squares is None:
        direct = rates.directly_standardised_rate(counts, people, standard, per, confidence)
        ratio = rates.indirectly_standardised_ratio(observed, expected, 100, confidence)
    else:
        direct = repeat_events.directly_standardised_rate(counts, squares, people, standard, per, confidence)
        ratio = repeat_events.indirectly_standardised_ratio(observed, squares.sum(axis=1), expected, 100, confidence)
    found = Standardised(names, observed, direct, ratio, per)
    return Outcome(found, lambda: _drawn(found))


def _bands(asked: Asked):
    """Areas by bands: counts, people and squares, with the standard of each band."""
    table = asked.table
    names, area = np.unique(table["area"].astype(str), return_inverse=True)
    bands, band = np.unique(table["age"].astype(str), return_inverse=True)
    size = names.size * bands.size
    at = area * bands.size + band
    if not size or not (np.bincount(at, minlength=size) == 1).all():
        raise ValueError("each area needs one row for each age band, and the same bands as the others")

    def spread(key: str) -> np.ndarray:
        found = np.empty(size)
        found[at] = table[key]
        return found.reshape(names.size, bands.size)

    standard = spread("standard")
    if (standard != standard[0]).any() or (standard < 0).any() or not standard[0].sum():
        raise ValueError("the standard population of a band must be the same in every area, nought or more")
    squares = spread("squares") if "squares" in table else None
    return tuple(names.tolist()), spread("count"), spread("population"), standard[0], squares


def _drawn(found: Standardised):
    from commonground.report import charts

    def plain(column: np.ndarray) -> list[float | None]:
        return [None if np.isnan(value) else round(float(value), 2) for value in column]

    return [charts.ranking(
        "standardised-rates", f"Rate by the standard’s ages, per {found.per:,.0f}", found.names,
        plain(found.direct.value), plain(found.direct.lower), plain(found.direct.upper),
        what=f"directly standardised rate per {found.per:,.0f}, with its interval", highlight="", reference=None,
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="standardised_rates",
    title="Standardised rates",
    question="Does an area have more because its people are of other ages?",
    method=(
        "Directly standardised rates with Dobson’s limits, none under 10 events; indirectly standardised ratios to all "
        "areas of the file together (100), exact or Byar’s limits."
    ),
    cannot_say=(
        "What the rate is: a standardised rate is for comparing, the crude rate for planning.",
        "Anything that age does not explain, such as visitors or deprivation.",
    ),
    columns=(
        Column(key="area", about="its name", kind="text"),
        Column(key="age", about="the age band", kind="text"),
        Column(key="count", about="events", kind="count"),
        Column(key="population", about="residents of the band", kind="number"),
        Column(key="standard", about="standard population of the band", kind="number"),
        Column(key="squares", about="sum of the squares of each person’s events, for repeat victims", kind="number",
               required=False),
    ),
    options=(
        Option(key="per", about="the rate is per so many", default=100_000.0),
        Option(key="confidence", about="of the intervals", default=0.95),
    ),
    example="docs/examples/standardised_rates.csv",
    work=work,
)  # fmt: skip
