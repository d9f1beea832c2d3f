"""What of the registers anyone may see is switched on and off."""

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned
from commonground.registers.models import PublicPages
from commonground.registers.rules import SHOW_IN_PUBLIC

SWITCHES = ("havens", "services", "worries")


@transaction.atomic
def show_in_public(wanted: dict[str, bool], *, by: Actor) -> PublicPages:
    """Switch each of the three on or off; what is not named stays off or as it is."""
    if not SHOW_IN_PUBLIC.allows(by):
        raise NotPossible("The plan owner decides what of the registers anyone may see: ask them.")
    found = PublicPages.objects.select_for_update(of=("self",)).filter(partnership=by.partnership).first()
    row = found or PublicPages(partnership=by.partnership)  # type: ignore[misc]
    changed = assigned(row, {name: bool(wanted[name]) for name in SWITCHES if name in wanted})
    if changed:
        row.changed_by = by.membership  # type: ignore[assignment]
        row.save()
        access_log.record(
            access_log.Kind.ALTERATION, row, by=by, **{f"shows_{name}": getattr(row, name) for name in changed}
        )
    return row
