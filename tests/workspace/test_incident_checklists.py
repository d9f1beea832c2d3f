"""The checklist as a file: what comes with Common Ground, its published form, and what is refused in a sentence."""

import json
from copy import deepcopy

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.registers.incidents.templates.differences import differences, in_words
from commonground.registers.incidents.templates.written import (
    FOLDER,
    SHIPPED,
    Refused,
    as_text,
    opened,
    read,
    shipped,
    written,
)

FILE = json.loads((FOLDER / SHIPPED).read_text("utf-8"))
FORM = jsonschema.Draft202012Validator(json.loads((FOLDER / "form.json").read_text("utf-8")))


def test_what_comes_with_common_ground_has_the_eight_parts_and_the_three_phases():
    template = shipped()
    assert [one.title for one in template.parts] == [
        "Reporting", "The scene", "Categorisation", "Who leads", "Meeting of key partners", "Response plan",
        "Communications", "Health",
    ]  # fmt: skip
    assert {one.part for one in template.steps} == {one.key for one in template.parts}
    assert {one.phase for one in template.steps} == {"first_day", "first_week", "later"}
    day = [one for one in template.steps if one.phase == "first_day"]
    assert all(one.clock.since == "told" and one.clock.hours <= 24 and not one.clock.days for one in day)
    assert {one.clock.since for one in template.steps if one.phase == "later"} == {
        "told", "anniversary", "trial", "review",
    }  # fmt: skip


def test_it_is_read_and_written_without_loss_and_has_its_published_form():
    FORM.validate(FILE)
    assert read(written(shipped())) == opened(as_text(shipped()).encode()) == shipped()
    FORM.validate(written(shipped()))


def broken(path, value):
    found = deepcopy(FILE)
    *way, last = path
    at = found
    for one in way:
        at = at[one]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return found


BREAKS = [
    (("title",), "", "its title is empty"),
    (("steps",), [], "has no steps"),
    (("steps",), None, "lacks steps"),
    (("sources",), 3, "not a list"),
    (("steps", 0, "phase"), "soon", "the phase “soon” is none of"),
    (("steps", 0, "part"), ["x"], "the part"),
    (("steps", 0, "why"), None, "Step 1 lacks why"),
    (("steps", 0, "clock"), {"since": "told", "hours": "3"}, "must be a whole number"),
    (("steps", 0, "clock"), {"since": "birthday"}, "counts from"),
    (("steps", 0, "clock"), {"since": "told", "hours": -1}, "nothing is due before"),
    (("steps", 0, "clock"), {"since": "trial", "hours": 3}, "count from when the partnership is told"),
    (("steps", 1, "key"), "source", "Two have the key “source”"),
    (("colour",), "red", "has colour"),
]


@pytest.mark.parametrize(("path", "value", "says"), BREAKS)
def test_what_is_wrong_in_a_file_is_one_sentence(path, value, says):
    with pytest.raises(Refused) as no:
        read(broken(path, value))
    assert says in str(no.value) and "\n" not in str(no.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[]", b"3", b"[" * 100_000])
def test_what_is_no_checklist_is_told(content):
    with pytest.raises(Refused):
        opened(content)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6,
)  # fmt: skip
PLACES = st.sampled_from([
    ("title",), ("sources",), ("triggers",), ("parts",), ("steps",), ("parts", 0), ("steps", 0), ("steps", 0, "clock"),
    ("steps", 0, "key"), ("steps", 0, "sort"), ("steps", 0, "clock", "since"), ("steps", 0, "clock", "hours"),
])  # fmt: skip


@given(path=PLACES, value=ANYTHING)
def test_whatever_stands_in_a_file_it_is_read_or_refused_and_what_is_read_has_the_form(path, value):
    try:
        found = read(broken(path, value))
    except Refused as no:
        assert str(no).endswith(".")
    else:
        FORM.validate(written(found))


def test_what_differs_is_told_step_by_step():
    template = shipped()
    changed = template.with_step(read(broken(("steps", 0, "clock"), {"since": "told", "hours": 2})).steps[0])
    [one] = differences(template, changed)
    assert (one.what, one.changes) == (
        "Changed", (("Clock", "within 1 hour of being told", "within 2 hours of being told"),),
    )  # fmt: skip
    assert [one.what for one in differences(template.without("trial"), template)] == ["Added"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("weekly", "within 14 days of being told, then every 7 days"),
        ("anniversary", "28 days before the anniversary, every year"),
        ("trial", "14 days before the first day of the trial"),
    ],
)
def test_a_clock_in_words(key, expected):
    assert in_words(next(one.clock for one in shipped().steps if one.key == key)) == expected
