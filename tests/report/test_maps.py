"""Maps: areas in shades from their boundaries, never points."""

import re

import pytest
import shapely
import specimen

from commonground.evidence.figure import plain
from commonground.report import maps
from commonground.report.charts import WITHHELD
from commonground.report.render.drawing import drawn

SQUARES = [("A1", "Ash", shapely.box(0, 0, 1000, 1000)), ("A2", "Birch", shapely.box(1000, 0, 2000, 1000)),
           ("A3", "Cedar", shapely.box(0, 1000, 1000, 2000))]  # fmt: skip


def shapes():
    codes, names, areas = zip(*SQUARES, strict=True)
    return maps.shapes(codes, names, [shapely.to_wkb(a) for a in areas], ["EPSG:27700"] * 3)


def drawing(values, **more):
    chart = maps.choropleth("map", "Title", shapes(), values, what="offences", **more)
    return chart, drawn(chart.spec, "map", "Title", chart.alternative)


def test_withheld_and_unknown_areas_are_hatched_and_named_in_the_legend():
    chart, svg = drawing({"A1": 30, "A2": WITHHELD})
    assert svg.count('"url(#map-hatch)"') == 4  # two areas and two squares of the legend
    assert "withheld: small number" in svg and "no data" in svg
    assert chart.alternative == (
        "Offences, 1 area. Lowest 30 in Ash, highest 30 in Ash. "
        "Not shown: 1 is withheld: small number; 1 has no data."
    )


def test_the_table_has_every_area_the_highest_first():
    chart, _ = drawing({"A1": 5, "A2": WITHHELD, "A3": 90})
    assert [(plain(a), plain(b)) for a, b in chart.table.rows] == [
        ("Cedar", "90"),
        ("Ash", "5"),
        ("Birch", "withheld"),
    ]


def test_the_highest_areas_are_labelled():
    _, svg = drawing({"A1": 5, "A2": 50, "A3": 90}, labelled=2)
    assert ">Cedar<" in svg and ">Birch<" in svg and ">Ash<" not in svg


def test_the_source_line_names_the_survey_and_the_statistics_office():
    chart, svg = drawing({"A1": 5}, year=2022)
    assert "Office for National Statistics" in plain(chart.source)
    assert "Contains OS data © Crown copyright and database right 2022." in plain(chart.source)
    assert "north is up" in svg


def test_north_is_up():
    _, svg = drawing({"A1": 1, "A2": 1, "A3": 1}, labelled=3)
    at = {name: tuple(map(float, xy)) for *xy, name in
          re.findall(r'translate\(([\d.]+),([\d.]+)\)"[^>]*>(Ash|Birch|Cedar)<', svg)}  # fmt: skip
    assert at["Cedar"][1] < at["Ash"][1] and at["Birch"][0] > at["Ash"][0]


def test_neighbours_keep_their_common_border_when_made_lighter():
    areas = [shape.geometry for shape in specimen.boroughs()]
    before = shapely.area(areas).sum()
    assert shapely.union_all(areas, grid_size=1).area == pytest.approx(before, rel=0.002)


def test_degrees_become_metres_of_the_national_grid():
    lewisham = next(s for s in specimen.boroughs() if s.name == "Lewisham")
    x, y = lewisham.geometry.centroid.coords[0]
    assert (round(x, -4), round(y, -4)) == (540_000, 170_000)
    assert lewisham.geometry.area == pytest.approx(35.15e6, rel=0.03)  # generalised twice


def test_points_are_refused():
    point = shapely.to_wkb(shapely.Point(1, 1))
    with pytest.raises(ValueError, match="not a polygon"):
        maps.shapes(["A"], ["A"], [point], ["EPSG:27700"])
    with pytest.raises(ValueError, match="at least one area"):
        maps.shapes([], [], [], [])


def test_names_that_would_lie_on_each_other_are_left_to_the_table():
    _, svg = drawing({"A1": 5, "A2": 50, "A3": 90}, labelled=3)
    assert [name for name in ("Ash", "Birch", "Cedar") if f">{name}<" in svg] == ["Ash", "Birch", "Cedar"]
    near = [maps.Shape("1", "A long name", shapely.box(0, 0, 9, 9)),
            maps.Shape("2", "Near", shapely.box(9, 0, 18, 9))]  # fmt: skip
    assert [mark["label"] for mark in maps._apart(near, em=10)] == ["A long name"]
    assert [mark["label"] for mark in maps._apart(near, em=1)] == ["A long name", "Near"]
