"""Densities: against a slow sum over every pair, and what must hold of any events."""

import math

import numpy as np
import pytest
import slowly_points as slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import density
from commonground.methods.density import bandwidth, kernels, summing
from commonground.methods.window import Window, around

WINDOW = Window(500_000, 501_000, 100_000, 100_600)
places = st.tuples(st.floats(500_000, 501_000), st.floats(100_000, 100_600))
events = st.lists(places, min_size=1, max_size=15)
KERNELS = ["quartic", "gaussian"]


def columns(some: list) -> tuple[np.ndarray, np.ndarray]:
    x, y = zip(*some, strict=True)
    return np.array(x), np.array(y)


@settings(max_examples=30, deadline=None)
@given(events, st.floats(20, 900), st.sampled_from(KERNELS))
def test_every_cell_is_the_sum_of_all_events(some: list, h: float, kernel: kernels.Kernel) -> None:
    found = density.kernel_density(*columns(some), h, 100, WINDOW, kernel)
    slow = np.array([[slowly.density(kernel, some, h, (x, y)) * 1e6 for x in found.x] for y in found.y])
    np.testing.assert_allclose(found.values, slow, rtol=1e-9, atol=1e-9 * slow.max() + 1e-12)


@given(events, st.floats(20, 900), st.sampled_from(KERNELS))
def test_each_left_out_of_its_own(some: list, h: float, kernel: kernels.Kernel) -> None:
    found = summing.leave_one_out(kernel, *columns(some), h)
    slow = [slowly.density(kernel, some[:i] + some[i + 1 :], h, at) for i, at in enumerate(some)]
    np.testing.assert_allclose(found, slow, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("at", [(500_000, 100_000), (500_010, 100_300), (500_950, 100_590), (500_500, 100_300)])
@pytest.mark.parametrize("h", [150.0, 700.0])
def test_what_falls_over_the_edge(kernel: kernels.Kernel, at: tuple[float, float], h: float) -> None:
    found = kernels.inside(kernel, h, WINDOW, np.array([at[0]], float), np.array([at[1]], float))[0]
    assert math.isclose(found, slowly.inside(kernel, h, WINDOW, at, parts=250), abs_tol=1e-4)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 5))
def test_quartic_inside_is_exact_to_nine_digits_in_symmetric_places(x: float, y: float, h: float) -> None:
    square = Window(0, 1, 0, 1)
    corner = kernels.inside("quartic", h, square, np.array([x, 1 - x, y]), np.array([y, 1 - y, x]))
    assert np.ptp(corner) < 1e-9
    halves = Window(0, 1, 0, 0.5), Window(0, 1, 0.5, 1)
    if y in (0.0, 0.5):
        return
    whole = kernels.inside("quartic", h, square, np.array([x]), np.array([0.5]))
    parts = [kernels.inside("quartic", h, half, np.array([x]), np.array([0.5])) for half in halves]
    assert abs(whole - sum(parts)).max() < 1e-9


@settings(max_examples=25, deadline=None)
@given(events, st.floats(60, 400), st.sampled_from(KERNELS))
def test_the_total_is_kept(some: list, h: float, kernel: kernels.Kernel) -> None:
    found = density.kernel_density(*columns(some), h, 10, WINDOW, kernel, edge="keep total")
    assert math.isclose(found.values.sum() * 100 / 1e6, len(some), rel_tol=5e-3)


@given(events, st.floats(60, 400))
def test_order_units_and_where_nought_is_do_not_matter(some: list, h: float) -> None:
    x, y = columns(some)
    found = density.kernel_density(x, y, h, 100, WINDOW).values
    backwards = density.kernel_density(x[::-1], y[::-1], h, 100, WINDOW).values
    np.testing.assert_allclose(backwards, found, rtol=1e-9, atol=1e-9)
    there = Window(0, 2000, 0, 1200)
    doubled = density.kernel_density((x - 500_000) * 2, (y - 100_000) * 2, 2 * h, 200, there).values
    np.testing.assert_allclose(4 * doubled, found, rtol=1e-6, atol=1e-6)
    twice = density.kernel_density(x, y, h, 100, WINDOW, mass=np.full(x.size, 2.0)).values
    np.testing.assert_allclose(twice, 2 * found)


def test_an_even_scatter_is_even_up_to_the_edge_once_corrected() -> None:
    middles = (np.arange(100) + 0.5) * 10
    x, y = (side.ravel() for side in np.meshgrid(middles, middles))
    square = Window(0, 1000, 0, 1000)
    corrected = density.kernel_density(x, y, 150, 50, square, edge="divide").values
    plain = density.kernel_density(x, y, 150, 50, square).values
    assert np.ptp(corrected) / corrected.mean() < 0.02 and plain.min() < 0.5 * plain.max()


def test_limits_of_the_peak_widen_as_events_grow_few() -> None:
    few = density.kernel_density([500_500] * 4, [100_300] * 4, 200, 100, WINDOW).peak
    many = density.kernel_density([500_500] * 400, [100_300] * 400, 200, 100, WINDOW).peak
    assert few[1] < few[0] < few[2] and (few[2] - few[1]) / few[0] > 5 * (many[2] - many[1]) / many[0]
    assert "4 events, 6.67 per km² on average" in str(
        density.kernel_density([500_500] * 4, [100_300] * 4, 200, 100, WINDOW)
    )


