"""What the registers counted, by quarter, and what the plan promised: what was done, never what came of it."""

from collections.abc import Iterator

from commonground.evidence.figure import Figure, Text
from commonground.evidence.shown import made
from commonground.papers.reports.bench import Bench
from commonground.plan.terms import EvidenceKind
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenEvidence, WrittenPlan
from commonground.registers.counting import NOT_KEPT, CountedQuarter, Counting, Counts
from commonground.registers.figures.amounts import FEW
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table

NOTHING = Notice("missing", "No entries", (
    "No register has an entry in these quarters, so nothing is counted. Entries are added on the page of registers.",
))  # fmt: skip
DONE_ONLY = Caveat(("These numbers say what was done and written down. They do not say what came of it.",))


def registers_by_quarter(bench: Bench) -> list[Block]:
    """First what was promised; then a table for each register that has entries or a promise: its counts, by quarter."""
    return [*_promised(bench), *_tables(bench.counts), DONE_ONLY] if bench.counts else [NOTHING]


def _tables(counts: Counts) -> Iterator[Block]:
    """The newest quarter last."""
    yield Heading("What each register counted")
    for register in dict.fromkeys(one.register for one, _ in counts):
        own = [(one, quarters) for one, quarters in counts if one.register is register]
        yield Table(
            caption=register.title, head=("Counted", *(one.short for one in reversed(own[0][1]))),
            rows=tuple(
                ((one.title,), *((_figure(one, each),) for each in reversed(quarters))) for one, quarters in own
            ),
            note=(register.note,) if register.note else (),
        )  # fmt: skip


def _promised(bench: Bench) -> Iterator[Block]:
    """What actions and answers promised each quarter, beside what was counted."""
    counted = {one.key: (one, quarters) for one, quarters in bench.counts}
    rows: list[tuple[Text, ...]] = []
    for ref, one in in_plan(bench.plan):
        if one.measure in counted and one.per_quarter is not None:
            counting, quarters = counted[one.measure]
            rows.append(((f"{ref}: {one.title}",), (str(one.per_quarter),),
                         *((_figure(counting, each),) for each in reversed(quarters))))  # fmt: skip
    if rows:
        head = ("Promised in the plan", "A quarter", *(one.short for one in reversed(bench.counts[0][1])))
        yield Heading("What the plan promised each quarter")
        yield Paragraph(("Each count of a register that stands in the plan beside a number that was promised.",))
        yield Table(caption="Promised and counted, by quarter", head=head, rows=tuple(rows))


def in_plan(plan: WrittenPlan | None) -> Iterator[tuple[str, WrittenEvidence]]:
    """Every count of a register that stands in a plan, with the reference of its answer or action."""
    claims: tuple[WrittenAnswer | WrittenAction, ...] = (*plan.answers, *plan.actions) if plan else ()
    for claim in claims:
        for one in claim.evidence:
            if one.kind == EvidenceKind.REGISTER:
                yield claim.ref, one


def _figure(counting: Counting, quarter: CountedQuarter) -> Figure:
    """The number, with the entries that it is made of; a few people are not said."""
    if not quarter.known:
        return Figure(None, NOT_KEPT, "named_rows", (), (), withheld="missing")
    of = f"the register “{counting.register.title}”, {quarter}"
    few = "small number" if counting.counted.people and 0 < quarter.value < FEW else None
    if counting.counted.of:
        named = "; ".join(f"{key}: {adds}" for key, adds in quarter.entries)
        return made("named_amounts", quarter.value, (), few, None, rows="" if few else named, plan=of)
    named = "; ".join(key for key, _ in quarter.entries)
    return made("named_rows", quarter.value, (), few, None, rows="" if few else named, plan=of)
