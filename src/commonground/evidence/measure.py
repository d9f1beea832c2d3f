"""A measure: what is counted, of what, from which source, and how far it can be trusted."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from commonground import catalogue


@dataclass(frozen=True)
class Is:
    """The column holds one of these values (compared without regard to case)."""

    column: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.column} is {' or '.join(self.values)}"


@dataclass(frozen=True)
class Between:
    """The number in the column lies in the closed range; None leaves an end open. An unknown one does not."""

    column: str
    lowest: float | None
    highest: float | None

    def __str__(self) -> str:
        return f"{self.column} from {self.lowest} to {self.highest}"


@dataclass(frozen=True)
class IsNot:
    """The column holds something, and none of these values (compared without regard to case)."""

    column: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.column} is known" + (f" and not {' or '.join(self.values)}" if self.values else "")


@dataclass(frozen=True)
class Contains:
    """The text of the column has one of these words in it (compared without regard to case)."""

    column: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.column} contains {' or '.join(self.words)}"


Condition = Is | IsNot | Contains | Between


Unit = Literal[
    "offences",
    "victims",
    "accused",
    "searches",
    "admissions",
    "attendances",
    "children",
    "exclusions",
    "suspensions",
    "assessments",
    "per 100,000",
    "per cent",
]


@dataclass(frozen=True, kw_only=True)
class Count:
    """One way to count a measure: the rows of a source, in one classification, that are added up."""

    source: str
    classification: str | None = None  # None: whatever the source has
    where: tuple[Condition, ...] = ()
    value: str | None = "count"  # the column added up; None counts rows
    of: tuple[Condition, ...] = ()  # for a share (find rate): the rows below the line; `where` is above it
    by: tuple[str, ...] = ()  # columns this measure may be broken down by
    comparable_from: date | None = None
    caveats: tuple[str, ...] = ()

    def reads(self, columns: Collection[str]) -> bool:
        """Whether a table with these columns has all that is counted by."""
        wanted = {condition.column for condition in (*self.where, *self.of)} | {self.value or "start"}
        return wanted <= {*columns}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure as the field knows it; ``counts`` lists the ways to count it, the preferred first."""

    key: str
    title: str  # "Knife crime with injury"
    noun: str  # in a sentence, after a number: "recorded offences of knife crime with injury"
    definition: str
    version: str  # of the definition: "Home Office counting rules, as published by the MPS from 2024"
    unit: Unit
    polarity: Literal["lower is better", "higher is better", "neither"]
    counts: tuple[Count, ...]
    grain: Literal["month", "quarter", "year"] = "month"
    population: str | None = (
        "all ages"  # denominator of the rate: "all ages", "0-17", "10-17", "1-24"; None: no rate
    )
    rate_per: int = 1000
    limits: str = ""  # age or setting limits in words
    flagged_by: str = ""  # method of flagging
    comparable_from: date | None = None
    breaks: tuple[str, ...] = ()  # keys of evidence.breaks, beside those of the source
    caveats: tuple[str, ...] = ()
    not_in: tuple[tuple[str, str], ...] = ()  # classifications that do not have it, and why not
    part_of: str = ""  # key of the measure whose count includes this one's, where both are counted in one table
    recorded: bool = True  # police-recorded: a fall in it is not a fall in violence


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by key."""
    return catalogue.read("commonground.evidence.measures", "MEASURE", Measure)


class UnknownMeasure(LookupError):
    """No measure has this key or title; the message names those that are near."""


def measure_called(name: str) -> Measure:
    """The measure of this key or title, however it is spelt; a beginning is enough. Raises UnknownMeasure."""
    wanted = _spelt(name)
    known = {_spelt(words): m for m in measures().values() for words in (m.title, m.key)}
    if wanted in known:
        return known[wanted]
    begins = {m.key: m for words, m in known.items() if wanted and words.startswith(wanted)}
    if len(begins) == 1:
        return next(iter(begins.values()))
    near = list(begins) or [known[n].key for n in difflib.get_close_matches(wanted, known, n=6, cutoff=0.5)]
    near += [m.key for words, m in known.items() if wanted and wanted in words]
    said = f" Did you mean {' or '.join(list(dict.fromkeys(near))[:4])}?" if near else ""
    raise UnknownMeasure(f"There is no measure called “{name}”.{said}")


def _spelt(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").replace("_", " ").replace(",", " ").split())
