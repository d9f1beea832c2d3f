"""Numbers on pages are those of ``compare``, of the series and of the assessment for the same question."""

from dataclasses import replace
from datetime import date

import pytest
from pages_written import LEWISHAM, TODAY, shown
from written import write as assessment

from commonground.evidence import periods, recipes, spread
from commonground.evidence.comparison import compare
from commonground.evidence.figure import plain
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse
from commonground.evidence.series import series
from commonground.report.blocks import Chart, KeyFigures, Notice, Statement
from commonground.report.pages import atlas, mapped, measure, overview, sensitivity
from commonground.report.pages import boroughs as side_by_side
from commonground.report.pages.asked import Asked, Unclear
from commonground.report.pages.page import write

CLAIM = Asked(LEWISHAM, "violence_against_the_person", parse("2018-04..2018-09"), edition="2019-02")


def by_name(page):
    return {plain(row[0]): row for row in page.tables[-1].rows}


def test_a_measure_says_what_compare_says(boroughs):
    page = write(measure.build, boroughs, CLAIM, TODAY)
    period = CLAIM.period
    found = compare(boroughs, measures()[CLAIM.measure], LEWISHAM, period, periods.same_period_last_year(period),
                    edition="2019-02")  # fmt: skip
    assert page.finding == found
    assert page.blocks[0] == Statement(found.statement, found.verdict)
    assert (found.count.value, found.baseline_count.value) == (4678, 4820)
    said = "The count was lower than a year before in 3 of the 32 London boroughs"
    assert plain(page.blocks[1].text).startswith(said)


@pytest.mark.parametrize("key", ["violence_with_injury", "knife_crime", "homicide", "stop_and_search_find_rate"])
def test_boroughs_are_compared_for_a_reader_of_all_london(london, key):
    region = london.area("London", "region")
    page = write(side_by_side.build, london, Asked(region, key), TODAY)
    assert any(isinstance(block, Chart) for block in page.blocks)
    assert {finding.area.name for finding in page.findings} >= {"Lewisham", "Richmond upon Thames"}


@pytest.mark.parametrize("against", ["previous-period", "three-year-average", "2016-04..2016-09"])
def test_the_baseline_asked_for_is_the_one_compared_with(boroughs, against):
    asked = replace(CLAIM, against=against)
    page = write(measure.build, boroughs, asked, TODAY)
    assert page.finding.windows == periods.against(against, CLAIM.period)
    windows = page.finding.windows
    found = compare(boroughs, measures()[asked.measure], LEWISHAM, asked.period, windows, edition="2019-02")
    assert page.finding == found


@pytest.mark.parametrize(("view", "every"), [("month", "month"), ("rolling", "rolling year")])
def test_a_run_is_the_series(boroughs, view, every):
    page = write(measure.build, boroughs, Asked(LEWISHAM, "knife_crime", view=view), TODAY)
    run = series(boroughs, measures()["knife_crime"], LEWISHAM, every)
    (chart,) = page.charts
    assert [row[1][0].value for row in chart.table.rows] == [point.figure.value for point in run.points]
    assert len(run.points) == {"month": 36, "rolling": 25}[view]
    assert chart.narrow and chart.spec


def test_quarters_are_set_beside_the_year_before(boroughs):
    page = write(measure.build, boroughs, Asked(LEWISHAM, "knife_crime", view="quarter"), TODAY)
    (chart,) = page.charts
    last = chart.table.rows[-1]
    quarter = parse("2024-12..2025-02")
    found = compare(boroughs, measures()["knife_crime"], LEWISHAM, quarter, quarter.shifted(-12))
    assert (last[1][0].value, last[2][0].value) == (found.count.value, found.baseline_count.value)
    assert len(chart.table.rows) == 8


def test_few_are_told_by_year_with_a_word_why(boroughs):
    page = write(measure.build, boroughs, Asked(LEWISHAM, "homicide", view="month"), TODAY)
    assert page.view == "year"
    assert "Shown in longer periods" in [b.title for b in page.blocks if isinstance(b, Notice)]


def test_what_cannot_be_compared_says_why_and_has_no_number(boroughs):
    page = write(measure.build, boroughs, Asked(LEWISHAM, "knife_crime", parse("2030")), TODAY)
    assert page.finding.verdict == "cannot be compared"
    assert "2030 and 2029 are not wholly in what is loaded" in plain(page.blocks[0].text)
    assert page.fresh.to == date(2025, 2, 28)
    missing = write(measure.build, boroughs, Asked(LEWISHAM, "assault_attendances"), TODAY)
    assert (missing.charts, list(shown(missing.blocks))) == ((), [])


