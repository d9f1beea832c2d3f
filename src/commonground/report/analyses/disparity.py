"""Whether groups are searched alike per resident, and whether searches of each find as much."""

from typing import TYPE_CHECKING

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.disparity import Disparity

SMALL = "Results made of a number from 1 to 4 are left out, since they could tell of a person."


def work(asked: Asked) -> Outcome:
    from commonground.methods import disparity

    table = asked.table
    found = disparity.disparity(
        table["group"], table["searches"], table["residents"], table.columns.get("finds"),
        table.columns.get("borough"), beside=asked["beside"], per=asked["per"],
    )  # fmt: skip
    cautions = [found.caution[:1].upper() + found.caution[1:] + "."]
    if found.few.any():
        cautions.append(SMALL)
    if "finds" in table:
        cautions.append(
            "A lower find rate may mean a lower threshold, and may not: where groups differ in how certain cases are, "
            "find rates mislead. Groups and areas are many, so some outcome tests stand out by chance."
        )
    return Outcome(found, lambda: drawn(found), tuple(cautions))


def drawn(found: "Disparity") -> list[Block]:
    from commonground.report.charts.disparity import Row, forest

    several = len(dict.fromkeys(found.area)) > 1
    rows = [
        Row(f"{group}, {area}" if several else str(group), ratio, lower, upper, verdict)
        for group in found.others
        for area, own, ratio, lower, upper, verdict in zip(
            found.area, found.group, found.ratio.tolist(), found.exact_lower.tolist(), found.exact_upper.tolist(),
            found.verdict, strict=True,
        )
        if own == group
    ]  # fmt: skip
    return [
        forest(
            "disparity", f"Searches per resident, as times those of {found.beside} people", rows,
            what=f"times as often searched per resident as {found.beside} people", even=f"as {found.beside} people",
            source=(found.caution[:1].upper() + found.caution[1:] + ".",),
        )
    ]  # fmt: skip


ANALYSIS = Analysis(
    key="disparity",
    title="Stop and search disparity",
    question="Are groups searched alike beside who lives there, and do searches of each find as much?",
    method=(
        "Ratio of rates per resident with log-normal and exact limits; find rates with Wilson’s limits; outcome test "
        "(two proportions)."
    ),
    cannot_say=(
        "Who was there to be stopped: residents are not the people on the street.",
        "Why a disparity exists, or that anyone was treated unfairly: it asks to be explained.",
        "Anything of searches that were not recorded, or of the ethnic group as people themselves would say it.",
    ),
    columns=(
        Column(key="group", about="ethnic group, or another", kind="text"),
        Column(key="searches", about="searches of people of the group", kind="count"),
        Column(key="residents", about="residents of the group"),
        Column(key="finds", about="searches that found something, or led to action", kind="count", required=False),
        Column(key="borough", about="area, where there are several", kind="text", required=False),
    ),
    options=(
        Option(key="beside", kind="text", default="White", about="group that the others are compared with"),
        Option(key="per", kind="number", default=1000, about="residents that a rate is per"),
    ),
    example="docs/examples/disparity.csv",
    work=work,
)
