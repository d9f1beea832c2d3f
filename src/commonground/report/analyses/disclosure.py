"""What a reader can work out of the hidden cells of tables, whoever made them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome

if TYPE_CHECKING:
    from commonground.evidence.disclosure.published import Inspection, Table


def work(asked: Asked) -> Outcome:
    from commonground.evidence.disclosure import published

    rounded_to = asked["rounded_to"]
    if rounded_to is not None and rounded_to < 2:
        raise ValueError("counts are rounded to 2 or more: --rounded-to 5")
    tables = [_table(given, asked, rounded_to) for given in asked.tables]
    found = published.inspect(
        tables, small=asked["small"], within=asked["narrow"], rounded=rounded_to is not None
    )

    def draw():
        from commonground.report.charts.ranges import ranges

        cells = [cell for cell in found.secret if cell.state == "hidden"] or list(found.secret)
        if not cells:
            return []
        what = (
            "what a reader can infer of each hidden cell" if cells[0].state == "hidden"
            else "what could be inferred of each small cell if those alone were hidden"
        )
        return [ranges(
            "disclosure", "What can be inferred of hidden cells", [cell.name for cell in cells],
            [cell.low for cell in cells], [cell.high for cell in cells], what=what, of="Cell",
        )]  # fmt: skip

    return Outcome(found, draw, tuple(_cautions(found)))


def _table(given: Given, asked: Asked, rounded_to: int | None) -> "Table":
    from commonground.evidence.disclosure import published

    columns: dict[str, Sequence[str]] = {heading: list(cells) for heading, cells in given.others.items()}
    totals = {*published.TOTALS, *(word.strip() for word in (asked["total"] or "").split(",") if word.strip())}
    if "count" in given:
        made = published.listed(
            given.name, columns | {"count": given["count"].tolist()}, "count", rounded_to, totals
        )
    else:
        made = published.crossed(given.name, columns, rounded_to, totals)
    return published.with_margins(made) if asked["margins"] else made


def _cautions(found: "Inspection") -> Iterator[str]:
    if found.falls_short:
        yield (
            "Some totals are more than the parts that are in the tables, so that there must be other parts; what can "
            "be inferred is then less."
        )
    if any(cell.state == "hidden" and cell.is_exact for cell in found.cells):
        yield "Some hidden cells can be worked out by anybody who has the tables: withdraw them before more is sent."


ANALYSIS = Analysis(
    key="disclosure",
    title="Disclosure audit",
    question="What can a reader work out of the numbers that are hidden in these tables, and what more must be hidden?",
    method=(
        "Lowest and highest value of each hidden cell over all tables of whole numbers that agree with what is shown, "
        "by linear programming over all the tables together; the fewest further cells by mixed-integer programming."
    ),
    cannot_say=(
        "What can be worked out with other tables, published before or by others: give them too.",
        "What a reader knows of a person already.",
        "That a range is wide enough: that is a judgement about what is counted.",
    ),
    columns=(
        Column(key="count", kind="text", required=False, about=(
            "the counts, where each row of the table is a cell and the other columns say what it counts. Without such "
            "a column the first names the rows and the others are counts")),
    ),
    options=(
        Option(key="small", kind="whole", default=4, about="Counts from 1 to this are small; with 0 none are."),
        Option(key="narrow", kind="whole", default=3, about="A range no wider than this is called narrow."),
        Option(key="margins", kind="yes or no", default=False, about=(
            "The totals of rows and columns are published as well, though they are not in the file.")),
        Option(key="rounded_to", kind="whole", about="The counts are rounded to the nearest multiple of this."),
        Option(key="total", kind="text", about="Further words for a total, with commas between."),
    ),
    files="several",
    example="docs/examples/disclosure_ward_by_age.csv docs/examples/disclosure_ward_by_sex.csv",
    work=work,
)  # fmt: skip
