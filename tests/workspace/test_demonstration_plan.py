"""The plans of the demonstration: whole, in the form of the template, true to the report of 2019, claiming no cause."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from commonground import catalogue
from commonground.evidence.measure import Measure
from commonground.plan.templates.shipped import shipped
from commonground.plan.terms import ActionKind, EvidenceKind, Standing, Tier
from commonground.plan.written import WrittenPlan, WrittenRound
from commonground.registers.counting import countings
from commonground.web.demonstration.cast import SEATS, TABLES

TABLE_OF = {table.slug: table for table in TABLES}
FOLDER = files("commonground.web.demonstration.plan")
TEMPLATE = shipped()["london-2018"]
BOROUGHS = ("lewisham", "greenwich", "bexley")
NOT_SAID = "The report of 2019 does not say."

FIXTURE = Path(__file__).parents[1] / "fixtures" / "lewisham_report_2019" / "commentary.md"


def said() -> dict[str, list[str]]:
    """The sentences of the report’s own commentary, by theme. “CAHMS” is spelt “CAMHS” in the plan; no more differs."""
    parts = FIXTURE.read_text("utf-8").replace("CAHMS", "CAMHS").split("# ")[1:]
    return {lines[0]: [line for line in lines[1:] if line] for lines in (part.splitlines() for part in parts)}


SAID = said()
CAUSE = re.compile(
    r"because of (the|this|our) plan|thanks to|as a result of|(led|leads|leading) to (a |an )?(fall|drop|rise|reduc)"
    r"|(has|have|had) (reduced|cut|prevented)|was caused by|due to (the|our) (plan|work|action)|proves|works because",
    re.IGNORECASE,
)


def text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def plan(slug: str) -> WrittenPlan:
    return WrittenPlan.model_validate_json(text(f"{slug}.json"))


def reviews(slug: str) -> list[WrittenRound]:
    return [WrittenRound.model_validate(one) for one in json.loads(text("rounds.json")).get(slug, ())]


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("’", "'").replace("/ ", "/")).strip()


def texts(value) -> list[str]:
    if isinstance(value, dict):
        return [one for part in value.values() for one in texts(part)]
    if isinstance(value, list):
        return [one for part in value for one in texts(part)]
    return [value] if isinstance(value, str) else []


def test_there_are_one_and_twenty_sentences_of_commentary_to_find():
    assert [len(sentences) for sentences in SAID.values()] == [1, 3, 4, 4, 2, 2, 5]


@pytest.mark.parametrize(("theme", "sentence"), [(theme, one) for theme, all_of in SAID.items() for one in all_of])
def test_every_sentence_of_the_reports_commentary_stands_under_its_theme(theme, sentence):
    commentary = {t.key: t.commentary for t in plan("lewisham").themes}[theme]
    assert (plain(sentence) in plain(commentary), "Lewisham Council, report" in commentary) == (True, True)


def test_commentary_has_nothing_else_than_the_report_and_where_it_is_from():
    for theme in plan("lewisham").themes:
        left = plain(theme.commentary)
        for sentence in (plain(one) for one in SAID[theme.key]):
            left = left.replace(sentence, "", 1)
        where = "(Lewisham Council, report to the Safer Stronger Select Committee, 4 February 2019.)"
        assert re.sub(r"[. ]+\(", "(", left).strip(" .").rstrip(")") == where.rstrip(")"), theme.key


@pytest.mark.parametrize("slug", TABLE_OF)
def test_every_theme_and_every_standard_is_there_in_the_words_and_order_of_the_template(slug):
    written = plan(slug)
    standards = [(a.ref, a.theme, a.text) for a in written.answers if a.tier == Tier.MINIMUM]
    assert standards == [(item.ref, item.theme, item.text) for item in TEMPLATE.minimum_standards]
    assert [(t.key, t.title) for t in written.themes] == [(t.key, t.title) for t in TEMPLATE.themes]
    assert (len(standards), written.template, written.invented) == (20, TEMPLATE.key, True)


@pytest.mark.parametrize("slug", TABLE_OF)
def test_what_an_action_serves_depends_on_and_counts_on_is_there(slug):
    written, measures = plan(slug), catalogue.read("commonground.evidence.measures", "MEASURE", Measure)
    refs, items = {action.ref for action in written.actions}, {item.ref: item for item in TEMPLATE.items}
    assert len(refs) == len(written.actions)
    assert {a.ref for a in written.answers} <= set(items)
    for action in written.actions:
        assert set(action.serves) <= set(items), action.ref
        assert set(action.depends_on) <= refs - {action.ref}, action.ref
        assert {one.measure for one in action.expects} <= set(measures), action.ref
        named = [one for one in action.evidence if one.kind == EvidenceKind.MEASURE]
        assert {one.measure for one in named} <= set(measures), action.ref
        counts = [one for one in action.evidence if one.kind == EvidenceKind.REGISTER and one.measure]
        assert all(countings()[one.measure].title == one.title for one in counts), action.ref
        assert action.theme in {items[ref].theme for ref in action.serves}, action.ref


@pytest.mark.parametrize("slug", TABLE_OF)
def test_owners_and_agencies_sit_at_the_table(slug):
    seated = {(seat.name, seat.agency) for seat in SEATS if seat.table == slug}
    agencies = {name for name, _ in TABLE_OF[slug].agencies}
    for action in plan(slug).actions:
        assert not action.owner or (action.owner, action.agency) in seated, action.ref
        assert {action.agency, *action.contributors} <= agencies, action.ref
        assert bool(action.owner) or action.kind == ActionKind.DEVELOPING, action.ref


def test_lewisham_adopted_the_seven_options_of_the_report_and_no_other():
    adopted = [a.ref for a in plan("lewisham").answers if a.standing == Standing.ADOPTED]
    assert adopted == sorted(adopted, key=[item.ref for item in TEMPLATE.items].index)
    assert set(adopted) == {f"M{number}" for number in range(1, 8)}


def test_where_the_report_is_silent_the_plan_says_so_and_claims_no_standing():
    for answer in plan("lewisham").answers:
        if answer.tier == Tier.MINIMUM:
            assert (answer.standing is None) == (answer.narrative == NOT_SAID), answer.ref
    silent = [a.ref for a in plan("lewisham").answers if a.narrative == NOT_SAID]
    assert silent == ["T3", "T4", "P5", "C2", "V1"]


def test_what_supports_a_standing_is_a_sentence_of_the_report():
    said = plain(" ".join(sentence for sentences in SAID.values() for sentence in sentences)).lower()
    for answer in plan("lewisham").answers:
        if answer.tier == Tier.MINIMUM and answer.standing:
            quoted = re.findall("“(.+?)”", answer.narrative)
            assert len(quoted) == 1, answer.ref
            assert plain(quoted[0]).strip(".").lower() in said, answer.ref


def test_each_delivery_item_and_adopted_option_of_the_report_has_an_action():
    served = {ref for action in plan("lewisham").actions for ref in action.serves}
    wanted = {f"L{number}" for number in range(1, 21)} | {f"M{number}" for number in range(1, 8)}
    standards = {item.ref for item in TEMPLATE.minimum_standards}
    assert (wanted - served, standards - served) == (set(), set())


def test_each_action_says_that_its_owner_and_dates_are_invented():
    for slug in TABLE_OF:
        for action in plan(slug).actions:
            assert "nvented for demonstration" in action.description, (slug, action.ref)


def test_no_plan_review_or_card_claims_a_cause():
    names = [f"{slug}.json" for slug in TABLE_OF] + ["rounds.json", "practice_cards.json"]
    claims = [(name, one) for name in names for one in texts(json.loads(text(name))) if CAUSE.search(one)]
    assert claims == []
    assert CAUSE.search("Thanks to the plan, knife crime fell")


@pytest.mark.parametrize("slug", BOROUGHS)
def test_each_shared_action_is_one_of_a_groups_plan(slug):
    shared = {action.shared_from for action in plan(slug).actions} - {""}
    unit = {action.ref for action in plan("south-east").actions}
    assert unit <= shared <= unit | {action.ref for action in plan("london").actions}


def test_lewisham_has_four_closed_reviews_and_an_open_one():
    rounds = reviews("lewisham")
    assert [(one.number, one.closed is not None) for one in rounds] == [(n, n < 5) for n in range(1, 6)]
    days = [day for one in rounds for day in (one.opened, one.meeting, one.closed) if day]
    assert days == sorted(days)


def test_a_closed_review_has_a_row_for_every_resourced_action_received_or_not():
    resourced = {a.ref for a in plan("lewisham").actions if a.kind == ActionKind.RESOURCED}
    for one in reviews("lewisham")[:4]:
        assert sorted(update.action for update in one.updates if not update.corrects) == sorted(resourced)
        for update in one.updates:
            assert bool(update.progress) == update.received == bool(update.rag or update.corrects), update.action
    assert [sum(not update.received for update in one.updates) for one in reviews("lewisham")[:4]] == [0, 2, 3, 1]


def test_a_challenge_has_its_reply_decision_and_minute_and_one_row_corrects_an_earlier_one():
    updates = [update for one in reviews("lewisham") for update in one.updates]
    challenged = [update for update in updates if update.challenge]
    assert len(challenged) == 8
    assert all(update.reply and update.decision and update.minute for update in challenged)
    assert [update.corrects for update in updates if update.corrects] == ["Review 2: January to March 2026"]


def test_each_meeting_says_which_of_the_four_standing_items_were_minuted():
    meetings = json.loads(text("rounds.json"))["meetings"]
    assert [one["on"] for one in meetings] == [f"{one.meeting}" for one in reviews("lewisham")[:4]]
    assert [sum(one["items"].values()) for one in meetings] == [3, 4, 4, 4]


def test_no_text_names_a_single_small_number_of_young_people_hurt():
    small = re.compile(r"\b(one|two|three|four|[1-4]) (young )?(victims?|children|people) (was|were) (hurt|stabbed)")
    assert not small.search(" ".join(texts(json.loads(text("rounds.json")))))
