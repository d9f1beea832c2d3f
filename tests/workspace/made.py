"""Records that an example needs and the cast does not bring."""

from datetime import date

from people import Table

from commonground.partnership.changes import invitations, role_changes
from commonground.partnership.models import Flag, Invitation
from commonground.partnership.rule import Actor
from commonground.plan.changes import actions, parts, plans, templates
from commonground.plan.changes.actions import ActionValues
from commonground.plan.models import Action, Plan, TemplateVersion


def role_change(table: Table) -> str:
    """A change of the practitioner’s role, asked for by the plan owner."""
    waiting = table.seats["practitioner"].role_changes.filter(decided_at=None).first()
    asked = waiting or role_changes.ask(
        table.seats["practitioner"], "analyst", by=table.actor("plan_owner"), reason="Moves to the analysts"
    )
    return asked.public_id


def invitation(table: Table) -> str:
    """A seat offered by the administrator."""
    address = f"new@{table.partnership.slug}.example.org"
    waiting = Invitation.objects.filter(email=address, withdrawn_at=None, accepted_at=None).first()
    return (waiting or offered(table, address)[0]).public_id


def offered(table: Table, email: str, role: str = "analyst", **more: object) -> tuple[Invitation, str]:
    """An invitation with the secret of its link."""
    return invitations.invite(
        table.council, by=table.actor("administrator"), email=email, name="New person", role=role, **more
    )


def secret_of_a_link(table: Table) -> str:
    """The secret of a link that works."""
    return offered(table, f"link@{table.partnership.slug}.example.org")[1]


def agency_of_the_agency_lead(table: Table) -> str:
    """The agency whose contact is the agency lead."""
    table.police.contact = table.seats["agency_lead"]
    table.police.save()
    return table.police.public_id


def flag(table: Table) -> str:
    """A pattern in what the practitioner looked at."""
    person = table.user("practitioner")
    found, _ = Flag.objects.get_or_create(
        partnership=table.partnership, pattern="night", person=person, day=date(2026, 7, 14), rows=[]
    )
    return found.public_id


def template(key: str = "london-2018") -> TemplateVersion:
    """A template that comes with Common Ground."""
    templates.install_shipped(by=Actor.of_system("a test"))
    return TemplateVersion.objects.get(key=key, owner=None)


def plan(table: Table) -> Plan:
    """The table’s plan, with one action that its practitioner answers for, in a scope of the table."""
    if (current := Plan.objects.current().filter(partnership=table.partnership).first()) is not None:
        return current
    made = plans.begin(
        template(), "Violence and knife crime plan", date(2026, 1, 1), date(2027, 12, 31), by=table.actor("plan_owner")
    )
    action(table, made)
    return made


def action(table: Table, of: Plan | None = None, **changed: object) -> Action:
    """An action of the plan, under Governance, with a task; the practitioner answers for it."""
    of = of or plan(table)
    theme = of.version.themes.get(key="governance")
    owner = table.seats["practitioner"]
    values = ActionValues(**{"title": "Havens in shops", "theme": theme, "owner": owner, **changed})
    made = actions.add_action(of, values, by=table.actor("plan_owner"))
    parts.add_task(made, "Ask ten shops", date(2026, 6, 30), by=table.actor("plan_owner"))
    return made
