"""Kernel densities and bandwidths against SpatialKDE 0.8.2 and spatstat.explore 3.0-6."""

import json

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import density
from commonground.methods.density import kernels, summing
from commonground.methods.window import Window

WINDOW = Window(0, 6000, 0, 5000)
POINTS = table("points/points.csv")
X, Y = POINTS["x"], POINTS["y"]
EXPECTED = json.loads((DATA / "points/points_global_expected.json").read_text("utf-8"))


def test_the_quartic_sums_made_events_to_the_square_kilometre() -> None:
    listed = table("points/grid_kde_quartic_expected.csv")
    found = density.kernel_density(X, Y, bandwidth=600, cell=250, window=WINDOW)
    cells = found.table()
    agrees(cells["x"], listed["x"])
    agrees(cells["y"], listed["y"])
    agrees(cells["events_per_km2"], listed["kde_quartic_bw600"] * 3 / (np.pi * 600**2) * 1e6, 1e-8)


@pytest.mark.parametrize(("edge", "column"), [("none", "density_uncorrected"), ("divide", "density_edge_corrected")])
def test_gaussian_pixels(edge: density.surface.Edge, column: str) -> None:
    listed = table("points/kde_gaussian_sigma300_expected.csv")
    found = density.kernel_density(X, Y, bandwidth=300, cell=50, window=WINDOW, kernel="gaussian", edge=edge)
    at = found.values[((listed["y"] - 25) / 50).astype(int), ((listed["x"] - 25) / 50).astype(int)]
    assert np.abs(at / 1e6 - listed[column]).max() < 0.01 * listed[column].max()


def test_each_event_left_out_of_its_own_density() -> None:
    listed = table("points/kde_gaussian_at_points_expected.csv")
    found = summing.leave_one_out("gaussian", X, Y, 300.0) / kernels.inside("gaussian", 300.0, WINDOW, X, Y)
    agrees(found[listed["point"].astype(int) - 1], listed["density_leave_one_out"], 1e-8)


def test_bandwidths() -> None:
    agrees(density.rule_of_thumb(X, Y), EXPECTED["bw_scott"], 1e-9)
    agrees(density.least_error(X, Y, WINDOW), EXPECTED["bw_diggle"], 1e-9)


def test_the_likeliest_bandwidth_of_those_tried_and_one_that_is_likelier() -> None:
    found = density.likelihood(X, Y, WINDOW)
    agrees(found.of_tried, EXPECTED["bw_ppl"], 1e-9)
    at_ours, at_theirs = (density.bandwidth._exact(X, Y, WINDOW, h) for h in (found.gaussian, found.of_tried))
    assert at_ours > at_theirs == found.criterion.max()
