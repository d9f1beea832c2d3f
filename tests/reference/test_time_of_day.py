"""Aoristic weights against the R package aoristic 1.1.1."""

import numpy as np
from tables import agrees, table

from commonground.methods import time_of_day

EVENTS = table("aoristic/events.csv")
EARLIEST, LATEST = EVENTS["from"], np.where(EVENTS["to"] == "NA", "", EVENTS["to"])


def test_every_weight_of_every_event() -> None:
    listed = table("aoristic/weights_expected.csv")
    expected = np.zeros((len(EARLIEST), 168))
    expected[listed["id"].astype(int) - 1, listed["hour_of_week_from_sunday"].astype(int)] = listed["weight"]
    agrees(time_of_day.weights(EARLIEST, LATEST).toarray(), expected)


def test_totals_and_the_event_that_runs_backwards() -> None:
    found = time_of_day.aoristic(EARLIEST, LATEST)
    agrees(found.totals, table("aoristic/totals_expected.csv")["total"])
    assert EVENTS["id"][found.backwards].tolist() == [21]
    assert "1 ends before the start (counted at the start)" in str(found)
