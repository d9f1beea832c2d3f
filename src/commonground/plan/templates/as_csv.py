"""A template as one sheet of CSV, for whoever would rather work in a spreadsheet.

``record`` says what a row is. Lists stand in one cell with semicolons between. A row may fill the columns of its record
alone, so that nothing is silently left out.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from commonground.plan.templates.cells import cell, entries_of, listed, words_of
from commonground.plan.templates.refusal import TemplateRefused, first_fault, shown, text_of
from commonground.plan.templates.written import Place, WrittenTemplate

COLUMNS = {
    "record": "What the row is: `template` (once), `theme`, `item`, `item mapping` or `theme mapping`",
    "key": "Of a template or theme: its key. Of an item: its ref. Of a mapping: the ref or theme of the version before",
    "title": "Of the template or a theme",
    "tier": "Of an item: `minimum` or `option`",
    "theme": "Of an item: the key of its theme",
    "text": "What the item asks for; of a theme, its description",
    "guidance": "How to answer it",
    "lead": "Who usually leads",
    "indicators": "Suggested indicators, with semicolons between",
    "evidence_expected": "What an answer should rest on, with semicolons between",
    "review_frequency": "How often it is looked at",
    "prevention": "`primary`, `secondary`, `tertiary` or nothing",
    "approach": "Its name in the Toolkit of the Youth Endowment Fund, if it has one",
    "source": "Where it was found",
    "confirmed": "`yes` if a published source was found, else `no`",
    "status": "In words, what kind of source that is",
    "published": "Of the template: `2018`, `2018-06` or `2018-06-27`; nothing if it is not known",
    "note": "Of the template: what its readers must know",
    "succeeds": "Of the template: the key of the version before it",
    "leads_to": "Of a mapping: the refs, or the theme, that it becomes; of an item that is gone, nothing",
}
ITEM = {"key": "ref", **{name: name for name in list(COLUMNS)[3:16]}}
FIELDS = {
    "template": {name: name for name in ("key", "title", "published", "source", "note", "succeeds")},
    "theme": {"key": "key", "title": "title", "text": "description"},
    "item": ITEM,
    "item mapping": {"key": "key", "leads_to": "leads_to"},
    "theme mapping": {"key": "key", "leads_to": "leads_to"},
}
LISTS = ("indicators", "evidence_expected")
WORDS_OF_OURS = ("tier", "prevention")
YES_NO = {"yes": True, "no": False, "": False}


def write_csv(template: WrittenTemplate) -> bytes:
    """With a byte order mark, which spreadsheets need to read UTF-8."""
    sheet = io.StringIO(newline="")
    rows = csv.DictWriter(sheet, list(COLUMNS), restval="")
    rows.writeheader()
    rows.writerows({name: cell(words) for name, words in row.items()} for row in _rows(template))
    return sheet.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, name: str = "the template") -> WrittenTemplate:
    """The template in a file. Raises TemplateRefused if it is none."""
    sheet = _Sheet(name)
    for number, row in _read(text_of(content, name, "CSV"), name):
        sheet.take(number, row)
    try:
        return WrittenTemplate.model_validate(sheet.template)
    except ValidationError as error:
        place, sentence = first_fault(error)
        raise TemplateRefused(name, f"{sheet.told(place)} {sentence}.") from None


def _rows(template: WrittenTemplate) -> Iterator[dict[str, str]]:
    whole = template.model_dump(mode="json")
    yield _row("template", whole)
    for theme in whole["themes"]:
        yield _row("theme", theme)
    for item in whole["items"]:
        yield _row("item", item | {"confirmed": "yes" if item["confirmed"] else "no"})
    for old, refs in whole["item_mapping"].items():
        yield {"record": "item mapping", "key": old, "leads_to": listed(refs)}
    for old, theme in whole["theme_mapping"].items():
        yield {"record": "theme mapping", "key": old, "leads_to": theme}


def _row(record: str, values: Mapping[str, Any]) -> dict[str, str]:
    cells = {column: values[name] or "" for column, name in FIELDS[record].items()}
    return {"record": record, **{c: listed(v) if isinstance(v, list) else v for c, v in cells.items()}}


def _read(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number in the spreadsheet and its cells by column, empty ones left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if not header:
                header = _header(cells, name)
            elif len(cells) > len(header) and any(cells[len(header) :]):
                raise TemplateRefused(name, f"row {number} has more cells than columns; look for a stray comma.")
            elif any(entered.strip() for entered in cells):
                filled = zip(header, map(words_of, cells), strict=False)
                yield number, {column: words for column, words in filled if words}
    except csv.Error as error:
        raise TemplateRefused(
            name, f"line {reader.line_num} is not CSV ({error}); save it from a spreadsheet."
        ) from None
    if not header:
        raise TemplateRefused(name, "is empty; its first row has the names of the columns.")


def _header(cells: list[str], name: str) -> list[str]:
    header = ["_".join(entered.casefold().split()) for entered in cells]
    for column in header:
        if column and column not in COLUMNS:
            raise TemplateRefused(
                name, f"row 1: {shown(column)} is no column of a template; the columns are {', '.join(COLUMNS)}."
            )
        if column and header.count(column) > 1:
            raise TemplateRefused(name, f"row 1: there are two columns “{column}”; leave one of them out.")
    for column in ("record", "key"):
        if column not in header:
            raise TemplateRefused(name, f"row 1: there is no column “{column}”; the columns are {', '.join(COLUMNS)}.")
    return header


@dataclass
class _Sheet:
    """The template as far as it has been read, and the row that each part of it stands in."""

    name: str
    template: dict[str, Any] = field(
        default_factory=lambda: {"themes": [], "items": [], "item_mapping": {}, "theme_mapping": {}}
    )
    rows: dict[Place, int] = field(default_factory=dict)

    def take(self, number: int, row: dict[str, str]) -> None:
        record = row.pop("record", "").casefold()
        if record not in FIELDS:
            self.refuse(number, "record", f"is {shown(record)}, but must be one of {', '.join(FIELDS)}")
        for column in row:
            if column not in FIELDS[record]:
                self.refuse(number, column, f"is filled, but a row of the record “{record}” has none; empty the cell")
        if record == "template":
            self._take_template(number, row)
        elif "mapping" in record:
            self._take_mapping(number, record.replace(" ", "_"), row)
        else:
            self._take_part(number, record, row)

    def told(self, place: Place) -> str:
        """A place of the template in words: its row and column."""
        for depth in range(len(place), 0, -1):
            if place[:depth] in self.rows:
                return f"row {self.rows[place[:depth]]}, column “{self._column(place, depth)}”"
        if place[:1] and place[0] in FIELDS["template"] and () in self.rows:
            return f"row {self.rows[()]}, column “{place[0]}”"
        return f"the {place[0]}" if place and place[0] in ("themes", "items") else "the row of the record “template”"

    def refuse(self, number: int, column: str, sentence: str) -> None:
        raise TemplateRefused(self.name, f"row {number}, column “{column}” {sentence}.")

    def _column(self, place: Place, depth: int) -> str:
        if "mapping" in str(place[0]):
            return "leads_to"
        record = "theme" if place[0] == "themes" else "item"
        names = {name: column for column, name in FIELDS[record].items()}
        return names.get(str(place[depth]), "key") if len(place) > depth else "key"

    def _take_template(self, number: int, row: dict[str, str]) -> None:
        if () in self.rows:
            self.refuse(number, "record", f"is “template”, but so is row {self.rows[()]}; leave one of them out")
        self.rows[()] = number
        self.template |= row

    def _take_part(self, number: int, record: str, row: dict[str, str]) -> None:
        parts = self.template[f"{record}s"]
        self.rows[f"{record}s", len(parts)] = number
        part: dict[str, Any] = {FIELDS[record][column]: words for column, words in row.items()}
        part |= {name: entries_of(part[name]) for name in LISTS if name in part}
        part |= {name: part[name].casefold() for name in WORDS_OF_OURS if name in part}
        if "confirmed" in part:
            if (said := part["confirmed"].casefold()) not in YES_NO:
                self.refuse(number, "confirmed", f"is {shown(part['confirmed'])}, but must be yes or no")
            part["confirmed"] = YES_NO[said]
        parts.append(part)

    def _take_mapping(self, number: int, name: str, row: dict[str, str]) -> None:
        old, to = row.get("key", ""), row.get("leads_to", "")
        if old in self.template[name]:
            self.refuse(number, "key", f"is “{old}”, as of row {self.rows[name, old]}; write one row for each")
        self.rows[name, old] = number
        self.template[name][old] = entries_of(to) if name == "item_mapping" else to
