"""Whether a monthly number varies as it usually does, and whether a target can be relied on."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.methods.control_chart import ControlChart
    from commonground.methods.process_control import Shift


LENGTHS: dict[str, "Shift"] = {"6": 6, "7": 7, "8": 8}


def work(asked: Asked) -> Outcome:
    from commonground.methods import control_chart

    days, values = asked.table["date"], asked.table["value"]
    order = np.argsort(days, kind="stable")
    rebases = _rebases(asked["rebase"], asked["reason"])
    found = control_chart.control_chart(
        days[order], values[order], better=asked["better"], target=asked["target"], rebases=rebases,
        baseline=asked["baseline"], shift=LENGTHS[asked["shift"]], trend=LENGTHS[asked["trend"]],
    )  # fmt: skip
    cautions = []
    if values.size < 12:
        cautions.append("Fewer than twelve points: the limits are rough and will move as more are known.")
    if (known := values[~np.isnan(values)]).size and known.mean() < 5:
        cautions.append("Counts under about five a month vary unevenly: a chart of the time between events says more.")
    return Outcome(found, lambda: [drawn(found, asked)], tuple(cautions))


def _rebases(days: str | None, reasons: str | None) -> list:
    """The days with a reason each, both lists parted by semicolons."""
    from commonground.methods.control_chart import Rebase

    when = [part.strip() for part in (days or "").split(";") if part.strip()]
    why = [part.strip() for part in (reasons or "").split(";")] if reasons else []
    if len(why) != len(when):
        raise ValueError(
            "limits are rebased only for a recorded reason: give as many --reason as --rebase, with ; between them"
        )
    try:
        return [Rebase(date.fromisoformat(day), reason) for day, reason in zip(when, why, strict=True)]
    except ValueError as error:
        if "isoformat" in str(error) or "month" in str(error) or "day is out" in str(error):
            raise ValueError(f"--rebase {days}: write each day as 2020-03-01") from None
        raise


def drawn(found: "ControlChart", asked: Asked):
    from commonground.report.charts.control import Lines, control

    stage_of = [i for i, stage in enumerate(found.stages) for _ in range(stage.last - stage.first + 1)]
    limits = [found.stages[i].limits for i in stage_of]
    lines = Lines(
        [of.mean for of in limits], [of.lower for of in limits], [of.upper for of in limits], stage_of,
        [(stage.first, stage.reason) for stage in found.stages if stage.reason],
    )  # fmt: skip
    values = [None if np.isnan(value) else float(value) for value in found.values]
    days = found.days.astype(date).tolist()
    return control(
        "control-chart", f"{asked['what'].capitalize()} by month, with usual limits", days, values,
        found.kinds.tolist(), lines, what=asked["what"], rules=found.rules, verdict=str(found), target=found.target,
        notes=[label or "usual variation" for label in found.labels],
    )  # fmt: skip


ANALYSIS = Analysis(
    key="control_chart",
    title="Control chart",
    question="Is this month out of the ordinary, or does the number vary as it always has?",
    method=(
        "Individuals chart (XmR) with the rules of NHS England’s “Making data count”: outside the limits, trend, two "
        "of three near a limit, shift; mean ± 2.66 mean moving ranges."
    ),
    cannot_say=(
        "Why a point is unusual: it is a reason to ask, not an answer.",
        "That an action worked: a shift after it may have other reasons, and many series are looked at.",
        "Anything of the season: a month that is high every year may look unusual, or hide what is.",
    ),
    columns=(
        Column(key="date", about="the first day of each month, or any day that rises", kind="date"),
        Column(key="value", about="the number; an empty cell is not known", kind="number", blank=True),
    ),
    options=(
        Option(key="better", about="which way is an improvement", kind="text", default="down",
               choices=("down", "up", "neither")),
        Option(key="target", about="what is to be reached, or stayed under"),
        Option(key="rebase", about="days from which limits are worked out anew, such as 2020-03-01;2021-07-01",
               kind="text"),
        Option(key="reason", about="why, one for each such day, with ; between them", kind="text"),
        Option(key="baseline", about="work the limits out from so many points at the start", kind="whole"),
        Option(key="shift", about="points on one side of the mean that make a shift", kind="text", default="7",
               choices=("6", "7", "8")),
        Option(key="trend", about="points each rising, or each falling, that make a trend", kind="text", default="7",
               choices=("6", "7", "8")),
        Option(key="what", about="what is counted, for the chart", kind="text", default="number"),
    ),
    example=(
        "docs/examples/control_chart.csv --column date=month --column value=offences --what 'violence with injury' "
        "--rebase 2020-03-01 --reason 'first restrictions of the pandemic'"
    ),
    work=work,
)  # fmt: skip
