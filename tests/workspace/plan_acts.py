"""One example of each act upon the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import made
from people import Table

from commonground.partnership.rule import Actor
from commonground.plan.changes import actions, answers, evidence, moving_in, parts, plans, snapshots, telling, templates
from commonground.plan.changes.actions import ActionValues, values_of
from commonground.plan.models import Action, Answer, Evidence, Plan, Task, ThemeText
from commonground.plan.templates.shipped import shipped
from commonground.plan.writing import written

Act = Callable[[], object]
DAY = date(2026, 6, 30)


def installed(table: Table, patch: Any) -> Act:
    return lambda: templates.install_shipped(by=Actor.of_system("a test"))


def an_own_template(table: Table, patch: Any) -> Act:
    written = shipped()["london-2018"].model_copy(update={"key": "our-own"})
    return lambda: templates.add_template(written, by=table.actor("plan_owner"))


def a_begun_plan(table: Table, patch: Any) -> Act:
    version = made.template()
    return lambda: plans.begin(version, "Our plan", DAY, by=table.actor("plan_owner"))


def of_the_plan(act: Callable[[Plan, Actor], object]) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        plan, by = made.plan(table), table.actor("plan_owner")
        return lambda: act(plan, by)

    return prepared


def of_an_action(act: Callable[[Action, Actor], object], **changed: object) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        action, by = made.action(table, **changed), table.actor("plan_owner")
        return lambda: act(action, by)

    return prepared


def of_a_task(act: Callable[[Task, Actor], object]) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        task, by = Task.objects.get(action=made.action(table)), table.actor("plan_owner")
        return lambda: act(task, by)

    return prepared


def an_edited_plan(plan: Plan, by: Actor) -> object:
    return plans.edit(plan, title="New", starts=DAY, ends=None, summary="x", plain_summary="", by=by)


def an_answer(plan: Plan, by: Actor) -> object:
    return answers.answer(Answer.objects.filter(plan=plan, tier="minimum")[0], "met", "", "We do.", by=by)


def a_commentary(plan: Plan, by: Actor) -> object:
    text = ThemeText.objects.filter(plan=plan)[0]
    return answers.write_theme(plan, text.theme, "What we do.", "", by=by)


def an_action(plan: Plan, by: Actor) -> object:
    values = ActionValues(title="Map provision", theme=plan.version.themes.all()[0], kind="developing")
    return actions.add_action(plan, values, by=by)


def an_edited_action(action: Action, by: Actor) -> object:
    return actions.edit_action(action, replaced(action, title="Another title"), by=by)


def replaced(action: Action, **changed: object) -> ActionValues:
    return replace(values_of(action), **changed)  # type: ignore[arg-type]


def a_dropped_action(table: Table, patch: Any) -> Act:
    action, by = made.action(table), table.actor("plan_owner")
    actions.drop(action, "No money", by=by)
    return lambda: actions.take_up_again(action, "Money was found", by=by)


def a_dependency(action: Action, by: Actor) -> object:
    return parts.depend(action, [Action.objects.exclude(pk=action.pk)[0]], by=by)


def a_plan_in_the_next_version(table: Table, patch: Any) -> Act:
    plan, version, by = made.plan(table), made.template("london-eight-themes"), table.actor("plan_owner")
    attached(made.action(table, plan), by)
    return lambda: plans.move_to(plan, version, by=by)


def attached(action: Action, by: Actor) -> Evidence:
    values = evidence.EvidenceValues(kind="minutes", title="Minutes", of=DAY)
    return evidence.attach(action, values, by=by)


def a_file_beside_an_action(action: Action, by: Actor) -> Evidence:
    values = evidence.EvidenceValues(kind="file", title="A note")
    return evidence.attach_file(action, "note.txt", [b"What was agreed."], values, by=by)


def taken_away(table: Table, patch: Any) -> Act:
    by = table.actor("plan_owner")
    found = a_file_beside_an_action(made.action(table), by)
    return lambda: evidence.remove(found, by=by)


def a_plan_brought_in(plan: Plan, by: Actor) -> object:
    now = written(plan, DAY)
    changed = [one.model_copy(update={"ref": "Z1", "title": "Another"}) for one in now.actions]
    return moving_in.bring_in(plan, now.model_copy(update={"actions": tuple(changed)}), by=by)


OF_THE_PLAN = {
    "plan.changes.plans.move_to": a_plan_in_the_next_version,
    "plan.changes.evidence.attach": of_an_action(attached),
    "plan.changes.evidence.attach_file": of_an_action(a_file_beside_an_action),
    "plan.changes.evidence.remove": taken_away,
    "plan.changes.moving_in.bring_in": of_the_plan(a_plan_brought_in),
    "plan.changes.templates.install_shipped": installed,
    "plan.changes.templates.add_template": an_own_template,
    "plan.changes.plans.begin": a_begun_plan,
    "plan.changes.plans.edit": of_the_plan(an_edited_plan),
    "plan.changes.plans.end": of_the_plan(lambda plan, by: plans.end(plan, DAY, by=by)),
    "plan.changes.answers.answer": of_the_plan(an_answer),
    "plan.changes.answers.write_theme": of_the_plan(a_commentary),
    "plan.changes.snapshots.take": of_the_plan(lambda plan, by: snapshots.take(plan, "reported", DAY, by=by)),
    "plan.changes.actions.add_action": of_the_plan(an_action),
    "plan.changes.actions.edit_action": of_an_action(an_edited_action),
    "plan.changes.actions.hand_over": of_an_action(lambda a, by: actions.hand_over(a, by.membership, by=by)),
    "plan.changes.actions.finish": of_an_action(lambda a, by: actions.finish(a, DAY, by=by)),
    "plan.changes.actions.drop": of_an_action(lambda a, by: actions.drop(a, "No money", by=by)),
    "plan.changes.actions.take_up_again": a_dropped_action,
    "plan.changes.telling.tell_rag": of_an_action(lambda a, by: telling.tell_rag(a, "red", "Slow", DAY, by=by)),
    "plan.changes.parts.add_task": of_an_action(lambda a, by: parts.add_task(a, "Ask", DAY, by=by)),
    "plan.changes.parts.edit_task": of_a_task(lambda t, by: parts.edit_task(t, "Ask again", DAY, by=by)),
    "plan.changes.parts.remove_task": of_a_task(lambda t, by: parts.remove_task(t, by=by)),
    "plan.changes.parts.tick": of_a_task(lambda t, by: parts.tick(t, DAY, by=by)),
    "plan.changes.parts.expect": of_an_action(lambda a, by: parts.expect(a, [parts.Expected("knife_crime")], by=by)),
    "plan.changes.parts.serve": of_an_action(lambda a, by: parts.serve(a, Answer.objects.all()[:2], by=by)),
    "plan.changes.parts.depend": of_an_action(a_dependency),
    "plan.changes.parts.contribute": of_an_action(lambda a, by: parts.contribute(a, [by.membership.agency], by=by)),
}
