"""Stop and search against base R 4.2.2, simulated truth, and published times of twilight."""

import json

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods import disparity

STOPS, EXPECTED = table("disparity/stops.csv"), table("disparity/expected.csv")
DARK = table("disparity/veil_of_darkness.csv")
DARK_EXPECTED = json.loads((DATA / "disparity/veil_of_darkness_expected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("ours", "theirs", "tolerance"),
    [
        ("rate", "rate_per_1000", 1e-8),
        ("ratio", "disparity_ratio", 1e-8),
        ("lower", "ratio_lo", 1e-8),
        ("upper", "ratio_hi", 1e-8),
        ("exact_lower", "ratio_exact_lo", 1e-6),
        ("exact_upper", "ratio_exact_hi", 1e-6),
        ("find_rate", "hit_rate", 1e-8),
        ("find_lower", "hit_rate_wilson_lo", 1e-8),
        ("find_upper", "hit_rate_wilson_hi", 1e-8),
        ("outcome_p", "outcome_test_p", 1e-8),
    ],
)
def test_rates_ratios_and_finds(ours: str, theirs: str, tolerance: float) -> None:
    assert (STOPS["group"] == EXPECTED["group"]).all() and (STOPS["borough"] == EXPECTED["borough"]).all()
    found = disparity.disparity(
        STOPS["group"], STOPS["searches"], STOPS["population"], STOPS["outcomes"], STOPS["borough"]
    )
    agrees(getattr(found, ours), EXPECTED[theirs], relative=tolerance, absolute=tolerance)


@pytest.mark.parametrize("curve", ["natural spline", "cubic"])
def test_veil_of_darkness(curve: disparity.darkness.Curve) -> None:
    spline = DARK_EXPECTED["natural_spline"]
    expected = spline if curve == "natural spline" else DARK_EXPECTED["cubic_polynomial"]
    first, last = spline["boundary_knots"]
    found = disparity.veil_of_darkness(
        DARK["minority"], DARK["dark"], DARK["time"], DARK["area"], curve=curve,
        knots=spline["inner_knots"], boundary=(first, last),
    )  # fmt: skip
    agrees(found.coefficient, expected["dark_coefficient"], relative=1e-6)
    agrees(found.error, expected["se"], relative=1e-6)
    agrees(found.deviance, expected["deviance"], relative=1e-6)


def test_twilight_in_london() -> None:
    published = table("disparity/twilight_london.csv")
    sun = disparity.twilight(published["day"].astype("datetime64[D]"))
    for row, (what, time) in enumerate(zip(published["what"], published["time"], strict=True)):
        hours, minutes = map(int, time.split(":"))
        assert abs(getattr(sun, what)[row] - hours - minutes / 60) <= 90 / 3600


@pytest.mark.slow
def test_thresholds_that_were_put_in_are_found() -> None:
    cells = table("disparity/threshold_simulated.csv")
    found = disparity.threshold_test(
        cells["group"], cells["place"], cells["stops"], cells["searches"], cells["hits"], np.random.default_rng(1)
    )
    truth = dict(zip(cells["group"], cells["threshold"], strict=True))
    assert found.converged and found.fits
    for group, threshold, lower, upper in zip(found.group, found.threshold, found.lower, found.upper, strict=True):
        assert abs(threshold - truth[group]) <= 0.03
        assert lower <= truth[group] <= upper
    assert sorted(found.group, key=truth.__getitem__) == [str(found.group[i]) for i in np.argsort(found.threshold)]