@pytest.mark.parametrize("kind", [measure, side_by_side, mapped, sensitivity])
def test_a_page_of_no_measure_asks_for_one(boroughs, kind):
    with pytest.raises(Unclear, match="Choose a measure"):
        write(kind.build, boroughs, Asked(LEWISHAM), TODAY)


def test_another_area_is_set_beside_on_one_scale(boroughs):
    greenwich = boroughs.area("Greenwich")
    page = write(measure.build, boroughs, Asked(LEWISHAM, "knife_crime", beside=greenwich), TODAY)
    theirs = compare(boroughs, measures()["knife_crime"], greenwich, page.period, page.finding.windows)
    table = next(t for t in page.tables if "Lewisham and Greenwich" in t.caption)
    assert [plain(row[0]) for row in table.rows] == ["Lewisham", "Greenwich"]
    assert table.rows[1][1][0] == theirs.count
    assert table.rows[1][4] == (theirs.rate,)
    assert page.charts[-1].table.head == ("Month", "Lewisham", "Greenwich")


def test_boroughs_are_those_of_compare_and_of_the_funnel(boroughs):
    asked = Asked(LEWISHAM, "violence_with_injury", parse("2022/23"), edition="2026-04")
    page = write(side_by_side.build, boroughs, asked, TODAY)
    assert len(page.findings) == 32
    for found in page.findings:
        alone = compare(boroughs, measures()[asked.measure], found.area, asked.period, found.windows, edition="2026-04")
        assert found.count == alone.count and found.change_percent == alone.change_percent
        assert by_name(page)[found.area.name][1] == (found.count,)
    limits = spread.funnel(boroughs, measures()[asked.measure], asked.period, edition="2026-04")
    funnel = next(chart for chart in page.charts if chart.key.endswith("-rates") and "ranked" not in chart.key)
    assert {plain(row[0]): row[2][0].value for row in funnel.table.rows} == {
        place.area.name: place.rate.value for place in limits.places
    }
    runs = next(chart for chart in page.charts if chart.key.endswith("-runs"))
    assert len(runs.table.rows) == 32
    last = {plain(row[0]): row[-1][0].value for row in runs.table.rows}
    year = parse("2023-03..2024-02")
    newest = compare(boroughs, measures()[asked.measure], LEWISHAM, year, year.shifted(-12), edition="2026-04")
    assert last["Lewisham"] == newest.count.value


def test_the_sensitivity_page_is_that_of_compare(boroughs):
    from commonground.evidence.sensitivity import sensitivity as tried

    page = write(sensitivity.build, boroughs, CLAIM, TODAY)
    found = tried(boroughs, measures()[CLAIM.measure], LEWISHAM, CLAIM.period, page.finding.windows, edition="2019-02")
    table = page.tables[0]
    assert len(table.rows) == len(found.variants) > 50
    claim = next(row for row in table.rows if "(the claim)" in plain(row[0]))
    assert (plain(claim[4]), plain(claim[5]), plain(claim[-1])) == ("4,678", "4,820", "3 of 32")


def test_every_figure_of_a_page_is_worked_out_again(boroughs):
    for kind, asked in ((measure, CLAIM), (side_by_side, CLAIM), (overview, Asked(LEWISHAM)), (sensitivity, CLAIM)):
        page = write(kind.build, boroughs, asked, TODAY)
        wrong = [f for f in set(shown(page)) if f.value is not None and f.method in recipes.RECIPES
                 and not recipes.agrees(f, recipes.recompute(f, boroughs))]  # fmt: skip
        assert wrong == [], kind


@pytest.mark.slow
def test_the_overview_says_what_the_assessment_says(london):
    page = write(overview.build, london, Asked(LEWISHAM), TODAY)
    told = {t.measure.key: t.finding for group in page.groups for t in group.told}
    report = assessment(london, "Lewisham")
    statements = {b.text for b in report.blocks if isinstance(b, Statement)}
    same = [key for key, found in told.items() if found.statement in statements]
    assert {"violence_with_injury", "knife_crime", "homicide", "robbery_of_personal_property"} <= set(same)
    cards = next(b for b in report.blocks if isinstance(b, KeyFigures))
    assert len(cards.items) == 4
    for card in cards.items:
        assert (told[dict(card.figure[0].arguments)["measure"]].count.value,) == (card.figure[0].value,)


