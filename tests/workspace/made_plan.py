"""What an address of the plan needs: made once at a table, and found from then on."""

from datetime import date

import made
from django_scopes import scope
from people import Table

from commonground.plan.changes import actions, evidence, parts
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.parts import Expected
from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import Action, Evidence, TemplateVersion

NEXT = "london-eight-themes"


def action(table: Table) -> Action:
    """The practitioner’s action."""
    with scope(partnership=table.partnership):
        return made.plan(table).actions.order_by("id")[0]


def action_id(table: Table) -> str:
    return action(table).public_id


def expecting_id(table: Table) -> str:
    """The same, now with a measure that should move."""
    found = action(table)
    with scope(partnership=table.partnership):
        parts.expect(found, [Expected("knife_crime", "down", date(2027, 12, 31))], by=table.actor("plan_owner"))
    return found.public_id


def developing_id(table: Table) -> str:
    """A developing action."""
    with scope(partnership=table.partnership):
        plan = made.plan(table)
        found = plan.actions.filter(kind="developing").first()
        return (found or made.action(table, plan, title="A mentor in A&E", kind="developing", owner=None)).public_id


def dropped_id(table: Table) -> str:
    """An action that was dropped."""
    with scope(partnership=table.partnership):
        plan = made.plan(table)
        found = plan.actions.filter(state="dropped").first()
        if found is None:
            found = made.action(table, plan, title="Knife amnesty")
            found = actions.drop(found, "The bins were stolen.", by=table.actor("plan_owner"))
        return found.public_id


def task_id(table: Table) -> str:
    found = action(table)
    with scope(partnership=table.partnership):
        return found.tasks.all()[0].public_id


def answer_id(table: Table) -> str:
    """The answer to G1."""
    with scope(partnership=table.partnership):
        return made.plan(table).answers.get(item__ref="G1").public_id


def file_id(table: Table) -> str:
    """A file beside the practitioner’s action."""
    found = action(table)
    with scope(partnership=table.partnership):
        held = Evidence.objects.filter(action=found, kind="file").first()
        if held is None:
            values = EvidenceValues(kind="file", title="Shops asked", of=date(2026, 6, 30))
            held = evidence.attach_file(found, "shops.txt", [b"ten"], values, by=table.actor("plan_owner"))
        return held.public_id


def next_version(table: Table) -> str:
    """The version that the table’s plan can move to."""
    with scope(partnership=table.partnership):
        made.plan(table)
        install_shipped(by=table.actor("plan_owner"))
        return TemplateVersion.objects.get(key=NEXT).public_id


def theme(table: Table) -> str:
    """The key of a theme of the table’s plan."""
    with scope(partnership=table.partnership):
        return made.plan(table).version.themes.all()[0].key


def at_work(table: Table) -> str:
    """The table in an address, once it has a plan: where there is none, its pages do not exist."""
    with scope(partnership=table.partnership):
        return made.plan(table).partnership.slug
