"""Forecasts: against a plain recursion, and what must hold of any monthly counts."""

import numpy as np
import pytest
import slowly_forecast
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods.forecast import by_library, compared, fitting, models, simple, smoothing
from commonground.methods.forecast.smoothing import ETS, Form

GENERATOR = np.random.default_rng(11)
YEARS = GENERATOR.poisson(30 + 8 * np.sin(np.arange(60) * 2 * np.pi / 12)).astype(float)


@given(st.sampled_from(ETS), st.lists(st.integers(1, 50), min_size=6, max_size=20), st.floats(-3, 3), st.floats(-3, 3))
@settings(max_examples=60, deadline=None)
def test_the_recursion_is_that_of_the_book(form: Form, y: list[int], a: float, g: float) -> None:
    season = 3
    of = smoothing.columns([y], [form], season)
    theta = np.zeros((smoothing.SEASON + season - 1, 1))
    theta[[smoothing.ALPHA, smoothing.GAMMA, smoothing.LEVEL, smoothing.TREND], 0] = [a, g, 20, 0.5]
    theta[smoothing.SEASON :, 0] = [1.2, 0.9] if form.season == "M" else [2, -1]
    alpha, beta, gamma, phi = (float(part[0]) for part in smoothing.smoothing(of, theta))
    seasons = smoothing.first_seasons(of, theta)[:, 0]
    expected = slowly_forecast.one_step_means(
        y, form.trend, form.season, alpha, beta, gamma, phi, 20, 0.5, seasons.tolist()
    )
    np.testing.assert_allclose(smoothing.smooth(of, theta).mean[:, 0], expected, rtol=1e-9)


def test_columns_side_by_side_are_those_fitted_alone() -> None:
    """Series of unlike length, all models: nobody's end or neighbour gets into another's fit."""
    together = fitting.fit([YEARS, YEARS[:40]], ETS)
    alone = fitting.fit([YEARS[:40]], ETS)
    np.testing.assert_allclose(together.sum_of_squares[len(ETS) :], alone.sum_of_squares, rtol=1e-5)
    np.testing.assert_allclose(together.path.level[len(ETS) :][0], alone.path.level[0], rtol=1e-3)


def test_a_richer_model_fits_no_worse() -> None:
    least = dict(zip(map(str, ETS), fitting.fit([YEARS], ETS).sum_of_squares, strict=True))
    assert least["ETS(A,A,A)"] <= least["ETS(A,N,A)"] * 1.001
    assert least["ETS(A,N,A)"] <= least["ETS(A,N,N)"] * 1.001


@given(st.lists(st.integers(0, 40), min_size=30, max_size=60).filter(any))
@settings(max_examples=5, deadline=None)
def test_limits_of_counts_are_whole_numbers_from_nought(y: list[int]) -> None:
    found = models.counts(y, np.random.default_rng(0), 6, paths=100).ahead
    for limit in (found.lower, found.upper):
        assert (limit >= 0).all() and (limit == np.round(limit)).all()
    assert (found.lower[1] <= found.lower[0]).all() and (found.upper[0] <= found.upper[1]).all()
    smoothed = models.exponential_smoothing(y, np.random.default_rng(0), 6, ETS[:3], paths=100).ahead
    assert (smoothed.lower >= 0).all() and (smoothed.mean >= 0).all()


@given(st.lists(st.integers(0, 40), min_size=14, max_size=40), st.integers(1, 30))
def test_simple_forecasts_scale_with_the_counts(y: list[int], factor: int) -> None:
    for method in simple.SIMPLE.values():
        once, again = method(y, 6, at_least=None), method([factor * v for v in y], 6, at_least=None)
        np.testing.assert_allclose(again.mean, factor * once.mean, atol=1e-9)
        np.testing.assert_allclose(again.upper, factor * once.upper, rtol=1e-9, atol=1e-9)


def test_seasonal_naive_goes_on_into_the_second_year() -> None:
    found = simple.seasonal_naive(YEARS, 15)
    assert found.mean[0].tolist() == [*YEARS[-12:], *YEARS[-12:-9]]
    assert found.upper[0, 0, 12] - found.mean[0, 12] > found.upper[0, 0, 0] - found.mean[0, 0]


def test_many_series_are_those_one_after_the_other() -> None:
    both = np.stack([YEARS, YEARS[::-1]])
    together = models.exponential_smoothing(both, np.random.default_rng(1), forms=ETS[:2], paths=50)
    for i, y in enumerate(both):
        alone = models.exponential_smoothing(y, np.random.default_rng(1), forms=ETS[:2], paths=50)
        np.testing.assert_allclose(together.ahead.mean[i], alone.ahead.mean[0], rtol=1e-4)
        assert together.best[i] == alone.best[0]


def test_limits_of_counts_hold_as_often_as_they_say() -> None:
    """Poisson counts around a level, thirty series: of the next 12 months about 80 and 95 per cent are within."""
    y = np.random.default_rng(5).poisson(25, (30, 72))
    found = models.counts(y[:, :60], np.random.default_rng(6), paths=500).ahead
    within = ((found.lower <= y[:, 60:]) & (y[:, 60:] <= found.upper)).mean(axis=(1, 2))
    assert 0.74 < within[0] < 0.92 and 0.9 < within[1] < 1


