"""A file with a plan that was sent in, read as tables; of an export of ours, as the plan."""

from pathlib import Path
from zipfile import ZipFile

from pydantic import ValidationError

from commonground.partnership.spreadsheets import from_csv, from_opendocument, from_workbook
from commonground.partnership.spreadsheets.opening import kind_of, notes_of, unpacked
from commonground.partnership.spreadsheets.values import check_reach
from commonground.plan.moving import archive as csv_archive
from commonground.plan.moving import from_word
from commonground.plan.moving.limits import PLAN
from commonground.plan.moving.sheets import NotAPlan, holds_a_plan, plan_of
from commonground.plan.moving.tables import Tables
from commonground.plan.moving.workbook import ours, sheets_in
from commonground.plan.written import WrittenPlan
from commonground.sources.readers import archive
from commonground.sources.readers.refusal import Refusal

WANTED = "Send an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods), a CSV file or a Word file (.docx)."


def read(path: Path, file: str) -> Tables:
    """The tables of the file, which its sender calls ``file``; of an export of ours, the plan. Raises Refusal."""
    archived = kind_of(path, file, PLAN) == "archive"
    tables = _of_archive(path, file) if archived else _of_text(path.read_bytes(), file)
    if not tables.plan and not any(table.rows for table in tables.tables):
        raise Refusal(file, "holds no table with anything in it. Nothing was taken over.")
    PLAN.check_tables(len(tables.tables), file)
    return tables


def _of_text(content: bytes, file: str) -> Tables:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        try:
            return Tables(file=file, plan=WrittenPlan.model_validate_json(content.removeprefix(b"\xef\xbb\xbf")))
        except ValidationError as faults:
            first = faults.errors(include_url=False, include_input=False)[0]
            place = " → ".join(map(str, first["loc"])) or "it"
            said = f"is not a plan as its schema describes it: {place}: {first['msg'].lower()}. Nothing was taken over."
            raise Refusal(file, said) from None
    return Tables(file=file, tables=from_csv.tables_in(content, file, PLAN))


def _of_archive(path: Path, file: str) -> Tables:
    with unpacked(path, file, PLAN) as opened:
        names = set(opened.namelist())
        if "xl/workbook.xml" in names:
            check_reach(opened, file)
            return _of_workbook(path, file, notes_of(opened))
        if "word/document.xml" in names:
            return Tables(file=file, tables=from_word.tables_in(path, file))
        if archive.workbook(opened):
            return Tables(file=file, tables=from_opendocument.tables_in(path, file, PLAN))
        if any(name.casefold().endswith(".csv") for name in names):
            return _of_csv_files(opened, file)
    raise Refusal(file, f"is not a spreadsheet or a Word file. {WANTED} Nothing was taken over.")


def _of_workbook(path: Path, file: str, notes: tuple[str, ...]) -> Tables:
    book = from_workbook.workbook_in(path, file)
    tables = from_workbook.tables_in(path, book, file, PLAN)
    if not ours(book):
        return Tables(file=file, tables=tables, notes=notes)
    try:
        return Tables(file=file, plan=plan_of(sheets_in(book)))
    except NotAPlan as fault:
        raise Refusal(file, f"{fault} Nothing was taken over.") from None


def _of_csv_files(opened: ZipFile, file: str) -> Tables:
    try:
        sheets = csv_archive.sheets_in(opened)
        if holds_a_plan(sheets):
            return Tables(file=file, plan=plan_of(sheets))
    except NotAPlan as fault:
        raise Refusal(file, f"{fault} Nothing was taken over.") from None
    except ValueError:
        raise Refusal(file, "has a CSV file that is not in UTF-8; save it so again. Nothing was taken over.") from None
    raise Refusal(file, f"is an archive and not one of our exports. {WANTED} Nothing was taken over.")
