"""Process-control limits and rules against NHSRplotthedots 0.2.2."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import process_control

CASES = json.loads((DATA / "process_control/xmr_cases.json").read_text("utf-8"))
POINTS = table("process_control/xmr_expected_points.csv")
RULES = {
    "Common Cause": "",
    "Above UCL": "outside limits",
    "Below LCL": "outside limits",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two of three near a limit",
    "2 in 3 Below CL": "two of three near a limit",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}


def groups(case: dict) -> Iterator[dict[str, np.ndarray]]:
    """The points of a case, on each side of the dates from which its limits are worked out anew."""
    own = POINTS["case"] == case["case"]
    for number in np.unique(POINTS["rebase_group"][own]):
        chosen = own & (POINTS["rebase_group"] == number)
        yield {name: column[chosen] for name, column in POINTS.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_limits_and_rules(case: dict) -> None:
    seen = 0
    for points in groups(case):
        baseline = points["y"][: case["fix_after_n_points"]]
        found = process_control.limits(baseline, screen=case["screen_outliers"])
        agrees(found.mean, points["mean"])
        agrees(found.lower, points["lpl"])
        agrees(found.upper, points["upl"])
        marked = process_control.signals(points["y"], found)
        assert marked.labels.tolist() == [RULES[name] for name in points["special_cause_type"]]
        assert marked.outside.tolist() == (points["outside_limits"] == "TRUE").tolist()
        seen += 1
    assert seen >= 1


def test_every_rule_is_among_the_expected_labels() -> None:
    assert {RULES[name] for name in POINTS["special_cause_type"]} == set(process_control.LABELS)
