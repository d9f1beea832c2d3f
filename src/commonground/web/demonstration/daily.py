"""The daily work of the invented borough: registers, scrutiny, tasking and incidents."""

from datetime import date

from commonground.partnership.models import Partnership
from commonground.registers.models import Entry, Incident, PanelSession, TaskingMeeting
from commonground.web.demonstration import incidents, public_registers, registers, scrutiny, tasking

SLUG = "lewisham"
KINDS = (Entry, Incident, PanelSession, TaskingMeeting)


def make(on: date) -> None:
    """Make what is not there yet. Whatever counts days counts them from ``on``."""
    partnership = Partnership.objects.get(slug=SLUG)
    for part in (registers, scrutiny, tasking, incidents):
        part.make(partnership, on)
    public_registers.make(partnership)
