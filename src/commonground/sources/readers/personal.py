"""Personal data that a partner's extract must not carry: found by header and by content, and the file
refused.

A refusal names the column, the kind of thing and the line, never the value. The tests of content read every
cell, also of columns that no source asks for, because what was sent has been disclosed even if nothing reads
it. What is found errs towards refusing: a column sent twice costs a day, a patient's number in a store costs
trust.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

import duckdb

from commonground.sources import Column
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.refusal import Refusal

PEOPLE = (
    r"(patient|victim|person|subject|suspect|offender|accused|child|pupil|parent|carer|nominal|client|"
    r"complainant|witness|next of kin|gp|clinician|consultant|officer)(s| s)?"
)
HEADERS = (
    ("names", r"(fore|first|given|middle|sur|last|family|maiden|full|preferred) ?names?"),
    ("names", rf"{PEOPLE}( full)? ?names?|names? of( the)? {PEOPLE}"),
    ("NHS numbers", r"nhs ?(number|num|no|nr|id)s?"),
    ("birth dates", r"(date|day|month|year) ?of ?birth|dob|d o b|birth ?(date|day)"),
    ("postcodes", r"post ?codes?"),
    ("addresses", r"address(es)?|uprn"),
    ("contact details", r"e ?mail|telephone|mobile ?(number|no)?|phone ?(number|no)?"),
    (
        "personal numbers",
        r"(patient|nominal) ?(id|identifier|number|no)|hospital ?(number|no)|mrn|pnc ?id|nino",
    ),
    ("personal numbers", r"(national insurance|passport) ?(number|no)"),
)
"""What a header may not speak of, once it is lower-case and its words are parted by one space."""
BARE_HEADERS = (
    ("names", r"names?|initials|alias(es)?|known as"),
    ("NHS numbers", r"(new )?nhs"),
    ("birth dates", r"born( on)?"),
    ("addresses", r"addr( ?line)? ?\d?|house( ?(name|no|number))?|flat( ?(no|number))?"),
    ("postcodes", r"pcds?|zip( code)?"),
    ("personal numbers", r"pnc|cro( ?number)?|upn"),
)
"""What may not be all that a header says."""

NHS_NUMBER = re.compile(
    r"(?<![\d.])(\d{3})[\s\-\u2010-\u2013]{0,3}(\d{3})[\s\-\u2010-\u2013]{0,3}(\d{4})(?!\d)"
)
POSTCODE = re.compile(
    r"(?<![A-Z0-9])(?:GIR\s?0AA|(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y]))"
    r"\s{0,2}\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])",
    re.IGNORECASE,
)
STREETS = (
    r"road|rd|street|st|avenue|ave|lane|close|drive|court|way|gardens|grove|crescent|terrace|place|hill|"
    r"walk|mews"
)
ADDRESS = re.compile(
    rf"\b(?:flat\s+)?\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}(?:{STREETS})\b", re.IGNORECASE
)
TITLED = re.compile(r"(?:^|[\s,;(])(?:mr|mrs|ms|miss|mstr|master)\.?\s+[A-Z][\w'’\-]+", re.IGNORECASE)
BORN = re.compile(r"\b(?:d\.?\s?o\.?\s?b\b|born|birth)\D{0,12}\d", re.IGNORECASE)
WORDS = re.compile(r"[A-Za-z'’\-]+(?:,?\s+[A-Za-z'’\-.]+){1,3}")
DATES = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d/%m/%y",
    "%Y/%m/%d",
)
LONG_AGO = timedelta(days=3653)
PLACES = re.compile(
    r"area|ward|borough|district|authority|[lm]soa|place|site|station|force|location", re.IGNORECASE
)
PHONE = re.compile(
    r"(?<![\d.])(?:\+44[\s-]?|0)(?:\d{4}[\s-]?\d{3}[\s-]?\d{3}|\d{2}[\s-]?\d{4}[\s-]?\d{4})(?!\d)"
)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")


@cache
def given_names() -> frozenset[str]:
    """Given names common in England. They betray a column of names; they cannot prove that there is none."""
    return frozenset((files("commonground.sources") / "given_names.txt").read_text("utf-8").split())


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the NHS number's check: weights 10 to 2, modulus 11."""
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def told_by_header(header: str) -> str | None:
    """The kind of personal data that a column of this name would hold, or None."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header.strip().lstrip("\ufeff"))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", parted.lower()).split())
    joined = words.replace(" ", "")
    for kind, pattern in HEADERS:
        if re.search(rf"\b({pattern})\b", words) or re.fullmatch(pattern.replace(" ", ""), joined):
            return kind
    for kind, pattern in BARE_HEADERS:
        if re.fullmatch(pattern, words):
            return kind
    return None


def told_by_cell(cell: str, *, describes_place: bool = False) -> str | None:
    """The kind of personal data in one cell that can be told from it alone, or None.

    With ``describes_place`` a house number and street are let pass: where an assault happened is asked for.
    """
    if any(is_nhs_number("".join(found)) for found in NHS_NUMBER.findall(_unmangled(cell))):
        return "NHS numbers"
    if POSTCODE.search(cell):
        return "postcodes"
    if BORN.search(cell):
        return "birth dates"
    if TITLED.search(cell):
        return "names"
    if EMAIL.search(cell) or PHONE.search(cell):
        return "contact details"
    if not describes_place and ADDRESS.search(cell):
        return "addresses"
    return None


def presentable(header: Iterable[str]) -> list[str]:
    """Headers fit to print: a file sent without a heading line has its first person there."""
    return ["(withheld)" if told_by_cell(h) or day(h) or sum(map(str.isdigit, h)) > 8 else h for h in header]


def day(cell: str) -> date | None:
    """The calendar day that the whole cell is, in the ways that partners write one; None if it is not one."""
    said = MIDNIGHT.sub("", cell.strip())
    for form in DATES:
        try:
            return datetime.strptime(said, form).date()
        except ValueError:
            continue
    return None


def refuse_personal_data(
    connection: duckdb.DuckDBPyConnection,
    raw: str,
    header: Sequence[str | None],
    declared: Mapping[int, Column],
    delivery: Delivery,
    place: Callable[[int], str],
) -> None:
    """Refuse a file that is not open and names someone.

    ``raw`` is a relation of text columns h0, h1 ... under the ``header``; ``declared`` says which of them
    the source asks for; ``place`` puts a row, counted from nought, into words. Raises Refusal with the
    header and the place, and
    never the value.
    """
    for at, name in enumerate(header):
        if at not in declared and (kind := told_by_header(name or "")):
            raise _refusal(delivery, name or "", f"is named as a column of {kind}")
    connection.execute(f"create or replace temp table looked_through as select * from {raw}")
    for at, name in enumerate(header):
        column = declared.get(at)
        if column is None or column.kind not in ("date", "datetime", "month"):
            cells = connection.execute(
                f"select trim(h{at}), min(rowid) from looked_through where trim(h{at}) <> '' group by 1 "
                f"order by 2"
            ).fetchall()
            if found := _told_by_cells(cells, name or "", column):
                said, row = found
                raise _refusal(delivery, name or "", f"{said}, the first at {place(row)}")
    connection.execute("drop table looked_through")


def _told_by_cells(
    cells: Sequence[tuple[str, int]], header: str, column: Column | None
) -> tuple[str, int] | None:
    """What the differing cells of a column give away, and the row where they first do."""
    free_text = column is None or "description" in column.name
    for cell, row in cells:
        if kind := told_by_cell(cell, describes_place=column is not None and free_text):
            return f"holds what have the form of {kind}", row
    if not free_text:
        return None
    days = [(found, row) for cell, row in cells if (found := day(cell))]
    packed = [(found, row) for cell, row in cells if (found := _packed_day(cell))]
    if len(packed) >= 0.8 * len(cells):  # a few eight-digit numbers are dates by chance
        days += packed
    if days and min(days)[0] < max(max(days)[0], date.today()) - LONG_AGO:
        return "holds dates of long ago, as birth dates are", min(days)[1]
    people = [row for cell, row in cells if _a_name(cell)]
    if len(people) >= max(min(3, len(cells)), 0.3 * len(cells), 1) and not PLACES.search(header):
        return "holds what read as people’s names", people[0]
    return None


def _refusal(delivery: Delivery, header: str, said: str) -> Refusal:
    return Refusal(
        delivery.name,
        f"column “{presentable([header])[0]}” {said}. This may identify a person, so nothing of the file was "
        f"loaded; "
        "ask for it to be sent again without that column, and delete this copy.",
    )


def _unmangled(cell: str) -> str:
    """A spreadsheet's 4.010232137E+09 as the ten digits it was."""
    if re.fullmatch(r"\d\.\d{1,9}[eE]\+?0?9", cell):
        return str(int(Decimal(cell)))
    return cell


def _packed_day(cell: str) -> date | None:
    if not re.fullmatch(r"(19|20)\d{6}", cell):
        return None
    try:
        return datetime.strptime(cell, "%Y%m%d").date()
    except ValueError:
        return None


def _a_name(cell: str) -> bool:
    if not WORDS.fullmatch(cell):
        return False
    words = re.findall(r"[a-z'’\-]+", cell.lower())
    return bool({words[0], words[-1] if "," in cell else words[0]} & given_names()) and not re.fullmatch(
        STREETS + "|park|ward", words[-1]
    )
