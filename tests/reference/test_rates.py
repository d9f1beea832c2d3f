"""Rates, proportions and standardised rates against PHEindicatormethods 2.1.0."""

import numpy as np
import pytest
from tables import agrees, table

from commonground.methods import rates

LEVELS = pytest.mark.parametrize(("confidence", "limit"), [(0.95, "95_0cl"), (0.998, "99_8cl")])


def expect(estimate: rates.Estimate, expected: dict[str, np.ndarray], limit: str) -> None:
    agrees(estimate.value, expected["value"])
    agrees(estimate.lower, expected[f"lower{limit}"])
    agrees(estimate.upper, expected[f"upper{limit}"])


@LEVELS
def test_crude_rate(confidence: float, limit: str) -> None:
    expected = table("rates/rate_expected.csv")
    assert set(expected["method"]) == {"Exact", "Byars"}
    expect(rates.crude_rate(expected["obs"], expected["pop"], confidence=confidence), expected, limit)


@LEVELS
def test_proportion(confidence: float, limit: str) -> None:
    expected = table("rates/proportion_expected.csv")
    expect(rates.proportion(expected["x"], expected["n"], confidence=confidence), expected, limit)


def bands() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts and populations (areas, bands) and the standard of the bands."""
    given = table("rates/dsr_input.csv")
    areas = len(np.unique(given["area"]))
    order = np.lexsort((given["ageband"], given["area"]))
    counts, populations, standard = (given[c][order].reshape(areas, -1) for c in ("obs", "pop", "stdpop"))
    return counts, populations, standard[0]


@LEVELS
def test_directly_standardised_rate(confidence: float, limit: str) -> None:
    expected = table("rates/dsr_expected.csv")
    counts, populations, standard = bands()
    found = rates.directly_standardised_rate(counts, populations, standard, confidence=confidence)
    expect(found, expected, limit)
    few = counts.sum(axis=1) < rates.BYAR_FROM
    assert few.sum() == 2 and np.isnan(found.value).tolist() == few.tolist()


@LEVELS
def test_indirectly_standardised(confidence: float, limit: str) -> None:
    counts, populations, _ = bands()
    reference = table("rates/isr_reference.csv")
    ratio, rate = table("rates/isratio_expected.csv"), table("rates/israte_expected.csv")
    observed = counts.sum(axis=1)
    expected = rates.expected_count(populations, reference["refobs"], reference["refpop"])
    agrees(expected, ratio["expected"])
    expect(rates.indirectly_standardised_ratio(observed, expected, confidence=confidence), ratio, limit)
    found = rates.indirectly_standardised_rate(
        observed, expected, reference["refobs"].sum(), reference["refpop"].sum(), confidence=confidence
    )
    expect(found, rate, limit)
