"""Ripley's K, Clark and Evans's ratio and the quadrat test against spatstat.explore 3.0-6."""

import json

import pytest
from tables import DATA, agrees, table

from commonground.methods import point_pattern
from commonground.methods.window import Window

WINDOW = Window(0, 6000, 0, 5000)
POINTS = table("points/points.csv")
X, Y = POINTS["x"], POINTS["y"]
EXPECTED = json.loads((DATA / "points/points_global_expected.json").read_text("utf-8"))


@pytest.mark.parametrize("correction", ["none", "isotropic", "border"])
def test_ripleys_k(correction: point_pattern.Correction) -> None:
    listed = table("points/ripley_k_expected.csv")
    found = point_pattern.ripley_k(X, Y, WINDOW, listed["r"], correction)
    agrees(found.k, listed[f"K_{correction}"], 1e-9)
    agrees(found.expected, listed["theoretical"], 1e-9)


def test_nearest_neighbours_and_quadrats() -> None:
    nearest = point_pattern.clark_evans(X, Y, WINDOW)
    agrees(nearest.ratio, EXPECTED["clark_evans_R"])
    agrees(nearest.mean, EXPECTED["mean_nn_distance"])
    parts = point_pattern.quadrat_test(X, Y, WINDOW, columns=6, rows=5)
    agrees(parts.chi2, EXPECTED["quadrat_6x5_chi2"])
    assert parts.df == EXPECTED["quadrat_df"]
