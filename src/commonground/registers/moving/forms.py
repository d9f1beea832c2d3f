"""The forms in which a register is taken away, and its empty template."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonground.partnership.rule import Actor
from commonground.registers.models import Entry
from commonground.registers.moving.files import to_csv, to_opendocument, to_workbook
from commonground.registers.moving.out import REFERENCE, Cell, Taken, definitions, heads
from commonground.registers.moving.paper import to_pdf, to_word
from commonground.registers.reading import columns_for
from commonground.registers.register import Register

OFFICE = "application/vnd.openxmlformats-officedocument."
SHEET = f"{OFFICE}spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """What the form is called, whom it is for, and the function that writes it."""

    key: str
    title: str
    about: str
    media_type: str
    write: Callable[[Taken], bytes]
    on_paper: bool = False


def of_csv(given: Taken) -> bytes:
    return to_csv((given.heads, *given.rows()))


def of_workbook(given: Taken) -> bytes:
    return to_workbook(_sheets(given))


def of_opendocument(given: Taken) -> bytes:
    return to_opendocument(_sheets(given))


def of_json(given: Taken) -> bytes:
    """What is taken out, for a program."""
    held = {
        "register": given.register.key, "title": given.register.title, "partnership": given.by,
        "day": given.on.isoformat(), "invented": given.invented, "filters": list(given.filters),
        "number": len(given.entries),
        "entries": [entry_as_json(given.register, one, given.names) for one in given.entries],
    }  # fmt: skip
    return json.dumps(held, ensure_ascii=False, indent=1).encode() + b"\n"


def entry_as_json(register: Register, entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """An entry by the keys of those columns that its reader may see, as files and the API give it."""
    values = {name: _json(name, register.value(entry, name)) for name in names}
    return {"reference": entry.public_id, "withdrawn": entry.withdrawn_on is not None, "values": values}


def _json(name: str, value: Any) -> Any:
    if name in ("agency", "about") and value is not None:
        return {"reference": value.public_id, "name": str(value)}
    return value if isinstance(value, str | int | float | list | dict) or value is None else str(value)


def _sheets(given: Taken) -> list[tuple[str, Iterable[tuple[Cell, ...]]]]:
    return [
        ("Entries", (given.heads, *given.rows())),
        ("About", (("Field", "Value"), *given.about())),
        ("Columns", (("Column", "What it means"), *definitions(given.register, given.names))),
    ]


def template(register: Register, by: Actor, form: str) -> bytes:
    """An empty list with the headings; in a workbook, what may stand in each column is on a second sheet."""
    names = columns_for(register, by, register.columns)
    head = ((REFERENCE, *heads(register, names)),)
    return to_csv(head) if form == "csv" else to_workbook([("Entries", head), ("Choices", _choices(register, names))])


TEMPLATES = {"csv": "text/csv; charset=utf-8", "xlsx": SHEET}


def _choices(register: Register, names: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    yield ("Column", "May be left empty", "What it means", "Choices")
    for name, (head, means) in zip(names, definitions(register, names), strict=True):
        first, *more = register.choices(name).values() or (_kind(register, name),)
        yield (head, "No" if name in register.required else "Yes", means, first)
        yield from ((None, None, None, one) for one in more)


def _kind(register: Register, name: str) -> str:
    kinds = {"BooleanField": "Yes or No", "DateField": "A day, as 2026-03-04", "TimeField": "A time, as 14:30"}
    return kinds.get(register.field(name).get_internal_type(), "")


FORMS = {
    form.key: form
    for form in (
        Form("csv", "CSV", "Every column. It can be changed and brought in again.", "text/csv; charset=utf-8", of_csv),
        Form("xlsx", "Excel workbook", "Every column, and what each means on a second sheet.", SHEET, of_workbook),
        Form(
            "ods", "OpenDocument spreadsheet", "The same for LibreOffice.",
            "application/vnd.oasis.opendocument.spreadsheet", of_opendocument,
        ),
        Form("json", "JSON", "Every column by its key, for a developer.", "application/json", of_json),
        Form("pdf", "PDF list", "To read or print, on its side.", "application/pdf", to_pdf, on_paper=True),
        Form(
            "docx", "Word list", "To read, print or take to a meeting.", f"{OFFICE}wordprocessingml.document", to_word,
            on_paper=True,
        ),
    )
}  # fmt: skip
"""Every form by its key, which is the ending of the file’s name."""


def dated(register: Register, on: date, form: str) -> str:
    """The name of a file that is taken away. It tells the register and the day, and nothing of what is in it."""
    return f"{register.key.replace('_', '-')}-{on.isoformat()}.{form}"
