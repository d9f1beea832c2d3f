"""Which places differ from the rest by more than their size explains."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

KINDS: dict[str, Literal["ratio", "proportion"]] = {"rate": "ratio", "share": "proportion", "ratio": "ratio"}
CURVE = 80  # points of the drawn limits


@dataclass(frozen=True, eq=False)
class Funnel:
    """Each place’s value with its limits, and which way it lies beyond them."""

    names: tuple[str, ...]
    counts: np.ndarray
    below: np.ndarray
    value: np.ndarray
    inner: tuple[np.ndarray, np.ndarray]
    outer: tuple[np.ndarray, np.ndarray]
    centre: float
    phi: float
    tau2: float
    widened: bool

    @property
    def labels(self) -> list[str]:
        """Where each place lies."""
        tests = [self.value < self.outer[0], self.value < self.inner[0], self.value > self.outer[1],
                 self.value > self.inner[1]]  # fmt: skip
        words = ["low (outer)", "low (inner)", "high (outer)", "high (inner)"]
        return np.select(tests, words, "within").tolist()

    @property
    def outside(self) -> list[str]:
        """Places beyond the outer limits."""
        return [name for name, label in zip(self.names, self.labels, strict=True) if "outer" in label]

    def __str__(self) -> str:
        far, labels = self.outside, self.labels
        seen = f"{len(far)} of {len(self.names)} places are outside the 99.8% limits"
        seen += f" ({', '.join(far)})" if 0 < len(far) <= 6 else ""
        near = sum("inner" in label for label in labels)
        how = (
            f"limits widened for the spread between places (phi {self.phi:.1f})"
            if self.widened
            else f"limits of chance alone; the spread is {self.phi:.1f} times what chance gives"
        )
        return f"{seen}, {near} more outside the 95% limits; {how}."

    def table(self) -> dict[str, list[str] | np.ndarray]:
        return {
            "place": list(self.names), "count": self.counts, "of": self.below, "value": self.value,
            "lower_95": self.inner[0], "upper_95": self.inner[1], "lower_99.8": self.outer[0],
            "upper_99.8": self.outer[1], "stands": self.labels,
        }  # fmt: skip


def work(asked: Asked) -> Outcome:
    from commonground.methods import funnel

    table, kind = asked.table, asked["kind"]
    counts, below = table["count"], table["population"]
    if asked["per"] <= 0:
        raise ValueError("--per must be above nought")
    if not len(table) or not (below > 0).all() or not counts.sum():
        raise ValueError("a funnel needs places with events, and a population (or total) above nought of each")
    if kind == "share" and (counts > below).any():
        raise ValueError("a count cannot be above its total")
    scale = {"rate": float(asked["per"]), "share": 100.0, "ratio": 100.0}[kind]
    whole = 1.0 if kind == "ratio" else float(counts.sum() / below.sum())
    expected = below if kind == "share" else below * whole
    spread = funnel.overdispersed(counts, expected, KINDS[kind], trim=asked["trim"])
    tau2 = spread.tau2 if asked["spread"] == "between" else 0.0
    error = _error(kind, expected)
    unit = scale if kind == "share" else scale * whole

    def limits(at: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
        found = funnel.limits(spread.target, at, tau2, KINDS[kind], confidence)
        return unit * found.lower, unit * found.upper

    found = Funnel(
        tuple(str(name) for name in table["area"]), counts, below, scale * counts / below, limits(error, funnel.INNER),
        limits(error, funnel.OUTER), scale * whole, spread.phi, spread.tau2, asked["spread"] == "between",
    )  # fmt: skip
    return Outcome(found, lambda: _drawn(found, kind, limits, whole, scale))


def _error(kind: str, expected: np.ndarray) -> np.ndarray:
    """Standard error on the transformed scale: of a logarithm, or of an arcsine."""
    return expected**-0.5 / (2 if kind == "share" else 1)


def _drawn(found: Funnel, kind: str, limits, whole: float, scale: float):
    from commonground.methods import funnel
    from commonground.report import charts

    sizes = np.linspace(found.below.min() * 0.9, found.below.max() * 1.03, CURVE)
    error = _error(kind, sizes if kind == "share" else sizes * whole)
    inner, outer = limits(error, funnel.INNER), limits(error, funnel.OUTER)
    drawn = charts.Limits(
        sizes.tolist(), inner[0].tolist(), inner[1].tolist(), outer[0].tolist(), outer[1].tolist(), found.centre,
        "all together",
    )  # fmt: skip
    what = {"rate": f"rate per {scale:,.0f}", "share": "per cent", "ratio": "ratio to the expected count (100)"}[kind]
    size = {"rate": "population", "share": "total", "ratio": "expected count"}[kind]
    return [charts.funnel(
        "funnel", f"{what.capitalize()} by {size}, with limits", found.names, found.below.tolist(),
        [round(float(v), 3) for v in found.value], drawn, what=what, size_label=size, highlight="",
        outside=found.outside,
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="funnel",
    title="Funnel",
    question="Which places differ from the rest by more than their size explains?",
    method=(
        "Funnel on the logarithm of ratios and rates, or the arcsine of shares, 95% and 99.8% limits, widened for the "
        "spread between places: phi and tau squared from winsorised scores (Spiegelhalter 2005, 2012)."
    ),
    cannot_say=(
        "Why a place is outside the limits, or that a place within them is as it should be.",
        "An order of places: within a funnel the order is mostly chance.",
    ),
    columns=(
        Column(key="area", about="its name", kind="text"),
        Column(key="count", about="events", kind="count"),
        Column(key="population", about="residents (rate), total (share) or expected count (ratio)", kind="number"),
    ),
    options=(
        Option(key="kind", about="rate, share, or ratio of observed to expected", kind="text", default="rate",
               choices=("rate", "share", "ratio")),
        Option(key="spread", about="between: widen the limits for the spread between places; chance: do not",
               kind="text", default="between", choices=("between", "chance")),
        Option(key="trim", about="how extreme scores are kept from setting their own limits", kind="text",
               default="winsorise", choices=("winsorise", "truncate")),
        Option(key="per", about="the rate is per so many", default=1000.0),
    ),
    example="docs/examples/rates.csv --column area=borough --column count=offences --column population=residents",
    work=work,
)  # fmt: skip
