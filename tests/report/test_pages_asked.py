"""What is asked of a page: a link that gives the same page again, and one sentence for each wrong value."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence.areas import london_boroughs
from commonground.evidence.measure import measures
from commonground.evidence.periods import starting
from commonground.report.pages.asked import BASELINES, MAPPED, VIEWS, Asked, Unclear, parse

LEWISHAM, BEXLEY = (next(a for a in london_boroughs() if a.name == name) for name in ("Lewisham", "Bexley"))


def asked(evidence, **given):
    return parse(evidence, given, LEWISHAM)


def faults(evidence, **given):
    with pytest.raises(Unclear) as unclear:
        parse(evidence, given, LEWISHAM)
    return {fault.field: fault.sentence for fault in unclear.value.faults}


PERIODS = st.builds(starting, st.integers(2008, 2025), st.integers(1, 12), st.integers(1, 12))


@given(
    measure=st.sampled_from([*measures(), ""]),
    area=st.sampled_from(london_boroughs()),
    period=st.none() | PERIODS,
    against=st.sampled_from([*BASELINES, "2016-04..2016-09"]),
    beside=st.none() | st.sampled_from(london_boroughs()),
    by=st.sampled_from([*MAPPED]),
    view=st.sampled_from([*VIEWS]),
)
def test_a_link_gives_the_same_question_again(boroughs, measure, area, period, against, beside, by, view):
    question = Asked(area, measure, period, against, None, beside if beside != area else None, by, view)
    again = parse(boroughs, dict(parse_qsl(question.query)), LEWISHAM)
    assert again == question
    assert again.query == question.query


def test_an_edition_is_in_the_link(boroughs):
    question = asked(boroughs, measure="violence_against_the_person", edition="2019-02", period="2018-04..2018-09")
    assert dict(parse_qsl(question.query))["edition"] == "2019-02"
    assert asked(boroughs, **dict(parse_qsl(question.query))) == question


def test_nothing_asked_is_the_area_at_hand(boroughs):
    assert asked(boroughs) == Asked(LEWISHAM)
    assert Asked(LEWISHAM).query == "area=E09000023"
    assert asked(boroughs, measure=" ", area="", utm_source="mail") == Asked(LEWISHAM)


def test_names_are_read_as_people_write_them(boroughs):
    found = asked(boroughs, area="bexley", measure="Knife crime", period="2023/24", against="previous period")
    assert found == Asked(BEXLEY, "knife_crime", starting(2023, 4, 12), "previous-period")
    assert asked(boroughs, **{"from": "2018-04", "to": "2018-09"}).period == starting(2018, 4, 6)
    assert asked(boroughs, beside="Lewisham") == Asked(LEWISHAM)


SAID = [
    ({"area": "Lewishm"}, "area", "There is no area called “Lewishm” here. Did you mean Lewisham or Lewes or Newham?"),
    (
        {"measure": "violence with"},
        "measure",
        "There is no measure called “violence with”. Did you mean violence_with_injury or violence_without_injury?",
    ),
    ({"measure": "apples"}, "measure", "There is no measure called “apples”."),
    ({"beside": "Atlantis"}, "beside", "There is no local authority called “Atlantis” here."),
    ({"view": "weekly"}, "view", "“weekly” is not something to lay out a series by: choose month, quarter, rolling or "
                                 "year."),
    ({"by": "street"}, "by", "“street” is not something to divide a map by: choose local_authority, ward or lsoa."),
    ({"from": "2018-04"}, "to", "Say the last month too, such as 2018-09."),
    ({"to": "2018-04"}, "from", "Say the first month too, such as 2018-09."),
    ({"from": "2018-09", "to": "2018-04"}, "to", "April 2018 is before September 2018: the first month comes first."),
    ({"edition": "apples"}, "edition", "There is no edition “apples” here: the data page lists those that are loaded."),
    (
        {"against": "three-year-average", "period": "2018-04..2020-03"},
        "against",
        "A three-year average is of windows of up to 12 months: name a shorter period.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field", "sentence"), SAID)
def test_a_wrong_value_has_one_sentence(boroughs, given, field, sentence):
    assert faults(boroughs, **given) == {field: sentence}


@pytest.mark.parametrize("field", ["period", "against"])
def test_a_period_that_cannot_be_read_says_what_could(boroughs, field):
    assert "2018-04" in faults(boroughs, **{field: "2023-13"})[field] or field == "against"
    assert "2016-04..2016-09" in faults(boroughs, **{field: "2023-13"})[field] or field == "period"


def test_an_edition_without_the_measure_names_those_with_it(boroughs):
    said = faults(boroughs, measure="knife_crime", edition="2019-02")["edition"]
    assert said.startswith("No edition “2019-02” has knife crime for such an area. The editions that do: mps_knife")


def test_every_wrong_value_is_told_at_once(boroughs):
    found = faults(boroughs, area="Atlantis", measure="apples", view="weekly", period="whenever")
    assert set(found) == {"area", "measure", "view", "period"}


def test_what_is_asked_is_a_key(boroughs):
    question = asked(boroughs, measure="knife_crime")
    assert len({question, replace(question), asked(boroughs, measure="knife crime")}) == 1
