"""The section on named actions and its charts, and the lockdown of March 2020 in the real borough data."""

from datetime import date

import altair as alt
import numpy as np
import pytest
from altair.utils.schemapi import validate_jsonschema

from commonground.evidence import recipes
from commonground.evidence.evaluated import Months, compared_with, months_of
from commonground.evidence.figure import Figure, plain
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.wording import banned
from commonground.methods.evaluation.evaluate import evaluate
from commonground.report.blocks import Block, Bullets, Caveat, Chart, Heading, Notice, Paragraph, Statement
from commonground.report.charts import evaluation as charts
from commonground.report.desk import Desk
from commonground.report.document import figures_of
from commonground.report.guard import Guard
from commonground.report.sections.evaluation import SECTION

LIST = """action,measure,area,started,comparison areas,chosen because
A placebo,violence_with_injury,Lewisham,2018-04-01,Greenwich; Southwark,numbers were high
Murders,homicide,,2018-04-01,,
No such measure,magic,,2018-04-01,,
No such area,knife_crime,Lewishm,2018-04-01,,
No such day,knife_crime,,soon,,
,knife_crime,,2018-04-01,,
Too early,violence_with_injury,,2005-01,,
"""
MONTHS = [date(2018 + m // 12, m % 12 + 1, 1) for m in range(48)]


def section(evidence: Evidence, text: str) -> list[Block]:
    """As it is shown, after everything was gathered and guarded."""
    guard = Guard(evidence)
    desk = Desk(evidence, evidence.area("Lewisham"), date(2026, 5, 1), {"evaluations": text}, guard)
    SECTION.build(desk)
    guard.close()
    return SECTION.build(desk)


@pytest.fixture(scope="module")
def shown(boroughs: Evidence) -> list[Block]:
    return section(boroughs, LIST)


def test_without_a_list_it_says_how_to_name_an_action(boroughs: Evidence) -> None:
    (notice,) = section(boroughs, "")
    assert isinstance(notice, Notice) and notice.kind == "missing" and "evaluations.csv" in plain(notice.text)


def test_a_named_action_has_its_verdict_its_months_and_what_is_taken_for_granted(shown: list[Block]) -> None:
    heading, statement, chart, bullets = shown[1:5]
    assert heading == Heading("A placebo")
    assert isinstance(statement, Statement) and statement.verdict == "consistent with no effect"
    assert plain(statement.text).startswith("In 2018/19, from the start on, 2,914 recorded offences of violence")
    assert "could have been missed" in plain(statement.text)
    assert isinstance(chart, Chart) and len(chart.table.rows) == 48
    assert isinstance(bullets, Bullets)
    assert "regression to the mean" in " ".join(plain(item) for item in bullets.items)


def test_what_cannot_be_looked_at_is_told_of(shown: list[Block]) -> None:
    said = [plain(block.text) for block in shown if isinstance(block, Notice)]
    for words in ("too small to be shown", "no measure called “magic”", "there is no area called “Lewishm”",
                  "“soon” is not a day", "action must be filled in", "are not loaded"):  # fmt: skip
        assert any(words in one for one in said), words


def test_every_figure_can_be_worked_out_again_and_no_sentence_names_a_cause(
    shown: list[Block], boroughs: Evidence
) -> None:
    texts = [b.text for b in shown if isinstance(b, Statement | Paragraph | Caveat | Notice)]
    assert [word for text in texts for word in banned(text)] == []
    texts += [cell for b in shown if isinstance(b, Chart) for row in b.table.rows for cell in row]
    figures: list[Figure] = [figure for text in texts for figure in figures_of(text)]
    assert len(figures) > 60
    assert all(recipes.agrees(figure, recipes.recompute(figure, boroughs)) for figure in figures)


def test_the_lockdown_of_march_2020_is_found_and_earlier_dates_are_not(boroughs: Evidence) -> None:
    """London’s boroughs together, the three months from April 2020; and days when nothing is known to have begun."""
    measure = measures()["violence_with_injury"]
    months = months_of(boroughs, measure, boroughs.area("Lewisham"), date(2020, 4, 1))
    assert isinstance(months, Months)
    areas = boroughs.areas("london-boroughs")
    tallies = [boroughs.tallies(measure, areas, month, months.choice).values() for month in months.run]
    counts = np.array([sum(tally.count or 0 for tally in month) for month in tallies])
    lockdown = evaluate(counts[: months.before + 3], months.before)
    assert lockdown.verdict == "contribution possible"
    assert 0.75 < lockdown.deciding.ratio < 0.85 and lockdown.deciding.upper < 0.95
    placebos = [evaluate(counts[: start + 3], start).verdict for start in range(36, months.before - 3, 3)]
    assert len(placebos) >= 8 and placebos.count("consistent with no effect") >= len(placebos) - 1


def test_comparison_areas_by_name_and_by_group(boroughs: Evidence) -> None:
    lewisham = boroughs.area("Lewisham")
    named = compared_with(boroughs, "Greenwich; Lewisham ;Bromley", lewisham)
    assert [area.name for area in named] == ["Greenwich", "Bromley"]
    assert len(compared_with(boroughs, "london-boroughs", lewisham)) == 31
    assert compared_with(boroughs, " ", lewisham) == []


# Charts.


def drawn() -> list[Chart]:
    counts = np.random.default_rng(0).poisson(30, 48).tolist()
    return [
        charts.counterfactual("c", "Months", MONTHS, counts, [30.0] * 48, [20.0] * 48, [41.0] * 48, MONTHS[36],
                              what="events each month"),
        charts.forest("f", "Estimates", ["first", "other"], [0.8, 1.1], [0.0, 0.7], [1.2, float("inf")]),
        charts.placebo_areas("p", "Areas", ["here", "A", "B"], [1.5, 0.2, 0.4], area="here"),
        charts.power_curve("w", "Power", [0.1, 0.3], [0.2, 0.9], [0.25, None], 0.8, 0.27),
        charts.differences("d", "Differences", ["the area", "nearby"], [-20.0, 3.0], [-40.0, -9.0], [-1.0, 15.0]),
    ]  # fmt: skip


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.key)
def test_charts_are_whole_at_both_widths(chart: Chart) -> None:
    for spec in (chart.spec, chart.narrow):
        assert spec is not None
        validate_jsonschema({k: v for k, v in spec.items() if k != "config"}, alt.load_schema())
    assert len(chart.alternative) > 40 and chart.table.rows


def test_the_words_of_the_months_say_where_the_start_is() -> None:
    words = drawn()[0].alternative
    assert "The start is in January 2021." in words and "Expected, January 2021 to December 2021." in words
    assert "Counted otherwise" not in words
    before, after = drawn()[0].table.rows[35], drawn()[0].table.rows[36]
    assert (plain(before[2]), plain(after[2])) == ("–", "30.0")
