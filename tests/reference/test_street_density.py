"""Street density against a network of our own, worked out path by path."""

import numpy as np
import pytest
from tables import agrees, table

from commonground.methods import street_density
from commonground.methods.street_network import streets

GIVEN, EVENTS = table("streets/streets.csv"), table("streets/events.csv")
NETWORK = streets(GIVEN["from"], GIVEN["to"], GIVEN["length"])


@pytest.mark.parametrize("kernel", ["quartic", "triangular"])
@pytest.mark.parametrize("split", ["continuous", "discontinuous"])
def test_every_piece_of_every_street(split: street_density.Split, kernel: street_density.Kernel) -> None:
    expected = table("streets/expected.csv")
    found = street_density.street_density(NETWORK, EVENTS["street"] - 1, EVENTS["along"], 150, 25, split, kernel)
    for name, column in (("street", found.street + 1), ("begins", found.begins), ("ends", found.ends)):
        agrees(column, expected[name])
    values = expected[f"{split}_{kernel}"]
    assert np.abs(found.values - values).max() < 1e-4 * values.max()
