"""What a plan lends to a report, and its logic model: everything that was written, and nobody’s name."""

from dataclasses import replace
from datetime import date

import made
import pytest
from django_scopes import scope
from small_plan import GOVERNANCE, NOTE, OWNER, small_plan

from commonground.plan import reading
from commonground.plan.changes import actions, answers, evidence, parts
from commonground.plan.changes.actions import values_of
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.parts import Expected
from commonground.plan.logic_model import logic_model
from commonground.plan.section import blocks
from commonground.plan.terms import ActionState
from commonground.report.blocks import Bullets, Notice, Statement, Table

DAY = date(2026, 6, 30)


def tables() -> dict[str, Table]:
    return {block.caption: block for block in blocks(small_plan()) if isinstance(block, Table)}


def test_every_standard_stands_in_its_theme_with_the_commentary():
    found = tables()["Supporting victims: standards and options"]
    assert [row[0] for row in found.rows] == [
        ("V1: Young victims are referred",), ("M1: Safe havens",), ("M2: Test purchases",),
    ]  # fmt: skip
    assert [row[1] for row in found.rows] == [("Partly met",), ("Adopted",), ("Declined: Cost",)]
    assert Statement((GOVERNANCE,)) in blocks(small_plan())
    assert Notice("missing", "Standards not answered yet", ("G2",)) in blocks(small_plan())


def test_both_colours_stand_side_by_side():
    status = tables()["Status of the actions on 1 February 2026"]
    assert [tuple(text[0] for text in row) for row in status.rows] == [
        ("On track", "L1", "None"), ("At risk", "None", "L1"), ("Complete", "L2", "None"), ("Not said", "L3", ""),
    ]  # fmt: skip


def test_a_dropped_action_is_named_with_its_reason():
    first, *others = small_plan().actions
    dropped = first.model_copy(update={"state": ActionState.DROPPED, "state_reason": "No money."})
    found = blocks(small_plan(actions=(dropped, *others)))
    assert Bullets((("L1: Havens in shops. No money.",),)) in found


def test_nobody_is_named_and_no_note_is_shown():
    said = repr(blocks(small_plan()))
    assert OWNER not in said and NOTE not in said


@pytest.mark.django_db
def test_a_logic_model_is_drawn_from_the_rows(cast, settings, tmp_path):
    settings.HOME = tmp_path
    table = cast.own
    with scope(partnership=table.partnership):
        plan, by = made.plan(table), table.actor("plan_owner")
        action = plan.actions.get()
        said = {"funder": "Home Office", "funded_until": DAY, "cost_band": "under_10", "success": "Ten havens."}
        actions.edit_action(action, replace(values_of(action), **said), by=by)
        parts.tick(action.tasks.get(), DAY, by=by)
        parts.contribute(action, [table.council], by=by)
        parts.expect(action, [Expected("knife_crime", "down", DAY)], by=by)
        standard = plan.answers.filter(item__theme__key="governance")[0]
        evidence.attach(standard, EvidenceValues(kind="register", title="12 havens", of=DAY, measure="havens"), by=by)
        answers.write_theme(plan, action.theme, "Children are hurt.\n\nMore.", "", by=by)
        dropped = made.action(table, plan, title="Dropped")
        actions.drop(dropped, "No money", by=by)
        (theme,) = [one for one in reading.themes_shown(plan, DAY) if one.theme.key == "governance"]
        model = logic_model(theme)
    assert dict(model.columns) == {
        "Need": ("Children are hurt.", "12 havens (30 June 2026)"),
        "What is put in": (
            "Police", "Council", "Funded by Home Office, until 30 June 2026", "Under £10,000 a year: 1 action",
        ),
        "What is done": ("A1: Havens in shops",),
        "What was reached": ("Ask ten shops (30 June 2026)",),
        "What success looks like": ("Ten havens.",),
    }  # fmt: skip
    assert [(one.hope, one.actions, one.movement.outcome) for one in model.measures] == [
        ("Knife crime should fall by 30 June 2026", ("A1",), "cannot be compared")
    ]
