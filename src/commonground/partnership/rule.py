"""Rules say who may; an Actor is who asks. Both are values: neither looks anything up."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Optional
from uuid import UUID, uuid4

from commonground.partnership.roles import ROLES

if TYPE_CHECKING:
    from commonground.partnership.models import Membership, Partnership, User

Reach = Literal["seat", "account", "system", "anyone"]


@dataclass(frozen=True)
class Actor:
    """Who acts, as the access log will say it: with role and agency as they are at this moment."""

    user: Optional["User"] = None
    membership: Optional["Membership"] = None
    partnership: Optional["Partnership"] = None
    role: str = ""
    agency: str = ""
    name: str = ""  # of a system that acts: a job, a command, an API key
    request_id: UUID = field(default_factory=uuid4)
    session: str = ""
    address: str | None = None
    purpose: str = ""
    opens: frozenset[str] = frozenset()  # of a system: what its key opens beside what every key does

    @classmethod
    def of_seat(cls, membership: "Membership", **context: object) -> "Actor":
        """The person in a seat, in the partnership of that seat."""
        return cls(
            user=membership.user,
            membership=membership,
            partnership=membership.partnership,
            role=membership.role,
            agency=membership.agency.name,
            **context,  # type: ignore[arg-type]
        )

    @classmethod
    def of_system(cls, name: str, partnership: Optional["Partnership"] = None) -> "Actor":
        """A job or a command, which acts for nobody in particular."""
        return cls(name=name, partnership=partnership)


@dataclass(frozen=True)
class Rule:
    """Who may do one thing. ``sentence`` completes “They may …” on the pages of the roles.

    ``reach`` says what is asked beside the role: a current seat in the partnership of the page; only to be
    signed in; the key of a system; or nothing at all.
    """

    key: str
    sentence: str
    roles: frozenset[str] = frozenset()
    reach: Reach = "seat"

    def __post_init__(self) -> None:
        unknown = self.roles - ROLES.keys()
        if unknown or (self.reach == "seat") != bool(self.roles):
            raise ValueError(f"rule “{self.key}” names {', '.join(sorted(unknown)) or 'no role'}")

    def allows(self, actor: Actor) -> bool:
        """Whether the actor may, as far as role and seat tell."""
        if self.reach == "anyone":
            return True
        if self.reach == "account":
            return actor.user is not None
        if self.reach == "system":
            return actor.user is None and bool(actor.name) and actor.partnership is not None
        return actor.membership is not None and actor.role in self.roles


EVERY_SEAT = frozenset(ROLES)


def only_to(*roles: str) -> frozenset[str]:
    """These roles and no other."""
    return frozenset(roles)


def all_but(*roles: str) -> frozenset[str]:
    """Every role except these."""
    return EVERY_SEAT - set(roles)
