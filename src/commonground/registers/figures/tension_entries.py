"""What tension entries say: of which kind, from whom, and how far they are relied on."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, read, rows_of, share
from commonground.registers.tension import SourceKind
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph, Table

KINDS = {"experienced": "Experienced", "evidenced": "Evidenced", "potential": "Potential"}
CAUTION = Caveat(
    ("Entries count what was written down. More entries may mean more tension, or that more people write; a source "
     "that writes nothing is not a source that knows nothing.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = ("nil", ".kind", ".source", ".reliability", ".considered_on")
    found = read(rows.filter(on__range=(start, end)), "tensionentry", *columns)
    if not found:
        return none_of("tension entries", start, end)
    told = [one for one in found if not one[0]]
    return [
        Paragraph((f"{len(found):,} tension entries from {days(start, end)}, of which {len(found) - len(told):,} say "
                   "that there is nothing to report.",)),
        Bullets(
            (
                (f"From others than police: {share(sum(one[2] != 'police' for one in found), len(found))}.",),
                (f"From a source graded reliable: {share(sum(one[3] == 'reliable' for one in told), len(told))} of "
                 "those that tell of something.",),
                (f"Considered in an assessment: {share(sum(one[4] is not None for one in told), len(told))}.",),
            )
        ),
        by_source(found),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_source(found: Sequence[Any]) -> Table:
    """Entries of each source by kind; sources that told nothing stand there with noughts, for that is the gap."""
    number = Counter((source, "" if nil else kind) for nil, kind, source, _, _ in found)
    body = [
        [said, *(number[source, kind] for kind in KINDS), number[source, ""]] for source, said in SourceKind.choices
    ]
    return Table("Tension entries by source", ("Source", *KINDS.values(), "Nothing to report"), rows_of(body))
