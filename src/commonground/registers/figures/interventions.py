"""The schedule of interventions, to print for courts: by stage, what exists, for whom, places free, how to refer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import none_of, standing
from commonground.registers.register import registers
from commonground.report.blocks import Block, Caveat, Heading, Paragraph, Table

HEAD = ("Intervention", "For whom", "Ages", "Length", "Places free", "How to refer")


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = standing(rows.order_by("intervention__intervention"), end)
    if not listed:
        return none_of("interventions", start, end)
    stages = registers()["interventions"].choices("stages")
    blocks: list[Block] = [Paragraph((f"What is on offer on {end:%-d %B %Y}. Ask before you refer: places change.",))]
    for stage, title in stages.items():
        these = [row for row in listed if stage in row.details.stages]
        blocks.append(Heading(title))
        blocks.append(
            Table(f"{title.partition(':')[0]}: interventions", HEAD, tuple(_row(row) for row in these), numeric=False)
            if these else Paragraph(("Nothing is on offer at this stage.",))
        )  # fmt: skip
    none = [row for row in listed if not row.details.stages]
    if none:
        blocks.append(Caveat((f"{len(none)} more do not say when they can be used.",)))
    return blocks


def _row(row: Any) -> tuple[tuple[str, ...], ...]:
    one = row.details
    whom = one.eligibility or "not said"
    requirement = f" Serves: {one.requirement}." if one.requirement else ""
    return (
        (f"{one.intervention}{f' ({one.provider})' if one.provider else ''}",), (f"{whom}{requirement}",), (ages(one),),
        (f"{one.weeks} weeks" if one.weeks else "not said",), (free(one),), (reach(one),),
    )  # fmt: skip


def ages(one: Any) -> str:
    """“10 to 17”, “18 and over”, or that it is not said."""
    if one.ages_from is None and one.ages_to is None:
        return "not said"
    if one.ages_to is None:
        return f"{one.ages_from} and over"
    return f"{one.ages_from} to {one.ages_to}" if one.ages_from is not None else f"up to {one.ages_to}"


def free(one: Any) -> str:
    if one.places_free is None:
        return "not said"
    of = f" of {one.places}" if one.places is not None else ""
    return f"{one.places_free}{of}, on {one.told_on:%-d %B}"


def reach(one: Any) -> str:
    parts = (one.refer_how.rstrip("."), one.refer_email, one.refer_page)
    return "; ".join(part for part in parts if part) or "not said"
