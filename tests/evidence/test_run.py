"""Evidence answers with what the store holds: the right edition, and nought only where it is known."""

import pytest
from invented_editions import month, put, row

from commonground.evidence.areas import UnknownArea
from commonground.evidence.choice import Choice, Tally
from commonground.evidence.measure import Count, Is, IsNot, Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.run import Evidence, NotCounted
from commonground.evidence.store import Store, UnknownEdition

LEWISHAM, HACKNEY, BROMLEY = "E09000023", "E09000012", "E09000006"
APRIL, MAY, JUNE = month(2018, 4), month(2018, 5), month(2018, 6)
VIOLENCE = {"major": "VIOLENCE AGAINST THE PERSON"}
MEASURE = measures()["violence_against_the_person"]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def counted(store, period, area=LEWISHAM, edition=None, measure=MEASURE, **where):
    evidence = Evidence(store)
    choice = evidence.choices(measure, "local_authority", edition)[0]
    return evidence.tally(measure, evidence.area(area), Period(*period), choice, **where)


def test_an_absent_row_of_a_known_area_is_nought(store):
    put(store, [row(LEWISHAM, APRIL, 700, **VIOLENCE), row(HACKNEY, MAY, 9, **VIOLENCE)])
    assert counted(store, APRIL) == Tally(700)
    assert counted(store, MAY) == Tally(0)
    assert counted(store, (APRIL[0], MAY[1])) == Tally(700)


def test_an_area_with_rows_of_other_crime_only_is_known(store):
    put(store, [row(LEWISHAM, APRIL, 700, **VIOLENCE), row(HACKNEY, APRIL, 9, major="ROBBERY")])
    assert counted(store, APRIL, HACKNEY) == Tally(0)


def test_an_area_that_is_not_in_the_edition_is_not_nought(store):
    put(store, [row(LEWISHAM, APRIL, 700, **VIOLENCE)])
    assert counted(store, APRIL, BROMLEY) == Tally(None, 0, False)


def test_a_period_that_is_not_in_the_edition_is_not_nought(store):
    put(store, [row(LEWISHAM, APRIL, 700, **VIOLENCE)])
    assert counted(store, MAY) == Tally(None, 0, False)
    assert counted(store, (APRIL[0], MAY[1])) == Tally(None, 0, False)


def test_a_partial_month_is_not_used(store):
    rows = [row(LEWISHAM, APRIL, 700, **VIOLENCE), row(LEWISHAM, MAY, 3, **VIOLENCE)]
    put(store, rows, partial=[MAY])
    evidence = Evidence(store)
    choice = evidence.choices(MEASURE, "local_authority")[0]
    assert (choice.covers(Period(*APRIL)), choice.covers(Period(*MAY))) == (True, False)
    assert choice.partial == (MAY,)
    assert counted(store, MAY) == Tally(None, 0, False)
    assert evidence.table(MEASURE, choice, "local_authority")["count"].to_pylist() == [700]


def test_withheld_is_kept_as_withheld(store):
    rows = [
        row(LEWISHAM, APRIL, None, minor="a", **VIOLENCE),
        row(LEWISHAM, APRIL, 4, minor="b", **VIOLENCE),
        row(HACKNEY, APRIL, None, minor="a", **VIOLENCE),
    ]
    put(store, rows)
    assert counted(store, APRIL) == Tally(4, 1, False)
    assert counted(store, APRIL, HACKNEY) == Tally(None, 1, False)
    assert counted(store, APRIL, minor="a") == Tally(None, 1, False)
    assert counted(store, APRIL, minor="b") == Tally(4)


def test_the_latest_published_wins_period_by_period(store):
    put(store, [row(LEWISHAM, APRIL, 1, **VIOLENCE), row(LEWISHAM, MAY, 2, **VIOLENCE)], published="2025-01")
    put(
        store, [row(LEWISHAM, MAY, 30, **VIOLENCE), row(LEWISHAM, JUNE, 400, **VIOLENCE)], published="2025-02"
    )
    put(store, [row(LEWISHAM, MAY, 5000, **VIOLENCE)], published=None)
    assert counted(store, (APRIL[0], JUNE[1])) == Tally(431)
    assert counted(store, MAY, edition="2025-01") == Tally(2)
    evidence = Evidence(store)
    choice = evidence.choices(MEASURE, "local_authority")[0]
    assert [e.published for e in choice.used(Period(*MAY))] == ["2025-02"]
    assert [e.published for e in choice.used(Period(APRIL[0], MAY[1]))] == ["2025-01", "2025-02"]


def test_classifications_are_never_mixed(store):
    put(store, [row(LEWISHAM, APRIL, 1, **VIOLENCE)], classification="mps-old", published="2019-02")
    put(store, [row(LEWISHAM, APRIL, 20, **VIOLENCE)], classification="home-office-2019", published="2023-12")
    choices = Evidence(store).choices(MEASURE, "local_authority")
    assert [choice.classification for choice in choices] == ["home-office-2019", "mps-old"]
    assert [counted(store, APRIL, edition=e).count for e in (None, "2019-02", "mps_borough-2023")] == [
        20,
        1,
        20,
    ]


