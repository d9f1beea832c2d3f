"""Stop and search in the assessment: rates, finds and the outcome test, with the caution, guarded and traced."""

from pathlib import Path

import pytest
from written import write

from commonground.evidence import recipes, wording
from commonground.evidence.figure import Figure, plain
from commonground.evidence.loading import load
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Caveat, Table
from commonground.report.charts.disparity import Row, forest
from commonground.report.document import figures_of
from commonground.report.render.drawing import drawn

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = ("boundaries-london", "census-2021-lsoa", "geography-lookups", "police-stop-and-search-met")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("searches"))
    paths = [path for name in FILES for path in sorted((DATA / name).iterdir()) if path.suffix != ".md"]
    list(load(paths, store, published="2019-03"))
    return Evidence(store)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_searches_of_lewisham_are_traced_and_carry_the_caution(evidence):
    section = write(evidence, "Lewisham").passes[-1]["equality"]
    tables = {block.head: block for block in section if isinstance(block, Table)}
    rates, finds = (next(t for head, t in tables.items() if words in head) for words in (
        "Times the rate of White people", "Action followed"))  # fmt: skip
    assert "Residents are not the people available to be stopped." in plain(rates.note)
    assert any("Residents are not the people available" in plain(b.text) for b in section if isinstance(b, Caveat))
    every = [figure for table in (rates, finds) for row in table.rows for figure in figures_of(row)]
    assert {"disparity", "share", "find_rate_lower", "find_rate_upper", "outcome_test_p"} <= {f.method for f in every}
    for figure in every:
        assert figure.value is not None and recipes.agrees(figure, recipes.recompute(figure, evidence))
    black = {f.method: f for f in every if ("officer_defined_ethnicity", "Black") in f.arguments}
    assert black["disparity"].shown == "3.8" and black["share"].shown == "31.0%"
    assert [black[name].shown for name in ("find_rate_lower", "find_rate_upper")] == ["29.2%", "32.9%"]
    texts = [block.text for block in section if hasattr(block, "text")]
    assert wording.banned(" ".join(map(plain, texts))) == []


def test_no_chart_of_disparity_goes_without_its_caution():
    rows = [Row("Black people", 4.2, 3.9, 4.5, "searched more"), Row("Asian people", None, None, None, "not shown")]
    with pytest.raises(ValueError, match="needs its caution"):
        forest("f", "Title", rows, what="times as often", even="as White people", source=())
    source = ("Residents are not all.",)
    chart = forest("f", "Title", rows, what="times as often", even="as White people", source=source)
    assert plain(chart.source) == plain(chart.table.note) == "Residents are not all."
    for spec in (chart.spec, chart.narrow or {}):
        picture = drawn(spec, "f", "Title")
        assert "Residents are not all." in picture and "not shown" in picture
    assert chart.alternative == "Times as often, with 95% intervals: Black people, 4.2 (3.9 to 4.5). Not shown: 1."


def test_a_figure_that_is_withheld_is_not_drawn():
    hidden = Figure(None, "withheld", "disparity", (), (), "small number")
    chart = forest("f", "T", [Row("A", hidden, hidden, hidden, "not shown")], what="w", even=None, source=("Caution.",))
    assert "nothing can be shown" in chart.alternative and "withheld" in plain(chart.table.rows[0][1])
