"""When in the week: shown from a partner's extract, guarded, traced; and said to be missing where none is loaded."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import write

from commonground.evidence import hours, recipes, wording
from commonground.evidence.figure import Figure, plain
from commonground.evidence.loading import load
from commonground.evidence.periods import starting
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Chart, Notice
from commonground.report.charts.time_of_day import week
from commonground.report.document import figures_of
from commonground.report.render.drawing import drawn

EXTRACT = Path(__file__).parents[1] / "fixtures/partner/invented_police_incidents_2024-01_2024-06.csv"


def loaded(folder, path=EXTRACT) -> Evidence:
    store = Store(folder)
    (outcome,) = load([path], store, published="2024-07")
    assert outcome.error is None
    return Evidence(store)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("hours"))


@pytest.fixture(scope="module")
def section(evidence):
    return write(evidence, "Lewisham").passes[-1]["when"]


def figures(blocks) -> list[Figure]:
    charts = [block for block in blocks if isinstance(block, Chart) and block.key == "hours-of-the-week"]
    every = [figure for line in charts[0].table.rows for figure in figures_of(line)]
    texts = [block.text for block in blocks if hasattr(block, "text")]
    return every + [part for text in texts for part in text if isinstance(part, Figure)]


def test_the_week_is_shown_in_cells_that_tell_of_nobody(evidence, section):
    found = hours.hours(evidence, evidence.area("Lewisham"), starting(2024, 1, 6))
    assert found.counted == 440 - 2 and found.length == 4 and found.cells.shape == (7, 6)
    assert abs(int(found.cells.sum()) - found.counted) < 42 / 2
    hidden = found.cells[~found.seen]
    assert (found.cells[found.seen] >= 5).all() and (hidden.size == 0 or (hidden.size > 1 and hidden.sum() >= 10))
    said = " ".join(plain(block.text) for block in section if hasattr(block, "text"))
    assert "usable times (assault with injury, burglary in a dwelling" in said
    assert "They gather round" in said and "The fullest part of the week is" in said
    assert wording.banned((said,)) == []


def test_every_figure_is_worked_out_again(evidence, section):
    every = [f for f in figures(section) if f.method in (
        "offences_in_hours", "offences_with_times", "hour_of_day", "fullest_hours"
    )]  # fmt: skip
    assert len(every) > 48
    for figure in every:
        assert recipes.agrees(figure, recipes.recompute(figure, evidence))
        assert (figure.value is None) == bool(figure.withheld)


def test_small_numbers_of_faulty_rows_are_not_shown(section):
    (backwards,) = [f for f in figures(section) if ("of", "backwards") in f.arguments]
    assert backwards.value is None and backwards.shown == "1 to 4"


def test_no_text_of_the_section_holds_a_number_that_is_no_figure(section):
    texts = [block.text for block in section if hasattr(block, "text")]
    assert [wording.stray_numbers(text) for text in texts if wording.stray_numbers(text)] == []


def test_without_an_extract_it_says_what_would_be_needed(tmp_path):
    blocks = write(Evidence(Store(tmp_path)), "Lewisham").passes[-1]["when"]
    assert [block.title for block in blocks if isinstance(block, Notice)][-1] == "No days or hours"


def test_too_few_are_not_pictured(tmp_path):
    with EXTRACT.open(newline="") as file:
        rows = list(csv.reader(file))[:60]
    path = tmp_path / "few.csv"
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    blocks = write(loaded(tmp_path / "store", path), "Lewisham").passes[-1]["when"]
    assert [block.title for block in blocks if isinstance(block, Notice)][-1] == "Too few for days and hours"


@given(st.lists(st.integers(0, 30), min_size=42, max_size=42))
def test_what_is_hidden_could_be_ten_or_more(cells: list[int]):
    seen = hours._seen(np.array(cells).reshape(7, 6)).ravel()
    hidden = np.array(cells)[~seen]
    assert (np.array(cells)[seen] > 4).all()
    assert hidden.size == 0 or seen.sum() == 0 or (hidden.size > 1 and hidden.sum() >= 10)


def test_the_picture_is_drawn_for_page_and_phone_without_what_is_hidden():
    hidden = Figure(None, "withheld", "offences_in_hours", (), (), "small or protects a small number")
    chart = week("w", "Title", [[hidden, *range(10, 15)] for _ in range(7)], what="offences")
    for spec in (chart.spec, chart.narrow):
        assert "Hatched: too few" in drawn(spec, "w", "Title") and "Hours from, 4 at a time" in drawn(
            spec, "w", "Title"
        )
    assert chart.table.rows[1][0] == ("04:00 to 08:00",)
