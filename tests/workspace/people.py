"""The cast: one person for each role in each of two partnerships, and those who may not come in any more."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django_scopes import scopes_disabled

from commonground.partnership.models import Agency, Grouping, Membership, Partnership, User
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor

PASSWORD = "correct horse battery staple"


@dataclass
class Table:
    """A partnership with its two agencies and a person in each role."""

    partnership: Partnership
    council: Agency
    police: Agency
    seats: dict[str, Membership] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """The person in the role, as the rules see them."""
        return Actor.of_seat(self.seats[role])

    def user(self, role: str) -> User:
        return self.seats[role].user


@dataclass
class Cast:
    """Everyone: two boroughs (``own``, ``other``), the region that groups them, and four who are shut out."""

    own: Table
    other: Table
    region: Table
    outsiders: dict[str, User]


@cache
def _password() -> str:
    return make_password(PASSWORD)


def person(name: str) -> User:
    """Someone who can sign in, with no seat anywhere."""
    return User.objects.create(
        email=f"{name.lower().replace(' ', '.')}@example.org", name=name.capitalize(), password=_password()
    )


def seat(table: Table, role: str, agency: Agency, name: str = "", **dates: date | None) -> Membership:
    """A seat that gives access today, unless a date says otherwise."""
    today = date.today()
    name = name or f"{role.replace('_', ' ')} of {table.partnership.area_name or table.partnership.name}"
    user = person(name)
    given = {
        "start": today - timedelta(days=200),
        "end": None,
        "trained_until": today + timedelta(days=165),
        "confirmed_until": today + timedelta(days=60),
        **dates,
    }
    return Membership.objects.create(
        partnership=table.partnership, agency=agency, user=user, role=role, **given
    )


def table(slug: str, name: str, kind: str = "partnership", area: tuple[str, str] = ("", "")) -> Table:
    """A partnership where every role is taken."""
    partnership = Partnership.objects.create(
        slug=slug, name=name, kind=kind, area_code=area[0], area_name=area[1]
    )
    made = Table(
        partnership,
        council=Agency.objects.create(partnership=partnership, name="Council", kind="council"),
        police=Agency.objects.create(partnership=partnership, name="Police", kind="police"),
    )
    for role in ROLES:
        agency = made.police if role in ("practitioner", "agency_lead") else made.council
        made.seats[role] = seat(made, role, agency)
    return made


def assemble() -> Cast:
    """Put everyone in the database."""
    with scopes_disabled():
        own = table("lewisham", "Safer Lewisham Partnership", area=("E09000023", "Lewisham"))
        other = table("greenwich", "Safer Greenwich Partnership", area=("E09000011", "Greenwich"))
        region = table("london", "London Violence Reduction Unit", kind="region")
        for one in (own, other):
            Grouping.objects.create(group=region.partnership, partnership=one.partnership)
        past = date.today() - timedelta(days=1)
        outsiders = {
            "ended": seat(own, "analyst", own.council, "Ended member", end=past).user,
            "untrained": seat(own, "analyst", own.council, "Untrained member", trained_until=past).user,
            "unconfirmed": seat(own, "analyst", own.council, "Unconfirmed member", confirmed_until=past).user,
            "seatless": person("Seatless person"),
        }
    return Cast(own, other, region, outsiders)
