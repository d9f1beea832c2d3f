"""Two counts: is the one rate above the other by more than chance?"""

from commonground.report.analysis import Analysis, Asked, Option, Outcome


def work(asked: Asked) -> Outcome:
    from commonground.methods.evaluation.two_rates import two_rates

    for key in ("after", "before"):
        if asked[key] is None:
            raise ValueError(f"the number of events {key} is missing: give --{key} NUMBER")
    found = two_rates(
        asked["after"], asked["before"], asked["exposure_after"], asked["exposure_before"], asked["confidence"]
    )

    def draw():
        from commonground.report.charts import evaluation

        one = [float(getattr(found, name)[0]) for name in ("ratio", "lower", "upper")]
        return [evaluation.forest(
            "two-rates", "The rate after over the rate before", ["exact limits"], *[[value] for value in one]
        )]  # fmt: skip

    cautions = ("Events are taken as independent of each other; if they come in bursts, p values are too small.",)
    return Outcome(found, draw, cautions)


ANALYSIS = Analysis(
    key="two_rates",
    title="Two rates",
    question="Is one count of events above or below another by more than chance would give?",
    method=(
        "E-test (Krishnamoorthy and Thomson 2004), exact conditional test (Przyborowski and Wilenski 1940), exact "
        "limits of the ratio."
    ),
    cannot_say=(
        "Why the two differ: season, trend, recording and everything else that changed between them is in it.",
        "Anything of a place that was chosen because its number was high: it would have come down in any case.",
    ),
    files="none",
    options=(
        Option(key="after", about="events after (or in the one place)", kind="whole"),
        Option(key="before", about="events before (or in the other place)", kind="whole"),
        Option(key="exposure_after", about="months, or residents, of the first", default=1.0),
        Option(key="exposure_before", about="months, or residents, of the second", default=1.0),
        Option(key="confidence", about="of the limits", default=0.95),
    ),
    example="--after 23 --before 41 --exposure-after 12 --exposure-before 12",
    work=work,
)
