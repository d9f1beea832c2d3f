"""What the analyses of rates, charts, concentration and forecasts refuse, and what they say of the same numbers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from commonground.report.analysis import Asked, Given, Outcome, analyses


def ask(key: str, columns: Mapping[str, Any], **said: Any) -> Outcome:
    """The analysis of a small table, with the options that are not said at their defaults."""
    declared = analyses()[key]
    options = {option.key: option.default for option in declared.options} | said
    arrays = {name: np.asarray(column) for name, column in columns.items()}
    table = Given("table.csv", arrays, {})
    return declared.work(Asked((table,), options, np.random.default_rng(1), lambda done, of: None))


def months(number: int) -> np.ndarray:
    return np.arange("2015-01", number + np.datetime64("2015-01"), dtype="datetime64[M]").astype("datetime64[D]")


def test_a_forecast_is_not_made_of_small_places() -> None:
    with pytest.raises(ValueError, match="fewer than 5 events a month"):
        ask("forecast", {"month": months(60), "count": np.full(60, 4.0)})


def test_a_forecast_is_not_made_of_many_series() -> None:
    names = np.array([f"place {i}" for i in range(61)], object)
    with pytest.raises(ValueError, match="never of people or small places"):
        ask("forecast", {"area": names, "month": months(1).repeat(61), "count": np.full(61, 50.0)})


def test_a_month_that_is_missing_or_there_twice_is_named() -> None:
    when, counts = months(60), np.full(59, 20.0)
    with pytest.raises(ValueError, match="no row for 2016-02"):
        ask("forecast", {"month": np.delete(when, 13), "count": counts})
    with pytest.raises(ValueError, match="more than one row for 2015-01"):
        ask("forecast", {"month": np.append(when, when[0]), "count": np.full(61, 20.0)})


def test_a_forecast_comes_with_what_its_limits_held() -> None:
    counts = np.random.default_rng(2).poisson(30, 60).astype(float)
    found = ask("forecast", {"month": months(60), "count": counts}, origins=1)
    assert "95% limits held" in found.cautions[0]
    table = found.result.table()
    assert len(table["month"]) == 12 and table["month"][0] == "2020-01"
    assert all(low <= high for low, high in zip(table["low_95"], table["high_95"], strict=True))


def test_limits_are_rebased_for_a_reason_alone() -> None:
    columns = {"date": months(24), "value": np.random.default_rng(3).poisson(40, 24).astype(float)}
    with pytest.raises(ValueError, match="recorded reason"):
        ask("control_chart", columns, rebase="2016-01-01")
    found = ask("control_chart", columns, rebase="2016-01-01", reason="a new form")
    (chart,) = found.draw()
    assert "Limits worked out anew from January 2016: a new form." in chart.alternative
    assert [stage.reason for stage in found.result.stages] == ["", "a new form"]


def test_repeat_victims_widen_the_limits_and_leave_the_rate() -> None:
    columns = {"area": np.array(["A", "B"], object), "count": [40.0, 60.0], "population": [1000.0, 1000.0]}
    plain = ask("rates", columns).result.table()
    wider = ask("rates", columns | {"squares": [80.0, 90.0]}).result.table()
    assert plain["value"].tolist() == wider["value"].tolist()
    assert (wider["upper"] > plain["upper"]).all() and (wider["lower"] < plain["lower"]).all()


def test_empty_places_that_the_file_leaves_out_can_be_counted_in() -> None:
    left_out = ask("concentration", {"count": [3.0, 1, 1]}, places=100, throws=99).result
    given = ask("concentration", {"count": [3.0, 1, 1, *[0.0] * 97]}, throws=99).result
    assert str(left_out) == str(given) and left_out.places == 100
    with pytest.raises(ValueError, match="the file alone has 3"):
        ask("concentration", {"count": [3.0, 1, 1]}, places=2)


def test_the_funnel_of_chance_is_narrower_than_that_of_the_spread() -> None:
    columns = {
        "area": np.array([f"P{i}" for i in range(8)], object), "count": [90.0, 200, 60, 310, 150, 80, 120, 240],
        "population": [10_000.0] * 8,
    }  # fmt: skip
    chance, between = (ask("funnel", columns, spread=spread).result for spread in ("chance", "between"))
    assert len(chance.outside) > len(between.outside)
    assert (between.outer[1] > chance.outer[1]).all()


def test_standardised_rates_need_the_same_bands_everywhere() -> None:
    columns = {
        "area": np.array(["A", "A", "B"], object), "age": np.array(["0", "1", "0"], object), "count": [9.0, 9, 9],
        "population": [100.0] * 3, "standard": [5.0] * 3,
    }  # fmt: skip
    with pytest.raises(ValueError, match="one row for each age band"):
        ask("standardised_rates", columns)


@pytest.mark.parametrize("key", ["rates", "funnel"])
def test_a_rate_is_per_something(key: str) -> None:
    columns = {"area": np.array(["A", "B", "C"], object), "count": [9.0, 8, 7], "population": [90.0, 80, 70]}
    with pytest.raises(ValueError, match="--per must be above nought"):
        ask(key, columns, per=0.0)


def test_the_day_of_a_rebasing_is_a_day() -> None:
    with pytest.raises(ValueError, match="write each day as 2020-03-01"):
        ask("control_chart", {"date": months(9), "value": np.arange(9.0)}, rebase="March", reason="why")
