"""The invented partnerships: made again and again, they stay the same. Everything in them is marked as invented."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Grouping, Invitation, Membership, Partnership, User
from commonground.partnership.rule import Actor
from commonground.plan.models import Plan
from commonground.web.demonstration import cast, daily, plan

MAKER = "the demonstration"


@transaction.atomic
def make() -> int:
    """Make what is missing of the demonstration, and say how many records that were."""
    with scopes_disabled(), access_log.acting(Actor.of_system(MAKER)):
        before = _records()
        _sit_down()
        plan.make(Actor.of_system(MAKER))
        _leave()
        daily.make(timezone.localdate())
        return _records() - before


@transaction.atomic
def seat_everyone() -> None:
    """Make the tables and those who sit at them, without their plans."""
    with scopes_disabled(), access_log.acting(Actor.of_system(MAKER)):
        _sit_down()
        _leave()


def is_made() -> bool:
    """Whether the plans, which take longest, are there."""
    with scopes_disabled():
        return Plan.objects.exists()


def _sit_down() -> None:
    """A seat whose training or confirmation has run out since is renewed, so that an old demonstration still opens."""
    for table in cast.TABLES:
        _table(table)
    for table in cast.TABLES:
        _group(table)
    for seat in cast.SEATS:
        _seat(seat)
    for slug, agency, name in cast.CONTACTS:
        _contact(slug, agency, name)
    _invitation(cast.INVITED)


def _leave() -> None:
    """Who has left did so after the plan was made, in which they answered for an action."""
    for seat in cast.SEATS:
        if seat.state == "past":
            standing = Membership.objects.get(partnership__slug=seat.table, user__email=seat.email)
            if standing.end is None:
                standing.end = timezone.localdate() - timedelta(days=30)
                standing.save()


def _records() -> int:
    kinds = (Partnership, Agency, Grouping, User, Membership, Invitation, *plan.KINDS, *daily.KINDS)
    return sum(kind.objects.count() for kind in kinds)


def _log(record: Partnership | Agency | Membership | Invitation, partnership: Partnership) -> None:
    by = Actor.of_system(MAKER, partnership)
    access_log.record(access_log.Kind.COLLECTION, record, by=by, purpose="Invented for demonstration")


def _table(table: cast.Table) -> None:
    partnership, new = Partnership.objects.get_or_create(
        slug=table.slug,
        defaults={
            "name": table.name, "kind": table.kind, "colour": table.colour, "area_code": table.area[0],
            "area_name": table.area[1], "demonstration": True,
        },
    )  # fmt: skip
    if new:
        _log(partnership, partnership)
    for name, kind in table.agencies:
        agency, new = Agency.objects.get_or_create(partnership=partnership, name=name, defaults={"kind": kind})
        if new:
            _log(agency, partnership)


def _group(table: cast.Table) -> None:
    for slug in table.groups:
        group, member = (Partnership.objects.get(slug=one) for one in (table.slug, slug))
        Grouping.objects.get_or_create(group=group, partnership=member)


def _person(name: str, email: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, name=name, demonstration=True)
        user.set_unusable_password()
        user.save()
    return user


def _seat(seat: cast.Seat) -> None:
    partnership = Partnership.objects.get(slug=seat.table)
    today = timezone.localdate()
    standing = Membership.objects.filter(partnership=partnership, user__email=seat.email).first()
    if standing is None:
        agency = Agency.objects.get(partnership=partnership, name=seat.agency)
        standing = Membership.objects.create(
            partnership=partnership, agency=agency, user=_person(seat.name, seat.email), role=seat.role,
            **_dates(seat.state, today),
        )  # fmt: skip
        _log(standing, partnership)
    elif seat.state == "open" and min(standing.trained_until, standing.confirmed_until) < today:
        dates = _dates(seat.state, today)
        standing.trained_until, standing.confirmed_until = dates["trained_until"], dates["confirmed_until"]
        standing.save()


def _dates(state: str, today: date) -> dict[str, date]:
    ago, hence = (lambda days: today - timedelta(days)), (lambda days: today + timedelta(days))
    return {
        "start": ago(400),  # before the first review of the plan
        "trained_until": ago(20) if state == "untrained" else hence(200),
        "confirmed_until": hence(60),
    }


def _contact(slug: str, agency: str, name: str) -> None:
    found = Agency.objects.get(partnership__slug=slug, name=agency)
    if found.contact is None:
        found.contact = Membership.objects.get(partnership__slug=slug, user__name=name)
        found.save()


def _invitation(seat: cast.Seat) -> None:
    partnership = Partnership.objects.get(slug=seat.table)
    if Invitation.objects.filter(partnership=partnership, email=seat.email).exists():
        return
    invitation = Invitation.objects.create(
        partnership=partnership,
        agency=Agency.objects.get(partnership=partnership, name=seat.agency),
        email=seat.email,
        name=seat.name,
        role=seat.role,
        secret_hash=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
        expires_at=timezone.now() + timedelta(days=14),
    )
    _log(invitation, partnership)
