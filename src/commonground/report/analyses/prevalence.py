"""How many people, of an area as a whole, are on none of several lists."""

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Given, Option, Outcome
from commonground.report.blocks import Block

AREA = "The answer is of an area as a whole. It says nothing of any person, and no one can be found by it."


NO_LISTS = frozenset({"lower", "upper", "people", "n"})
"""Headings of numbers beside a count, as ``linkage`` writes them: no lists, though few and small ones may look so."""


def work(asked: Asked) -> Outcome:
    from commonground.methods import prevalence

    table, names, unread = _capture(asked.table, asked["lists"])
    found = prevalence.estimate(
        table, asked.generator, names, times=asked["times"], level=asked["level"], step=asked.step
    )

    def draw() -> list[Block]:
        return _drawn(found)

    said = (f"Columns that are no list of 0 and 1, and were not read: {', '.join(unread)}.",) if unread else ()
    return Outcome(found, draw, (prevalence.CRITICS, AREA, *said))


def _drawn(found) -> list[Block]:  # type: ignore[no-untyped-def]
    from commonground.report.blocks import Notice
    from commonground.report.charts.prevalence import Answer, forest

    if found.refused:
        return [Notice("missing", "No estimate", (str(found),))]
    return [
        forest(
            "prevalence",
            f"How many people there may be, by {len(found.approaches)} models of {len(found.lists)} lists",
            [Answer(one.title, one.estimate, one.lower, one.upper) for one in found.approaches],
            seen=found.seen,
            lowest=found.lowest,
            highest=found.highest,
            what="people",
        )
    ]


def _capture(given: Given, said: str | None) -> tuple[np.ndarray, tuple[str, ...], list[str]]:
    """The capture table of a file, the names of its lists, and the columns that were not read."""
    from commonground.methods.prevalence import capture_table

    named = [name.strip() for name in said.split(",") if name.strip()] if said else None
    columns = {name: [str(cell).strip() for cell in cells] for name, cells in given.others.items()}
    if named and (missing := [name for name in named if name not in columns]):
        raise ValueError(f"there is no column “{missing[0]}”; the columns are {', '.join(columns)}")
    names = tuple(named or (n for n, cells in columns.items() if n.casefold() not in NO_LISTS and _is_list(n, cells)))
    if len(names) < 2:
        raise ValueError(
            "two columns of 0 and 1 are needed at least, one for each list (1: on it, 0: not); "
            f"there {'is one' if names else 'is none'}"
        )
    member = np.array([[_mark(name, row, columns[name][row]) for name in names] for row in range(len(given))])
    unread = [name for name in columns if name not in names]
    count = given.columns.get("count")
    if count is None:
        _not_counts(member, {name: columns[name] for name in unread})
    return capture_table(member, count), names, unread


def _is_list(name: str, cells: list[str]) -> bool:
    """Is it a column of 0 and 1? One that is so for the most part is one with a mistake, and is told of."""
    marks = sum(cell in {"0", "1"} for cell in cells)
    if marks < len(cells) and 2 * marks > len(cells):
        row = next(row for row, cell in enumerate(cells) if cell not in {"0", "1"})
        _mark(name, row, cells[row])
    return marks == len(cells)


def _mark(name: str, row: int, cell: str) -> int:
    if cell not in {"0", "1"}:
        shown = f"“{cell}”" if cell else "an empty cell"
        raise ValueError(f"line {row + 2}, column “{name}”: {shown} is not 0 (not on the list) or 1 (on it)")
    return int(cell)


def _not_counts(member: np.ndarray, others: dict[str, list[str]]) -> None:
    """Without counts each row is a person. Rows that all differ, beside a column of numbers, are patterns."""
    if len(np.unique(member, axis=0)) < len(member):
        return
    for name, cells in others.items():
        if all(cell.isdigit() for cell in cells):
            raise ValueError(
                f"each row is another pattern of lists, so that “{name}” seems to say how many people it is for: "
                f"say so with --column count={name}, or leave the column out"
            )


ANALYSIS = Analysis(
    key="prevalence",
    title="Prevalence",
    question="How many people are harmed, or at risk, of whom no agency knows?",
    method=(
        "Multiple systems estimation from overlaps of lists: log-linear models of pairs of lists, chosen by overlap "
        "(Chan, Silverman and Vincent 2021) and by Wald’s test, with the choice repeated in every resample (BCa); all "
        "models averaged; decomposable graphs; models in which people differ. Always a range, or a refusal."
    ),
    cannot_say=(
        "Who the people are, or where: it is a number for an area as a whole.",
        "Which model is right. The lists cannot show how they depend on each other and on nobody being on any.",
        "Anything of people whom no agency could ever have met, or of lists whose records are linked wrongly.",
        "Whether the number has changed, from two runs with different lists.",
    ),
    columns=(Column(key="count", about="people a row is for; without it each row is one person", kind="count",
                    required=False),),
    options=(
        Option(key="lists", about="The columns that are lists, with commas; all columns of 0 and 1 if not said.",
               kind="text"),
        Option(key="times", about="How often the people are resampled.", kind="whole", default=1000),
        Option(key="level", about="At which a pair of lists enters the model.", default=0.02),
    ),
    example="docs/examples/prevalence.csv",
    work=work,
    random=True,
)  # fmt: skip
