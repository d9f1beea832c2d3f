"""A plan as eight sheets, and back: which parts stand on which sheet, and what their columns are called.

This is the form of the workbook and of the CSV archive. A person may change cells and send the file back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from commonground.plan.written import (
    Written,
    WrittenAction,
    WrittenAnswer,
    WrittenEvidence,
    WrittenExpectation,
    WrittenPlan,
    WrittenRound,
    WrittenTask,
    WrittenTheme,
    WrittenUpdate,
)

Cell = str | int | date | None
Row = tuple[Cell, ...]
FORM = "commonground.plan/1"
WORDS = {
    "ref": "Reference", "key": "Key", "area_code": "Area code", "as_of": "As of",
    "plain_summary": "Plain-English summary",
    "rag": "RAG", "rag_reason": "Reason for the RAG", "derived": "Worked out RAG",
    "derived_because": "Why it was worked out so", "serves": "Standards and options served", "starts": "Starts",
    "due": "Due", "weight_reason": "Reason for the weight", "cost_band": "Cost", "funded_until": "Funded until",
    "level": "Where it works", "success": "What success looks like", "depends_on": "Depends on",
    "state_reason": "Reason for the state", "agency": "Lead agency", "standing": "Answer", "narrative": "Commentary",
    "of": "Of", "measure": "Measure or register", "shared_from": "Shared from", "practice_card": "Practice card",
    "owner": "Accountable person", "next_steps": "Next steps", "next": "Next", "by": "By", "minute": "Minute reference",
    "corrects": "Corrects round", "received": "Update received", "invented": "Invented",
}  # fmt: skip
ANSWER, ACTION = "Answer", "Action"


class NotAPlan(ValueError):
    """The sheets do not make a plan: one sentence that says where."""


@dataclass(frozen=True)
class Sheet:
    """One kind of part. ``above`` names columns that say whose part a row is."""

    title: str
    model: type[Written]
    above: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, FieldInfo]:
        return {name: field for name, field in self.model.model_fields.items() if not _holds_parts(field)}

    @property
    def head(self) -> tuple[str, ...]:
        return (*self.above, *(label(name) for name in self.fields))

    def row(self, part: Written, *above: str) -> Row:
        return (*above, *(to_cell(getattr(part, name)) for name in self.fields))

    def part(self, cells: Mapping[str, Cell], place: str, **parts: Any) -> Any:
        """The part that a row holds. Raises NotAPlan."""
        given = {
            name: from_cell(cells.get(label(name)), field, f"{place}, “{label(name)}”")
            for name, field in self.fields.items()
        }
        try:
            return self.model(**{name: value for name, value in given.items() if value is not None}, **parts)
        except ValidationError as faults:
            raise NotAPlan(_said(faults, place)) from None


ABOUT = Sheet("About", WrittenPlan)
REVIEW_ABOUT = Sheet("About", WrittenRound)
THEMES = Sheet("Themes", WrittenTheme)
ANSWERS = Sheet("Standards and options", WrittenAnswer)
ACTIONS = Sheet("Actions", WrittenAction)
TASKS = Sheet("Tasks", WrittenTask, ("Action",))
EVIDENCE = Sheet("Evidence", WrittenEvidence, ("Belongs to", "Its reference"))
EXPECTED = Sheet("Expected measures", WrittenExpectation, ("Action",))
UPDATES = Sheet("Latest review", WrittenUpdate)
REVIEWED = "Latest review: "

Sheets = dict[str, tuple[Row, ...]]
"""The rows of each sheet by its title, the head first."""


def sheets_of(plan: WrittenPlan) -> Sheets:
    """The plan as rows of cells."""
    _refs_once(plan)
    answers, actions = plan.answers, plan.actions
    return {
        ABOUT.title: (("Field", "Value"), *_about(plan)),
        THEMES.title: (THEMES.head, *(THEMES.row(theme) for theme in plan.themes)),
        ANSWERS.title: (ANSWERS.head, *(ANSWERS.row(answer) for answer in answers)),
        ACTIONS.title: (ACTIONS.head, *(ACTIONS.row(action) for action in actions)),
        TASKS.title: (TASKS.head, *(TASKS.row(task, a.ref) for a in actions for task in a.tasks)),
        EVIDENCE.title: (
            EVIDENCE.head,
            *(EVIDENCE.row(e, ANSWER, a.ref) for a in answers for e in a.evidence),
            *(EVIDENCE.row(e, ACTION, a.ref) for a in actions for e in a.evidence),
        ),
        EXPECTED.title: (EXPECTED.head, *(EXPECTED.row(e, a.ref) for a in actions for e in a.expects)),
        UPDATES.title: (UPDATES.head, *(UPDATES.row(u) for u in (plan.review.updates if plan.review else ()))),
    }


def plan_of(sheets: Mapping[str, tuple[Row, ...]]) -> WrittenPlan:
    """The plan that the sheets hold. Raises NotAPlan."""
    about = {str(name): value for name, value in (row[:2] for row in sheets.get(ABOUT.title, ())[1:])}
    tasks, evidence, expected = (Grouped(sheets, sheet) for sheet in (TASKS, EVIDENCE, EXPECTED))
    answers = tuple(
        ANSWERS.part(cells, place, evidence=evidence.take(ANSWER, cells.get(label("ref"))))
        for cells, place in records(sheets, ANSWERS)
    )
    actions = tuple(
        ACTIONS.part(
            cells, place, tasks=tasks.take(ref), expects=expected.take(ref), evidence=evidence.take(ACTION, ref)
        )
        for cells, place in records(sheets, ACTIONS)
        for ref in (cells.get(label("ref")),)
    )  # fmt: skip
    for group in (tasks, evidence, expected):
        group.all_taken()
    themes = tuple(THEMES.part(cells, place) for cells, place in records(sheets, THEMES))
    plan: WrittenPlan = ABOUT.part(
        about, "the sheet “About”", themes=themes, answers=answers, actions=actions, review=_review(about, sheets)
    )
    _refs_once(plan)
    return plan


def holds_a_plan(sheets: Mapping[str, tuple[Row, ...]]) -> bool:
    """Whether these are the sheets that an export wrote."""
    return any(row[:2] == (label("form"), FORM) for row in sheets.get(ABOUT.title, ()))


class Grouped:
    """The parts on a sheet by what they belong to, each to be taken once."""

    def __init__(self, sheets: Mapping[str, tuple[Row, ...]], sheet: Sheet) -> None:
        self.parts: dict[tuple[Cell, ...], list[Any]] = {}
        self.places: dict[tuple[Cell, ...], str] = {}
        for cells, place in records(sheets, sheet):
            above = tuple(_text(cells.get(name)) for name in sheet.above)
            self.parts.setdefault(above, []).append(sheet.part(cells, place))
            self.places.setdefault(above, place)

    def take(self, *above: Cell) -> tuple[Any, ...]:
        return tuple(self.parts.pop(tuple(map(_text, above)), ()))

    def all_taken(self) -> None:
        for above in self.parts:
            raise NotAPlan(f"{self.places[above]} belongs to “{' '.join(map(str, above))}”, which is not in the file.")


def records(sheets: Mapping[str, tuple[Row, ...]], sheet: Sheet) -> Iterator[tuple[dict[str, Cell], str]]:
    """Each row that holds anything as cells by column, and where it stands."""
    head, *rows = sheets.get(sheet.title) or ((),)
    for number, row in enumerate(rows, start=2):
        if any(cell not in (None, "") for cell in row):
            yield dict(zip(map(str, head), row, strict=False)), f"“{sheet.title}”, row {number}"


def label(name: str) -> str:
    """What a column is called."""
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def to_cell(value: Any) -> Cell:
    """A field’s value as it stands in a cell: words for a choice, entries of a list after each other."""
    if isinstance(value, Enum):
        return str(value.label)  # type: ignore[attr-defined]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return "; ".join(_entry(entry) for entry in value)
    return value


def from_cell(cell: Cell, field: FieldInfo, place: str) -> Any:
    """The value of a cell; None where it is empty. Raises NotAPlan."""
    if cell is None or cell == "":
        return None
    kind = next((kind for kind in get_args(field.annotation) if kind is not NoneType), field.annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _choice(cell, kind, place)
    if field.annotation is bool:
        return _choice(cell, bool, place)
    if getattr(field.annotation, "__origin__", None) is tuple:
        return tuple(next(csv.reader(io.StringIO(str(cell), newline=""), delimiter=";", skipinitialspace=True)))
    if kind is date and isinstance(cell, str):
        return _day(cell, place)
    return cell if kind in (date, int) else _text(cell)


def _choice(cell: Cell, kind: type, place: str) -> Any:
    said = str(cell).strip().casefold()
    options = {"yes": True, "no": False} if kind is bool else {c.label.casefold(): c for c in kind}  # type: ignore[attr-defined]
    if kind is not bool:
        options |= {c.value.casefold(): c for c in kind}  # type: ignore[attr-defined]
    if said not in options:
        known = ", ".join(["Yes", "No"] if kind is bool else [c.label for c in kind])  # type: ignore[attr-defined]
        raise NotAPlan(f"{place} holds “{str(cell)[:60]}”, which is none of: {known}.")
    return options[said]


def _day(words: str, place: str) -> date:
    """As we write it, or as a spreadsheet in British English saves it again."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.strptime(words.strip(), form).date()
    raise NotAPlan(f"{place} holds “{words[:60]}”, which is not a date such as 31/03/2020.")


