"""What may be said of two periods: on London's own figures, and on invented ones whose numbers are known."""

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_editions import month, put, row

from commonground.evidence import comparison, periods, wording
from commonground.evidence.choice import Tally
from commonground.evidence.figure import Figure, plain
from commonground.evidence.finding import Area, Finding
from commonground.evidence.measure import Between, Count, Is, Measure, measures
from commonground.evidence.periods import Period, parse
from commonground.evidence.run import Evidence
from commonground.evidence.standing import standing
from commonground.evidence.store import Store
from commonground.methods import two_counts

LEWISHAM, HACKNEY, LAMBETH, BARNET = "E09000023", "E09000012", "E09000022", "E09000003"
VIOLENCE = measures()["violence_against_the_person"]
SUMMER = parse("2018-04..2018-09")


def figures(finding: Finding) -> list[Figure]:
    found = [getattr(finding, f.name) for f in fields(finding)]
    sentences = (*finding.statement, *finding.among_statement)
    return [f for f in (*found, *sentences) if isinstance(f, Figure)]


# The claim of February 2019, on the edition it was made from.


def test_lewisham_was_one_of_three_boroughs_and_chance_could_give_it(boroughs: Evidence) -> None:
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), SUMMER, periods.same_period_last_year(SUMMER),
        edition="2019-02", among="london-boroughs",
    )  # fmt: skip
    assert (found.count.value, found.baseline_count.value, found.change.value) == (4678, 4820, -142)
    assert round(found.change_percent.value or 0, 2) == -2.95
    assert round(found.lower_percent.value or 0, 1) == -6.8
    assert 0.9 < (found.upper_percent.value or 0) < 1.1
    assert found.verdict == "no clear change"
    assert found.among is not None
    assert (found.among.areas, found.among.fell, found.among.rose) == (32, 3, 29)
    assert found.among.names_fell == ("Hackney", "Lambeth", "Lewisham")
    assert found.among.clear_fell == 0
    assert found.among.rank == 2
    assert found.edition is not None
    assert (found.edition.classification, found.edition.published) == ("mps-old", "2019-02")
    assert plain(found.statement) == (
        "Lewisham had 4,678 recorded offences of violence against the person in April to September 2018, "
        "compared with 4,820 in April to September 2017: no clear change (−2.9%; 95% interval −6.8% to "
        "+1.1%)."
    )
    assert plain(found.among_statement) == (
        "The count was lower than a year before in 3 of the 32 London boroughs (Hackney, Lambeth and "
        "Lewisham); "
        "in none of them by more than chance alone could give."
    )


def test_a_later_classification_does_not_give_the_same_three(boroughs: Evidence) -> None:
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), SUMMER, periods.same_period_last_year(SUMMER),
        among="london-boroughs",
    )  # fmt: skip
    assert found.edition is not None and found.edition.classification == "home-office-2024"
    assert found.among is not None and found.among.names_fell == ("Hackney", "Lewisham")


def test_knife_crime_over_the_move_to_connect_carries_the_warning(boroughs: Evidence) -> None:
    quarter = parse("2024-Q1")
    found = comparison.compare(
        boroughs, measures()["knife_crime_with_injury"], boroughs.area("Lewisham"), quarter,
        periods.same_period_last_year(quarter),
    )  # fmt: skip
    assert found.breaks == ("mps_connect_2024",)
    assert "CONNECT" in found.caveats[0]


def test_periods_in_different_classifications_are_not_compared(boroughs: Evidence) -> None:
    june = parse("2008-06")
    found = comparison.compare(boroughs, VIOLENCE, boroughs.area("Lewisham"), parse("2023-06"), june)
    assert found.verdict == "cannot be compared"
    assert "only in different classifications" in plain(found.statement)
    assert [f.value for f in figures(found)] == [None] * 6
    assert (found.edition, found.p_value) == (None, None)


def test_what_is_not_loaded_is_named(boroughs: Evidence) -> None:
    march = parse("2024-03")
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), march, periods.same_period_last_year(march)
    )
    assert found.verdict == "cannot be compared"
    reason = "March 2024 is not wholly in what is loaded (MPS recorded crime by borough, "
    assert f"{reason}January 2008 to February 2024)" in plain(found.statement)


