"""Pages side by side: no small number can be read on one of them, or worked out from all of them together."""

import pytest
from pages_written import LEWISHAM, PLANTED, TODAY, WINDOWS, figures, planted, shown, small
from subtraction import had

from commonground.evidence.disclosure.ends import UNDIVIDED
from commonground.evidence.periods import parse
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.pages import alike, measure
from commonground.report.pages.asked import Asked
from commonground.report.pages.page import write

VIOLENCE = ("violence_with_injury", "violence_without_injury", "violence_against_the_person", "homicide")


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    return planted(Store(tmp_path_factory.mktemp("planted")))


@pytest.fixture(scope="module")
def every(invented):
    return figures(invented, LEWISHAM, VIOLENCE, WINDOWS)


@pytest.mark.slow
def test_planted_months_are_shown_on_no_page(invented, every):
    secrets = small(invented, LEWISHAM, ("violence_with_injury",))
    assert {f"{key.period.start:%Y-%m}" for key in secrets} == set(PLANTED)
    counts = [f for f in every if f.method == "count" and dict(f.arguments)["measure"] == "violence_with_injury"
              and dict(f.arguments).get("area") == LEWISHAM.code]  # fmt: skip
    assert len(counts) > 60
    assert not {f.value for f in counts} & {1, 2, 3, 4}


@pytest.mark.slow
def test_a_reader_of_all_pages_who_subtracts_has_none_of_them(invented, every):
    secrets = small(invented, LEWISHAM, VIOLENCE)
    assert len(secrets) > 30
    assert had(every, secrets) == []


@pytest.mark.slow
def test_without_what_is_settled_the_pages_give_them_away(invented, monkeypatch):
    """Each page is guarded by itself, as a report is: enough for one, and not for two side by side."""
    monkeypatch.setattr(alike.PageGuard, "settled", lambda self, figure: figure)
    fresh = Evidence(invented.store)
    secrets = small(fresh, LEWISHAM, ("violence_with_injury",))
    given_away = had(figures(fresh, LEWISHAM, ("violence_with_injury",), WINDOWS), secrets)
    assert "2025-09" in {f"{key.period.start:%Y-%m}" for key in given_away}


def test_a_window_that_would_give_a_month_away_says_that_it_is_withheld(invented):
    page = write(measure.build, invented, Asked(LEWISHAM, "violence_with_injury", parse("2025-04..2025-08")), TODAY)
    known = {f.withheld for f in shown(page) if f.withheld}
    months = write(measure.build, invented, Asked(LEWISHAM, "violence_with_injury"), TODAY)
    hidden = [f for f in shown(months) if f.withheld and f.method == "count" and "," not in dict(f.arguments)["period"]]
    assert {dict(f.arguments)["period"][:7] for f in hidden} >= {"2025-09", "2024-12"}
    assert {f.withheld for f in hidden} == {UNDIVIDED}, "to tell the two reasons apart would give the small one away"
    assert known <= {UNDIVIDED}
    assert "withheld" in months.hidden


def test_a_small_number_that_stands_alone_is_told_as_a_range(boroughs):
    page = write(measure.build, boroughs, Asked(LEWISHAM, "homicide", view="year", edition="2023-12"), TODAY)
    assert {f.shown for f in shown(page) if f.method == "count" and f.withheld == "small number"} == {"1 to 4"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Lewisham", "Richmond upon Thames"])
def test_nothing_follows_from_the_pages_of_a_real_borough(london, name):
    area = london.area(name)
    keys = ("knife_crime", "knife_crime_with_injury", "knife_crime_with_injury_in_robbery", "homicide_victims",
            "homicide_with_a_knife", "section_60_searches", "stop_and_search")  # fmt: skip
    secrets = small(london, area, keys)
    assert len(secrets) > 50
    assert had(figures(london, area, keys, ("2023/24", "2024", "2018-05..2018-07", "2018-02")), secrets) == []


@pytest.mark.slow
def test_neighbourhoods_and_wards_give_none_of_each_other_away(london):
    """The map of wards, the map of neighbourhoods and the page of a ward, laid side by side."""
    from commonground.report.pages.division import division_of
    from commonground.report.pages.kept import pages_of

    key, pages, area = "stop_and_search", pages_of(london), london.area("Lewisham")
    maps = [pages.page("mapped", Asked(area, key, by=by), TODAY) for by in ("ward", "lsoa")]
    wards = [place.area for place in maps[0].places]
    found = [f for page in maps for f in shown(page)]
    found += [f for ward in wards[:5] for f in shown(pages.page("measure", Asked(ward, key), TODAY))]
    found += list(shown(pages.page("measure", Asked(area, key, view="year"), TODAY)))
    division = division_of(london, wards[0])
    codes = {place.area.code for page in maps for place in page.places}
    secrets = [k for place in division.areas if place.code in codes for k in small_years(london, place, key, maps)]
    assert len(secrets) > 20
    assert had(found, secrets, division.made_of) == []


def small_years(evidence, place, key, maps):
    from commonground.evidence.disclosure import Key
    from commonground.evidence.measure import measures

    measure_ = measures()[key]
    (choice, *_) = evidence.choices(measure_, place.type)
    found = []
    for year in maps[0].periods:
        count = evidence.tally(measure_, place, year, choice).count
        if count is not None and 1 <= count <= 4:
            found.append(Key(key, place.code, year, (), "None"))
    return found