def test_an_edition_that_cannot_have_the_measure_says_why(store):
    put(store, [row(LEWISHAM, APRIL, 1, major="POSSESSION OF WEAPONS", minor="POSSESSION OF WEAPONS")])
    blades = measures()["possession_of_article_with_blade_or_point"]
    evidence = Evidence(store)
    with pytest.raises(UnknownEdition, match="one figure for all weapons and none for blades"):
        evidence.choices(blades, "local_authority", "2026-04")
    assert "one figure for all weapons and none for blades" in evidence.missing(blades)
    with pytest.raises(UnknownEdition, match="The editions that do: mps_borough-2026-04"):
        evidence.choices(MEASURE, "local_authority", "1999-01")


def test_what_is_not_loaded_is_named(store):
    assert "no edition of MPS recorded crime by borough" in Evidence(store).missing(MEASURE)
    put(store, [row(LEWISHAM, APRIL, 1, **VIOLENCE)])
    assert Evidence(store).missing(MEASURE) is None


def test_only_allowed_breakdowns(store):
    put(store, [row(LEWISHAM, APRIL, 1, minor="Homicide", **VIOLENCE)])
    with pytest.raises(NotCounted, match="cannot be broken down by sex"):
        counted(store, APRIL, sex="female")
    assert counted(store, APRIL, minor="HOMICIDE") == Tally(1)


def a_measure(count: Count) -> Measure:
    return Measure(
        key="m",
        title="M",
        noun="m",
        definition="",
        version="",
        unit="per cent",
        polarity="neither",
        counts=(count,),
    )


def test_a_share_has_what_it_is_a_share_of(store):
    found = [row(LEWISHAM, APRIL, 3, outcome="Arrest"), row(LEWISHAM, APRIL, 9, outcome="Nothing found")]
    put(store, [*found, row(HACKNEY, APRIL, 0, outcome="Arrest"), row(LEWISHAM, MAY, 1, outcome="Arrest")])
    arrested, known = (Is("outcome", ("arrest",)),), (IsNot("outcome"),)
    share = a_measure(Count(source="mps_borough", where=arrested, of=known))
    tally = counted(store, APRIL, measure=share)
    assert (tally.count, tally.of, tally.per_cent) == (3, 12, 25.0)
    both = counted(store, (APRIL[0], MAY[1]), measure=share)
    assert (both.count, both.of) == (4, 13)
    assert counted(store, APRIL, HACKNEY, measure=share).per_cent is None


def test_rates_are_not_added_up(store):
    rows = [{**row(LEWISHAM, span, None), "value": value} for span, value in ((APRIL, 1.5), (MAY, 2.5))]
    put(store, [{k: v for k, v in r.items() if k != "count"} for r in rows])
    rate = a_measure(Count(source="mps_borough", value="value"))
    assert counted(store, APRIL, measure=rate) == Tally(1.5)
    assert counted(store, (APRIL[0], MAY[1]), measure=rate) == Tally(None, 0, False)


def test_a_month_in_which_one_hospital_sent_nothing_is_not_complete(store):
    here = {"local_authority_code": LEWISHAM, "method": "knife"}
    for site, spans in (("A", (APRIL, MAY)), ("B", (APRIL,))):
        rows = [{**here, "site": site, "start": start, "end": end} for start, end in spans]
        put(store, rows, source="istv", classification=None, parts=[site])
    attendances = measures()["assault_attendances"]
    assert counted(store, APRIL, measure=attendances) == Tally(2)
    assert counted(store, MAY, measure=attendances) == Tally(1, 0, False)
    assert counted(store, APRIL, measure=attendances, site="b") == Tally(1)


def test_the_latest_published_wins_part_by_part(store):
    here = {"local_authority_code": LEWISHAM, "start": APRIL[0], "end": APRIL[1]}
    put(
        store,
        [here | {"site": "A"}] * 3,
        source="istv",
        classification=None,
        parts=["A"],
        published="2018-05",
    )
    put(
        store,
        [here | {"site": "B"}] * 4,
        source="istv",
        classification=None,
        parts=["B"],
        published="2018-06",
    )
    put(
        store,
        [here | {"site": "A"}] * 5,
        source="istv",
        classification=None,
        parts=["A"],
        published="2018-07",
    )
    assert counted(store, APRIL, measure=measures()["assault_attendances"]) == Tally(9)


def test_periods_that_overlap_are_not_counted_twice(store):
    quarter = (APRIL[0], JUNE[1])
    spans = [APRIL, MAY, JUNE, quarter]
    put(
        store,
        [row(LEWISHAM, span, count, **VIOLENCE) for span, count in zip(spans, (1, 2, 3, 6), strict=True)],
    )
    assert counted(store, quarter) == Tally(6)
    choice = Choice(MEASURE.counts[0], None, tuple(store.editions()))
    assert choice.tiling(Period(*quarter)) == (APRIL, MAY, JUNE)


def test_groups_of_areas(store):
    evidence = Evidence(store)
    boroughs, authorities = evidence.areas("london-boroughs"), evidence.areas("london-local-authorities")
    assert (len(boroughs), len(authorities)) == (32, 33)
    assert [a.name for a in authorities if a not in boroughs] == ["City of London"]
    with pytest.raises(UnknownArea, match="no group of areas “moon”"):
        evidence.areas("moon")


@pytest.mark.parametrize("name", ["Lewisham", "lewisham", "E09000023", "e09000023"])
def test_an_area_by_name_or_code(store, name):
    assert Evidence(store).area(name).code == LEWISHAM


def test_an_unknown_area_names_the_near_ones(store):
    with pytest.raises(UnknownArea, match="Did you mean Lewisham"):
        Evidence(store).area("Lewsham")
    with pytest.raises(UnknownArea, match="once the look-ups are loaded"):
        Evidence(store).area("Lewisham", "lsoa")
