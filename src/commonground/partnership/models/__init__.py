"""The nouns of the table."""

from commonground.partnership.models.access import AccessEvent, LetGo, Seal, SealedEvent
from commonground.partnership.models.draft import Draft
from commonground.partnership.models.flag import Flag
from commonground.partnership.models.people import Agency, Invitation, Membership, User
from commonground.partnership.models.place import Grouping, Partnership
from commonground.partnership.models.role_change import RoleChange
from commonground.partnership.models.system import System

__all__ = [
    "AccessEvent",
    "Agency",
    "Draft",
    "Flag",
    "Grouping",
    "Invitation",
    "LetGo",
    "Membership",
    "Partnership",
    "RoleChange",
    "Seal",
    "SealedEvent",
    "System",
    "User",
]
