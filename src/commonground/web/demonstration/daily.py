"""The daily work of the invented borough: registers, scrutiny, tasking, incidents, and what its plan promises."""

from datetime import date

from commonground.partnership.models import Partnership
from commonground.plan.changes.evidence import EvidenceValues, attach
from commonground.plan.models import Action, Evidence
from commonground.plan.terms import EvidenceKind
from commonground.registers.counting import countings
from commonground.registers.models import Entry, Incident, PanelSession, TaskingMeeting
from commonground.web.demonstration import incidents, public_registers, registers, scrutiny, tasking
from commonground.web.demonstration.plan.table import Table

SLUG = "lewisham"
KINDS = (Entry, Incident, PanelSession, TaskingMeeting)
PROMISED = (("A10", "weapon_sweeps-all", 4), ("A11", "test_purchases-under_age", 6), ("A23", "safe_havens-checked", 8))
"""By the reference of an action: a count that stands beside it, and how many a quarter its owner promised."""


def make(on: date) -> None:
    """Make what is not there yet. Whatever counts days counts them from ``on``."""
    partnership = Partnership.objects.get(slug=SLUG)
    for part in (registers, scrutiny, tasking, incidents):
        part.make(partnership, on)
    public_registers.make(partnership)
    _promise(partnership)


def _promise(partnership: Partnership) -> None:
    by = Table(partnership).who_is("plan_owner")
    for ref, count, number in PROMISED:
        action = Action.objects.filter(partnership=partnership, ref=ref).first()
        if action is None or Evidence.objects.filter(action=action, measure=count).exists():
            continue
        title = countings()[count].title
        values = EvidenceValues(kind=EvidenceKind.REGISTER, title=title, measure=count, per_quarter=number)
        attach(action, values, by=by)
