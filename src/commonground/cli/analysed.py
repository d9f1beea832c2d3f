"""The answer of an analysis: on the screen, as JSON, and as files."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from commonground.report.analysis import Analysis, Outcome
from commonground.report.blocks import Block, Bullets, Caveat, Chart, Paragraph, Statement, Table
from commonground.sources.readers.refusal import Refusal

WRITES = (".svg", ".png", ".csv", ".json", ".html", ".pdf", ".docx")
ROWS = 20  # on the screen
COUNTED = ("count", "people", "observed")  # columns of answers that count people or events
PRINTED = 200  # in a document
FEW = (
    "Counts from 1 to 4 are in the file or the answer, as they are. Before it is published, hide what could tell "
    "of a person."
)


@dataclass(frozen=True)
class Answer:
    """What was asked, and what was found."""

    analysis: Analysis
    outcome: Outcome
    files: tuple[str, ...]
    options: Mapping[str, Any]
    seed: int | None
    few: bool

    @property
    def cautions(self) -> tuple[str, ...]:
        counts = [cell for heading in COUNTED for cell in self.table.get(heading, ())]
        few = self.few or any(isinstance(cell, int | float) and 1 <= cell <= 4 for cell in counts)
        return (*self.outcome.cautions, *((FEW,) if few else ()))

    @cached_property
    def table(self) -> dict[str, list[Any]]:
        """The columns of the result, as plain values."""
        return {heading: [_value(cell) for cell in column] for heading, column in self.outcome.result.table().items()}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self.outcome.draw())

    @property
    def charts(self) -> list[Chart]:
        return [block for block in self.blocks if isinstance(block, Chart)]


def _value(cell: Any) -> Any:
    """A number, a word, a day, or None for what is not known."""
    if isinstance(cell, np.datetime64):
        return None if np.isnat(cell) else str(cell).replace("T", " ")
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, float) and not np.isfinite(cell):
        return None if np.isnan(cell) else str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def shown(cell: Any) -> str:
    """The cell for a reader: thousands set off, four figures of a fraction, a real minus sign."""
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}".replace("-", "−")
    if isinstance(cell, float):
        text = f"{cell:,.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:,.4g}"
        return text.replace("-", "−")
    return str(cell)


def show(told: Answer, out: tuple[Path, ...]) -> None:
    """On the screen: the sentence, the first rows, what to bear in mind, what it cannot say."""
    from rich.padding import Padding
    from rich.table import Table as Grid

    from commonground.cli import screen

    console = screen.console()
    screen.heading(console, told.analysis.title, ", ".join(told.files))
    console.print(told.outcome.sentence)
    if table := told.table:
        console.print()
        grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for heading, cells in table.items():
            numeric = all(isinstance(cell, int | float | None) for cell in cells)
            grid.add_column(heading.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
        for row in list(zip(*table.values(), strict=True))[:ROWS]:
            grid.add_row(*map(shown, row))
        console.print(Padding(grid, (0, 0, 0, 2)))
        if (more := len(next(iter(table.values()))) - ROWS) > 0:
            console.print(f"  and {more:,} more rows: --out FILE.csv writes them all.")
    if told.cautions:
        screen.heading(console, "Bear in mind")
        screen.bullets(console, told.cautions)
    screen.heading(console, "It cannot say")
    screen.bullets(console, told.analysis.cannot_say)
    for path in out:
        console.print(f"Written: {path}", soft_wrap=True)


def to_json(told: Answer) -> dict[str, Any]:
    """For a program: everything, and the seed that gives it again."""
    return {
        "analysis": told.analysis.key,
        "sentence": told.outcome.sentence,
        "files": list(told.files),
        "options": {key: _value(value) for key, value in told.options.items()},
        "seed": told.seed,
        "cautions": list(told.cautions),
        "cannot_say": list(told.analysis.cannot_say),
        "table": told.table,
    }


def write(told: Answer, path: Path) -> None:
    """The answer as a file, whole or not at all. Raises Refusal where there is no chart to draw."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        _WRITERS[path.suffix.lower()](told, part)
        part.replace(path)
    except OSError as error:
        raise Refusal(str(path), f"cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def _json(told: Answer, path: Path) -> None:
    path.write_text(json.dumps(to_json(told), ensure_ascii=False, indent=1) + "\n", "utf-8")


def _csv(told: Answer, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(told.table)
        writer.writerows([_safe(cell) for cell in row] for row in zip(*told.table.values(), strict=True))


def _safe(cell: Any) -> Any:
    """Words that a spreadsheet would take for a formula are kept from being one."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _chart(told: Answer) -> Chart:
    if not told.charts:
        raise Refusal(told.analysis.command, "has no chart; write .csv, .json, .html, .pdf or .docx.")
    return told.charts[0]


def _svg(told: Answer, path: Path) -> None:
    from commonground.report.render.drawing import drawn

    chart = _chart(told)
    svg = drawn(chart.spec, chart.key, chart.title, chart.alternative)
    if "xmlns=" not in svg[:300]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    path.write_text(svg, "utf-8")


def _png(told: Answer, path: Path) -> None:
    from commonground.report.render.drawing import picture

    path.write_bytes(picture(_chart(told).spec)[0])


def _document(told: Answer, path: Path) -> None:
    from importlib import import_module

    from commonground.report.render.pdf import PangoMissing

    form = path.name.removesuffix(".part").rpartition(".")[2].lower()
    try:
        import_module(f"commonground.report.render.{form}").write(document(told), path)
    except PangoMissing as missing:
        raise Refusal(path.name, str(missing)) from None


def document(told: Answer):
    """The answer as pages: the sentence, charts, table, cautions, and how it can be had again."""
    from commonground.report.document import Document, Section

    analysis = told.analysis
    sections = (
        Section("What was found", "found", (*told.blocks, *_table(told))),
        Section("What it cannot say", "cannot-say", (Bullets(tuple((said,) for said in analysis.cannot_say)),)),
        Section("How it was done", "method", tuple(_method(told))),
    )
    return Document(
        name=analysis.key, title=analysis.title, subtitle=analysis.question, area="", period="",
        published=date.today(), organisation="", summary=(
            Statement((told.outcome.sentence,)), *(Caveat((said,)) for said in told.cautions)
        ), sections=sections, sources=(), opening="In a sentence",
    )  # fmt: skip


def _table(told: Answer) -> Iterator[Block]:
    table = told.table
    if not table:
        return
    rows = list(zip(*table.values(), strict=True))
    more = len(rows) - PRINTED
    yield Table(
        "The numbers", tuple(heading.replace("_", " ").capitalize() for heading in table),
        tuple(tuple((shown(cell),) for cell in row) for row in rows[:PRINTED]),
        note=(f"The first {PRINTED:,} of {len(rows):,} rows.",) if more > 0 else (),
        numeric=all(isinstance(cell, int | float | None) for row in rows[:PRINTED] for cell in row[1:]),
    )  # fmt: skip


def _method(told: Answer) -> Iterator[Block]:
    from importlib.metadata import version

    options = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in told.options.items())
    yield Paragraph((told.analysis.method,))
    yield Paragraph((
        f"Worked out by Common Ground {version('commonground')}"
        + (f" from {', '.join(told.files)}" if told.files else "")
        + (f"; {options}" if options else "")
        + (f"; random numbers from seed {told.seed}." if told.seed is not None else "."),
    ))  # fmt: skip


_WRITERS = {
    ".svg": _svg, ".png": _png, ".csv": _csv, ".json": _json, ".html": _document, ".pdf": _document, ".docx": _document
}  # fmt: skip
