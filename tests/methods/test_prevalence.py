"""Multiple systems estimation: against plain fits, and what must hold of any lists."""

from itertools import combinations, permutations

import numpy as np
import pytest
import slowly_prevalence as slowly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods import prevalence, uncertain_links
from commonground.methods.prevalence.existence import has_estimate
from commonground.methods.prevalence.fits import fitted
from commonground.methods.prevalence.histories import checked, design

few = settings(max_examples=25, deadline=None)
HARD = np.array([0, 40, 30, 6, 20, 0, 0, 0])
EASY = np.array([0, 100, 90, 40, 80, 30, 20, 10])
FOUR = np.array([0, 205, 621, 11, 545, 10, 35, 3, 403, 6, 20, 0, 33, 1, 3, 0])


@st.composite
def tables(draw: st.DrawFn, lists: tuple[int, ...] = (3, 4), most: int = 30) -> np.ndarray:
    """Capture tables, about half of whose patterns have nobody."""
    number = draw(st.sampled_from(lists))
    count = st.one_of(st.just(0), st.integers(0, most))
    table = np.array([0, *draw(st.lists(count, min_size=2**number - 1, max_size=2**number - 1))])
    assume(table.any())
    return table


def reordered(table: np.ndarray, order: tuple[int, ...]) -> np.ndarray:
    """The same people, with the lists in another order."""
    found = np.zeros_like(table)
    for place, count in enumerate(table):
        found[sum(1 << new for new, old in enumerate(order) if place >> old & 1)] = count
    return found


# Whether a model can be fitted.


@few
@given(tables(), st.data())
def test_existence_is_as_the_linear_programme_of_its_authors_says(table: np.ndarray, data: st.DataObject) -> None:
    _, lists = checked(table)
    of = design(lists)
    terms = np.array(data.draw(st.lists(st.booleans(), min_size=len(of.pairs), max_size=len(of.pairs))))
    assume((table[1:] @ of.member > 0).all())
    pairs = frozenset(pair for pair, taken in zip(of.pairs, terms, strict=True) if taken)
    assert has_estimate(of, table[None].astype(float), terms[None])[0] == slowly.has_estimate(table, pairs)


def test_the_published_table_whose_models_have_no_estimate() -> None:
    """Chan, Silverman & Vincent 2021, Table 2: A and B is the one overlap, and a model that takes it is lost."""
    of = design(3)
    models = [frozenset(some) for n in range(4) for some in combinations(of.pairs, n)]
    terms = np.array([[pair in model for pair in of.pairs] for model in models])
    found = has_estimate(of, np.repeat(HARD[None].astype(float), len(models), axis=0), terms)
    assert found.tolist() == [slowly.has_estimate(HARD, model) for model in models]
    assert found.tolist() == [True, False, True, True, False, False, True, False]


# Fits and choices.


@few
@given(tables())
def test_a_fit_is_that_of_statsmodels(table: np.ndarray) -> None:
    _, lists = checked(table)
    of = design(lists)
    terms = np.zeros((1, len(of.pairs)), bool)
    terms[0, 0] = True
    assume((table[1:] @ of.member > 0).all() and has_estimate(of, table[None].astype(float), terms)[0])
    ours, plain = fitted(of, table[None].astype(float), terms), slowly.fitted(table, frozenset({of.pairs[0]}))
    assert ours.unseen[0] == pytest.approx(np.exp(plain.params[0]), rel=1e-4)
    assert ours.deviance[0] == pytest.approx(plain.deviance, rel=1e-6, abs=1e-6)
    assert ours.log_error[0] == pytest.approx(plain.bse[0], rel=1e-3)


@few
@given(tables())
def test_the_choice_is_that_of_one_table_at_a_time(table: np.ndarray) -> None:
    of = design(checked(table)[1])
    assume((table[1:] @ of.member > 0).all())
    found, plain = prevalence.stepwise(table, 0.05), slowly.stepwise(table, 0.05)
    if plain is None:
        assert np.isnan(found.estimate[0])
    else:
        assert set(found.chosen()) == plain[1]
        assert found.estimate[0] == pytest.approx(plain[0], rel=1e-4)


