"""A claim beside its neighbours: that of February 2019 does not outlive a change of months or edition."""

from commonground.evidence import periods, wording
from commonground.evidence.figure import plain
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse
from commonground.evidence.run import Evidence
from commonground.evidence.sensitivity import COUNTED, moved, neighbours, sensitivity

VIOLENCE = measures()["violence_against_the_person"]
SUMMER = parse("2018-04..2018-09")


def claim(boroughs: Evidence):
    return sensitivity(
        boroughs, VIOLENCE, boroughs.area("Lewisham"), SUMMER, periods.same_period_last_year(SUMMER),
        edition="2019-02",
    )  # fmt: skip


def test_the_claim_of_2019_fails_elsewhere(boroughs: Evidence) -> None:
    found = claim(boroughs)
    assert found.claim is not None
    assert (found.claim.alike, found.claim.areas, found.claim.verdict) == (3, 32, "no clear change")
    said = {name: of(found.others, found.claim) for name, of in COUNTED.items()}
    assert said["variants"] == len(found.others) == 104
    assert said["fell"] == 0
    assert said["rose"] == 27
    assert said["same way"] == 51
    assert (said["fewest alike"], said["most alike"]) == (0, 13)
    assert said["holds"] < said["variants"] / 4
    assert wording.stray_numbers(found.statement) == []


def test_every_loaded_publication_is_tried(boroughs: Evidence) -> None:
    found = claim(boroughs)
    assert {(v.classification, v.published) for v in found.variants} == {
        ("mps-old", "2019-02"), ("home-office-2019", "2023-12"), ("home-office-2024", "2026-04"),
    }  # fmt: skip
    assert {v.period.months for v in found.variants} == {3, 6, 12}
    assert sum(v.is_claim for v in found.variants) == 1
    assert not [
        v for v in found.variants if v.classification == "mps-old" and v.period.end > parse("2018-12").end
    ]


def test_neighbours_start_up_to_six_months_away() -> None:
    around = list(neighbours(SUMMER))
    assert around[0] == SUMMER
    assert len(around) == len(set(around)) == 39
    assert {(p.start.year - 2018) * 12 + p.start.month - 4 for p in around} == set(range(-6, 7))


def test_a_baseline_follows_its_period() -> None:
    other = parse("2018-05..2018-07")
    assert moved(SUMMER, periods.same_period_last_year(SUMMER))(other) == periods.same_period_last_year(other)
    assert moved(SUMMER, periods.previous_period(SUMMER))(other) == periods.previous_period(other)
    assert moved(SUMMER, (parse("2016-04..2016-09"),))(other) == (parse("2016-05..2016-07"),)


def test_the_sentence_is_plain(boroughs: Evidence) -> None:
    sentence = plain(claim(boroughs).statement)
    assert sentence.startswith(
        "The count in Lewisham was lower in 51 of the 104 neighbouring windows and other editions; the "
        "verdict "
        "was “fell” in 0 of them and “rose” in 27."
    )


def test_a_measure_that_is_not_loaded_has_no_neighbours(boroughs: Evidence) -> None:
    found = sensitivity(
        boroughs, measures()["homicide_victims"], boroughs.area("Lewisham"), SUMMER,
        periods.same_period_last_year(SUMMER),
    )  # fmt: skip
    assert found.variants == () and found.claim is None
