"""Whole control charts, with kinds of points and assurance, against NHSRplotthedots 0.2.2."""

import json
from datetime import date

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import control_chart
from commonground.methods.control_chart import ControlChart, Rebase

CASES = json.loads((DATA / "process_control/xmr_cases.json").read_text("utf-8"))
POINTS = table("process_control/xmr_expected_points.csv")
SUMMARY = table("process_control/xmr_expected_summary.csv")
BETTER = {"decrease": "down", "increase": "up", "neutral": "neither"}
KINDS = {
    "common_cause": "common cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "high",
    "special_cause_neutral_low": "low",
}
ASSURANCE = {
    "consistent_pass": "consistently passes",
    "consistent_fail": "consistently fails",
    "inconsistent": "hit and miss",
    "NA": None,
}


def ours(case: dict) -> ControlChart:
    own = POINTS["case"] == case["case"]
    rebased = case["rebase_at"] or []
    days = [rebased] if isinstance(rebased, str) else rebased
    return control_chart.control_chart(
        POINTS["date"][own].astype("datetime64[D]"),
        POINTS["y"][own],
        BETTER[case["improvement_direction"]],
        case["target"],
        [Rebase(date.fromisoformat(day), "as the reference") for day in days],
        case["fix_after_n_points"],
        case["screen_outliers"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_points(case: dict) -> None:
    found, own = ours(case), POINTS["case"] == case["case"]
    rows = found.table()
    for column, expected in (("mean", "mean"), ("lower", "lpl"), ("upper", "upl")):
        agrees(rows[column], POINTS[expected][own])
    assert found.kinds.tolist() == [KINDS[name] for name in POINTS["point_type"][own]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_summary(case: dict) -> None:
    found, own = ours(case), SUMMARY["case"] == case["case"]
    expected = {name: column[own] for name, column in SUMMARY.items()}
    assert len(found.stages) == own.sum()
    for i, stage in enumerate(found.stages):
        kinds = found.kinds[stage.first : stage.last + 1]
        agrees([stage.limits.mean, stage.limits.lower, stage.limits.upper],
               [expected[name][i] for name in ("mean_col", "lpl", "upl")])  # fmt: skip
        assert kinds.size == expected["n"][i]
        for name in ("common_cause", "special_cause_improvement", "special_cause_concern"):
            assert (kinds == KINDS[name]).sum() == expected[name][i]
        assert kinds[-1] == KINDS[expected["variation_type"][i]]
    assert found.variation == KINDS[expected["variation_type"][-1]]
    assert found.assurance == ASSURANCE[expected["assurance_type"][-1]]


def test_the_cases_have_every_kind_of_point() -> None:
    assert {KINDS[name] for name in np.unique(POINTS["point_type"])} == set(KINDS.values())
