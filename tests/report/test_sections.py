"""The sections: each says what it can of what is loaded, and is short where nothing is."""

from collections import Counter
from pathlib import Path

import altair as alt
import pytest
from altair.utils.schemapi import validate_jsonschema
from reader import words
from written import write

from commonground.evidence import wording
from commonground.evidence.areas import london_boroughs
from commonground.evidence.figure import Figure, plain
from commonground.evidence.loading import load
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Chart, Heading, Notice, Table
from commonground.report.document import figures_of
from commonground.report.section import sections

ROOT = Path(__file__).parents[2]
OLD = ROOT / "data" / "mps-recorded-crime-borough" / "published-2019-02-old-classification"
STREETS = ROOT / "tests" / "fixtures" / "police"
TEXTS = {
    "purpose-definition": "Serious violence, as the partners agreed it.",
    "purpose-factor-1": "Life imprisonment, for murder.",
    "purpose-factor-2": "Set out by the victims’ service.",
    "purpose-factor-3": "As the tables below say.",
    "purpose-factor-4": "From the residents’ panel.",
    "changed-why": "The partners’ reading.\n\nA second paragraph.",
    "changed-public": "Residents were asked in spring.",
    "protective": "Trusted adults.",
    "equality": "The analysis of the nine characteristics.",
    "delivered": "The services.",
    "delivered-last-plan": "Done, and not done.",
    "voices": "What young people said.",
    "gaps": "Who is not reached.",
    "recommendations": "Do this.",
}


def tables(blocks):
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield block.table


def shown(table):
    """The figures of a table that can be read, and all of them."""
    every = [figure for line in table.rows for figure in figures_of(line)]
    return [figure for figure in every if figure.value is not None], every


def check(written):
    """What holds of every assessment, whatever is loaded and wherever it is about."""
    document = written.document
    assert document.summary, "there is a summary"
    assert [s.key for s in document.sections] == [s.key for s in sections() if s.key != "summary"]
    assert all(section.blocks for section in document.sections)
    for section in document.sections:
        level = 2
        for block in section.blocks:
            if isinstance(block, Heading):
                assert block.level <= level + 1, (section.key, block.text)
                level = block.level
    keys = Counter(chart.key for chart in document.charts)
    assert [key for key, n in keys.items() if n > 1] == []
    for table in tables(document.blocks):
        assert table.rows, table.caption
        assert {len(line) for line in table.rows} == {len(table.head)}, table.caption
        known, every = shown(table)
        assert known or not every, f"nothing but withheld numbers: {table.caption}"
    for chart in document.charts:
        assert chart.alternative.strip() and chart.title.strip()
        for spec in (chart.spec, chart.narrow):
            assert spec and spec["config"], chart.key
    assert claims(document) == {}


INNOCENT = (
    "worked out", "works out", "cannot prove that a plan worked", "what caused a change", "due to be", "best fit",
    "fits best", "fit it best", "fits the LSOA best",
    "fit them best",
)  # fmt: skip
"""Said of arithmetic and of maps, or to deny a cause."""


def claims(document):
    """Words that no finding may use, in any text but the names of measures."""
    titles = sorted((m.title for m in measures().values()), key=len, reverse=True)
    found = {}
    for block in document.blocks:
        for text in words(block):
            said = plain(text)
            for phrase in (*titles, *(title.lower() for title in titles), *INNOCENT):
                said = said.replace(phrase, "")
            if wording.banned(said):
                found[said] = wording.banned(said)
    return found


def notices(document, kind):
    return [block for block in document.blocks if isinstance(block, Notice) and block.kind == kind]


# Nothing loaded, one edition loaded, everything loaded.


def test_with_nothing_loaded_it_says_so_and_is_short(tmp_path):
    written = write(Evidence(Store(tmp_path)), "Lewisham")
    check(written)
    document = written.document
    assert list(document.charts) == []
    assert [figure for figure in document.figures if figure.value is not None] == []
    missing = notices(document, "missing")
    assert any("no edition of" in plain(notice.text) for notice in missing)
    for section in document.sections:
        if section.key in ("when", "where", "hot_places", "beside", "place", "who"):
            assert any(isinstance(block, Notice) for block in section.blocks), section.key


