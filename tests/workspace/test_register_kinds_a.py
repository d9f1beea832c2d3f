"""Events, police activity, tension, weapons, and what is done with communities: the rules of each, and its figures."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest
from django_scopes import scope

from commonground.evidence.figure import plain
from commonground.methods.rates import poisson_limits, proportion
from commonground.plan.changes.possible import NotPossible
from commonground.registers import tension
from commonground.registers.changes.entries import add, edit, withdraw
from commonground.registers.figures import amounts
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import registers
from commonground.registers.terms import Standing
from commonground.report.blocks import Bullets, Chart, KeyFigures, Table
from commonground.report.render.drawing import drawn
from commonground.web.demonstration.registers import ENTRIES

DAY = date(2026, 3, 4)
KINDS = (
    "events", "police_activity", "tension_entries", "tension_assessments", "weapon_sweeps", "surrender_bins",
    "screening_operations", "mediations", "restorative_offers", "training", "campaigns", "dialogue", "champions",
)  # fmt: skip
LEAST = {
    "events": {"name": "Fair", "place": "Green", "risk": "low"},
    "police_activity": {"tactic": "patrol", "place": "Parade"},
    "tension_entries": {"place": "Estate", "source": "youth", "reliability": "reliable", "kind": "experienced",
                        "heard": "Children are kept in."},
    "tension_assessments": {"place": "Estate", "level": "watched", "sources": ["police", "youth"],
                            "review_on": DAY + timedelta(days=14)},
    "weapon_sweeps": {"place": "Park", "nil": True},
    "surrender_bins": {"place": "Bin", "knives": 3, "next_due": DAY + timedelta(days=60)},
    "screening_operations": {"place": "School", "place_kind": "school", "basis": "behaviour", "nil": True},
    "mediations": {"dispute": "school"},
    "restorative_offers": {"stage": "school"},
    "training": {"subject": "trauma", "trained": 12},
    "campaigns": {"name": "Walk home"},
    "dialogue": {"place": "Hall", "form": "meeting"},
    "champions": {"place": "Ward", "sort": "faith", "champions": 6, "review_on": DAY + timedelta(days=180)},
}  # fmt: skip
"""What the quick form of each must hold."""


def held(key: str, *, ended: bool = False, **values) -> Entry:
    """An entry in memory, with what is due; ``ended``: a later one took its place."""
    register = registers()[key]
    given = {"on": DAY} | LEAST[key] | values
    own = {name for name in given if register.own(name) and name != "agency_id"}
    entry = Entry(register=key, **{name: value for name, value in given.items() if name not in own})
    entry._state.fields_cache[register.model.related()] = register.model(**{name: given[name] for name in own})
    entry.due = None if ended else register.due(entry)
    return entry


def stands(key: str, on: date = DAY, *, ended: bool = False, **values) -> tuple[Standing, str]:
    found = registers()[key].stands(held(key, ended=ended, **values), on)
    return found.standing, found.because


def after(days: int) -> date:
    return DAY + timedelta(days=days)


GREEN, AMBER, RED, GREY = Standing.GREEN, Standing.AMBER, Standing.RED, Standing.GREY
POLICE_PLAN = {"decision": "police", "decided_on": DAY, "agency_id": 1}
REVIEWED = {"searches": 0, "arrests": 0, "weapons": 0, "impact": "Calm."}
SEARCHED = REVIEWED | {"searches": 9, "powers": ["pace_1"]}
FULL = {"screened": 80, "chosen": "everyone", "equality": "All were screened.", "parents": "both"}


@pytest.mark.parametrize("key", KINDS)
def test_a_quick_form_is_short_and_enough(key):
    register = registers()[key]
    assert 4 <= len(register.quick) <= 7
    assert set(register.required) <= set(register.quick)
    assert set(LEAST[key]) | {"on"} <= set(register.quick), "what the least entry holds can be said in a minute"
    assert register.figures is not None and register.counts and register.about.endswith(".")


@pytest.mark.parametrize(
    ("key", "values", "day"),
    [
        ("events", {}, after(14)),
        ("events", {"until": after(2)}, after(16)),
        ("events", {"result": "as_planned", "happened": "Quiet."}, None),
        ("police_activity", {}, after(14)),
        ("police_activity", REVIEWED, None),
        ("police_activity", SEARCHED, after(14)),
        ("police_activity", SEARCHED | {"disproportionality": "Set beside the ward."}, None),
        ("tension_entries", {}, after(7)),
        ("tension_entries", {"considered_on": after(3)}, None),
        ("tension_entries", {"nil": True, "heard": "", "kind": ""}, None),
        ("tension_assessments", {}, after(14)),
        ("weapon_sweeps", {}, None),
        ("weapon_sweeps", {"follow_up": ["light"], "follow_up_due": after(28)}, after(28)),
        ("weapon_sweeps", {"follow_up": ["light"], "follow_up_due": after(28), "follow_up_done": after(9)}, None),
        ("surrender_bins", {}, after(60)),
        ("screening_operations", {}, after(7)),
        ("screening_operations", FULL, None),
        ("mediations", {}, None),
        ("mediations", {"follow_up_on": after(21)}, after(21)),
        ("mediations", {"follow_up_on": after(21), "followed_up_on": after(20)}, None),
        ("restorative_offers", {}, after(28)),
        ("restorative_offers", {"answer": "accepted", "answered_on": after(3)}, None),
        ("training", {"valid_until": after(365)}, after(365)),
        ("campaigns", {"until": after(10)}, after(38)),
        ("campaigns", {"learned": "Ask first."}, None),
        ("dialogue", {"said": "Mend the light.", "answer_due": after(30)}, after(30)),
        ("dialogue", {"answer_due": after(30), "did": "Mended.", "answered_on": after(12)}, None),
        ("champions", {}, after(180)),
    ],
)
def test_what_is_due(key, values, day):
    assert held(key, **values).due == day


@pytest.mark.parametrize(
    ("key", "on", "values", "standing", "says"),
    [
        ("events", after(-60), {}, GREEN, "Ahead"),
        ("events", after(-28), {}, AMBER, "No decision"),
        ("events", after(-60), {"risk": "high", "risk_why": "Late."}, AMBER, "No decision"),
        ("events", after(-9), POLICE_PLAN, GREEN, "Police plan"),
        ("events", after(-9), POLICE_PLAN | {"agency_id": None}, AMBER, "No agency owns"),
        ("events", after(1), POLICE_PLAN, AMBER, "result to be written"),
        ("events", after(15), POLICE_PLAN, RED, "no result"),
        ("events", after(15), {"result": "minor", "happened": "A queue."}, GREY, "Minor problems"),
        ("police_activity", after(1), {}, AMBER, "community impact missing"),
        ("police_activity", after(15), SEARCHED, RED, "Not done: disproportionality missing"),
        ("police_activity", after(15), REVIEWED | {"searches": None, "powers": ["mda_23"]}, RED, "disproportionality"),
        ("police_activity", after(15), REVIEWED, GREEN, "Done"),
        ("tension_entries", after(7), {}, AMBER, "Waiting"),
        ("tension_entries", after(8), {}, RED, "No assessment"),
        ("tension_assessments", DAY, {}, GREEN, "several sources"),
        ("tension_assessments", DAY, {"sources": ["police"]}, AMBER, "Police information alone"),
        ("tension_assessments", DAY, {"sources": ["schools"]}, AMBER, "One kind of source"),
        ("tension_assessments", after(15), {"sources": ["police"]}, RED, "overdue"),
        ("weapon_sweeps", DAY, {}, GREEN, "Nothing found"),
        ("weapon_sweeps", DAY, {"taking_part": ["volunteers"], "briefed": True}, AMBER, "Insurance"),
        ("weapon_sweeps", DAY, {"nil": False, "knives": 1}, AMBER, "Disposal"),
        ("weapon_sweeps", after(29), {"follow_up": ["light"], "follow_up_due": after(28)}, RED, "overdue"),
        ("surrender_bins", after(61), {}, RED, "Emptying overdue"),
        ("surrender_bins", DAY, {"broken": True, "fault": "Jammed."}, RED, "Not working"),
        ("surrender_bins", after(60), {}, GREEN, "3 weapons found"),
        ("screening_operations", DAY, FULL | {"nil": False, "knives": 1}, AMBER, "safeguarding follow-up"),
        ("screening_operations", DAY, FULL | {"parents": "no"}, AMBER, "word to parents missing"),
        ("screening_operations", after(8), {}, RED, "Not done: word to parents missing"),
        ("screening_operations", after(8), FULL, GREEN, "nothing found"),
        ("mediations", after(22), {"follow_up_on": after(21)}, RED, "Follow-up overdue"),
        ("mediations", DAY, {"outcome": "declined", "outcome_on": DAY}, GREY, "declined"),
        ("restorative_offers", DAY, {}, AMBER, "Victim asked first"),
        ("restorative_offers", after(29), {"victim_first": True}, RED, "No answer"),
        ("training", DAY, {}, AMBER, "No day"),
        ("training", after(306), {"valid_until": after(365)}, AMBER, "Lapses on"),
        ("training", after(366), {"valid_until": after(365)}, RED, "Lapsed on"),
        ("campaigns", DAY, {"until": after(3)}, GREEN, "Running"),
        ("campaigns", after(29), {}, RED, "to be written"),
        ("dialogue", after(1), {}, AMBER, "What was said"),
        ("dialogue", after(31), {"said": "Mend it.", "answer_due": after(30)}, RED, "Answer overdue"),
        ("champions", DAY, {"trained": 6}, GREEN, "All are trained"),
        ("champions", DAY, {"trained": 5}, AMBER, "Some"),
        ("champions", after(181), {"trained": 6}, RED, "counted again"),
    ],
)  # fmt: skip
def test_how_it_stands_and_why(key, on, values, standing, says):
    found, because = stands(key, on, **values)
    assert found is standing and says in because


@pytest.mark.parametrize("key", [one.key for one in registers().values() if one.renewed_by])
def test_what_has_a_later_one_is_ended(key):
    values = {"valid_until": after(9)} if key == "training" else {}
    assert stands(key, after(900), ended=True, **values)[0] is GREY


@pytest.mark.parametrize(
    ("key", "values", "says"),
    [
        ("weapon_sweeps", {"nil": False}, "a nil result is a result"),
        ("weapon_sweeps", {"knives": 2}, "2 are counted"),
        ("surrender_bins", {"next_due": DAY}, "after this emptying"),
        ("screening_operations", {"knives": 1}, "1 is counted"),
        ("tension_entries", {"nil": True}, "leave one of them"),
        ("tension_entries", {"heard": ""}, "write what was heard"),
        ("tension_assessments", {"review_on": DAY}, "after the assessment"),
    ],
)
def test_what_does_not_fit_together_is_said(key, values, says):
    assert says in registers()[key].wrong(held(key, **values))


@pytest.mark.parametrize("key", KINDS)
def test_the_least_entry_fits_and_has_a_name(key):
    register, entry = registers()[key], held(key)
    assert register.wrong(entry) == ""
    assert str(entry) and "None" not in str(entry)


def test_turning_the_scale_round_changes_what_is_printed_and_no_key(monkeypatch):
    assert [tension.number(key) for key in tension.KEYS] == [6, 5, 4, 3, 2, 1]
    assert tension.direction() == "Level 1 is the highest tension and level 6 is normal."
    before = [key for key, _ in tension.levels()]
    monkeypatch.setattr(tension, "HIGHEST", 6)
    assert [tension.number(key) for key in tension.KEYS] == [1, 2, 3, 4, 5, 6]
    assert tension.direction() == "Level 6 is the highest tension and level 1 is normal."
    assert [key for key, _ in tension.levels()] == before
    assert tension.said("imminent").startswith("Level 6 of 6, high: ")
    assert tension.change("high", "watched", DAY) == "Up by 3 levels since 4 March 2026"


def test_six_levels_in_three_tiers():
    assert Counter(level.tier for level in tension.LEVELS) == {"normal": 2, "raised": 2, "high": 2}


def test_amounts_in_words():
    assert amounts.share(0, 0) == "none of none"
    assert amounts.share(104, 190) == "104 of 190 (55%, 48% to 62%)"
    assert amounts.rate(4, 2) == "2.0 (0.5 to 5.1)"
    assert [amounts.people(number) for number in (0, 1, 4, 5, 1200)] == [
        "0",
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,200",
    ]
    assert amounts.middle([42, 30, 90]) == "42 (30 to 90)"


@pytest.fixture
def table(cast, db):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def put(table, key, role="analyst", **values) -> Entry:
    own = {"agency": table.council} if key == "training" else {}
    return add(registers()[key], table.partnership, {"on": DAY} | LEAST[key] | own | values, by=table.actor(role))


def test_the_least_of_each_is_kept_and_the_database_judges_the_rest(table):
    """One table for all the rules of the database: each entry alone, so that a refusal is of its own rule."""
    for key in KINDS:
        put(table, key, "practitioner")
    assert Counter(Entry.objects.values_list("register", flat=True)) == dict.fromkeys(KINDS, 1)
    for key, values, says in (
        ("events", {"risk": "high"}, "Reason for the risk: write it, for the risk is not low."),
        ("events", {"decision": "police"}, "Date of the decision: enter it beside the decision."),
        ("events", {"result": "minor"}, "write it beside the result."),
        ("police_activity", {"searches": 2, "powers": ["asb_34"]}, "Legal powers: tick the power to search."),
        ("tension_assessments", {"sources": []}, "Sources that contributed: enter it"),
        ("weapon_sweeps", {"follow_up": ["light"]}, "enter the day by which the place is changed."),
        ("weapon_sweeps", {"follow_up_done": DAY}, "tick what was changed."),
        ("surrender_bins", {"next_due": None}, "Next emptying due: enter the day"),
        ("surrender_bins", {"broken": True}, "write what is wrong with the bin."),
        ("screening_operations", {"place_kind": "street"}, "behaviour policy is that of a school or college"),
        ("screening_operations", {"basis": "pace_1", "chosen": "nth"}, "section 1 needs grounds for each person"),
        ("screening_operations", {"basis": "consent", "chosen": "nth"}, "consent means those who agreed"),
        ("screening_operations", {"screened": 5, "searched": 6}, "no more are searched than screened"),
        ("mediations", {"outcome": "declined"}, "enter it beside the outcome."),
        ("mediations", {"outcome": "agreed", "outcome_on": DAY}, "Follow-up due: enter the day"),
        ("restorative_offers", {"answer": "unsafe"}, "Date of the answer: enter it beside the answer."),
        ("restorative_offers", {"held_on": DAY}, "it took place where both sides accepted"),
        ("training", {"holding": 20, "staff": 19}, "no more are trained than there are staff"),
        ("training", {"holding": 11}, "those trained in all hold those trained this time"),
        ("campaigns", {"reached": 90}, "say how the people reached were counted."),
        ("dialogue", {"said": "Mend it."}, "Answer due: enter the day"),
        ("dialogue", {"answered_on": DAY}, "write what was done"),
        ("champions", {"trained": 7}, "they are more than the champions"),
    ):
        with pytest.raises(NotPossible) as no:
            put(table, key, **values)
        assert says in str(no.value), (key, values)


def test_what_a_register_asks_for_is_a_rule_of_its_own_and_a_question():
    for register in registers().values():
        rules = {one.name for one in register.model._meta.constraints}
        for rule, (column, said) in register.asks.items():
            assert rule in rules and column in register.columns, (register.key, rule)
            assert said and not said.endswith("."), (register.key, rule)


def test_a_later_look_at_the_same_ends_what_was_due(table):
    def due():
        rows = Entry.objects.filter(register="surrender_bins").order_by("on", "pk")
        return [row.due for row in rows]

    first = put(table, "surrender_bins", on=after(-70), next_due=after(-10))
    other = put(table, "surrender_bins", place="Another bin", on=after(-60))
    second = put(table, "surrender_bins", place="BIN", on=DAY)
    assert due() == [None, after(60), after(60)], "the earlier emptying of the same bin owes nothing more"
    edit(second, {"place": "Another bin"}, by=table.actor("analyst"))
    assert due() == [after(-10), None, after(60)], "it was of the other bin after all"
    withdraw(second, "Entered twice", on=DAY, by=table.actor("analyst"))
    assert [Entry.objects.get(pk=row.pk).due for row in (first, other)] == [after(-10), after(60)]
    put(table, "surrender_bins", on=after(-80), next_due=after(-75))
    assert Entry.objects.get(pk=first.pk).due == after(-10), "one written late for an earlier day changes nothing"


def test_the_level_before_is_looked_up(table):
    register, rows = registers()["tension_assessments"], Entry.objects.filter(register="tension_assessments")
    first = put(table, "tension_assessments", on=after(-30), review_on=after(-16))
    put(table, "tension_assessments", place="Elsewhere", level="imminent", on=after(-5))
    now = put(table, "tension_assessments", place="estate", level="rising")
    assert register.worked_out(first, rows)["Change since the last assessment"] == "This is the first of this area"
    told = register.worked_out(now, rows)
    assert told["Level before"] == "Level 5 of 6, normal: some signs, watched"
    assert told["Change since the last assessment"] == "Up by 2 levels since 2 February 2026"
    withdraw(first, "Written twice", on=DAY, by=table.actor("analyst"))
    assert "Level before" not in register.worked_out(now, rows)


def test_where_exactly_a_weapon_was_hidden_is_read_by_few(table):
    register = registers()["weapon_sweeps"]
    secret = {"hiding_place", "longitude", "latitude", "exhibit"}
    assert set(register.restricted) == secret and not secret & set(register.listed)
    for role in ("practitioner", "plan_owner", "agency_lead", "governance_lead"):
        assert not secret & set(columns_for(register, table.actor(role), register.columns))
    for role in ("analyst", "panel_chair"):
        assert secret <= set(columns_for(register, table.actor(role), register.columns))
    swept = put(
        table, "weapon_sweeps", nil=False, knives=1, hiding_place="Planted drain", exhibit="PLANTED/1",
        longitude=-0.02345, latitude=51.46789,
    )  # fmt: skip
    rows = entries_of(register, table.actor("practitioner"))
    said = f"{swept} {register.stands(swept, DAY)} {register.figures(rows, after(-9), after(9))}"
    assert not any(planted in said for planted in ("Planted", "PLANTED", "0.02345", "51.46789"))


@pytest.fixture
def invented(table):
    """The entries of the demonstration of four registers, as they stand in their files; days before DAY."""
    for key in ("weapon_sweeps", "screening_operations", "tension_assessments", "surrender_bins"):
        for told in _file(key):
            add(registers()[key], table.partnership, told, sure=True, by=table.actor("analyst"))
    return table


def _file(key):
    found = []
    for told in json.loads((ENTRIES / f"{key}.json").read_text("utf-8")):
        if "withdrawn" in told:
            continue
        told.pop("agency", None)
        days = {name: after(value) for name, value in told.items() if name in DAYS}
        found.append(told | days)
    return found


DAYS = ("on", "until", "review_on", "next_due", "follow_up_due", "follow_up_done")
TYPES = ("knives", "large_blades", "firearms", "corrosives", "other_weapons")


def _figures(table, key, start, end):
    register = registers()[key]
    return register.figures(entries_of(register, table.actor("analyst")).kept(), start, end)


def _keyed(blocks):
    return {one.label: plain(one.figure) for block in blocks if isinstance(block, KeyFigures) for one in block.items}


def _lines(blocks):
    return [plain(item) for block in blocks if isinstance(block, Bullets) for item in block.items]


def _cells(blocks, caption):
    found = next(one for one in blocks if isinstance(one, Table) and one.caption.startswith(caption))
    return [tuple(plain(cell) for cell in row) for row in found.rows]


def test_figures_agree_with_a_plain_computation(invented):
    start, end = after(-180), after(-1)
    sweeps = [one for one in _file("weapon_sweeps") if start <= one["on"] <= end]
    finds = [sum(one.get(kind, 0) for kind in TYPES) for one in sweeps]
    blocks = _figures(invented, "weapon_sweeps", start, end)
    lower, upper = (float(one) / len(sweeps) for one in poisson_limits(sum(finds)))
    assert (sum(finds), len(sweeps)) == (7, 17)
    assert _keyed(blocks)["Finds for each sweep"] == f"{7 / len(sweeps):.1f} ({lower:.1f} to {upper:.1f})"
    none = proportion(finds.count(0), len(finds))
    said = f"({float(none.value):.0f}%, {float(none.lower):.0f}% to {float(none.upper):.0f}%)"
    assert _keyed(blocks)["Sweeps that found nothing"] == f"{finds.count(0)} of {len(finds)} {said}"
    assert _cells(blocks, "What was found")[-1] == ("All", str(sum(finds)))

    screened = [one for one in _file("screening_operations") if start <= one["on"] <= end and "screened" in one]
    number, found = sum(one["screened"] for one in screened), sum(one.get("knives", 0) for one in screened)
    blocks = _figures(invented, "screening_operations", start, end)
    assert _keyed(blocks)["Screened for each find"] == f"{number / found:,.0f}"
    assert _keyed(blocks)["Finds for each 1,000 screened"].startswith(f"{1000 * found / number:.1f} (")
    in_schools = [one for one in _file("screening_operations") if one["on"] >= start and one["place_kind"] in SCHOOLS]
    told = sum(one.get("parents") in ("before", "after", "both") for one in in_schools)
    assert _lines(blocks)[1].startswith(f"Parents and carers told, of operations in schools and colleges: {told} of ")

    emptied = _file("surrender_bins")
    waits = [
        (later["on"] - earlier["on"]).days
        for name in {one["place"] for one in emptied}
        for held in [sorted((one for one in emptied if one["place"] == name), key=lambda one: one["on"])]
        for earlier, later in pairwise(held) if start <= later["on"] <= end
    ]  # fmt: skip
    said = _keyed(_figures(invented, "surrender_bins", start, end))["Days from emptying to emptying"]
    assert said == f"{median(waits):g} ({min(waits)} to {max(waits)})"


SCHOOLS = ("school", "college")


def test_levels_over_time_are_drawn_with_their_direction(invented):
    start, end = after(-365), after(-1)
    judged = _file("tension_assessments")
    blocks = _figures(invented, "tension_assessments", start, end)
    chart = next(one for one in blocks if isinstance(one, Chart))
    assert len(chart.table.rows) == len(judged) == 21
    assert tension.direction() in chart.alternative
    assert "Example Estate, 3 rising on 7 October 2025 and 3 rising on 21 February 2026" in chart.alternative
    for spec in (chart.spec, chart.narrow):
        svg = drawn(spec, chart.key, chart.title, chart.alternative)
        assert "1 imminent" in svg and "6 normal" in svg and "Level 1 is the highest tension" in svg
    several = sum(len(one["sources"]) > 1 for one in judged)
    alone = sum(one["sources"] == ["police"] for one in judged)
    first, second = _lines(blocks)
    assert first.startswith(f"From more than one kind of source: {several} of {len(judged)} (")
    assert second.startswith(f"From police information alone: {alone} of {len(judged)} (")
    last = dict((row[0], row[1:]) for row in _cells(blocks, "Last assessment"))
    assert last["Invented Parade"] == (
        "Level 5 of 6, normal: some signs, watched", "12 February 2026", "The same level as on 2 January 2026",
    )  # fmt: skip


@pytest.mark.parametrize("key", KINDS)
def test_figures_of_nothing_say_so(table, key):
    (notice,) = _figures(table, key, after(-9), DAY)
    assert notice.title == "Nothing to show yet"


def test_few_people_are_not_counted_out(table):
    put(table, "police_activity", searches=3, arrests=2, weapons=1, powers=["pace_1"])
    put(table, "training", trained=3, holding=3, staff=40)
    said = " ".join(_lines(_figures(table, "police_activity", DAY, DAY)))
    assert "fewer than 5 stops and searches, fewer than 5 arrests and 1 weapons" in said
    assert _cells(_figures(table, "training", DAY, DAY), "Who is trained")[0][2:4] == ("fewer than 5 of 40", "–")
