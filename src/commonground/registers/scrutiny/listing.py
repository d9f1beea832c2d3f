"""The list of a panel session as it arrives: references, and at most the classes they are drawn by; nobody’s data."""

import csv
import re
from collections.abc import Iterable, Sequence

from commonground.registers.people import named_in
from commonground.registers.scrutiny.draw import Listed

MOST = 50_000
LONGEST = 40
CLASSES = 40
"""A column with more values than this is no class but something of each record."""
ALLOWED = {
    "reference": ("reference", "ref", "record", "record number", "record reference", "search reference", "urn"),
    "month": ("month",),
    "ethnicity": ("ethnicity", "ethnicity as recorded", "officer-defined ethnicity", "self-defined ethnicity"),
    "outcome": ("outcome",),
    "object": ("object", "object of search"),
    "power": ("power", "legislation", "legal power"),
    "age band": ("age band", "age range"),
}
"""The columns that a list may have, each under the names that police systems give it."""
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.-]{1,39}")
NO_REFERENCE = (
    ("a date", re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")),
    ("a phone number", re.compile(r"(?:0|44)7\d{9}")),
    ("a postcode", re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", re.IGNORECASE)),
    ("a number plate", re.compile(r"[A-Z]{2}\d{2}[A-Z]{3}", re.IGNORECASE)),
)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class NotAList(ValueError):
    """The list is not taken; the message says what is wrong, where, and what to do. Nothing of it is kept."""


def read(text: str) -> list[Listed]:
    """The records of a pasted list or a CSV file, one a line, with a line of headings or without. Raises NotAList."""
    rows = [[cell.strip() for cell in row] for row in _rows(text)]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise NotAList("The list is empty: put one reference on each line.")
    headed = not any(REFERENCE.fullmatch(cell) for cell in rows[0])
    columns = _columns(rows[0]) if headed else ["reference"]
    body = rows[1:] if headed else rows
    if not body:
        raise NotAList("The list has headings and no record below them: put one reference on each line.")
    if len(body) > MOST:
        raise NotAList(f"The list has {len(body):,} records, more than the {MOST:,} taken: take a shorter period.")
    found = [_record(columns, row, number) for number, row in enumerate(body, 2 if headed else 1)]
    _once_each(found, 2 if headed else 1)
    _are_classes(found)
    return found


def _rows(text: str) -> list[list[str]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(text.splitlines(), delimiter=separator, strict=True))
    except csv.Error:
        raise NotAList("The list is not CSV: a quotation mark is not closed. Save it as CSV again.") from None


def _columns(heads: Sequence[str]) -> list[str]:
    named = {other: name for name, others in ALLOWED.items() for other in others}
    found = []
    for number, head in enumerate(heads, 1):
        name = named.get(" ".join(head.lower().replace("_", " ").split()))
        if name is None:
            raise NotAList(
                f"Column {number} (“{head[:40] or 'no heading'}”) may not be in the list: it is more than a reference. "
                f"Leave it out; only these are taken: {', '.join(ALLOWED)}."
            )
        if name in found:
            raise NotAList(f"The list has two columns of {name}: leave one out.")
        found.append(name)
    if "reference" not in found:
        raise NotAList("The list has no column “reference”: name the column of the record references so.")
    return found


def _record(columns: Sequence[str], row: Sequence[str], line: int) -> Listed:
    if len(row) > len(columns) and any(row[len(columns) :]):
        raise NotAList(f"Line {line} has more than {_so_many(columns)}: leave everything else out.")
    cells = dict(zip(columns, [*row, *[""] * len(columns)], strict=False))
    reference = cells.pop("reference")
    what = next((name for name, shape in NO_REFERENCE if shape.fullmatch(reference)), "")
    if what:
        raise NotAList(f"Line {line} has what looks like {what} for a reference: give the police record number.")
    if not REFERENCE.fullmatch(reference):
        raise NotAList(
            f"Line {line} has no reference: it must have a digit and at most {LONGEST} letters, digits, / _ . or -, "
            "without a space. Give the police record number and nothing else."
        )
    if cells.get("month") and not MONTH.fullmatch(cells["month"]):
        raise NotAList(f"Line {line}: the month is not like 2026-03; give the month and no day.")
    return Listed(reference, cells)


def _so_many(columns: Sequence[str]) -> str:
    return "a reference" if len(columns) == 1 else f"the {len(columns)} columns of the first line"


def _once_each(found: Iterable[Listed], first: int) -> None:
    seen: dict[str, int] = {}
    for line, one in enumerate(found, first):
        if one.reference in seen:
            said = f"Lines {seen[one.reference]} and {line} have the same reference, {one.reference}"
            raise NotAList(f"{said}: leave one out, or it is drawn twice as often.")
        seen[one.reference] = line


def _are_classes(found: Sequence[Listed]) -> None:
    """A stratum has a few short values, and none of them names anybody."""
    for name in found[0].strata:
        values = {one.strata[name] for one in found}
        if len(values) > CLASSES or any(len(value) > 80 for value in values):
            raise NotAList(f"The column {name} says something of each record and is no class: leave it out.")
        if any(value[:1] in set("=+-@") for value in values):
            raise NotAList(f"The column {name} has a value that a spreadsheet would take for a formula: take it out.")
        texts = {str(n): (name, value) for n, value in enumerate(sorted(values))}
        if any(one.refused for one in named_in(texts, ())):
            raise NotAList(f"The column {name} holds what may be about a person: leave it out.")
