"""Slope and relative index of inequality against PHEindicatormethods 2.1.0."""

import numpy as np
import pytest
from tables import agrees, table

from commonground.methods import gradient

GIVEN = table("rates/sii_input.csv")
AREAS = np.unique(GIVEN["area"])
CASES = pytest.mark.parametrize(
    ("kind", "transform", "name", "ending"), [("value", False, "normal", "_0cl"), ("rate", True, "rate_log", "_0")]
)


def tenths(column: str) -> np.ndarray:
    """Areas by tenths, from the most deprived."""
    order = np.lexsort((GIVEN["quantile"], GIVEN["area"]))
    return GIVEN[column][order].reshape(AREAS.size, -1)


@CASES
def test_slope_and_relative_index(kind: gradient.Kind, transform: bool, name: str, ending: str) -> None:
    expected = table(f"rates/sii_expected_{name}.csv")
    assert expected["area"].tolist() == AREAS.tolist()
    error = tenths("se") if kind == "value" else gradient.standard_error(tenths("lower"), tenths("upper"), kind)
    found = gradient.gradient(tenths("value"), tenths("pop"), error, np.random.default_rng(5), kind, transform)
    for index, short in ((found.slope, "sii"), (found.relative, "rii")):
        agrees(index.value, expected[short])
        for limit, which in ((index.lower, "lower"), (index.upper, "upper")):
            reach = 0.01 * np.abs(expected[short])
            assert (np.abs(limit - expected[f"{short}_{which}95{ending}"]) <= reach).all()


def test_errors_from_limits_are_those_of_the_table() -> None:
    agrees(gradient.standard_error(tenths("lower"), tenths("upper")), tenths("se"), relative=1e-4)