def _entry(words: str) -> str:
    """An entry of a list, in quotation marks where it could not be told from the next."""
    quoted = not words or any(mark in words for mark in ';"\r\n')
    return '"' + words.replace('"', '""') + '"' if quoted else words


def _text(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _about(plan: WrittenPlan) -> Iterator[Row]:
    yield from zip(ABOUT.head, ABOUT.row(plan), strict=True)
    if plan.review:
        names = (f"{REVIEWED}{name.lower()}" for name in REVIEW_ABOUT.head)
        yield from zip(names, REVIEW_ABOUT.row(plan.review), strict=True)


def _review(about: Mapping[str, Cell], sheets: Mapping[str, tuple[Row, ...]]) -> WrittenRound | None:
    cells = {name: about.get(f"{REVIEWED}{name.lower()}") for name in REVIEW_ABOUT.head}
    updates = tuple(UPDATES.part(row, place) for row, place in records(sheets, UPDATES))
    if not updates and not any(cells.values()):
        return None
    found: WrittenRound = REVIEW_ABOUT.part(cells, "the sheet “About”, “Latest review”", updates=updates)
    return found


def _holds_parts(field: FieldInfo) -> bool:
    parts = (field.annotation, *get_args(field.annotation))
    return any(isinstance(part, type) and issubclass(part, Written) for part in parts)


def _refs_once(plan: WrittenPlan) -> None:
    for what, refs in (
        ("standards or options", [a.ref for a in plan.answers]),
        ("actions", [a.ref for a in plan.actions]),
    ):
        if again := _twice(refs):
            raise NotAPlan(f"Two {what} have the reference “{again}”; give each its own.")


def _twice(refs: Iterable[str]) -> str:
    seen: set[str] = set()
    return next((ref for ref in refs if ref in seen or seen.add(ref)), "")  # type: ignore[func-returns-value]


def _said(faults: ValidationError, place: str) -> str:
    first = faults.errors(include_url=False, include_input=False)[0]
    name = label(str(first["loc"][0])) if first["loc"] else ""
    why = "is empty" if first["type"] == "missing" else f"cannot be taken ({first['msg'].lower()})"
    return f"{place}: “{name}” {why}."
