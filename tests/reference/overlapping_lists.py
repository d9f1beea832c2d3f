"""The capture tables of the reference folder, and what R's packages made of them."""

import csv
import json
from typing import Any

import numpy as np
from tables import DATA

from commonground.methods.prevalence import capture_table

EXPECTED: dict[str, Any] = json.loads((DATA / "mse/expected.json").read_text("utf-8"))
GRAPHS: dict[str, Any] = json.loads((DATA / "mse/dga_expected.json").read_text("utf-8"))
STEPWISE = [name for name in EXPECTED if "stepwise_p02" in EXPECTED[name]]


def capture(name: str) -> tuple[tuple[str, ...], np.ndarray]:
    """The names of the lists, and the table."""
    with open(DATA / f"mse/{name}.csv", newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    numbers = np.array(rows, int)
    return tuple(head[:-1]), capture_table(numbers[:, :-1], numbers[:, -1])
