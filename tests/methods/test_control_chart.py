"""Control charts, classic charts and runs: what must hold of any series, and what is refused."""

from datetime import date
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import control_chart, shewhart
from commonground.methods.control_chart import Rebase
from commonground.methods.runs import runs

points = st.lists(st.integers(0, 60), min_size=4, max_size=50)
MONTHS = np.arange("2019-01", "2024-01", dtype="datetime64[M]")


def chart(values: list[float], **how: object) -> control_chart.ControlChart:
    return control_chart.control_chart(MONTHS[: len(values)], values, **how)


@given(points)
def test_turned_over_every_concern_is_an_improvement(values: list[int]) -> None:
    down, up = chart(values, better="down"), chart(values, better="up")
    swap = {"concern": "improvement", "improvement": "concern", "common cause": "common cause"}
    assert [swap[kind] for kind in down.kinds] == up.kinds.tolist()
    assert (chart(values, better="neither").kinds == "high").tolist() == (down.kinds == "concern").tolist()


@given(points, st.sampled_from([6, 7, 8]))
def test_a_shorter_shift_or_trend_finds_no_fewer_points(values: list[int], length: int) -> None:
    least = chart(values, shift=6, trend=6)
    assert (least.labels != "").sum() >= (chart(values, shift=length, trend=length).labels != "").sum()
    assert chart(values, shift=length).rules == f"XmR, Making data count, shift of {length}, trend of 7"


@given(points)
def test_the_target_is_met_by_limits_alone(values: list[int]) -> None:
    now = chart(values).stages[-1].limits
    assert chart(values, target=now.upper + 1).assurance == "consistently passes"
    assert chart(values, target=now.lower - 1).assurance == "consistently fails"
    assert chart(values, target=now.mean).assurance == "hit and miss"
    assert chart(values, better="up", target=now.lower - 1).assurance == "consistently passes"


def test_no_rule_reaches_over_a_rebasing() -> None:
    values = [5, 6, 4, 5, 6, 9, 8, 9, 10, 9, 8, 9]
    whole = chart(values, shift=6)
    parted = chart(values, shift=6, rebases=[Rebase(date(2019, 6, 1), "a new recording system")])
    assert (whole.labels == "shift").sum() == 7 and (parted.labels == "").all()
    assert parted.table()["rebased"][5] == "a new recording system" and len(parted.stages) == 2


def test_the_point_at_the_top_belongs_to_the_rising_trend() -> None:
    values = [0, 20, 0, 20, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 20, 0, 20, 0, 20]
    found = chart(values)
    assert [str(found.labels[i]) for i in (9, 10, 11)] == ["trend"] * 3
    assert found.rises[10] and not found.rises[11]


def test_an_unknown_month_has_no_kind_of_its_own() -> None:
    found = chart([5.0, 6, 4, 5, float("nan"), 5, 6, 4])
    assert found.labels[4] == "" and "of 7 points" in str(found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rebases": [Rebase(date(2018, 1, 1), "why")]}, "after the first day and up to"),
        ({"rebases": [Rebase(date(2019, 3, 1), "a"), Rebase(date(2019, 3, 1), "b")]}, "twice"),
        ({"better": "neither", "target": 3}, "direction that is better"),
        ({"better": "left"}, "down, up or neither"),
        ({"baseline": 2}, "three points"),
        ({"shift": 5}, "6, 7 or 8"),
        ({"target": float("nan")}, "target must be a number"),
    ],
)
def test_what_cannot_be_is_refused(change: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        chart([5, 6, 4, 5, 6, 4], **change)


@pytest.mark.parametrize("values", [[], [1], [float("nan")] * 4, [1, float("inf"), 2]])
def test_a_series_without_limits_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"one value for each day|two known points|infinite"):
        chart(values)


def test_no_rebasing_without_a_reason() -> None:
    with pytest.raises(ValueError, match="recorded reason"):
        Rebase(date(2020, 1, 1), "  ")


def test_days_must_rise() -> None:
    with pytest.raises(ValueError, match="rise"):
        control_chart.control_chart(MONTHS[[0, 2, 1]], [1, 2, 3])


@given(points)
def test_runs_are_those_counted_one_at_a_time(values: list[int]) -> None:
    middle = float(np.median(values))
    sides = [value > middle for value in values if value != middle]
    lengths = [len(list(group)) for _, group in groupby(sides)]
    found = runs(values)
    assert (found.useful, found.longest, found.crossings) == (
        len(sides), max(lengths, default=0), max(len(lengths) - 1, 0)
    )  # fmt: skip
    assert runs([-value for value in values]).longest == found.longest


@given(points, st.sampled_from(sorted(shewhart.CHARTS)))
def test_limits_hold_the_centre(values: list[int], kind: str) -> None:
    sizes = [value + 100 for value in values] if shewhart.CHARTS[kind].sizes else None
    found = shewhart.chart(kind, values, sizes)
    if kind != "run":
        assert (found.lower <= found.centre + 1e-9).all() and (found.centre <= found.upper + 1e-9).all()
    if kind in ("c", "u", "p", "up", "pp", "g", "t"):
        assert (found.lower >= 0).all()
    assert len(set(map(len, found.table().values()))) == 1 and str(found)


def test_primed_limits_are_the_plain_ones_times_the_spread_of_scores() -> None:
    counts, sizes = [40, 60, 52, 48, 70, 30], [1000, 1200, 900, 1100, 1000, 1050]
    plain, primed = shewhart.chart("u", counts, sizes), shewhart.chart("up", counts, sizes)
    reach = (primed.upper - primed.centre) / (plain.upper - plain.centre)
    assert np.ptp(reach) < 1e-12 and reach[0] > 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("x", [1, 2]), "there is no chart x"),
        (("c", []), "list of points"),
        (("c", [1, -2]), "below nought"),
        (("u", [1, 2]), "needs sizes"),
        (("u", [1, 2], [1]), "size above nought"),
        (("u", [1, 2], [1, 0]), "size above nought"),
        (("p", [1, 5], [3, 3]), "above its total"),
        (("i", [1, 2], [3, 3]), "takes no sizes"),
        (("i", [1, float("nan"), 3]), "follow one another"),
        (("c", [1, float("inf")]), "infinite"),
    ],
)
def test_a_chart_that_cannot_be_is_refused(asked: tuple, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shewhart.chart(*asked)