def test_an_area_that_is_not_in_the_figures_is_named(boroughs: Evidence) -> None:
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("City of London"), SUMMER, periods.same_period_last_year(SUMMER)
    )
    assert plain(found.statement).endswith("the loaded editions have no figures for City of London.")


def test_the_rate_says_whose_estimate_it_is_divided_by(boroughs: Evidence) -> None:
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), SUMMER, periods.same_period_last_year(SUMMER)
    )
    people = boroughs.population(boroughs.area("Lewisham"), 2018)
    assert people is not None and found.rate is not None and found.rate_lower is not None
    assert found.rate.value == pytest.approx(1000 * 3757 / people.people)
    assert found.rate_of == "per 1,000 residents in April to September 2018 (estimate of mid-2018)"
    assert {e.id for e in people.editions} < set(found.rate.editions)


def test_caveats_say_first_what_matters_most(boroughs: Evidence) -> None:
    year = parse("2013")
    found = comparison.compare(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), year, periods.same_period_last_year(year)
    )
    assert found.breaks == ("mps_april_2013",)
    assert found.caveats[0].startswith("In April 2013")
    assert "a fall in recorded crime is not a fall in violence" in found.caveats[1]
    assert len(set(found.caveats)) == len(found.caveats)


# Invented figures.


MEASURE = Measure(
    key="violence_against_the_person", title="Violence against the person",
    noun="recorded offences of violence",
    definition="", version="", unit="offences", polarity="lower is better", population=None,
    counts=(Count(source="mps_borough", classification="home-office-2024"),),
)  # fmt: skip
NOW, BEFORE = parse("2021-05"), parse("2020-05")
BARNET_AREA = Area(BARNET, "Barnet", "local_authority")


@pytest.fixture
def counted(tmp_path: Path):
    """Makes evidence in which Barnet had these counts in May of these years."""

    def make(counts: dict[int, int | None], **more: object) -> Evidence:
        store = Store(tmp_path)
        put(store, [row(BARNET, month(y, 5), n) for y, n in counts.items()], **more)  # type: ignore[arg-type]
        return Evidence(store)

    return make


def barnet(evidence: Evidence, baseline=BEFORE, measure: Measure = MEASURE) -> Finding:
    return comparison.compare(evidence, measure, BARNET_AREA, NOW, baseline)


def test_barnet_is_1_8_per_cent_up_and_that_is_no_clear_change(counted) -> None:
    found = barnet(counted({2021: 2368, 2020: 2326}))
    assert str(found.change_percent) == "+1.8%"
    assert found.verdict == "no clear change"


@pytest.mark.parametrize(
    ("now", "verdict"), [(1000, "no clear change"), (800, "fell"), (1200, "rose"), (960, "no clear change")]
)
def test_a_verdict_is_only_what_the_whole_interval_says(counted, now: int, verdict: str) -> None:
    found = barnet(counted({2021: now, 2020: 1000}))
    assert found.verdict == verdict
    sentence = plain(found.statement)
    assert ("fell" in sentence, "rose" in sentence) == (verdict == "fell", verdict == "rose")
    assert ("more than chance alone" in sentence) == (verdict != "no clear change")


def test_under_twenty_the_change_is_a_number(counted) -> None:
    found = barnet(counted({2021: 19, 2020: 30}))
    assert (found.change.value, found.change_percent.value, found.lower_percent.value) == (-11, None, None)
    assert found.change_percent.withheld == wording.TOO_FEW
    assert plain(found.statement).endswith("compared with 30 in May 2020: no clear change (−11).")
    assert found.p_value == pytest.approx(float(two_counts.exact(19, 30).p_value))


def test_nought_is_shown_and_has_no_percentage(counted) -> None:
    found = barnet(counted({2021: 0, 2020: 12}))
    assert (found.count.value, found.change.value, found.verdict) == (0, -12, "fell")


