"""The tables of a Word file, with merged cells, bullets and the heading above each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from commonground.partnership.spreadsheets.colours import colour_of
from commonground.partnership.spreadsheets.tables import BULLET, Cell, Table, tidy, trimmed
from commonground.plan.moving.limits import PLAN
from commonground.sources.readers.refusal import Refusal

DAMAGED = "is a damaged Word file; open it in Word, save it again as .docx and send that. Nothing was taken over."
LONGEST_HEADING = 120  # letters
TAKEN_OUT = (qn("w:del"), qn("w:moveFrom"))
CHANGED = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"))


def tables_in(path: Path, file: str) -> tuple[Table, ...]:
    """Each table in the body, in reading order. Raises Refusal."""
    try:
        document = docx.Document(str(path))
        found = list(_tables(document, file))
    except Refusal:
        raise
    except Exception:  # python-docx raises whatever the damaged part happens to break
        raise Refusal(file, DAMAGED) from None
    if not found:
        raise Refusal(
            file,
            "has no table; put each action in a row of a table of its own columns, or send a spreadsheet. "
            "Nothing was taken over.",
        )
    return tuple(found)


def _tables(document: Any, file: str) -> Iterator[Table]:
    heading, number = "", 0
    for node in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        if _inside_a_table(node):
            continue
        if node.tag == qn("w:p"):
            heading = _heading(node, document) or heading
        else:
            number += 1
            yield _table(node, f"Table {number}", heading, file)


def _inside_a_table(node: Any) -> bool:
    return any(parent.tag == qn("w:tbl") for parent in node.iterancestors())


def _heading(paragraph: Any, document: Any) -> str:
    """The words of a heading, or of a short line that stands in bold; nothing for any other paragraph."""
    words = tidy(_text(paragraph))
    if not words or len(words) > LONGEST_HEADING:
        return ""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = _style_name(document, style.get(qn("w:val"))) if style is not None else ""
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()]
    bold = bool(runs) and all(_on(run, "w:b") for run in runs)
    return words if name.casefold().startswith(("heading", "title", "subtitle")) or bold else ""


def _style_name(document: Any, style: str) -> str:
    found = next((s for s in document.styles if s.style_id == style), None)
    return found.name or "" if found is not None else ""


def _table(node: Any, name: str, heading: str, file: str) -> Table:
    rows: list[list[Cell]] = []
    spanning: list[int] = []
    above: dict[int, Cell] = {}
    for row in (r for r in node.iter(qn("w:tr")) if _owner(r, "w:tbl") is node):
        cells, widest = _row(row, above)
        if widest > 1 and sum(map(bool, cells)) == 1 and widest * 2 > len(cells):
            spanning.append(len(rows) + 1)
        rows.append(cells)
    PLAN.check_table(len(rows), max(map(len, rows), default=0), file, name)
    return Table(
        name=name, rows=trimmed(rows), lettered=False, heading=heading, spanning=tuple(spanning),
        notes=tuple(_notes(node)),
    )  # fmt: skip


def _row(row: Any, above: dict[int, Cell]) -> tuple[list[Cell], int]:
    """The cells of a row, each in its column of the grid, and how many columns the widest takes up."""
    cells: list[Cell] = [Cell()] * _number(row, "w:trPr/w:gridBefore", 0)
    widest = 1
    for node in (c for c in row.iter(qn("w:tc")) if _owner(c, "w:tr") is row):
        across = _number(node, "w:tcPr/w:gridSpan", 1)
        merge = _find(node, "w:tcPr/w:vMerge")
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        cell = above.get(len(cells), Cell()) if goes_on else _cell(node)
        above[len(cells)] = cell
        widest = max(widest, across)
        cells += [cell] + [Cell()] * (across - 1)
    return cells, widest


def _cell(node: Any) -> Cell:
    paragraphs = [p for p in node.iter(qn("w:p")) if _owner(p, "w:tc") is node]
    lines = (f"{BULLET}{words}" if _listed(p) else words for p in paragraphs if (words := _text(p).strip()))
    runs = [r for p in paragraphs for r in p.iter(qn("w:r")) if r.find(qn("w:t")) is not None]
    shade = _find(node, "w:tcPr/w:shd")
    fill = shade.get(qn("w:fill"), "") if shade is not None else ""
    struck = bool(runs) and all(_on(run, "w:strike") for run in runs)
    return Cell(text=tidy("\n".join(lines)), colour=colour_of(fill), struck=struck)


def _text(paragraph: Any) -> str:
    """The words of a paragraph as they read once tracked changes are accepted."""
    pieces = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if not any(parent.tag in TAKEN_OUT for parent in node.iterancestors()) and _owner(node, "w:p") is paragraph:
            pieces.append(node.text or "" if node.tag == qn("w:t") else " " if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _listed(paragraph: Any) -> bool:
    """Whether it has a bullet or a number: its own, or that of a style for lists."""
    style = _find(paragraph, "w:pPr/w:pStyle")
    named = style is not None and style.get(qn("w:val"), "").startswith("List")
    return named or _find(paragraph, "w:pPr/w:numPr") is not None


def _notes(table: Any) -> Iterator[str]:
    if any(next(table.iter(tag), None) is not None for tag in CHANGED):
        yield "The table has tracked changes; it was read as if they were accepted."
    if next((t for t in table.iter(qn("w:tbl")) if t is not table), None) is not None:
        yield "The table has a table within a cell; that was not read."


def _on(run: Any, name: str) -> bool:
    switch = _find(run, f"w:rPr/{name}")
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false")


def _owner(node: Any, name: str) -> Any:
    return next(parent for parent in node.iterancestors() if parent.tag == qn(name))


def _find(node: Any, path: str) -> Any:
    return node.find("/".join(map(qn, path.split("/"))))


def _number(node: Any, path: str, otherwise: int) -> int:
    found = _find(node, path)
    return int(found.get(qn("w:val"), otherwise)) if found is not None else otherwise