@pytest.mark.slow
def test_the_overview_sorts_by_verdict_and_names_what_is_missing(london):
    page = write(overview.build, london, Asked(LEWISHAM), TODAY)
    assert [group.title for group in page.groups] == [
        "Going up", "Going down", "No clear change", "Cannot be compared"
    ]  # fmt: skip
    assert all(t.finding.verdict == group.verdict for group in page.groups for t in group.told)
    assert all(t.fresh.is_past for t in page.past) and page.past
    everything = [t.measure.key for group in page.groups for t in group.told]
    everything += [t.measure.key for t in page.past] + [m.measure.key for m in page.missing]
    assert sorted(everything) == sorted(measures())
    why = {m.measure.key: m.why for m in page.missing}
    assert why["sharp_object_admissions"] == (
        "Hospital admissions for assault with a sharp object: what is loaded has it for London as a whole, and not for "
        "Lewisham."
    )
    knife = next(t for group in page.groups for t in group.told if t.measure.key == "knife_crime")
    assert knife.sure == "Beyond chance; across a break in the series (MPS move to CONNECT, February 2024)"
    assert knife.fresh.said == "Figures to February 2025, 1 year and 4 months old"
    assert knife.recent.period == parse("2025-02")
    assert knife.spark.values[-1].value == knife.finding.count.value == 663
    assert None not in knife.spark.numbers and len(knife.spark.numbers) == 25
    assert knife.spark.said.startswith("From 438 in the 12 months to February 2023 to 663 in the 12 months to")


@pytest.mark.slow
def test_a_map_has_its_list_and_the_numbers_of_compare(london):
    page = write(mapped.build, london, Asked(LEWISHAM, "violence_with_injury", by="ward"), TODAY)
    (chart,) = page.charts
    assert chart.is_map and len(page.places) == len(chart.table.rows) == 19
    values = [place.figure.value for place in page.places]
    assert values == sorted(values, reverse=True)
    first = page.places[0]
    alone = compare(london, measures()[page.measure.key], first.area, page.period, page.period.shifted(-12))
    assert alone.count.value == first.figure.value
    said = " ".join(plain(getattr(b, "text", "")) for b in page.blocks)
    assert "half of the recorded offences of violence with injury was in 7 of the 19 wards of Lewisham" in said
    assert "still did." in said


@pytest.mark.slow
def test_a_map_that_would_be_mostly_withheld_says_so(london):
    page = write(mapped.build, london, Asked(LEWISHAM, "possession_of_weapons", parse("2021"), by="lsoa"), TODAY)
    assert page.charts == ()
    assert "The map is withheld" in [b.title for b in page.blocks if isinstance(b, Notice)]
    window = write(mapped.build, london, Asked(LEWISHAM, "knife_crime", parse("2024"), by="ward"), TODAY)
    assert [b.title for b in window.blocks if isinstance(b, Notice)] == ["Choose a whole year"]
    assert list(shown(window.blocks)) == []
    assert not any(isinstance(b, Chart) for b in window.blocks)


@pytest.mark.slow
def test_the_shapes_of_a_map_are_in_its_classes(london):
    page = write(mapped.build, london, Asked(LEWISHAM, "violence_with_injury", by="lsoa"), TODAY)
    drawn = atlas.atlas(london, page)
    assert len(drawn.outlines) == len(drawn.features) == len(page.places) == 175
    for outline, feature in zip(drawn.outlines, drawn.features, strict=True):
        told = feature["properties"]
        assert (told["key"], told["class"]) == (outline.place.area.code, outline.shade)
        hidden = outline.place.figure.withheld
        assert (outline.shade == 0) == bool(hidden)
        assert told["shown"] == (f"withheld: {hidden}" if hidden else f"{outline.place.figure.value:,}")
        ring = feature["geometry"]["coordinates"][0]
        while not isinstance(ring[0], float):
            ring = ring[0]
        assert -0.1 < ring[0] < 0.06 and 51.4 < ring[1] < 51.5
    assert {outline.shade for outline in drawn.outlines} == {0, *range(1, len(drawn.labels) + 1)}
    assert atlas.atlas(london, write(mapped.build, london, Asked(LEWISHAM, "knife_crime", by="lsoa"), TODAY)) is None
