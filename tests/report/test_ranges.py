"""The chart of ranges: its words, its table, both drawings."""

import pytest

from commonground.report.charts.ranges import MOST, ranges
from commonground.report.render.drawing import drawn


def test_words_and_table() -> None:
    chart = ranges("r", "Ranges", ["a", "b", "c"], [1, 4, 2], [3, 4, None], what="counts", of="Cell")
    assert chart.alternative == "Counts: a, 1 to 3; b, exactly 4; c, 2 or more."
    assert chart.table.head == ("Cell", "Lowest", "Highest")
    assert chart.table.rows[2] == (("c",), ("2",), ("no limit",))


def test_the_likelier_value_stands_between() -> None:
    chart = ranges("r", "Ranges", ["a"], [1000], [1200], [1100.0], what="people", of="On")
    assert chart.alternative == "People: a, 1,100, 1,000 to 1,200."
    assert chart.table.rows == ((("a",), ("1,100",), ("1,000",), ("1,200",)),)


def test_many_names_are_in_the_table_and_some_in_the_drawing() -> None:
    names = [f"cell {i}" for i in range(40)]
    chart = ranges("r", "Ranges", names, [0] * 40, [5] * 40, what="counts", of="Cell")
    assert len(chart.table.rows) == 40 and f"the first {MOST} of 40 are drawn" in chart.alternative
    assert "cell 29" in str(chart.spec) and "cell 30" not in str(chart.spec)


@pytest.mark.parametrize("middle", [None, [2.0, 4.0]])
def test_both_drawings_can_be_drawn(middle) -> None:
    chart = ranges("r", "Ranges", ["a long name of a cell", "b"], [1, 4], [3, 4], middle, what="counts", of="Cell")
    for spec in (chart.spec, chart.narrow):
        assert spec and drawn(spec, chart.key, chart.title, chart.alternative).startswith("<svg")
