"""What the disclosure guard shows, says and refuses."""

import json
import subprocess
import sys
from datetime import date

import pytest

from commonground.evidence.disclosure import (
    DEFAULT,
    DFE,
    NHS,
    Breakdown,
    Cell,
    DoesNotAdd,
    Key,
    NotGuarded,
    Relation,
    Rule,
    Shown,
    TooExact,
    comparison_guard,
    linked,
    protect,
    refuse_points,
    rule_of,
    show,
)
from commonground.evidence.periods import Period
from commonground.sources import sources

YEAR = Period(date(2024, 4, 1), date(2025, 3, 31))
WARDS = {"borough": ("ward 1", "ward 2", "ward 3")}


def key(area: str, measure: str = "robbery", edition: str = "", **of: str) -> Key:
    return Key(measure, area, YEAR, of, edition)


def three_wards(first: int = 3) -> list[Cell]:
    return [Cell(key("borough"), first + 50)] + [
        Cell(key(f"ward {i}"), n) for i, n in ((1, first), (2, 20), (3, 30))
    ]


@pytest.mark.parametrize(
    ("rule", "count", "text", "value"),
    [
        (DEFAULT, 0, "0", 0),
        (DEFAULT, 1, "1 to 4", None),
        (DEFAULT, 4, "1 to 4", None),
        (DEFAULT, 5, "5", 5),
        (DEFAULT, 12345, "12,345", 12345),
        (NHS, 0, "0", 0),
        (NHS, 7, "1 to 7", None),
        (NHS, 8, "10", 10),
        (NHS, 12, "10", 10),
        (NHS, 13, "15", 15),
        (DFE, 2, "1 to 2", None),
        (DFE, 3, "3", 3),
        (DEFAULT, None, "not published", None),
    ],
)
def test_how_each_rule_shows_a_count(rule, count, text, value):
    shown = show(count, rule)
    assert (shown.text, shown.value) == (text, value)
    assert (shown.withheld is None) == (value is not None)


@pytest.mark.parametrize("rule", [DEFAULT, NHS, DFE, Rule("tens", 9, 10)])
def test_what_a_printed_number_may_stand_for(rule):
    for count in range(200):
        if not rule.is_small(count):
            low, high = rule.could_be(count)
            alike = [n for n in range(220) if rule.shown(n) == rule.shown(count)]
            assert (low, high) == (alike[0], alike[-1])


def test_every_source_names_a_rule():
    assert {rule_of(source).key for source in sources()} <= {"default", "nhs", "dfe"}
    with pytest.raises(KeyError):
        rule_of("nobody")


def test_the_same_cell_in_two_tables_is_one():
    cells = three_wards()
    guard = protect([*cells, *reversed(cells)], places=WARDS)
    assert len(guard.cells) == 4
    with pytest.raises(DoesNotAdd, match="given as both 20 and 21; it is one number"):
        protect([*cells, Cell(key("ward 2"), 21)])


def test_a_key_is_what_it_counts_in_whatever_order():
    assert Key("m", "a", YEAR, {"sex": "f", "age": "0-17"}) == Key(
        "m", "a", YEAR, {"age": "0-17", "sex": "f"}
    )


def test_the_smaller_of_two_protectors_goes_unless_it_weighs_more():
    assert protect(three_wards(), places=WARDS).shown(key("ward 2")).withheld == "protects a small number"
    cells = three_wards()
    cells[2] = Cell(key("ward 2"), 20, weight=5)
    guard = protect(cells, places=WARDS)
    assert guard.shown(key("ward 2")).value == 20
    assert guard.shown(key("ward 3")).withheld == "protects a small number"


def test_summary_sentence():
    assert protect(three_wards(), places=WARDS).summary.sentence == (
        "2 numbers are hidden: 1 small, 1 to protect them."
    )
    assert protect(three_wards(10), places=WARDS).summary.sentence == "No number is hidden."
    assert protect([Cell(key("ward 1"), None)]).summary.sentence == (
        "No number is hidden. 1 number is withheld by the publisher."
    )


def test_a_figure_shows_only_if_all_it_is_made_of_shows():
    guard = protect(three_wards(), places=WARDS)
    assert guard.withheld_reason([key("borough"), key("ward 3")]) is None
    assert guard.withheld_reason([key("borough"), key("ward 1")]) == "small number"
    assert guard.withheld_reason([key("ward 2"), key("borough")]) == "protects a small number"


def test_what_was_not_put_before_the_guard_is_not_shown():
    guard = protect(three_wards())
    for ask in (lambda: guard.shown(key("ward 9")), lambda: guard.withheld_reason([key("ward 9")])):
        with pytest.raises(NotGuarded, match="robbery, ward 9, 2024-04 to 2025-03 was not put before"):
            ask()


def test_the_audit_states_what_a_reader_infers():
    guard = protect(three_wards(), places=WARDS)
    assert [(i.key.area, i.low, i.high, i.reason) for i in guard.audit()] == [
        ("ward 1", 1, 4, "small number"),
        ("ward 2", 19, 22, "protects a small number"),
    ]


