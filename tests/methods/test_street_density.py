"""Street densities: against following every path, and what must hold on any network."""

import math

import numpy as np
import pytest
import slowly_streets as slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import street_density, street_network
from commonground.methods.street_network import from_lines, nearest, streets

lengths = st.integers(20, 120).map(float)
networks = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), lengths), min_size=1, max_size=6)
SPLITS = ["continuous", "discontinuous"]


def network(some: list) -> street_network.Streets:
    return streets(*zip(*some, strict=True))


@st.composite
def towns(draw):
    some = draw(networks)
    events = draw(st.lists(st.tuples(st.integers(0, len(some) - 1), st.floats(0, 1)), min_size=1, max_size=4))
    return some, [(street, share * some[street][2]) for street, share in events]


@settings(max_examples=15, deadline=None)
@given(towns(), st.sampled_from(SPLITS), st.sampled_from(list(street_density.SUMS)))
def test_every_piece_is_what_every_path_brings(town, split, kernel) -> None:
    some, events = town
    found = street_density.street_density(network(some), *zip(*events, strict=True), 110, 40, split, kernel)
    slow = slowly.lixels(some, events, 110, 40, split, kernel, parts=24)
    np.testing.assert_allclose(found.values, [row[3] for row in slow], atol=0.02 * found.values.max())
    assert found.street.tolist() == [row[0] for row in slow]


@settings(max_examples=60, deadline=None)
@given(towns(), st.floats(10, 150), st.floats(5, 50))
def test_the_total_is_kept_where_splits_are_continuous(town, h, lixel) -> None:
    some, events = town
    found = street_density.street_density(network(some), *zip(*events, strict=True), h, lixel)
    assert math.isclose((found.values * (found.ends - found.begins)).sum() / 1000, len(events), rel_tol=1e-3)
    assert (found.lower <= found.values + 1e-12).all() and (found.values <= found.upper + 1e-12).all()


def test_the_total_is_kept_by_discontinuous_splits_unless_a_street_ends() -> None:
    ring = streets([0, 1, 2, 0], [1, 2, 0, 2], [50, 60, 70, 40])
    found = street_density.street_density(ring, [0, 2], [10, 20], 100, 10, "discontinuous")
    assert math.isclose((found.values * (found.ends - found.begins)).sum(), 2000)
    dead = street_density.street_density(streets([0], [1], [50]), [0], [25], 100, 10, "discontinuous")
    assert (dead.values * (dead.ends - dead.begins)).sum() < 700


@settings(max_examples=30, deadline=None)
@given(towns(), st.sampled_from(SPLITS))
def test_order_units_and_the_way_a_street_is_drawn_do_not_matter(town, split) -> None:
    some, events = town
    found = street_density.street_density(network(some), *zip(*events, strict=True), 90, 30, split)
    backwards = street_density.street_density(network(some), *zip(*events[::-1], strict=True), 90, 30, split)
    np.testing.assert_allclose(backwards.values, found.values, atol=1e-9)
    turned = [(end, start, length) for start, end, length in some]
    there = [(street, some[street][2] - along) for street, along in events]
    mirrored = street_density.street_density(network(turned), *zip(*there, strict=True), 90, 30, split)
    for street in range(len(some)):
        own = found.street == street
        np.testing.assert_allclose(mirrored.values[own][::-1], found.values[own], atol=1e-6)
    km = [(start, end, length / 1000) for start, end, length in some]
    small = street_density.street_density(
        network(km), [street for street, _ in events], [along / 1000 for _, along in events], 0.09, 0.03, split
    )
    np.testing.assert_allclose(small.values / 1000, found.values, rtol=1e-6, atol=1e-9)


def test_a_bend_changes_nothing_and_continuous_means_no_jump() -> None:
    whole = street_density.street_density(streets([0, 1], [1, 2], [200, 100]), [0], [120], 150, 1)
    bent = street_density.street_density(streets([0, 3, 1], [3, 1, 2], [50, 150, 100]), [1], [70], 150, 1)
    np.testing.assert_allclose(bent.values, whole.values, atol=1e-9)
    crossing = streets([0, 0, 0], [1, 2, 3], [100, 100, 100])
    for split, jumps in (("continuous", False), ("discontinuous", True)):
        found = street_density.street_density(crossing, [0], [10], 80, 0.1, split)
        at = [found.values[found.street == street][0] for street in range(3)]
        assert (np.ptp(at) > 1) == jumps


