"""A page: built twice like a report, first to gather every number and then to show those that may be shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from commonground.evidence.edition import Edition
from commonground.evidence.figure import Text
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence
from commonground.report import charts
from commonground.report.blocks import Block, Chart, Table
from commonground.report.desk import Desk
from commonground.report.pages.alike import PageGuard
from commonground.report.pages.asked import Asked
from commonground.sources import sources


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has: what was asked, its blocks, and where it all comes from.

    ``lead`` answers the question in a sentence, where the first block does not. ``hidden`` says how many numbers are
    withheld; it is empty where none is.
    """

    kind: str
    asked: Asked
    title: str
    lead: Text = ()
    blocks: tuple[Block, ...]
    measure: Measure | None = None
    period: Period | None = None
    editions: tuple[Edition, ...] = ()
    hidden: str = ""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts and maps in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table in reading order, those behind charts among them: what can be downloaded."""
        of_charts = (block.table if isinstance(block, Chart) else block for block in self.blocks)
        return tuple(block for block in of_charts if isinstance(block, Table))

    @property
    def attributions(self) -> tuple[str, ...]:
        """The lines that the licences ask for."""
        return attributions(self.editions)

    @property
    def is_open(self) -> bool:
        """Whether everything it is made from is open data, so that a download may be passed on."""
        return all(sources()[edition.source].is_open for edition in self.editions)


Kind = TypeVar("Kind", bound=Page)
Build = Callable[[Desk, Asked], Kind]


def write(build: Build[Kind], evidence: Evidence, asked: Asked, today: date) -> Kind:
    """The page, with every number guarded, and the editions that any of them is read from."""
    guard = PageGuard(evidence)
    desk = Desk(evidence, asked.area, today, {}, guard)
    with charts.undrawn():
        build(desk, asked)
    guard.close()
    page = build(desk, asked)
    used = tuple(edition for edition in evidence.editions if edition.id in guard.editions)
    return replace(page, editions=used, hidden=guard.sentence)


def attributions(editions: Iterable[Edition]) -> tuple[str, ...]:
    """The lines that the licences of these editions ask for, each once."""
    return tuple(dict.fromkeys(sources()[e.source].attribution for e in editions if e.source in sources()))
