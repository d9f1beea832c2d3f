"""The chart of shares with their intervals, and the chart of what is said of places: words, tables, both drawings."""

import pytest

from commonground.report.charts.said_of import said_of
from commonground.report.charts.shares import Share, shares
from commonground.report.render.drawing import drawn

TESTS = [Share("Shop had signed", 0, 12), Share("Shop had not signed", 5, 10), Share("Not known", 0, 0)]


def of_shares():
    return shares("s", "Sold", TESTS, what="share that sold", of="Shop", counted="Sold, of tests")


def of_places():
    cells = [["", "unsafe"], ["safe", "mixed"], ["safe", ""]]
    return said_of("p", "Places", ["Park", "Library", "Café"], ["Day", "Night"], cells, what="how it feels", of="Place",
                   most=2)  # fmt: skip


def test_shares_in_words_and_table() -> None:
    made = of_shares()
    assert made.alternative == (
        "Share that sold, with 95% intervals: Shop had signed, 0 of 12, 0% (0% to 24%); "
        "Shop had not signed, 5 of 10, 50% (24% to 76%)."
    )
    assert [row[2] for row in made.table.rows] == [("0% (0% to 24%)",), ("50% (24% to 76%)",), ("none to count",)]


def test_places_in_words_and_table() -> None:
    made = of_places()
    assert made.alternative == (
        "How it feels: Park, night unsafe; Library, day safe, night mixed. The first 2 of 3 are drawn."
    )
    assert made.table.rows == ((("Park",), ("–",), ("Unsafe",)), (("Library",), ("Safe",), ("Mixed",)),
                               (("Café",), ("Safe",), ("–",)))  # fmt: skip


@pytest.mark.parametrize(("chart", "word"), [(of_shares(), "0 of 12, 0%"), (of_places(), "Library")])
def test_both_drawings_can_be_drawn(chart, word) -> None:
    for spec in (chart.spec, chart.narrow):
        assert spec and word in drawn(spec, chart.key, chart.title, chart.alternative)
