"""The logic model of a theme: drawn from the rows, with nothing made up."""

from dataclasses import replace
from datetime import date

import made
import pytest
from django_scopes import scope

from commonground.plan import reading
from commonground.plan.changes import actions, answers, evidence, parts
from commonground.plan.changes.actions import values_of
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.parts import Expected
from commonground.plan.logic_model import logic_model

DAY = date(2026, 6, 30)


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