def test_many_tables_at_once_are_as_each_alone() -> None:
    drawn = np.random.default_rng(3).multinomial(400, FOUR / FOUR.sum(), size=12)
    together = prevalence.stepwise(drawn)
    for row, table in enumerate(drawn):
        alone = prevalence.stepwise(table)
        assert together.chosen(row) == alone.chosen()
        assert together.estimate[row] == pytest.approx(alone.estimate[0], rel=1e-7)


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_of_lists_does_not_matter(order: tuple[int, ...]) -> None:
    other = reordered(EASY, order)
    for way in (prevalence.stepwise, prevalence.by_wald, prevalence.independent):
        assert way(other).estimate[0] == pytest.approx(way(EASY).estimate[0], rel=1e-8)
    assert prevalence.all_models(other).averaged() == pytest.approx(prevalence.all_models(EASY).averaged())
    assert prevalence.decomposable(other).mean == pytest.approx(prevalence.decomposable(EASY).mean)
    agree = [prevalence.closed_models(table).estimate[:10] for table in (EASY, other)]
    np.testing.assert_allclose(*agree, rtol=1e-6)


@few
@given(tables(most=200), st.integers(2, 9))
def test_independent_lists_scale_with_the_people_on_them(table: np.ndarray, times: int) -> None:
    one, many = prevalence.independent(table), prevalence.independent(table * times)
    assume(one.exists[0])
    assert many.estimate[0] == pytest.approx(times * one.estimate[0], rel=1e-5)
    assert many.fits.log_error[0] == pytest.approx(one.fits.log_error[0] / np.sqrt(times), rel=1e-3)


@few
@given(tables())
def test_an_estimate_is_never_below_those_seen_and_limits_widen_with_confidence(table: np.ndarray) -> None:
    found = prevalence.stepwise(table)
    assume(found.exists[0])
    (inner, outer) = (found.limits(confidence) for confidence in (0.5, 0.95))
    assert table.sum() <= outer[0][0] <= inner[0][0] <= found.estimate[0] <= inner[1][0] <= outer[1][0]


def test_all_models_are_every_model_and_their_range_holds_every_choice() -> None:
    models = prevalence.all_models(FOUR)
    assert (models.tried, models.most_pairs, models.unseen.size) == (64, 6, 64)
    low, high = models.range()
    for way in (prevalence.stepwise, prevalence.by_wald, prevalence.independent):
        assert low <= way(FOUR).estimate[0] <= high
    assert models.range(0) == (models.estimate[0], models.estimate[0])
    assert models.weights().sum() == pytest.approx(1) and (np.diff(models.aic) >= 0).all()
    mean, lower, upper = models.averaged("bic")
    assert low < lower < mean < upper


def test_all_models_leave_out_those_without_an_estimate() -> None:
    assert {models_chosen(prevalence.all_models(HARD))} == {((), ((0, 2),), ((1, 2),), ((0, 2), (1, 2)))}


def models_chosen(models: prevalence.Models) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(
        sorted((models.chosen(row) for row in range(models.unseen.size)), key=lambda pairs: (len(pairs), pairs))
    )


