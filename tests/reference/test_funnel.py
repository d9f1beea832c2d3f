"""Funnels against PHEindicatormethods 2.1.0 and FunnelPlotR 0.6.0."""

import json

import numpy as np
import pytest
from scipy import stats
from tables import DATA, agrees, table

from commonground.methods import funnel

BASES = pytest.mark.parametrize(("confidence", "limit"), [(0.95, "2s"), (0.998, "3s")])


@BASES
def test_rate_curve(confidence: float, limit: str) -> None:
    expected = table("rates/funnel_rate_limits_expected.csv")
    curve = funnel.rate_curve(expected["Events"], expected["baseline"][0], confidence=confidence)
    # The reference found each population by a search that stops within 1e-7 of an event. At one event the
    # lower limit is itself a hundredth of an event (95 %) or a thousandth (99.8 %).
    coarse = np.where(expected["Events"] == 1, 1e-4, 1e-6)
    for found, column in (
        (curve.lower_population, f"lower_{limit}_population_1_year"),
        (curve.lower, f"lower_{limit}_limit"),
        (curve.upper_population, f"upper_{limit}_population_1_year"),
        (curve.upper, f"upper_{limit}_limit"),
    ):
        assert (np.abs(found / expected[column] - 1) <= coarse).all(), column


def test_rate_labels() -> None:
    expected, given = (
        table("rates/funnel_rate_significance_expected.csv"),
        table("rates/funnel_rate_input.csv"),
    )
    baseline = 100_000 * given["obs"].sum() / given["pop"].sum()
    agrees(baseline, table("rates/funnel_rate_limits_expected.csv")["baseline"][0])
    found = funnel.rate_labels(expected["obs"], expected["pop"], baseline)
    assert found.tolist() == expected["significance"].tolist()
    assert set(found) == set(funnel.LABELS)


@BASES
def test_proportion_limits(confidence: float, limit: str) -> None:
    expected = table("rates/funnel_prop_limits_expected.csv")
    found = funnel.proportion_limits(expected["Population"], expected["baseline"][0] / 100, confidence)
    agrees(100 * found.lower, expected[f"lower_{limit}_limit"])
    agrees(100 * found.upper, expected[f"upper_{limit}_limit"])


def test_proportion_labels() -> None:
    expected = table("rates/funnel_prop_significance_expected.csv")
    baseline = table("rates/funnel_prop_limits_expected.csv")["baseline"][0] / 100
    found = funnel.proportion_labels(expected["x"], expected["n"], baseline)
    assert found.tolist() == expected["significance"].tolist()


SUMMARY = json.loads((DATA / "rates/funnel_od_expected_summary.json").read_text("utf-8"))
KINDS: dict[str, tuple[funnel.Kind, funnel.Trim]] = {
    "SR_SHMI": ("ratio", "truncate"),
    "SR_CQC": ("square-root ratio", "winsorise"),
    "PR": ("proportion", "winsorise"),
    "RC_CQC": ("count ratio", "winsorise"),
}
# The reference rounds z to six places; these confidences have exactly those.
ROUNDED = {"95": 2 * stats.norm.cdf(1.959964) - 1, "99": 2 * stats.norm.cdf(3.090232) - 1}


def ours(name: str) -> tuple[funnel.Overdispersed, dict[str, np.ndarray]]:
    expected = table(f"rates/funnel_od_expected_{name}.csv")
    kind, trim = KINDS[name]
    return funnel.overdispersed(expected["numerator"], expected["denominator"], kind, trim), expected


@pytest.mark.parametrize("name", KINDS)
def test_overdispersion(name: str) -> None:
    found, expected = ours(name)
    agrees(found.value, expected["rr"])
    agrees(found.target, expected["target_transformed"][0])
    agrees(found.score, expected["Uzscore"])
    agrees(found.trimmed, expected["Wuzscore"])
    agrees(found.phi, SUMMARY[name]["phi"])
    agrees(found.tau2, SUMMARY[name]["tau2"])


@pytest.mark.parametrize("name", ["SR_SHMI", "SR_CQC", "PR", "RC_CQC"])
@pytest.mark.parametrize("percent", ["95", "99"])
def test_overdispersed_limits(name: str, percent: str) -> None:
    found, expected = ours(name)
    limits = funnel.limits(found.target, expected["s"], found.tau2, KINDS[name][0], ROUNDED[percent])
    on_its_scale = np.sqrt if name == "SR_CQC" else np.asarray  # see the README of the table
    agrees(on_its_scale(limits.lower), expected[f"OD{percent}LCL"])
    agrees(on_its_scale(limits.upper), expected[f"OD{percent}UCL"])


@pytest.mark.parametrize("name", ["SR_SHMI", "SR_CQC", "PR"])
def test_errors(name: str) -> None:
    found, expected = ours(name)
    agrees(found.error, expected["s"])


@pytest.mark.parametrize("name", ["SR_SHMI", "PR"])
def test_outliers(name: str) -> None:
    found, expected = ours(name)
    assert found.outliers.tolist() == expected["outlier"].astype(bool).tolist()


@pytest.mark.parametrize("name", ["SR_CQC", "RC_CQC"])
def test_outliers_where_the_reference_uses_another_scale_or_error(name: str) -> None:
    """The reference names six and one; with limits on the scale of their values (README), none is outside."""
    found, expected = ours(name)
    assert (
        expected["group"][expected["outlier"] == 1].tolist()
        == np.atleast_1d(SUMMARY[name]["outliers"]).tolist()
    )
    spread = np.sqrt(found.error**2 + found.tau2)
    beyond = np.abs(found.score * found.error) > stats.norm.ppf(0.999) * spread
    assert found.outliers.tolist() == beyond.tolist() == [False] * 33


@pytest.mark.parametrize("percent", ["95", "99"])
def test_limits_of_chance_alone(percent: str) -> None:
    found, expected = ours("PR")
    limits = funnel.limits(found.target, found.error, 0.0, "proportion", ROUNDED[percent])
    agrees(limits.lower, expected[f"LCL{percent}"])
    agrees(limits.upper, expected[f"UCL{percent}"])
