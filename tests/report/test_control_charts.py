"""Control charts: drawn in shapes and words, and in the assessment made of figures that can be traced."""

from datetime import date
from pathlib import Path

import pytest

from commonground.evidence import recipes, usual
from commonground.evidence.figure import plain
from commonground.evidence.loading import load
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Chart, Notice, Statement, Table
from commonground.report.charts.ahead import ahead
from commonground.report.charts.control import LOOKS, Lines, control
from commonground.report.charts.gradient import gradient
from commonground.report.desk import Desk
from commonground.report.document import figures_of
from commonground.report.guard import Guard
from commonground.report.sections import control_charts

OLD = Path(__file__).parents[2] / "data" / "mps-recorded-crime-borough" / "published-2019-02-old-classification"
MONTHS = [date(2020, month, 1) for month in range(1, 7)]


def drawn() -> Chart:
    lines = Lines([5.0] * 6, [1.0] * 6, [9.0] * 6, [0, 0, 0, 1, 1, 1], [(3, "a new recording system")])
    kinds = ["common cause"] * 5 + ["concern"]
    return control(
        "c", "Robbery by month", MONTHS, [4, 5, 6, None, 5, 12], kinds, lines, what="robberies each month",
        rules="XmR, shift of 7", verdict="Special cause.", target=7,
    )  # fmt: skip


def test_a_control_chart_says_its_rules_its_verdict_and_its_unusual_points() -> None:
    chart = drawn()
    for said in ("XmR, shift of 7", "Special cause.", "June 2020 (special cause: concern)", "a new recording system"):
        assert said in chart.alternative
    assert chart.table.rows[5][-1] == ("special cause: concern",) and len(chart.table.rows) == 6
    assert plain(chart.table.rows[3][1]) == "no data"


def test_each_kind_of_point_has_a_shape_of_its_own_beside_its_colour() -> None:
    shapes = [shape for shape, _, _ in LOOKS.values()]
    assert len({(shape, words) for shape, _, words in LOOKS.values()}) == len(LOOKS)
    assert LOOKS["improvement"][0] != LOOKS["concern"][0] != LOOKS["common cause"][0] and len(shapes) == 6
    for spec in (drawn().spec, drawn().narrow):
        assert "triangle-up" in str(spec)


def test_a_forecast_says_by_which_method_and_within_which_limits() -> None:
    chart = ahead(
        "f", "Robbery", MONTHS, [4, 5, 6, 4, 5, 6], [date(2020, 7, 1)], [5.2], [(0.8, [3], [7]), (0.95, [2], [9])],
        what="robberies", by="count model",
    )  # fmt: skip
    assert "Forecast by count model" in chart.alternative and "95% limits 2 to 9" in chart.alternative
    assert chart.table.head == ("Month", "Expected", "Lower, 80%", "Upper, 80%", "Lower, 95%", "Upper, 95%")


def test_a_gradient_says_its_ends() -> None:
    chart = gradient(
        "g", "Rate", ["1", "2", "3"], [0.2, 0.5, 0.8], [9, 6, 3], [8, 5, 2], [10, 7, 4], [10, 2], what="rate"
    )
    assert "from 10 at the most deprived end to 2 at the least" in chart.alternative


def test_with_nothing_loaded_it_says_what_would_be_needed(tmp_path: Path) -> None:
    evidence = Evidence(Store(tmp_path))
    desk = Desk(evidence, evidence.area("Lewisham", "local_authority"), date(2026, 5, 1), {}, Guard(evidence))
    (notice,) = control_charts.build(desk)
    assert isinstance(notice, Notice) and notice.kind == "missing"
    assert "Monthly recorded crime would be needed" in plain(notice.text)


@pytest.mark.slow
def test_the_section_is_made_of_figures_that_work_out_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert [o.error for o in load([OLD], store) if o.error] == []
    evidence = Evidence(store)
    guard = Guard(evidence)
    desk = Desk(evidence, evidence.area("Lewisham", "local_authority"), date(2019, 5, 1), {}, guard)
    control_charts.build(desk)
    guard.close()
    blocks = control_charts.build(desk)
    tables = [block for block in blocks if isinstance(block, Table)]
    statements = [block for block in blocks if isinstance(block, Statement)]
    charts = [block for block in blocks if isinstance(block, Chart)]
    assert len(tables) == 1 and len(tables[0].rows) == len(statements) == len(charts) >= 2
    figures = [figure for row in tables[0].rows for figure in figures_of(row)]
    figures += [figure for block in statements for figure in figures_of(block.text)]
    assert {figure.method for figure in figures} == {
        "count", "usual_lower", "usual_upper", "usual_mean", "unusual_months"
    }  # fmt: skip
    assert all(recipes.agrees(figure, recipes.recompute(figure, evidence)) for figure in figures)
    for chart, said in zip(charts, statements, strict=True):
        assert control_charts.RULES in chart.alternative and usual.RULES in control_charts.RULES
        readings = [plain(row[-1]) for row in chart.table.rows]
        of = [figure for figure in figures_of(said.text) if figure.method == "unusual_months"]
        assert of[0].value <= sum(reading not in ("usual variation", "") for reading in readings)
