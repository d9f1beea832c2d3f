"""What changed since last time, and why: the changes from the figures, the reasons from officers."""

from commonground.evidence.figure import Text
from commonground.evidence.finding import Finding
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section
from commonground.report.sections.kinds import KINDS

NOTHING = Notice(
    "missing",
    "Nothing to compare",
    ("Nothing that is loaded covers two years running here, so no change can be given.",),
)


def build(desk: Desk) -> list[Block]:
    """Every kind in one table, then the officer's reading of it."""
    found = [f for key in KINDS if (f := desk.finding(key))]
    return [
        *(_compared(desk, found) if found else (NOTHING,)),
        *desk.words("changed-why", "Why it changed",
                    "Give the partners’ reading of the changes and what supports it. Keep apart what is known and "
                    "what is thought; changes in recording belong here too."),
        Heading("What the public think should come first"),
        *desk.words("changed-public", "The public’s priorities",
                    "Report what residents said should be the priorities, how they were asked, and how many answered."),
    ]  # fmt: skip


def _compared(desk: Desk, found: list[Finding]) -> list[Block]:
    return [
        Paragraph(
            (
                "The table sets the latest 12 months of each kind beside the 12 months before. The interval is "
                "the range of "
                "changes that chance alone leaves open; where it has nought inside it, the honest reading is that "
                "there is no clear change.",
            )
        ),
        Table(
            caption="The latest 12 months beside the 12 months before",
            head=("Measure", "Number", "Before", "Change", "95% interval", "Reading"),
            rows=tuple(_row(desk, f) for f in found),
        ),
        Caveat(
            (
                "The more comparisons are made, the more likely it is that one looks clear by chance: of twenty "
                "with no "
                "real change behind them, one is expected to.",
            )
        ),
    ]


def _row(desk: Desk, f: Finding) -> tuple[Text, ...]:
    in_per_cent = f.change_percent.value is not None
    change: Text = (f.change, " (", f.change_percent, ")") if in_per_cent else (f.change,)
    too_few = "too few" if f.change.value is not None else ""
    interval: Text = (f.lower_percent, " to ", f.upper_percent) if in_per_cent else (too_few,)
    measure = f"{desk.measure(f.measure).title}, to {f.period.end:%b %Y}{passages.across(f)}"
    return (measure,), (f.count,), (f.baseline_count,), change, interval, (passages.said(f),)


SECTION = Section(key="changed", title="What changed since last time, and why", order=30, build=build)
