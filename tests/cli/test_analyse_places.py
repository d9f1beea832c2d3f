"""Density, streets, point patterns and time of day from the terminal: what is left out, chosen or refused is said."""

import json

import pytest
from test_analyse import run

from commonground.sources.readers.refusal import Refusal

POINTS = "x,y\n" + "".join(f"{530000 + 37 * i % 900},{180000 + 53 * i % 700}\n" for i in range(60))
ROADS = "x1,y1,x2,y2\n530000,180000,530900,180000\n530000,180350,530900,180350\n"


@pytest.fixture
def table(tmp_path):
    def written(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return written


def said(*words):
    return json.loads(run(*words, "--json"))


def refused(*words):
    with pytest.raises(Exception) as raised:
        run(*words)
    return (
        str(raised.value) if isinstance(raised.value, Refusal) else getattr(raised.value, "message", str(raised.value))
    )


def test_a_bandwidth_is_chosen_and_a_row_without_a_point_left_out(table):
    found = said("density", table(POINTS + "530000,\n"))
    assert "1 of 61 rows without a point are left out." in found["cautions"]
    assert any("No bandwidth was given, and one was chosen." in caution for caution in found["cautions"])
    density = found["table"]["events_per_km2"]
    assert density == sorted(density, reverse=True)


def test_points_that_were_moved_together_are_told_of(table):
    moved = (
        "x,y\n" + "".join(f"{530000 + 97 * (i % 7)},{180000 + 131 * (i % 7)}\n" for i in range(70)) + "530001,180000\n"
    )
    assert any("share one place" in caution for caution in said("density", table(moved))["cautions"])


def test_a_rate_of_people(table):
    people = table("x,y,people\n530400,180300,5000\n530600,180200,2000\n", "people.csv")
    found = said("density", table(POINTS), "--people", people, "--bandwidth", "500", "--cell", "100")
    assert "8.57 per 1,000 people on average" in found["sentence"]
    assert "leave --edge out" in refused(
        "density", table(POINTS), "--people", people, "--edge", "divide", "--bandwidth", "9"
    )


def test_degrees_are_not_metres(table):
    assert "look like degrees" in refused("density", table("x,y\n-0.02,51.4\n-0.01,51.5\n"))


def test_events_far_from_streets_are_left_out(table):
    roads = table(ROADS, "roads.csv")
    found = said("street-density", table(POINTS), "--streets", roads, "--within", "60")
    assert any("farther than 60 m from any street are left out" in caution for caution in found["cautions"])
    assert any("in 2 parts that nothing joins" in caution for caution in found["cautions"])
    assert "--streets FILE" in refused("street-density", table(POINTS))
    elsewhere = table(ROADS.replace("53", "63"), "elsewhere.csv")
    assert "no event lies within" in refused("street-density", table(POINTS), "--streets", elsewhere)


def test_a_window_is_four_numbers(table):
    path = table(POINTS)
    assert "west,east,south,north" in refused("point-pattern", path, "--window", "1,2,3")
    found = said("point-pattern", path, "--window", "530000,530400,180000,180700", "--simulations", "9")
    assert any("outside the window are left out" in caution for caution in found["cautions"])


def test_events_that_run_backwards_are_listed_by_row(table):
    rows = "".join(f"2024-03-{day:02d} 22:00,2024-03-{day:02d} 23:00\n" for day in range(1, 30))
    path = table("earliest,latest\n" + rows + "2024-03-30 22:00,2024-03-31 06:00\n2024-03-09 22:00,2024-03-09 20:00\n")
    found = said("time-of-day", path)
    assert "1 ends before the start (counted at the start)" in found["sentence"]
    assert any("row 31" in caution for caution in found["cautions"])
    assert any("change of the clocks of the United Kingdom" in caution for caution in found["cautions"])
    assert sum(found["table"]["events"]) == pytest.approx(31)
    left = said("time-of-day", path, "--leave-out")
    assert "(left out)" in left["sentence"] and sum(left["table"]["events"]) == pytest.approx(30)
