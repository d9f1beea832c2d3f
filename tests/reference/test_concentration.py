"""Concentration against the published formulas and the worked examples of lorenzgini."""

import json

import pytest
from tables import DATA, agrees, table

from commonground.methods import concentration

EXPECTED = json.loads((DATA / "concentration/expected.json").read_text("utf-8"))
DOCUMENTED = EXPECTED.pop("documented")


@pytest.mark.parametrize("example", DOCUMENTED)
def test_worked_examples(example: dict) -> None:
    agrees(concentration.gini(example["counts"]), example["gini"])
    agrees(concentration.generalised_gini(example["counts"]), example["generalised_biased"])


@pytest.mark.parametrize("name", EXPECTED)
def test_concentration(name: str) -> None:
    every, expected = table("concentration/counts.csv"), EXPECTED[name]
    counts = every["count"][every["set"] == name]
    assert (counts.size, counts.sum()) == (expected["units"], expected["events"])
    agrees(concentration.gini(counts), expected["gini"])
    agrees(concentration.gini(counts, corrected=True), expected["gini_unbiased"])
    agrees(concentration.generalised_gini(counts), expected["generalised_gini"])
    agrees(concentration.generalised_gini(counts, corrected=True), expected["generalised_gini_unbiased"])
    for percent, share in expected["share_of_events_in_top_percent"].items():
        agrees(concentration.share_in_top(counts, float(percent)), share)
    for share, column in ((0.5, "half_of_events"), (0.8, "80_percent_of_events")):
        places = concentration.places_that_hold(counts, share)
        agrees(100 * places / counts.size, expected[f"percent_of_units_with_{column}"])
