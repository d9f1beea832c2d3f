"""Sensitivity: the same comparison over neighbouring months and from every publication, so that no window is picked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonground.evidence import sensitivity as tried
from commonground.evidence.areas import UnknownArea
from commonground.evidence.figure import Text
from commonground.evidence.finding import Finding
from commonground.evidence.measure import Measure
from commonground.evidence.reasons import CLASSIFICATIONS
from commonground.report.blocks import Block, Caveat, Notice, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.report.pages.alike import PageGuard
from commonground.report.pages.asked import Asked, Fault, Unclear
from commonground.report.pages.measure import compared
from commonground.report.pages.page import Page

GROUP = "london-boroughs"


@dataclass(frozen=True, kw_only=True)
class SensitivityPage(Page):
    """The page, with the finding that is tried."""

    finding: Finding


def build(desk: Desk, asked: Asked) -> SensitivityPage:
    """A claim beside its neighbours. Raises Unclear where no measure is named."""
    measure = asked.counted
    if measure is None:
        raise Unclear((Fault("measure", "Choose a measure."),))
    narrow = replace(desk, edition=asked.edition)
    found = compared(narrow, asked, measure, desk.area)
    return SensitivityPage(
        kind="sensitivity",
        asked=asked,
        title=f"{measure.title} in {desk.area.name}: other months and editions",
        blocks=tuple(_blocks(desk, asked, measure, found)),
        measure=measure,
        period=found.period,
        finding=found,
    )


def _blocks(desk: Desk, asked: Asked, measure: Measure, found: Finding) -> Iterator[Block]:
    yield Statement(found.statement, found.verdict)
    if not found.editions:
        return
    group = GROUP if desk.is_london and desk.area.type == "local_authority" else None
    try:
        claim = tried.sensitivity(
            desk.evidence, measure, desk.area, found.period, found.windows, edition=asked.edition, among=group
        )
    except UnknownArea as unknown:
        yield Notice("missing", "No other boroughs", (str(unknown.args[0]),))
        return
    shown = [variant for variant in claim.variants if _may_stand(desk, variant)]
    left_out = claim.left_out + len(claim.variants) - len(shown)
    if left_out == claim.left_out:
        yield Paragraph(claim.statement)
    if shown:
        yield _table(measure, desk, shown, group)
    if left_out:
        yield Caveat(("Windows whose counts are small, not known, or would give a small one away are left out.",))
    yield Caveat(
        (
            "A claim that holds in few of the neighbouring months hangs on the months that were picked. The windows "
            "overlap, so that they do not count as so many separate tests.",
        )
    )


def _may_stand(desk: Desk, variant: tried.Variant) -> bool:
    """Whether pages may show its numbers. They have been guarded among themselves already."""
    assert isinstance(desk.guard, PageGuard)
    numbers = [desk.guard.settled(figure) for figure in (variant.count, variant.baseline_count)]
    return all(figure.value is not None for figure in numbers)


def _table(measure: Measure, desk: Desk, shown: list[tried.Variant], group: str | None) -> Table:
    head = ("Months", "Before", "Classification", "Published", "Number", "Number before", "Change", "Reading")
    return Table(
        caption=f"{measure.title} in {desk.area.name}: the claim, and the same over other months and editions",
        head=(*head, "Boroughs that went the same way") if group else head,
        rows=tuple(_row(v, group) for v in shown),
        numeric=False,
    )


def _row(v: tried.Variant, group: str | None) -> tuple[Text, ...]:
    months = f"{v.period.short} (the claim)" if v.is_claim else v.period.short
    before = " and ".join(window.short for window in v.windows)
    way = CLASSIFICATIONS.get(v.classification or "", v.classification or "as published")
    row: tuple[Text, ...] = (
        (months,), (before,), (way,), (v.published or "not dated",), (v.count,), (v.baseline_count,),
        (v.change_percent,), (v.verdict,),
    )  # fmt: skip
    return (*row, (f"{v.alike} of {v.areas}",)) if group else row
