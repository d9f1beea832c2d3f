"""The ten classic charts and Anhøj's rules against qicharts2 0.8.1."""

import json

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import shewhart

POINTS = table("process_control/qicharts_expected_points.csv")
RUNS = json.loads((DATA / "process_control/qicharts_expected_runs.json").read_text("utf-8"))


def ours(case: dict) -> tuple[shewhart.Chart, dict[str, np.ndarray]]:
    expected = {name: column[POINTS["id"] == case["id"]] for name, column in POINTS.items()}
    sizes = None if np.isnan(expected["n_in"]).all() else expected["n_in"]
    return shewhart.chart(case["chart"], expected["y_in"], sizes), expected


@pytest.mark.parametrize("case", RUNS, ids=lambda case: case["id"])
def test_points_and_limits(case: dict) -> None:
    found, expected = ours(case)
    agrees(found.points, expected["y"])
    agrees(found.centre, expected["cl"])
    agrees(found.lower, expected["lcl"])
    agrees(found.upper, expected["ucl"])
    assert found.outside.tolist() == (expected["sigma_signal"] == "TRUE").tolist()


@pytest.mark.parametrize("case", RUNS, ids=lambda case: case["id"])
def test_runs(case: dict) -> None:
    found = ours(case)[0].runs
    assert found.points == case["n_obs"] - np.isnan(ours(case)[0].points).sum()
    assert (found.useful, found.longest, found.longest_expected, found.crossings, found.crossings_expected) == (
        case["n_useful"],
        case["longest_run"],
        case["longest_run_max"],
        case["n_crossings"],
        case["n_crossings_min"],
    )
    assert found.signal == case["runs_signal"]


def test_every_kind_is_among_the_cases() -> None:
    assert {case["chart"] for case in RUNS} == set(shewhart.CHARTS)