@pytest.mark.parametrize("pair", [(3, 30), (30, 3), (4, 4), (1, 0)])
def test_small_numbers_take_everything_worked_out_from_them_along(counted, pair: tuple[int, int]) -> None:
    found = barnet(counted({2021: pair[0], 2020: pair[1]}))
    small = [f for f, n in zip((found.count, found.baseline_count), pair, strict=True) if 1 <= n <= 4]
    assert [f.shown for f in small] == ["1 to 4"] * len(small)
    assert [
        f.value
        for f in (*small, found.change, found.change_percent, found.lower_percent, found.upper_percent)
    ] == [None] * (len(small) + 4)
    assert (found.p_value, found.rate, found.verdict) == (None, None, "cannot be compared")
    assert "nobody can be recognised" in plain(found.statement)


def test_a_number_that_the_publisher_withholds_is_not_nought(counted) -> None:
    found = barnet(counted({2021: None, 2020: 50}))
    assert (found.count.value, found.count.withheld) == (None, "withheld by the publisher")
    assert found.verdict == "cannot be compared"
    assert "the publisher withholds" in plain(found.statement)


def test_a_partial_month_is_not_compared(counted) -> None:
    found = barnet(counted({2021: 40, 2020: 50}, partial=[month(2021, 5)]))
    assert "May 2021 is loaded only in part" in plain(found.statement)


def test_three_years_are_a_mean_tested_against_all_three(counted) -> None:
    found = barnet(counted({2021: 100, 2020: 130, 2019: 120, 2018: 111}), periods.three_year_average(NOW))
    assert (found.count.value, found.baseline_count.shown, found.change.shown) == (100, "120.3", "−20.3")
    slow = two_counts.exact(100, 361, 1, 3)
    assert found.upper_percent.value == pytest.approx(float(slow.upper_percent))
    assert "compared with 120.3, the average of May 2018, 2019 and 2020:" in plain(found.statement)
    assert found.baseline == Period(parse("2018-05").start, parse("2020-05").end)


def test_periods_of_unlike_length_are_compared_month_for_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    put(store, [row(BARNET, month(2020, m), 50) for m in range(1, 7)])
    found = comparison.compare(
        Evidence(store), MEASURE, BARNET_AREA, parse("2020-05..2020-06"), parse("2020-01..2020-04")
    )
    assert (found.count.value, found.baseline_count.value) == (100, 200)
    assert (found.change.value, found.change_percent.shown) == (None, "0.0%")
    assert "month for month, no clear change (0.0%;" in plain(found.statement)
    assert any("differ in length (2 and 4 months)" in caveat for caveat in found.caveats)


def test_two_periods_from_publications_of_different_dates_say_so(tmp_path: Path) -> None:
    store = Store(tmp_path)
    put(store, [row(BARNET, month(2020, 5), 50)], published="2020-07")
    put(store, [row(BARNET, month(2021, 5), 50)], published="2021-07")
    assert any("publications of different dates" in caveat for caveat in barnet(Evidence(store)).caveats)


def test_nothing_loaded_says_what_to_load(tmp_path: Path) -> None:
    found = barnet(Evidence(Store(tmp_path)))
    assert "‘commonground load’" in plain(found.statement)
    assert found.verdict == "cannot be compared"


def test_a_measure_that_is_not_police_recorded_does_not_say_recorded(counted) -> None:
    found = barnet(
        counted({2021: 400, 2020: 800}), measure=replace(MEASURE, recorded=False, noun="attendances")
    )
    assert ": the number fell (" in plain(found.statement)
    assert not any("recorded crime" in caveat for caveat in found.caveats[:2])


# Shares, and rates that are published without their counts.


