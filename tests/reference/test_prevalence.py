"""Multiple systems estimation against SparseMSE 2.0.1, Rcapture 1.4-4 and dga 2.0.2."""

import numpy as np
import pytest
from overlapping_lists import EXPECTED, GRAPHS, STEPWISE, capture
from tables import agrees

from commonground.methods import prevalence
from commonground.methods.prevalence.histories import design

CLOSE = 1e-5
UK = "uk_2013_five_lists"


def named(lists: tuple[str, ...], pairs: tuple[tuple[int, int], ...]) -> set[str]:
    return {f"{lists[i]}:{lists[j]}" for i, j in pairs}


@pytest.mark.parametrize("name", STEPWISE)
def test_independent_lists(name: str) -> None:
    expected = EXPECTED[name]["main_effects"]
    found = prevalence.independent(capture(name)[1])
    agrees(found.estimate[0], expected["estimate"], CLOSE)
    agrees([end[0] for end in found.limits()], expected["ci95"], CLOSE)


@pytest.mark.parametrize("name", STEPWISE)
@pytest.mark.parametrize(("level", "key"), [(0.02, "stepwise_p02"), (0.001, "stepwise_p001")])
def test_stepwise_model_and_the_interval_that_takes_it_as_known(name: str, level: float, key: str) -> None:
    lists, table = capture(name)
    expected, found = EXPECTED[name][key], prevalence.stepwise(table, level)
    terms = set(expected.get("terms", expected.get("coefficients", ()))) - {"(Intercept)", *lists}
    assert named(lists, found.chosen()) == terms | set(expected.get("removed_empty_overlap_terms", ()))
    agrees(found.estimate[0], expected["estimate"], CLOSE)
    agrees([end[0] for end in found.limits()], expected["ci95_normal_on_log_undercount"], CLOSE)


@pytest.mark.parametrize("name", STEPWISE)
def test_coefficients_deviance_and_aic(name: str) -> None:
    lists, table = capture(name)
    expected, found = EXPECTED[name]["stepwise_p02"], prevalence.stepwise(table)
    columns = ["(Intercept)", *lists, *(f"{lists[i]}:{lists[j]}" for i, j in found.pairs)]
    ours = dict(zip(columns, found.fits.coefficients[0], strict=True))
    for column, value in expected["coefficients"].items():
        agrees(ours[column], value, CLOSE)
    agrees(found.fits.deviance[0], expected["deviance"], CLOSE)
    agrees(found.fits.aic[0], expected["aic"], CLOSE)


def test_the_published_figure_with_the_model_taken_as_known() -> None:
    found = prevalence.stepwise(capture(UK)[1])
    assert [round(float(x[0])) for x in (found.estimate, *found.limits())] == [11313, 9884, 13027]


def test_another_published_rule_more_than_doubles_it() -> None:
    assert round(float(prevalence.by_wald(capture(UK)[1]).estimate[0])) == 25978


@pytest.mark.parametrize("name", STEPWISE)
def test_bootstrap(name: str) -> None:
    """The reference has 200 replicates of another generator: what its own chance allows is allowed here."""
    expected = EXPECTED[name]["bca_bootstrap"]
    found = prevalence.resampled(capture(name)[1], np.random.default_rng(1), times=1000)
    agrees(found.acceleration, expected["acceleration"], 0, 1e-4)
    parts = np.arange(1, 10) / 10
    ours = np.array([found.quantile(part) for part in parts])
    of_200 = np.random.default_rng(2).choice(found.replicates[np.isfinite(found.replicates)], (200, 200))
    chance = 2 * np.quantile(of_200, parts, axis=1).std(axis=1)
    assert (np.abs(ours - expected["bootstrap_deciles"]) <= np.maximum(0.08 * ours, chance)).all()


@pytest.mark.parametrize("name", [name for name in STEPWISE if name != "artificial_3"])
def test_bca_quantiles(name: str) -> None:
    found = prevalence.resampled(capture(name)[1], np.random.default_rng(1), times=1000)
    for part, value in EXPECTED[name]["bca_bootstrap"]["quantiles"].items():
        assert found.corrected(float(part)) == pytest.approx(value, rel=0.25), part


def test_bca_quantiles_of_a_table_with_six_people_on_two_lists() -> None:
    """Its lower end is the least or the next to least of the reference's 200 replicates, its 90% their 15th highest,
    two steps of a staircase: those two are not compared. The rest is as for the other tables."""
    expected = EXPECTED["artificial_3"]["bca_bootstrap"]["quantiles"]
    found = prevalence.resampled(capture("artificial_3")[1], np.random.default_rng(1), times=1000)
    compared = {part: value for part, value in expected.items() if part not in {"0.025", "0.9"}}
    assert len(compared) == 6
    for part, value in compared.items():
        assert found.corrected(float(part)) == pytest.approx(value, rel=0.25), part


