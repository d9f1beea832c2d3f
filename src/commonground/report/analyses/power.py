"""Before the start: how big a fall could be seen?"""

import numpy as np

from commonground.report.analysis import Analysis, Asked, Option, Outcome


def work(asked: Asked) -> Outcome:
    from commonground.methods.evaluation.power import power

    if asked["per_month"] is None:
        raise ValueError("the number of events a month is missing: give --per-month NUMBER")
    comparison = asked["comparison_per_month"]
    if comparison is not None and asked["plan"] != "comparison":
        raise ValueError("events of a comparison area are given: say --plan comparison too")
    widening = asked["widening"]
    if not 1 <= widening < np.inf:
        raise ValueError("the widening must be 1 or more: 1 takes the model at its word")
    found = power(
        asked["per_month"], asked["before"], asked["after"], plan=asked["plan"], comparison_per_month=comparison,
        dispersion=asked["dispersion"] * widening**2, wanted=asked["wanted"], confidence=asked["confidence"],
        simulations=asked["simulations"], generator=asked.generator, step=asked.step,
    )  # fmt: skip

    def draw():
        from commonground.report.charts import evaluation

        return [evaluation.power_curve(
            "power", f"How likely a fall is to be seen, with {found.per_month:,.1f} events a month",
            found.falls.tolist(), found.formula.tolist(),
            [None if np.isnan(p) else p for p in found.simulated.tolist()],
            found.wanted, None if np.isnan(found.smallest) else found.smallest,
        )]  # fmt: skip

    cautions = ["The trend and the seasons are taken to go on as they are; where they do not, even less can be seen."]
    if widening > 1:
        cautions.append(
            f"Limits are taken {widening:g} times as wide as the model’s own, as evaluations of boroughs need; "
            "--widening 1 takes the model at its word."
        )
    if asked["dispersion"] == 1:
        cautions.append("Monthly counts of violence vary more than Poisson counts: try --dispersion 2 as well.")
    return Outcome(found, draw, tuple(cautions))


ANALYSIS = Analysis(
    key="power",
    title="Power before the start",
    question="How big a fall could we see, in so many months?",
    method="Expected information of the log-linear model, and simulation (Zhang, Wagner and Ross-Degnan 2011).",
    cannot_say=(
        "Whether there will be a fall, or how big it will be.",
        "That there was no difference, when later none is seen: a smaller one could be missed.",
    ),
    files="none",
    random=True,
    options=(
        Option(key="per_month", about="events a month, as they are now"),
        Option(key="before", about="months of counts before the start", kind="whole", default=36),
        Option(key="after", about="months of counts after the start", kind="whole", default=12),
        Option(key="plan", about="what will be done with the counts", kind="text", default="series",
               choices=("series", "totals", "comparison")),
        Option(key="comparison_per_month", about="events a month in the comparison area"),
        Option(key="dispersion", about="variance of a month over its mean: 1 for Poisson counts", default=1.0),
        Option(key="wanted", about="how often a fall of that size should be seen", default=0.8),
        Option(key="confidence", about="of the limits", default=0.95),
        Option(key="widening", about="times that limits are widened, as evaluate finds they must be", default=2.0),
        Option(key="simulations", about="simulated series for each fall, beside the formula", kind="whole",
               default=200),
    ),
    example="--per-month 40 --before 36 --after 12 --dispersion 2",
    work=work,
)  # fmt: skip