def test_limits_hold_the_smoothed_density_as_often_as_they_say() -> None:
    chance, inside = np.random.default_rng(8), 0
    for _ in range(300):
        n = chance.poisson(300)
        x, y = chance.uniform(0, 1000, n), chance.uniform(0, 1000, n)
        squared = (x - 500) ** 2 + (y - 500) ** 2
        value = kernels.value("quartic", squared, 200.0).sum() * 1e6
        _, lower, upper = density.surface._limits(
            float(value), density.surface._error("quartic", 200.0, squared, np.ones(n))
        )
        inside += lower <= 300 <= upper
    assert 270 <= inside <= 294  # of 300, at 95 %


def test_a_rate_of_people() -> None:
    chance = np.random.default_rng(1)
    x, y = chance.uniform(0, 1000, 500), chance.uniform(0, 1000, 500)
    people = np.full(500, 20.0)
    found = density.dual_density(x, y, x, y, people, 200, 100, Window(0, 1000, 0, 1000))
    np.testing.assert_allclose(found.rates, 50.0)
    assert found.mean == 50
    sparse = density.dual_density(x, y, [500], [500], [10], 200, 100, Window(0, 1000, 0, 1000), least=50)
    assert 0 < np.isfinite(sparse.rates).sum() < 20 and sparse.people.values[np.isfinite(sparse.rates)].min() >= 50
    nobody = density.dual_density(x, y, [500], [500], [1], 200, 100, Window(0, 1000, 0, 1000), least=1e6)
    assert "no rate is given" in str(nobody) and len(nobody.table()["x"]) == 100


@pytest.mark.parametrize("h", [25.0, 60.0, 250.0])
def test_shared_out_events_are_as_likely_as_exact_ones(h: float) -> None:
    chance = np.random.default_rng(4)
    x, y = chance.normal(500_500, 100, 400) % 1000 + 500_000, chance.normal(100_300, 60, 400) % 600 + 100_000
    exact, quick = bandwidth._exact(x, y, WINDOW, h), bandwidth._binned(x, y, WINDOW, h)
    assert abs(exact - quick) < 0.5


def test_more_events_ask_for_less_smoothing(monkeypatch) -> None:
    chance, done = np.random.default_rng(6), []
    x = chance.normal(500_500, 120, 800).clip(500_000, 501_000)
    y = chance.normal(100_300, 80, 800).clip(100_000, 100_600)
    small = density.likelihood(x[:200], y[:200], WINDOW)
    large = density.likelihood(x, y, WINDOW, lambda now, of: done.append((now, of)))
    assert 10 < large.gaussian < small.gaussian < 120 and done[-1][1] == 28
    assert small.quartic == small.gaussian * math.sqrt(8)
    assert len(small.table()["bandwidth"]) == 16 and "tells best" in str(small)
    monkeypatch.setattr(bandwidth, "EXACT", 700)
    monkeypatch.setattr(bandwidth, "FINE", 256)
    assert math.isclose(density.likelihood(x, y, WINDOW).gaussian, large.gaussian, rel_tol=0.02)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x": []}, "1 event is needed, and there are 0|0 x and 2 y"),
        ({"x": [500_100.0, math.nan]}, "event 2 has no point"),
        ({"x": [500_100.0, math.inf]}, "event 2 has no point"),
        ({"x": [500_100.0, 0]}, "1 of 2 events lie outside the window, the first is event 2"),
        ({"bandwidth": 0}, "the bandwidth must be a length above nought"),
        ({"bandwidth": math.nan}, "the bandwidth must be a length above nought"),
        ({"cell": -1}, "the side of a cell must be a length above nought"),
        ({"cell": 70}, "is not a whole number of cells of 70"),
        ({"cell": 0.01}, "take larger cells"),
        ({"kernel": "round"}, "the kernel is ‘quartic’ or ‘gaussian’"),
        ({"mass": [1, -1]}, "each event needs a mass"),
        ({"mass": [1]}, "each event needs a mass"),
    ],
)
def test_what_has_no_density_is_refused(change: dict, said: str) -> None:
    asked = {"x": [500_100, 500_200], "y": [100_100, 100_200], "bandwidth": 100, "cell": 100, "window": WINDOW} | change
    with pytest.raises(ValueError, match=said):
        density.kernel_density(**asked)


def test_other_bad_input() -> None:
    with pytest.raises(ValueError, match="four finite sides"):
        Window(0, 0, 0, 1)
    with pytest.raises(ValueError, match="unit of a window"):
        around([1], [1], 0)
    with pytest.raises(ValueError, match="there are no people"):
        density.dual_density([1], [1], [1], [1], [0], 10, 10)
    with pytest.raises(ValueError, match="least number of people"):
        density.dual_density([1], [1], [1], [1], [1], 10, 10, least=-1)
    with pytest.raises(ValueError, match="3 events are needed, and there are 2"):
        density.likelihood([1, 2], [1, 2], Window(0, 3, 0, 3))
    with pytest.raises(ValueError, match="every event has another in the same place"):
        density.likelihood([1, 1, 2, 2], [1, 1, 2, 2], Window(0, 3, 0, 3))