def test_hidden_in_one_edition_is_hidden_in_all():
    old = [
        Cell(key(c.key.area, edition="2019"), n) for c, n in zip(three_wards(), (55, 6, 19, 30), strict=True)
    ]
    new = [Cell(key(c.key.area, edition="2024"), c.count) for c in three_wards()]
    guard = protect([*old, *new], places=WARDS)
    assert guard.shown(key("ward 1", edition="2019")).withheld == "protects a small number"
    assert {k.area for k in guard.hidden} == {"ward 1", "ward 2"}
    assert protect(old, places=WARDS).summary.hidden == 0


def test_a_declared_sum_must_add():
    total, parts = key("all"), (key("ward 2"), key("ward 3"))
    with pytest.raises(DoesNotAdd, match="the parts of robbery, all, 2024-04 to 2025-03 do not add up to it"):
        protect([*three_wards(), Cell(total, 49)], [Relation(total, parts)])
    assert (
        protect([*three_wards(), Cell(total, 51)], [Relation(total, parts, exact=False)]).summary.hidden == 1
    )


def test_wards_that_fall_short_of_their_borough_do_not_tell_by_subtraction():
    """Some offences have no ward: nobody can subtract, so only the small number goes."""
    cells = {cell.key: cell for cell in [Cell(key("borough"), 60), *three_wards()[1:]]}
    assert [relation.exact for relation in linked(cells, places=WARDS)] == [False]
    assert protect(cells.values(), places=WARDS).summary.hidden == 1


def test_measures_that_make_up_a_measure():
    measures = {"violence": ("with injury", "without injury", "homicide")}
    cells = [Cell(key("borough", m), n) for m, n in
             (("violence", 103), ("with injury", 40), ("without injury", 60), ("homicide", 3))]  # fmt: skip
    assert protect(cells, families=measures).summary.protecting == 1
    assert (
        protect(cells[:3], families=measures).summary.hidden == 1
    )  # homicide can be had though no table has it


def test_a_single_comparison():
    guarded = comparison_guard(3, 12)
    assert (guarded.count.text, guarded.baseline.text) == ("1 to 4", "12")
    assert (guarded.withheld, guarded.change) == ("small number", None)
    assert comparison_guard(15, 12).change == 3
    rounded = comparison_guard(12, 8, NHS)
    assert (rounded.count, rounded.baseline) == (Shown("10", 10), Shown("10", 10))
    assert rounded.change == 0  # of what is shown: 4 would give both away


def test_only_counts_are_guarded():
    for wrong in (-1, 2.5):
        with pytest.raises(ValueError, match="is not a count"):
            Cell(key("ward 1"), wrong)


def test_exact_places_are_refused():
    for source in ("police_street", "police_points", "police_stop_and_search", "istv", "ecds"):
        with pytest.raises(TooExact, match=f"{source} may be shown by LSOA or a larger area"):
            refuse_points(source, ["lsoa_code", "Longitude", "latitude"])
        refuse_points(source, ["lsoa_code", "area_name", "count"])
    with pytest.raises(TooExact, match="leave out assault_location_description"):
        refuse_points("istv", ["start", "assault location description".replace(" ", "_")])
    refuse_points("boundaries", ["geometry"])


def test_a_running_total_that_falls_does_not_stop_the_report():
    """A revision within the year: differences mean nothing; the small number is hidden all the same."""
    later = Period(date(2024, 4, 1), date(2024, 6, 30)), Period(date(2024, 4, 1), date(2024, 5, 31))
    cells = [Cell(Key("m", "a", period), n) for period, n in zip(later, (20, 30), strict=True)]
    guard = protect([*cells, Cell(Key("m", "a", Period(date(2024, 6, 1), date(2024, 6, 30))), 2)])
    assert guard.summary.hidden == 1


def test_nothing_but_the_answer_is_printed():
    """The solver's own chatter must not stand in the midst of JSON."""
    code = """if True:
        import json, random
        from datetime import date
        from commonground.evidence.disclosure import Breakdown, Cell, Key, protect
        from commonground.evidence.periods import Period
        year, total = Period(date(2024, 4, 1), date(2025, 3, 31)), 0
        generator = random.Random(3)
        for _ in range(40):
            inner = {(w, s): generator.choice([1, 1, 4, 4, 5, 8]) for w in "ABCD" for s in "fm"}
            cells = [Cell(Key("m", w, year, {"sex": s}), n) for (w, s), n in inner.items()]
            cells += [Cell(Key("m", w, year), inner[w, "f"] + inner[w, "m"]) for w in "ABCD"]
            cells += [Cell(Key("m", "all", year, {"sex": s}), sum(inner[w, s] for w in "ABCD")) for s in "fm"]
            cells += [Cell(Key("m", "all", year), sum(inner.values()))]
            guard = protect(cells, breakdowns=[Breakdown("sex", ("f", "m"))], places={"all": tuple("ABCD")})
            total += guard.summary.hidden
        print(json.dumps({"hidden": total}))
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["hidden"] > 100


def test_a_breakdown_known_not_to_be_all():
    cells = [
        Cell(key("borough"), 23),
        Cell(key("borough", method="knife"), 3),
        Cell(key("borough", method="fist"), 20),
    ]
    assert protect(cells, breakdowns=[Breakdown("method", ("knife", "fist"))]).summary.hidden == 2
    assert (
        protect(cells, breakdowns=[Breakdown("method", ("knife", "fist"), exhaustive=False)]).summary.hidden
        == 1
    )
