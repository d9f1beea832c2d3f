"""Hot spots, association and PAI as analyses: each way of giving places, what is refused, and the charts."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click import ClickException
from click.testing import CliRunner

from commonground.cli import commonground
from commonground.methods import grids
from commonground.methods.conditional_permutation import permuted
from commonground.methods.local_association import gi_star
from commonground.report.charts import association, hot_spots, predictive_accuracy
from commonground.report.render.drawing import drawn

ROOT = Path(__file__).parents[2]
SQUARES = [hot_spots.square(100 * (at % 3) + 50, 100 * (at // 3) + 50, 100) for at in range(9)]
SAID = [hot_spots.CLEARLY, hot_spots.MORE, hot_spots.LESS, *[hot_spots.OTHER] * 6]
COUNTS = [30, 20, 0, 1, 0, 0, 2, 0, 1]


def say(*words: object) -> str:
    done = CliRunner().invoke(commonground, ["analyse", *map(str, words)], standalone_mode=False)
    if done.exception:
        raise done.exception
    return " ".join(done.stdout.split())


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """Twenty-five areas in a square, four of them full."""
    rows = [
        f"a{at},{at % 5},{at // 5},{40 if at in (0, 1, 5, 6) else at % 3},{1000 + at}" for at in range(25)
    ]  # fmt: skip
    return table(tmp_path / "areas.csv", "area,x,y,count,population", *rows)


def test_areas_by_distance_by_nearest_and_by_rate(areas: Path) -> None:
    assert "Of 25 areas, 4 stand out as having more events" in say("hot-spots", areas, "--distance", 1)
    assert "Of 25 areas, 4 stand out as having more events" in say(
        "hot-spots", areas, "--distance", 1.5, "--p", "normal"
    )
    said = say("hot-spots", areas, "--nearest", 4, "--of", "rates", "--p", "normal")
    assert "events for each resident" in said


def test_few_draws_are_told_of(areas: Path) -> None:
    assert "99 draws are few for 25 places" in say("hot-spots", areas, "--distance", 1, "--draws", 99)


def test_events_are_weighed_by_their_count_and_the_placeless_left_out(tmp_path: Path) -> None:
    path = table(tmp_path / "e.csv", "x,y,count", "10,10,7", "900,10,2", ",,5", "10,900,1", "450,450,1")
    out = tmp_path / "out.csv"
    said = say("hot-spots", path, "--side", 100, "--out", out)
    assert "Of 100 squares of 100 m" in said and "1 of 5 rows without a place are left out." in said
    with out.open(encoding="utf-8", newline="") as file:
        counts = {(float(row["x"]), float(row["y"])): float(row["count"]) for row in csv.DictReader(file)}
    assert {place: count for place, count in counts.items() if count} == {
        (50, 50): 7, (950, 50): 2, (50, 950): 1, (450, 450): 1
    }  # fmt: skip


def test_a_year_is_a_period(tmp_path: Path) -> None:
    rows = [f"{100 * (at % 7)},{100 * (at % 11)},{2015 + at % 4}-03-01" for at in range(120)]
    path = table(tmp_path / "e.csv", "x,y,date", *rows)
    assert "By year, 2015 to 2018: of 77 places over 4 periods" in say(
        "hot-spots", path, "--side", 100, "--periods", "year"
    )


@pytest.mark.parametrize(
    ("heading", "rows", "options", "says"),
    [
        ("a,b", ["1,2"], [], "needs x and y in metres, or longitude and latitude, or area and count"),
        ("x,y", ["1,2"], [], "say how long the side of a cell is"),
        ("x,y", [",2"], ["--side", 5], "no row has both x and y"),
        ("x,y", ["1,2", "9,9"], ["--side", 5, "--of", "rates"], "rates need a table of areas"),
        ("x,y", ["1,2", "9,9"], ["--side", 5, "--periods", "year"], "periods need the column date"),
        ("x,y,date", ["1,2,2020-01-01", "9,9,2020-02-01"], ["--side", 5, "--periods", "month"], "three periods"),
        ("x,y", ["1,2"], ["--side", 5], "at least 2"),
        ("longitude,latitude", ["200,2"], [], "not on the globe"),
        ("area", ["a"], [], "needs the column count"),
        ("area,count", ["a,1", "b,2"], [], "say who is beside whom in one way"),
        ("area,count", ["a,1", "b,2"], ["--nearest", 1], "needs the columns x and y"),
        ("area,count", ["a,1", "a,2"], ["--nearest", 1], "the area a is in the table twice"),
        ("area,count,x,y", ["a,1,0,0", "b,2,9,9"], ["--distance", 1], "no area has a neighbour"),
        ("area,count,x,y", ["a,1,0,0", "b,2,9,9"], ["--nearest", 1, "--periods", "month"], "one row for each event"),
        ("area,count,x,y,population", ["a,1,0,0,0", "b,2,9,9,5"], ["--nearest", 1, "--of", "rates"], "above nought"),
        ("area,count,x,y", ["a,3,0,0", "b,3,9,9", "c,3,1,1"], ["--nearest", 1], "same value"),
    ],
)
def test_what_is_refused(tmp_path: Path, heading: str, rows: list[str], options: list[object], says: str) -> None:
    with pytest.raises(ClickException, match=says):
        say("hot-spots", table(tmp_path / "t.csv", heading, *rows), *options)


def test_a_neighbour_that_is_no_area_is_named(areas: Path, tmp_path: Path) -> None:
    pairs = table(tmp_path / "pairs.csv", "area,neighbour", "a1,a2", "a1,zzz")
    with pytest.raises(ClickException, match="names 1 areas that the table has not, such as zzz"):
        say("association", areas, "--neighbours", pairs)


def test_an_area_alone_is_told_of(areas: Path, tmp_path: Path) -> None:
    pairs = table(tmp_path / "pairs.csv", "area,neighbour", *(f"a{at},a{at + 1}" for at in range(23)))
    assert "1 of 25 areas have no neighbour." in say("association", areas, "--neighbours", pairs, "--draws", 99)


def test_equal_scores_are_settled_by_number_and_not_by_spelling(tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", "place,count,score", "10,1,5", "9,4,5", "2,3,5")
    out = tmp_path / "out.csv"
    say("predictive-accuracy", path, "--out", out)
    assert [line.split(",")[0] for line in out.read_text("utf-8").splitlines()] == ["place", "2", "9", "10"]


# The charts.


def test_a_place_is_said_to_stand_out_by_its_adjusted_p_value() -> None:
    kinds = ["high", "high", "high", "low", "low", "high"]
    assert hot_spots.classes([0.001, 0.01, 0.05, 0.049, 0.05, np.nan], kinds) == [
        hot_spots.CLEARLY, hot_spots.MORE, hot_spots.OTHER, hot_spots.LESS, hot_spots.OTHER, hot_spots.OTHER
    ]  # fmt: skip


def test_the_words_of_a_map_of_cells() -> None:
    chart = hot_spots.cells("key", "Title", SQUARES, [f"c{at}" for at in range(9)], COUNTS, SAID)
    assert chart.alternative == (
        "A map of 9 cells. With those around them 2 have more events than chance alone would put there, 1 have less. "
        "They hold 93% of 54 events."
    )
    assert [line[0] for line in chart.table.rows] == [("c0",), ("c1",)]
    svg = drawn(chart.spec, "key", "Title")
    assert "north is up" in svg and hot_spots.LESS in svg and chart.narrow


def test_a_map_of_centres_and_one_where_nothing_stands_out() -> None:
    x, y = [float(at % 3) for at in range(9)], [float(at // 3) for at in range(9)]
    chart = hot_spots.points("key", "Title", x, y, [str(at) for at in range(9)], COUNTS, [hot_spots.OTHER] * 9)
    assert chart.alternative.endswith("0 have more events than chance alone would put there, 0 have less.")
    assert len(chart.table.rows) == 9 and "no clear difference" in drawn(chart.spec, "key", "Title")


def test_a_hexagon_has_six_corners_about_its_centre() -> None:
    import h3

    cell = h3.latlng_to_cell(51.45, -0.02, 9)
    corners = np.array(hot_spots.hexagon(cell, 51.45))
    latitude, longitude = h3.cell_to_latlng(cell)
    middle = np.array(hot_spots.flat(longitude, latitude, 51.45))
    away = np.hypot(*(corners - middle).T)
    assert corners.shape == (6, 2) and (abs(away / away.mean() - 1) < 0.1).all() and 150 < away.mean() < 250


def test_each_place_against_its_neighbours_in_words() -> None:
    values, around = np.array([1.0, 5, 2, 8]), np.array([2.0, 6, 7, np.nan])
    chart = association.beside_neighbours("key", "Title", list("abcd"), values, around, what="events")
    assert "1 high beside high" in chart.alternative and "1 low beside high" in chart.alternative
    assert [line[0] for line in chart.table.rows] == [("d",), ("b",), ("c",), ("a",)]
    assert "Mean of the neighbours" in drawn(chart.spec, "key", "Title")


def test_how_much_the_first_places_held() -> None:
    curve, best = [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)], [(0.0, 0.0), (0.5, 0.8), (1.0, 1.0)]
    chart = predictive_accuracy.found_in_the_first("key", "Title", curve, best, order="score")
    assert "the first 20% of the area held 20% of the events" in chart.alternative
    assert chart.table.rows[-1] == (("50%",), ("50%",), ("80%",))
    assert "if spread evenly" in drawn(chart.spec, "key", "Title")


def test_like_and_unlike_areas(areas: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    said = say("local-association", areas, "--distance", 1, "--p", "normal", "--out", out)
    assert "Local Moran: of 25 places these stand out together with their neighbours: 3 high beside high" in said
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["area"] for row in rows if row["standing"] != "neither"] == ["a0", "a1", "a5"]
    raw, smoothed = float(rows[0]["value"]), float(rows[0]["smoothed_value"])
    assert raw == 40 and 20 < smoothed <= 40


@pytest.mark.slow
def test_robbery_in_london_stands_out_in_the_west_end() -> None:
    """The points published for 2018 and 2019: fewer hexagons stand out than by the normal curve, around Soho."""
    points = pq.read_table(
        ROOT / "data/police-street-level-met/met-street-points-12-crime-types_2018-02_2020-01.parquet",
        columns=["Longitude", "Latitude"], filters=[("Crime type", "=", "Robbery")],
    )  # fmt: skip
    grid = grids.hexagons(points["Longitude"].to_numpy(), points["Latitude"].to_numpy(), 8)
    assert (grid.counts.sum(), grid.places) == (72_297, 2_449)
    around = grid.neighbours.with_self()
    normal = gi_star(grid.counts, around)
    shuffled = normal.with_p_values(permuted(grid.counts, around, np.random.default_rng(1), 99_999).p_value)
    high = shuffled.standing() == "high"
    assert (normal.standing() == "high").sum() == 161 and 30 <= high.sum() <= 45
    assert grid.counts[high].sum() / grid.counts.sum() > 0.15
    middle = grid.x[np.argmax(shuffled.z)], grid.y[np.argmax(shuffled.z)]
    assert np.allclose(middle, (-0.135, 51.513), atol=0.01)
