"""Did it make a difference? What the design allows, in one call."""

from datetime import date

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome


def work(asked: Asked) -> Outcome:
    from commonground.methods.evaluation.evaluate import evaluate

    start = asked["start"]
    if start is None:
        raise ValueError("the day from which something was done is missing: give --start YEAR-MONTH-DAY")
    months, names, counts = _table(asked.table)
    first = np.datetime64(start, "M")
    if not months[0] < first <= months[-1]:
        raise ValueError(f"the start must lie after {months[0]}, the first month of the file, and by {months[-1]}")
    kinds = _kinds(asked.table, names)
    rows = {kind: counts[[k == kind for k in kinds]] for kind in ("treated", "nearby", "comparison")}
    if not len(rows["treated"]):
        raise ValueError("no area is marked as treated: give a column “treated” with yes where something was done")
    found = evaluate(
        rows["treated"], int((first - months[0]).astype(int)),
        comparison=rows["comparison"] if len(rows["comparison"]) else None,
        nearby=rows["nearby"] if len(rows["nearby"]) else None,
        expected=asked["expected"], chosen_for_peak=asked["chosen_for_peak"], looks=asked["looks"],
        confidence=asked["confidence"], step=asked.step,
    )  # fmt: skip
    named = [name for name, kind in zip(names, kinds, strict=True) if kind == "treated"]
    days = [month.astype("datetime64[D]").item() for month in months]
    others = [name for name, kind in zip(names, kinds, strict=True) if kind == "comparison"]
    cautions = (*found.warnings, *(f"Taken for granted: {said}" for said in found.assumptions))
    return Outcome(found, lambda: _drawn(found, days, first, " and ".join(named), others), cautions)


def _table(given: Given) -> tuple[np.ndarray, list[str], np.ndarray]:
    """The months, the areas, and the counts by area and month; every area must have every month."""
    if not len(given):
        raise ValueError("there are no rows")
    month = given["date"].astype("datetime64[M]")
    area = given["area"] if "area" in given else np.full(len(given), "the area", object)
    months = np.arange(month.min(), month.max() + 1)
    names = list(dict.fromkeys(str(name) for name in area))
    at = np.array([names.index(str(name)) for name in area])
    when = (month - months[0]).astype(int)
    counts, rows = np.zeros((len(names), months.size)), np.zeros((len(names), months.size), int)
    np.add.at(counts, (at, when), given["count"])
    np.add.at(rows, (at, when), 1)
    if (rows == 0).any():
        missing = np.argwhere(rows == 0)[0]
        raise ValueError(
            f"{names[missing[0]]} has no row for {months[missing[1]]}: write 0 where nothing was counted, and leave "
            "the area out where counting began later"
        )
    return months, names, counts


def _kinds(given: Given, names: list[str]) -> list[str]:
    """What each area is: treated, nearby or comparison. One area alone is the treated one."""
    if "treated" not in given:
        if len(names) > 1:
            raise ValueError(
                f"there are {len(names)} areas: give a column “treated” with yes where something was done, no elsewhere"
            )
        return ["treated"]
    found: dict[str, str] = {}
    near = given["nearby"] if "nearby" in given else np.zeros(len(given), bool)
    area = given["area"] if "area" in given else np.full(len(given), "the area", object)
    for name, treated, beside in zip(area, given["treated"], near, strict=True):
        kind = "treated" if treated else "nearby" if beside else "comparison"
        if found.setdefault(str(name), kind) != kind:
            raise ValueError(f"{name} is marked in two ways: mark an area alike in all its months")
    return [found[name] for name in names]


def _drawn(found, days: list[date], first: np.datetime64, area: str, others: list[str]):  # type: ignore[no-untyped-def]
    from commonground.report.blocks import Bullets
    from commonground.report.charts import evaluation

    blocks: list = []
    start = first.astype("datetime64[D]").item()
    if found.series is not None:
        own = found.series
        shown = days[len(days) - own.counts.size :]
        blocks.append(evaluation.counterfactual(
            "counterfactual", f"{area}: counted, and expected from the months before", shown, own.counts.tolist(),
            own.counterfactual.tolist(), own.lower.tolist(), own.upper.tolist(), start, what="events each month",
        ))  # fmt: skip
    elif found.pair is not None:
        blank = [None] * len(days)
        blocks.append(evaluation.counterfactual(
            "counterfactual", f"{area}: counted, and expected from the comparison", days, found.pair.counts.tolist(),
            found.pair.expected.tolist(), blank, blank, start, what="events each month",
        ))  # fmt: skip
    rows = found.estimates
    if rows:
        blocks.append(evaluation.forest(
            "estimates", f"{area}: every estimate with its limits", [one.method for one in rows],
            *([getattr(one, name) for one in rows] for name in ("ratio", "lower", "upper")),
        ))  # fmt: skip
    if found.areas is not None:
        blocks.append(evaluation.placebo_areas(
            "placebo-areas", f"{area} among {len(found.areas.sizes)} areas, each tried as if it had been the one",
            [area, *(others if len(others) == len(found.areas.sizes) - 1 else found.areas.main.names)],
            found.areas.sizes.tolist(), area=area,
        ))  # fmt: skip
    return [*blocks, Bullets(tuple((reason,) for reason in found.reasons))]


ANALYSIS = Analysis(
    key="evaluate",
    title="Evaluation",
    question="Did the numbers change after a start by more than they would have?",
    method=(
        "Interrupted series with limits widened by placebo dates; beside a comparison, difference in differences; "
        "among many areas, synthetic control with placebo areas (Abadie, Diamond and Hainmueller 2010)."
    ),
    cannot_say=(
        "That what was done made the difference: at most that a contribution is possible, beside other changes.",
        "That nothing changed, when no difference is clear: it says how big a fall could have been missed.",
        "Anything of single people, or of single addresses.",
    ),
    columns=(
        Column(key="date", about="any day of the month", kind="date"),
        Column(key="count", about="events in that month", kind="count"),
        Column(key="area", about="its name", kind="text", required=False),
        Column(key="treated", about="yes where something was done, no in comparison areas", kind="yes or no",
               required=False),
        Column(key="nearby", about="yes where events could have moved to", kind="yes or no", required=False),
    ),
    options=(
        Option(key="start", about="the day from which something was done, as 2020-04-01", kind="date"),
        Option(key="expected", about="which way the numbers should move", kind="text", default="fewer",
               choices=("fewer", "more")),
        Option(key="chosen_for_peak", about="the area or the time was chosen because numbers were high",
               kind="yes or no", default=False),
        Option(key="looks", about="how many times the question is asked: dates, measures, areas", kind="whole",
               default=1),
        Option(key="confidence", about="of the limits", default=0.95),
    ),
    example="docs/examples/evaluate.csv --column date=month --column count=offences --start 2020-04-01",
    work=work,
)  # fmt: skip