@pytest.fixture(scope="module")
def of_2019(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("of-2019"))
    assert [o.error for o in load([OLD], store) if o.error] == []
    return Evidence(store)


@pytest.mark.slow
def test_with_one_edition_it_speaks_of_that_alone(of_2019):
    written = write(of_2019, "Lewisham")
    check(written)
    assert {e for figure in written.document.figures for e in figure.editions} == {e.id for e in of_2019.editions}
    keys = {chart.key for chart in written.document.charts}
    assert {"violence_against_the_person-to-2018-12", "violence_against_the_person-by-quarter"} <= keys
    assert not any(key.startswith(("map-", "knife_injury")) for key in keys)


@pytest.mark.slow
def test_with_everything_it_has_every_part(london):
    written = write(london, "Lewisham")
    check(written)
    schema = alt.load_schema()
    for chart in written.document.charts:
        for spec in (chart.spec, chart.narrow):
            own = {name: part for name, part in spec.items() if name != "config"}  # more than the schema knows
            validate_jsonschema(own, schema)
    keys = {chart.key for chart in written.document.charts}
    assert {
        "map-ward",
        "map-lsoa",
        "change-among-boroughs",
        "violence_with_injury-rates",
        "usual-year",
    } <= keys
    for key in ("violence_against_the_person", "knife_crime", "robbery_of_personal_property"):
        assert f"{key}-by-quarter" in keys
        assert any(chart.startswith(f"{key}-to-20") for chart in keys), key


@pytest.mark.slow
@pytest.mark.parametrize("borough", [area.name for area in london_boroughs()])
def test_each_borough(london, borough):
    written = write(london, borough)
    check(written)
    assert sum(1 for _ in written.document.figures) > 1000
    small = {key for key, cell in written.guard.cells.items() if cell.is_small}
    assert small <= written.guard.protection.hidden.keys()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["Nottingham", "City of London", "Birmingham"])
def test_elsewhere_with_the_data_of_london(london, place):
    written = write(london, place)
    check(written)
    assert not any(key in chart.key for chart in written.document.charts for key in ("rates", "among-boroughs"))


@pytest.mark.slow
def test_elsewhere_with_street_level_crime(tmp_path):
    store = Store(tmp_path)
    loaded = list(load([STREETS], store))
    evidence = Evidence(store)
    assert evidence.editions, loaded
    for place in ("Nottingham", "City of London"):
        check(write(evidence, place))


# Officers' words.


def test_officers_words_stand_where_they_are_given_and_boxes_where_not(tmp_path):
    evidence = Evidence(Store(tmp_path))
    empty, full = (write(evidence, "Lewisham", texts).document for texts in ({}, TEXTS))
    assert notices(full, "officer") == []
    assert len(notices(empty, "officer")) == sum(not key.startswith("purpose-factor") for key in TEXTS)
    said = {plain(text) for block in full.blocks for text in words(block)}
    for text in TEXTS.values():
        assert set(text.split("\n\n")) <= said
    assert any("[For the partnership to record]" in plain(t) for b in empty.blocks for t in words(b))


def test_a_blank_text_is_no_text(tmp_path):
    document = write(Evidence(Store(tmp_path)), "Lewisham", {"recommendations": "  \n"}).document
    (notice,) = [n for n in notices(document, "officer") if n.title == "Recommendations"]
    assert "who owns it" in plain(notice.text)


def test_the_words_of_an_officer_are_never_changed(tmp_path):
    text = "We say 5 < 6 & “gang” is a word that residents used."
    document = write(Evidence(Store(tmp_path)), "Lewisham", {"voices": text}).document
    assert text in {plain(t) for block in document.blocks for t in words(block)}


def test_a_figure_that_is_not_known_never_looks_like_a_number(of_2019):
    written = write(of_2019, "Hackney")
    for figure in written.document.figures:
        assert isinstance(figure, Figure)
        if figure.value is None:
            assert figure.withheld and figure.shown in {
                "withheld", "1 to 4", "not published", "missing", "not known", "not compared",
            } | {wording.TOO_FEW, "too few"}, figure  # fmt: skip
