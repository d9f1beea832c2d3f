"""The ten classic control charts, for counts, rates, shares and rare events."""

from datetime import date

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

KINDS = ("run", "i", "mr", "c", "u", "up", "p", "pp", "g", "t")


def work(asked: Asked) -> Outcome:
    from commonground.methods import shewhart

    table, kind = asked.table, asked["kind"]
    order = np.argsort(table["date"], kind="stable") if "date" in table else np.arange(len(table))
    sizes = table["size"][order] if "size" in table else None
    if sizes is not None and not shewhart.CHARTS[kind].sizes:
        raise ValueError(
            f"a {shewhart.CHARTS[kind].title} takes no sizes: leave the column out, or choose u, up, p or pp"
        )
    found = shewhart.chart(kind, table["value"][order], sizes)

    def draw():
        from commonground.report.charts.control import Lines, control

        def plain(line: np.ndarray) -> list[float | None]:
            return [None if np.isnan(value) else float(value) for value in line]

        when = table["date"][order].astype(date).tolist() if "date" in table else list(range(1, len(table) + 1))
        kinds = ["outside" if beyond else "common cause" for beyond in found.outside]
        lines = Lines(plain(found.centre), plain(found.lower), plain(found.upper), [0] * len(when))
        return [control(
            "classic-chart", f"{asked['what'].capitalize()}: {shewhart.CHARTS[kind].title}", when, plain(found.points),
            kinds, lines, what=asked["what"], rules=f"{shewhart.CHARTS[kind].title}, three standard errors",
            verdict=str(found),
        )]  # fmt: skip

    return Outcome(found, draw)


ANALYSIS = Analysis(
    key="classic_chart",
    title="Classic control charts",
    question="Which limits fit counts, rates, shares or rare events, and does the series stay within them?",
    method=(
        "Run, I, MR, C, U, U′, P, P′, G and T charts with limits of three standard errors, and Anhøj’s rules: longest "
        "run and crossings of the centre line."
    ),
    cannot_say=(
        "Why a point is unusual.",
        "That limits of C, U and P charts are right where counts vary more than chance: then use i, up or pp.",
    ),
    columns=(
        Column(key="value", about="counts, measurements or times, in order; an empty cell is not known", kind="number",
               blank=True),
        Column(key="size", about="opportunities (u, up) or trials (p, pp)", kind="number", required=False),
        Column(key="date", about="the day of each point; without it the rows are taken in order", kind="date",
               required=False),
    ),
    options=(
        Option(key="kind", about="the chart: run, i (measurements), mr, c (counts), u or up (rates), p or pp (shares), "
               "g (cases between), t (time between)", kind="text", default="i", choices=KINDS),
        Option(key="what", about="what is counted, for the chart", kind="text", default="number"),
    ),
    example=(
        "docs/examples/control_chart.csv --column date=month --column value=offences --kind c --what 'violence with "
        "injury'"
    ),
    work=work,
)  # fmt: skip
