"""The public pages of the invented registers, switched on, and two worries that nobody ever reported."""

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes.public_pages import SWITCHES, show_in_public
from commonground.registers.changes.public_reports import report
from commonground.registers.models import PublicPages

WORRIES = (
    {"text": "Invented: two groups argue at the bus stop after school, and it is getting louder each week. Younger "
     "children wait somewhere else now.", "place": "The bus stop in Example Road", "ward": "", "when": "goes_on"},
    {"text": "Invented: people in our building are afraid of what may happen after the match on Saturday.",
     "place": "Example Estate", "ward": "", "when": "ahead"},
)  # fmt: skip


def make(partnership: Partnership) -> int:
    """Switch them on where nobody decided yet, and say how many records that made."""
    if PublicPages.objects.filter(partnership=partnership).exists():
        return 0
    seats = Membership.objects.filter(partnership=partnership, end=None).select_related("agency", "user")
    owner = next(Actor.of_seat(seat) for seat in seats if seat.role == "plan_owner")
    show_in_public(dict.fromkeys(SWITCHES, True), by=owner)
    for worry in WORRIES:
        report(partnership, worry, by=Actor())
    return 1 + len(WORRIES)