def test_dispersion_is_that_of_negative_binomial_counts() -> None:
    y = np.random.default_rng(7).negative_binomial(8, 8 / (8 + 40), (4000, 1)).astype(float)
    known, parameters = np.ones(y.shape, bool), np.array([2])
    assert 7 < models.dispersion(y, np.full(y.shape, 40.0), known, parameters)[0] < 9
    poisson = np.round(np.full(y.shape, 40.0))
    assert np.isinf(models.dispersion(poisson, np.full(y.shape, 40.0), known, parameters)[0])


@pytest.mark.parametrize(
    ("losses", "shown"),
    [
        ([1.0, 2, 2, 2, 0.96, 0.97], "seasonal naive"),
        ([1.0, 2, 2, 2, 0.9, 0.97], "exponential smoothing"),
        ([1.0, 2, 2, 2, 0.9, 0.89], "count model"),
        ([1.0, 2, 2, 2, float("nan"), 0.5], "seasonal naive"),
    ],
)
def test_a_model_is_shown_where_it_loses_clearly_less_than_last_year(losses: list[float], shown: str) -> None:
    ahead = simple.seasonal_naive(YEARS)
    one = np.array(losses)[:, None]
    scores = compared.Scores(compared.METHODS, one, one, np.zeros((2, 6, 1)), (0.8, 0.95), 6, 12)
    found = compared.Forecasts(dict.fromkeys(compared.METHODS, ahead), {}, scores)
    assert found.best == (shown,)
    assert str(found).startswith("The seasonal naive does as well" if shown == "seasonal naive" else f"By the {shown}")


def test_scores_are_those_of_the_definition() -> None:
    y = np.tile(np.arange(12.0) + 5, 5) + np.repeat(np.arange(5.0), 12)
    found = compared.forecasts(y, np.random.default_rng(1), origins=1, paths=50)
    row = found.scores.methods.index("seasonal naive")
    assert found.scores.mase[row, 0] == 1 and found.scores.origins == 1
    assert found.scores.covered[:, row, 0].tolist() == [1, 1]
    table = found.table()
    assert len(set(map(len, table.values()))) == 1 and table["shown"].count("yes") == 1


def test_progress_is_told_and_the_same_generator_gives_the_same() -> None:
    told: list[tuple[int, int]] = []
    once = compared.forecasts(
        YEARS, np.random.default_rng(3), origins=1, paths=50, step=lambda d, n: told.append((d, n))
    )
    again = compared.forecasts(YEARS, np.random.default_rng(3), origins=1, paths=50)
    assert told[-1][0] == told[-1][1]
    for name in compared.METHODS:
        assert (once.ahead[name].upper == again.ahead[name].upper).all()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([], "list of months"),
        ([1.0] * 20, "48 months or more: there are 20"),
        ([float("nan")] * 60, "needs every month"),
        ([-1.0] * 60, "cannot be negative"),
        ([0.0] * 60, "nought in every month"),
        ([float("inf")] * 60, "infinite"),
    ],
)
def test_what_cannot_be_forecast_is_refused(values: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compared.forecasts(values, np.random.default_rng(0))


@pytest.mark.parametrize(("how", "says"), [({"months": 0}, "between 1 and 24"), ({"origins": 0}, "one starting point")])
def test_what_cannot_be_asked_is_refused(how: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compared.forecasts(YEARS, np.random.default_rng(0), **how)


def test_multiplicative_models_are_not_tried_on_a_month_of_nought() -> None:
    y = YEARS.copy()
    y[20] = 0
    assert models.exponential_smoothing(y, np.random.default_rng(0), paths=50).best[0].error == "A"
    with pytest.raises(ValueError, match="no model fits"):
        models.exponential_smoothing(y, np.random.default_rng(0), forms=[Form("M", "N", "N")], paths=50)


def test_a_further_method_is_tried_and_scored_like_the_others() -> None:
    also = {"as last year, by another name": simple.SIMPLE["seasonal naive"]}
    found = compared.forecasts(YEARS, np.random.default_rng(1), months=3, origins=2, paths=50, also=also)
    assert found.scores.methods[-1] == "as last year, by another name"
    plain = found.scores.methods.index("seasonal naive")
    assert found.scores.mase[-1].tolist() == found.scores.mase[plain].tolist()


def test_the_library_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_library, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"pip install 'commonground\[forecast\]'"):
        by_library.auto_ets(YEARS)


@pytest.mark.slow
@pytest.mark.skipif(not by_library.is_installed(), reason="statsforecast is not installed")
def test_the_library_agrees_about_what_is_to_come() -> None:
    ours = models.exponential_smoothing(YEARS, np.random.default_rng(1), 12).ahead
    theirs = by_library.auto_ets(YEARS)
    assert theirs.mean.shape == ours.mean.shape and theirs.lower.shape == ours.lower.shape
    assert (theirs.lower >= 0).all() and (theirs.lower <= theirs.upper).all()
    assert np.abs(theirs.mean / ours.mean - 1).max() < 0.25