def test_of_more_than_six_lists_the_larger_models_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(5).poisson(np.exp(4 - 0.7 * np.array([p.bit_count() for p in range(256)])))
    table[0] = 0
    monkeypatch.setattr("commonground.methods.prevalence.models.MOST_WORK", 1.5e8)
    models = prevalence.all_models(table)
    assert (models.most_pairs, models.tried, models.terms.sum(axis=1).max()) == (2, 1 + 28 + 28 * 27 // 2, 2)


# Resampling, graphs, two lists.


def test_resampling_can_be_had_again_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    one = prevalence.resampled(EASY, np.random.default_rng(4), 100, step=lambda done, of: told.append((done, of)))
    two = prevalence.resampled(EASY, np.random.default_rng(4), 100)
    assert (one.replicates == two.replicates).all() and one.limits() == two.limits()
    assert told[-1][0] == told[-1][1] > 0
    low, high = one.limits()
    assert EASY.sum() <= low <= one.estimate <= high


def test_resampled_lists_without_an_estimate_have_no_upper_end() -> None:
    thin = np.array([0, 40, 30, 1, 20, 0, 1, 0])
    found = prevalence.resampled(thin, np.random.default_rng(1), 100)
    assert found.failures > 0.05 and found.limits()[1] == np.inf


@few
@given(tables(lists=(2, 3), most=12))
def test_the_posterior_is_one_whole_from_those_seen_upwards(table: np.ndarray) -> None:
    found = prevalence.decomposable(table)
    assert found.probability.sum() == pytest.approx(1) and found.graph_probability.sum() <= 1 + 1e-9
    assert found.total[0] == table.sum() and found.quantile(0.025) <= found.mean
    assert found.quantile(0) == found.total[0] and found.quantile(1) <= found.total[-1]


@given(st.integers(0, 500), st.integers(0, 500), st.data())
def test_two_lists_have_no_first_and_second(a: int, b: int, data: st.DataObject) -> None:
    both = data.draw(st.integers(0, min(a, b)))
    one, other = prevalence.two_lists(a, b, both), prevalence.two_lists(b, a, both)
    assert (one.estimate, one.lower, one.upper) == (other.estimate, other.lower, other.upper)
    assert one.seen <= one.lower <= one.estimate <= one.upper


def test_chapman_in_whole_numbers() -> None:
    assert float(prevalence.two_lists(9, 19, 1).estimate) == 10 * 20 / 2 - 1
    assert float(prevalence.two_lists(10, 20, 4).petersen) == 50
    assert float(prevalence.two_lists(10, 20, 0).petersen) == np.inf


# Uncertain links.


def test_links_that_are_certain_bring_nothing() -> None:
    found = prevalence.over_linkages([EASY] * 4, np.random.default_rng(1))
    assert found.from_links == 0 and found.estimate == pytest.approx(prevalence.stepwise(EASY).estimate[0])
    assert found.table()["draw"] == [1, 2, 3, 4] and "4 ways in which the records may be linked" in str(found)


def test_uncertain_links_widen_the_limits() -> None:
    one = prevalence.over_linkages([EASY] * 6, np.random.default_rng(1))
    missed = EASY + np.array([0, 12, 12, -12, 0, 0, 0, 0])  # twelve people on two lists, taken as twice as many on one
    other = prevalence.over_linkages([EASY, missed] * 3, np.random.default_rng(1))
    assert other.from_links > 0.2 and other.upper - other.lower > one.upper - one.lower
    assert other.seen.tolist() == [370, 382] * 3


def test_links_that_leave_no_overlap_carry_no_estimate() -> None:
    none = np.array([0, 40, 30, 0, 20, 0, 0, 0])
    found = prevalence.over_linkages([none, none, EASY], np.random.default_rng(1))
    assert np.isnan(found.estimate) and str(found).startswith("No estimate: 67% of the 3 ways")


# The answer as a whole, and where there is none.


REFUSED = {
    "nobody is on B": [0, 40, 0, 0, 20, 12, 0, 0],
    "nobody is on C": [0, 40, 30, 25, 0, 0, 0, 0],
    "nobody on C is on any other list": [0, 40, 30, 25, 20, 0, 0, 0],
    "everybody on A is on B too": [0, 0, 30, 20, 50, 0, 25, 25],
    "fewer than 20 people are on two lists or more": [0, 40, 30, 9, 20, 6, 4, 0],
    "nobody is on both lists": [0, 40, 30, 0],
}


@pytest.mark.parametrize("why", REFUSED)
def test_no_number_where_the_lists_carry_none(why: str) -> None:
    table = REFUSED[why]
    names = ("A", "B", "C")[: len(table).bit_length() - 1]
    found = prevalence.estimate(table, np.random.default_rng(1), names)
    assert found.refused and found.refused[0].startswith(why)
    assert found.approaches == () and np.isnan([found.lowest, found.highest]).all() and found.helps
    assert list(found.table()) == ["no_estimate_because"]


def test_lists_that_fall_in_two_groups_are_refused() -> None:
    table = np.zeros(16, int)
    table[[1, 2, 3, 4, 8, 12]] = (50, 40, 30, 20, 20, 15)
    said = prevalence.estimate(table, np.random.default_rng(1), ("A", "B", "C", "D")).refused
    assert said == ("nobody on C and D is on any other list",) or said == ("nobody on A and B is on any other list",)


def test_two_lists_give_one_answer_and_what_it_takes_for_granted() -> None:
    found = prevalence.estimate([0, 170, 120, 30], np.random.default_rng(1), ("police", "youth justice"))
    assert [one.key for one in found.approaches] == ["chapman", "petersen"]
    assert str(found).startswith("If being on police said nothing of being on youth justice, which two lists cannot")
    assert (found.seen, found.on_two) == (320, 30)


def test_an_answer_is_a_range_over_models() -> None:
    told: list[float] = []
    found = prevalence.estimate(EASY, np.random.default_rng(1), times=100, step=lambda done, of: told.append(done / of))
    assert found.refused == () and found.lowest < found.highest
    assert len(found.approaches) == 11 and {len(column) for column in found.table().values()} == {11}
    assert told == sorted(told) and told[-1] == 1
    assert "caused" not in str(found) and "Between" in str(found)


# What a user may get wrong.


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([], "a count for every pattern"),
        ([0, 1, 2], "a count for every pattern"),
        ([0, 1], "one list says nothing"),
        (np.zeros(2**11), "at most 10"),
        ([0, 1, -2, 3], "whole number"),
        ([0, 1, 2.5, 3], "whole number"),
        ([0, 1, np.nan, 3], "unknown or infinite"),
        ([0, 1, np.inf, 3], "unknown or infinite"),
        ([5, 1, 2, 3], "must be nought"),
        ([0, 0, 0, 0], "nobody in the table"),
    ],
)
def test_tables_that_are_none(table: object, said: str) -> None:
    for way in (prevalence.stepwise, prevalence.by_wald, prevalence.all_models, prevalence.decomposable):
        with pytest.raises(ValueError, match=said):
            way(table)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("member", "count", "said"),
    [
        ([], None, "a row for each person"),
        ([[1], [1]], None, "one list says nothing"),
        ([[1, 0], [2, 1]], None, "row 2 says something else"),
        ([[1, 0], [np.nan, 1]], None, "row 2 says something else"),
        ([[1, 0], [0, 1]], [3], "2 rows and 1 counts"),
        ([[1, 0], [0, 1]], [3, -1], "whole number"),
        ([[1, 0], [0, 0]], [3, 4], "people on no list"),
    ],
)
def test_rows_that_are_none(member: object, count: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        prevalence.capture_table(member, count)  # type: ignore[arg-type]


def test_other_mistakes() -> None:
    generator = np.random.default_rng(1)
    for way, said in (
        (lambda: prevalence.stepwise(EASY, level=1.5), "between 0 and 1"),
        (lambda: prevalence.resampled(EASY, generator, times=5), "at least 20 times"),
        (lambda: prevalence.resampled([EASY, EASY], generator), "one table"),
        (lambda: prevalence.resampled([0, 40, 30, 0, 20, 0, 0, 0], generator), "no finite estimate"),
        (lambda: prevalence.all_models([0, 40, 30, 6]), "at least three"),
        (lambda: prevalence.closed_models([0, 40, 30, 6]), "at least three"),
        (lambda: prevalence.profile_limits([0, 40, 30, 0, 20, 0, 0, 0]), "no finite estimate"),
        (lambda: prevalence.decomposable(np.append(0, np.ones(127))), "too many graphs"),
        (lambda: prevalence.over_linkages([EASY], generator), "draw several"),
        (lambda: prevalence.two_lists(3, 4, 5), "more people"),
        (lambda: prevalence.two_lists(3, 4.5, 1), "whole number"),
        (lambda: prevalence.estimate(EASY, generator, ("A", "B")), "3 lists and 2 names"),
    ):
        with pytest.raises(ValueError, match=said):
            way()


def test_tables_drawn_from_uncertain_links_are_pooled() -> None:
    """Three lists of 60 records; thirty pairs between each two of them are the same person with probability 0.8."""
    where = np.repeat([0, 1, 2], 60)
    one = np.concatenate([np.arange(30), np.arange(30, 60), 60 + np.arange(30, 60)])
    other = np.concatenate([60 + np.arange(30), 120 + np.arange(30), 120 + np.arange(30, 60)])
    draws = uncertain_links.capture_draws(
        one, other, np.full(90, 0.8), where, number=3, draws=12, generator=np.random.default_rng(1)
    )
    assert draws.shape == (12, 8) and not draws[:, 0].any()
    found = prevalence.over_linkages(draws, np.random.default_rng(2), times=20)
    assert found.without == 0 and 0 < found.from_links < 1
    assert found.seen.min() <= found.lower < found.estimate < found.upper


def test_of_pairs_that_a_table_treats_alike_the_first_is_taken() -> None:
    alike = np.array([0, 60, 60, 2, 60, 2, 2, 30, 60, 2, 2, 0, 2, 0, 0, 0])
    found = prevalence.stepwise(alike)
    plain = slowly.stepwise(alike, 0.02)
    assert plain is not None and set(found.chosen()) == plain[1] and found.chosen()
