"""A register taken out: narrowed, escaped, a disclosure; and what is taken out comes in again as it was."""


import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from django_scopes import scope
from made_register import entry
from made_values import KINDS, entry_of, values_of

from commonground.partnership.models import AccessEvent
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes import bringing
from commonground.registers.changes.entries import add
from commonground.registers.models import Bringing, Entry
from commonground.registers.moving.forms import FORMS
from commonground.registers.moving.held import columns_of, counts, lines_of
from commonground.registers.moving.opening import read
from commonground.registers.moving.out import cell, taken
from commonground.registers.register import registers

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/registers/test_purchases/"
OUT = f"{HERE}export/"
DAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME, settings.SCANNER = tmp_path / "home", ""
    settings.HOME.mkdir()


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def analyst(table, visit):
    return visit(table.user("analyst"))


@pytest.fixture
def register():
    return registers()["test_purchases"]


@pytest.mark.parametrize("form", FORMS)
def test_a_register_is_taken_out_narrowed_and_that_is_a_disclosure(form, table, analyst) -> None:
    entry(table, place="=HYPERLINK(1)")
    entry(table, on=date(2025, 1, 1), place="Older shop")
    file = analyst.get(f"{OUT}{form}/?start_day=1&start_month=3&start_year=2026")
    assert (file.status_code, file.headers["Content-Type"]) == (200, FORMS[form].media_type)
    assert file.headers["Content-Disposition"].startswith('attachment; filename="test-purchases-')
    line = AccessEvent.objects.get(kind="disclosure")
    assert (line.recipient, line.details["rows"], line.details["bytes"]) == ("Council", 1, len(file.content))
    assert line.details["fields"] == list(registers()["test_purchases"].columns)
    if form == "csv":
        heads, row = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        assert dict(zip(heads, row, strict=True))["Shop or street"] == "'=HYPERLINK(1)"
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(file.content))
        assert book.sheetnames == ["Entries", "About", "Columns"]
        assert {cell.data_type for row in book["Entries"] for cell in row}.isdisjoint("f")
        assert [cell.value for cell in book["Entries"][2]][1:5:3] == [datetime(2026, 3, 4), "'=HYPERLINK(1)"]
    if form == "json":
        held = json.loads(file.content)
        assert (held["number"], held["entries"][0]["values"]["place"]) == (1, "=HYPERLINK(1)")
        assert held["filters"] == ["From: 1 March 2026"]


def test_a_list_too_long_for_paper_says_so(table, analyst, monkeypatch) -> None:
    monkeypatch.setattr("commonground.registers.moving.paper.MOST_ON_PAPER", 0)
    entry(table)
    page = analyst.get(f"{OUT}pdf/").content.decode()
    assert "A list on paper may have 0 entries, and this one has 1: narrow it, or take a spreadsheet." in page


def test_a_list_is_taken_out_in_the_order_that_is_asked_for(table, analyst) -> None:
    for number, place in enumerate(("Corner shop", "Arcade", "Bazaar"), start=1):
        entry(table, on=date(2026, 3, number), place=place)
    rows = list(csv.DictReader(io.StringIO(analyst.get(f"{OUT}csv/?sort=place").content.decode("utf-8-sig"))))
    assert [row["Shop or street"] for row in rows] == ["Arcade", "Bazaar", "Corner shop"]


def test_a_file_has_all_that_stand_so_also_beyond_what_a_page_examines(table, analyst, monkeypatch) -> None:
    monkeypatch.setattr("commonground.registers.narrowing.EXAMINED", 1)
    for _ in range(2):
        entry(table, on=date(2020, 1, 1))
    assert len(analyst.get(f"{OUT}csv/?standing=red").content.splitlines()) == 3


def test_the_template_has_the_headings_and_the_choices(table, analyst, register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(analyst.get(f"{HERE}template/xlsx/").content))
    heads = [cell.value for cell in book["Entries"][1]]
    assert heads == ["Reference", *(register.label(name) for name in register.columns)]
    assert "Challenge 25 test: an adult who looks under 25" in [cell.value for cell in book["Choices"]["D"]]
    written = analyst.get(f"{HERE}template/csv/").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written))) == [heads]


SOME = ("test_purchases", "weapon_sweeps", "events")
COMING_BACK = [(one, form) for one in KINDS for form in ("csv", "xlsx", "ods") if form == "csv" or one.key in SOME]


@pytest.mark.parametrize(("one", "form"), COMING_BACK, ids=lambda given: getattr(given, "key", given))
def test_what_is_taken_out_comes_in_again_as_it_was(one, form, cast, tmp_path) -> None:
    """Out of one partnership, into another: every column is what it was. Into its own, it adds nothing."""
    with scope(partnership=cast.own.partnership):
        seats = [cast.own.actor(role) for role in ("analyst", "plan_owner", "panel_chair")]
        by = next(actor for actor in seats if one.correct.allows(actor))
        made = filled(one, cast.own, by)
        path = tmp_path / "sent"
        path.write_bytes(FORMS[form].write(taken(one, by, [made], (), DAY)))
        again = _in(one, path, by)
        assert counts(lines_of(again))["there"] == 1, lines_of(again)
        before = [cell(one, made, name, {}) for name in one.columns]
    if made.about is not None:
        return  # what it is about is at its own table alone
    with scope(partnership=cast.other.partnership):
        by = cast.other.actor(by.role)
        found = _in(one, path, by)
        bringing.bring_in(found, without_the_rest=False, by=by)
        came = Entry.objects.get(partnership=cast.other.partnership)
        assert [cell(one, came, name, {}) for name in one.columns] == before
        names = [name for name in one.columns if name != "agency"]
        assert [one.value(came, name) for name in names] == [one.value(made, name) for name in names]


def filled(register, table, by) -> Entry:
    """An entry with something in each column; where its rules do not allow that, in those that it needs."""
    more = {"notes": "'Tis a note, with  two spaces;\n- a dash\n=SUM(1)"} if "notes" in register.columns else {}
    more |= {"agency": table.council} if "agency" in register.columns else {}
    if "about" in register.required:
        more["about"] = entry_of(table, registers()[register.subject])
    for names, nil in ((register.columns, False), ((), False), ((), True)):
        try:
            given = values_of(register, names) | more | ({"nil": True} if nil and "nil" in register.columns else {})
            return add(register, table.partnership, given, sure=True, by=by)
        except NotPossible as no:
            last = no
    raise last


def _in(register, path, by) -> Bringing:
    found = bringing.send(register, read(path, "again"), by=by)
    found = bringing.explain(found, columns_of(found), by=by)
    bringing.say_sure(found, range(9), range(9), by=by)
    found.refresh_from_db()
    return found
