"""A plan of the demonstration, made as its owner would make it: begun, answered, and filled with actions."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from commonground.partnership.rule import Actor
from commonground.plan.changes.actions import ActionValues, add_action
from commonground.plan.changes.answers import answer, write_theme
from commonground.plan.changes.evidence import EvidenceValues, attach
from commonground.plan.changes.parts import Expected, add_task, contribute, depend, expect, serve, tick
from commonground.plan.changes.plans import begin, edit
from commonground.plan.models import Action, Answer, Evidence, Plan, Task, TemplateVersion
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan
from commonground.web.demonstration.plan.table import Table


def make_plan(table: Table, written: WrittenPlan, shared: dict[str, str]) -> Plan:
    """Begin the plan as it stood on its first day: nothing is done yet. ``shared`` are the groups’ actions by ref."""
    by = table.who_is("plan_owner")
    assert written.starts is not None
    version = TemplateVersion.objects.get(key=written.template, owner=None)
    plan = begin(version, written.title, written.starts, written.ends, by=by)
    edit(
        plan, title=written.title, starts=written.starts, ends=written.ends, summary=written.summary,
        plain_summary=written.plain_summary, by=by,
    )  # fmt: skip
    _answers(plan, written, by)
    for one in written.actions:
        _action(table, plan, one, shared, by)
    for one in written.actions:
        _depends(plan, one, by)
    return plan


def catch_up(plan: Plan, written: WrittenPlan, on: date, *, by: Actor) -> None:
    """Tick the tasks that were done by a day, and put beside each claim the evidence of that time."""
    done = {(one.ref, task.title): task.done for one in written.actions for task in one.tasks}
    for task in Task.objects.filter(action__plan=plan, done=None).select_related("action"):
        day = done[task.action.ref, task.title]
        if day and day <= on:
            tick(task, day, by=by)
    there = set(_evidence_in(plan))
    for row, ref, one in _claims(plan, written):
        for evidence in one.evidence:
            if (evidence.of or on) <= on and (ref, evidence.title) not in there:
                attach(row, EvidenceValues(**evidence.model_dump()), by=by)


def _evidence_in(plan: Plan) -> Iterator[tuple[str, str]]:
    rows = Evidence.objects.filter(Q(action__plan=plan) | Q(answer__plan=plan))
    for action, answered, title in rows.values_list("action__ref", "answer__item__ref", "title"):
        yield action or answered, title


def _claims(plan: Plan, written: WrittenPlan) -> Iterator[tuple[Answer | Action, str, WrittenAnswer | WrittenAction]]:
    """What rests on evidence, each row with its part of the written plan."""
    answers = {row.item.ref: row for row in plan.answers.select_related("item", "plan")}
    actions = {row.ref: row for row in plan.actions.select_related("plan")}
    yield from ((answers[one.ref], one.ref, one) for one in written.answers if one.evidence)
    yield from ((actions[one.ref], one.ref, one) for one in written.actions if one.evidence)


def _answers(plan: Plan, written: WrittenPlan, by: Actor) -> None:
    rows = {row.item.ref: row for row in plan.answers.select_related("item")}
    for one in written.answers:
        answer(rows[one.ref], one.standing or "", one.reason, one.narrative, by=by)
    themes = {theme.key: theme for theme in plan.version.themes.all()}
    for theme in written.themes:
        write_theme(plan, themes[theme.key], theme.commentary, theme.plain_summary, by=by)


def _action(table: Table, plan: Plan, one: WrittenAction, shared: dict[str, str], by: Actor) -> Action:
    made = add_action(plan, _values(table, plan, one, shared), ref=one.ref, by=by)
    for task in one.tasks:
        add_task(made, task.title, task.due, by=by)
    if one.expects:
        expect(made, [Expected(e.measure, e.direction, e.by, e.why) for e in one.expects], by=by)
    if one.serves:
        serve(made, plan.answers.filter(item__ref__in=one.serves), by=by)
    if one.contributors:
        contribute(made, [table.agencies[name] for name in one.contributors], by=by)
    return made


def _values(table: Table, plan: Plan, one: WrittenAction, shared: dict[str, str]) -> ActionValues:
    return ActionValues(
        title=one.title, theme=plan.version.themes.get(key=one.theme), kind=one.kind, description=one.description,
        owner=table.answering(one.owner), agency=table.agencies.get(one.agency), starts=one.starts, due=one.due,
        priority=one.priority or "", weight=one.weight, weight_reason=one.weight_reason, cost_band=one.cost_band,
        funder=one.funder, funded_until=one.funded_until, level=one.level or "", success=one.success, notes=one.notes,
        shared_from=shared.get(one.shared_from, ""),
    )  # fmt: skip


def _depends(plan: Plan, one: WrittenAction, by: Actor) -> None:
    if one.depends_on:
        action = plan.actions.get(ref=one.ref)
        depend(action, plan.actions.filter(ref__in=one.depends_on), by=by)
