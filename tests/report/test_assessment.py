"""The assessment: nothing leaks, everything is traced, the same comes out twice, and both passes say the same."""

import json
import re

import pytest
from click.testing import CliRunner
from invented_editions import month, put, row
from reader import everything, numbers, strays, words
from subtraction import had
from written import TODAY, write

from commonground.cli import commonground
from commonground.evidence import recipes
from commonground.evidence.areas import london_boroughs
from commonground.evidence.disclosure import Protection
from commonground.evidence.figure import Figure, plain
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report import assessment
from commonground.report.blocks import Bullets, Chart, Heading, Statement, Table
from commonground.report.guard import Guard
from commonground.report.section import sections
from commonground.report.sections import control_charts

LEWISHAM = "E09000023"


@pytest.fixture(scope="module")
def lewisham(london):
    return write(london, "Lewisham")


@pytest.fixture(scope="module")
def richmond(london):
    """The borough with the fewest offences, where the most must be withheld."""
    return write(london, "Richmond upon Thames")


@pytest.fixture(params=["lewisham", "richmond"])
def written(request):
    return request.getfixturevalue(request.param)


class Open(Guard):
    """A guard that hides nothing: what the tests below must notice."""

    def close(self):
        self.protection = Protection(self.cells, (), {})


def secrets(guard):
    return [key for key, cell in guard.cells.items() if cell.is_small]


# No small number can be read or worked out.


@pytest.mark.slow
def test_no_figure_is_made_of_a_hidden_count(written):
    guard, hidden = written.guard, written.guard.protection.hidden
    assert len(secrets(guard)) >= 10, "nothing to hide here"
    for figure in written.document.figures:
        if figure.value is not None:
            assert not set(guard._keys(figure)) & hidden.keys(), figure


@pytest.mark.slow
def test_no_small_number_can_be_pinned_down(written):
    small = set(secrets(written.guard))
    assert [found for found in written.guard.protection.audit() if found.is_exact and found.key in small] == []


@pytest.mark.slow
def test_a_reader_who_subtracts_has_none_of_them(written):
    assert had(written.document.figures, secrets(written.guard), list(written.guard.places)) == []


