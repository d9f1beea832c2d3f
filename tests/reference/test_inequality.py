"""Quintiles against PHEindicatormethods 2.1.0."""

from tables import table

from commonground.methods import inequality


def test_quintiles_with_ties() -> None:
    expected = table("rates/quantile_expected.csv")
    assert inequality.quantiles(expected["value"]).tolist() == expected["quantile"].astype(int).tolist()
