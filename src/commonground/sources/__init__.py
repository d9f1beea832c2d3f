"""What we are given: one module per published or partner dataset, each declaring ``SOURCE``.

A source is a description, not a program: how its columns are spelled, what each row must satisfy, and the SQL
(over a table called ``delivered``) that makes it tidy. ``readers`` carries the description out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from commonground import catalogue

if TYPE_CHECKING:
    import pyarrow as pa

    from commonground.sources.readers.delivery import Delivery

Kind = Literal["text", "count", "number", "month", "date", "datetime"]


@dataclass(frozen=True)
class Column:
    """A column of the delivered file: our name for it and every spelling its publisher has used.

    Kind says what a filled cell must be; a suppression mark is allowed in ``count`` and ``number``. A cell
    that is neither refuses the file, naming the line. Headers are compared without regard to case, BOM and
    outer spaces.
    """

    name: str
    spelled: tuple[str, ...]
    kind: Kind = "text"
    required: bool = True  # a file without a required column is not of this source
    blank: bool = True  # may a cell be empty?


@dataclass(frozen=True)
class Check:
    """A test of every row of ``delivered``: SQL that is true for a row with the fault, and what follows."""

    reason: str  # completes "line 12: ..." and stands in the list of rejections
    when: str
    then: Literal["refuse", "reject", "warn"] = "refuse"
    tolerated: bool = False  # refuse only where most rows have the fault; a few are kept and warned of


@dataclass(frozen=True)
class Licence:
    """The terms under which a publisher lets the data be used."""

    name: str
    url: str


OGL2 = Licence(
    "Open Government Licence v2.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
)
OGL3 = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
RESTRICTED = Licence("Not open: shared under the partnership's information-sharing agreement", "")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One dataset as its publisher delivers it, and how it becomes a tidy table of the evidence store.

    ``tidy`` selects exactly ``columns`` from ``delivered`` (all text, named as in ``delivery``). With
    ``wide``, a regular expression over headers, those columns are first turned into rows: ``heading`` (the
    header's first group, or all of it) and ``value``. ``classify`` and ``published`` are SQL scalars over
    ``delivered`` as it was before that. The SQL may use the macros and tables of ``readers.engine``, such as
    ``file_name()``.

    ``each`` gives the SQL of each tidy column over one row; with it, and without ``wide``, ``classify`` and
    ``published``, a faultless CSV or Parquet file is read, checked and written in one pass.

    A file is of this source when its header (of a workbook sheet, one of its first rows) has every required
    column. Where a header cannot tell (presentation sheets, XML, shapes), ``recognises`` looks at the
    delivery; if it is left out, whatever ``unfold`` can make into the required columns is of this source.
    """

    key: str
    title: str
    publisher: str
    licence: Licence
    attribution: str
    about: str
    delivery: tuple[Column, ...]
    columns: Mapping[str, str]  # tidy column -> DuckDB type
    tidy: str = ""
    each: Mapping[str, str] | None = None  # instead of tidy, if each row of it is made of one row of ``delivered``
    holds: Literal["counts", "events", "reference"] = "counts"
    wide: str | None = None
    classify: str | None = None  # SQL scalar: the classification generation the file is in
    published: str | None = None  # SQL scalar: YYYY-MM or YYYY-MM-DD, where the file says it itself
    checks: tuple[Check, ...] = ()
    sheets: str | None = None  # regular expression: the workbook sheets of this source
    wide_kind: Kind = "count"  # what the cells under the wide headings hold
    unfold: "Callable[[Delivery], pa.Table] | None" = None  # a presentation layout made into a plain text table
    recognises: "Callable[[Delivery], bool] | None" = None  # is this delivery laid out for ``unfold``?
    no_repeats: str | None = None  # the identifier: a row that has one and repeats an earlier row is rejected
    parts: str | None = None  # tidy column naming the part a file holds: editions of other parts stand beside it
    kinds: str | None = None  # tidy column of which a whole file has many values: one with few was picked out of it
    unusable: tuple[str, ...] = ()  # heading values known to be wrong as published, kept out and said so
    absent: Literal["nought", "unknown"] = "nought"  # what no row for an area and a period of the edition means
    disclosure: Literal["default", "nhs", "dfe"] = "default"
    is_open: bool = True
    caveats: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()  # a wider type of area, and the column with its code, to add rows up to
    breaks: tuple[str, ...] = ()  # keys of evidence.breaks that every measure from this source inherits


@cache
def sources() -> Mapping[str, Source]:
    """Every source by key."""
    return catalogue.read(__name__, "SOURCE", Source)
