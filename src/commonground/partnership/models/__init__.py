"""The nouns of the table."""

from commonground.partnership.models.access import AccessEvent, LetGo, Seal, SealedEvent
from commonground.partnership.models.draft import Draft
from commonground.partnership.models.people import Agency, Invitation, Membership, User
from commonground.partnership.models.place import Grouping, Partnership
from commonground.partnership.models.system import System

__all__ = [
    "AccessEvent",
    "Agency",
    "Grouping",
    "Draft",
    "Invitation",
    "LetGo",
    "Membership",
    "Partnership",
    "Seal",
    "SealedEvent",
    "System",
    "User",
]
