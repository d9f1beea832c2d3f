"""Entries on a map: marks where they are few, counts where they are many, and no place for whoever may not read it."""

import dataclasses
from datetime import date

import made_register
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from commonground.registers import mapping, reading
from commonground.registers.drawn import MOST, area_from, corners, is_area
from commonground.registers.mapping import Asked, picture
from commonground.registers.models import Entry
from commonground.registers.register import registers
from commonground.registers.rules import READ_RESTRICTED
from commonground.report.ground import Field, Ground, to_metres
from commonground.web.forms.place import AreaField, Degrees

pytestmark = pytest.mark.django_db
DAY, WARD = date(2026, 3, 4), "E05013714"
SQUARE = {"type": "Polygon", "coordinates": [[[-0.02, 51.45], [-0.01, 51.45], [-0.01, 51.46], [-0.02, 51.45]]]}
PLANTED = (-0.031234, 51.451234)


@pytest.fixture
def ground():
    """Ten kilometres of ground with one ward in the middle."""
    west, south = to_metres()(-0.08, 51.41)
    return Ground((Field(WARD, "Bellingham", "M0,0L640,0L640,640Z", (300, 300)),), 640, west, south + 10_000, 0.064,
                  {WARD: (300, 300), "E01000001": (100, 100)})  # fmt: skip


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def drawn(table, ground):
    def draw(role="analyst", **asked):
        asked = {"registers": reading.readable(table.actor(role))} | asked
        return picture(Asked(**asked), table.actor(role), ground, DAY)

    return draw


def purchase(table, **values):
    """An entry of a register that asks for no point; the spine holds one, as of an import."""
    made = made_register.entry(table)
    Entry.objects.filter(pk=made.pk).update(**values)
    return made


def test_a_point_has_a_mark_an_area_its_lines_and_a_ward_its_number(table, drawn):
    point = purchase(table, longitude=-0.02, latitude=51.45)
    area = purchase(table, drawn=SQUARE)
    purchase(table, ward=WARD)
    purchase(table, ward=WARD, lsoa="E01000001")
    purchase(table, ward="E05099999")
    shown = drawn()
    assert (shown.total, shown.many, shown.off) == (5, False, 1)
    assert [(mark.key, mark.colour) for mark in shown.marks] == [(point.public_id, "amber")]
    assert [key for key, _ in shown.areas] == [area.public_id]
    assert [(cell.at, cell.number, cell.of_area) for cell in shown.cells] == [
        ((100, 100), 1, True), ((300, 300), 1, True)
    ]  # fmt: skip
    assert {line.entry.pk for line in shown.lines if line.marked} == {point.pk, area.pk}


def test_the_map_is_narrowed_by_register_days_ward_and_standing(table, drawn):
    purchase(table, ward=WARD)
    purchase(table, on=date(2026, 1, 5))
    made_register.shop(table)
    only = [registers()["retailers"]]
    assert [drawn(**asked).total for asked in (
        {}, {"registers": only}, {"ward": WARD}, {"start": date(2026, 3, 1)}, {"end": date(2026, 1, 31)},
        {"standing": "amber"}, {"standing": "green"},
    )] == [3, 1, 1, 2, 1, 3, 0]  # fmt: skip


def test_what_is_withdrawn_or_of_another_table_is_not_on_it(cast, table, drawn):
    purchase(table, withdrawn_on=DAY, withdrawn_why="Written twice")
    with scope(partnership=cast.other.partnership):
        made_register.entry(cast.other)
    assert drawn().total == 0
    assert drawn("councillor").total == 0


def test_many_are_counted_in_cells_in_one_query_and_by_ward(table, drawn, monkeypatch):
    monkeypatch.setattr(mapping, "FEW", 3)
    for at in ((-0.02, 51.45), (-0.0201, 51.4501), (0.01, 51.48), (-0.05, 51.42)):
        purchase(table, longitude=at[0], latitude=at[1], ward=WARD)
    purchase(table, ward=WARD)
    purchase(table)
    with CaptureQueriesContext(connection) as asked:
        shown = drawn()
    assert len(asked) == 2
    assert (shown.many, shown.total, shown.off, shown.lines) == (True, 6, 1, ())
    assert sorted(cell.number for cell in shown.cells if not cell.of_area) == [1, 1, 2]
    assert [(cell.at, cell.number) for cell in shown.cells if cell.of_area] == [((300, 300), 1)]
    assert shown.by_ward == ((WARD, 5), ("", 1))
    assert sum(cell.number for cell in shown.cells) + shown.off == shown.total
    judged = drawn(standing="amber")
    assert (judged.total, judged.by_ward, judged.unjudged) == (shown.total, shown.by_ward, False)
    assert sorted(cell.number for cell in judged.cells) == sorted(cell.number for cell in shown.cells)
    monkeypatch.setattr(mapping, "JUDGED", 4)
    assert drawn(standing="amber").unjudged is True


