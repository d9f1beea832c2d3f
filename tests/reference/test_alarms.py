"""Alarms against the R package surveillance 1.20.3: the bounds, what was expected, and which counts are alarms."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import alarms

CASES = json.loads((DATA / "surveillance/farrington_cases.json").read_text("utf-8"))
SERIES = table("surveillance/series.csv")
FARRINGTON = table("surveillance/farrington_expected.csv")
OTHERS = table("surveillance/other_algorithms_expected.csv")
OTHER_METHODS: dict[str, Callable[[np.ndarray, np.ndarray, int], alarms.Alarms]] = {
    "ears_C1": lambda y, at, year: alarms.ears_c1(y, at),
    "ears_C2": lambda y, at, year: alarms.ears_c2(y, at),
    "ears_C3": lambda y, at, year: alarms.ears_c3(y, at),
    "ears_C2_minSigma": lambda y, at, year: alarms.ears_c2(y, at, baseline=12, least_spread=0.5),
    "bayes_b3_w2": lambda y, at, year: alarms.bayes(y, at, frequency=year),
    "rki_b3_w2": lambda y, at, year: alarms.rki(y, at, frequency=year),
    "cusum_rossi": lambda y, at, year: alarms.cusum(y, at),
    "cusum_standard": lambda y, at, year: alarms.cusum(y, at, scale="standard"),
}
EXACT = 1e-12


def counts(name: str) -> np.ndarray:
    return SERIES["y"][SERIES["series"] == name]


def year(name: str) -> int:
    return {"m": 12, "w": 52}[name[0]]


def flexible(case: dict, of: np.ndarray) -> alarms.Fitted:
    return alarms.farrington_flexible(
        of,
        np.array(case["range"]) - 1,
        frequency=year(case["series"]),
        years=case["b"],
        window=case["w"],
        periods=case["noPeriods"],
        left_out=case["pastWeeksNotIncluded"],
        alpha=case["alpha"],
        bound=case["thresholdMethod"],
        power=case.get("powertrans", "2/3"),
        trend=case["trend"],
        trend_p=case["pThresholdTrend"],
        reweight=case["reweight"],
        weights_threshold=case["weightsThreshold"],
        enough=tuple(case["limit54"]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_farrington_flexible(case: dict) -> None:
    rows = FARRINGTON["case"] == case["case"]
    expected = {name: column[rows] for name, column in FARRINGTON.items()}
    found = flexible(case, counts(case["series"]))
    assert (found.observed == expected["observed"]).all()
    if case["thresholdMethod"] == "delta":
        agrees(found.upper, expected["upperbound"], EXACT)
    else:
        assert np.array_equal(found.upper, expected["upperbound"], equal_nan=True)
    agrees(found.expected, expected["expected"], EXACT)
    agrees(found.dispersion, expected["phi"], EXACT)
    agrees(found.slope, expected["trend_coefficient"], 1e-10)
    agrees(found.p_value, np.where(np.isnan(found.upper), np.nan, expected["pvalue"]), 1e-10)
    assert (found.alarm == (expected["alarm"] == "TRUE")).all()
    assert (found.trend == (expected["trend_used"] == 1)).all()


def test_farrington_1996() -> None:
    expected = table("surveillance/farrington1996_w_mid_expected.csv")
    found = alarms.farrington_1996(counts("w_mid"), expected["t"].astype(int) - 1)
    agrees(found.upper, expected["upperbound"], EXACT)
    assert (found.alarm == (expected["alarm"] == "TRUE")).all()


@pytest.mark.parametrize("name", np.unique(SERIES["series"]).tolist())
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_other_methods(method: str, name: str) -> None:
    rows = (OTHERS["method"] == method) & (OTHERS["series"] == name)
    at = OTHERS["t"][rows].astype(int) - 1
    found = OTHER_METHODS[method](counts(name), at, year(name))
    assert (found.observed == OTHERS["observed"][rows]).all()
    agrees(found.upper, OTHERS["upperbound"][rows], 1e-10, 1e-10)
    assert (found.alarm == (OTHERS["alarm"][rows] == "TRUE")).all()


def test_the_public_series() -> None:
    expected = table("surveillance/public_series_expected.csv")
    found = alarms.farrington_flexible(
        table("surveillance/public_series.csv")["y"], expected["t"].astype(int) - 1, frequency=52, years=4, window=3,
        periods=10, left_out=26, alpha=0.025, trend_p=1,
    )  # fmt: skip
    assert np.array_equal(found.upper, expected["upperbound"], equal_nan=True)
    agrees(found.expected, expected["expected"], EXACT)
    assert (found.alarm == (expected["alarm"] == "TRUE")).all()


def test_every_series_at_once_is_each_alone() -> None:
    case = CASES[0]
    names = [name for name in np.unique(SERIES["series"]) if name.startswith("m")]
    together = flexible(case, np.stack([counts(name) for name in names]))
    for row, name in enumerate(names):
        alone = flexible(case, counts(name))
        for of in ("expected", "upper", "p_value", "dispersion", "slope", "alarm"):
            assert np.array_equal(getattr(together, of)[row], getattr(alone, of), equal_nan=True), of
