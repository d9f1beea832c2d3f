"""What is unusually high: the chart, and the section of an assessment with every number traced."""

from datetime import date

import altair as alt
import numpy as np
import pytest
from altair.utils.schemapi import validate_jsonschema
from reader import words

from commonground.evidence import alarms as judging
from commonground.evidence import recipes, wording
from commonground.evidence.areas import london_boroughs
from commonground.evidence.figure import Figure, plain
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.analyses.alarms import ANALYSIS, METHODS
from commonground.report.analysis import Asked, Given
from commonground.report.blocks import Caveat, Chart, Notice, Table
from commonground.report.charts.alarms import ALARM, FILLING, Judged, alarms
from commonground.report.desk import Desk
from commonground.report.document import figures_of
from commonground.report.guard import Guard
from commonground.report.sections import alarms as section

MONTHS = [date(2023, month, 1) for month in range(1, 7)]
POINTS = [Judged()] * 3 + [Judged(10.2, 17), Judged(9.8, 16, alarm=True), Judged(9.0, 15, filling=True)]


def drawn(values=(8, 9, 7, 12, 25, 4)):
    return alarms("alarms-mill", "Offences in Mill ward", MONTHS, values, POINTS, what="offences each month")


def test_a_chart_says_what_is_above_its_bound_and_what_may_still_grow():
    chart = drawn()
    assert "Above the upper bound: May 2023, 25 (upper bound 16)." in chart.alternative
    assert chart.alternative.endswith("May still fill up: June 2023.")
    marks = [plain(row[-1]) for row in chart.table.rows]
    assert marks == ["–"] * 4 + [ALARM, FILLING]
    assert [plain(row[2]) for row in chart.table.rows] == ["–"] * 3 + ["10.2", "9.8", "9"]


def test_a_chart_can_be_drawn_wide_and_narrow():
    schema = alt.load_schema()
    for spec in (drawn().spec, drawn().narrow):
        validate_jsonschema({name: part for name, part in spec.items() if name != "config"}, schema)


def test_a_withheld_number_is_not_drawn_even_as_an_alarm():
    hidden = Figure(2574, "withheld", "count", (), (), withheld="small number")
    chart = drawn((8, 9, 7, 12, hidden, 4))
    assert "Above the upper bound: May 2023, withheld: small number." in chart.alternative
    for told in (chart.alternative, str(chart.spec), str(chart.narrow)):
        assert "2574" not in told and "2,574" not in told
    assert alarms("a", "b", MONTHS[:3], [1, 2, 3], POINTS[:3], what="c").alternative.endswith(
        "No point is above its bound."
    )


def built(evidence: Evidence, name: str):
    desk = Desk(evidence, evidence.area(name, "local_authority"), date(2026, 5, 1), {}, Guard(evidence))
    section.build(desk)
    desk.guard.close()
    return section.build(desk)


