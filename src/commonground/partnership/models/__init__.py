"""The nouns of the table."""

from commonground.partnership.models.access import AccessEvent, Seal, SealedEvent
from commonground.partnership.models.people import Agency, Invitation, Membership, User
from commonground.partnership.models.place import Grouping, Partnership

__all__ = [
    "AccessEvent",
    "Agency",
    "Grouping",
    "Invitation",
    "Membership",
    "Partnership",
    "Seal",
    "SealedEvent",
    "User",
]
