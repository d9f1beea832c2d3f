"""A finding: what a comparison allows to be said, and the sentence that says it."""

from dataclasses import dataclass
from typing import Literal

from commonground.evidence.edition import Edition
from commonground.evidence.figure import Figure, Text
from commonground.evidence.periods import Period

Verdict = Literal["fell", "rose", "no clear change", "cannot be compared"]


@dataclass(frozen=True)
class Area:
    """A place with its code and type."""

    code: str
    name: str
    type: str  # local_authority, ward, lsoa, msoa, force, region, country


@dataclass(frozen=True)
class Among:
    """Where an area stands among others over the same two periods. Fell and rose are of the counts as published.

    ``areas`` are those that could be compared; ``withheld`` more could not, their numbers being too small to show.
    """

    group: str
    areas: int
    fell: int
    rose: int
    rank: int | None  # 1 = the largest fall in per cent
    clear_fell: int  # of those that fell, beyond what chance would give
    clear_rose: int
    names_fell: tuple[str, ...] = ()
    names_rose: tuple[str, ...] = ()
    withheld: int = 0


@dataclass(frozen=True)
class Finding:
    """A comparison of one measure in one area over two periods, as far as it can honestly be stated.

    ``baseline`` runs from the first window of the baseline to its last; ``windows`` are those windows, one or, for
    an average, several. ``edition`` is the one that the later period is read from; None where nothing is.
    """

    measure: str
    area: Area
    period: Period
    baseline: Period
    count: Figure
    baseline_count: Figure
    change: Figure
    change_percent: Figure
    lower_percent: Figure
    upper_percent: Figure
    p_value: float | None
    verdict: Verdict
    statement: Text
    caveats: tuple[str, ...]
    edition: Edition | None
    editions: tuple[Edition, ...]
    method: str
    windows: tuple[Period, ...] = ()
    rate: Figure | None = None
    rate_lower: Figure | None = None
    rate_upper: Figure | None = None
    rate_of: str = ""  # "per 1,000 residents, mid-2018 estimate"
    among: Among | None = None
    among_statement: Text = ()
    breaks: tuple[str, ...] = ()  # keys of the breaks in series that lie between
