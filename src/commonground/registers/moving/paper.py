"""A register as a list on paper, on its side: what it is narrowed to, the entries, and what the columns mean."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from commonground.partnership.spreadsheets.guarded import printable
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import Entry
from commonground.registers.moving.limits import MOST_ON_PAPER
from commonground.registers.moving.out import Taken, definitions
from commonground.report.blocks import Block, Bullets, Definitions, Paragraph, Table
from commonground.report.document import Document, Section
from commonground.report.render import docx, pdf
from commonground.report.render.words import long_date

MOST_COLUMNS = 7  # beside the day on which something is due
LONGEST = 400  # letters of a cell; the whole text is in the spreadsheet


def to_word(given: Taken) -> bytes:
    """The list as a DOCX file. Raises NotPossible."""
    return _written(given, docx.write, "docx")


def to_pdf(given: Taken) -> bytes:
    """The list as a tagged PDF. Raises NotPossible."""
    try:
        return _written(given, pdf.write, "pdf")
    except pdf.PangoMissing:
        raise NotPossible("The PDF cannot be made on this server. Take the Word list or a spreadsheet.") from None


def names_on_paper(given: Taken) -> tuple[str, ...]:
    """As many columns as fit: those of the list, then those that it is narrowed by."""
    wanted = dict.fromkeys((*given.register.listed, *given.register.filters))
    return tuple(name for name in wanted if name in given.names and name != "drawn")[:MOST_COLUMNS]


def document_of(given: Taken) -> Document:
    """The list as blocks, which ``report.render`` writes in any of its forms."""
    names, register = names_on_paper(given), given.register
    head = (*(register.label(name) for name in names), register.due_is)
    rows = tuple((*((_words(given, one, name),) for name in names), (_due(one),)) for one in given.entries)
    count = f"{len(rows):,} {register.noun if len(rows) == 1 else register.nouns}"
    said = "; ".join(given.filters) or "all that were not withdrawn"
    summary: list[Block] = [
        Paragraph((f"{count}, as they stood on {long_date(given.on)}. Narrowed to: {said}.",)),
        Bullets((
            (register.about,), *(((register.note,),) if register.note else ()),
            ("A list on paper has the main columns; the spreadsheets have every column.",),
        )),
    ]  # fmt: skip
    meant = tuple((title, (means,)) for title, means in definitions(register, names) if means)
    sections = [Section("Entries", "entries", (Table(register.title, head, rows, numeric=False),))]
    if meant:
        sections.append(Section("What the columns mean", "columns", (Definitions(meant),)))
    return Document(
        name=register.key, title=register.title, subtitle=count, area=given.by, period=long_date(given.on),
        published=given.on, organisation=given.by, summary=tuple(summary), sections=tuple(sections), sources=(),
        status="For the partnership alone", invented=given.invented, opening="This list", landscape=True,
    )  # fmt: skip


def _words(given: Taken, entry: Entry, name: str) -> str:
    value = given.register.value(entry, name)
    words = given.places.get(value, value) if name in ("ward", "lsoa") else given.register.shown(entry, name)
    words = printable(words or "")
    return words if len(words) <= LONGEST else words[:LONGEST].rstrip() + "…"


def _due(entry: Entry) -> str:
    return long_date(entry.due) if entry.due else ""


def _written(given: Taken, write: Callable[[Document, Path], None], ending: str) -> bytes:
    if len(given.entries) > MOST_ON_PAPER:
        raise NotPossible(
            f"A list on paper may have {MOST_ON_PAPER:,} entries, and this one has {len(given.entries):,}: narrow it, "
            "or take a spreadsheet."
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{ending}"
        write(document_of(given), path)
        return path.read_bytes()
