"""A file that was sent in, told by its content and not by its name, and read as tables.

Nothing in it runs: no macro, no formula, no link to another file.
"""

from pathlib import Path
from zipfile import ZipFile

from pydantic import ValidationError

from commonground.plan.moving import archive as csv_archive
from commonground.plan.moving import from_csv, from_opendocument, from_word, from_workbook
from commonground.plan.moving.limits import MOST_TABLES, check_expanded, check_size
from commonground.plan.moving.sheets import NotAPlan, holds_a_plan, plan_of
from commonground.plan.moving.tables import Tables
from commonground.plan.moving.workbook import ours, sheets_in
from commonground.plan.written import WrittenPlan
from commonground.sources.readers import archive
from commonground.sources.readers.refusal import Refusal

WANTED = "Send an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods), a CSV file or a Word file (.docx)."
OLDER = b"\xd0\xcf\x11\xe0"
PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"%PDF": "is a PDF file; send the spreadsheet or the Word file that it was made from.",
    b"\x89PNG": "is a picture; send the spreadsheet or the Word file that it shows.",
    b"\xff\xd8\xff": "is a picture; send the spreadsheet or the Word file that it shows.",
    b"{\\rtf": "is a rich text file; open it in Word, save it as .docx and send that.",
}
MACROS = ("Basic/", "Scripts/", "xl/macrosheets/")
LINKS = "The workbook has links to other files; they were not followed."


def read(path: Path, file: str) -> Tables:
    """The tables of the file, which its sender calls ``file``; of an export of ours, the plan. Raises Refusal."""
    check_size(path, file)
    content = path.read_bytes()
    for magic, sentence in OTHERS.items():
        if content.startswith(magic):
            raise Refusal(file, f"{sentence} Nothing was taken over.")
    if content.startswith(OLDER):
        raise Refusal(file, _of_older(content))
    tables = _of_archive(path, file) if content.startswith(b"PK") else _of_text(content, file)
    if not tables.plan and not any(table.rows for table in tables.tables):
        raise Refusal(file, "holds no table with anything in it. Nothing was taken over.")
    if len(tables.tables) > MOST_TABLES:
        said = f"has {len(tables.tables)} tables, and a plan that is sent in may have {MOST_TABLES}; leave others out."
        raise Refusal(file, f"{said} Nothing was taken over.")
    return tables


def _of_older(content: bytes) -> str:
    if PACKAGE in content:
        return "is protected by a password; save a copy without one and send that. Nothing was taken over."
    return "is in an older form of Excel or Word; save it as .xlsx or .docx and send that. Nothing was taken over."


def _of_text(content: bytes, file: str) -> Tables:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        try:
            return Tables(file=file, plan=WrittenPlan.model_validate_json(content.removeprefix(b"\xef\xbb\xbf")))
        except ValidationError as faults:
            first = faults.errors(include_url=False, include_input=False)[0]
            place = " → ".join(map(str, first["loc"])) or "it"
            said = f"is not a plan as its schema describes it: {place}: {first['msg'].lower()}. Nothing was taken over."
            raise Refusal(file, said) from None
    return Tables(file=file, tables=from_csv.tables_in(content, file))


def _of_archive(path: Path, file: str) -> Tables:
    with archive.opened(path, file) as opened:
        check_expanded(opened, file)
        names = set(opened.namelist())
        _no_macros(names, file)
        if "xl/workbook.xml" in names:
            return _of_workbook(path, file, names)
        if "word/document.xml" in names:
            return Tables(file=file, tables=from_word.tables_in(path, file))
        if archive.workbook(opened):
            _no_password(opened, file)
            return Tables(file=file, tables=from_opendocument.tables_in(path, file))
        if any(name.casefold().endswith(".csv") for name in names):
            return _of_csv_files(opened, file)
    raise Refusal(file, f"is not a spreadsheet or a Word file. {WANTED} Nothing was taken over.")


def _no_macros(names: set[str], file: str) -> None:
    if any(name.endswith("vbaProject.bin") or name.startswith(MACROS) for name in names):
        raise Refusal(file, "holds macros; save it as .xlsx, .docx or .ods without them. Nothing was taken over.")


def _no_password(opened: ZipFile, file: str) -> None:
    if "META-INF/manifest.xml" in opened.namelist() and b"encryption-data" in opened.read("META-INF/manifest.xml"):
        raise Refusal(
            file, "is protected by a password; save a copy without one and send that. Nothing was taken over."
        )


def _of_workbook(path: Path, file: str, names: set[str]) -> Tables:
    notes = (LINKS,) if any(name.startswith("xl/externalLinks/") for name in names) else ()
    book = from_workbook.workbook_in(path, file)
    tables = from_workbook.tables_in(path, book, file)
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
