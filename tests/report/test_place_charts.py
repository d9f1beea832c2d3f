"""Maps of density and of streets, and the chart of closeness: what they say, and that they can be drawn."""

import numpy as np
import pytest

from commonground.report.charts import density, point_pattern
from commonground.report.render.drawing import drawn

X, Y = np.arange(5) * 100.0 + 50, np.arange(4) * 100.0 + 50
VALUES = np.arange(20.0).reshape(4, 5) / 2


def surface(values=VALUES):
    return density.surface("d", "Title", X, Y, values, what="events", unit="per km²")


def test_a_surface_says_where_it_is_highest_and_lists_its_cells():
    chart = surface()
    assert "highest round 450, 350: 9.5 per km²" in chart.alternative and chart.is_map
    assert chart.table.rows[0] == (("450, 350",), ("9.5",)) and len(chart.table.rows) == 20


def test_cells_without_a_value_are_left_out():
    values = VALUES.copy()
    values[3] = np.nan
    assert "highest round 450, 250" in surface(values).alternative
    nothing = density.surface("d", "Title", X, Y, np.zeros((4, 5)), what="events", unit="per km²")
    assert drawn(nothing.spec, "d", "Title")


def test_a_fine_grid_is_drawn_coarser_with_the_same_total():
    fine = np.random.default_rng(1).random((300, 250))
    coarse = density._coarser(fine, 3)
    assert coarse.shape == (100, 84)
    assert np.isclose((coarse[:, :83] * 9).sum(), fine[:, :249].sum())
    assert np.isnan(density._coarser(np.full((4, 4), np.nan), 2)).all()


def test_streets_are_named_and_drawn():
    lines = np.array([[0, 0, 100, 0], [100, 0, 100, 90], [100, 90, 0, 0]], float)
    chart = density.streets("s", "Title", lines, ["A", "B", "C"], np.array([1, 30, 9.0]), what="events", unit="per km")
    assert "Densest is B: 30 per km" in chart.alternative
    assert [row[0] for row in chart.table.rows] == [("B",), ("C",), ("A",)]
    for spec in (chart.spec, chart.narrow):
        assert "24 or more" in drawn(spec, "s", "Title")


@pytest.mark.parametrize("band", [12.0, float("nan")])
def test_closeness_with_and_without_a_band(band):
    r = np.array([0, 10, 20.0])
    centre = np.full(3, 0 if band == band else np.nan)
    chart = point_pattern.closeness("p", "Title", r, np.array([0, 9, 15.0]), centre, band)
    assert ("above the band of chance at 1 of 3 distances, the first 20 m" in chart.alternative) == (band == band)
    for spec in (chart.spec, chart.narrow):
        assert ("Grey" if band == band else "Dashed") in drawn(spec, "p", "Title")
