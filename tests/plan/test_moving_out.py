"""A plan taken away in any form is the plan."""

import io
import json
import zipfile
from datetime import date, datetime

import docx
import openpyxl
import pytest
from drawn_plans import plans
from hypothesis import HealthCheck, given, settings

from commonground.partnership.spreadsheets.guarded import guarded, printable
from commonground.plan.moving import archive, workbook
from commonground.plan.moving.forms import FORMS
from commonground.plan.moving.sheets import NotAPlan, holds_a_plan, plan_of
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan, WrittenTask, WrittenTheme

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
some = settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
PLAN = WrittenPlan(
    title="Violence plan", partnership="Example", template="london-2018", as_of=date(2019, 2, 4),
    themes=(WrittenTheme(key="governance", title="Governance", commentary="Met every month."),),
    answers=(WrittenAnswer(ref="G1", tier="minimum", theme="governance", text="Standing items", standing="partly"),),
    actions=(
        WrittenAction(
            ref="A1", title="=HYPERLINK(\"http://a\")", theme="governance", due=date(2019, 9, 30), serves=("G1", "G2"),
            contributors=("Police; BCU", "Health"), tasks=(WrittenTask(title="Write it", due=date(2019, 3, 1)),),
        ),
    ),
)  # fmt: skip


def from_workbook(file: bytes) -> WrittenPlan:
    return plan_of(workbook.sheets_in(openpyxl.load_workbook(io.BytesIO(file))))


def from_archive(file: bytes) -> WrittenPlan:
    return plan_of(archive.sheets_in(zipfile.ZipFile(io.BytesIO(file))))


@some
@given(plans)
def test_a_workbook_read_again_is_the_plan(plan: WrittenPlan) -> None:
    assert from_workbook(FORMS["xlsx"].write(plan)) == plan


@some
@given(plans)
def test_csv_read_again_is_the_plan(plan: WrittenPlan) -> None:
    assert from_archive(FORMS["zip"].write(plan)) == plan


@some
@given(plans)
def test_json_read_again_is_the_plan(plan: WrittenPlan) -> None:
    assert WrittenPlan.model_validate_json(FORMS["json"].write(plan)) == plan


@settings(some, max_examples=12)
@given(plans)
def test_a_word_file_has_every_title(plan: WrittenPlan) -> None:
    file = docx.Document(io.BytesIO(FORMS["docx"].write(plan)))
    cells = [cell.text for table in file.tables for cell in table._cells]
    said = "\n".join([*(p.text for p in file.paragraphs), *cells])
    titles = [t.title for t in plan.themes] + [a.text for a in plan.answers] + [a.title for a in plan.actions]
    assert [title for title in titles if printable(title) not in said] == []


def test_a_workbook_is_one_to_work_with() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(PLAN)))
    assert book.sheetnames == [
        "About", "Themes", "Standards and options", "Actions", "Tasks", "Evidence", "Expected measures",
        "Latest review",
    ]  # fmt: skip
    sheet = book["Actions"]
    head = [cell.value for cell in sheet[1]]
    due = sheet.cell(2, head.index("Due") + 1)
    assert (due.value, due.number_format, due.is_date) == (datetime(2019, 9, 30), "dd/mm/yyyy", True)
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A1"].value) == ("A2", True, "Reference")
    assert {cell.data_type for each in book for row in each for cell in row} == {"inlineStr", "n", "d", "s"}
    title = sheet.cell(2, head.index("Title") + 1)
    assert (title.value, title.data_type) == ("'=HYPERLINK(\"http://a\")", "s")
    assert sheet.cell(2, head.index("Standards and options served") + 1).value == "G1; G2"
    assert sheet.cell(2, head.index("Contributors") + 1).value == '"Police; BCU"; Health'
    assert book["Standards and options"].cell(2, 5).value == "Partly met"


def test_no_cell_of_the_csv_begins_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMS["zip"].write(PLAN))) as archive:
        text = archive.read("Actions.csv").decode("utf-8-sig")
    assert "'=HYPERLINK" in text and ",=HYPERLINK" not in text


@pytest.mark.parametrize(
    ("words", "written"),
    [("=1", "'=1"), (" +1", "' +1"), ("-", "'-"), ("@a", "'@a"), ("'a", "''a"), ("a=1", "a=1"), ("", "")],
)
def test_words_that_might_begin_a_formula_get_an_apostrophe(words: str, written: str) -> None:
    assert guarded(words) == written


def test_a_text_longer_than_a_cell_is_kept_whole() -> None:
    long = PLAN.model_copy(update={"summary": "=long; " * 9000 + "end"})
    assert from_workbook(FORMS["xlsx"].write(long)) == long


def changed(sheet: str, row: int, column: int, value: object) -> dict:
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(PLAN)))
    book[sheet].cell(row, column).value = value
    return workbook.sheets_in(book)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "says"),
    [
        ("Actions", 2, 2, None, "“Actions”, row 2: “Title” is empty."),
        (
            "Standards and options", 2, 5, "Nearly",
            "“Standards and options”, row 2, “Answer” holds “Nearly”, which is none of: Met, Partly met, Not met, "
            "Not applicable, Adopted, Adapted, Declined.",
        ),
        ("Tasks", 2, 1, "A9", "“Tasks”, row 2 belongs to “A9”, which is not in the file."),
        ("Tasks", 2, 3, "soon", "“Tasks”, row 2, “Due” holds “soon”, which is not a date such as 31/03/2020."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_changed_workbook_is_named(sheet, row, column, value, says) -> None:
    with pytest.raises(NotAPlan) as refused:
        plan_of(changed(sheet, row, column, value))
    assert str(refused.value) == says


def test_a_date_that_a_spreadsheet_saved_again_is_read() -> None:
    assert plan_of(changed("Tasks", 2, 3, "01/04/2019")).actions[0].tasks[0].due == date(2019, 4, 1)


def test_an_export_is_known_for_one() -> None:
    assert holds_a_plan(changed("Tasks", 2, 3, None))
    assert not holds_a_plan({"About": (("Field", "Value"), ("Form", "something else"))})


def test_the_json_says_its_form() -> None:
    assert json.loads(FORMS["json"].write(PLAN))["form"] == "commonground.plan/1"