def figures(blocks):
    for block in blocks:
        for text in words(block):
            yield from (part for part in figures_of(text) if isinstance(part, Figure))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"every": "day"}, "take --every month, week or quarter"),
        ({"last": 40}, "50 months are needed before the first one judged, and there are 32"),
        ({"last": 0}, "--last must be 1 or more"),
        ({"held_back": 1, "complete": (0.5,)}, "either --held-back or --complete"),
        ({"held_back": 13}, "no more than 12 of them can still fill up"),
        ({"method": "ears-c1", "complete": (0.5,)}, "--complete is for the method farrington-flexible"),
        ({"alpha": 2.0}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(options, said):
    with pytest.raises(ValueError, match=said):
        answered(**options)


def test_what_is_judged_is_listed_the_surest_first():
    outcome = answered(held_back=1)
    table = outcome.result.table()
    assert len(table["mark"]) == 2 * 12 and table["mark"][0] == "look first; still filling"
    assert (table["series"][0], table["time"][0], table["observed"][0]) == ("Mill", "2023-12", 60)
    assert "look first at Mill, December 2023: 60 where about" in outcome.sentence
    assert any("still filling up" in said for said in outcome.cautions)
    chart = next(block for block in outcome.draw() if isinstance(block, Chart))
    assert chart.title.startswith("Mill: ") and "December 2023, 60" in chart.alternative


def test_every_method_and_step_gives_an_answer():
    for method in METHODS:
        assert str(answered(method=method).result).endswith(".")
    for every in ("quarter", "week"):
        assert answered(every=every, last=4, years=3, missing="unknown").sentence.endswith(".")


def answered(**options):
    """Two invented wards by month for six years, the last month of the second high."""
    generator = np.random.default_rng(5)
    months = np.arange("2018-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    counts = generator.poisson(12, (2, months.size)).astype(float)
    counts[1, -1] = 60
    columns = {
        "date": np.tile(months, 2), "series": np.repeat(np.array(["Hill", "Mill"], object), months.size),
        "count": counts.ravel(),
    }  # fmt: skip
    declared = {option.key: option.default for option in ANALYSIS.options}
    given = Given("invented.csv", columns, {})
    return ANALYSIS.work(Asked((given,), declared | options, generator, lambda done, of: None))


def test_with_nothing_loaded_it_says_what_would_be_needed(tmp_path):
    (notice,) = built(Evidence(Store(tmp_path)), "Lewisham")
    assert isinstance(notice, Notice) and "more than four years" in plain(notice.text)


def test_boroughs_are_judged_and_every_number_can_be_worked_out_again(boroughs):
    blocks = built(boroughs, "Lewisham")
    found = list(figures(blocks))
    assert {"judged", "above", "first"} <= {dict(f.arguments).get("of") for f in found}
    for figure in found:
        assert recipes.agrees(figure, recipes.recompute(figure, boroughs)), figure
    assert isinstance(blocks[-1], Caveat) and "nothing of why" in plain(blocks[-1].text)


@pytest.fixture
def quiet(monkeypatch):
    """A list of ten false ones in twenty, so that there is something to list."""
    monkeypatch.setattr(judging, "RATE", 0.5)


def test_what_stands_out_is_listed_with_what_was_expected(boroughs, quiet):
    for area in london_boroughs():
        blocks = built(boroughs, area.name)
        (table,) = [block for block in blocks if isinstance(block, Table)] or [None]
        if table is None or not any(isinstance(block, Chart) for block in blocks):
            continue
        count, expected, upper, times = (cell[0].value for cell in table.rows[0][1:])
        assert count > upper > expected and times == pytest.approx(count / expected)
        for figure in figures(blocks):
            assert recipes.agrees(figure, recipes.recompute(figure, boroughs)), figure
        assert not any(wording.banned(text) for block in blocks for text in words(block))
        return
    pytest.fail("no borough has an alarm, even if half of them may be false")


def test_each_is_judged_alone_as_among_all(boroughs):
    areas = london_boroughs()
    found = judging.looked(boroughs, section.KEYS, [areas])
    assert len(found.rows) > 200 and found.editions
    assert [row.above for row in found.rows] == sorted((row.above for row in found.rows), reverse=True)
    for row in (*found.rows[:3], *found.rows[-3:]):
        alone = judging.fitted(boroughs, measures()[row.measure], row.choice, [row.area], row.month)
        assert alone.expected[0, 0] == pytest.approx(row.expected, rel=1e-12)
        assert (alone.upper[0, 0], alone.observed[0, 0]) == (row.upper, row.observed)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Wandsworth", "Lewisham", "City of London"])
def test_wards_are_judged_with_their_borough(london, name):
    blocks = built(london, name)
    for table in (block for block in blocks if isinstance(block, Table)):
        assert any(cell[0].value is not None for row in table.rows for cell in row[1:])
    for figure in figures(blocks):
        assert recipes.agrees(figure, recipes.recompute(figure, london)), figure