@pytest.mark.parametrize("name", EXPECTED)
def test_closed_population_models(name: str) -> None:
    expected = EXPECTED[name]["rcapture_closedp_t"]
    found = prevalence.closed_models(capture(name)[1])
    assert list(found.names) == [row["model"] for row in expected]
    columns = {"abundance": found.estimate, "deviance": found.deviance, "df": found.freedom, "AIC": found.aic,
               "BIC": found.bic}  # fmt: skip
    for column, ours in columns.items():
        agrees(ours, [row[column] for row in expected], CLOSE)
    agrees(found.error[:-1], [row["stderr"] for row in expected[:-1]], CLOSE)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_standard_error_of_mbh_is_the_one_that_differs(name: str) -> None:
    """Rcapture's derivative by the coefficient of being seen again is off by (lists - 1) c M, where c is the chance
    of being seen again and M the people not on the first list. That total does not hang on c at all (decision 25)."""
    lists, table = capture(name)
    found, expected = prevalence.closed_models(table), EXPECTED[name]["rcapture_closedp_t"][-1]
    member = design(len(lists)).member
    again, people = member.sum(axis=1) - 1, table[1:]
    chances = len(lists) - 1 - member.argmax(axis=1)
    seen_again, could_be = float(again @ people), float(chances @ people)
    chance = seen_again / could_be
    variance = 1 / (could_be * chance * (1 - chance))  # of the logit of c
    rest = found.estimate[-1] - float(member[:, 0] @ people)
    agrees(found.error[-1] ** 2 + variance * ((len(lists) - 1) * chance * rest) ** 2, expected["stderr"] ** 2, CLOSE)


def test_profile_limits() -> None:
    table = capture("hiv_rome")[1]
    for key, chao in (("profile_ci_Mt", False), ("profile_ci_Mth", True)):
        expected = EXPECTED["hiv_rome"][key]
        agrees(prevalence.profile_limits(table, chao), [expected[k] for k in ("abundance", "infCL", "supCL")], CLOSE)


@pytest.mark.parametrize("name", GRAPHS)
def test_averaging_over_decomposable_graphs(name: str) -> None:
    expected, found = GRAPHS[name], prevalence.decomposable(capture(name)[1])
    assert found.tried == expected["models"]
    agrees(found.mean, expected["posterior_mean"], 1e-3)
    for part, total in expected["quantiles"].items():
        assert abs(found.quantile(float(part) / 100) - total) <= 1
    agrees(found.graph_probability, expected["top_model_probabilities"], 0, 1e-4)
    agrees(found.independence, expected["probability_of_full_independence"], 0, 1e-4)
    cliques = [[one] if isinstance(one, str) else one for one in expected["top_models_cliques"]]
    assert [{tuple(int(i) - 1 for i in clique.split("-")) for clique in graph} for graph in cliques] == [
        set(graph) for graph in found.graphs
    ]


def test_the_table_of_2013_shows_the_far_wider_truth_and_what_its_critics_say() -> None:
    lists, table = capture(UK)
    found = prevalence.estimate(table, np.random.default_rng(1), lists)
    assert found.refused == () and found.lowest < 7000 and found.highest > 25_000
    assert "11,313 (9,884 to 13,027 with that model taken as known" in str(found)
    assert "some hold that no such estimate is reliable" in str(found) and "Whitehead" in prevalence.CRITICS
    assert round(found.approach("graphs").estimate) == 21270
    afresh, known = found.approach("afresh"), found.approach("known")
    assert afresh.upper - afresh.lower > 1.5 * (known.upper - known.lower)


@pytest.mark.parametrize(("name", "why"), [("western_us", "times apart"), ("artificial_3", "on any other list")])
def test_tables_that_cannot_carry_an_estimate(name: str, why: str) -> None:
    lists, table = capture(name)
    found = prevalence.estimate(table, np.random.default_rng(1), lists, times=200)
    assert why in found.refused[0] and found.approaches == () and np.isnan(found.lowest)
    assert str(found).startswith("No estimate can be given: ") and "what would help: " in str(found)


def test_the_truth_of_an_invented_table_lies_in_the_range() -> None:
    lists, table = capture("simulated_five_lists")
    found = prevalence.estimate(table, np.random.default_rng(1), lists, times=200)
    assert found.lowest < EXPECTED["simulated_five_lists"]["true_total"] < found.highest
