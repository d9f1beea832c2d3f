"""Four to eight numbers: did events fall more than in a comparison area, and did they move next door?"""

from collections.abc import Sequence

from commonground.report.analysis import Analysis, Asked, Option, Outcome

NEEDED = {"treated": "where something was done", "control": "the comparison area"}


def work(asked: Asked) -> Outcome:
    from commonground.methods.evaluation.displacement import weighted_displacement

    for key, what in NEEDED.items():
        if asked[key] is None:
            raise ValueError(f"the counts of {what} are missing: give --{key} BEFORE,AFTER")
    found = weighted_displacement(
        asked["treated"], asked["control"], asked["nearby"], asked["nearby_control"],
        time_weights=asked["months"], area_weights=asked["sizes"], confidence=asked["confidence"],
    )  # fmt: skip

    def draw():
        from commonground.report.charts import evaluation

        table = found.table()
        rows = range(3) if found.with_nearby else range(1)

        def some(column: Sequence) -> list:
            return [column[row] for row in rows]

        return [evaluation.differences(
            "displacement", "Events more or fewer than the comparison areas would give", some(table["where"]),
            some(table["difference"]), some(table["lower"]), some(table["upper"]),
        )]  # fmt: skip

    return Outcome(found, draw, (
        "Counts are taken as independent of each other; if they come in bursts, the limits are too narrow.",
        "The area and its comparison are taken to have changed alike otherwise; two counts cannot show if they did.",
    ))  # fmt: skip


ANALYSIS = Analysis(
    key="displacement",
    title="Displacement",
    question="Did events fall more than in a comparison area, and did they move nearby?",
    method="Weighted displacement difference (Wheeler and Ratcliffe 2018), with weights for time and area.",
    cannot_say=(
        "Whether what was done made the difference: anything else that changed in one area alone is in it.",
        "Whether events moved further away, to other times or to other kinds of offence.",
    ),
    files="none",
    options=(
        Option(key="treated", about="events where something was done: before,after", kind="numbers"),
        Option(key="control", about="events in the comparison area: before,after", kind="numbers"),
        Option(key="nearby", about="events where they could have moved to: before,after", kind="numbers"),
        Option(key="nearby_control", about="events in the comparison of nearby: before,after", kind="numbers"),
        Option(key="months", about="how long each time is: before,after", kind="numbers", default=(1, 1)),
        Option(key="sizes", about="size of the control, treated, nearby control and nearby areas", kind="numbers",
               default=(1, 1, 1, 1)),
        Option(key="confidence", about="of the limits", default=0.95),
    ),
    example="--treated 207,110 --control 308,318 --nearby 178,157 --nearby-control 150,140",
    work=work,
)  # fmt: skip