@pytest.fixture
def restricted(monkeypatch):
    """The register of test purchases, as if it restricted where exactly they were."""
    found = registers()["test_purchases"]
    hides = {name: READ_RESTRICTED for name in ("longitude", "latitude", "drawn", "lsoa", "place")}
    one = dataclasses.replace(found, restricted=hides)
    changed = dict(registers()) | {found.key: one}
    for where in ("commonground.registers.reading", "commonground.registers.register"):
        monkeypatch.setattr(f"{where}.registers", lambda: changed)
    return one


@pytest.mark.parametrize("few", [300, 0])
def test_whoever_may_not_read_a_place_sees_the_ward_alone(table, drawn, restricted, monkeypatch, few):
    monkeypatch.setattr(mapping, "FEW", few)
    made = made_register.entry(table, place="Planted hiding place", ward=WARD)
    Entry.objects.filter(pk=made.pk).update(
        longitude=PLANTED[0], latitude=PLANTED[1], lsoa="E01000001", drawn=SQUARE
    )
    told, untold = drawn("analyst", registers=[restricted]), drawn("practitioner", registers=[restricted])
    assert bool(told.marks or [cell for cell in told.cells if not cell.of_area]) is True
    assert (untold.marks, untold.areas) == ((), ())
    assert [(cell.at, cell.number, cell.of_area) for cell in untold.cells] == [((300, 300), 1, True)]
    if few:
        assert "Planted" in told.lines[0].name + told.lines[0].place
        assert "Planted" not in untold.lines[0].name + untold.lines[0].place
        assert not untold.lines[0].marked


def test_a_page_of_the_map_says_the_same_in_a_list(table, visit):
    made = purchase(table, longitude=-0.02, latitude=51.45)
    address = f"/partnerships/{table.partnership.slug}/registers/test_purchases/map/"
    page = visit(table.user("practitioner")).get(address)
    words = page.content.decode()
    assert (page.status_code, words.count(f'id="m-{made.public_id}"'), words.count(f'id="e-{made.public_id}"')) == (
        200, 1, 1
    )  # fmt: skip
    assert "Sold: Corner shop" in words and "Map of test purchases" in words


def test_a_day_that_is_none_is_said_in_a_sentence(table, visit):
    address = f"/partnerships/{table.partnership.slug}/registers/map/?start_day=31&start_month=2&start_year=2026"
    page = visit(table.user("analyst")).get(address)
    assert page.status_code == 200 and "Enter a real date" in page.content.decode()


# Drawn areas


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"type": "Point", "coordinates": [0, 51]}, "not one polygon"),
        ({"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], []]}, "not one polygon"),
        ({"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:-1]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[[-0.02, 51.45], [-0.01, 51.45], [-0.02, 51.45]]]}, "at least three"),
        ({"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]}, "no place in the"),
        ({"type": "Polygon", "coordinates": [[[0, 51], [1, 52], [1, 51], [0, 52], [0, 51]]]}, "cross each other"),
        ({"type": "Polygon", "coordinates": [[["x", 51], [1, 52], [1, 51], ["x", 51]]]}, "no place in the"),
        ({"type": "Polygon", "coordinates": [[[n / 1000, 51 + n * n / 1e6] for n in range(MOST + 1)] + [[0, 51]]]},
         "at most 200"),
        ([], "not one polygon"),
    ],
)  # fmt: skip
def test_an_area_that_cannot_be_is_told_in_a_sentence(value, says):
    with pytest.raises(ValidationError) as wrong:
        is_area(value)
    assert says in wrong.value.messages[0]


def test_an_area_is_typed_corner_by_corner_and_comes_back_so():
    typed = "51.45, -0.02\n51.45 -0.01\n(51.46, -0.01)"
    assert area_from(typed) == SQUARE
    assert corners(SQUARE) == "51.450000, -0.020000\n51.450000, -0.010000\n51.460000, -0.010000"
    assert area_from(corners(SQUARE)) == SQUARE
    assert area_from(" ") is None
    with pytest.raises(ValidationError, match="Line 2 is no corner"):
        area_from("51.45, -0.02\nthe park")
    with pytest.raises(ValidationError, match="not whole GeoJSON"):
        area_from('{"type": "Polygon"')


def test_the_form_takes_a_place_and_refuses_another_country():
    assert AreaField(required=False).clean("51.45, -0.02\n51.45, -0.01\n51.46, -0.01") == SQUARE
    assert AreaField(required=False).clean("") is None
    field = Degrees(49, 61, "51.4452")
    assert field.clean("51.45") == 51.45
    with pytest.raises(ValidationError, match=r"Enter a number like 51\.4452"):
        field.clean("48.8")


def test_an_area_of_any_entry_is_checked_before_it_is_kept(table):
    with pytest.raises(ValidationError, match="not one polygon"):
        Entry._meta.get_field("drawn").clean({"type": "Point"}, None)
