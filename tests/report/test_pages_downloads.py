"""Downloads: the numbers of the page and no others, with what must be said of them, and nothing that is a formula."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import load
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.teletype import extractText
from pages_written import LEWISHAM, TODAY

from commonground.evidence.figure import Figure
from commonground.evidence.periods import parse
from commonground.report.blocks import Table
from commonground.report.pages import boroughs as side_by_side
from commonground.report.pages import measure
from commonground.report.pages.asked import Asked, NotOffered
from commonground.report.pages.downloads import TYPES, about, download
from commonground.report.pages.page import write
from commonground.report.pages.sheet import FORMULA, cell_of, safe, sheet

CLAIM = Asked(LEWISHAM, "violence_against_the_person", parse("2018-04..2018-09"), edition="2019-02")


@pytest.fixture(scope="module")
def page(boroughs):
    return write(measure.build, boroughs, CLAIM, TODAY)


@pytest.fixture(scope="module")
def compared(boroughs):
    return write(side_by_side.build, boroughs, CLAIM, TODAY)


def lines(file):
    assert file.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet would take it for another encoding"
    return list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))


def test_a_csv_has_the_table_and_all_that_must_be_said(page):
    file = download(page, "csv")
    assert file.name == "violence-against-the-person-in-lewisham-january-2015-to-december-2018.csv"
    assert file.type == "text/csv; charset=utf-8"
    read = lines(file)
    table, said = read[: read.index([])], dict(read[read.index([]) + 1 :])
    limits = ["Mean of the limits", "Lower limit", "Upper limit"]
    assert table[0] == ["Month", "Number", "12-month average", *limits]
    assert (table[1][0], table[-1][0], len(table)) == ("January 2015", "December 2018", 49)
    assert [int(row[1]) for row in table[1:]] == [row[1][0].value for row in page.tables[0].rows]
    assert said["Area"] == "Lewisham"
    assert said["Definition"] == page.measure.definition
    assert said["Period of the comparison"] == "April to September 2018"
    assert any("mps_borough-2019-02" in row[1] for row in read if row[:1] == ["Edition"])
    assert any(row[1] == page.attributions[0] for row in read if row[:1] == ["Source"])
    assert any("Open Government Licence" in row[1] for row in read if row[:1] == ["Licence"])
    assert said["Withheld numbers"] == "No number of this table is withheld."


def test_cells_of_several_figures_are_laid_out_in_columns(compared):
    number = next(i for i, table in enumerate(compared.tables) if "by borough, " in table.caption)
    read = lines(download(compared, "csv", number))
    head, rows = read[0], {row[0]: row for row in read[1 : read.index([])]}
    assert head == [
        "Borough", "Number", "Before", "Change", "Change, per cent", "Lower end of 95% interval, per cent",
        "Upper end of 95% interval, per cent", "Rate per 1,000", "Reading",
    ]  # fmt: skip
    assert rows["Lewisham"] == ["Lewisham", "4678", "4820", "-142", "-2.9", "-6.8", "1.1", "15.4", "no clear change"]
    assert len(rows) == 32


def test_a_spreadsheet_has_the_same_and_every_cell_its_type(compared):
    number = next(i for i, table in enumerate(compared.tables) if "by borough, " in table.caption)
    book = load(BytesIO(download(compared, "ods", number).content))
    leaves = {leaf.getAttribute("name"): leaf for leaf in book.getElementsByType(OdfTable)}
    assert list(leaves) == ["Figures", "About"]
    rows = [[extractText(cell) for cell in row.getElementsByType(TableCell)]
            for row in leaves["Figures"].getElementsByType(TableRow)]  # fmt: skip
    assert rows[:1] + rows[1:] == [list(map(str, r)) for r in [sheet(compared.tables[number]).head,
                                                               *sheet(compared.tables[number]).rows]]  # fmt: skip
    cells = [cell for leaf in leaves.values() for cell in leaf.getElementsByType(TableCell)]
    assert {cell.getAttribute("valuetype") for cell in cells} == {"string", "float"}
    assert not any(cell.getAttribute("formula") for cell in cells)
    said = extractText(leaves["About"])
    assert all(line in said for line in compared.attributions) and compared.measure.definition in said


def test_a_picture_carries_its_title_and_its_source(page):
    svg = download(page, "svg").content.decode()
    assert svg.startswith("<svg xmlns=")
    words = re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    assert page.charts[0].title in words
    for line in (*page.attributions, page.measure.definition, "mps_borough-2019-02"):
        assert line in words
    assert not re.search(r'(?:href|src)="(?!#)', svg)
    png = download(page, "png")
    assert png.content.startswith(b"\x89PNG") and png.type == "image/png"


def test_withheld_numbers_stay_words_and_the_file_says_so(boroughs):
    hidden = write(measure.build, boroughs, Asked(boroughs.area("Richmond upon Thames"), "knife_crime"), TODAY)
    read = lines(download(hidden, "csv"))
    months = read[1 : read.index([])]
    assert {row[1] for row in months if not row[1].isdigit()} == {"withheld"}
    assert all(int(row[1]) > 4 or int(row[1]) == 0 for row in months if row[1].isdigit())
    assert dict(read[read.index([]) + 1 :])["Withheld numbers"].startswith("Some numbers are withheld")
    svg = download(hidden, "svg").content.decode()
    assert "Some numbers are withheld" in svg


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\tcmd", "\r=1", "  =HYPERLINK(1)", "\n@x"])
def test_what_might_be_a_formula_is_made_words(words):
    assert safe(words) == f"'{words}"
    table = Table(words, (words, words), (((words,), (words + "x",)),))
    made = sheet(table)
    everything = [*made.head, *(cell for row in made.rows for cell in row)]
    assert all(not cell.startswith(FORMULA) for cell in everything if isinstance(cell, str))


@given(st.text(max_size=20))
def test_no_words_at_all_become_a_formula(words):
    made = cell_of((words,))
    assert isinstance(made, int | float) or not made.lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize(
    ("shown", "cell"),
    [("1,204", 1204), ("−2.9%", -2.9), ("+12", 12), ("0", 0), ("1 to 4", "1 to 4"), ("–", "–")],
)
def test_numbers_are_numbers_as_they_are_shown(shown, cell):
    assert cell_of((Figure(3.14159, shown, "count", (), ()),)) == cell


def test_what_is_not_offered_says_what_is(page):
    with pytest.raises(NotOffered, match="choose csv, ods, png or svg"):
        download(page, "xlsx")
    with pytest.raises(NotOffered, match="This page has no chart 9 to download"):
        download(page, "png", 8)
    with pytest.raises(NotOffered, match="no table 0"):
        download(page, "csv", -1)
    assert set(TYPES) == {"csv", "ods", "png", "svg"}


def test_the_words_about_a_table_name_every_edition(page):
    said = about(page, page.tables[0])
    assert sum(name == "Edition" for name, _ in said) == len(page.editions) > 0
