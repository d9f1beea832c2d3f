"""How much worse it is at the most deprived end than at the least."""

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome


def work(asked: Asked) -> Outcome:
    from commonground.methods import gradient, rates

    table, per, confidence = asked.table, asked["per"], asked["confidence"]
    if per <= 0:
        raise ValueError("--per must be above nought")
    order = np.argsort(table["order"], kind="stable")
    place, people = table["order"][order], table["population"][order]
    if np.unique(place).size != place.size:
        raise ValueError("each group needs a place of its own in the order, 1 the most deprived")
    counts = table["count"][order]
    each = rates.crude_rate(counts, people, per, confidence)
    shape = asked["shape"]
    kind: gradient.Kind = "rate" if shape == "curve" else "value"
    error = gradient.standard_error(each.lower, each.upper, kind, confidence)
    found = gradient.gradient(
        each.value, people, error, asked.generator, kind, transform=shape == "curve", confidence=confidence
    )
    return Outcome(found, lambda: _drawn(found, place, people, each, shape, per))


def _drawn(found, place, people, each, shape, per):
    from commonground.methods.gradient import ridit
    from commonground.report.charts.gradient import gradient

    most, least = float(found.most), float(found.least)
    steps = np.linspace(0, 1, 41)
    line = most * (least / most) ** steps if shape == "curve" else most + (least - most) * steps
    return [gradient(
        "inequality", f"Rate by deprivation, per {per:,.0f}", [f"group {p:g}" for p in place], ridit(people).tolist(),
        each.value.tolist(), each.lower.tolist(), each.upper.tolist(), line.tolist(),
        what=f"rate per {per:,.0f} by deprivation, with its interval",
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="inequality",
    title="Inequality by deprivation",
    question="How much worse is it at the most deprived end than at the least?",
    method=(
        "Slope and relative index of inequality: a line weighted by population through all groups by their place among "
        "all people (ridit), limits by simulation, as PHEindicatormethods::phe_sii."
    ),
    cannot_say=(
        "That deprivation is the reason: places differ in much else.",
        "Anything of single people: the deprivation is that of the place they live in, or were harmed in.",
    ),
    columns=(
        Column(key="order", about="1 for the most deprived group, 2 for the next ...", kind="number"),
        Column(key="count", about="events", kind="count"),
        Column(key="population", about="residents", kind="number"),
    ),
    options=(
        Option(key="shape", about="a straight line, or a curve (a line through the logarithms)", kind="text",
               default="line", choices=("line", "curve")),
        Option(key="per", about="the rate is per so many", default=1000.0),
        Option(key="confidence", about="of the limits", default=0.95),
    ),
    example="docs/examples/inequality.csv --column order=tenth --column count=offences --column population=residents",
    random=True,
    work=work,
)  # fmt: skip
