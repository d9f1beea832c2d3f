"""What is said of a measure that an action hopes to move: its finding beside the hope, and never that it worked."""

import pytest

from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.plan.movement import NO_AREA, REGISTER, Movement, Movements, against
from commonground.plan.terms import Direction

LEWISHAM = "E09000023"
HOPES = {
    ("fell", "down"): "as hoped", ("fell", "up"): "against", ("fell", "steady"): "against",
    ("rose", "down"): "against", ("rose", "up"): "as hoped", ("rose", "steady"): "against",
    **{("no clear change", d): "no clear change" for d in ("down", "up", "steady")},
    **{("cannot be compared", d): "cannot be compared" for d in ("down", "up", "steady")},
}  # fmt: skip


def words(movement: Movement) -> str:
    return "".join(part.shown if isinstance(part, Figure) else part for part in movement.statement)


@pytest.mark.parametrize(("verdict", "direction"), HOPES)
def test_a_verdict_is_held_against_the_hope(verdict, direction):
    assert against(verdict, direction) == HOPES[verdict, direction]


def test_without_an_area_or_for_a_register_nothing_is_compared(boroughs):
    assert Movements().of("knife_crime", "down").statement == (NO_AREA,)
    register = Movements(boroughs, boroughs.area(LEWISHAM)).of("safe-havens", "up")
    assert (register.title, register.outcome, register.statement) == ("Safe havens", "cannot be compared", (REGISTER,))


def test_each_measure_is_said_in_the_words_of_its_own_finding(boroughs):
    moved = Movements(boroughs, boroughs.area(LEWISHAM))
    found = [moved.of(key, Direction.DOWN) for key in measures()]
    assert {one.outcome for one in found} >= {"as hoped", "no clear change", "cannot be compared"}
    for one in found:
        said = words(one)
        assert said.endswith(".") and "action" not in said and "because of" not in said
        if one.outcome == "no clear change":
            assert not one.is_against and one.until is not None


def test_a_measure_is_compared_once_for_each_state_of_the_evidence(boroughs, monkeypatch):
    from commonground.plan import movement

    moved = Movements(boroughs, boroughs.area("E09000011"))
    moved.of("knife_crime", "down")
    monkeypatch.setattr(movement, "latest", None)  # not asked again
    assert moved.of("knife_crime", "up").measure == "knife_crime"


def test_with_an_empty_store_the_finding_says_that_nothing_is_loaded(tmp_path):
    evidence = Evidence(Store(tmp_path))
    found = Movements(evidence, evidence.area(LEWISHAM)).of("knife_crime", "down")
    assert (found.outcome, found.until) == ("cannot be compared", None)
    assert "loaded" in words(found)


def test_it_is_said_until_when(boroughs):
    one = Movements(boroughs, boroughs.area(LEWISHAM)).of("knife_crime", "down")
    assert one.until is not None and f"{one.until:%B %Y}" in words(one)
