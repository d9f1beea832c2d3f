"""What the columns of a table most likely mean. It is shown to somebody, who changes what is wrong."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from commonground.partnership.spreadsheets.tables import Table, Value
from commonground.plan.moving.matching import item_of, refs_in, theme_of
from commonground.plan.moving.tables import Tables
from commonground.plan.moving.targets import TARGETS, meaning_of
from commonground.plan.templates.written import WrittenTemplate

FIRST_ROWS = 25  # among which the heads of the columns are looked for
SAMPLE = 40
NO_THEME = "-"  # the wording is no heading at all: rows below it stay under the theme above
Holds = Literal["", "actions", "answers"]


class TableMapping(Value):
    """What one table holds, in which row its heads stand (0: in none), and what each column means."""

    table: str
    holds: Holds = ""
    head: int = 0
    heads: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    note: str = ""

    def column(self, target: str) -> int | None:
        """The first column that means this."""
        return self.columns.index(target) if target in self.columns else None

    def all_columns(self, target: str) -> list[int]:
        return [number for number, key in enumerate(self.columns) if key == target]


class ColumnMapping(Value):
    """What each table of a file means, and the theme that each wording in it stands for.

    “” is for one that nobody has placed, ``NO_THEME`` for one that is no heading.
    """

    tables: tuple[TableMapping, ...] = ()
    themes: dict[str, str] = Field(default_factory=dict)

    def of(self, table: str) -> TableMapping:
        return next((mapping for mapping in self.tables if mapping.table == table), TableMapping(table=table))


def guess(tables: Tables, template: WrittenTemplate) -> ColumnMapping:
    """A first mapping of everything in the file."""
    mapped: list[TableMapping] = []
    for table in tables.tables:
        mapped.append(_guessed(table, mapped, template))
    return with_wordings(ColumnMapping(tables=tuple(mapped)), tables, template)


def with_wordings(mapping: ColumnMapping, tables: Tables, template: WrittenTemplate) -> ColumnMapping:
    """The mapping with the theme of every heading that it makes one of; those that somebody placed stay so."""
    wordings = dict.fromkeys(wording for t in tables.tables for wording in theme_wordings(t, mapping.of(t.name)))
    themes = {words: mapping.themes.get(words) or theme_of(words, template) for words in wordings}
    return mapping.model_copy(update={"themes": themes})


def theme_wordings(table: Table, mapping: TableMapping) -> Iterator[str]:
    """What may name a theme: the heading above, the rows that stand alone, the cells of the theme’s column."""
    if not mapping.holds:
        return
    if table.heading:
        yield table.heading
    column = mapping.column("theme") if mapping.holds == "actions" else None
    for number in range(mapping.head + 1, len(table.rows) + 1):
        if words := standing_alone(table, number, mapping):
            yield words
        elif column is not None and table.cell(number, column):
            yield table.cell(number, column).text


def standing_alone(table: Table, number: int, mapping: TableMapping) -> str:
    """The words of a row that has one cell only, all across or outside the column of titles; else nothing."""
    filled = [column for column in range(table.width) if table.cell(number, column)]
    if len(filled) != 1:
        return ""
    spans = number in table.spanning
    elsewhere = filled[0] != mapping.column("title") and mapping.columns[filled[0] : filled[0] + 1] != ("theme",)
    words = table.cell(number, filled[0]).text
    return words if (spans or (elsewhere and filled[0] == 0)) and "\n" not in words and len(words) <= 200 else ""


def _guessed(table: Table, before: list[TableMapping], template: WrittenTemplate) -> TableMapping:
    head = _head_row(table)
    return as_headed(table, head, template) if head else _as_before(table, before)


def as_headed(table: Table, head: int, template: WrittenTemplate) -> TableMapping:
    """What the columns mean by the names in that row; nothing is guessed of a table without one (0)."""
    if not head:
        return TableMapping(table=table.name, heads=("",) * table.width, columns=("",) * table.width)
    heads = tuple(" ".join(table.cell(head, column).text.split()) for column in range(table.width))
    columns = _meanings(heads)
    columns = _refs_that_serve(table, head, columns, template)
    mapping = TableMapping(table=table.name, head=head, heads=heads, columns=columns)
    return mapping.model_copy(update={"holds": _holds(table, mapping, template)})


def _as_before(table: Table, before: list[TableMapping]) -> TableMapping:
    """A table without heads of its own that is as wide as one before it goes on as that one did."""
    alike = [m for m in before if len(m.columns) == table.width and m.holds]
    if not alike:
        heads = ("",) * table.width
        return TableMapping(table=table.name, heads=heads, columns=heads, note="No row of heads was found.")
    note = f"It has no row of heads; those of {alike[-1].table} were taken."
    return alike[-1].model_copy(update={"table": table.name, "head": 0, "note": note})


def _head_row(table: Table) -> int:
    """The row in which most cells are called what columns are called; 0 for none."""
    rated = []
    for number in range(1, min(FIRST_ROWS, len(table.rows)) + 1):
        if number not in table.spanning:
            meant = [meaning_of(cell.text) for cell in table.rows[number - 1]]
            sure = sum(sureness for _, sureness in meant)
            rated.append((sure if len({key for key, _ in meant if key}) > 1 else 0, -number))
    best, number = max(rated, default=(0, 0))
    return -number if best >= 3 else 0


def _meanings(heads: tuple[str, ...]) -> tuple[str, ...]:
    """Each meaning once, to the column whose name says it most surely; some may have several."""
    rated = [meaning_of(head) for head in heads]
    taken: dict[str, int] = {}
    for number, (key, sureness) in enumerate(rated):
        if key and (key not in taken or sureness > rated[taken[key]][1]):
            taken[key] = number
    return tuple(
        key if key and (taken[key] == number or TARGETS[key].several) else "" for number, (key, _) in enumerate(rated)
    )


def _refs_that_serve(
    table: Table, head: int, columns: tuple[str, ...], template: WrittenTemplate
) -> tuple[str, ...]:
    """A column of references is the template’s if most of them are references of the template."""
    if "serves" in columns or "ref" not in columns:
        return columns
    at = columns.index("ref")
    given = [table.cell(number, at).text for number in range(head + 1, len(table.rows) + 1) if table.cell(number, at)]
    of_template = [words for words in given if refs_in(words, template)[0]]
    serves = len(of_template) * 2 > len(given) > 0
    return tuple("serves" if serves and number == at else key for number, key in enumerate(columns))


def _holds(table: Table, mapping: TableMapping, template: WrittenTemplate) -> Holds:
    """Answers, if there is a column of answers or most rows are the template’s own words; else actions."""
    if mapping.column("standing") is not None:
        return "answers"
    title = mapping.column("title")
    if title is None:
        return ""
    numbers = range(mapping.head + 1, min(len(table.rows), mapping.head + SAMPLE) + 1)
    titles = [table.cell(number, title).text for number in numbers if table.cell(number, title)]
    own = [words for words in titles if item_of("", words, template)]
    return "answers" if len(own) * 2 > len(titles) else "actions"
