"""The reference tables, read as columns of numbers or text; and what it is to agree with them."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

DATA = Path(__file__).parent / "data"


def table(name: str) -> dict[str, np.ndarray]:
    """Columns of a reference file; NA is nan, and a column with any other words is text."""
    with open(DATA / name, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: _column([row[column] for row in rows]) for column in rows[0]}


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float("nan" if cell == "NA" else cell) for cell in cells])
    except ValueError:
        return np.array(cells)


def agrees(found: Any, expected: Any, relative: float = 1e-9, absolute: float = 1e-12) -> None:
    """Equal within the tolerance that the README of the table states, unknown where it is unknown."""
    np.testing.assert_allclose(found, expected, rtol=relative, atol=absolute, equal_nan=True)
