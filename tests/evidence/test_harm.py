"""Counts and harm side by side, the weights checked, and what has none listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence.harm import WrongWeights, code, weigh, weights

STATED = {"index": ["Invented"] * 3, "edition": ["0"] * 3, "licence": ["none"] * 3, "unit": ["points"] * 3}
BY = weights(["8N", "34B", "1"], [10, 50, 1000], STATED)


def test_counts_and_harm_side_by_side() -> None:
    found = weigh(["8N", "34b", "008N", "99"], BY, [5, 2, 1, 2])
    assert found.table() == {
        "offence": ["34b", "8N", "99"], "count": [2, 6, 2], "share_of_count": [0.2, 0.6, 0.2],
        "weight": [50, 10, None], "harm": [100, 60, None], "share_of_harm": [0.625, 0.375, None],
    }  # fmt: skip
    assert str(found) == (
        "10 offences carry 160 points by the Invented, edition 0; 34b is 20.0% of the offences and 62.5% of the harm; "
        "2 offences of 1 kind (20.0%) have no weight."
    )
    assert found.unmatched == {"99": 2}


def test_groups_keep_the_totals() -> None:
    found = weigh(["8N", "34B", "8N", "99"], BY, [5, 2, 1, 2], ["A", "A", "B", "B"])
    assert found.table() == {
        "group": ["A", "B"], "count": [7, 3], "share_of_count": [0.7, 0.3], "harm": [150, 10],
        "share_of_harm": [0.9375, 0.0625], "harm_per_offence": [pytest.approx(150 / 7), pytest.approx(10 / 3)],
        "without_weight": [0, 2],
    }  # fmt: skip


def test_each_row_is_an_offence_unless_counted() -> None:
    assert weigh(["8N", "8N", "1"], BY).total == 1020


def test_the_words_of_a_code_are_shown_with_it() -> None:
    found = weigh(["1", "8N"], BY, described=["Homicide", ""])
    assert found.table()["offence"] == ["Homicide (1)", "8N"]


rows = st.lists(st.tuples(st.sampled_from(["8N", "34B", "1", "99", "X"]), st.integers(0, 50), st.sampled_from("AB")),
                min_size=1, max_size=30)  # fmt: skip


@given(rows)
def test_order_does_not_matter_and_totals_are_kept(drawn) -> None:
    offences, counts, groups = (list(part) for part in zip(*drawn, strict=True))
    found, turned = (weigh(o, BY, c, g) for o, c, g in (
        (offences, counts, groups), (offences[::-1], counts[::-1], groups[::-1])
    ))  # fmt: skip
    assert found.count.sum() == sum(counts)
    known = {"8N": 10, "34B": 50, "1": 1000}
    assert found.total == sum(known.get(name, 0) * count for name, count in zip(offences, counts, strict=True))
    assert (found.total, found.unmatched) == (turned.total, turned.unmatched)
    assert sum(found.unmatched.values()) == sum(n for name, n in zip(offences, counts, strict=True) if name in "99X")


@given(rows, st.integers(2, 9))
def test_a_unit_ten_times_smaller_changes_no_share(drawn, times) -> None:
    offences, counts, _ = (list(part) for part in zip(*drawn, strict=True))
    finer = weights(["8N", "34B", "1"], np.array([10, 50, 1000]) * times, STATED)
    one, other = (weigh(offences, by, counts).table()["share_of_harm"] for by in (BY, finer))
    assert [share is None for share in one] == [share is None for share in other]
    assert [s for s in one if s is not None] == pytest.approx([s for s in other if s is not None])


@pytest.mark.parametrize(
    ("one", "other"), [("8N", "008n"), ("8/6", "08/06"), ("1/4.1/4.10", "1/4.1/4.10"), (" Arson  fire", "arson Fire")]
)
def test_codes_that_are_one(one, other) -> None:
    assert code(one) == code(other)


@pytest.mark.parametrize(("one", "other"), [("4.1", "4.10"), ("8N", "8M"), ("10", "1"), ("105A", "15A")])
def test_codes_that_are_two(one, other) -> None:
    assert code(one) != code(other)


def without(name, column):
    return {**STATED, name: column}


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: weights([], [], STATED), "at least one"),
        (lambda: weights(["8N", "08N"], [1, 2], STATED), "the code 08N is there twice, also as 8N"),
        (lambda: weights(["8N", "8N"], [1, 2], STATED), "the code 8N is there twice: which weight holds"),
        (lambda: weights([" "], [1], STATED), "a weight has no offence code"),
        (lambda: weights(["8N"], [-1], STATED), "the weight of 8N is -1; it must be a number"),
        (lambda: weights(["8N"], [float("nan")], STATED), "the weight of 8N is nan"),
        (lambda: weights(["8N"], [float("inf")], STATED), "the weight of 8N is inf"),
        (lambda: weights(["8N"], [0], STATED), "all weights are nought"),
        (lambda: weights(["8N"], [1], without("licence", [""])), "does not say its licence"),
        (lambda: weights(["8N"], [1], {}), "does not say its index"),
        (lambda: weights(["8N"], [1], without("edition", ["2023", "2026"])), "more than one edition, such as “2023”"),
        (lambda: weigh([], BY), "each row needs an offence"),
        (lambda: weigh(["8N"], BY, [1, 2]), "as many counts"),
        (lambda: weigh(["8N"], BY, [1.5]), "a whole number"),
        (lambda: weigh(["8N"], BY, [-1]), "a whole number"),
        (lambda: weigh(["8N", ""], BY), "row 2 has no offence"),
    ],
)
def test_bad_input(call, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


def test_wrong_weights_are_a_kind_of_their_own() -> None:
    with pytest.raises(WrongWeights):
        weights(["8N"], [-1], STATED)