def test_a_share_is_compared_as_a_share(tmp_path: Path) -> None:
    share = replace(
        MEASURE, title="Find rate", unit="per cent", recorded=False,
        counts=(
            Count(source="mps_borough", where=(Is("minor", ("found",)),), of=(Between("count", 0, None),)),
        ),
    )  # fmt: skip
    store = Store(tmp_path)
    found = {2021: (300, 700), 2020: (200, 800)}
    put(store, [row(BARNET, month(y, 5), n, minor=m) for y, pair in found.items()
                for m, n in zip(("found", "nothing"), pair, strict=True)])  # fmt: skip
    finding = barnet(Evidence(store), measure=share)
    assert (finding.count.shown, finding.baseline_count.shown) == ("30.0%", "20.0%")
    assert (finding.change.shown, finding.change_percent.shown) == ("+10.0 points", "+50.0%")
    assert plain(finding.statement).startswith(
        "Find rate in Barnet was 30.0% in May 2021, compared with 20.0% in May 2020: the share rose "
        "(+50.0%; 95%"
    )


def test_a_published_rate_has_no_verdict(tmp_path: Path) -> None:
    rate = replace(MEASURE, title="First-time entrants", unit="per 100,000",
                   counts=(Count(source="mps_borough", value="value"),))  # fmt: skip
    store = Store(tmp_path)
    put(
        store,
        [row(BARNET, month(2021, 5), None, value=210.5), row(BARNET, month(2020, 5), None, value=220.0)],
    )
    finding = barnet(Evidence(store), measure=rate)
    assert finding.verdict == "cannot be compared"
    assert (finding.count.value, finding.change.value, finding.p_value) == (210.5, -9.5, None)
    assert plain(finding.statement) == (
        "First-time entrants in Barnet: 210.5 per 100,000 in May 2021, compared with 220 in May 2020 (−9.5); "
        "whether chance "
        "alone could give the difference is not known."
    )


# Standing among others: the fast way and the slow one.


class Counted:
    """Evidence that answers tallies alone."""

    def __init__(self, later: list[int | None], earlier: list[int | None]) -> None:
        self.by_period = {NOW: later, BEFORE: earlier}

    def tallies(self, measure, areas, period, choice, **where):
        pairs = zip(areas, self.by_period[period], strict=True)
        return {a.code: Tally(n, int(n is None), n is not None) for a, n in pairs}


counts = st.none() | st.integers(0, 12) | st.integers(0, 3000)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=12))
def test_standing_agrees_with_counting_on_fingers(pairs: list[tuple[int | None, int | None]]) -> None:
    areas = [Area(f"A{i}", f"Area {i}", "local_authority") for i in range(len(pairs))]
    evidence = Counted([x for x, _ in pairs], [y for _, y in pairs])

    class Chosen:
        count = MEASURE.counts[0]

    found = standing(evidence, MEASURE, Chosen(), areas, (NOW,), (BEFORE,))  # type: ignore[arg-type]
    small = (None, 1, 2, 3, 4)
    both = zip(areas, pairs, strict=True)
    shown = [(a, x, y) for a, (x, y) in both if x not in small and y not in small]
    assert [c.area for c in found.compared] == [a for a, _, _ in shown]
    assert [c.area for c in found.fell] == [a for a, x, y in shown if x < y]
    assert [c.area for c in found.rose] == [a for a, x, y in shown if x > y]
    assert found.withheld == len(pairs) - len(shown)
    ranked = sorted(Fraction(x, y) for _, x, y in shown if y)
    for area, x, y in shown:
        assert found.rank(area.code) == (ranked.index(Fraction(x, y)) + 1 if y else None)
    for change, (_, x, y) in zip(found.compared, shown, strict=True):
        alone = two_counts.exact(x, y)
        assert change.is_clear == bool(alone.upper < 1 or alone.lower > 1)


# What no finding may say.


def test_no_finding_states_a_stray_number_or_a_banned_word(boroughs: Evidence) -> None:
    lewisham = boroughs.area("Lewisham")
    for key in ("violence_against_the_person", "knife_crime", "homicide", "possession_of_weapons"):
        for words in ("2022-06", "2022-Q3", "2023", "2012/13"):
            period = parse(words)
            for rule in periods.AGAINST.values():
                found = comparison.compare(
                    boroughs, measures()[key], lewisham, period, rule(period), among="london-boroughs"
                )
                for text in (found.statement, found.among_statement):
                    assert wording.stray_numbers(text) == []
                    assert wording.banned(text) == []
                for caveat in found.caveats:
                    assert wording.banned(caveat) == []
