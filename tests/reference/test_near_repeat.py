"""Near repeats against the R package NearRepeat 0.1.1 and the Near Repeat Calculator 1.3."""

import json
from typing import Any

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import near_repeat

FOLDER = DATA / "near_repeat"
CASES = json.loads((FOLDER / "knox_expected.json").read_text("utf-8"))
CALCULATOR = json.loads((FOLDER / "nrc_expected.json").read_text("utf-8"))


def of(case: dict[str, Any], permutations: int) -> near_repeat.NearRepeat:
    events = table(f"near_repeat/{case['data']}")
    return near_repeat.knox(
        events["x"], events["y"], events["day"],
        [float(edge) for edge in case["distance_breaks"]], [float(edge) for edge in case["time_breaks"]],
        np.random.default_rng(6), permutations=permutations, metric=case["distance"], closed=case["closed"],
        outer_edge=case.get("include_outer_edge", False),
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['data']} {case['distance']} {case['closed']}")
def test_knox(case: dict[str, Any]) -> None:
    """More permutations than the reference's 999, whose own chance the tolerance allows for, and no other."""
    found = of(case, 4_999)
    assert found.events == case["n"]
    assert found.observed.tolist() == case["observed"]
    agrees(found.expected, case["exact_permutation_mean"], absolute=1e-8)
    agrees(found.ratio, case["knox_ratio_exact"], relative=1e-6, absolute=1e-8)
    p = np.array(case["p_value_simulated"])
    assert (np.abs(found.p_value - p) <= 4 * np.sqrt(p * (1 - p) / 999) + 0.002).all()


def test_calculator() -> None:
    """Its two pairs within a metre of an edge are one band higher: a cell may differ by one."""
    bands = CALCULATOR["bands_actually_used"]
    found = of(CALCULATOR | bands, 99)
    away = np.abs(found.observed - np.array(CALCULATOR["observed"]))
    assert away.max() == 1 and away.sum() == 4
    distances = near_repeat.calculator_breaks(200, 3, "distance")
    times = near_repeat.calculator_breaks(1, 3, "time")
    assert distances.tolist() == [float(edge) for edge in bands["distance_breaks"]]
    assert times.tolist() == [float(edge) for edge in bands["time_breaks"]]
    assert near_repeat.calculator_labels(distances, "distance") == tuple(CALCULATOR["distance_labels"])
    assert near_repeat.calculator_labels(times) == tuple(CALCULATOR["time_labels"])
