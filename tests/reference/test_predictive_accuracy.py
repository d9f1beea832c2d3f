"""PAI, PEI and RRI at every cut against ptools 2.0.0."""

import pytest
from tables import agrees, table

from commonground.methods.predictive_accuracy import predictive_accuracy

PLACES = table("predictive_accuracy/pai_input.csv")


@pytest.mark.parametrize("areas, name", [("area", "pai_expected"), (None, "pai_equal_area_expected")])
def test_every_cut(areas: str | None, name: str) -> None:
    expected = table(f"predictive_accuracy/{name}.csv")
    found = predictive_accuracy(PLACES["obs"], PLACES["pred"], areas and PLACES[areas], PLACES["id"])
    assert PLACES["id"][found.order].tolist() == expected["id"].tolist()
    agrees(found.found, expected["CumCount"])
    agrees(found.events, expected["PCumCount"])
    agrees(found.area, expected["PCumArea"])
    agrees(found.pai, expected["PAI"])
    agrees(found.pei, expected["PEI"])
    agrees(found.rri, expected["RRI"])