def test_pieces_of_the_work_make_the_whole(monkeypatch) -> None:
    chance, done = np.random.default_rng(1), []
    town = streets([0, 1, 2, 3, 0, 1], [1, 2, 3, 0, 2, 3], [50, 60, 70, 80, 90, 100])
    street = chance.integers(0, 6, 30)
    along = chance.uniform(0, 50, 30)
    whole = street_density.street_density(town, street, along, 120, 10)
    monkeypatch.setattr(street_density, "CHUNK", 8)
    monkeypatch.setattr(street_density, "MOST", 500)
    parts = street_density.street_density(town, street, along, 120, 10, step=lambda now, of: done.append((now, of)))
    np.testing.assert_allclose(parts.values, whole.values)
    np.testing.assert_allclose(parts.upper, whole.upper)
    assert done[-1] == (30, 30) and len(done) > 4
    monkeypatch.setattr(street_density, "MOST", 30)
    with pytest.raises(ValueError, match="take a smaller bandwidth"):
        street_density.street_density(town, street, along, 120, 10)


def test_limits_hold_the_smoothed_density_as_often_as_they_say() -> None:
    chance, inside = np.random.default_rng(3), 0
    line = streets([0], [1], [2000.0])
    for _ in range(300):
        n = chance.poisson(100)
        found = street_density.street_density(line, np.zeros(n), chance.uniform(0, 2000, n), 200, 40)
        middle = found.values.size // 2
        inside += found.lower[middle] <= 50 <= found.upper[middle]
    assert 267 <= inside <= 294  # of 300, at 95 %


def test_events_go_to_the_nearest_street() -> None:
    chance = np.random.default_rng(2)
    ends = chance.uniform(0, 1000, (60, 4))
    ends[:20, 2:] = ends[:20, :2] + chance.normal(0, 8, (20, 2))  # short ones beside long ones
    net = from_lines(*ends.T)
    x, y = chance.uniform(-100, 1100, 200), chance.uniform(-100, 1100, 200)
    found = nearest(net, x, y)
    for i in range(200):
        share = (x[i] - ends[:, 0]) * (ends[:, 2] - ends[:, 0]) + (y[i] - ends[:, 1]) * (ends[:, 3] - ends[:, 1])
        share = np.clip(share / net.length**2, 0, 1)
        off = np.hypot(
            x[i] - ends[:, 0] - share * (ends[:, 2] - ends[:, 0]), y[i] - ends[:, 1] - share * (ends[:, 3] - ends[:, 1])
        )
        assert math.isclose(found.off[i], off.min(), abs_tol=1e-8)
        assert math.isclose(found.along[i], (share * net.length)[found.street[i]])


def test_a_network_of_lines() -> None:
    net = from_lines([0, 100, 500], [0, 0, 500], [100, 100, 600], [0, 100.004, 500])
    assert (net.start[1], net.parts, round(net.total)) == (net.end[0], 2, 300)
    found = street_density.street_density(net, [0], [50], 30, 51)
    assert found.lines().tolist()[:2] == [[0, 0, 50, 0], [50, 0, 100, 0]]
    assert "densest on street 1, 0 to 50 m along" in str(found)
    assert {len(column) for column in found.table().values()} == {6}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"street": [2]}, "event 1 is on no street"),
        ({"street": [0.5]}, "event 1 is on no street"),
        ({"along": [math.nan]}, "event 1 is on no street"),
        ({"along": [101.0]}, "event 1 is 101 m along street 1, which is 100 m long"),
        ({"street": [], "along": []}, "there must be events"),
        ({"bandwidth": 0}, "the bandwidth must be"),
        ({"lixel": math.inf}, "the lixel must be"),
        ({"split": "even"}, "the split is"),
        ({"kernel": "gaussian"}, "the split is"),
    ],
)
def test_what_is_not_on_the_network_is_refused(change: dict, said: str) -> None:
    asked = {"street": [0], "along": [5.0], "bandwidth": 50, "lixel": 10} | change
    with pytest.raises(ValueError, match=said):
        street_density.street_density(streets([0], [1], [100]), **asked)


def test_networks_that_are_none() -> None:
    for wrong, said in (
        (([], [], []), "a network needs streets"),
        (([0.5], [1], [2]), "whole numbers"),
        (([0], [1], [0]), "street 1 has a length of 0"),
    ):
        with pytest.raises(ValueError, match=said):
            streets(*wrong)
    with pytest.raises(ValueError, match="street 1 begins and ends in the same place"):
        from_lines([0], [0], [0.001], [0])
    with pytest.raises(ValueError, match="street 1 has a coordinate that is missing"):
        from_lines([0], [0], [math.nan], [0])
    with pytest.raises(ValueError, match="a network needs streets"):
        from_lines([0], [0], [], [0])
    bare = streets([0], [1], [100])
    with pytest.raises(ValueError, match="no coordinates"):
        nearest(bare, [0], [0])
    with pytest.raises(ValueError, match="no coordinates"):
        street_density.street_density(bare, [0], [5], 10, 10).lines()
