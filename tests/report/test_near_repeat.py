"""Near repeats in the assessment: from a partner's extract, guarded and traced; and said to be missing without one."""

import csv
from pathlib import Path

import numpy as np
import pytest
from written import write

from commonground.evidence import near_repeats, recipes, wording
from commonground.evidence.figure import Figure, plain
from commonground.evidence.loading import load
from commonground.evidence.periods import starting
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Caveat, Chart, Notice
from commonground.report.charts.near_repeat import ratios
from commonground.report.document import figures_of
from commonground.report.render.drawing import drawn

EXTRACT = Path(__file__).parents[1] / "fixtures/partner/invented_police_incidents_2024-01_2024-06.csv"


def loaded(folder, path=EXTRACT) -> Evidence:
    store = Store(folder)
    (outcome,) = load([path], store, published="2024-07")
    assert outcome.error is None
    return Evidence(store)


def with_repeats(path: Path) -> Path:
    """The invented extract, half of whose offences are followed by another nearby at the same time."""
    with EXTRACT.open(newline="") as file:
        head, *rows = list(csv.reader(file))
    at = {name: place for place, name in enumerate(head)}
    generator = np.random.default_rng(1)
    for number, row in enumerate(list(rows)):
        if number % 2 == 0 and row[at["Easting"]]:
            again = list(row)
            again[at["Reference"]] = f"again {number}"
            again[at["Easting"]] = str(float(row[at["Easting"]]) + float(generator.integers(20, 60)))
            rows.append(again)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    folder = tmp_path_factory.mktemp("near")
    return loaded(folder / "store", with_repeats(folder / "invented_police_incidents_2024-01_2024-06.csv"))


@pytest.fixture(scope="module")
def section(evidence):
    return write(evidence, "Lewisham").passes[-1]["near_repeat"]


def figures(blocks) -> list[Figure]:
    charts = [block for block in blocks if isinstance(block, Chart)]
    every = [figure for line in charts[0].table.rows for figure in figures_of(line)]
    texts = [block.text for block in blocks if hasattr(block, "text")]
    return every + [part for text in texts for part in text if isinstance(part, Figure)]


def test_what_was_put_in_is_said_with_how_sure_it_is(evidence, section):
    found = near_repeats.near_repeats(evidence, evidence.area("Lewisham"), starting(2024, 1, 6))
    assert found and found.first and found.is_raised(*found.first)
    said = " ".join(plain(block.text) for block in section if hasattr(block, "text"))
    assert "are one of a pair in a band that is clearly raised" in said and "times as many as chance gives (p " in said
    assert wording.banned((said,)) == [] and any(isinstance(block, Caveat) for block in section)


def test_every_figure_is_worked_out_again(evidence, section):
    every = figures(section)
    assert {"near_repeat_ratio", "near_repeat_p", "near_repeats_of"} <= {figure.method for figure in every}
    for figure in every:
        assert recipes.agrees(figure, recipes.recompute(figure, evidence))
        assert (figure.value is None) == bool(figure.withheld)


def test_a_band_of_few_pairs_is_not_shown(evidence, section):
    found = near_repeats.near_repeats(evidence, evidence.area("Lewisham"), starting(2024, 1, 6))
    assert found and (found.found.observed < 5).any()
    shown = {f.arguments: f.value for f in figures(section) if f.method == "near_repeat_ratio"}
    for arguments, value in shown.items():
        named = dict(arguments)
        pairs = found.found.observed[int(str(named["distance_band"])), int(str(named["time_band"]))]
        assert (value is None) == (pairs < 5)


def test_no_text_of_the_section_holds_a_number_that_is_no_figure(section):
    texts = [block.text for block in section if hasattr(block, "text")]
    assert [wording.stray_numbers(text) for text in texts if wording.stray_numbers(text)] == []


def test_without_an_extract_it_says_what_would_be_needed(tmp_path):
    (only,) = write(Evidence(Store(tmp_path)), "Lewisham").passes[-1]["near_repeat"]
    assert isinstance(only, Notice) and "as in a police extract" in plain(only.text)


def test_the_picture_is_drawn_for_page_and_phone():
    chart = ratios("n", "Title", ("Near", "Far"), ("Soon",), [[5.25], [None]], [[True], [False]], what="pairs")
    for spec in (chart.spec, chart.narrow or {}):
        assert "5.2×" in drawn(spec, "n", "Title") and "too few to say" in drawn(spec, "n", "Title")
    assert chart.alternative == "Pairs: clearly raised in 1 of 2 bands: Near and Soon, 5.2 times."
    assert "none of 1 bands" in ratios("n", "T", ("Near",), ("Soon",), [[1.0]], [[False]], what="pairs").alternative
