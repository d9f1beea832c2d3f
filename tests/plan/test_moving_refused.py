"""A file that cannot be taken over is refused with one sentence; none ends in a traceback or runs anything."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties
from odf.table import CoveredTableCell, TableCell, TableRow
from odf.table import Table as Sheet
from odf.text import P

from commonground.partnership.spreadsheets.tables import Cell
from commonground.plan.moving.limits import PLAN
from commonground.plan.moving.opening import read
from commonground.sources.readers.refusal import Refusal

FIXTURES = Path(__file__).parent / "fixtures"
OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_workbook(rows: int = 1) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    for number in range(rows):
        sheet.append(["Action", number])
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def with_member(name: str, content: bytes = b"x") -> bytes:
    """A workbook with one member more."""
    file = io.BytesIO(a_workbook())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def said_of(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "kept"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read(path, "plan.xlsx")
    return refused.value.sentence


NOTHING = " Nothing was taken over."
WANTED = "Send an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods), a CSV file or a Word file (.docx)."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty. Save it again and send that."),
        (b"%PDF-1.7 ...", "is a PDF file; send the spreadsheet or the Word file that it was made from." + NOTHING),
        (b"\x89PNG\r\n", "is a picture; send the spreadsheet or the Word file that it shows." + NOTHING),
        (b"{\\rtf1 plan}", "is a rich text file; open it in Word, save it as .docx and send that." + NOTHING),
        (b"\x7fELF\0\0", "is not a spreadsheet, a CSV file or a Word file." + NOTHING),
        (
            b"\xef\xbb\xbf \r\n<!DOCTYPE HTML><table><tr><td>Action</td></tr></table>",
            "is a web page, whatever its name; open it, save it as .xlsx or .docx and send that." + NOTHING,
        ),
        (
            OFFICE + b"Workbook",
            "is in an older form of Excel or Word; save it as .xlsx or .docx and send that." + NOTHING,
        ),
        (
            OFFICE + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password; save a copy without one and send that." + NOTHING,
        ),
        (
            with_member("xl/vbaProject.bin"),
            "holds macros; save it without them, as .xlsx or .docx, and send that." + NOTHING,
        ),
        (a_zip(a_dot_txt=b"hello"), f"is not a spreadsheet or a Word file. {WANTED}" + NOTHING),
        (a_zip(a_dot_csv=b"a,b\r\n1,2"), f"is an archive and not one of our exports. {WANTED}" + NOTHING),
        (a_workbook()[:900], "is a damaged or incomplete zip archive; download it again. Nothing was loaded."),
        (
            a_zip(xl__workbook_dot_xml=b"<broken"),
            "is a damaged workbook; open it in Excel, save it again as .xlsx and send that." + NOTHING,
        ),
        (
            a_zip(word__document_dot_xml=b"<broken"),
            "is a damaged Word file; open it in Word, save it again as .docx and send that." + NOTHING,
        ),
        (
            with_member("xl/bomb.xml", b" " * (PLAN.expanded + 1)),
            "expands to far more than a plan could; it was not read.",
        ),
        (b'a,"b\r\n', "row 1: a quotation mark is opened and never closed. Nothing was taken over."),
        (b" , \r\n,", "holds no table with anything in it." + NOTHING),
        (
            b'{"form": "commonground.plan/1"}',
            "is not a plan as its schema describes it: title: field required." + NOTHING,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    assert said_of(content, tmp_path) == sentence


def test_a_workbook_of_a_hundred_thousand_rows_is_refused(tmp_path: Path) -> None:
    assert said_of(a_workbook(100_000), tmp_path) == (
        "the sheet “Plan” has 100,000 rows, and a plan that is sent in may have 3,000; delete the rows that are not "
        "the plan and send it again. Nothing was taken over."
    )


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert said_of(b"a,b\n" * (3 << 20), tmp_path) == (
        "has 12 MB, and a plan that is sent in may have 10 MB; take the pictures out and send it again. "
        "Nothing was taken over."
    )


def test_a_word_file_without_a_table_is_refused(tmp_path: Path) -> None:
    document, file = Document(), io.BytesIO()
    document.add_paragraph("Our plan")
    document.save(file)
    assert said_of(file.getvalue(), tmp_path) == (
        "has no table; put each action in a row of a table of its own columns, or send a spreadsheet. "
        "Nothing was taken over."
    )


def test_links_to_other_files_are_not_followed_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(with_member("xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    assert read(path, "a.xlsx").notes == ("The workbook has links to other files; they were not followed.",)


def test_an_entity_of_a_spreadsheet_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not show")
    content = f"""<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><office:document-content
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><table:table table:name="Plan"><table:table-row>
      <table:table-cell><text:p>&x;a</text:p></table:table-cell></table:table-row></table:table></office:document-content>"""
    path = tmp_path / "kept"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    path.write_bytes(a_zip(mimetype=kind, content_dot_xml=content.encode()))
    assert "do not show" not in read(path, "a.ods").model_dump_json()


def test_an_opendocument_sheet_with_merged_and_repeated_cells(tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    green = Style(name="green", family="table-cell")
    green.addElement(TableCellProperties(backgroundcolor="#00B050"))
    book.automaticstyles.addElement(green)
    sheet = Sheet(name="Plan")
    book.spreadsheet.addElement(sheet)
    for cells in (
        [TableCell(numbercolumnsspanned=3), CoveredTableCell(numbercolumnsrepeated=2)],
        [TableCell(numberrowsspanned=2), TableCell(), TableCell(valuetype="date", datevalue="2020-03-31")],
        [CoveredTableCell(), TableCell(), TableCell(stylename=green)],
        [TableCell(numbercolumnsrepeated=2), TableCell(valuetype="float", value="3")],
    ):
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        sheet.addElement(row)
    rows = sheet.getElementsByType(TableRow)
    said = {(0, 0): "Governance", (1, 0): "Both", (1, 1): "• one", (2, 1): "two", (3, 0): "x"}
    for (row, column), words in said.items():
        rows[row].childNodes[column].addElement(P(text=words))
    rows[3].childNodes[1].addElement(P(text="3"))
    book.save(str(tmp_path / "plan.ods"))
    table = read(tmp_path / "plan.ods", "plan.ods").tables[0]
    assert (table.name, table.spanning) == ("Sheet “Plan”", (1,))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Governance"], ["Both", "• one", "31/03/2020"], ["Both", "two", ""], ["x", "x", "3"],
    ]  # fmt: skip
    assert table.cell(3, 2) == Cell(colour="green")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_is_read_in_its_encoding_and_with_its_separator(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes("Action;Cost\r\nCafé;£5\r\n".encode(encoding))
    rows = read(path, "a.csv").tables[0].rows
    assert [[cell.text for cell in row] for row in rows] == [["Action", "Cost"], ["Café", "£5"]]
