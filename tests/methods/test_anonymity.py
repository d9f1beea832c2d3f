"""Groups that look alike: against counting, and what must hold of any file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods.anonymity import anonymity, group_sizes

files = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=60)


@given(files)
def test_sizes_are_those_of_counting(rows) -> None:
    assert group_sizes(list(zip(*rows, strict=True))).tolist() == [rows.count(row) for row in rows]


@given(files)
def test_fewer_columns_make_larger_groups(rows) -> None:
    age, sex, place = zip(*rows, strict=True)
    found = anonymity({"age": age, "sex": sex, "place": place})
    assert (found.without <= found.below).all()
    assert (np.diff(found.below) >= 0).all() and found.below[-1] <= found.records
    assert (group_sizes([age, sex]) >= group_sizes([age, sex, place])).all()


@given(files)
def test_order_and_names_of_values_do_not_matter(rows) -> None:
    age, sex, place = zip(*rows, strict=True)
    one = anonymity({"age": age, "sex": sex}, place)
    other = anonymity({"sex": [f"{s}s" for s in sex][::-1], "age": age[::-1]}, place[::-1])
    assert (one.groups, one.smallest, one.given_away) == (other.groups, other.smallest, other.given_away)
    assert one.below.tolist() == other.below.tolist()


@given(files)
def test_given_away_is_counted_by_group(rows) -> None:
    groups: dict = {}
    for age, sex, private in rows:
        groups.setdefault((age, sex), []).append(private)
    expected = sum(len(group) for group in groups.values() if len(group) > 1 and len(set(group)) == 1)
    age, sex, private = zip(*rows, strict=True)
    assert anonymity({"age": age, "sex": sex}, private).given_away == expected


def test_the_sentence_and_the_table() -> None:
    found = anonymity({"age": [1, 1, 2], "sex": ["F", "F", "F"]}, levels=(2, 3))
    assert str(found) == (
        "By age and sex, 1 of 3 records are like no other, 3 in a group of fewer than 3; without age, 0 would be like "
        "no other."
    )
    assert found.table() == {
        "left_out": ["nothing", "age", "sex"], "in_groups_below_2": [1, 0, 1], "in_groups_below_3": [3, 0, 3]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: group_sizes([]), "anonymity needs a column and a record"),
        (lambda: group_sizes([[]]), "anonymity needs a column and a record"),
        (lambda: group_sizes([[1], [1, 2]]), "one value each for every record"),
        (lambda: anonymity({"age": [1]}, levels=(1,)), "whole numbers of two or more"),
        (lambda: anonymity({"age": [1]}, levels=(3, 2)), "each larger than the last"),
        (lambda: anonymity({"age": [1]}, [1, 2]), "as many records as the others"),
    ],
)
def test_bad_input(call, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
