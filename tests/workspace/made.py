"""Records that an example needs and the cast does not bring."""

from datetime import date

from people import Table

from commonground.partnership.changes import invitations, role_changes
from commonground.partnership.models import Flag, Invitation


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
