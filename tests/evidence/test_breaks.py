"""A comparison carries the breaks it reaches over, and no others."""

from datetime import date

import pytest

from commonground.catalogue import keys
from commonground.evidence.breaks import BREAKS, between_classifications, breaks_between, breaks_of
from commonground.evidence.measure import Count, Measure, measures
from commonground.evidence.periods import Period
from commonground.sources import sources


def a_measure(*breaks: str) -> Measure:
    return Measure(
        key="m",
        title="M",
        noun="m",
        definition="",
        version="",
        unit="offences",
        polarity="neither",
        breaks=breaks,
        counts=(Count(source="unheard_of"),),
    )


def crossed(measure, baseline, period, area=None):
    return [
        b.key for b in breaks_between(measure, measure.counts[0], Period(*baseline), Period(*period), area)
    ]


def span(first, last):
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("baseline", "period", "warned"),
    [
        (("2024-01-01", "2024-01-31"), ("2024-03-01", "2024-03-31"), True),  # either side
        (("2023-01-01", "2023-03-31"), ("2024-01-01", "2024-03-31"), True),  # inside one period
        (("2023-02-01", "2023-02-28"), ("2024-02-01", "2024-02-29"), True),  # the month itself
        (("2023-01-01", "2023-01-31"), ("2024-01-01", "2024-01-31"), False),  # before
        (("2024-03-01", "2024-03-31"), ("2025-03-01", "2025-03-31"), False),  # after
    ],
)
def test_connect_is_a_window(baseline, period, warned):
    for one, other in ((baseline, period), (period, baseline)):
        found = crossed(a_measure("mps_connect_2024"), span(*one), span(*other))
        assert found == (["mps_connect_2024"] if warned else [])


@pytest.mark.parametrize(
    ("baseline", "period", "warned"),
    [
        (("2012-04-01", "2013-03-31"), ("2013-04-01", "2014-03-31"), True),
        (("2011-04-01", "2012-03-31"), ("2012-04-01", "2013-03-31"), False),
        (("2013-04-01", "2014-03-31"), ("2014-04-01", "2015-03-31"), False),
    ],
)
def test_a_break_on_one_day_lies_between_it_and_the_day_before(baseline, period, warned):
    assert bool(crossed(a_measure("mps_april_2013"), span(*baseline), span(*period))) is warned


def test_a_break_of_one_area_is_no_other_areas():
    years = span("2017-04-01", "2017-06-30"), span("2018-04-01", "2018-06-30")
    measure = a_measure("gmp_knife_2018")
    assert crossed(measure, *years, area="E23000005") == ["gmp_knife_2018"]
    assert crossed(measure, *years, area="E23000001") == []
    met = a_measure("mps_connect_2024")
    later = span("2023-04-01", "2023-06-30"), span("2024-04-01", "2024-06-30")
    told = {
        area: crossed(met, *later, area=area) != [] for area in ("E23000001", "E09000023", None, "E23000005")
    }
    assert told == {"E23000001": True, "E09000023": True, None: True, "E23000005": False}


def test_a_measure_inherits_the_breaks_of_its_source():
    violence = measures()["violence_against_the_person"]
    assert [b.key for b in breaks_of(violence, violence.counts[0])] == [
        "recording_2014",
        "mps_april_2013",
        "mps_connect_2024",
    ]


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [
        ("mps-old", "home-office-2019", ["classification_2019"]),
        ("home-office-2024", "home-office-2019", ["classification_2024"]),
        ("mps-old", "home-office-2024", ["classification_2019", "classification_2024"]),
        ("mps-old", "mps-old", []),
        (None, "mps-old", []),
    ],
)
def test_classifications_are_refused(one, other, between):
    found = between_classifications(one, other)
    assert [b.key for b in found] == between
    assert {b.effect for b in found} <= {"refuse"}


def test_every_break_named_anywhere_is_declared():
    named = {key for measure in measures().values() for key in measure.breaks}
    named |= {key for source in sources().values() for key in source.breaks}
    assert named <= set(BREAKS)
    assert keys("commonground.evidence.measures") == sorted(measures())
