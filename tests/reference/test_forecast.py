"""Forecasts against the R package forecast 8.20."""

import json

import numpy as np
import pytest
from tables import DATA, agrees, table

from commonground.methods.forecast import models, simple
from commonground.methods.forecast.smoothing import ETS, Form

SERIES, EXPECTED = table("forecast/series.csv"), table("forecast/expected.csv")
MODELS = json.loads((DATA / "forecast/models_expected.json").read_text("utf-8"))
NAMES = pytest.mark.parametrize("name", MODELS)
SIMPLE = {"seasonal_naive": simple.seasonal_naive, "naive": simple.naive, "drift": simple.drift, "mean": simple.mean}
WITHIN = {"borough_mid": 0.1, "region_high": 0.1, "borough_low": 0.25}
FITTED = pytest.mark.parametrize("name", WITHIN)


def given(name: str) -> np.ndarray:
    return SERIES["y"][SERIES["series"] == name]


def expected(name: str, method: str) -> dict[str, np.ndarray]:
    own = (EXPECTED["series"] == name) & (EXPECTED["method"] == method)
    return {column: values[own] for column, values in EXPECTED.items()}


def letters(name: str) -> Form:
    return next(form for form in ETS if str(form) == name)


def fitted(name: str, *forms: Form) -> models.Chosen:
    return models.exponential_smoothing(given(name), np.random.default_rng(1), forms=forms or ETS, paths=500)


@NAMES
@pytest.mark.parametrize("method", SIMPLE)
def test_simple_forecasts(name: str, method: str) -> None:
    found, table_ = SIMPLE[method](given(name), at_least=None), expected(name, method)
    agrees(found.mean[0], table_["mean"])
    for level, percent in enumerate(("80", "95")):
        agrees(found.lower[level, 0], table_[f"lo{percent}"])
        agrees(found.upper[level, 0], table_[f"hi{percent}"])


@NAMES
def test_the_scale_of_mase(name: str) -> None:
    y = given(name)
    agrees(np.abs(y[12:] - y[:-12]).mean(), MODELS[name]["mase_scale"])


@NAMES
def test_the_same_model_is_as_likely(name: str) -> None:
    form = letters(MODELS[name]["ets_auto"])
    assert fitted(name, form).aicc[0, 0] <= MODELS[name]["ets_aicc"] + 0.1


@NAMES
def test_additive_models_are_as_likely(name: str) -> None:
    assert fitted(name, Form("A", "A", "A")).loglikelihood[0, 0] >= MODELS[name]["ets_AAA_loglik"] - 0.1


@FITTED
@pytest.mark.parametrize("method", ["ets_AAA", "ets_auto", "ses"])
def test_means_of_the_same_model(name: str, method: str) -> None:
    form = {"ets_AAA": Form("A", "A", "A"), "ses": Form("A", "N", "N")}.get(method) or letters(MODELS[name]["ets_auto"])
    found, table_ = fitted(name, form), expected(name, method)
    assert np.abs(found.ahead.mean[0] / table_["mean"] - 1).max() <= WITHIN[name]


@FITTED
def test_the_model_chosen_is_as_good_as_the_one_the_reference_chose(name: str) -> None:
    found = fitted(name)
    assert found.aicc.min() <= MODELS[name]["ets_aicc"] + 0.1
    table_ = expected(name, "ets_auto")
    assert np.abs(found.ahead.mean[0] / table_["mean"] - 1).max() <= WITHIN[name]


@FITTED
def test_limits_of_an_additive_model_are_about_those_of_its_formula(name: str) -> None:
    """Simulated with 500 paths; never below nought, where the formula may be."""
    found = models.exponential_smoothing(given(name), np.random.default_rng(2), forms=[Form("A", "N", "N")], paths=4000)
    table_ = expected(name, "ses")
    for level, percent in enumerate(("80", "95")):
        width = table_[f"hi{percent}"] - table_["mean"]
        assert (np.abs(found.ahead.upper[level, 0] - table_[f"hi{percent}"]) <= 0.12 * width).all()
        lower = np.maximum(table_[f"lo{percent}"], 0)
        assert (np.abs(found.ahead.lower[level, 0] - lower) <= 0.12 * width).all()
