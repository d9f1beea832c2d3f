"""Comparisons of two counts against epitools 0.5-10.1."""

import numpy as np
from tables import agrees, table

from commonground.methods import two_counts

EXPECTED = table("rates/ratio_expected.csv")
GIVEN = [EXPECTED[column] for column in ("x1", "x0", "n1", "n0")]


def expect(found: two_counts.Comparison, ratio: str, lower: str, upper: str, relative: float = 1e-9) -> None:
    agrees(found.ratio, EXPECTED[ratio], relative)
    agrees(found.lower, EXPECTED[lower], relative)
    agrees(found.upper, EXPECTED[upper], relative)


def test_exact_limits() -> None:
    expect(two_counts.exact(*GIVEN), "rate_ratio", "rr_exact_lo", "rr_exact_hi")


def test_wald_limits() -> None:
    expect(two_counts.wald(*GIVEN), "rate_ratio", "rr_wald_lo", "rr_wald_hi")


def test_risk_ratio() -> None:
    x, y, n, m = GIVEN
    expect(two_counts.risk_ratio(x, n, y, m), "risk_ratio", "risk_wald_lo", "risk_wald_hi")


def test_mid_p_limits_as_close_as_the_reference_was_solved() -> None:
    """The reference stops its root search early (its README); tests/methods holds ours to 1e-9."""
    expect(two_counts.mid_p(*GIVEN), "rr_midp", "rr_midp_lo", "rr_midp_hi", relative=1e-3)


def test_the_reference_p_value_contradicts_its_interval_and_ours_does_not() -> None:
    """Why the p value here is central: docs/decisions says more."""

    def contradicts(p: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> list[str]:
        return EXPECTED["group"][(p < 0.05) != ((lower > 1) | (upper < 1))].tolist()

    assert contradicts(EXPECTED["rr_exact_p"], EXPECTED["rr_exact_lo"], EXPECTED["rr_exact_hi"]) == [
        "G03",
        "G05",
    ]
    ours = two_counts.exact(*GIVEN)
    assert contradicts(ours.p_value, ours.lower, ours.upper) == []


def test_violence_in_lewisham_2018() -> None:
    """4,820 to 4,678 was reported as a reduction; it is within what chance gives."""
    found = two_counts.exact(4678, 4820)
    assert round(float(found.change_percent), 2) == -2.95
    assert round(float(found.lower_percent), 1) == -6.8
    assert round(float(found.upper_percent), 1) == 1.1
    assert round(float(found.p_value), 2) == 0.15
    assert round(float(two_counts.wald(4678, 4820).upper_percent), 1) == 1.0
