"""Stop and search in the assessment: rates, finds and the outcome test, with the caution, guarded and traced."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from scipy.stats import binomtest
from written import write

from commonground.evidence import profile, recipes, wording
from commonground.evidence.figure import Figure, plain
from commonground.evidence.loading import load
from commonground.evidence.measure import measures
from commonground.evidence.measures.section_60_searches import SECTION_60
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Caveat, Table
from commonground.report.charts.disparity import Row, forest
from commonground.report.document import figures_of
from commonground.report.pages import searched
from commonground.report.pages.asked import Asked
from commonground.report.pages.page import write as page_of
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


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_page_of_who_is_searched_agrees_with_a_plain_computation(evidence):
    """Counts with pyarrow over the placed rows; a ratio by the exact interval of a share (scipy), turned into odds."""
    lewisham = evidence.area("Lewisham")
    page = page_of(searched.build, evidence, Asked(lewisham), date(2026, 11, 23))
    assert page.period.name == "the 12 months to February 2019"
    (edition,) = [one for one in evidence.editions if one.source == "police_stop_and_search"]
    rows = pq.read_table(evidence.placing.placed(edition))
    rows = rows.filter(pc.equal(rows["local_authority_code"], lewisham.code))
    rows = rows.filter(pc.greater_equal(rows["start"], page.period.start))
    rows = rows.filter(pc.less_equal(rows["start"], page.period.end))
    people = {name.split(",")[0].split()[0]: n for name, n in profile.ethnic_groups(evidence, lewisham).items()}
    searches = Counter(rows["officer_defined_ethnicity"].to_pylist())
    by_group, by_age = (next(t for t in page.tables if t.head[0] == head) for head in ("Ethnic group", "Age"))
    told = {plain(row[0]): row for row in by_group.rows}
    assert {name: told[name][1][0].value for name in ("Asian", "Black", "White", "Other")} == {
        name: searches[name] for name in ("Asian", "Black", "White", "Other")
    }  # fmt: skip
    assert told["Not recorded"][1][0].value == searches[None]
    for name in ("Asian", "Black"):
        both, share = searches[name] + searches["White"], people["White"] / people[name]
        limits = binomtest(searches[name], both).proportion_ci(method="exact")
        ends = (p / (1 - p) * share for p in (limits.low, limits.high))
        expected = [searches[name] / searches["White"] * share, *ends]
        shown = [told[name][4][0].value, told[name][5][0].value, told[name][5][2].value]
        assert shown == pytest.approx(expected, rel=1e-6)
        assert told[name][3][0].value == pytest.approx(1000 * searches[name] / people[name], rel=1e-12)
    ages = Counter(rows["age_range"].to_pylist())
    bands = ("10-17", "18-24", "25-34", "over 34", None)
    assert [row[1][0].value for row in by_age.rows] == [ages[band] for band in bands]
    every = [figure for table in page.tables for row in table.rows for figure in figures_of(row)]
    assert all(one.withheld or recipes.agrees(one, recipes.recompute(one, evidence)) for one in every)
    assert not any(0 < one.value < 5 for one in every if one.method == "count" and one.value is not None)
    sentences = [plain(block.text) for block in page.blocks if hasattr(block, "text")]
    assert wording.banned(" ".join(sentences)) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_section_60_counts_are_those_of_the_published_file(evidence):
    """Every month, those without a place among them; 9,779 in all, as the README of the data says."""
    file = next((DATA / "police-stop-and-search-met").glob("*.parquet"))
    raw = pq.read_table(file, columns=["Date", "Legislation"])
    raw = raw.filter(pc.equal(raw["Legislation"], SECTION_60))
    plainly = Counter(str(day)[:7] for day in raw["Date"].to_pylist())
    measure = measures()["section_60_searches"]
    (choice,) = evidence.choices(measure, "local_authority")
    counted = evidence.table(measure, choice, "local_authority")
    ours: Counter[str] = Counter()
    for start, count in zip(counted["start"].to_pylist(), counted["count"].to_pylist(), strict=True):
        ours[f"{start:%Y-%m}"] += count
    assert ours == plainly and ours.total() == 9_779


@pytest.mark.parametrize(
    ("lower", "upper", "says"),
    [
        (1.01, 2.0, "searched more"), (0.5, 0.99, "searched less"), (0.9, 1.2, "no clear difference"),
        (None, None, "not shown"),
    ],
)
def test_a_reading_is_what_the_interval_bears_out(lower, upper, says):
    made = (Figure(end, "x", "disparity", (), (), None if end else "small number") for end in (lower, upper))
    assert searched.reading(*made) == says


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
