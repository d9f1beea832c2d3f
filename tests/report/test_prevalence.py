"""The section on whom no agency knows, its figures, and the forest of answers; the lists are invented."""

from datetime import date
from pathlib import Path

import altair as alt
import pytest
from altair.utils.schemapi import validate_jsonschema

from commonground.evidence import recipes
from commonground.evidence.figure import Figure, plain
from commonground.evidence.finding import Area
from commonground.evidence.loading import load
from commonground.evidence.overlapping import estimated, overlapping
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Block, Caveat, Chart, Notice, Paragraph, Statement
from commonground.report.charts.prevalence import Answer, forest
from commonground.report.desk import Desk
from commonground.report.document import figures_of
from commonground.report.guard import Guard
from commonground.report.sections.prevalence import SECTION

LISTS = Path(__file__).parents[1] / "fixtures/partner/invented_overlapping_lists.csv"
LEWISHAM = Area("E09000023", "Lewisham", "local_authority")
NAN = float("nan")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    store = Store(tmp_path_factory.mktemp("lists"))
    assert [outcome.error for outcome in load([LISTS], store, "2024-06")] == [None]
    return Evidence(store)


def section(evidence: Evidence, area: Area) -> list[Block]:
    return SECTION.build(Desk(evidence, area, date(2024, 7, 1), {}, Guard(evidence)))


def said(blocks: list[Block]) -> str:
    return " ".join(plain(b.text) for b in blocks if isinstance(b, Statement | Paragraph | Caveat | Notice))


def test_a_range_over_models_with_its_critics_and_a_forest(evidence: Evidence) -> None:
    blocks = section(evidence, LEWISHAM)
    statement, paragraph, chart = blocks[:3]
    assert isinstance(statement, Statement) and isinstance(paragraph, Paragraph) and isinstance(chart, Chart)
    found = estimated(evidence, LEWISHAM)
    assert found is not None and (found.seen, len(found.approaches)) == (693, 11)
    assert plain(statement.text).startswith(f"Between {found.lowest:,.0f} and {found.highest:,.0f} people, 693 of them")
    assert "Whitehead" in said(blocks) and "nobody can be found by it" in said(blocks)
    assert len(chart.table.rows) == 11
    assert chart.key != SECTION.key, "both are anchors of one page"


def test_every_figure_can_be_worked_out_again(evidence: Evidence) -> None:
    blocks = section(evidence, LEWISHAM)
    texts = [b.text for b in blocks if isinstance(b, Statement | Paragraph)]
    texts += [cell for b in blocks if isinstance(b, Chart) for row in b.table.rows for cell in row]
    figures = [figure for text in texts for figure in figures_of(text)]
    assert len(figures) > 30
    assert all(recipes.agrees(figure, recipes.recompute(figure, evidence)) for figure in figures)


def test_no_pattern_of_lists_is_shown(evidence: Evidence) -> None:
    """37 people are on the lists of police and youth justice: no figure is of them, small or not."""
    held = overlapping(evidence, LEWISHAM)
    assert held is not None and held.counts.max() == 212
    everything = said(section(evidence, LEWISHAM))
    assert not any(f" {count} " in everything for count in held.counts[1:].tolist())


def test_the_newest_period_is_taken_and_the_lists_are_in_order(evidence: Evidence) -> None:
    held = overlapping(evidence, LEWISHAM)
    assert held is not None and held.period.start == date(2023, 4, 1) and held.whole
    assert held.lists == ("children's services", "hospital", "police", "youth justice")
    assert held.counts[[1, 2, 4, 8, 0b1100, 0b0110]].tolist() == [143, 96, 212, 118, 37, 19]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("E09000028", "which two lists cannot show"),
        ("E09000012", "nobody on youth justice is on any other list"),
        ("E09000006", "A count of these lists was held back"),
        ("E09000001", "No overlapping lists of this area are loaded"),
    ],
)
def test_what_is_said_where_there_is_no_range(evidence: Evidence, code: str, why: str) -> None:
    blocks = section(evidence, Area(code, "A borough", "local_authority"))
    assert why in said(blocks) and not any(isinstance(block, Chart) for block in blocks)


def test_figures_of_lists_that_carry_no_estimate_are_missing(evidence: Evidence) -> None:
    edition = next(e.id for e in evidence.editions)
    figure = recipes.figure(
        evidence, "people_estimated", (edition,), area="E09000012", area_type="local_authority", of="lowest"
    )
    assert (figure.value, figure.withheld) == (None, "missing")


def test_a_forest_has_words_a_table_and_two_drawings() -> None:
    answers = [
        Answer("One", 1200.4, 900.2, 2000.0), Answer("Two", 5000.0, 1000.0, 90_000.0), Answer("None", NAN, NAN, NAN)
    ]  # fmt: skip
    chart = forest("f", "Answers", answers, seen=400, lowest=1200.4, highest=5000.0, what="people")
    assert "Seen: 400." in chart.alternative and "One: 1,200 (900 to 2,000)." in chart.alternative
    assert "None: no finite estimate." in chart.alternative
    assert [plain(cell) for cell in chart.table.rows[0]] == ["One", "1,200", "900", "2,000"]
    assert [plain(cell) for cell in chart.table.rows[2]] == ["None", *["no finite estimate"] * 3]
    for spec in (chart.spec, chart.narrow):
        assert spec is not None
        validate_jsonschema({k: v for k, v in spec.items() if k != "config"}, alt.load_schema())
    drawn = str(chart.spec)
    assert "triangle-right" in drawn  # the line of Two runs on beyond the paper


def test_a_withheld_answer_says_so() -> None:
    hidden = Figure(None, "withheld", "people_estimated", (), (), withheld="small number")
    chart = forest(
        "f", "Answers", [Answer("One", hidden, hidden, hidden)], seen=40, lowest=50, highest=60, what="people"
    )
    assert "One: withheld: small number." in chart.alternative and plain(chart.table.rows[0][1]) == "withheld"
