"""Offences counted, and weighed by the harm that a file of weights says they do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.evidence.harm import Harm

MOST = 12
"""Bars in the chart; the table has all."""


def work(asked: Asked) -> Outcome:
    from commonground.evidence import harm

    given, table = asked["weights"], asked.table
    if given is None:
        raise ValueError(
            "say with --weights which file the weights are in; none comes with Common Ground, for a weight made up is "
            "no weight"
        )
    try:
        by = harm.weights(
            given["offence"].tolist(), given["weight"], {name: given[name].tolist() for name in harm.STATED}
        )
    except harm.WrongWeights as wrong:
        raise ValueError(f"{given.name}: {wrong}") from None
    columns = table.columns
    found = harm.weigh(
        columns["offence"].tolist(), by, columns.get("count"),
        *(columns[key].tolist() if key in columns else None for key in ("group", "description")),
    )  # fmt: skip

    def draw():
        from commonground.report.charts.side_by_side import side_by_side

        rows = found.table()
        names = rows["offence" if "offence" in rows else "group"][:MOST]
        shares = {
            f"of the {what}": [None if share is None else 100 * share for share in rows[f"share_of_{key}"][:MOST]]
            for what, key in (("offences", "count"), ("harm", "harm"))
        }
        return [side_by_side(
            "harm", "Share of the offences and share of the harm", names, shares, what="share", unit="%",
            of="Offence" if "offence" in rows else "Group", above=f"Harm by the {by.said}",
        )]  # fmt: skip

    return Outcome(found, draw, tuple(_cautions(found)))


def _cautions(found: "Harm") -> Iterator[str]:
    yield f"Weights: {found.weights.said}; licence: {found.weights.licence}; in {found.weights.unit}."
    if missing := found.unmatched:
        listed = ", ".join(f"{found.named(name)} {count:,}" for name, count in missing.items())
        yield f"Without a weight, and in the counts alone: {listed}."
    if sum(missing.values()) > 0.05 * found.count.sum():
        yield "More than one offence in twenty has no weight: the harm is understated, and shares of it may mislead."


ANALYSIS = Analysis(
    key="harm",
    title="Count and harm",
    question="Which offences, or areas, carry the harm, beside which are merely many?",
    method=(
        "Counts multiplied by the weights of a file that the user supplies, such as the Cambridge Crime Harm Index "
        "(Sherman, Neyroud and Neyroud 2016) or the Crime Severity Score of the Office for National Statistics."
    ),
    cannot_say=(
        "What a victim suffered: a weight is a court’s starting point, or an average sentence, of a kind of offence.",
        "Whether harm changed, where how offences are recorded or the edition of the weights did.",
        "Anything of an offence without a weight: those are listed, and are in the counts alone.",
    ),
    columns=(
        Column(key="offence", kind="text", about="offence code or category, as the weights spell it"),
        Column(key="description", kind="text", required=False, blank=True, about="the offence in words"),
        Column(key="count", kind="count", required=False, about="offences in the row; one where there is none"),
        Column(key="group", kind="text", required=False, about="area, period or another grouping"),
    ),
    options=(
        Option(
            key="weights", kind="file", about="The file of weights, with its edition and licence in it.",
            columns=(
                Column(key="offence", kind="text", about="offence code or category"),
                Column(key="weight", about="days or score"),
                Column(key="index", kind="text", about="what the index is called, the same in each row"),
                Column(key="edition", kind="text", about="its edition, the same in each row"),
                Column(key="licence", kind="text", about="on what terms it may be used, the same in each row"),
                Column(key="unit", kind="text", about="days, score, the same in each row"),
            ),
        ),
    ),
    example="docs/examples/harm.csv --weights docs/examples/harm_weights_invented.csv",
    work=work,
)  # fmt: skip
