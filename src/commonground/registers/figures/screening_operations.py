"""What screening says: how many were screened for each find, on what basis, and whether fairness was looked at."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, people, rate, read, rows_of, share
from commonground.registers.figures.finds import COLUMNS, by_type
from commonground.registers.register import registers
from commonground.report.blocks import Block, Bullets, Caveat, KeyFigure, KeyFigures, Paragraph, Table

CAUTION = Caveat(
    ("Finds depend on who was screened, when, and whether people knew. Few finds may mean few weapons, or that they "
     "were left outside; the numbers cannot tell which.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = (".basis", ".screened", ".equality", ".place_kind", ".parents", ".searched", *COLUMNS)
    found = read(rows.filter(on__range=(start, end)), "screeningoperation", *columns)
    if not found:
        return none_of("screening operations", start, end)
    counts = [one[6:] for one in found]
    counted = [one for one in found if one[1] is not None]
    screened, finds = sum(one[1] for one in counted), sum(sum(one[6:]) for one in counted)
    schools = [one for one in found if one[3] in ("school", "college")]
    return [
        Paragraph((f"{len(found):,} screening operations from {days(start, end)}.",)),
        KeyFigures(
            (
                KeyFigure("Finds for each 1,000 screened", (rate(finds, screened, 1000),), "95% interval in brackets",
                          (f"{finds:,} finds among {people(screened)} people screened",)),
                KeyFigure("Screened for each find", (f"{screened / finds:,.0f}" if finds else "no find",),
                          "people screened until one weapon was found", ("Where the number screened is written",)),
                KeyFigure("Operations that found nothing",
                          (share(sum(not sum(one) for one in counts), len(counts)),), "95% interval in brackets",
                          ("A nil result is a result",)),
            )
        ),
        Bullets(
            (
                (f"Equality data considered: {share(sum(bool(one[2]) for one in found), len(found))}.",),
                ("Parents and carers told, of operations in schools and colleges: "
                 f"{share(sum(one[4] in ('before', 'after', 'both') for one in schools), len(schools))}.",),
            )
        ),
        by_basis(found),
        by_type("What was found in screening", counts),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_basis(found: Sequence[Any]) -> Table:
    """Operations of each basis, how many they screened and found."""
    body = []
    for basis, said in registers()["screening_operations"].choices("basis").items():
        those = [one for one in found if one[0] == basis]
        screened = sum(one[1] or 0 for one in those)
        body.append([said, len(those), people(screened), sum(sum(one[6:]) for one in those)])
    return Table("Screening by its basis", ("Basis", "Operations", "People screened", "Finds"), rows_of(body))
