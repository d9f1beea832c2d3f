"""How likely a find had to be before people of each group were searched."""

from typing import TYPE_CHECKING

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block

if TYPE_CHECKING:
    from commonground.methods.disparity import Thresholds

HOLDS = "All thresholds move with what is assumed of how well officers can tell people apart."


def work(asked: Asked) -> Outcome:
    from commonground.methods import disparity

    table = asked.table
    found = disparity.threshold_test(
        table["group"], table["place"], table["stops"], table["searches"], table["finds"], asked.generator,
        draws=int(asked["draws"]), warm_up=int(asked["warm_up"]), size=asked["size"], step=asked.step,
    )  # fmt: skip
    cautions = [
        "Stops and searches hardly say how well officers can tell people apart; that is assumed (--size), and all "
        " thresholds move with it. Try another size: what depends on it may not be relied on.",
    ]
    if not found.converged:
        cautions.append("The draws have not settled: try more with --draws, or join places with few searches.")
    return Outcome(found, lambda: drawn(found), tuple(cautions))


def drawn(found: "Thresholds") -> list[Block]:
    from commonground.report.charts.disparity import Row, forest

    rows = [
        Row(str(group), 100 * middle, 100 * lower, 100 * upper, "")
        for group, middle, lower, upper in zip(
            found.group, found.threshold.tolist(), found.lower.tolist(), found.upper.tolist(), strict=True
        )
    ]
    return [
        forest(
            "threshold-test", "Chance of a find above which people seem to have been searched", rows,
            what="threshold, per cent", even=None,
            source=(HOLDS if found.converged else "The draws have not settled: these numbers may not be used.",),
        )
    ]  # fmt: skip


ANALYSIS = Analysis(
    key="threshold_test",
    title="Threshold test",
    question="How likely did a find have to be before people of each group were searched?",
    method=(
        "Hierarchical model of stops, searches and finds (Simoiu, Corbett-Davies and Goel 2017), thresholds integrated "
        "out by Laplace’s method, the rest sampled by Hamiltonian Monte Carlo; R-hat and effective draws are reported."
    ),
    cannot_say=(
        "Anything where only searches are recorded: it needs stops that did not become searches.",
        "That a lower threshold is discrimination: officers may act on what is not in the numbers.",
        "Anything if the model does not hold: that officers see a chance of a find and search above one threshold.",
    ),
    columns=(
        Column(key="group", about="ethnic group, or another", kind="text"),
        Column(key="place", about="borough or team", kind="text"),
        Column(key="stops", about="people stopped, searched or not", kind="count"),
        Column(key="searches", about="people searched", kind="count"),
        Column(key="finds", about="searches that found something", kind="count"),
    ),
    options=(
        Option(key="draws", kind="whole", default=500, about="draws kept of each of eight chains"),
        Option(key="warm_up", kind="whole", default=250, about="draws of each chain that are thrown away first"),
        Option(
            key="size", kind="number", default=8.0,
            about="how well officers tell people apart (size of the beta distribution), about which the prior lies",
        ),
    ),
    random=True,
    example="docs/examples/threshold_test.csv --draws 50 --warm-up 50",
    work=work,
)  # fmt: skip
