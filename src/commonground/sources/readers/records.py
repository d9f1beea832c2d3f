"""XML as a table: one row a record, the submission's header repeated on each, element names as columns.

The record is the element of leaves that occurs most often (the last such where two do); what other elements
of leaves and the record's ancestors said before it is its context. Namespaces are dropped; attributes are
       columns as well.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa

from commonground.sources.readers.refusal import Refusal

MOST_COLUMNS = 500


def fields(path: Path, name: str) -> tuple[str, ...]:
    """The columns that ``table`` would have. Raises Refusal as it does."""
    return tuple(table(path, name).column_names)


def table(path: Path, name: str) -> pa.Table:
    """All records as text; a record without an element has null there.

    Raises Refusal for text that is not XML, for a document type declaration (it could name other files or
    expand without end, and no data file needs one), for an element twice in one record, and for no record at
    all.
    """
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(1 << 16).upper():
            raise Refusal(name, "has a document type declaration, which is not read; nothing was loaded.")
    try:
        record = _record(path)
        rows = list(_rows(path, name, record)) if record else []
    except ElementTree.ParseError as error:
        raise Refusal(
            name, f"line {error.position[0]}: it is not well-formed XML. Nothing was loaded."
        ) from None
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if not columns:
        raise Refusal(name, "is XML without records; nothing was loaded.")
    if len(columns) > MOST_COLUMNS:
        raise Refusal(
            name, f"is XML with more than {MOST_COLUMNS} kinds of element in a record; nothing was loaded."
        )
    return pa.table({column: pa.array([row.get(column) for row in rows], pa.string()) for column in columns})


def _record(path: Path) -> str | None:
    """The tag of the records."""
    seen: Counter[str] = Counter()
    last: dict[str, int] = {}
    for _, element in ElementTree.iterparse(path, events=("end",)):
        if len(element) and not any(len(child) for child in element):
            seen[element.tag] += 1
            last[element.tag] = len(last) if element.tag not in last else last[element.tag]
    return max(seen, key=lambda tag: (seen[tag], last[tag])) if seen else None


def _rows(path: Path, name: str, record: str) -> Iterator[dict[str, str | None]]:
    context: dict[str, str | None] = {}
    depth: list[ElementTree.Element] = []
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if event == "start":
            depth.append(element)
            continue
        depth.pop()
        if element.tag == record:
            yield context | _cells(element, name)
            element.clear()
        elif len(element) == 0 and depth and depth[-1].tag != record:
            context |= _leaf(element)


def _cells(element: ElementTree.Element, name: str) -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for child in element:
        for column, cell in _leaf(child).items():
            if column in cells:
                raise Refusal(name, f"has “{column}” twice in one record; nothing was loaded.")
            cells[column] = cell
    return cells | _attributes(element)


def _leaf(element: ElementTree.Element) -> dict[str, str | None]:
    text = (element.text or "").strip()
    return {_local(element.tag): text or None} | _attributes(element)


def _attributes(element: ElementTree.Element) -> dict[str, str | None]:
    return {
        f"{_local(element.tag)} {_local(key)}": value
        for key, value in element.attrib.items()
        if "schema" not in key
    }


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