PLANTED = {(2025, 9): 3, (2024, 12): 2}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Invented crime of all boroughs, in thousands, but for two months of Lewisham with 3 and 2."""
    store = Store(tmp_path_factory.mktemp("planted"))
    rows, n = [], 0
    for borough in london_boroughs():
        for span in [month(y, m) for y in range(2020, 2026) for m in range(1, 13)]:
            n += 1
            at = (span[0].year, span[0].month)
            few = PLANTED.get(at) if borough.code == LEWISHAM else None
            for minor, count in (
                ("Violence with Injury", few or 1000 + 37 * n % 1009),
                ("Violence without Injury", 2000 + 41 * n % 1013),
            ):
                rows.append(row(borough.code, span, count, major="Violence Against the Person", minor=minor))
    put(store, rows)
    return Evidence(store)


@pytest.fixture(scope="module")
def of_planted(planted):
    return write(planted, "Lewisham")


def drawn(spec, found=None):
    """Every row of data in a specification."""
    found = [] if found is None else found
    if isinstance(spec, dict):
        found += (
            [r for r in spec.get("values", ()) if isinstance(r, dict)] if isinstance(spec.get("values"), list) else []
        )
        for part in spec.values():
            drawn(part, found)
    elif isinstance(spec, list):
        for part in spec:
            drawn(part, found)
    return found


@pytest.mark.slow
def test_planted_numbers_stand_nowhere(of_planted):
    charts = [b for b in of_planted.blocks if isinstance(b, Chart)]
    assert {"violence_with_injury-to-2025-12", "violence_with_injury-by-quarter"} <= {chart.key for chart in charts}
    for figure in of_planted.document.figures:
        if figure.method in ("count", "sum_of_areas", "change"):
            assert figure.value is None or abs(figure.value) not in (2, 3), figure
    for chart in charts:
        for spec in (chart.spec, chart.narrow):
            values = {value for r in drawn(spec) for name, value in r.items() if name in ("number", "value")}
            assert not values & {2, 3}, chart.key
        if chart.key.startswith("violence"):
            said = re.sub(r"Not shown: [^.]*\.", "", chart.alternative)
            assert not numbers(said) & {"2", "3"}, said
    months = next(chart for chart in charts if chart.key == "violence_with_injury-to-2025-12")
    cells = {plain(r[0]): plain(r[1]) for r in months.table.rows}
    assert (cells["September 2025"], cells["December 2024"]) == ("1 to 4", "1 to 4")
    assert " 1 to 4" not in cells["August 2025"]


@pytest.mark.slow
def test_planted_numbers_cannot_be_worked_out(of_planted):
    small = secrets(of_planted.guard)
    assert {of_planted.guard.cells[key].count for key in small} == {2, 3}
    assert had(of_planted.document.figures, small) == []
    pinned = {found.key for found in of_planted.guard.protection.audit() if found.is_exact}
    assert not pinned & set(small)


@pytest.mark.slow
def test_with_the_guard_off_they_are_worked_out(planted):
    opened = write(planted, "Lewisham", guard=Open)
    small = secrets(opened.guard)
    assert small and set(had(opened.document.figures, small)) == set(small)


# Every number is traced.


@pytest.mark.slow
def test_no_digit_stands_in_the_words_of_any_block(written):
    document = written.document
    names = [
        written.guard.summary.sentence,
        control_charts.RULES,  # the name of a rule set
        *(e.sha256[:12] for e in written.evidence.editions),
    ]
    found = {
        (type(block).__name__, plain(text)): stray
        for block in document.blocks
        for text in words(block)
        if (stray := strays(text, names))
    }
    assert found == {}


NAMED = numbers(" ".join(measure.noun for measure in measures().values())) | {"1000"}
"""In the names of what is counted: victims aged 1 to 24, per 100,000 children, per 1,000 residents."""


PLACES = r"number \d+ from the lowest of \d+|, \d+ areas\b|\d+ (?:is|are|has|have) (?:withheld|no data)"
"""How many areas there are, where one stands among them, and how many numbers are not shown."""


@pytest.mark.slow
def test_every_number_of_an_alternative_is_in_the_table_of_its_chart(written):
    for chart in written.document.charts:
        in_table = numbers("\n".join(plain(text) for text in words(chart.table)))
        rounded = in_table | {f"{float(n):.1f}" for n in in_table if "." in n}
        said = re.sub(PLACES, "", chart.alternative)
        allowed = rounded | numbers(chart.title) | NAMED
        assert numbers(said) <= allowed, (chart.key, numbers(said) - allowed)


@pytest.mark.slow
def test_every_figure_is_worked_out_again_to_the_same(written):
    assert sum(1 for _ in written.document.figures) > 1000
    again: dict[Figure, bool] = {}
    for figure in written.document.figures:
        if figure not in again and figure.value is not None:
            again[figure] = recipes.agrees(figure, recipes.recompute(figure, written.evidence))
    assert [figure for figure, agrees in again.items() if not agrees] == []


@pytest.fixture(scope="module")
def report(lewisham, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    return assessment.save_ledger(lewisham.document, lewisham.evidence, folder)


def traced(report, home, *more):
    return CliRunner().invoke(
        commonground, ["trace", str(report), "--json", *more], env={"COMMONGROUND_HOME": str(home)}
    )


@pytest.mark.slow
def test_the_ledger_says_where_every_figure_stands(report, lewisham):
    kept = json.loads(report.read_text("utf-8"))
    assert len(kept["figures"]) == sum(1 for _ in lewisham.document.figures)
    used = {e for figure in kept["figures"] for e in figure["editions"]}
    assert {e["id"] for e in kept["editions"]} == used
    assert all(re.fullmatch(r"[0-9a-f]{64}", e["sha256"]) for e in kept["editions"])
    titles = ("Summary", *(section.title for section in lewisham.document.sections))
    assert {figure["where"].startswith(titles) for figure in kept["figures"]} == {True}
    hidden = [figure for figure in kept["figures"] if figure["withheld"]]
    assert hidden and {figure["value"] for figure in hidden} == {None}


@pytest.mark.slow
def test_trace_agrees_with_all_of_it(report, london_store):
    result = traced(report, london_store.folder.parent)
    assert result.exit_code == 0, result.output[-2000:]
    found = json.loads(result.stdout)
    assert found["differ"] == 0
    assert found["figures"] == found["agree"] + found["withheld"] > 1000


@pytest.mark.slow
def test_trace_names_a_value_that_was_changed(report, london_store, tmp_path):
    kept = json.loads(report.read_text("utf-8"))
    kept["figures"] = [f for f in kept["figures"] if f["where"].startswith("Summary")]
    changed = next(f for f in kept["figures"] if f["method"] == "count" and f["value"])
    changed["value"] += 1
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(kept), "utf-8")
    result = traced(path, london_store.folder.parent)
    assert result.exit_code == 1
    wrong = [t for t in json.loads(result.stdout)["traced"] if t["outcome"] not in ("agrees", "withheld")]
    assert [(t["outcome"], t["value"], t["again"]) for t in wrong] == [
        ("differs", changed["value"], changed["value"] - 1)
    ]


def test_trace_says_which_edition_is_gone(planted, tmp_path):
    store = Store(tmp_path)
    put(store, [row(LEWISHAM, month(2025, 1), 40, major="Robbery")])
    document = write(planted, "Lewisham").document
    path = assessment.save_ledger(document, planted, tmp_path)
    kept = json.loads(path.read_text("utf-8"))
    kept["figures"] = kept["figures"][:3]
    kept["figures"][0]["editions"] = ["mps_borough-2019-02-3fa1b2c4"]
    path.write_text(json.dumps(kept), "utf-8")
    result = traced(path, tmp_path)
    assert result.exit_code == 1
    assert (
        json.loads(result.stdout)["traced"][0]["outcome"]
        == "edition mps_borough-2019-02-3fa1b2c4 is not in the store: load its file again"
    )


# The same comes out twice, and both passes say the same.


def outline(block):
    """What of a block does not hang on any number."""
    if isinstance(block, Heading):
        return "Heading", block.text
    if isinstance(block, Chart):
        return "Chart", block.key, block.title
    if isinstance(block, Table):
        return "Table", block.caption, block.head
    return (type(block).__name__,)


@pytest.mark.slow
def test_both_passes_lay_out_the_same_blocks(written):
    gathered, shown = written.passes
    assert gathered.keys() == shown.keys() == {section.key for section in sections()}
    for key in gathered.keys() - {"summary", "data_and_limits"}:
        assert [outline(b) for b in gathered[key]] == [outline(b) for b in shown[key]], key


@pytest.mark.slow
def test_both_passes_of_the_planted_show_the_same_but_for_what_is_withheld(of_planted):
    gathered, shown = of_planted.passes
    for key in gathered.keys() - {"summary", "data_and_limits", "sources_and_method"}:
        for first, second in zip(gathered[key], shown[key], strict=True):
            before, after = figures(first), figures(second)
            if isinstance(second, Statement | Bullets) and before != after:
                continue  # said anew, for something in it is withheld
            assert {f for f in after if not f.withheld} <= set(before), (key, second)


def figures(block):
    from commonground.report.document import figures_of

    return list(figures_of(block))


@pytest.mark.slow
def test_the_same_document_comes_of_the_same_evidence(london_store, lewisham):
    again = write(Evidence(london_store), "Lewisham")
    assert again.document == lewisham.document
    assert assessment.ledger(again.document, again.evidence) == assessment.ledger(lewisham.document, lewisham.evidence)
    assert again.document.published == TODAY


@pytest.mark.slow
def test_nothing_of_a_hidden_count_is_in_the_drawings(lewisham):
    """A withheld LSOA is hatched, and has no number in the map's data."""
    chart = next(c for c in lewisham.document.charts if c.key == "map-lsoa")
    withheld = [plain(r[0]) for r in chart.table.rows if r[1][0].withheld]
    assert len(withheld) > 5
    assert "withheld: small number" in everything(chart)
    for spec in (chart.spec, chart.narrow):
        assert not {"number", "value", "count"} & {name for r in drawn(spec) for name in r}
