"""One call that evaluates: the verdict of each design, what it may not say, and how often it is wrong."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods.evaluation import displacement, placebo_dates, power, two_rates
from commonground.methods.evaluation.estimates import VERDICTS, Estimate
from commonground.methods.evaluation.evaluate import Evaluation, evaluate
from commonground.methods.evaluation.said import ASSUMPTIONS, sentence

NEVER = re.compile(
    r"\bcaus|led to|due to|impact|\bworked\b|because of|resulted|thanks to|prevented|reduced|attribut|effective|"
    r"success|brought (?:about|down)|drove|owing", re.IGNORECASE,
)  # fmt: skip


def series(seed: int, mean: float = 30, months: int = 84) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, months)


def designs() -> dict[str, Evaluation]:
    """One of each design and verdict."""
    rng = np.random.default_rng(0)
    steady, others, ring = rng.poisson(30, 84), rng.poisson(40, (25, 84)), rng.poisson(40, 84)
    fallen, moved, risen = steady.copy(), ring.copy(), steady.copy()
    fallen[72:], moved[72:], risen[72:] = rng.poisson(12, 12), ring[72:] + 22, rng.poisson(75, 12)
    empty = np.concatenate([steady[:72], np.zeros(12)])
    return {
        "steady": evaluate(steady, 72), "fallen": evaluate(fallen, 72), "risen": evaluate(risen, 72),
        "peak": evaluate(fallen, 72, chosen_for_peak=True),
        "short peak": evaluate(fallen[60:], 12, chosen_for_peak=True),
        "one": evaluate(fallen, 72, comparison=others[0]), "few": evaluate(fallen, 72, comparison=others[:4], looks=3),
        "many": evaluate(fallen, 72, comparison=others), "moved": evaluate(fallen, 72, comparison=others, nearby=moved),
        "spread": evaluate(fallen, 72, nearby=fallen),
        "panel": evaluate(np.tile(fallen, (6, 1)), 72, comparison=others),
        "totals": evaluate([100, 60], 1), "four": evaluate([100, 60], 1, comparison=[200, 205]),
        "tiny": evaluate([3, 1], 1), "none": evaluate(np.zeros(84), 72), "emptied": evaluate(empty, 72),
        "emptied beside": evaluate(empty, 72, comparison=others[0]), "short": evaluate(steady[:20], 14),
        "more": evaluate(risen, 72, expected="more"), "one month": evaluate(steady, 83),
    }  # fmt: skip


@pytest.fixture(scope="module")
def every() -> dict[str, Evaluation]:
    return designs()


VERDICT = {
    "steady": "consistent with no effect", "fallen": "contribution possible", "risen": "harm possible",
    "short peak": "cannot be told", "one": "contribution possible", "many": "contribution possible",
    "moved": "cannot be told", "panel": "contribution possible", "totals": "contribution possible",
    "four": "contribution possible", "tiny": "cannot be told", "none": "cannot be told",
    "emptied": "contribution possible", "emptied beside": "contribution possible",
    "short": "consistent with no effect", "more": "contribution possible", "one month": "consistent with no effect",
}  # fmt: skip
DESIGN = {"steady": "one series", "one": "with a comparison", "few": "with a comparison", "many": "many comparisons",
          "panel": "many areas", "totals": "two totals", "short": "two totals"}  # fmt: skip


def test_verdicts_and_designs(every: dict[str, Evaluation]) -> None:
    assert {name: every[name].verdict for name in VERDICT} == VERDICT
    assert {name: every[name].design for name in DESIGN} == DESIGN


def test_no_sentence_names_a_cause(every: dict[str, Evaluation]) -> None:
    said = [sentence(verdict, one.deciding, one.observed, 12, 0.95, way, ("too few",))
            for one in every.values() for verdict in VERDICTS for way in ("fewer", "more")]  # fmt: skip
    for one in every.values():
        said += [str(one), *one.reasons, *one.warnings, *one.assumptions, *(e.method for e in one.estimates)]
        said += [str(fit) for fit in (one.series, one.pair, one.areas, one.areas and one.areas.main, one.dates) if fit]
    said += [words for assumed in ASSUMPTIONS.values() for words in assumed]
    said += [str(power.power(m, 36)) for m in (0.1, 40)]
    said += [str(two_rates.two_rates(*p)) for p in ((0, 0), (9, 30), (4, 5))]
    said += [str(displacement.weighted_displacement([90, t], [90, 90], [50, n], [50, 50]))
             for t in (20, 90) for n in (5, 50, 140)]  # fmt: skip
    assert len(said) > 200
    assert [words for words in said if NEVER.search(words)] == []


def test_one_sentence_and_even_tables(every: dict[str, Evaluation]) -> None:
    for one in every.values():
        assert str(one).endswith(".") and str(one).count(". ") == 0
        assert len({len(column) for column in one.table().values()}) == 1
        assert one.assumptions and one.reasons


def test_one_that_is_seen_says_what_could_be_missed(every: dict[str, Evaluation]) -> None:
    assert "could have been missed" in str(every["steady"])
    assert any("regression to the mean" in words for words in every["peak"].warnings)
    assert any("asked 3 times" in words for words in every["few"].warnings)
    assert every["few"].confidence > 0.98


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_the_order_of_comparison_areas_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, others = rng.poisson(30, 60), rng.poisson(30, (22, 60))
    one, other = (evaluate(y, 48, comparison=rows) for rows in (others, others[rng.permutation(22)]))
    assert one.verdict == other.verdict and math.isclose(one.deciding.ratio, other.deciding.ratio, rel_tol=1e-5)


def test_more_looks_and_placebo_errors_widen() -> None:
    y = series(1)
    one, many = evaluate(y, 72), evaluate(y, 72, looks=10)
    assert many.deciding.lower < one.deciding.lower and many.deciding.upper > one.deciding.upper
    drifting = np.random.default_rng(1).poisson(np.exp(np.cumsum(np.random.default_rng(2).normal(0, 0.15, 84)) + 4))
    dates = placebo_dates.placebo_dates_of_series(drifting, 72)
    assert dates.widening > placebo_dates.placebo_dates_of_series(y, 72).widening


def test_a_year_that_was_high_is_told_of() -> None:
    y = series(1, 40).copy()
    y[60:72] += 25
    assert any("unusually high" in words for words in evaluate(y, 72).warnings)
    assert not any("unusually high" in words for words in evaluate(series(1, 40), 72).warnings)


def test_nothing_began_is_found_no_more_often_than_stated() -> None:
    """Counts that vary more than Poisson counts, with a season; 5 % of 120 is 6, and 13 is beyond chance."""
    rng = np.random.default_rng(8)
    mean = 40 * (1 + 0.2 * np.sin(2 * np.pi * np.arange(72) / 12))
    clear = sum(evaluate(rng.negative_binomial(mean, 0.5), 60).deciding.is_clear for _ in range(120))
    assert clear <= 13


@pytest.mark.parametrize(("given", "said"), [
    ({"counts": [1.5] * 60}, "whole numbers"), ({"counts": [math.nan] * 60}, "missing"), ({"start": 0}, "inside"),
    ({"comparison": [[1] * 50]}, "same 60 months"), ({"nearby": [1] * 50}, "same 60 months"),
    ({"expected": "sideways"}, "fewer or more"), ({"looks": 0}, "looks"), ({"months": (0, 1)}, "above nought"),
    ({"counts": [9, 8], "start": 1, "nearby": [3, 4]}, "weighted_displacement"),
    ({"start": 59, "comparison": [5] * 60}, "two months or more"), ({"confidence": 1.0}, "between 0 and 1"),
])  # fmt: skip
def test_questions_that_cannot_be_answered(given: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        evaluate(**({"counts": series(1, 20, 60), "start": 48} | given))


def test_an_estimate_knows_what_it_could_miss() -> None:
    assert math.isnan(Estimate("synthetic control", 1, 0.5, 1.5, 0.4).detectable)
    assert 0 < Estimate("series", 1, 0.8, 1.25, 0.4, 0.1).detectable < 1
